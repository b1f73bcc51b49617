"""Running numbers and counters of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from anjian.cases.models import CaseNumber, StageCount

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.cases.models import Case


def next_number(org_id: UUID, year: int) -> str:
    """Return the next case number of the year, without gaps: a rolled back case gives it back."""
    CaseNumber.objects.bulk_create([CaseNumber(org_id=org_id, year=year)], ignore_conflicts=True)
    counter = CaseNumber.objects.select_for_update().get(org_id=org_id, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:04d}"


def count_stage(case: Case, stage: str, change: int) -> None:
    """Add to the number of the unit's cases that stand in a stage."""
    changed = StageCount.objects.filter(org_id=case.org_id, unit_id=case.unit_id, stage=stage).update(
        count=F("count") + change
    )
    if not changed:
        StageCount.objects.create(org_id=case.org_id, unit_id=case.unit_id, stage=stage, count=change)
