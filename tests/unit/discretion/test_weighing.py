"""The discretion sheet: acts, merging, faults, later lighter law; closure and leniency."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from anjian.discretion.closure import count
from anjian.discretion.factors import Use
from anjian.discretion.leniency import FirmFile, judge, lists
from anjian.discretion.lines import Penalty
from anjian.discretion.lines import judge as judge_lines
from anjian.discretion.money import span
from anjian.discretion.weighing import Act, read_measure, weigh

DAY = date(2026, 10, 20)
HAZARD = Act(
    no="1",
    violation="WSL-102",
    target="unit",
    stage="first",
    stated={"major_hazards": Decimal(1)},
    amount=Decimal(10_000),
    reason="已停止使用并限期整改",
)
WELDER = Act(
    no="2", violation="WSL-97-7", target="unit", stage="first", amount=Decimal(30_000), reason="一人无证"
)


def codes(sheet):
    return [fault.code for fault in sheet.faults]


class TestOneAct:
    def test_amount_inside_the_grade(self):
        sheet = weigh([HAZARD], on=DAY)
        assert codes(sheet) == []
        assert sheet.bands["unit"] == span(0, 20_000)
        assert sheet.totals["unit"] == 10_000
        assert not sheet.deviates

    def test_every_line_names_its_article_or_source(self):
        assert all(line.cites or line.source for line in weigh([HAZARD, WELDER], on=DAY).trace)

    def test_the_same_input_gives_the_same_trace(self):
        assert weigh([HAZARD, WELDER], on=DAY) == weigh([HAZARD, WELDER], on=DAY)

    def test_outside_the_band_needs_a_reason(self):
        far = replace(HAZARD, amount=Decimal(30_000))
        assert codes(weigh([far], on=DAY)) == ["outside_band"]
        told = weigh([replace(far, deviation="同时影响多个班组")], on=DAY)
        assert codes(told) == []
        assert told.deviates

    def test_outside_the_statute_is_never_allowed(self):
        sheet = weigh([replace(HAZARD, amount=Decimal(60_000), deviation="情节恶劣")], on=DAY)
        assert codes(sheet) == ["outside_statute"]
        assert "第一百零二条" in sheet.faults[0].cites[0]

    def test_below_the_minimum_only_with_a_reducing_circumstance(self):
        low = Act(
            no="1", violation="WSL-109", target="unit", stage="first", amount=Decimal(30_000), reason="x"
        )
        assert codes(weigh([low], on=DAY)) == ["outside_statute"]
        assert codes(weigh([replace(low, uses=(Use("merit", "lighter"),))], on=DAY)) == ["outside_statute"]
        assert codes(weigh([replace(low, uses=(Use("merit", "reduced"),))], on=DAY)) == []

    def test_no_penalty_leaves_no_fine(self):
        none = replace(HAZARD, uses=(Use("slight_corrected", "none"),))
        assert codes(weigh([none], on=DAY)) == ["no_penalty"]
        assert codes(weigh([replace(none, amount=Decimal(0))], on=DAY)) == []

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"violation": "WSL-1"}, "unknown"),
            ({"target": "principal"}, "no_fine"),
            ({"stage": "accident"}, "no_fine"),
            ({"violation": "WSL-103-1", "stage": "gains_large"}, "no_base"),
        ],
    )
    def test_what_cannot_be_computed_is_said(self, change, code):
        assert codes(weigh([replace(HAZARD, **change)], on=DAY)) == [code]

    def test_multiples_of_gains(self):
        act = replace(
            HAZARD,
            violation="WSL-103-1",
            stage="gains_large",
            stated={"gains": Decimal(200_000)},
            amount=Decimal(700_000),
        )
        sheet = weigh([act], on=DAY)
        assert sheet.statutory["unit"] == span(400_000, 1_000_000)
        assert sheet.bands["unit"] == span(580_000, 820_000)

    @pytest.mark.parametrize(
        ("ended", "years"),
        [(date(2024, 10, 20), "2年"), (date(2021, 10, 20), "5年"), (date(2024, 10, 21), "")],
    )
    def test_the_years_of_article_36_are_told(self, ended, years):
        lines = [
            line
            for line in weigh([replace(HAZARD, conduct_on=ended)], on=DAY).trace
            if line.topic == "time_bar"
        ]
        assert [years in line.text for line in lines] == ([True] if years else [])

    def test_minors_count_only_for_persons(self):
        act = replace(HAZARD, uses=(Use("minor_14", "lighter"),))
        assert weigh([act], on=DAY).acts[0].band.level == "general"


class TestSeveralActs:
    def test_decided_one_by_one_and_merged(self):
        sheet = weigh([HAZARD, WELDER], on=DAY)
        assert sheet.totals["unit"] == 40_000
        assert sheet.bands["unit"] == span(30_000, 90_000)
        assert "1万元＋3万元＝4万元" in sheet.trace[-1].text

    def test_one_act_under_several_rules_takes_the_higher(self):
        sheet = weigh([replace(HAZARD, same_act="甲"), replace(WELDER, same_act="甲")], on=DAY)
        assert sheet.totals["unit"] == 30_000
        assert sheet.statutory["unit"] == span(0, 100_000)
        assert any("第二十九条" in cite for line in sheet.trace for cite in line.cites)

    def test_targets_are_kept_apart(self):
        head = Act(
            no="3", violation="WSL-94", target="principal", stage="first", amount=Decimal(30_000), reason="x"
        )
        assert weigh([HAZARD, head], on=DAY).totals == {"unit": 10_000, "principal": 30_000}


class TestLaterLaw:
    OLD = Act(
        no="1",
        violation="DCR-80-1-4",
        target="unit",
        stage="first",
        conduct_on=date(2026, 3, 1),
        amount=Decimal(60_000),
        reason="x",
    )

    def test_without_the_new_row_the_officer_is_told_to_compare(self):
        lines = weigh([self.OLD], on=DAY).trace
        assert any(line.topic == "later_law" and line.warning for line in lines)

    def test_both_texts_are_computed(self):
        sheet = weigh([replace(self.OLD, later="DCS-103-1-4")], on=DAY)
        told = next(line for line in sheet.trace if line.topic == "later_law")
        assert "《危险化学品安全管理条例》" in told.text
        assert "《危险化学品安全法》" in told.text
        assert "第三十七条" in told.cites[0]


class TestClosure:
    def test_three_in_half_a_year(self):
        days = [DAY - timedelta(days=n) for n in (0, 90, 179)]
        assert count(days, on=DAY, major_hazard=True).due
        assert not count([*days[:2], DAY - timedelta(days=180)], on=DAY, major_hazard=True).due
        assert not count(days, on=DAY, major_hazard=False).due

    def test_four_in_a_year(self):
        days = [DAY - timedelta(days=n) for n in (10, 200, 300, 364)]
        found = count(days, on=DAY, major_hazard=True)
        assert (found.due, found.in_half_year, found.in_year) == (True, 1, 4)


class TestLeniency:
    GOOD = FirmFile(
        same_before=0,
        years_since_fatality=5,
        blacklisted=False,
        major_hazard=False,
        corrected=True,
        rechecked=True,
        harm="none",
        undertaking=True,
        persons=3,
    )

    def _judge(self, violation="WSL-97-5", place="371000", **change):
        return judge(violation, replace(self.GOOD, **change), on=DAY, place=place).outcome

    def test_order_and_outcomes(self):
        assert self._judge() == "must_not"
        assert self._judge(harm="slight") == "may_not"
        assert self._judge(harm="slight", same_before=2) == "no"
        assert self._judge(same_before=2) == "must_not"
        assert self._judge(rechecked=None) == "check"
        assert self._judge(major_hazard=True) == "no"
        assert self._judge(years_since_fatality=1) == "no"
        assert self._judge(industries=("fireworks",)) == "no"

    def test_outside_the_list_the_leaders_discuss(self):
        assert self._judge(place="610100") == "discuss"
        assert self._judge(place="610100", fault_disproved=True) == "must_not"

    def test_a_list_may_bound_the_number_of_persons(self):
        assert self._judge("WSL-97-4", "511900") == "must_not"
        assert self._judge("WSL-97-4", "511900", persons=11) == "no"

    def test_lists_name_real_rows_and_sources(self):
        from anjian.law.violations import get

        found = lists(DAY, "000000", examples=True)
        assert len(found) >= 2
        assert all(each.source and get(item.violation, DAY) for each in found for item in each.items)
        assert lists(DAY, "610100") == ()


class TestLines:
    @pytest.mark.parametrize(
        ("amount", "person", "expected"),
        [(49_999, False, False), (50_000, False, True), (19_999, True, False), (20_000, True, True)],
    )
    def test_hearing_line_includes_its_figure(self, amount, person, expected):
        found = judge_lines(Penalty(fine=Decimal(amount), person=person), on=DAY)
        assert (found.hearing.required, found.legal_review.required, found.discussion.required) == (
            expected,
        ) * 3

    def test_grave_kinds_need_no_sum(self):
        found = judge_lines(Penalty(fine=Decimal(0), person=False, others=("责令停产停业整顿",)), on=DAY)
        assert found.hearing.required
        assert not found.simple_allowed

    def test_report_upward(self):
        assert judge_lines(Penalty(fine=Decimal(20_000), person=False), on=DAY).report_up


def test_measures_are_read_strictly():
    assert read_measure("places", "3") == 3
    assert read_measure("overdue", "是") is True
    with pytest.raises(ValueError, match="数字"):
        read_measure("places", "三处")
    with pytest.raises(ValueError, match="没有"):
        read_measure("moon", "1")


def test_a_trace_takes_less_than_twenty_milliseconds():
    acts = [replace(HAZARD, no=str(n)) for n in range(10)]
    weigh(acts, on=DAY)
    start = time.perf_counter()
    for _ in range(20):
        weigh(acts, on=DAY)
    assert (time.perf_counter() - start) / 20 < 0.02
