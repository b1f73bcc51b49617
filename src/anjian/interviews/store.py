"""Where signatures, initials and fingerprints are kept: the write-once store, by hash."""

from __future__ import annotations

import base64
import binascii
import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from anjian.evidence.store import store
from anjian.kit.errors import Invalid

_PNG = b"\x89PNG\r\n\x1a\n"
LARGEST = 400_000
"""Bytes of a signature image; a pad of 560 × 200 at three pixels each stays far below."""


def keep_image(field: str, drawn: str) -> str:
    """Keep a drawn signature (PNG as data URL) and return its SHA-256. Raises Invalid.

    The image is on disk before the transaction that refers to it begins.
    """
    head, _comma, body = drawn.partition(",")
    if head != "data:image/png;base64":
        raise Invalid({field: _("请在签名板上手写签名。")})
    try:
        data = base64.b64decode(body, validate=True)
    except binascii.Error as problem:
        raise Invalid({field: _("签名图像不完整，请重写。")}) from problem
    if not data.startswith(_PNG) or len(data) > LARGEST:
        raise Invalid({field: _("签名图像无法使用，请重写。")})
    return store().put_bytes(data).sha256


FINGERPRINT_LARGEST = 12 * 1024**2
"""Bytes of a fingerprint as scanned or photographed; kept as it came."""


def keep_fingerprint(field: str, data: bytes) -> str:
    """Keep the picture of a fingerprint (PNG or JPEG, as scanned) and return its SHA-256. Raises Invalid."""
    if len(data) > FINGERPRINT_LARGEST:
        raise Invalid({field: _("指印图像太大，请在12兆字节以内。")})
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise Invalid({field: _("指印图像无法使用，请重新采集。")}) from problem
    return store().put_bytes(data).sha256


def keep_still(jpeg: bytes) -> str:
    """Keep the still of the moment somebody signed, as it came, and return its SHA-256."""
    return store().put_bytes(jpeg).sha256


def small_fingerprint(sha256: str) -> str:
    """Keep a small copy of a fingerprint for the printed page and return its SHA-256."""
    with Image.open(io.BytesIO(image(sha256)), formats=("PNG", "JPEG")) as picture:
        small = ImageOps.exif_transpose(picture).convert("RGB")
        small.thumbnail((320, 320))
        target = io.BytesIO()
        small.save(target, "PNG")
    return store().put_bytes(target.getvalue()).sha256


def image(sha256: str) -> bytes:
    """Return a kept image. Raises BlobMissing."""
    with store().open(sha256) as stream:
        return stream.read()
