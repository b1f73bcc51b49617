"""The file of a closed case: its order and pages, what it lacks, its volumes, the contents of its bundle."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.documents import queries as documents
from anjian.documents.file_order import NOT_PAGED, in_file_order, place_of
from anjian.documents.paging import page_numbers
from anjian.evidence import queries as evidence
from anjian.kit.clock import LOCAL_ZONE
from anjian.proof.bundle import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.documents.queries import Row

CLOSING_PAPERS = ("D52", "D53", "D54")
_DONE = frozenset({"issued", "served"})
_INTERNAL = frozenset({"approved"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One document in its place: volume, first and last page of the file (0 when it is not paged)."""

    row: Row
    volume: str
    first: int
    last: int

    @property
    def pages(self) -> str:
        """The page column of the index: 3 or 3-5, empty for papers that carry no page."""
        if not self.first:
            return ""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def leaves_of(org_id: UUID, case_id: UUID) -> list[Leaf]:
    """Return the documents of a case in the legal order of the file with their page numbers.

    Main and side volume are paged apart; cover, index and note carry no page number.
    """
    rows = [r for r in documents.list_of(org_id, case_id, withdrawn=False) if r.status in _DONE | _INTERNAL]
    next_page = {"正卷": 1, "副卷": 1}
    leaves = []
    for row in in_file_order(rows):
        volume = place_of(row.code).volume
        if row.code in NOT_PAGED:
            leaves.append(Leaf(row=row, volume=volume, first=0, last=0))
            continue
        count = documents.pages_of(org_id, row.id)
        first = next_page[volume]
        next_page[volume] = first + count
        leaves.append(Leaf(row=row, volume=volume, first=first, last=first + count - 1))
    return leaves


def index_entries(leaves: list[Leaf]) -> list[dict[str, Any]]:
    """Return the rows of the index 卷内目录; the side volume is listed as such."""
    return [
        {
            "no": leaf.row.no,
            "title": leaf.row.title,
            "on": leaf.row.issued_at.astimezone(LOCAL_ZONE).date() if leaf.row.issued_at else None,
            "pages": leaf.pages,
            "note": "副卷" if leaf.volume == "副卷" else "",
        }
        for leaf in leaves
        if leaf.first
    ]


def assembly_gaps(org_id: UUID, case_id: UUID) -> tuple[str, ...]:
    """Return, in Chinese, what keeps the file from being whole; empty when nothing does.

    Only a closed case has an index to compare with, so before that nothing is said.
    """
    rows = documents.list_of(org_id, case_id, withdrawn=False)
    by_code = {row.code: row for row in rows}
    index = by_code.get("D53")
    if index is None:
        return ()
    gaps = [
        f"《{row.title}》尚未制发" for row in rows if row.code in CLOSING_PAPERS and row.status not in _DONE
    ]
    listed = documents.one(org_id, index.id).fields.get("entries", [])
    here = [row for row in rows if row.code not in CLOSING_PAPERS and row.status in _DONE | _INTERNAL]
    if len(listed) != len(here):
        gaps.append(f"卷内目录列{len(listed)}件，实有{len(here)}件，请重新组卷")
    return tuple(gaps)


def volume_pdf(org_id: UUID, leaves: list[Leaf], volume: str) -> bytes:
    """Return one volume as a single PDF, each paged sheet numbered at its upper outer corner."""
    # A second to load, and only an archived case needs it: not at the start of every page process.
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    total = sum(leaf.last - leaf.first + 1 for leaf in leaves if leaf.volume == volume and leaf.first)
    numbers = PdfReader(io.BytesIO(page_numbers(total))) if total else None
    for leaf in leaves:
        if leaf.volume != volume:
            continue
        reader = PdfReader(io.BytesIO(documents.pdf_of(org_id, leaf.row.id)))
        start = len(writer.pages)
        for offset, page in enumerate(reader.pages):
            added = writer.add_page(page)
            if leaf.first and numbers is not None:
                added.merge_page(numbers.pages[leaf.first - 1 + offset])
        writer.add_outline_item(title=leaf.row.title, page_number=start)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def bundle_entries(case: Case) -> Iterator[Entry]:
    """Yield what goes into the bundle of a case: volumes, every document, every original."""
    leaves = leaves_of(case.org_id, case.id)
    for name, volume in (("volume", "正卷"), ("side-volume", "副卷")):
        if any(leaf.volume == volume for leaf in leaves):
            yield Entry(
                path=f"{name}.pdf",
                source=volume_pdf(case.org_id, leaves, volume),
                role="volume",
                title=volume,
                media_type="application/pdf",
            )
    for number, leaf in enumerate(leaves, start=1):
        yield Entry(
            path=f"documents/{number:03d}-{leaf.row.code}.pdf",
            source=documents.pdf_of(case.org_id, leaf.row.id),
            role="document",
            title=leaf.row.title,
            media_type="application/pdf",
            about={"code": leaf.row.code, "no": leaf.row.no, "volume": leaf.volume, "pages": leaf.pages},
        )
    yield from evidence.entries_of(case.org_id, case.id)


def subject_of(case: Case) -> Mapping[str, Any]:
    """Return the case in the reader's words, for the manifest."""
    days = {
        "登记": case.opened_on,
        "立案": case.filed_on,
        "决定": case.decided_on,
        "结案": case.closed_on,
        "归档": case.archived_on,
    }
    return {
        "案号": case.no,
        "案由": case.title,
        "当事人": case.party_name,
        "程序": case.procedure,
        **{word: day.isoformat() for word, day in days.items() if day},
    }
