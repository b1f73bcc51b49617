"""Grade tables: reading, governing, conditions, flaws told on load, clamping to the statute."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anjian.discretion.bands import Measured, divide
from anjian.discretion.factors import Use, factors, read_factors, weigh
from anjian.discretion.flaws import flaws
from anjian.discretion.measures import read_test
from anjian.discretion.money import Span, span, yuan
from anjian.discretion.tables import fitting, governing, read_table, tables
from anjian.law.violations import get

DAY = date(2026, 10, 1)


def table(code):
    return next(each for each in tables() if each.code == code)


def measured(code="WSL-102", stage="first", target="unit", *, on=DAY, place="", **stated):
    violation = get(code, on)
    fine = violation.fine(target, stage)
    values = {k: v if isinstance(v, bool) else Decimal(v) for k, v in stated.items()}
    return Measured(
        violation=violation,
        target=target,
        stage=stage,
        statutory=span(fine.low, fine.high),
        stated=values,
        bases={},
        on=on,
        place=place,
    )


class TestTables:
    def test_every_file_says_where_it_was_read(self):
        assert {each.code for each in tables()} >= {"national-2024-90", "shanxi-2021-260"}
        assert all(each.source and each.confidence for each in tables())

    def test_local_table_lapses_when_the_ministrys_appears(self):
        before, after = date(2024, 10, 31), date(2024, 11, 1)
        assert [t.code for t in governing(before, "140100")] == ["shanxi-2021-260"]
        assert [t.code for t in governing(after, "140100")] == ["national-2024-90"]

    def test_another_place_does_not_govern(self):
        assert governing(date(2023, 1, 1), "610100") == ()

    def test_examples_are_never_applied(self):
        assert all(not each.example for day in (DAY, date(2022, 5, 1)) for each in governing(day, "000000"))

    def test_delivered_flaws_are_those_of_the_real_table(self):
        found = [(f.kind, f.row, f.grade) for each in tables() for f in flaws(each)]
        assert found == [
            ("below_statute", "99-1", "1"),
            ("below_statute", "99-1", "2"),
            ("same", "99-1", "4"),
            ("reversed", "99-1", "4"),
        ]

    def test_overlapping_conditions_are_told(self):
        told = {
            "code": "t",
            "title": "t",
            "valid_from": date(2024, 1, 1),
            "source": "s",
            "confidence": "local",
            "rows": [
                {
                    "number": "1",
                    "conduct": "c",
                    "violations": ["WSL-99-1", "WSL-000"],
                    "grades": [
                        {
                            "grade": "A",
                            "when": [[{"measure": "places", "at_most": 3}]],
                            "standards": _unit(0, 60_000),
                        },
                        {
                            "grade": "B",
                            "when": [[{"measure": "places", "at_least": 3}]],
                            "standards": _unit(1, 2),
                        },
                    ],
                }
            ],
        }
        assert {f.kind for f in flaws(read_table(told))} == {
            "overlap",
            "above_statute",
            "reversed",
            "unknown_violation",
        }

    @pytest.mark.parametrize(
        "broken",
        [
            {"measure": "moon", "is": True},
            {"measure": "places"},
            {"measure": "places", "is": True},
            {"measure": "overdue", "at_least": 1},
        ],
    )
    def test_conditions_are_typed(self, broken):
        with pytest.raises(ValueError, match=r"condition|asked"):
            read_test(broken)

    def test_words_include_or_exclude_the_number(self):
        three = read_test({"measure": "places", "at_most": 3})
        under = read_test({"measure": "places", "below": 3})
        assert str(three) == "涉及处数3处以下"
        assert three.holds({"places": Decimal(3)}) is True
        assert under.holds({"places": Decimal(3)}) is False
        assert under.holds({}) is None

    def test_grade_by_facts(self):
        one = fitting("WSL-102", {"major_hazards": Decimal(1)}, on=DAY)
        four = fitting("WSL-102", {"general_hazards": Decimal(4)}, on=DAY)
        assert one.grade.code == "A"
        assert four.grade is None


def _unit(low, high):
    return [{"target": "unit", "stage": "first", "from": low, "to": high}]


class TestBands:
    def test_grade_a_of_row_46(self):
        band = divide(measured(major_hazards=1), level="general")
        assert band.span == Span(Decimal(0), Decimal(20_000))
        assert "序号46裁量阶次A" in band.grade

    def test_lighter_and_heavier_inside_the_grade(self):
        assert divide(measured(major_hazards=1), level="lighter").span == span(0, 6_000)
        assert divide(measured(major_hazards=1), level="heavier").span == span(14_000, 20_000)

    def test_default_rule_without_row(self):
        assert divide(measured("WSL-97-7"), level="general").span == span(30_000, 70_000)
        assert divide(measured("WSL-97-7", "uncorrected"), level="lighter").span == span(100_000, 130_000)

    def test_reduced_goes_below_the_minimum(self):
        assert divide(measured("WSL-97-7", "uncorrected"), level="reduced").span == span(0, 100_000)

    def test_no_penalty_has_no_band(self):
        assert divide(measured(), level="none").span is None

    def test_local_table_below_the_statute_is_clamped_and_told(self):
        act = measured(
            "WSL-99-1", "uncorrected", "responsible", on=date(2023, 3, 1), place="140000", places=1
        )
        band = divide(act, level="general")
        assert band.span == span(10_000, 10_000)
        assert any(line.warning and "法定幅度修正为1万元" in line.text for line in band.lines)


class TestFactors:
    def test_levels(self):
        def level(*uses, person=False):
            return weigh([Use(*each) for each in uses], on=DAY, person=person).level

        assert level() == "general"
        assert level(("eliminated_harm", "lighter")) == "lighter"
        assert level(("eliminated_harm", "reduced")) == "reduced"
        assert level(("emergency", "heavier")) == "heavier"
        assert level(("emergency", "heavier"), ("merit", "lighter")) == "general"
        assert level(("slight_corrected", "none"), ("emergency", "heavier")) == "none"

    def test_what_does_not_count_is_told(self):
        found = weigh(
            [Use("minor_14", "reduced"), Use("emergency", "reduced"), Use("x", "lighter")],
            on=DAY,
            person=False,
        )
        assert found.level == "general"
        assert [line.warning for line in found.lines[:3]] == [True, True, True]

    def test_ministry_rule_counts_from_its_day(self):
        assert "ministry_eliminated" not in {f.code for f in factors(date(2023, 6, 1))}
        assert "ministry_eliminated" in {f.code for f in factors(DAY)}

    def test_every_circumstance_cites(self):
        assert all(f.cites for f in factors(DAY))
        with pytest.raises(ValueError, match="no article"):
            read_factors([{"code": "x", "label": "x", "effects": ["lighter"], "must": True, "cites": []}])


def test_money_in_words():
    assert yuan(53_750) == "5.375万元"
    assert str(span(0, 50_000)) == "5万元以下"
    assert str(span(20_000, None)) == "2万元以上"
    with pytest.raises(ValueError, match="no range"):
        span(5, 1)
