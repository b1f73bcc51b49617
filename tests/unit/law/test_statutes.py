"""Citations and terms: printed, stored, and counted as each statute says."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest

from anjian.law.numerals import from_chinese, in_chinese
from anjian.law.statutes import (
    ACL,
    ALL,
    APL,
    ARL,
    CPL,
    MPR,
    PC,
    STATUTES,
    TCR,
    WSL,
    Kind,
    Term,
    Unit,
    cite,
    statute,
)


class TestCitation:
    @pytest.mark.parametrize(
        ("found", "words", "key"),
        [
            (APL.art(42, 1), "《行政处罚法》第四十二条第一款", "APL:42.1"),
            (APL.art(10), "《行政处罚法》第十条", "APL:10"),
            (WSL.art(101, item=3), "《安全生产法》第一百零一条第三项", "WSL:101#3"),
            (WSL.art(114), "《安全生产法》第一百一十四条", "WSL:114"),
            (CPL.art(306), "《民事诉讼法》第三百零六条", "CPL:306"),
            (APL.art(64, 1, 2), "《行政处罚法》第六十四条第一款第二项", "APL:64.1#2"),
            (PC.art(134, sub=1), "《刑法》第一百三十四条之一", "PC:134-1"),
        ],
    )
    def test_prints_in_chinese_and_reads_its_key_back(self, found, words, key):
        assert str(found) == words
        assert found.key == key
        assert cite(key) == found

    @pytest.mark.parametrize("key", ["APL:87", "APL:0", "XYZ:1", "APL", "APL:1.2.3", "apl:1"])
    def test_refuses_what_does_not_exist(self, key):
        with pytest.raises(ValueError):
            cite(key)

    def test_numerals_read_back(self):
        assert all(from_chinese(in_chinese(n)) == n for n in range(1, 2000))
        assert in_chinese(1005) == "一千零五"
        with pytest.raises(ValueError):
            in_chinese(0)
        with pytest.raises(ValueError):
            from_chinese("第八条")


class TestUnitFollowsFromTheStatute:
    @pytest.mark.parametrize("days", [2, 3, 5, 7])
    def test_penalty_law_counts_these_in_working_days(self, days):
        term = APL.term(days, art=61)
        assert term.unit is Unit.WORKING_DAY
        assert [str(c) for c in term.cites] == ["《行政处罚法》第六十一条", "《行政处罚法》第八十五条"]

    @pytest.mark.parametrize("days", [1, 4, 10, 15, 30, 60, 90])
    def test_and_no_others(self, days):
        assert APL.term(days, art=60).unit is Unit.CALENDAR_DAY

    @pytest.mark.parametrize(
        ("days", "unit"), [(5, "working_day"), (10, "working_day"), (30, "calendar_day")]
    )
    def test_coercion_law_up_to_ten_days(self, days, unit):
        assert ACL.term(days, art=54).unit == unit

    @pytest.mark.parametrize(
        ("days", "unit"), [(7, "working_day"), (10, "working_day"), (60, "calendar_day")]
    )
    def test_reconsideration_law(self, days, unit):
        assert ARL.term(days, art=30).unit == unit

    def test_transfer_rule_has_no_working_day_clause(self):
        term = TCR.term(3, art=5, paragraph=2)
        assert (term.unit, term.rolls) == (Unit.CALENDAR_DAY, False)

    def test_ceilings_on_coercion_do_not_roll(self):
        assert not ACL.term(30, art=25).rolls
        assert APL.term(90, art=60).rolls

    def test_months_hours_and_waiting(self):
        assert ALL.months(6, art=46, kind="wait").kind is Kind.WAIT
        assert ACL.hours(24, art=19).unit is Unit.HOUR
        assert str(APL.years(2, art=36)) == "2年"
        assert str(WSL.working_days(7, art=78)) == "7个工作日"

    def test_a_term_survives_storage(self):
        for term in (APL.term(7, art=61), ACL.months(3, art=53), ARL.term(60, art=20, kind="wait")):
            assert Term.from_spec(term.spec()) == term

    def test_a_term_has_a_length(self):
        with pytest.raises(ValueError):
            APL.term(0, art=61)


class TestVersions:
    def test_the_text_of_the_day(self):
        assert APL.in_force(date(2021, 7, 14)).label == "2017年修正"
        assert APL.in_force(date(2021, 7, 15)).label == "2021年修订"
        assert MPR.in_force(date(2026, 1, 31)).valid_to == date(2026, 1, 31)
        assert statute("DCS").in_force(date(2026, 4, 30)) is None
        assert str(APL) == "《行政处罚法》"

    def test_versions_follow_one_another_without_overlap(self):
        for each in STATUTES.values():
            for before, after in zip(each.versions, each.versions[1:], strict=False):
                assert before.valid_to is not None
                assert before.valid_to < after.valid_from


def test_importing_the_law_reads_no_files_and_no_framework():
    code = (
        "import sys, anjian.law.statutes, anjian.law.clocks, anjian.law.calendar, anjian.law.parameters,"
        "anjian.law.violations; print([m for m in ('yaml', 'django', 'psycopg') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout.strip() == "[]"
