"""Reading clocks: of a case, of a list of cases, those due next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.audit import reading
from anjian.deadlines.models import Clock
from anjian.procedures.facts import ClockFact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """A clock with everything needed to show it."""

    id: UUID
    case_id: UUID
    proceeding_id: UUID | None
    code: str
    label: str
    kind: str
    basis: str
    start_on: date
    due_on: date
    status: str
    provisional: bool
    explanation: tuple[str, ...]
    due_at: datetime | None = None


_STATUS = {"open": "running", "paused": "paused", "stopped": "stopped"}


def _view(row: Clock) -> ClockView:
    return ClockView(
        id=row.id,
        case_id=row.case_id,
        proceeding_id=row.proceeding_id,
        code=row.code,
        label=row.label,
        kind=row.kind,
        basis=row.basis,
        start_on=row.start_on,
        due_on=row.due_on,
        status=row.status,
        provisional=row.provisional,
        explanation=tuple(row.explanation),
        due_at=row.due_at,
    )


def clocks_of(org_id: UUID, case_ids: Sequence[UUID]) -> list[ClockView]:
    """Return the clocks of some cases in the order in which they were started, without voided ones."""
    condition = "WHERE org_id = %s AND case_id = ANY(%s) AND status <> 'void' ORDER BY id"
    return [_view(row) for row in reading.instances(Clock, condition, [org_id, list(case_ids)])]


def facts_of(org_id: UUID, case_id: UUID, clocks: Sequence[ClockView] | None = None) -> tuple[ClockFact, ...]:
    """Return a case's clocks as rules see them, oldest first; ``clocks`` when they were read already."""
    return tuple(
        ClockFact(
            code=clock.code,
            due_on=clock.due_on,
            started_on=clock.start_on,
            status=_STATUS[clock.status],  # type: ignore[arg-type]  # one of the literals
            proceeding_id=clock.proceeding_id or case_id,
            due_at=clock.due_at,
        )
        for clock in (clocks_of(org_id, [case_id]) if clocks is None else clocks)
    )


def nearest_due(org_id: UUID, case_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return the next last day that must not be missed, by case."""
    found = reading.rows(
        "SELECT case_id, min(due_on) FROM deadlines_clock WHERE org_id = %s AND case_id = ANY(%s) "
        "AND status = 'open' AND kind = 'limit' GROUP BY case_id",
        [org_id, list(case_ids)],
    )
    return dict(found)


def due_soon(org_id: UUID, case_ids: Sequence[UUID], *, limit: int = 20) -> list[ClockView]:
    """Return the open limits of some cases by urgency, the overdue ones first."""
    rows = Clock.objects.filter(org_id=org_id, case_id__in=list(case_ids), status="open", kind="limit")
    return [_view(row) for row in rows.order_by("due_on", "id")[:limit]]


def overdue(org_id: UUID, *, on: date, limit: int = 100) -> list[ClockView]:
    """Return the open limits of the organisation whose last day has passed."""
    rows = Clock.objects.filter(org_id=org_id, status="open", kind="limit", due_on__lt=on)
    return [_view(row) for row in rows.order_by("due_on", "id")[:limit]]
