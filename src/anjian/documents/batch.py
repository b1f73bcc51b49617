"""Several documents as one file for the printer: each as often as its form says, each on a fresh sheet."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from pypdf import PdfReader, PdfWriter

from anjian.documents import queries
from anjian.documents.kinds import get
from anjian.documents.queries import Row

MOST_SHEETS = 600


@dataclass(frozen=True, slots=True)
class Printing:
    """One document of the batch and how often it is printed."""

    row: Row
    copies: int


class TooManyPagesError(ValueError):
    """The batch is larger than a printer should be given at once; the message says how large."""


def usual_copies(row: Row) -> int:
    """As many copies as the form names receivers; one where it names none."""
    return max(len(get(row.code).copies), 1)


def printable(rows: Iterable[Row]) -> list[Row]:
    """The documents worth printing: all but the withdrawn ones, in the order of the file."""
    return [row for row in rows if row.status != "withdrawn"]


def merged(org_id: UUID, wanted: Sequence[Printing], *, both_sides: bool) -> bytes:
    """Return one PDF. With `both_sides` every copy begins on a new sheet, a blank page fills the last one.

    Raises TooManyPagesError beyond `MOST_SHEETS` pages.
    """
    out = PdfWriter()
    for one in wanted:
        pages = PdfReader(io.BytesIO(queries.drawn_pdf_of(org_id, one.row.id))).pages
        if len(out.pages) + one.copies * (len(pages) + 1) > MOST_SHEETS:
            raise TooManyPagesError(str(MOST_SHEETS))
        for _copy in range(one.copies):
            first = len(out.pages)
            for page in pages:
                out.add_page(page)
            out.add_outline_item(title=f"{one.row.title} {one.row.no}".strip(), page_number=first)
            if both_sides and len(pages) % 2:
                out.add_blank_page()
    made = io.BytesIO()
    out.write(made)
    return made.getvalue()
