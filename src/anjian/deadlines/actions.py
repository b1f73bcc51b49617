"""Starting, stopping, pausing, resuming, extending and recomputing clocks, inside the caller's action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from anjian.audit.actions import transaction
from anjian.deadlines import access, events
from anjian.deadlines.models import Clock
from anjian.kit.actor import system_actor
from anjian.law import clocks as law
from anjian.law.calendar import WorkCalendar
from anjian.law.terms import Term

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.audit.actions import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock:
    """Start a term in a case; ``start_on`` is the day of the event, which is not counted."""

    case_id: UUID
    code: str
    label: str
    kind: str
    term: Term
    start_on: date
    proceeding_id: UUID | None = None
    warn: tuple[int, ...] = ()


def start(tx: Transaction, cmd: StartClock) -> UUID:
    """Start a clock; one of the same code still running in the same proceeding gives way to it."""
    for row in access.open_clocks(tx.org_id, cmd.case_id, cmd.code):
        if row.proceeding_id == cmd.proceeding_id:
            _stop(tx, row, on=tx.at.date())
    row = Clock(
        org_id=tx.org_id,
        case_id=cmd.case_id,
        proceeding_id=cmd.proceeding_id,
        code=cmd.code,
        label=cmd.label,
        kind=cmd.kind,
        term=cmd.term.spec(),
        basis="、".join(str(c) for c in cmd.term.cites[:1]),
        start_on=cmd.start_on,
        warn=list(cmd.warn),
    )
    _compute(row)
    row.save(force_insert=True)
    tx.record(
        events.ClockStarted(
            stream_id=cmd.case_id,
            clock_id=row.id,
            code=row.code,
            clock=row.label,
            due_on=row.due_on,
            start_on=row.start_on,
            cites=tuple(str(c) for c in cmd.term.cites),
        )
    )
    return row.id


def stop(tx: Transaction, case_id: UUID, code: str, *, on: date) -> None:
    """Stop the running or paused clocks of this code."""
    for row in access.open_clocks(tx.org_id, case_id, code):
        _stop(tx, row, on=on)


def stop_all(tx: Transaction, case_id: UUID, *, on: date) -> None:
    """Stop every clock of a case that has come to its end."""
    codes = Clock.objects.filter(org_id=tx.org_id, case_id=case_id).exclude(status="stopped")
    for code in set(codes.values_list("code", flat=True)):
        stop(tx, case_id, code, on=on)


def pause(tx: Transaction, case_id: UUID, code: str, *, on: date) -> None:
    """Let the clocks of this code stand still from a day on."""
    for row in access.open_clocks(tx.org_id, case_id, code):
        if row.status == "open":
            row.status, row.paused_on = "paused", on
            row.save(update_fields=["status", "paused_on"])
            tx.record(
                events.ClockPaused(
                    stream_id=case_id,
                    clock_id=row.id,
                    code=row.code,
                    clock=row.label,
                    due_on=row.due_on,
                    paused_on=on,
                )
            )


def resume(tx: Transaction, case_id: UUID, code: str, *, on: date, reason: str) -> None:
    """Let paused clocks of this code run on; the days of the pause are not counted."""
    for row in access.open_clocks(tx.org_id, case_id, code):
        if row.status == "paused" and row.paused_on is not None:
            row.pauses = [
                *row.pauses,
                {"from": row.paused_on.isoformat(), "to": on.isoformat(), "reason": reason},
            ]
            row.status, row.paused_on = "open", None
            _move(tx, row, why=f"恢复计算（{reason}）")


def extend(tx: Transaction, case_id: UUID, code: str, *, until: date, reason: str) -> None:
    """Move the last day of running clocks of this code to an approved later day."""
    for row in access.open_clocks(tx.org_id, case_id, code):
        row.extensions = [
            *row.extensions,
            {"on": tx.at.date().isoformat(), "until": until.isoformat(), "reason": reason},
        ]
        _move(tx, row, why=f"批准延长（{reason}）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A last day that a changed calendar moved."""

    clock_id: UUID
    case_id: UUID
    label: str
    before: date
    after: date


def recompute(*, org_id: UUID, org_name: str, at: datetime) -> list[Moved]:
    """Compute the open clocks of an organisation anew after a calendar changed.

    Returns what moved; each moved clock is put on the record of its case.
    """
    by = system_actor(org_id, org_name)
    calendar = WorkCalendar.load()
    moved: list[Moved] = []
    with transaction(by=by, at=at) as tx:
        rows = Clock.objects.select_for_update().filter(org_id=org_id).exclude(status="stopped")
        for row in rows.exclude(calendar=calendar.digest).order_by("id"):
            before = row.due_on
            _move(tx, row, why="工作日历变更")
            if row.due_on != before:
                moved.append(
                    Moved(
                        clock_id=row.id, case_id=row.case_id, label=row.label, before=before, after=row.due_on
                    )
                )
    return moved


def sweep(*, org_id: UUID, org_name: str, at: datetime, limit: int = 200) -> int:
    """Tell of clocks that come near their last day or have passed it. Returns how many told.

    1. take open clocks whose last day has passed and which have not been marked, skipping rows that
       another worker holds;
    2. mark each with a compare-and-swap, so that exactly one worker tells of it;
    3. put the expiry on the record of the case, in the same transaction as the mark;
    4. do the same for each warning point (days before the last day) not yet warned of.
    """
    today = at.date()
    told = 0
    by = system_actor(org_id, org_name)
    with transaction(by=by, at=at) as tx:
        rows = Clock.objects.select_for_update(skip_locked=True).filter(org_id=org_id, status="open")
        for row in rows.filter(due_on__lt=today, expired_on__isnull=True).order_by("due_on")[:limit]:
            won = Clock.objects.filter(org_id=org_id, id=row.id, expired_on__isnull=True).update(
                expired_on=today
            )
            if won == 1:
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
                told += 1
        for row in rows.filter(kind="limit", due_on__gte=today).order_by("due_on")[:limit]:
            left = (row.due_on - today).days
            points = [days for days in row.warn if left <= days and days not in row.warned]
            if points:
                row.warned = [*row.warned, *points]
                row.save(update_fields=["warned"])
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
                told += 1
    return told


def _stop(tx: Transaction, row: Clock, *, on: date) -> None:
    row.status, row.stopped_on = "stopped", on
    row.save(update_fields=["status", "stopped_on"])
    tx.record(
        events.ClockStopped(
            stream_id=row.case_id,
            clock_id=row.id,
            code=row.code,
            clock=row.label,
            due_on=row.due_on,
            stopped_on=on,
        )
    )


def _move(tx: Transaction, row: Clock, *, why: str) -> None:
    before = row.due_on
    _compute(row)
    row.save()
    if row.due_on != before:
        tx.record(
            events.ClockMoved(
                stream_id=row.case_id,
                clock_id=row.id,
                code=row.code,
                clock=row.label,
                due_on=row.due_on,
                was_due_on=before,
                why=why,
            )
        )


def _compute(row: Clock) -> None:
    calendar = WorkCalendar.load()
    found = law.compute(
        Term.from_spec(row.term),
        row.start_on,
        calendar,
        pauses=tuple(
            law.Pause(
                from_on=date.fromisoformat(p["from"]),
                until_on=date.fromisoformat(p["to"]),
                reason=p["reason"],
            )
            for p in row.pauses
        ),
        extensions=tuple(
            law.Extension(
                granted_on=date.fromisoformat(e["on"]),
                until_on=date.fromisoformat(e["until"]),
                reason=e["reason"],
            )
            for e in row.extensions
        ),
    )
    row.due_on = found.due_on
    row.provisional = found.provisional
    row.explanation = list(found.steps)
    row.calendar = calendar.digest
