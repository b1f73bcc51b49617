"""Starting, stopping, pausing, resuming and extending clocks, inside the caller's action.

``within`` names the child proceeding whose clock is meant; None is the main line of the case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.deadlines import access, events
from anjian.deadlines.models import Clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Refusal, Refused
from anjian.law import clocks as law
from anjian.law.calendar import WorkCalendar
from anjian.law.explain import in_words
from anjian.law.terms import Kind, Term, Unit

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.audit.actions import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock:
    """Start a term in a case; ``start_on`` is the day of the event, which is not counted.

    ``start_at`` is the instant of the event, for terms in hours; the action's instant if not given.
    ``warn`` are days before the last day on which the sweeper warns.
    """

    case_id: UUID
    code: str
    label: str
    kind: str
    term: Term
    start_on: date
    start_at: datetime | None = None
    proceeding_id: UUID | None = None
    warn: tuple[int, ...] = ()


def start(tx: Transaction, cmd: StartClock) -> UUID:
    """Start a clock; one of the same code still running in the same proceeding gives way to it."""
    for row in access.open_clocks(tx.org_id, cmd.case_id, cmd.code, within=cmd.proceeding_id):
        _stop(tx, row, on=tx.at.date())
    row = Clock(
        org_id=tx.org_id,
        case_id=cmd.case_id,
        proceeding_id=cmd.proceeding_id,
        code=cmd.code,
        label=cmd.label,
        kind=cmd.kind,
        # The procedure says which side of the last day the act falls on; the explanation follows it.
        term=replace(cmd.term, kind=Kind(cmd.kind)).spec(),
        basis="、".join(str(c) for c in cmd.term.cites[:1]),
        start_on=cmd.start_on,
        start_at=(cmd.start_at or tx.at) if cmd.term.unit is Unit.HOUR else None,
        warn=list(cmd.warn),
    )
    _count(row, WorkCalendar.load())
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


def stop(tx: Transaction, case_id: UUID, code: str, *, on: date, within: UUID | None = None) -> None:
    """Stop the running or paused clocks of this code."""
    for row in access.open_clocks(tx.org_id, case_id, code, within=within):
        _stop(tx, row, on=on)


def stop_all(tx: Transaction, case_id: UUID, *, on: date) -> None:
    """Stop every clock of a case that has come to its end."""
    rows = Clock.objects.select_for_update().filter(org_id=tx.org_id, case_id=case_id)
    for row in rows.exclude(status__in=access.ENDED).order_by("code", "id"):
        _stop(tx, row, on=on)


def pause(
    tx: Transaction, case_id: UUID, code: str, *, on: date, reason: str = "", within: UUID | None = None
) -> None:
    """Let the clocks of this code stand still from a day on. A term in hours is never paused."""
    for row in access.open_clocks(tx.org_id, case_id, code, within=within):
        if row.status == "open" and row.start_at is None:
            row.status, row.paused_on, row.pause_reason = "paused", on, reason
            _count(row, WorkCalendar.load())
            row.save()
            tx.record(
                events.ClockPaused(
                    stream_id=case_id,
                    clock_id=row.id,
                    code=row.code,
                    clock=row.label,
                    due_on=row.due_on,
                    paused_on=on,
                    reason=reason,
                )
            )


def resume(
    tx: Transaction, case_id: UUID, code: str, *, on: date, reason: str, within: UUID | None = None
) -> None:
    """Let paused clocks of this code run on from a day; the days of the pause are not counted."""
    for row in access.open_clocks(tx.org_id, case_id, code, within=within):
        if row.status == "paused" and row.paused_on is not None:
            held = {
                "from": row.paused_on.isoformat(),
                "to": max(on, row.paused_on).isoformat(),
                "reason": row.pause_reason or reason,
            }
            row.pauses = [*row.pauses, held]
            row.status, row.paused_on, row.pause_reason = "open", None, ""
            move(tx, row, why=f"恢复计算（{reason}）")


def extend(
    tx: Transaction,
    case_id: UUID,
    code: str,
    *,
    until: date,
    reason: str,
    late: bool = False,
    on: date | None = None,
    within: UUID | None = None,
) -> None:
    """Move the last day of running clocks of this code to an approved later day.

    Raises Refused when the day is no later than the last day so far, or when the term had already
    run out; ``late`` allows the second (deferral of payment may be granted afterwards).
    """
    for row in access.open_clocks(tx.org_id, case_id, code, within=within):
        before = row.due_on
        granted = {
            "on": (on or tx.at.date()).isoformat(),
            "until": until.isoformat(),
            "reason": reason,
            "by": tx.by.name,
            "late": late,
        }
        row.extensions = [*row.extensions, granted]
        try:
            move(tx, row, why=f"批准延长（{reason}）")
        except ValueError as problem:
            raise Refused((_no_extension(row, before=before, until=until),)) from problem


def void_all(tx: Transaction, case_id: UUID, *, within: UUID | None) -> None:
    """Take every clock of a proceeding out of the count, before its standing steps are counted anew.

    The rows stay and say that they were replaced; rules and warnings no longer see them.
    """
    rows = Clock.objects.select_for_update().filter(org_id=tx.org_id, case_id=case_id, proceeding_id=within)
    for row in rows.exclude(status="void").order_by("id"):
        row.status, row.next_at = "void", None
        row.save(update_fields=["status", "next_at"])
        tx.record(
            events.ClockVoided(
                stream_id=case_id, clock_id=row.id, code=row.code, clock=row.label, due_on=row.due_on
            )
        )


def next_at_of(row: Clock) -> datetime | None:
    """Return the next instant at which the clock has something to tell."""
    if row.status != "open" or row.expired_on is not None:
        return None
    if row.due_at is not None:
        return row.due_at
    days = [row.due_on + timedelta(days=1)]
    if row.kind == "limit":
        days += [row.due_on - timedelta(days=d) for d in row.warn if d not in row.warned]
    return datetime.combine(min(days), time.min, tzinfo=LOCAL_ZONE)


def _stop(tx: Transaction, row: Clock, *, on: date) -> None:
    row.status, row.stopped_on, row.next_at = "stopped", on, None
    row.save(update_fields=["status", "stopped_on", "next_at"])
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


def move(tx: Transaction, row: Clock, *, why: str, calendar: WorkCalendar | None = None) -> None:
    before = row.due_on
    _count(row, calendar or WorkCalendar.load())
    if row.due_on > before:
        # A later last day can run out again, and its warnings come again.
        row.expired_on = None
        row.warned = []
        row.next_at = next_at_of(row)
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


def _count(row: Clock, calendar: WorkCalendar) -> None:
    """Fill in the last day, its explanation and the next instant. Raises ValueError as the law does."""
    found = law.compute(
        Term.from_spec(row.term), row.start_at or row.start_on, calendar,
        pauses=_pauses(row), extensions=_extensions(row),
    )  # fmt: skip
    row.due_on, row.due_at = found.due_on, found.due_at
    row.provisional = found.provisional
    row.explanation = list(found.steps)
    row.calendar = calendar.digest
    row.next_at = next_at_of(row)


def _pauses(row: Clock) -> tuple[law.Pause, ...]:
    held = [
        law.Pause(
            from_on=date.fromisoformat(p["from"]), until_on=date.fromisoformat(p["to"]), reason=p["reason"]
        )
        for p in row.pauses
    ]
    if row.status == "paused" and row.paused_on is not None:
        held.append(law.Pause(from_on=row.paused_on, reason=row.pause_reason))
    return tuple(held)


def _extensions(row: Clock) -> tuple[law.Extension, ...]:
    return tuple(
        law.Extension(
            granted_on=date.fromisoformat(e["on"]),
            until_on=date.fromisoformat(e["until"]),
            reason=e["reason"],
            approved_by=e.get("by", ""),
            late=e.get("late", False),
        )
        for e in row.extensions
    )


def _no_extension(row: Clock, *, before: date, until: date) -> Refusal:
    named = {"label": row.label, "before": in_words(before), "until": in_words(until)}
    if until <= before:
        reason = _("“%(label)s”原届满日为%(before)s，新的期限%(until)s没有晚于它。") % named
    else:
        reason = _("“%(label)s”已于%(before)s届满，届满后不能再延长。") % named
    return Refusal(
        code="extension_impossible",
        reason=reason,
        cites=(row.basis,) if row.basis else (),
        who=_("原期限的批准人"),
        cure=_("核对新的期限；已经逾期的，依法说明情况并由机关负责人处理。"),
    )
