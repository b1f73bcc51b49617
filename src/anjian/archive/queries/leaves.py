"""The papers of a case in the legal order of its file, with their pages: before and after the lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.archive.words import MAIN, SIDE
from anjian.documents import queries as documents
from anjian.documents.file_order import NOT_PAGED, in_file_order, place_of
from anjian.kit.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.documents.queries import Row

CLOSING_PAPERS = ("D52", "D53", "D54")
FILED = frozenset({"issued", "served", "approved"})
"""What a file takes in: issued and served papers, and internal ones that were approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One document in its place: volume, first and last page of the file (0 when it is not paged).

    ``undone``: its step was done again and it was withdrawn after it had been issued; such papers stand
    apart, at the end of the side volume.
    """

    row: Row
    volume: str
    first: int
    last: int
    sheets: int = 0
    undone: bool = False

    @property
    def pages(self) -> str:
        """The page column of the index: 3 or 3-5, empty for papers that carry no page."""
        if not self.first:
            return ""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def count(self) -> int:
        """How many numbered pages it has."""
        return self.last - self.first + 1 if self.first else 0


def leaves_of(org_id: UUID, case_id: UUID, rows: Sequence[Row] | None = None) -> list[Leaf]:
    """Return the documents of a case in the legal order of the file with their page numbers.

    Main and side volume are paged apart; cover, index and note carry no page number. ``rows`` are the
    case's documents, withdrawn ones among them, where they have been read already.
    """
    known = documents.list_of(org_id, case_id) if rows is None else rows
    standing = in_file_order([r for r in known if r.status in FILED])
    undone = sorted(
        (r for r in known if r.status == "withdrawn" and r.issued_at is not None),
        key=lambda r: (r.issued_at, r.id),
    )
    next_page = {MAIN: 1, SIDE: 1}
    leaves = []
    for row, fell in [*((r, False) for r in standing), *((r, True) for r in undone)]:
        volume = SIDE if fell else place_of(row.code).volume
        count = pages_of(org_id, row)
        if row.code in NOT_PAGED and not fell:
            leaves.append(Leaf(row=row, volume=volume, first=0, last=0, sheets=count))
            continue
        first = next_page[volume]
        next_page[volume] = first + count
        leaves.append(
            Leaf(row=row, volume=volume, first=first, last=first + count - 1, sheets=count, undone=fell)
        )
    return leaves


def pages_of(org_id: UUID, row: Row) -> int:
    """Return how many pages a document has; drawn ones know it, others are laid out to count."""
    return row.pages or documents.pages_of(org_id, row.id)


def index_entries(leaves: Sequence[Leaf]) -> list[dict[str, Any]]:
    """Return the rows of the index 卷内目录; the side volume is listed as such."""
    return [
        {
            "no": leaf.row.no,
            "title": leaf.row.title,
            "on": leaf.row.issued_at.astimezone(LOCAL_ZONE).date() if leaf.row.issued_at else None,
            "pages": leaf.pages,
            "note": ("副卷，已撤回" if leaf.undone else "副卷") if leaf.volume == SIDE else "",
        }
        for leaf in leaves
        if leaf.first
    ]


def index_fits(listed: Sequence[Mapping[str, Any]], leaves: Sequence[Leaf]) -> bool:
    """Whether an index lists exactly the papers that are there, on the pages where they are."""
    wanted = [(e["title"], e["no"], e["pages"]) for e in index_entries(leaves)]
    return [(e.get("title", ""), e.get("no") or "", str(e.get("pages", ""))) for e in listed] == [
        (title, no or "", pages) for title, no, pages in wanted
    ]


def subject_of(case: Case) -> Mapping[str, Any]:
    """Return the case in the reader's words, for the manifest of a bundle."""
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
