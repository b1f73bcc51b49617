"""What steps do to the clocks of a proceeding, one step at a time or all steps over again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.statutes import Kind, Term, Unit
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Clock, Procedure, Step

SUSPEND, RESUME = "suspend", "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOperation:
    """What a step does to a clock.

    `on` is the day it counts from, `at` the instant where a step names one (for terms in hours),
    `until` the new last day.
    """

    kind: Literal["start", "stop", "pause", "resume", "extend"]
    clock: str
    on: date
    at: datetime | None = None
    until: date | None = None
    term: Term | None = None
    parameter: str = ""


def operations(
    procedure: Procedure, step: Step, facts: CaseFacts, inputs: Mapping[str, Any], *, again: bool = False
) -> Iterator[ClockOperation]:
    """What taking the step does to the procedure's clocks.

    `again`: the step was lawful when it was taken, so an extension is not judged a second time.
    """
    for clock in procedure.clocks:
        if clock.when is not None and step.code in clock.starts_on and not clock.when(facts, inputs):
            continue
        if step.code in clock.starts_on and clock.until is not None:
            yield from _planned(clock, facts, inputs)
        elif step.code in clock.starts_on:
            day, instant = _start(clock, facts, inputs)
            yield ClockOperation(
                kind="start",
                clock=clock.code,
                on=day,
                at=instant,
                term=clock.term,
                parameter=clock.parameter,
            )
        stands = clock.stands_while_suspended
        for kind, steps in (
            ("stop", clock.stops_on),
            ("pause", (*clock.pauses_on, SUSPEND) if stands else clock.pauses_on),
            ("resume", (*clock.resumes_on, RESUME) if stands else clock.resumes_on),
        ):
            if step.code in steps and step.code not in clock.starts_on:
                yield ClockOperation(kind=kind, clock=clock.code, on=facts.today)  # type: ignore[arg-type]  # one of the literal kinds
        for code, field_code in clock.extends:
            if code != step.code or not isinstance(inputs.get(field_code), date):
                continue
            # A term that has run out is lengthened only where the law says so; conditions say it too.
            late = again or clock.extends_late
            if late or ((running := facts.clock(clock.code)) and not running.ran_out(facts.today)):
                yield ClockOperation(
                    kind="extend", clock=clock.code, on=facts.today, until=inputs[field_code]
                )


def counted_anew(
    procedure: Procedure, facts: CaseFacts, standing: Sequence[Taken]
) -> tuple[ClockOperation, ...]:
    """What the steps of the proceeding that still stand do to its clocks, from the first to the last."""
    found: list[ClockOperation] = []
    steps = procedure.by_step
    for taken in standing:
        if taken.proceeding_id == facts.proceeding_id and taken.step in steps:
            before = tuple(t for t in standing if t.seq < taken.seq)
            then = replace(facts, now=taken.at, history=before)
            found += operations(procedure, steps[taken.step], then, taken.inputs, again=True)
    return tuple(found)


def _planned(clock: Clock, facts: CaseFacts, inputs: Mapping[str, Any]) -> Iterator[ClockOperation]:
    """Start the clock up to the day that the approved plan names next, or stop it when there is none."""
    until = clock.until(facts, inputs) if clock.until else None
    if until is None:
        yield ClockOperation(kind="stop", clock=clock.code, on=facts.today)
        return
    start = min(facts.today, until - timedelta(days=1))
    length = Term((until - start).days, Unit.CALENDAR_DAY, clock.cites, Kind(clock.kind), rolls=False)
    yield ClockOperation(kind="start", clock=clock.code, on=start, at=facts.now, term=length)


def _start(clock: Clock, facts: CaseFacts, inputs: Mapping[str, Any]) -> tuple[date, datetime]:
    """The day of the event and its instant; the step's own instant where the step names none."""
    value = inputs.get(clock.start_field) if clock.start_field else None
    if isinstance(value, datetime):
        return value.astimezone(LOCAL_ZONE).date(), value
    return (value if isinstance(value, date) else facts.today), facts.now
