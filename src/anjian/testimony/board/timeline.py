"""What each person says happened when: a lane per person, on the days of the case."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Literal

from anjian.testimony.board.matters import Matter
from anjian.testimony.board.points import Heard, trimmed
from anjian.testimony.model import Claim, Span

Certainty = Literal["exact", "about", "heard"]
CERTAINTY: dict[Certainty, str] = {"exact": "说得准", "about": "大概", "heard": "听说或者推测"}
DAY = 1440
_HEDGE = re.compile("左右|前后|上下|大概|大约|差不多|好像|多|来钟|快|将近|出头|样子|不到|几分")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time somebody gives for something: minutes of a day, from `low` to `high`.

    ``assumed_day``: no day was said, so the day of the accident is meant. ``halves``: whether
    morning or afternoon was left open and the half nearer to the other times was taken.
    ``high`` runs beyond 24:00 into the next day.
    """

    sid: str
    pid: str
    day: date | None
    assumed_day: bool
    low: int
    high: int
    said: str
    what: str
    certainty: Certainty
    halves: bool
    span: Span
    key: str
    disputes: tuple[int, ...] = ()

    @property
    def clock(self) -> str:
        """The stretch as clock times."""
        low, high = (f"{(m % DAY) // 60:02d}:{m % 60:02d}" for m in (self.low, self.high))
        return low if low == high else f"{low}–{high}"


@dataclass(frozen=True, slots=True)
class DayLanes:
    """One day: its moments with a clock time, the first and last hour shown, and those without."""

    day: date | None
    start: int
    end: int
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All moments by day; what is said of habits and other occasions stands apart."""

    pids: tuple[str, ...]
    days: tuple[DayLanes, ...]
    day_only: tuple[Moment, ...]
    elsewhere: tuple[Moment, ...]

    @property
    def count(self) -> int:
        """How many times were given."""
        return sum(len(d.moments) for d in self.days) + len(self.day_only) + len(self.elsewhere)


def timeline(
    heard: Iterable[Heard], matters: Iterable[Matter], pids: Iterable[str], incident_on: date | None
) -> Timeline:
    """Every clock time and day that the answers give."""
    keys: dict[str, str] = {}
    disputed: dict[str, list[tuple[int, Span]]] = {}
    for matter in matters:
        for point in matter.points:
            if matter.head.family == "time" and point.asked:
                keys[point.sid] = matter.key
        for dispute in matter.disputes:
            if dispute.family == "time" and dispute.open:
                for sid, span in dispute.sides():
                    disputed.setdefault(sid, []).append((dispute.no, span))
    moments: list[Moment] = []
    days: list[Moment] = []
    apart: list[Moment] = []
    for one in heard:
        own = _of_statement(one, incident_on, keys, disputed)
        for claim, moment in own:
            if claim.event.routine or claim.event.other:
                apart.append(moment)
            elif claim.kind == "day":
                days.append(moment)
            else:
                moments.append(moment)
    moments = _choose_halves(moments)
    by_day: dict[date | None, list[Moment]] = {}
    for moment in moments:
        by_day.setdefault(moment.day, []).append(moment)
    lanes = [
        _lanes(day, sorted(found, key=lambda m: (m.low, m.high, m.pid, m.sid, m.span)))
        for day, found in sorted(by_day.items(), key=lambda x: x[0] or date.min)
    ]
    timed = {(m.sid, m.day) for m in moments}
    only = [m for m in days if (m.sid, m.day) not in timed]
    return Timeline(
        tuple(pids),
        tuple(lanes),
        tuple(sorted(only, key=lambda m: (m.day or date.min, m.low, m.pid, m.sid))),
        tuple(sorted(apart, key=lambda m: (m.pid, m.sid, m.span))),
    )


def _of_statement(
    one: Heard,
    incident_on: date | None,
    keys: Mapping[str, str],
    disputed: Mapping[str, list[tuple[int, Span]]],
) -> list[tuple[Claim, Moment]]:
    found: list[tuple[Claim, Moment]] = []
    sid = one.statement.sid
    for claim in one.claims:
        if claim.kind not in {"clock", "day"} or claim.source in {"plan", "norm"}:
            continue
        said = min(claim.event.days) if len(claim.event.days) == 1 else None
        if claim.kind == "day":
            day: date | None = date.fromordinal(int(claim.lo))
            readings: list[tuple[int, int]] = [(0, int(claim.hi - claim.lo + 1) * DAY - 1)]
        else:
            day = said or incident_on
            readings = [tuple(r) for r in ast.literal_eval(claim.unit)]
        span = trimmed(one.statement.answer, claim.span)
        found.append(
            (
                claim,
                Moment(
                    sid=sid,
                    pid=one.statement.pid,
                    day=day,
                    assumed_day=claim.kind == "clock" and said is None,
                    low=readings[0][0],
                    high=readings[0][1],
                    said=claim.value,
                    what=_what(one, claim),
                    certainty=_certainty(claim),
                    halves=len(readings) > 1,
                    span=span,
                    key=keys.get(sid, ""),
                    disputes=tuple(
                        sorted(no for no, at in disputed.get(sid, ()) if at[0] < span[1] and span[0] < at[1])
                    ),
                ),
            )
        )
    return _without_frames(found)


def _without_frames(found: list[tuple[Claim, Moment]]) -> list[tuple[Claim, Moment]]:
    """上午，大概九点多: the wider time of the same answer to the same question gives way."""
    kept = []
    for claim, moment in found:
        wider = any(
            other is not moment
            and c.kind == claim.kind == "clock"
            and c.explicit
            and claim.explicit
            and other.day == moment.day
            and moment.low <= other.low
            and other.high <= moment.high
            and (other.high - other.low) < (moment.high - moment.low)
            for c, other in found
        )
        if not wider:
            kept.append((claim, moment))
    return kept


def _certainty(claim: Claim) -> Certainty:
    if claim.source in {"heard", "assumed", "record"}:
        return "heard"
    if claim.kind == "day":
        return "exact"
    return "exact" if claim.closed and not _HEDGE.search(claim.value) else "about"


def _what(one: Heard, claim: Claim) -> str:
    """What happened then: the clause that says so, or the question when the clause is only a time."""
    clause = next((c for c in one.reading.clauses if c.start <= claim.span[0] < c.end), None)
    start, end = (clause.start, clause.end) if clause else claim.span
    rest = (end - start) - (claim.span[1] - claim.span[0])
    text = one.statement.answer[start:end] if rest >= 4 else one.statement.question.strip("？?。 ")
    return text if len(text) <= 26 else text[:25] + "…"


def _choose_halves(moments: list[Moment]) -> list[Moment]:
    """Where morning or afternoon was left open, take the half nearer to what is certain that day."""
    sure: dict[date | None, list[int]] = {}
    for moment in moments:
        if not moment.halves and moment.high - moment.low < 300:
            sure.setdefault(moment.day, []).append((moment.low + moment.high) // 2)
    return [_later(m) if _fits_later(m, sure.get(m.day, [])) else m for m in moments]


def _fits_later(moment: Moment, anchors: list[int]) -> bool:
    if not moment.halves or not anchors:
        return False
    middle, now = median(anchors), (moment.low + moment.high) / 2
    return abs(now + DAY / 2 - middle) < abs(now - middle)


def _later(moment: Moment) -> Moment:
    return replace(moment, low=moment.low + DAY // 2, high=moment.high + DAY // 2)


def _lanes(day: date | None, moments: list[Moment]) -> DayLanes:
    start = max(0, min(m.low for m in moments) // 60 * 60)
    end = max(-(-max(m.high for m in moments) // 60) * 60, start + 60)
    return DayLanes(day, start, end, tuple(moments))
