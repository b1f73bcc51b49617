from __future__ import annotations

import pytest

from anjian.testimony.numbers import numeral, quantities


class TestNumeral:
    @pytest.mark.parametrize(
        ("text", "low", "high"),
        [
            ("一百八", 180, 180),
            ("两千八", 2800, 2800),
            ("一万二", 12000, 12000),
            ("十一二", 11, 12),
            ("七八", 7, 8),
            ("一百六七十", 160, 170),
            ("一百零五", 105, 105),
            ("二〇二四", 2024, 2024),
            ("半", 0.5, 0.5),
            ("十几", 11, 19),
            ("三点五", 3.5, 3.5),
            ("28", 28, 28),
            ("2万", 20000, 20000),
            ("仨", 3, 3),
            ("几十", 20, 99),
        ],
    )
    def test_reads_numbers_as_they_are_spoken(self, text: str, low: float, high: float) -> None:
        assert numeral(text) == (low, high)

    @pytest.mark.parametrize("text", ["", "很多", "百十来个人"])
    def test_leaves_alone_what_is_no_number(self, text: str) -> None:
        assert numeral(text) is None


class TestQuantities:
    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("一百八十米", "一百七八十米"),
            ("两米", "两百公分"),
            ("四百八十斤", "240公斤"),
            ("半个小时", "三十分钟"),
            ("上百箱", "一百二十箱"),
            ("不到两米", "一米八"),
            ("十来个人", "十个人"),
            ("八百箱左右", "八百五十箱"),
        ],
    )
    def test_the_same_amount_in_other_words_overlaps(self, a: str, b: str) -> None:
        (one,), (other,) = quantities(a), quantities(b)
        assert one.dim == other.dim
        assert one.lo <= other.hi
        assert other.lo <= one.hi

    @pytest.mark.parametrize(
        ("a", "b"), [("五吨", "三吨"), ("一千三百多箱", "八百箱左右"), ("一百六十八米", "八十五米")]
    )
    def test_different_amounts_do_not(self, a: str, b: str) -> None:
        (one,), (other,) = quantities(a), quantities(b)
        assert one.hi < other.lo or other.hi < one.lo

    @pytest.mark.parametrize("text", ["第三次", "二号池", "5月12日", "三点多", "一点没看见", "十二楼"])
    def test_names_dates_and_clock_times_are_no_amounts(self, text: str) -> None:
        assert [q for q in quantities(text) if q.dim not in {"", "times"}] == []

    def test_spans_are_exact(self) -> None:
        text = "大概有两米多高，还有六条绳子"
        assert [text[q.start : q.end] for q in quantities(text)][1] == "六条"
