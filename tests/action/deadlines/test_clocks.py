"""Starting, stopping, pausing and extending clocks: the stored day, its explanation, the record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anjian.audit.queries import check_chain
from anjian.deadlines import access, actions, queries
from anjian.kit.errors import NotFound, Refused
from anjian.law.statutes import ACL, APL
from tests.action.deadlines.scene import at


class TestStart:
    def test_stores_the_last_day_with_its_explanation_and_article(self, scene):
        scene.start()
        clock = scene.clock()
        assert (clock.start_on, clock.due_on) == (date(2026, 7, 3), date(2026, 10, 8))
        assert clock.basis == "《行政处罚法》第六十条"
        assert "在国庆节放假期间" in "".join(clock.explanation)
        assert (clock.status, clock.provisional) == ("open", False)

    def test_is_on_the_record_of_the_case(self, scene):
        scene.start()
        assert scene.happened() == ["deadlines.clock.started"]
        assert check_chain(scene.org_id, scene.case_id) is None

    def test_a_second_start_of_the_same_term_replaces_the_first(self, scene):
        scene.start()
        scene.start(when=at(7, 20))
        assert [c.status for c in queries.clocks_of(scene.org_id, [scene.case_id])] == ["stopped", "open"]
        assert scene.clock().start_on == date(2026, 7, 20)

    def test_a_term_in_hours_runs_to_the_minute(self, scene):
        scene.start("approval", ACL.hours(24, art=19), label="补办批准", when=at(10, 1, 21))
        row = access.open_clocks(scene.org_id, scene.case_id, "approval", within=None)
        assert row[0].due_at == at(10, 2, 21)
        assert scene.clock("approval").due_on == date(2026, 10, 2)

    def test_a_day_beyond_the_published_calendars_is_provisional(self, scene):
        scene.start("service", APL.term(7, art=61), when=at(12, 28))
        assert scene.clock("service").provisional
        assert "暂定日期" in "".join(scene.clock("service").explanation)

    def test_the_explanation_says_what_a_waiting_term_is_for(self, scene):
        scene.start("demand", ACL.term(10, art=54), kind="wait", when=at(9, 24))
        assert "次日起方可办理下一步" in "".join(scene.clock("demand").explanation)


class TestStop:
    def test_stops_only_that_code(self, scene):
        scene.start()
        scene.start("service", APL.term(7, art=61))
        scene.do(actions.stop, at(7, 6), "service", on=date(2026, 7, 6))
        assert scene.clock("service").status == "stopped"
        assert scene.clock().status == "open"
        assert scene.happened()[-1] == "deadlines.clock.stopped"

    def test_stop_all_leaves_none_running(self, scene):
        scene.start()
        scene.start("service", APL.term(7, art=61))
        scene.do(actions.stop_all, at(7, 6), on=date(2026, 7, 6))
        assert {c.status for c in queries.clocks_of(scene.org_id, [scene.case_id])} == {"stopped"}

    def test_stopping_what_does_not_run_does_nothing(self, scene):
        scene.do(actions.stop, at(7, 6), "service", on=date(2026, 7, 6))
        assert scene.happened() == []


class TestPause:
    def test_days_of_the_pause_are_not_counted(self, scene):
        scene.start("seizure", ACL.term(30, art=25), when=at(3, 1))
        scene.do(actions.pause, at(3, 10), "seizure", on=date(2026, 3, 10), reason="技术鉴定")
        paused = scene.clock("seizure")
        assert paused.status == "paused"
        assert "因技术鉴定暂停计算，尚未恢复" in "".join(paused.explanation)
        scene.do(actions.resume, at(3, 20), "seizure", on=date(2026, 3, 20), reason="鉴定完成")
        resumed = scene.clock("seizure")
        assert (resumed.status, resumed.due_on) == ("open", date(2026, 4, 10))
        assert "因技术鉴定暂停计算，扣除10日" in "".join(resumed.explanation)
        assert scene.happened()[-2:] == ["deadlines.clock.paused", "deadlines.clock.moved"]

    def test_rules_see_that_a_paused_term_does_not_run_out(self, scene):
        scene.start("seizure", ACL.term(30, art=25), when=at(3, 1))
        scene.do(actions.pause, at(3, 10), "seizure", on=date(2026, 3, 10))
        (fact,) = queries.facts_of(scene.org_id, scene.case_id)
        assert (fact.status, fact.ran_out(date(2027, 1, 1))) == ("paused", False)

    def test_a_paused_clock_is_not_told_of(self, scene):
        scene.start("seizure", ACL.term(30, art=25), when=at(3, 1))
        scene.do(actions.pause, at(3, 10), "seizure", on=date(2026, 3, 10))
        assert scene.sweep(at(9, 1)) == 0


class TestExtend:
    def test_moves_the_last_day_and_names_the_approver(self, scene):
        scene.start()
        scene.do(actions.extend, at(9, 25), "decision", until=date(2026, 11, 30), reason="案情复杂")
        clock = scene.clock()
        assert clock.due_on == date(2026, 11, 30)
        assert "经王虎批准，因案情复杂，期限延至2026年11月30日" in "".join(clock.explanation)
        assert scene.happened()[-1] == "deadlines.clock.moved"

    def test_refuses_a_day_that_is_not_later_and_changes_nothing(self, scene):
        scene.start()
        with pytest.raises(Refused) as refused:
            scene.do(actions.extend, at(9, 25), "decision", until=date(2026, 9, 30), reason="案情复杂")
        (why,) = refused.value.refusals
        assert "没有晚于" in why.reason
        assert why.cites == ("《行政处罚法》第六十条",)
        assert scene.clock().due_on == date(2026, 10, 8)
        assert scene.happened() == ["deadlines.clock.started"]

    def test_refuses_after_the_term_has_run_out(self, scene):
        scene.start()
        with pytest.raises(Refused) as refused:
            scene.do(actions.extend, at(10, 9), "decision", until=date(2026, 11, 30), reason="案情复杂")
        assert "届满后不能再延长" in refused.value.refusals[0].reason

    def test_deferral_of_payment_may_come_afterwards(self, scene):
        scene.start("payment", APL.term(15, art=67), label="缴纳罚款")
        assert scene.sweep(at(8, 1)) == 1
        scene.do(actions.extend, at(8, 3), "payment", until=date(2026, 12, 31), reason="经济困难", late=True)
        assert scene.clock("payment").due_on == date(2026, 12, 31)
        assert scene.sweep(at(8, 4)) == 0
        assert scene.sweep(at(1, 4, year=2027)) == 1


class TestReads:
    def test_another_bureau_sees_nothing(self, scene, elsewhere):
        clock_id = scene.start()
        assert queries.clocks_of(elsewhere.org_id, [scene.case_id]) == []
        assert queries.facts_of(elsewhere.org_id, scene.case_id) == ()
        with pytest.raises(NotFound):
            access.clock_for(elsewhere.org_id, clock_id)

    def test_the_most_urgent_first_and_waiting_terms_apart(self, scene):
        scene.start()
        scene.start("service", APL.term(7, art=61), label="送达决定书")
        scene.start("defence", APL.term(5, art=64, kind="wait"), kind="wait", label="陈述申辩")
        due = queries.due_soon(scene.org_id, [scene.case_id])
        assert [c.code for c in due] == ["service", "decision"]
        assert queries.nearest_due(scene.org_id, [scene.case_id]) == {scene.case_id: due[0].due_on}

    def test_overdue_are_those_whose_last_day_is_over(self, scene):
        scene.start()
        last = scene.clock().due_on
        assert queries.overdue(scene.org_id, on=last) == []
        assert [c.code for c in queries.overdue(scene.org_id, on=last + timedelta(days=1))] == ["decision"]

    def test_facts_carry_what_rules_ask(self, scene):
        scene.start()
        (fact,) = queries.facts_of(scene.org_id, scene.case_id)
        assert (fact.code, fact.status, fact.due_on) == ("decision", "running", date(2026, 10, 8))
        assert not fact.ran_out(date(2026, 10, 8))
        assert fact.ran_out(date(2026, 10, 9))
