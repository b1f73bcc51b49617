"""The mark by which anybody can check a paper: an address, and its QR code."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

import segno
from django.conf import settings

from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sha256_hex

CODE_LENGTH = 20
"""Hex digits of the content's digest that stand in the address: 80 bits."""


def code_for(frozen: Mapping[str, Any]) -> str:
    """The check code of a document from all that its PDF is drawn from."""
    return sha256_hex(canonical_bytes({k: v for k, v in frozen.items() if k != "verify"}))[:CODE_LENGTH]


def address_for(instrument_id: UUID, code: str) -> str:
    """Where a document can be checked, on the installation's public address."""
    return f"{settings.PUBLIC_ADDRESS}/verify/{instrument_id.hex}/{code}/"


@lru_cache(maxsize=64)
def qr(address: str) -> str:
    """The address as a QR code (ISO/IEC 18004, level M), an SVG without margin."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=0, xmldecl=False, svgns=True, nl=False
    )
    return picture.getvalue().decode("ascii")
