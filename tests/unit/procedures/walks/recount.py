"""The clocks of a proceeding counted a second time, from the words of its procedure alone.

Nothing of the engine is used: what stands is read from the record, each clock is started, stopped, paused
and extended as its declaration says, and its last day is computed from the statute's term.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.clocks import Extension, Pause, compute
from anjian.law.parameters import term_of
from anjian.law.statutes import Kind, Term, Unit
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Clock, Procedure
from tests.unit.procedures.world import CALENDAR, PARAMETERS


@dataclass
class Counted:
    """A clock as it must stand: from when, to which last day, and whether it runs."""

    clock: Clock
    term: Term
    start: date | datetime
    status: str = "running"
    pauses: list[Pause] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)

    @property
    def due_on(self) -> date:
        """The last day."""
        done = compute(self.term, self.start, CALENDAR, pauses=self.pauses, extensions=self.extensions)
        return done.due_on

    def pause(self, on: date) -> None:
        """No day from this one on counts."""
        if self.status == "running":
            self.status = "paused"
            self.pauses.append(Pause(from_on=on))

    def resume(self, on: date) -> None:
        """Days count again."""
        if self.status == "paused":
            self.status = "running"
            self.pauses[-1] = Pause(from_on=self.pauses[-1].from_on, until_on=on)


def recount(
    procedures: Mapping[str, Procedure], standing: Sequence[Taken], seen: Mapping[int, CaseFacts]
) -> dict[str, Counted]:
    """The clocks of one proceeding, from its steps that stand; `seen` is the case as each step found it."""
    found: dict[str, Counted] = {}
    for taken in standing:
        for clock in procedures[taken.procedure].clocks:
            _turn(found, clock, taken, seen[taken.seq])
    return found


def _turn(found: dict[str, Counted], clock: Clock, taken: Taken, facts: CaseFacts) -> None:
    starts = taken.step in clock.starts_on
    if starts and (clock.when is None or clock.when(facts, taken.inputs)):
        _start(found, clock, taken, facts)
        return
    running = found.get(clock.code)
    if running is None or running.status == "stopped" or starts:
        return
    if taken.step in clock.stops_on:
        running.status = "stopped"
    elif taken.step in clock.pauses_on or (clock.stands_while_suspended and taken.step == "suspend"):
        running.pause(taken.on)
    elif taken.step in clock.resumes_on or (clock.stands_while_suspended and taken.step == "resume"):
        running.resume(taken.on)
    for code, name in clock.extends:
        if taken.step == code and isinstance(taken.get(name), date):
            late = clock.extends_late
            if late or taken.on <= running.due_on:
                running.extensions.append(Extension(granted_on=taken.on, until_on=taken.get(name), late=late))


def _start(found: dict[str, Counted], clock: Clock, taken: Taken, facts: CaseFacts) -> None:
    if clock.until is not None:
        until = clock.until(facts, taken.inputs)
        if until is None:
            if clock.code in found:
                found[clock.code].status = "stopped"
            return
        start = min(taken.on, until - timedelta(days=1))
        days = Term((until - start).days, Unit.CALENDAR_DAY, clock.cites, Kind(clock.kind), rolls=False)
        found[clock.code] = Counted(clock, days, start)
        return
    told: Any = taken.get(clock.start_field) if clock.start_field else None
    term = clock.term or PARAMETERS.get(clock.parameter) or term_of(clock.parameter, on=taken.on)
    instant = told if isinstance(told, datetime) else taken.at
    day = told if isinstance(told, date) and not isinstance(told, datetime) else _day(instant)
    found[clock.code] = Counted(clock, term, instant if term.unit is Unit.HOUR else day)


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL_ZONE).date()
