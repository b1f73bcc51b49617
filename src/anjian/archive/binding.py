"""Binding a volume: papers joined into one PDF/A with page numbers and an outline.

Only the archive needs it, in jobs and exports; the library takes a second to load, so it is loaded late.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.documents.paging import page_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pypdf import PageObject, PdfWriter
    from pypdf.generic import DictionaryObject

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate></rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A PDF to be bound: title for the outline, number of its first page in the file (0: not numbered)."""

    title: str
    first: int
    pdf: bytes


def bind(papers: Iterable[Paper], *, title: str, at: datetime, total: int) -> bytes:
    """Return the papers as one PDF/A-2b; the same papers give the same bytes.

    ``total`` is the highest page number that may be needed. The output intent comes from the first paper
    that has one: all papers drawn here share the same.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    numbers = PdfReader(io.BytesIO(page_numbers(total))).pages if total else ()
    intent = None
    for paper in papers:
        reader = PdfReader(io.BytesIO(paper.pdf))
        start = len(writer.pages)
        for offset, page in enumerate(reader.pages):
            added = writer.add_page(page)
            if paper.first:
                _number(added, numbers, paper.first - 1 + offset)
        writer.add_outline_item(title=paper.title, page_number=start)
        catalogue = reader.trailer["/Root"].get_object()
        if intent is None and "/OutputIntents" in catalogue:  # type: ignore[operator]
            intent = catalogue["/OutputIntents"].clone(writer)  # type: ignore[index]
    _make_archival(writer, intent, title=title, at=at)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def texts_of(pdf: bytes) -> list[str]:
    """Return the text of each page of a PDF, blanks joined; pages without text give an empty string."""
    from pypdf import PdfReader

    return [" ".join((page.extract_text() or "").split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def _number(page: PageObject, numbers: Sequence[PageObject], index: int) -> None:
    if index < len(numbers):
        page.merge_page(numbers[index])


def _make_archival(writer: PdfWriter, intent: DictionaryObject | None, *, title: str, at: datetime) -> None:
    """Say what ISO 19005-2 wants said: metadata as XMP equal to the document information, intent, id."""
    from datetime import UTC
    from html import escape

    from pypdf.generic import (
        ArrayObject,
        ByteStringObject,
        DecodedStreamObject,
        NameObject,
    )

    from anjian.kit.hashing import sha256_hex

    utc = at.astimezone(UTC)
    meta = DecodedStreamObject()
    meta.set_data(_XMP.format(title=escape(title), at=utc.strftime("%Y-%m-%dT%H:%M:%SZ")).encode())
    meta[NameObject("/Type")] = NameObject("/Metadata")
    meta[NameObject("/Subtype")] = NameObject("/XML")
    root = writer.root_object
    root[NameObject("/Metadata")] = writer._add_object(meta)  # noqa: SLF001  the library has no other way
    if intent is not None:
        root[NameObject("/OutputIntents")] = intent
    stamp = utc.strftime("D:%Y%m%d%H%M%SZ")
    writer.metadata = {"/Title": title, "/CreationDate": stamp, "/ModDate": stamp}
    name = ByteStringObject(bytes.fromhex(sha256_hex(f"{title}|{stamp}|{len(writer.pages)}".encode()))[:16])
    writer._ID = ArrayObject((name, name))  # noqa: SLF001  the same papers give the same id
