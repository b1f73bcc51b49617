"""Pictures that a form shows: stored files named by hash in its particulars, made small for print."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError

from anjian.documents.kinds.spec import DocumentKind
from anjian.documents.models import Instrument
from anjian.documents.store import read
from anjian.kit.blobs import BlobMissing

LONG_SIDE = 1200
"""Pixels: about 180 per inch in the place a form has for a picture; the original stays the evidence."""
_QUALITY = 82

CaseFiles = Callable[[UUID, UUID, Collection[str]], Collection[str]]
"""Called with organisation, case and hashes; answers which of them are files of that case."""

_sources: list[CaseFiles] = []


def use_case_files(source: CaseFiles) -> None:
    """Register who knows the files of a case; a later one replaces it.

    Without it no picture is shown: the store holds the files of every bureau, and a hash typed
    into a form must not fetch another's.
    """
    _sources[:] = [source]


def named(kind: DocumentKind, fields: Mapping[str, Any]) -> Iterator[str]:
    """The hashes of the pictures that a document shows."""
    for field in kind.fields:
        columns = [column.code for column in field.columns if column.picture]
        rows = fields.get(field.code)
        if not columns or not isinstance(rows, list):
            continue
        for row in rows:
            for code in columns:
                if isinstance(row, Mapping) and row.get(code):
                    yield str(row[code])


def pictures_of(kind: DocumentKind, fields: Mapping[str, Any], *, of: Instrument) -> dict[str, bytes]:
    """By hash, each picture as a small JPEG; what is no file of the case or no picture is left out.

    The form then keeps an empty place, in which a print can be pasted.
    """
    wanted = tuple(dict.fromkeys(named(kind, fields)))
    if not wanted or of.case_id is None or not _sources:
        return {}
    found: dict[str, bytes] = {}
    for sha256 in _sources[0](of.org_id, of.case_id, wanted):
        try:
            found[sha256] = small(read(sha256))
        except (BlobMissing, UnidentifiedImageError, OSError, ValueError):
            continue
    return found


def small(picture: bytes) -> bytes:
    """A picture upright, at most `LONG_SIDE` pixels long, without the data of the camera."""
    with Image.open(io.BytesIO(picture)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    held = io.BytesIO()
    upright.save(held, "JPEG", quality=_QUALITY)
    return held.getvalue()
