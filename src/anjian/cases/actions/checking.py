"""Keeping the examinations of cases up to date, for the list of a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.audit.actions import transaction
from anjian.cases.models import Case, CaseCheck
from anjian.cases.queries.validity import WORST, due_for_check, report_of
from anjian.kit.actor import system_actor
from anjian.kit.canonical import jsonable
from anjian.procedures.validity import GRAVITIES

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor

BATCH = 200


def check_case(case: Case, *, by: Actor, at: datetime) -> None:
    """Examine one case and keep the result; an examination is no event, the record it reads is."""
    report = report_of(case, by, now=at)
    counts = {code: report.count(code) for code in GRAVITIES}
    kept = CaseCheck(
        org_id=case.org_id,
        id=case.id,
        unit_id=case.unit_id,
        checked_at=at,
        worst=max((WORST[d.gravity] for d in report.defects), default=0),
        counts=counts,
        defects=[jsonable(d) for d in report.defects],
        open=case.archived_on is None,
    )
    CaseCheck.objects.bulk_create(
        [kept],
        update_conflicts=True,
        unique_fields=("org_id", "id"),
        update_fields=("unit_id", "checked_at", "worst", "counts", "defects", "open"),
    )


def check_due(*, org_id: UUID, org_name: str, at: datetime, limit: int = BATCH) -> int:
    """Examine the open cases that need it, a transaction each; returns how many were examined."""
    by = system_actor(org_id, org_name)
    due = due_for_check(org_id, now=at, limit=limit)
    for case_id in due:
        with transaction(by=by, at=at):
            check_case(Case.objects.get(org_id=org_id, id=case_id), by=by, at=at)
    return len(due)
