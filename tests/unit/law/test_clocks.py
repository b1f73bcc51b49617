"""Counting terms: worked examples, and 10,000 random histories against a second calculator."""

from __future__ import annotations

import importlib.util
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjian.law.calendar import WorkCalendar, YearPlan
from anjian.law.clocks import Extension, Pause, Running, add_months, compute, recompute
from anjian.law.statutes import ACL, ALL, APL, TCR
from anjian.law.terms import Kind, Term, Unit

_spec = importlib.util.spec_from_file_location("naive", Path(__file__).with_name("naive.py"))
assert _spec is not None
naive = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(naive)  # type: ignore[union-attr]

CALENDAR = WorkCalendar.load()


class TestWorkingDays:
    def test_hearing_request_over_the_national_day_holiday(self):
        found = compute(APL.term(5, art=64), date(2026, 9, 30), CALENDAR)
        # 8, 9 October, the made-up Saturday 10, then 12 and 13.
        assert found.due_on == date(2026, 10, 13)
        assert "2026年9月30日（当日不计）" in found.explain()
        assert "第1个工作日为2026年10月8日" in found.explain()
        assert "国庆节放假，不计" in found.explain()
        assert found.cites == ("《行政处罚法》第六十四条", "《行政处罚法》第八十五条")
        assert not found.provisional

    def test_made_up_sunday_counts(self):
        assert compute(APL.term(2, art=71), date(2026, 2, 13), CALENDAR).due_on == date(2026, 2, 24)

    def test_demand_waits_ten_working_days(self):
        found = compute(ACL.term(10, art=54, kind="wait"), date(2026, 9, 24), CALENDAR)
        assert found.due_on == date(2026, 10, 15)
        assert found.opens_on == date(2026, 10, 16)
        assert "次日起方可办理" in found.explain()


class TestCalendarDays:
    def test_ninety_days_roll_over_a_holiday(self):
        found = compute(APL.term(90, art=60), date(2026, 7, 3), CALENDAR)
        assert found.nominal_on == date(2026, 10, 1)
        assert found.due_on == date(2026, 10, 8)
        assert "第八十五条第三款顺延" in found.explain()

    def test_ceiling_on_seizure_does_not_roll(self):
        found = compute(ACL.term(30, art=25), date(2026, 9, 4), CALENDAR)
        assert found.due_on == date(2026, 10, 4)
        assert "不作顺延" in found.explain()

    def test_three_days_of_transfer_are_calendar_days_and_never_later(self):
        found = compute(TCR.term(3, art=5, paragraph=2), date(2026, 9, 30), CALENDAR)
        assert found.due_on == date(2026, 10, 3)

    def test_payment_within_fifteen_days_rolls_off_a_made_up_weekend_correctly(self):
        # Day fifteen is Saturday 10 October, which the notice makes a working day: no roll-over.
        assert compute(APL.term(15, art=67), date(2026, 9, 25), CALENDAR).due_on == date(2026, 10, 10)


class TestMonthsAndYears:
    def test_same_number_or_last_of_month(self):
        assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
        assert add_months(date(2024, 2, 29), 24) == date(2026, 2, 28)

    def test_suit_within_six_months(self):
        found = compute(ALL.months(6, art=46), date(2025, 9, 12), CALENDAR)
        assert found.due_on == date(2026, 3, 12)
        assert "对应日为2026年3月12日" in found.explain()

    def test_time_bar_of_two_years(self):
        assert compute(APL.years(2, art=36), date(2024, 3, 5), CALENDAR).due_on == date(2026, 3, 5)


class TestHours:
    def test_runs_by_the_minute_through_a_holiday(self):
        start = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)
        found = compute(ACL.hours(24, art=19), start, CALENDAR)
        assert found.due_at == start + timedelta(hours=24)
        assert "不因休息日、节假日顺延" in found.explain()

    @pytest.mark.parametrize(
        ("start", "pauses"),
        [
            (date(2026, 10, 1), ()),
            (datetime(2026, 10, 1, 9, 30), ()),
            (datetime(2026, 10, 1, 9, 30, tzinfo=UTC), (Pause(from_on=date(2026, 10, 1)),)),
        ],
    )
    def test_refuses_a_bare_day_and_a_pause(self, start, pauses):
        with pytest.raises(ValueError):
            compute(ACL.hours(24, art=19), start, CALENDAR, pauses=pauses)


class TestPauses:
    def test_appraisal_days_are_not_counted_in_a_seizure(self):
        pause = Pause(
            from_on=date(2026, 3, 10),
            until_on=date(2026, 3, 20),
            reason="技术鉴定",
            cites=("《行政强制法》第二十五条",),
        )
        found = compute(ACL.term(30, art=25), date(2026, 3, 1), CALENDAR, pauses=[pause])
        assert found.due_on == date(2026, 4, 10)
        assert "2026年3月10日至2026年3月19日因技术鉴定暂停计算，扣除10日" in found.explain()

    def test_open_pause_is_said_and_never_expires(self):
        pause = Pause(from_on=date(2026, 3, 10), reason="鉴定")
        found = compute(APL.term(90, art=60), date(2026, 3, 1), CALENDAR, pauses=[pause])
        assert found.paused
        assert not found.expired(date(2030, 1, 1))
        assert "尚未恢复" in found.explain()
        assert "如立即恢复计算" in found.explain()

    def test_pause_after_the_end_changes_nothing(self):
        pause = Pause(from_on=date(2026, 8, 1), until_on=date(2026, 8, 9))
        bare = compute(APL.term(5, art=64), date(2026, 3, 2), CALENDAR)
        assert compute(APL.term(5, art=64), date(2026, 3, 2), CALENDAR, pauses=[pause]).due_on == bare.due_on

    def test_overlapping_pauses_are_refused(self):
        pauses = [
            Pause(from_on=date(2026, 3, 3), until_on=date(2026, 3, 9)),
            Pause(from_on=date(2026, 3, 5), until_on=date(2026, 3, 6)),
        ]
        with pytest.raises(ValueError, match="overlap"):
            compute(APL.term(90, art=60), date(2026, 3, 1), CALENDAR, pauses=pauses)

    def test_pause_cannot_end_before_it_begins(self):
        with pytest.raises(ValueError, match="before it begins"):
            Pause(from_on=date(2026, 3, 3), until_on=date(2026, 3, 2))


class TestExtensions:
    def test_seizure_thirty_and_thirty_days(self):
        more = Extension(granted_on=date(2026, 9, 20), term=ACL.term(30, art=25), approved_by="张局长")
        found = compute(ACL.term(30, art=25), date(2026, 9, 1), CALENDAR, extensions=[more])
        assert found.due_on == date(2026, 10, 31)
        assert "经张局长批准" in found.explain()

    def test_to_a_date_stands_as_approved(self):
        more = Extension(granted_on=date(2026, 3, 30), until_on=date(2026, 10, 4))
        found = compute(APL.term(30, art=60), date(2026, 3, 1), CALENDAR, extensions=[more])
        assert found.due_on == date(2026, 10, 4)

    def test_too_late_or_not_longer_is_refused(self):
        term = APL.term(30, art=60)
        late = Extension(granted_on=date(2026, 5, 6), until_on=date(2026, 10, 1))
        with pytest.raises(ValueError, match="after the term had ended"):
            compute(term, date(2026, 3, 1), CALENDAR, extensions=[late])
        shorter = Extension(granted_on=date(2026, 3, 6), until_on=date(2026, 3, 20))
        with pytest.raises(ValueError, match="does not lengthen"):
            compute(term, date(2026, 3, 1), CALENDAR, extensions=[shorter])

    def test_names_a_term_or_a_date(self):
        with pytest.raises(ValueError, match="by a term or to a date"):
            Extension(granted_on=date(2026, 3, 6))


class TestProvisional:
    def test_working_days_in_a_year_without_notice(self):
        found = compute(APL.term(7, art=61), date(2026, 12, 28), CALENDAR)
        assert found.provisional
        assert "暂定日期" in found.explain()

    def test_days_that_only_pass_through_it_are_certain_unless_they_end_there(self):
        assert not compute(APL.term(7, art=61), date(2026, 12, 18), CALENDAR).provisional
        assert compute(APL.term(90, art=60), date(2026, 11, 20), CALENDAR).provisional

    def test_unrolled_calendar_days_are_certain_in_any_year(self):
        assert not compute(ACL.term(30, art=25), date(2027, 3, 1), CALENDAR).provisional


class TestRemaining:
    def test_counts_both_kinds_of_days(self):
        found = compute(APL.term(5, art=64), date(2026, 9, 30), CALENDAR)
        left = found.remaining(date(2026, 10, 1), CALENDAR)
        assert (left.calendar_days, left.working_days) == (12, 5)
        late = found.remaining(date(2026, 10, 15), CALENDAR)
        assert (late.calendar_days, late.working_days) == (-2, -2)
        assert found.expired(date(2026, 10, 14))
        assert not found.expired(date(2026, 10, 13))


class TestRecompute:
    def test_lists_what_a_published_notice_moves(self):
        published = CALENDAR.with_year(
            YearPlan(
                2027,
                notice_no="国办发明电〔2026〕9号",
                rest=frozenset({date(2027, 1, 1)}),
                statutory=frozenset({date(2027, 1, 1)}),
                names=((date(2027, 1, 1), "元旦"),),
            )
        )
        clocks = [
            Running(key="a", label="送达决定书", term=APL.term(7, art=61), start_on=date(2026, 12, 28)),
            Running(key="b", label="要求听证", term=APL.term(5, art=64), start_on=date(2026, 9, 30)),
            Running(key="c", label="作出决定", term=APL.term(90, art=60), start_on=date(2026, 11, 2)),
        ]
        moved, settled = recompute(clocks, CALENDAR, published)
        assert (moved.key, moved.moved_days) == ("a", 1)
        assert "推后1日" in moved.sentence()
        assert settled.key == "c"
        assert settled.moved_days == 0
        assert "不再是暂定日期" in settled.sentence()

    def test_says_when_an_approved_extension_would_come_too_late(self):
        clock = Running(
            key="x",
            label="送达",
            term=APL.term(5, art=61),
            start_on=date(2026, 2, 27),
            extensions=(Extension(granted_on=date(2026, 3, 6), until_on=date(2026, 3, 20)),),
        )
        # The notice makes Saturday 28 February a working day, so the term ended a day earlier.
        (found,) = recompute([clock], CALENDAR.with_year(YearPlan(2026)), CALENDAR)
        assert found.after is None
        assert "无法重新计算" in found.sentence()


def _random_calendar(rng: random.Random) -> WorkCalendar:
    plans = []
    for year in range(2020, 2034):
        rest, work, day = set(), set(), date(year, 1, 1)
        for _ in range(rng.randrange(12)):
            first = day + timedelta(days=rng.randrange(355))
            rest |= {first + timedelta(days=n) for n in range(rng.randrange(1, 9))}
        for _ in range(rng.randrange(8)):
            maybe = day + timedelta(days=rng.randrange(365))
            if maybe.weekday() >= 5 and maybe not in rest:
                work.add(maybe)
        plans.append(
            YearPlan(
                year,
                notice_no="国办发明电〔0〕0号",
                rest=frozenset(d for d in rest if d.year == year),
                work=frozenset(w for w in work if w not in rest),
            )
        )
    return WorkCalendar.of(plans)


_CALENDARS = [CALENDAR, *(_random_calendar(random.Random(seed)) for seed in range(6))]
_UNITS = {
    Unit.WORKING_DAY: 60,
    Unit.CALENDAR_DAY: 200,
    Unit.MONTH: 13,
    Unit.YEAR: 3,
}


def _history(rng: random.Random):
    """One random clock: term, start, pauses and extensions as both calculators take them."""
    unit = rng.choice(list(_UNITS))
    term = Term(rng.randint(1, _UNITS[unit]), unit, rolls=rng.random() < 0.6)
    start = date(2021, 1, 1) + timedelta(days=rng.randrange(2500))
    pauses, day = [], start - timedelta(days=10)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 4))):
        day += timedelta(days=rng.randrange(40))
        end = day + timedelta(days=rng.randrange(50))
        pauses.append((day, end))
        day = end
    extensions, granted = [], start
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        granted += timedelta(days=0 if rng.random() < 0.9 else 1)
        if rng.random() < 0.5:
            more = rng.choice(list(_UNITS))
            extensions.append((granted, ("term", rng.randint(1, _UNITS[more]), more)))
        else:
            extensions.append((granted, ("date", rng.randrange(1, 90))))
    return term, start, pauses, extensions


def _both(term, start, pauses, extensions, calendar):
    mine, theirs = [], []
    for granted, what in extensions:
        if what[0] == "term":
            mine.append(Extension(granted_on=granted, term=Term(what[1], what[2])))
            theirs.append(("term", what[1], str(what[2])))
        else:
            so_far = naive.last_day(
                term.amount,
                str(term.unit),
                start,
                calendar.is_working_day,
                rolls=False,
                pauses=pauses,
                extensions=theirs,
            )
            until = so_far + timedelta(days=what[1])
            mine.append(Extension(granted_on=granted, until_on=until))
            theirs.append(("date", until))
    found = compute(
        term,
        start,
        calendar,
        pauses=[Pause(from_on=a, until_on=b) for a, b in pauses],
        extensions=mine,
    )
    expected = naive.last_day(
        term.amount,
        str(term.unit),
        start,
        calendar.is_working_day,
        rolls=term.rolls,
        pauses=pauses,
        extensions=theirs,
    )
    return found, expected


class TestAgainstASecondCalculator:
    @given(st.integers(min_value=0, max_value=2**48))
    @settings(max_examples=100, deadline=None, derandomize=True)
    def test_ten_thousand_random_histories(self, seed):
        rng = random.Random(seed)
        for _ in range(100):
            calendar = rng.choice(_CALENDARS)
            history = _history(rng)
            found, expected = _both(*history, calendar)
            assert found.due_on == expected, (history, found.explain())
            assert found.due_on >= found.nominal_on
            if found.term.unit is Unit.WORKING_DAY and not history[3]:
                assert calendar.is_working_day(found.due_on)

    @given(
        st.integers(1, 40),
        st.dates(date(2021, 1, 1), date(2026, 6, 30)),
        st.sampled_from(list(Kind)),
    )
    @settings(max_examples=200, deadline=None)
    def test_one_more_day_is_never_earlier(self, amount, start, kind):
        shorter = compute(Term(amount, Unit.WORKING_DAY, kind=kind), start, CALENDAR)
        longer = compute(Term(amount + 1, Unit.WORKING_DAY, kind=kind), start, CALENDAR)
        assert longer.due_on > shorter.due_on > start
        assert CALENDAR.working_days_between(start, shorter.due_on) == amount
