"""The catalogue against the amounts of 《安全生产法》 articles 94 to 110."""

from __future__ import annotations

from datetime import date

import pytest

from anjian.law.violations import STAGES, TARGETS, get, range_yuan, read_catalogue, violations

DAY = date(2026, 10, 1)


class TestAmounts:
    @pytest.mark.parametrize(
        ("code", "target", "stage", "expected"),
        [
            ("WSL-94", "principal", "first", (20_000, 50_000)),
            ("WSL-94", "principal", "uncorrected", (50_000, 100_000)),
            ("WSL-96", "other_head", "first", (10_000, 30_000)),
            ("WSL-97-6", "unit", "first", (0, 100_000)),
            ("WSL-97-6", "unit", "uncorrected", (100_000, 200_000)),
            ("WSL-97-6", "responsible", "uncorrected", (20_000, 50_000)),
            ("WSL-98-4", "unit", "uncorrected", (500_000, 1_000_000)),
            ("WSL-99-4", "unit", "first", (0, 50_000)),
            ("WSL-99-4", "responsible", "uncorrected", (10_000, 20_000)),
            ("WSL-101-3", "unit", "first", (0, 100_000)),
            ("WSL-102", "responsible", "uncorrected", (50_000, 100_000)),
            ("WSL-103-2", "responsible", "first", (0, 10_000)),
            ("WSL-105-2", "unit", "first", (0, 50_000)),
            ("WSL-106", "principal", "first", (20_000, 100_000)),
            ("WSL-108", "unit", "uncorrected", (20_000, 200_000)),
            ("WSL-109", "unit", "first", (50_000, 100_000)),
        ],
    )
    def test_ranges(self, code, target, stage, expected):
        assert range_yuan(code, target, stage, on=DAY) == expected

    @pytest.mark.parametrize(
        ("code", "target", "stage"),
        [
            ("WSL-108", "unit", "first"),
            ("WSL-95", "principal", "accident_general"),
            ("WSL-103-1", "unit", "gains_large"),
        ],
    )
    def test_no_amount_in_yuan(self, code, target, stage):
        with pytest.raises(LookupError):
            range_yuan(code, target, stage, on=DAY)

    def test_income_and_gains_are_said_in_words(self):
        assert str(get("WSL-95", DAY).fine("principal", "accident_larger")) == "上一年年收入的60%"
        assert str(get("WSL-110-2", DAY).fine("principal", "accident")) == "上一年年收入的60%至100%"
        assert str(get("WSL-103-1", DAY).fine("unit", "gains_large")) == "违法所得的2倍以上5倍以下"
        assert str(get("WSL-98-1", DAY).fine("unit", "first")) == "10万元以上50万元以下"
        assert str(get("WSL-97-1", DAY).fine("unit", "first")) == "10万元以下"


class TestCatalogue:
    def test_every_row_cites_duty_and_penalty(self):
        rows = violations(DAY)
        assert len(rows) >= 25
        for row in rows:
            assert row.conduct
            assert str(row.duty).startswith("《安全生产法》第")
            assert 94 <= row.penalty.article <= 110
            assert row.duty.article < 90
            assert {s.code for s in row.stages} <= set(STAGES)
            assert {t for s in row.stages for t in s.fines} <= set(TARGETS)

    def test_breaking_alarms_asks_for_the_crime(self):
        assert str(get("WSL-99-4", DAY).crime) == "《刑法》第一百三十四条之一"

    def test_daily_fines_follow_an_order_and_a_fine_to_the_unit(self):
        assert get("WSL-97-6", DAY).daily
        assert not get("WSL-94", DAY).daily
        assert not get("WSL-106", DAY).daily

    def test_conduct_before_the_text_was_in_force_is_not_in_it(self):
        assert get("WSL-97-6", date(2021, 8, 31)) is None
        assert violations(date(2021, 8, 31)) == ()
        assert get("WSL-1", DAY) is None
        with pytest.raises(KeyError):
            range_yuan("WSL-1", "unit", "first", on=DAY)
        with pytest.raises(KeyError):
            get("WSL-94", DAY).stage("grave")


def _file(**row):
    base = {
        "code": "X",
        "conduct": "试",
        "duty": "WSL:21",
        "penalty": "WSL:94",
        "daily": False,
        "stages": {"first": {"order": "责令改正", "fines": {"unit": {"from": 1, "to": 2}}}},
    }
    return {
        "statute": "WSL",
        "valid_from": DAY,
        "valid_to": None,
        "source": "条文",
        "rows": [base | row],
    }


class TestFilesAreChecked:
    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            ({"penalty": "APL:9"}, "not punished by WSL"),
            ({"stages": {}}, "no consequence"),
            ({"stages": {"later": {"order": ""}}}, "unknown stage"),
            ({"stages": {"first": {"order": "", "fines": {"dog": {"from": 1, "to": 2}}}}}, "fines dog"),
            ({"stages": {"first": {"order": "", "fines": {"unit": {"from": 3, "to": 2}}}}}, "a range from 3"),
        ],
    )
    def test_refuses(self, row, problem):
        with pytest.raises(ValueError, match=problem):
            read_catalogue(_file(**row))

    def test_refuses_no_source_and_twice(self):
        with pytest.raises(ValueError, match="source"):
            read_catalogue(_file() | {"source": ""})
        twice = _file()
        twice["rows"] *= 2
        with pytest.raises(ValueError, match="declared twice"):
            read_catalogue(twice)
