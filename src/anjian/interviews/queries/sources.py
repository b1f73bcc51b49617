"""Reading the documents and instruments that stand beside the persons of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.interviews.models import Session
from anjian.interviews.queries.records import SegmentView, segments_of

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A document, instrument or register of a case with what was read from it."""

    id: UUID
    title: str
    kind: str
    kind_label: str
    evidence_no: str
    readings: tuple[SegmentView, ...]


def sources_of(org_id: UUID, case_id: UUID) -> list[SourceView]:
    """Return the sources of a case in the order they were entered, each with its valid readings."""
    rows = list(Session.objects.filter(org_id=org_id, case_id=case_id, state="source").order_by("id"))
    readings: dict[UUID, list[SegmentView]] = {row.id: [] for row in rows}
    for segment in segments_of(org_id, list(readings)):
        readings[segment.session_id].append(segment)
    return [
        SourceView(
            id=row.id,
            title=row.name,
            kind=row.relation,
            kind_label=row.post,
            evidence_no=row.matter,
            readings=tuple(readings[row.id]),
        )
        for row in rows
    ]
