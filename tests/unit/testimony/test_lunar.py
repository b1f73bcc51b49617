"""Lunar days and feasts against the calendar as published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anjian.testimony.lunar import FIRST, LAST, feasts, new_year_eve, solar
from anjian.testimony.times import days

NEW_YEARS = {
    2015: "02-19", 2016: "02-08", 2017: "01-28", 2018: "02-16", 2019: "02-05", 2020: "01-25", 2021: "02-12",
    2022: "02-01", 2023: "01-22", 2024: "02-10", 2025: "01-29", 2026: "02-17", 2027: "02-06", 2028: "01-26",
    2029: "02-13", 2030: "02-03", 2031: "01-23", 2032: "02-11", 2033: "01-31", 2034: "02-19", 2035: "02-08",
}  # fmt: skip
MOON_FEASTS = {2017: "10-04", 2020: "10-01", 2023: "09-29", 2024: "09-17", 2025: "10-06", 2026: "09-25"}


class TestCalendar:
    @pytest.mark.parametrize("year", range(FIRST, LAST + 1))
    def test_new_year_and_its_eve(self, year: int) -> None:
        first = date.fromisoformat(f"{year}-{NEW_YEARS[year]}")
        assert solar(year, 1, 1) == first
        assert new_year_eve(year) == first - timedelta(days=1)

    @pytest.mark.parametrize("year", MOON_FEASTS)
    def test_mid_autumn_also_in_years_with_a_leap_month(self, year: int) -> None:
        assert solar(year, 8, 15) == date.fromisoformat(f"{year}-{MOON_FEASTS[year]}")

    def test_a_day_that_is_none_is_an_error(self) -> None:
        with pytest.raises(LookupError):
            solar(2024, 1, 31)


class TestFeasts:
    @pytest.mark.parametrize(
        ("text", "incident", "first", "last"),
        [
            ("腊八前一天", "2025-01-10", "2025-01-06", "2025-01-06"),
            ("端午前后", "2024-09-03", "2024-06-05", "2024-06-15"),
            ("中秋节后两天", "2024-11-01", "2024-09-19", "2024-09-19"),
            ("农历九月初九", "2024-12-01", "2024-10-11", "2024-10-11"),
            ("年三十", "2024-02-20", "2024-02-09", "2024-02-09"),
            ("腊月二十三", "2024-02-20", "2024-02-02", "2024-02-02"),
            ("国庆那天", "2023-11-01", "2023-10-01", "2023-10-07"),
        ],
    )
    def test_read_against_the_accident(self, text: str, incident: str, first: str, last: str) -> None:
        (found,) = feasts(text, date.fromisoformat(incident))
        assert (found.first.isoformat(), found.last.isoformat()) == (first, last)

    def test_after_the_new_year_feast_agrees_with_the_day_work_began(self) -> None:
        incident = date(2024, 5, 1)
        vague, exact = days("过完年就这样了", incident)[0], days("正月十六开工那天", incident)[0]
        assert max(vague.first, exact.first) <= min(vague.last, exact.last)

    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("上周三", "2024-07-03", "2024-07-03"),
            ("六月底的事", "2024-06-21", "2024-06-30"),
            ("上个月中旬", "2024-06-11", "2024-06-20"),
            ("前三天", "2024-07-08", "2024-07-08"),
        ],
    )
    def test_weekdays_and_parts_of_months(self, text: str, first: str, last: str) -> None:
        found = days(text, date(2024, 7, 11))[0]
        assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
