"""Where hand-written signatures and initials are kept: the write-once store, by hash."""

from __future__ import annotations

import base64
import binascii

from django.utils.translation import gettext as _

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


def image(sha256: str) -> bytes:
    """Return a kept image. Raises BlobMissing."""
    with store().open(sha256) as stream:
        return stream.read()
