"""Clocks are reached through their case: whoever may see the case may see its clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.deadlines.models import Clock
from anjian.kit.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID


ENDED = ("stopped", "void")


def open_clocks(org_id: UUID, case_id: UUID, code: str, *, within: UUID | None) -> list[Clock]:
    """Return and lock the running or paused clocks of a code in one proceeding, oldest first.

    ``within`` None is the main line of the case.
    """
    rows = Clock.objects.select_for_update().filter(
        org_id=org_id, case_id=case_id, code=code, proceeding_id=within
    )
    return list(rows.exclude(status__in=ENDED).order_by("id"))


def clock_for(org_id: UUID, clock_id: UUID) -> Clock:
    """Return and lock one clock. Raises NotFound when the organisation has no such clock."""
    row = Clock.objects.select_for_update().filter(org_id=org_id, id=clock_id).first()
    if row is None:
        raise NotFound
    return row
