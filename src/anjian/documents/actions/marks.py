"""Marks on documents and the pictures of signatures."""

from __future__ import annotations

from django.utils.translation import gettext as _

from anjian.documents.models import Instrument, InstrumentMark
from anjian.documents.store import store
from anjian.kit.errors import Invalid

_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST_PICTURE = 512 * 1024


def marks_of(instrument: Instrument) -> list[InstrumentMark]:
    """All marks of a document."""
    return list(InstrumentMark.objects.filter(org_id=instrument.org_id, instrument_id=instrument.id))


def keep_picture(png: bytes | None) -> str:
    """Store a signature picture and return its hash; Invalid when it is no PNG or too large."""
    if png is None:
        return ""
    if not png.startswith(_PNG) or len(png) > _LARGEST_PICTURE:
        raise Invalid({"png": _("签名图片无法识别，请重新签名。")})
    return store().put_bytes(png).sha256
