"""Dated parameters: the nearest place, the right day, and files that must say where they are from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anjian.law.parameters import (
    Confidence,
    codes,
    parameter,
    parameters_on,
    places,
    read_parameters,
    term_of,
)
from anjian.law.terms import Kind, Unit

TODAY = date(2026, 11, 22)


def _row(*values, **more):
    return {"code": "x.y", "label": "试", "unit": "yuan", "values": list(values), **more}


def _figure(**more):
    return {"value": 1, "valid_from": date(2020, 1, 1), "source": "某规定", "confidence": "text", **more}


class TestLookUp:
    def test_hearing_line_says_that_it_is_not_verified(self):
        found = parameter("hearing.unit", on=TODAY, place="610100")
        assert found.value == Decimal(50000)
        assert found.confidence is Confidence.UNVERIFIED
        assert not found.verified
        assert "陕西" in found.source
        assert found.confidence.label == "沿用旧规定，待核实"

    def test_the_rule_of_2015_ends_when_the_new_one_begins(self):
        before = parameter("hearing.person", on=date(2026, 1, 31))
        after = parameter("hearing.person", on=date(2026, 2, 1))
        assert (before.confidence, after.confidence) == (Confidence.KNOWLEDGE, Confidence.UNVERIFIED)
        with pytest.raises(LookupError):
            parameter("decision.rule_period", on=TODAY)
        assert parameter("decision.rule_period", on=date(2025, 6, 1)).value == 30

    def test_old_limits_of_the_summary_procedure_are_dated(self):
        assert parameter("summary.unit", on=date(2021, 7, 14)).value == 1000
        assert parameter("summary.unit", on=date(2021, 7, 15)).value == 3000

    def test_the_nearest_place_goes_first(self):
        assert places("610113") == ("610113", "610100", "610000", "000000")
        assert places("") == ("000000",)
        found = read_parameters(
            [_row(_figure(value=1), _figure(value=2, place="610000"), _figure(value=3, place="610100"))]
        )
        assert {p.place: p.value for p in found["x.y"]} == {"000000": 1, "610000": 2, "610100": 3}
        with pytest.raises(LookupError):
            parameter("inspection.notice", on=TODAY, place="510100")
        assert parameter("inspection.notice", on=TODAY, place="610113").value == 3

    def test_unknown_code(self):
        with pytest.raises(KeyError):
            parameter("no.such", on=TODAY)

    def test_all_of_a_day(self):
        found = parameters_on(TODAY, "610100")
        assert {"hearing.unit", "hearing.person", "discussion.unit", "discussion.person"} <= set(found)
        assert set(found) < codes()


class TestTerms:
    def test_defence_waits_five_working_days(self):
        term = term_of("defence.period", on=TODAY)
        assert (term.amount, term.unit, term.kind) == (5, Unit.WORKING_DAY, Kind.WAIT)
        assert str(term.cites[0]) == "《行政处罚法》第四十四条"

    def test_before_the_new_penalty_law_it_was_three(self):
        assert term_of("defence.period", on=date(2021, 7, 14)).amount == 3

    def test_money_is_no_term(self):
        with pytest.raises(ValueError, match="not a period"):
            term_of("hearing.unit", on=TODAY)


class TestFilesAreChecked:
    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            (_row(_figure(source=" ")), "without source"),
            (_row(_figure(confidence="sure")), "how sure"),
            (_row(_figure(valid_to=date(2019, 1, 1))), "ends before"),
            (_row(_figure(), _figure(valid_from=date(2021, 1, 1))), "overlapping"),
            (_row(_figure(valid_to=date(2021, 1, 1)), _figure(valid_from=date(2021, 1, 1))), "overlapping"),
            (_row(_figure(), unit="miles"), "unknown unit"),
        ],
    )
    def test_refuses(self, row, problem):
        with pytest.raises(ValueError, match=problem):
            read_parameters([row])

    def test_refuses_a_code_declared_twice(self):
        with pytest.raises(ValueError, match="twice"):
            read_parameters([_row(_figure()), _row(_figure())])

    def test_a_known_gap_has_no_value(self):
        (found,) = read_parameters([_row(_figure(value=None))])["x.y"]
        assert (found.value, str(found)) == (None, "未知")

    def test_prints_with_its_unit(self):
        assert str(parameter("hearing.unit", on=TODAY)) == "50000元"
        assert str(parameter("add_on.daily", on=TODAY)) == "3%"
        assert str(parameter("defence.period", on=TODAY)) == "5个工作日"
