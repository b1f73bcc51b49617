"""Counting a term: from its start, over pauses and extensions, to its last day, with the reasons in words.

Rules, in the order in which they are applied:

1. the day of the start is not counted (《民事诉讼法》第八十五条第二款, by analogy);
2. a term in working days counts working days, one in days counts every day; a term in months or
   years is first turned into the days up to the day of the same number (or the last of the month);
3. days of a pause are not counted, nor do they use up months or years;
4. an extension by a term goes on counting from the last day so far; an extension to a date sets that
   day, and neither pause nor roll-over moves it, because the approval names it;
5. last, a counted last day that is not worked rolls to the next working day, if the term rolls.

A term in hours runs by the minute from its instant, without pause, extension or roll-over.
"""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from anjian.law.explain import sentences
from anjian.law.terms import Kind, Term, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from anjian.law.calendar import WorkCalendar
    from anjian.law.citations import Citation

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Days that do not count: from `from_on` up to, but not including, `until_on` (the day it goes on).

    `until_on` None: the pause still lasts.
    """

    from_on: date
    until_on: date | None = None
    reason: str = ""
    cites: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a pause that ends before it begins."""
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError("a pause cannot end before it begins")

    def covers(self, day: date) -> bool:
        """Whether the day is not counted; an open pause is judged apart, it covers nothing here."""
        return self.until_on is not None and self.from_on <= day < self.until_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A lengthening by a further `term`, or `until_on` a date, approved before the term ran out.

    `late`: the law lets it come afterwards as well (deferral of payment, 《行政处罚法》第六十六条).
    """

    granted_on: date
    term: Term | None = None
    until_on: date | None = None
    reason: str = ""
    approved_by: str = ""
    cites: tuple[str, ...] = ()
    late: bool = False

    def __post_init__(self) -> None:
        """Refuse an extension that names neither or both, or counts in hours."""
        if (self.term is None) == (self.until_on is None):
            raise ValueError("an extension is by a term or to a date")
        if self.term is not None and self.term.unit is Unit.HOUR:
            raise ValueError("no extension by hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A computed last day, and how it came about.

    `due_at` is set for terms in hours only. `provisional`: a year without a published calendar was
    counted or rolled over. `paused`: a pause still lasts, so `due_on` moves on with every day of it.
    `nominal_on` is the last day before roll-over.
    """

    term: Term
    start_on: date
    due_on: date
    nominal_on: date
    due_at: datetime | None = None
    provisional: bool = False
    paused: bool = False
    steps: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    def explain(self) -> str:
        """Say in words how the last day was found."""
        return "".join(self.steps)

    @property
    def opens_on(self) -> date | None:
        """For a waiting term, the first day on which the awaited act may be done."""
        return self.due_on + ONE_DAY if self.term.kind is Kind.WAIT else None

    def remaining(self, today: date, calendar: WorkCalendar) -> Remaining:
        """Count what is left after today; negative when the last day is past."""
        return Remaining(
            calendar_days=(self.due_on - today).days,
            working_days=calendar.working_days_between(today, self.due_on),
        )

    def expired(self, today: date) -> bool:
        """Whether the last day is over. A paused term does not run out."""
        return not self.paused and today > self.due_on


@dataclass(frozen=True, slots=True)
class Remaining:
    """Days left, not counting today."""

    calendar_days: int
    working_days: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of counting: its term, its last day, and the first counted working days."""

    term: Term | None
    last: date
    extension: Extension | None = None
    first: date | None = None
    skipped: tuple[date, ...] = ()
    paused_days: int = 0


def compute(
    term: Term,
    start_on: date | datetime,
    calendar: WorkCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Deadline:
    """Find the last day of a term.

    Raises ValueError when pauses overlap, an extension came after the term had run out or does not
    lengthen it, or a term in hours is given a bare date, a pause or an extension.
    """
    if term.unit is Unit.HOUR:
        return _hours(term, start_on, pauses, extensions)
    start = start_on.date() if isinstance(start_on, datetime) else start_on
    stretches = _ordered(pauses)
    segments = [_count(term, start, stretches, calendar)]
    for extension in sorted(extensions, key=lambda e: e.granted_on):
        segments.append(_extend(extension, segments[-1], stretches, calendar))
    nominal = segments[-1].last
    fixed = segments[-1].term is None
    due = calendar.on_or_after(nominal) if term.rolls and not fixed else nominal
    provisional = _provisional(segments, start, due, calendar, rolls=term.rolls and not fixed)
    paused = any(p.until_on is None for p in stretches)
    return Deadline(
        term=term,
        start_on=start,
        due_on=due,
        nominal_on=nominal,
        provisional=provisional,
        paused=paused,
        steps=sentences(
            term, start, segments, stretches, due=due, calendar=calendar, provisional=provisional
        ),
        cites=_cites(term.cites, stretches, extensions),
    )


def add_months(day: date, months: int) -> date:
    """Return the day of the same number so many months on, or the last day of that month.

    >>> add_months(date(2026, 8, 31), 6), add_months(date(2024, 2, 29), 24)
    (datetime.date(2027, 2, 28), datetime.date(2026, 2, 28))
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))


def _ordered(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    found = tuple(sorted(pauses, key=lambda p: p.from_on))
    for one, following in pairwise(found):
        if one.until_on is None or following.from_on < one.until_on:
            raise ValueError("pauses overlap")
    return found


def _count(
    term: Term,
    start: date,
    pauses: Sequence[Pause],
    calendar: WorkCalendar,
    extension: Extension | None = None,
) -> Segment:
    """Count a term forward from the day after `start`."""
    working = term.unit is Unit.WORKING_DAY
    left = _length(term, start)
    day, first, skipped, paused_days = start, None, [], 0
    while left:
        day += ONE_DAY
        if any(p.covers(day) for p in pauses):
            paused_days += 1
        elif working and not calendar.is_working_day(day):
            skipped.append(day)
        else:
            left -= 1
            first = first or day
    return Segment(term, day, extension, first, tuple(skipped), paused_days)


def _length(term: Term, start: date) -> int:
    if term.unit is Unit.MONTH:
        return (add_months(start, term.amount) - start).days
    if term.unit is Unit.YEAR:
        return (add_months(start, 12 * term.amount) - start).days
    return term.amount


def _extend(
    extension: Extension, before: Segment, pauses: Sequence[Pause], calendar: WorkCalendar
) -> Segment:
    # A term whose last day is not worked is still alive on the day it rolls to.
    if not extension.late and extension.granted_on > calendar.on_or_after(before.last):
        raise ValueError(f"granted on {extension.granted_on}, after the term had ended on {before.last}")
    if extension.until_on is not None:
        if extension.until_on <= before.last:
            raise ValueError(f"{extension.until_on} does not lengthen a term that ends on {before.last}")
        return Segment(None, extension.until_on, extension)
    if extension.term is None:
        raise ValueError("an extension is by a term or to a date")
    return _count(extension.term, before.last, pauses, calendar, extension)


def _provisional(
    segments: Sequence[Segment], start: date, due: date, calendar: WorkCalendar, *, rolls: bool
) -> bool:
    """Whether any day whose being worked mattered lies in a year without a notice."""
    begin = start
    for segment in segments:
        counted = segment.term is not None and segment.term.unit is Unit.WORKING_DAY
        years = range((begin + ONE_DAY).year, segment.last.year + 1)
        if counted and any(calendar.is_provisional(date(year, 1, 1)) for year in years):
            return True
        begin = segment.last
    return rolls and any(calendar.is_provisional(day) for day in (segments[-1].last, due))


def _hours(
    term: Term, start: date | datetime, pauses: Sequence[Pause], extensions: Sequence[Extension]
) -> Deadline:
    if not isinstance(start, datetime) or start.tzinfo is None:
        raise ValueError("a term in hours starts at an aware instant")
    if pauses or extensions:
        raise ValueError("a term in hours is neither paused nor extended")
    due_at = start + timedelta(hours=term.amount)
    words = (
        f"自{start:%Y年%m月%d日%H时%M分}起{term}，至{due_at:%Y年%m月%d日%H时%M分}届满；"
        "以小时计算的期限连续计算，不因休息日、节假日顺延。"
    )
    return Deadline(
        term=term,
        start_on=start.date(),
        due_on=due_at.date(),
        nominal_on=due_at.date(),
        due_at=due_at,
        steps=(words,),
        cites=tuple(str(cite) for cite in term.cites),
    )


def _cites(
    own: tuple[Citation, ...], pauses: Sequence[Pause], extensions: Sequence[Extension]
) -> tuple[str, ...]:
    said = [str(cite) for cite in own]
    said += [cite for pause in pauses for cite in pause.cites]
    said += [cite for extension in extensions for cite in extension.cites]
    return tuple(dict.fromkeys(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A clock as `recompute` sees it: a key of the caller's, its term and its history."""

    key: str
    label: str
    term: Term
    start_on: date | datetime
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    def deadline(self, calendar: WorkCalendar) -> Deadline:
        """Compute the last day under a calendar."""
        return compute(self.term, self.start_on, calendar, pauses=self.pauses, extensions=self.extensions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a new calendar does to one clock; `reason` says why it cannot be counted, when it cannot."""

    key: str
    label: str
    before: Deadline | None
    after: Deadline | None
    reason: str = ""

    @property
    def moved_days(self) -> int:
        """By how many days the last day moves; positive is later."""
        if self.before is None or self.after is None:
            return 0
        return (self.after.due_on - self.before.due_on).days

    def sentence(self) -> str:
        """Say the change in Chinese."""
        if self.before is None or self.after is None:
            return f"“{self.label}”按新的日历无法重新计算：{self.reason}。"
        if not self.moved_days:
            if self.before.provisional and not self.after.provisional:
                return f"“{self.label}”届满日{self.after.due_on:%Y年%m月%d日}不变，不再是暂定日期。"
            return f"“{self.label}”届满日{self.after.due_on:%Y年%m月%d日}不变，计算过程有变化。"
        word = "推后" if self.moved_days > 0 else "提前"
        return (
            f"“{self.label}”届满日由{self.before.due_on:%Y年%m月%d日}改为{self.after.due_on:%Y年%m月%d日}，"
            f"{word}{abs(self.moved_days)}日。"
        )


def recompute(clocks: Iterable[Running], old: WorkCalendar, new: WorkCalendar) -> tuple[Difference, ...]:
    """Count every clock under both calendars and return those whose outcome differs."""
    found: list[Difference] = []
    for clock in clocks:
        before = clock.deadline(old)
        try:
            after = clock.deadline(new)
        except ValueError as problem:
            found.append(
                Difference(key=clock.key, label=clock.label, before=before, after=None, reason=str(problem))
            )
            continue
        if (before.due_on, before.provisional, before.steps) != (
            after.due_on,
            after.provisional,
            after.steps,
        ):
            found.append(Difference(key=clock.key, label=clock.label, before=before, after=after))
    return tuple(found)
