"""What volumes are made of: PDF and digest of each paper, the bound volume; the term of a case's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.archive import binding, retention
from anjian.cases import queries as cases
from anjian.documents import queries as documents
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from anjian.archive.queries.leaves import Leaf
    from anjian.archive.retention import Term
    from anjian.cases.access import Case


def term_of_case(case: Case, *, chosen: str = "", on: date) -> Term:
    """Return how long the file of a case is kept, by the schedule and what the archivist chose."""
    record = cases.record_of_case(case.org_id, case.id)
    traits = retention.Traits(
        procedure=case.procedure,
        steps=frozenset(taken.step for taken in record.standing),
        fine_yuan=case.fine_yuan or 0,
        decided=case.decided_on is not None,
        closed_on=case.closed_on or on,
        place=people.agency(case.org_id).place_code,
    )
    return retention.term_of(traits, chosen=chosen, on=on)


def content_of(org_id: UUID, instrument_id: UUID) -> str:
    """Return the SHA-256 over the particulars of a document: as issued, else of its present version."""
    found = documents.one(org_id, instrument_id)
    return found.content_sha256 or next(v.content_sha256 for v in found.versions if v.no == found.row.version)


def paper_pdf(org_id: UUID, instrument_id: UUID) -> bytes:
    """Return a paper's PDF as filed; one that was withdrawn after its issue carries that mark."""
    return documents.pdf_of(org_id, instrument_id)


def volume_pdf(org_id: UUID, leaves: Sequence[Leaf], volume: str) -> bytes:
    """Return the papers of main or side volume as a single PDF/A, each paged sheet numbered."""
    chosen = [leaf for leaf in leaves if leaf.volume == volume]
    at = max((leaf.row.issued_at or leaf.row.created_at for leaf in chosen), default=None)
    if at is None:
        return b""
    return binding.bind(
        (
            binding.Paper(title=leaf.row.title, first=leaf.first, pdf=paper_pdf(org_id, leaf.row.id))
            for leaf in chosen
        ),
        title=volume,
        at=at.astimezone(LOCAL_ZONE),
        total=max((leaf.last for leaf in chosen), default=0),
    )
