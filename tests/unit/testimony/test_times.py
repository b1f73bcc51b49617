from __future__ import annotations

from datetime import date

import pytest

from anjian.testimony.times import clock_gap, clocks, days

INCIDENT = date(2024, 5, 12)


class TestClocks:
    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("三点差五分", "14:55"),
            ("十点一刻", "十点十五"),
            ("上午九点多", "九点二十左右"),
            ("后半夜三点多", "凌晨三点二十"),
            ("五点来钟", "十七点零三分"),
            ("下午四点不到", "下午三点五十上下"),
            ("擦黑", "七点"),
            ("快十二点", "十一点五十五分"),
            ("八点出头", "八点十分"),
            ("上午", "十点二十"),
        ],
    )
    def test_the_same_moment_in_other_words(self, a: str, b: str) -> None:
        assert clock_gap(clocks(a)[0], clocks(b)[0]) <= 5

    @pytest.mark.parametrize(
        ("a", "b"), [("五点整", "四点不到"), ("早上七点", "九点"), ("下午三点左右", "下午四点半")]
    )
    def test_different_moments(self, a: str, b: str) -> None:
        assert clock_gap(clocks(a)[0], clocks(b)[0]) > 15

    @pytest.mark.parametrize("text", ["一点都没听见", "三点意见", "二号池"])
    def test_not_every_number_is_a_clock(self, text: str) -> None:
        assert all(c.exact is False for c in clocks(text))


class TestDays:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("5月12号那天", date(2024, 5, 12), date(2024, 5, 12)),
            ("12日上午", date(2024, 5, 12), date(2024, 5, 12)),
            ("去年十月中旬", date(2023, 10, 11), date(2023, 10, 20)),
            ("事发前一天", date(2024, 5, 11), date(2024, 5, 11)),
            ("今年七八月份", date(2024, 7, 1), date(2024, 8, 31)),
        ],
    )
    def test_days_are_read_against_the_accident(self, text: str, first: date, last: date) -> None:
        found = days(text, INCIDENT)[0]
        assert (found.first, found.last) == (first, last)

    @pytest.mark.parametrize("text", ["二号池", "3号罐里", "18号杆", "5号楼"])
    def test_numbered_things_are_no_days(self, text: str) -> None:
        assert days(text, INCIDENT) == []
