"""The calendar against an independent source, its notices, and its kinds of days."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from anjian.law.calendar import DayKind, WorkCalendar, YearPlan, year_plan

CALENDAR = WorkCalendar.load()


def _days(year):
    return (
        date(year, 1, 1) + timedelta(days=n)
        for n in range(366)
        if (date(year, 1, 1) + timedelta(days=n)).year == year
    )


class TestAgainstAnIndependentCalendar:
    @pytest.mark.parametrize("year", range(2021, 2027))
    def test_every_day_of_every_published_year(self, year):
        differ = [d for d in _days(year) if CALENDAR.is_working_day(d) != chinese_calendar.is_workday(d)]
        assert differ == []

    @pytest.mark.parametrize(("year", "days"), [(2021, 11), (2024, 11), (2025, 13), (2026, 13)])
    def test_number_of_festival_days_by_regulation(self, year, days):
        assert sum(CALENDAR.is_statutory_holiday(d) for d in _days(year)) == days


class TestNotices:
    def test_each_published_year_cites_its_notice(self):
        assert CALENDAR.notices() == (
            "国办发明电〔2020〕27号",
            "国办发明电〔2021〕11号",
            "国办发明电〔2022〕16号",
            "国办发明电〔2023〕7号",
            "国办发明电〔2024〕12号",
            "国办发明电〔2025〕7号",
        )

    def test_a_year_without_notice_is_provisional_and_has_only_weekends(self):
        assert CALENDAR.is_provisional(date(2027, 10, 1))
        assert CALENDAR.is_working_day(date(2027, 10, 1))
        assert not CALENDAR.is_working_day(date(2027, 10, 2))
        assert CALENDAR.is_provisional(date(2031, 1, 1))
        assert not CALENDAR.is_provisional(date(2026, 12, 31))

    def test_a_year_with_days_but_no_notice_is_refused(self):
        with pytest.raises(ValueError, match="no notice"):
            year_plan({"year": 2028, "notice": None, "holidays": [{"name": "元旦"}]})
        with pytest.raises(ValueError, match="does not cite"):
            year_plan({"year": 2028, "notice": {"number": "某号", "issued_on": None}, "holidays": [{}]})


class TestDays:
    @pytest.mark.parametrize(
        ("day", "kind", "name"),
        [
            (date(2026, 10, 1), DayKind.STATUTORY, "国庆节"),
            (date(2026, 10, 6), DayKind.MOVED, "国庆节"),
            (date(2026, 10, 10), DayKind.MAKE_UP, ""),
            (date(2026, 10, 11), DayKind.WEEKEND, "周日"),
            (date(2026, 10, 12), DayKind.WORKING, ""),
        ],
    )
    def test_kind_and_name(self, day, kind, name):
        assert CALENDAR.kind(day) is kind
        assert CALENDAR.name(day) == name

    def test_next_working_day_and_counts(self):
        assert CALENDAR.next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)
        assert CALENDAR.on_or_after(date(2026, 10, 10)) == date(2026, 10, 10)
        assert CALENDAR.working_days_between(date(2026, 9, 30), date(2026, 10, 12)) == 4
        assert CALENDAR.working_days_between(date(2026, 10, 12), date(2026, 9, 30)) == -4


class TestChange:
    def test_the_digest_tells_that_days_changed(self):
        again = WorkCalendar.of(CALENDAR.years.values())
        assert again.digest == CALENDAR.digest
        changed = CALENDAR.with_year(YearPlan(2027, notice_no="国办发明电〔2026〕1号"))
        assert changed.digest != CALENDAR.digest
        assert not changed.is_provisional(date(2027, 1, 4))

    def test_contradicting_days_are_refused(self):
        saturday = date(2028, 1, 1)
        with pytest.raises(ValueError, match="both off and worked"):
            WorkCalendar.of([YearPlan(2028, rest=frozenset({saturday}), work=frozenset({saturday}))])
        with pytest.raises(ValueError, match="statutory but not off"):
            WorkCalendar.of([YearPlan(2028, statutory=frozenset({saturday}))])
        with pytest.raises(ValueError, match="weekend"):
            WorkCalendar.of([YearPlan(2028, work=frozenset({date(2028, 1, 3)}))])
        with pytest.raises(ValueError, match="twice"):
            WorkCalendar.of([YearPlan(2028), YearPlan(2028)])
