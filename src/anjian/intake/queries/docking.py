"""Reads of docking stations and of the recordings they brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from anjian.evidence import queries as evidence
from anjian.intake.models import DockedFile, DockStation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor

_AROUND = timedelta(minutes=30)
_MOST = 8


def stations(org_id: UUID) -> list[DockStation]:
    """Return the bureau's stations, those in service first."""
    rows = DockStation.objects.filter(org_id=org_id).order_by("code")
    return sorted(rows, key=lambda row: row.ended_at is not None)


def docked_page(
    actor: Actor,
    *,
    all_officers: bool,
    before: UUID | None = None,
    text: str = "",
    unfiled: bool = False,
    size: int = 50,
) -> tuple[list[tuple[DockedFile, int]], UUID | None]:
    """Return recordings newest first, each with the number of cases that hold it, and where to go on."""
    rows = DockedFile.objects.filter(org_id=actor.org_id)
    if not all_officers:
        rows = rows.filter(officer_id=actor.id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    if text:
        rows = rows.filter(device_no__icontains=text) | rows.filter(officer_name__icontains=text)
    if unfiled:
        rows = rows.exclude(sha256__in=evidence.contents(actor.org_id))
    found = list(rows.order_by("-id")[: size + 1])
    held = evidence.cases_holding(actor.org_id, {row.sha256 for row in found})
    lines = [(row, held.get(row.sha256, 0)) for row in found[:size]]
    return lines, found[size - 1].id if len(found) > size else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A case a recording may belong to, with the reason: what its wearer did in it at that time."""

    case_id: UUID
    case_no: str
    title: str
    acts: int
    sentence: str


def candidates(file: DockedFile) -> Sequence[Candidate]:
    """Return cases in which the wearer acted while the recording ran (half an hour around), likeliest first.

    Only cases that the asking officer may see are told by the caller.
    """
    if file.officer_id is None or file.started_at is None:
        return ()
    begin, end = _window(file.started_at, file.ended_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.no, c.title, count(*), max(e.sentence) FROM audit_event e "
            "JOIN cases_case c ON c.org_id = e.org_id AND c.id = e.stream_id "
            "WHERE e.org_id = %s AND e.actor_id = %s AND e.occurred_at BETWEEN %s AND %s "
            "GROUP BY c.id, c.no, c.title ORDER BY count(*) DESC, c.no DESC LIMIT %s",
            [file.org_id, file.officer_id, begin, end, _MOST],
        )
        rows: list[Any] = cursor.fetchall()
    return [
        Candidate(case_id=i, case_no=no, title=title, acts=n, sentence=said) for i, no, title, n, said in rows
    ]


def _window(started: datetime, ended: datetime | None) -> tuple[datetime, datetime]:
    return started - _AROUND, (ended or started) + _AROUND
