from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjian.web import field_values as read


class TestDay:
    @pytest.mark.parametrize(
        "raw",
        [
            "2026-10-08",
            "2026/10/8",
            "2026.10.8",
            "20261008",
            "2026年10月8日",
            "２０２６年１０月８日",
            " 2026-10-8 ",
        ],
    )
    def test_common_ways_of_writing_mean_the_same_day(self, raw: str) -> None:
        assert read.day(raw) == date(2026, 10, 8)

    @pytest.mark.parametrize("raw", ["2026-02-30", "10-08", "明天", "1066-10-14", "2026-13-01", ""])
    def test_what_is_no_day_is_refused(self, raw: str) -> None:
        with pytest.raises(ValueError, match=r"日期|这一天|年份"):
            read.day(raw)

    def test_a_day_that_has_not_come_is_refused_where_the_past_is_asked(self) -> None:
        assert read.day("2026-10-08", latest=date(2026, 10, 8)) == date(2026, 10, 8)
        with pytest.raises(ValueError, match="还没有到"):
            read.day("2026-10-09", latest=date(2026, 10, 8))

    @given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
    def test_every_written_day_reads_back(self, on: date) -> None:
        assert read.day(on.isoformat()) == on
        assert read.day(f"{on.year}年{on.month}月{on.day}日") == on


class TestInstant:
    def test_a_time_without_zone_is_the_bureaus(self) -> None:
        at = read.instant("2026-10-08T09:30")
        assert at.utcoffset() == timedelta(hours=8)
        assert (at.hour, at.minute) == (9, 30)

    def test_a_given_zone_is_kept(self) -> None:
        at = read.instant("2026-10-08T01:30:00+00:00")
        assert at == datetime(2026, 10, 8, 9, 30, tzinfo=timezone(timedelta(hours=8)))

    def test_chinese_writing_is_read(self) -> None:
        assert read.instant("2026年10月8日 9时5分").minute == 5

    @pytest.mark.parametrize("raw", ["2026-10-08", "2026-10-08 25:00", "九点"])
    def test_an_unclear_time_is_refused(self, raw: str) -> None:
        if raw == "2026-10-08":
            # A bare day is midnight of that day.
            assert read.instant(raw).hour == 0
            return
        with pytest.raises(ValueError, match="日期和时间"):
            read.instant(raw)


class TestYuan:
    @pytest.mark.parametrize(
        ("raw", "amount"),
        [
            ("20000", "20000.00"),
            ("20,000.50", "20000.50"),
            ("￥２０，０００元", "20000.00"),
            ("人民币 3.5 万元", "35000.00"),
            ("2万", "20000.00"),
            ("壹", None),
            ("1.005", None),
            ("-1", None),
            ("1e5", None),
            ("NaN", None),
            ("12 345", "12345.00"),
        ],
    )
    def test_amounts(self, raw: str, amount: str | None) -> None:
        if amount is None:
            with pytest.raises(ValueError, match=r"金额|不能小于"):
                read.yuan(raw)
        else:
            assert read.yuan(raw) == Decimal(amount)

    def test_limits_are_named_in_the_refusal(self) -> None:
        with pytest.raises(ValueError, match="不能大于 50000元"):
            read.yuan("50001", highest=50_000)


class TestOthers:
    def test_text_keeps_chinese_punctuation_and_counts_characters(self) -> None:
        assert read.text("  动火（Ⅱ级），\r\n无票。 ") == "动火（Ⅱ级），\n无票。"
        with pytest.raises(ValueError, match="至少 10 个字"):
            read.text("太短", shortest=10)
        with pytest.raises(ValueError, match="现有 3 个字"):
            read.text("三个字", longest=2)

    def test_a_pattern_speaks_with_its_own_sentence(self) -> None:
        with pytest.raises(ValueError, match="身份证号应为18位"):
            read.text("123", pattern=r"\d{17}[\dX]", hint="身份证号应为18位。")

    def test_whole_numbers(self) -> None:
        assert read.whole("１２") == 12
        for raw in ("1.5", "两个", ""):
            with pytest.raises(ValueError, match="整数"):
                read.whole(raw)

    def test_yes_and_no_must_be_said(self) -> None:
        assert read.yes_or_no("yes") is True
        assert read.yes_or_no("no") is False
        with pytest.raises(ValueError, match="是或否"):
            read.yes_or_no("")

    def test_a_reference_is_a_uuid_or_stays_a_code(self) -> None:
        assert read.identity("0192a000-0000-7000-8000-000000000001") == UUID(
            "0192a000-0000-7000-8000-000000000001"
        )
        assert read.identity("org") == "org"
