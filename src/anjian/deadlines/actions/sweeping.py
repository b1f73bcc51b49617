"""Telling of clocks that come due, and counting them anew when the calendar changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.deadlines import access, events
from anjian.deadlines.actions.running import move, next_at_of
from anjian.deadlines.models import Clock
from anjian.kit.actor import system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.law.calendar import WorkCalendar
from anjian.law.explain import in_words

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from anjian.audit.actions import Transaction

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a changed calendar did to one clock; ``after`` is None when it cannot be counted any more."""

    clock_id: UUID
    case_id: UUID
    label: str
    before: date
    after: date | None

    def sentence(self) -> str:
        """Say the change in Chinese."""
        named = {"label": self.label, "before": in_words(self.before)}
        if self.after is None:
            return _("“%(label)s”按新的日历无法重新计算，保留原届满日%(before)s，请人工核对。") % named
        named["after"] = in_words(self.after)
        return _("“%(label)s”届满日由%(before)s改为%(after)s。") % named


def recompute(
    *, org_id: UUID, org_name: str, at: datetime, calendar: WorkCalendar | None = None
) -> list[Moved]:
    """Compute the open clocks of an organisation anew after a calendar changed.

    1. lock the open and paused clocks that were computed with another calendar;
    2. count each under the new one; one that can no longer be counted (an extension now comes too
       late) keeps its day and is reported;
    3. put each moved clock on the record of its case, and return the differences.
    """
    by = system_actor(org_id, org_name)
    new = calendar or WorkCalendar.load()
    found: list[Moved] = []
    with transaction(by=by, at=at) as tx:
        rows = Clock.objects.select_for_update().filter(org_id=org_id).exclude(status__in=access.ENDED)
        for row in rows.exclude(calendar=new.digest).order_by("id"):
            before = row.due_on
            after: date | None
            try:
                move(tx, row, why="工作日历变更", calendar=new)
                after = row.due_on
            except ValueError:
                after = None
                Clock.objects.filter(org_id=org_id, id=row.id).update(calendar=new.digest)
            if after != before:
                found.append(
                    Moved(clock_id=row.id, case_id=row.case_id, label=row.label, before=before, after=after)
                )
    return found


def sweep(*, org_id: UUID, org_name: str, at: datetime, limit: int = BATCH) -> int:
    """Tell of clocks that come near their last day or have passed it. Returns how many told.

    1. take open clocks whose next instant has come, earliest first, a batch at a time, skipping rows
       that another worker holds; a partial index leaves out all others;
    2. see what there is to tell: the term has run out, or a warning point of a limit is reached;
    3. mark it by compare-and-swap on the next instant, so that exactly one worker tells of it;
    4. put it on the record of the case in the same transaction as the mark: told at least once and
       at most once, since both commit together or not at all;
    5. go on until a batch comes back short.
    """
    by = system_actor(org_id, org_name)
    told = 0
    while True:
        with transaction(by=by, at=at) as tx:
            due = Clock.objects.select_for_update(skip_locked=True).filter(
                org_id=org_id, status="open", next_at__lte=at
            )
            batch = list(due.order_by("next_at")[:limit])
            told += sum(_tell(tx, row, at=at) for row in batch)
        if len(batch) < limit:
            return told


def _tell(tx: Transaction, row: Clock, *, at: datetime) -> int:
    """Mark one clock and record what it is about; 0 when there was nothing to say or another won."""
    today = at.astimezone(LOCAL_ZONE).date()
    seen = row.next_at
    expired = at > row.due_at if row.due_at else today > row.due_on
    left = (row.due_on - today).days
    points = [] if expired or row.kind == "wait" else [d for d in row.warn if left <= d]
    fresh = [d for d in points if d not in row.warned]
    row.warned = [*row.warned, *fresh]
    row.expired_on = today if expired else None
    won = Clock.objects.filter(org_id=row.org_id, id=row.id, next_at=seen).update(
        warned=row.warned, expired_on=row.expired_on, next_at=next_at_of(row)
    )
    if won != 1 or not (expired or fresh):
        return 0
    if expired:
        tx.record(
            events.ClockExpired(
                stream_id=row.case_id,
                clock_id=row.id,
                code=row.code,
                clock=row.label,
                due_on=row.due_on,
                kind=row.kind,
            )
        )
    else:
        tx.record(
            events.ClockWarned(
                stream_id=row.case_id,
                clock_id=row.id,
                code=row.code,
                clock=row.label,
                due_on=row.due_on,
                days_left=left,
            )
        )
    return 1
