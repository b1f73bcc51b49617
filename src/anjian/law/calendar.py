"""The working-day calendar: which days are worked, by the State Council's yearly notices.

Two kinds of days off are told apart. 法定节假日 are the festival days of
《全国年节及纪念日放假办法》; the notice adds days moved by exchange (调休) and names weekend days
that are worked. For counting and for the roll-over of a last day (“法定休假日”,
《民事诉讼法》第八十五条第三款) every day off under the notice counts as a day off, because no
office accepts papers on it; a weekend day that the notice declares worked is a working day.
`is_statutory_holiday` serves rules that name 法定节假日 alone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FOLDER = Path(__file__).parent / "calendars"
ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day is under the calendar."""

    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    STATUTORY = "statutory_holiday"
    MOVED = "moved_rest_day"


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The days off and make-up days of one year, and the notice that set them."""

    year: int
    notice_no: str = ""
    issued_on: date | None = None
    rest: frozenset[date] = frozenset()
    statutory: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    names: tuple[tuple[date, str], ...] = ()

    @property
    def published(self) -> bool:
        """Whether the State Council has published the notice of this year."""
        return bool(self.notice_no)


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """All years known. A year without a notice, or beyond the files, has weekends only and is provisional."""

    years: Mapping[int, YearPlan]
    digest: str
    """SHA-256 over the days of all years: a stored clock tells by it that the calendar changed."""
    _rest: frozenset[date]
    _statutory: frozenset[date]
    _work: frozenset[date]
    _names: Mapping[date, str]
    _published: frozenset[int]

    @classmethod
    def load(cls) -> WorkCalendar:
        """Return the calendar of the files delivered with this version; read once."""
        return _delivered()

    @classmethod
    def of(cls, plans: Iterable[YearPlan]) -> WorkCalendar:
        """Build a calendar of year plans. Raises ValueError when a year comes twice or a day contradicts."""
        years: dict[int, YearPlan] = {}
        for plan in plans:
            if plan.year in years:
                raise ValueError(f"{plan.year} is planned twice")
            years[plan.year] = plan
        rest = frozenset[date]().union(*(p.rest for p in years.values()))
        work = frozenset[date]().union(*(p.work for p in years.values()))
        statutory = frozenset[date]().union(*(p.statutory for p in years.values()))
        if rest & work:
            raise ValueError(f"both off and worked: {sorted(rest & work)}")
        if statutory - rest:
            raise ValueError(f"statutory but not off: {sorted(statutory - rest)}")
        if any(day.weekday() < 5 for day in work):
            raise ValueError("only a weekend day can be made a working day")
        return cls(
            years=years,
            digest=_digest(years),
            _rest=rest,
            _statutory=statutory,
            _work=work,
            _names={day: name for p in years.values() for day, name in p.names},
            _published=frozenset(y for y, p in years.items() if p.published),
        )

    def with_year(self, plan: YearPlan) -> WorkCalendar:
        """Return a calendar in which one year is planned anew."""
        return WorkCalendar.of([p for y, p in self.years.items() if y != plan.year] + [plan])

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day."""
        return day in self._work or (day.weekday() < 5 and day not in self._rest)

    def is_statutory_holiday(self, day: date) -> bool:
        """Whether the day itself is a 法定节假日 (not merely a day off next to one)."""
        return day in self._statutory

    def is_provisional(self, day: date) -> bool:
        """Whether no notice covers the day's year, so that days off other than weekends are unknown."""
        return day.year not in self._published

    def kind(self, day: date) -> DayKind:
        """What the day is."""
        if day in self._work:
            return DayKind.MAKE_UP
        if day in self._statutory:
            return DayKind.STATUTORY
        if day.weekday() >= 5:
            return DayKind.WEEKEND
        return DayKind.MOVED if day in self._rest else DayKind.WORKING

    def name(self, day: date) -> str:
        """Why the day is off, in Chinese; empty for a working day."""
        if self.is_working_day(day):
            return ""
        return self._names.get(day) or ("周六" if day.weekday() == 5 else "周日")

    def next_working_day(self, day: date) -> date:
        """Return the first working day after the given one."""
        day += ONE_DAY
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def on_or_after(self, day: date) -> date:
        """Return the day itself when worked, else the next working day."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def working_days_after(self, day: date) -> Iterator[date]:
        """Yield the working days after a day, without end."""
        while True:
            day = self.next_working_day(day)
            yield day

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after one day up to and including another; negative when reversed."""
        if until < after:
            return -self.working_days_between(until, after)
        span = (until - after).days
        return sum(1 for n in range(1, span + 1) if self.is_working_day(after + timedelta(days=n)))

    def notices(self) -> tuple[str, ...]:
        """Return the numbers of the notices behind the published years."""
        return tuple(self.years[y].notice_no for y in sorted(self._published))


def year_plan(source: Mapping[str, Any]) -> YearPlan:
    """Read one year file. Raises ValueError when a published year lacks its notice or its days."""
    year = int(source["year"])
    notice = source["notice"]
    if notice is None:
        if source["holidays"]:
            raise ValueError(f"{year} has holidays but no notice")
        return YearPlan(year)
    if "国办发明电〔" not in notice["number"] or not source["holidays"]:
        raise ValueError(f"{year} does not cite its notice")
    names: list[tuple[date, str]] = []
    statutory: set[date] = set()
    work: set[date] = set()
    for holiday in source["holidays"]:
        first, last = holiday["rest"]["from"], holiday["rest"]["to"]
        if last < first:
            raise ValueError(f"{year} {holiday['name']} ends before it begins")
        names += [(first + timedelta(days=n), holiday["name"]) for n in range((last - first).days + 1)]
        statutory |= set(holiday["statutory"])
        work |= set(holiday["work"])
    return YearPlan(
        year=year,
        notice_no=notice["number"],
        issued_on=notice["issued_on"],
        rest=frozenset(day for day, _ in names),
        statutory=frozenset(statutory),
        work=frozenset(work),
        names=tuple(names),
    )


@lru_cache(maxsize=1)
def _delivered() -> WorkCalendar:
    from anjian.law.datafiles import read_yaml

    return WorkCalendar.of(year_plan(read_yaml(path)) for path in sorted(FOLDER.glob("*.yaml")))


def _digest(years: Mapping[int, YearPlan]) -> str:
    body = [
        [y, p.notice_no, *(sorted(d.isoformat() for d in days) for days in (p.rest, p.statutory, p.work))]
        for y, p in sorted(years.items())
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()
