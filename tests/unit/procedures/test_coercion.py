"""Sealing, detention and cutting off: approval, manner, terms, outcomes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from anjian.procedures import registry
from anjian.procedures.reckon import reckon
from tests.factories import measures as m
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World, uid

BOTH = s.BOTH


def file_of(code: str) -> World:
    """A file of its own under a procedure."""
    w = World()
    procedure = registry.current(code, w.today)
    assert procedure.standalone
    w.states[w.facts.case_id] = (procedure, procedure.opening.code)
    return w


def applied(**changes: Any) -> World:
    w = file_of("seizure")
    w.take("wang", "apply_seizure", **m.opening(BOTH, alone=True), **m.ground(**changes))
    w.paper("D06", "approved")
    return w


def approved(**changes: Any) -> World:
    w = applied(**changes)
    w.take("li", "approve_seizure", opinion="同意。")
    w.papers("D07", "D07a")
    return w


def carry_out(w: World, **changes: Any) -> dict[str, Any]:
    w.go_to(w.today, 10)
    return m.on_the_spot(w.facts.now) | m.service(BOTH, w.today) | changes


def seized(**changes: Any) -> World:
    w = approved(**changes)
    w.take("wang", "carry_out_seizure", **carry_out(w))
    w.paper("D43")
    return w


class TestSealing:
    def test_a_file_of_its_own_runs_to_the_return_of_the_goods(self) -> None:
        w = seized()
        clock = w.facts.clock("seizure")
        assert clock is not None
        assert clock.due_on == w.today + timedelta(days=30)
        outcomes = ({"name": "汽油桶", "outcome": "return"},)
        w.take("wang", "propose_outcome", outcomes=outcomes, ground="no_need", reason="不再需要扣押。")
        w.take("chen", "decide_outcome", opinion="同意。")
        w.paper("D09")
        w.take(
            "wang",
            "carry_out_outcome",
            **m.service(BOTH, w.today),
            settled="全部退还并签收。",
            all_settled=True,
        )
        assert w.state == "seizure_ended"
        assert w.facts.clock("seizure").status == "stopped"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"items": (m.ITEM | {"related": False},)}, "only_related_property"),
            ({"items": (m.ITEM | {"necessity": True},)}, "no_daily_necessities"),
            ({"items": (m.ITEM | {"seized_elsewhere": True},)}, "no_double_seizure"),
            ({"items": (m.ITEM | {"kind": "site"},)}, "only_goods_are_detained"),
            ({"period_days": 31}, "period_within_thirty_days"),
            ({"handlers": (uid("wang"),)}, "handlers_named"),
        ],
    )
    def test_what_may_not_be_asked_for(self, changes: dict[str, Any], code: str) -> None:
        w = file_of("seizure")
        asked = m.opening(BOTH, alone=True) | m.ground() | changes
        assert w.refusals("wang", "apply_seizure", **asked) == {code}

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"party_called": False}, "party_called"),
            ({"certificates_shown": False}, "certificates_shown_on_spot"),
            ({"rights_told": False}, "reasons_and_rights_told"),
            ({"defence": ""}, "heard_on_spot"),
            ({"presence": "refused"}, "record_signed_on_spot"),
            ({"presence": "absent"}, "record_signed_on_spot"),
            ({"list_copies": 1}, "list_in_two_copies"),
            ({"way": "third_party"}, "third_party_keeps_only_sealed"),
            ({"officers": (uid("wang"), uid("liu"))}, "acting_officers_certified"),
        ],
    )
    def test_how_it_may_not_be_done(self, changes: dict[str, Any], code: str) -> None:
        w = approved()
        assert w.refusals("wang", "carry_out_seizure", **carry_out(w, **changes)) == {code}

    def test_a_deputy_does_not_approve_under_the_law_on_dangerous_chemicals(self) -> None:
        w = applied(power="dcs")
        assert w.refusals("chen", "approve_seizure", opinion="同意。") == {"principal_head_for_chemicals"}
        w.take("li", "approve_seizure", opinion="同意。")

    def test_nothing_is_seized_before_the_approval(self) -> None:
        w = approved()
        early = carry_out(w, carried_out_at=w.facts.now - timedelta(days=1))
        assert w.refusals("wang", "carry_out_seizure", **early) == {"after_approval"}

    def test_a_delegated_body_never_coerces(self) -> None:
        w = file_of("seizure")
        procedure, state, seen = w.view("wang", body="delegated")
        from anjian.procedures import engine

        asked = m.opening(BOTH, alone=True) | m.ground()
        planned = engine.plan(procedure, state=state, step="apply_seizure", facts=seen, inputs=asked)
        assert isinstance(planned, tuple)
        assert [r.code for r in planned] == ["never_delegated"]
        assert planned[0].cites[0] == "《行政强制法》第十七条"


class TestEmergency:
    def emergency(self) -> World:
        w = file_of("seizure")
        w.take(
            "wang",
            "seize_emergency",
            **m.opening(BOTH, alone=True),
            **m.ground(),
            **m.on_the_spot(w.facts.now),
            urgency="汽油正在泄漏，来不及事先报批，必须立即扣押容器。",
            officers=BOTH,
        )
        return w

    def test_approval_is_made_up_within_a_day_by_the_minute(self) -> None:
        w = self.emergency()
        clock = w.facts.clock("emergency_approval")
        assert clock is not None
        assert clock.due_at == w.facts.now + timedelta(hours=24)
        w.paper("D06", "approved")
        w.papers("D07", "D07a")
        said = {"reported_at": w.facts.now, "reported_to": "李局长", "manner": "phone"}
        assert w.refusals("li", "approve_emergency", opinion="同意。") == {
            "emergency_reported",
            "document.D07",
            "document.D07a",
        }
        w.take("wang", "report_emergency", **said)
        w.take("wang", "serve_seizure", **m.service(BOTH, w.today))
        w.paper("D43")
        w.take("li", "approve_emergency", opinion="同意。")
        assert w.state == "seized"
        assert w.facts.clock("seizure").status == "running"

    def test_after_a_day_it_can_only_be_lifted(self) -> None:
        w = self.emergency()
        w.paper("D06", "approved")
        w.papers("D07", "D07a")
        w.take("wang", "report_emergency", reported_at=w.facts.now, reported_to="李局长", manner="phone")
        w.take("wang", "serve_seizure", **m.service(BOTH, w.today))
        w.go_to(w.today + timedelta(days=1), 10)
        assert w.refusals("li", "approve_emergency", opinion="同意。") == {"within_twenty_four_hours"}
        w.take("li", "lift_emergency", reason="二十四小时内没有补办批准，立即解除。")
        assert w.state == "seizure_decided"
        assert w.facts.clock("seizure").status == "stopped"


class TestTerms:
    def test_testing_that_was_told_is_left_out(self) -> None:
        w = seized()
        w.go_to(w.today + timedelta(days=1))
        before = w.facts.clock("seizure")
        until = w.today + timedelta(days=12)
        said = {
            "body": "省质检院",
            "request": "检测闪点和含量",
            "ends_on": until,
            "receipt": "告知书，当事人签收",
        }
        assert w.refusals("wang", "start_testing", **said, told_in_writing=False) == {
            "testing_told_in_writing"
        }
        w.take("wang", "start_testing", **said, told_in_writing=True)
        w.paper("D15")
        w.go_to(until)
        w.take("wang", "end_testing", result="检出汽油，闪点低于零下十八度。")
        after = w.facts.clock("seizure")
        assert after.due_on - before.due_on == timedelta(days=12)

    def test_testing_beyond_the_told_period_is_told_again(self) -> None:
        w = seized()
        until = w.today + timedelta(days=5)
        said = {"body": "省质检院", "request": "检测闪点和含量", "receipt": "告知书，当事人签收"}
        w.take("wang", "start_testing", **said, ends_on=until, told_in_writing=True)
        w.go_to(until + timedelta(days=2))
        assert w.refusals("wang", "end_testing", result="检出汽油成分。") == {"testing_within_told_period"}
        later = {
            "ends_on": w.today + timedelta(days=3),
            "told_in_writing": True,
            "reason": "仪器故障，延后出具。",
        }
        w.take("wang", "extend_testing", **later)
        w.take("wang", "end_testing", result="检出汽油成分。")
        assert w.state == "seized"

    def test_one_extension_of_thirty_days_told_in_writing(self) -> None:
        w = seized()
        due = w.facts.clock("seizure").due_on
        w.go_to(due - timedelta(days=3))
        more = {"new_due_on": due + timedelta(days=30), "reason": "涉案物品数量大，需要分批鉴定。"}
        assert w.refusals("chen", "extend_seizure", **more) == {"extension_requested"}
        w.take("wang", "request_seizure_extension", complex="涉案物品数量大，需要分批鉴定。")
        assert w.refusals("chen", "extend_seizure", **more | {"new_due_on": due + timedelta(days=31)}) == {
            "extension_within_thirty_days"
        }
        w.take("chen", "extend_seizure", **more)
        assert w.facts.clock("seizure").due_on == due + timedelta(days=30)
        assert "extended_only_once" in w.refusals("chen", "extend_seizure", **more)
        outcomes = ({"name": "汽油桶", "outcome": "return"},)
        said = {"outcomes": outcomes, "ground": "no_need", "reason": "不再需要扣押。"}
        assert w.refusals("wang", "propose_outcome", **said) == {"extension_told"}
        w.paper("D08")
        w.take("wang", "serve_seizure_extension", **m.service(BOTH, w.today))
        w.take("wang", "propose_outcome", **said)

    def test_the_end_of_the_term_forces_the_release(self) -> None:
        w = seized()
        assert w.refusals("wang", "release_at_expiry", reason="期限届满解除。") == {"seizure_expired"}
        w.after("seizure")
        said = {
            "outcomes": ({"name": "汽油桶", "outcome": "return"},),
            "ground": "no_need",
            "reason": "退还物品。",
        }
        assert w.refusals("wang", "propose_outcome", **said) == {"seizure_not_expired"}
        w.take("wang", "release_at_expiry", reason="期限届满解除。")
        assert w.state == "seizure_decided"

    def test_a_suspension_does_not_hold_up_the_release(self) -> None:
        w = seized()
        w.take("chen", "suspend", ground="other_case", reason="以另案结果为依据。")
        assert w.facts.clock("seizure").status == "running"
        w.after("seizure")
        w.take("wang", "release_at_expiry", reason="期限届满解除。")
        assert w.state == "seizure_decided"

    def test_nothing_is_confiscated_or_handed_over_without_its_ground(self) -> None:
        w = seized()
        said = {"ground": "none", "reason": "依法处理涉案物品。"}
        back = ({"name": "汽油桶", "outcome": "return"},)
        assert w.refusals("wang", "propose_outcome", outcomes=back, **said) == {"release_names_its_ground"}
        kept = ({"name": "汽油桶", "outcome": "confiscate"},)
        handed = ({"name": "汽油桶", "outcome": "transfer"},)
        assert w.refusals("wang", "propose_outcome", outcomes=kept, **said) == {
            "confiscation_rests_on_decision"
        }
        assert w.refusals("wang", "propose_outcome", outcomes=handed, **said) == {
            "goods_follow_the_filed_crime"
        }
        none = ({"name": "电焊机", "outcome": "destroy"},)
        assert w.refusals("wang", "propose_outcome", outcomes=none, **said) == {
            "every_seized_item_has_outcome"
        }


class TestInACase:
    def test_the_handlers_of_the_case_act_and_closing_waits(self) -> None:
        w = World()
        s.to_investigating(w)
        w.take("wang", "open_seizure", cause="现场发现违法储存的汽油。")
        child = w.child("seizure")
        w.take("wang", "apply_seizure", child, **m.ground())
        assert w.facts.child("seizure").state == "seizure_applied"
        assert w.facts.documents[-1].proceeding_id == child
        w.take("chen", "refuse_seizure", child, reason="可以先行登记保存，不需要扣押。")
        assert w.facts.child("seizure").terminal


class TestCuttingOff:
    def applied(self, **changes: Any) -> World:
        w = file_of("stop_supply")
        w.take("wang", "apply_stop_supply", **m.opening(BOTH, alone=True), **m.cut_off(w.today, **changes))
        w.paper("D06", "approved")
        return w

    def approved(self, **changes: Any) -> World:
        w = self.applied(**changes)
        w.take("li", "approve_stop_supply", opinion="同意。")
        w.papers("D20", "D21")
        return w

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"major_hazard": False}, "major_hazard_found"),
            ({"refused": False}, "order_refused"),
            ({"danger": False}, "real_danger"),
            ({"safe": False}, "safe_to_cut"),
            ({"households": True}, "households_spared"),
            ({"urgent": True}, "urgency_explained"),
        ],
    )
    def test_each_of_the_grounds_must_be_there(self, changes: dict[str, Any], code: str) -> None:
        w = file_of("stop_supply")
        asked = m.opening(BOTH, alone=True) | m.cut_off(w.today, **changes)
        assert w.refusals("wang", "apply_stop_supply", **asked) == {code}

    def test_only_the_principal_head_approves(self) -> None:
        w = self.applied()
        assert w.refusals("chen", "approve_stop_supply", opinion="同意。") == {"principal_head_approves"}

    def test_the_hours_of_the_decision_are_taken_over_by_who_tells_the_firm(self) -> None:
        w = self.applied()
        w.take("li", "approve_stop_supply", opinion="同意。")
        assert reckon("cut_told_at", w.facts) is None
        told, begins = w.facts.now, w.facts.now + timedelta(days=2)
        w.paper("D21", told_at=told.isoformat(), start_at=begins.replace(tzinfo=None).isoformat())
        assert reckon("cut_told_at", w.facts) == told
        assert reckon("cut_begins_at", w.facts) == begins

    def notice(self, w: World, hours: int) -> dict[str, Any]:
        return {
            "notified_at": w.facts.now,
            "begins_at": w.facts.now + timedelta(hours=hours),
            "paper_original": "纸质原件存法制科1号柜",
            **m.service(BOTH, w.today),
        }

    def cut(self, w: World, **changes: Any) -> dict[str, Any]:
        said = {"still_refusing": True, "cut_at": w.facts.now, "paper_original": "纸质原件存法制科1号柜"}
        return said | m.service(BOTH, w.today) | changes

    def test_the_firm_is_told_a_day_ahead_and_power_returns_at_once(self) -> None:
        w = self.approved()
        assert "hour_of_the_cut_has_come" in w.refusals("wang", "instruct_supplier", **self.cut(w))
        assert w.refusals("wang", "notify_firm", **self.notice(w, 23)) == {"told_a_day_ahead"}
        w.take("wang", "notify_firm", **self.notice(w, 24))
        clock = w.facts.clock("supply_notice")
        assert clock is not None
        assert clock.due_at is not None
        w.go_to(w.today + timedelta(days=1), 8)
        assert w.refusals("wang", "instruct_supplier", **self.cut(w)) == {"hour_of_the_cut_has_come"}
        w.go_to(w.today, 10)
        assert w.refusals("wang", "instruct_supplier", **self.cut(w, still_refusing=False)) == {
            "still_refusing"
        }
        w.take("wang", "instruct_supplier", **self.cut(w))
        done = {"ground": "complied", "proof": "复查确认隐患已经消除。", "complied_on": w.today}
        assert w.refusals("wang", "record_compliance", hazard_removed=False, **done) == {"ground_to_restore"}
        w.take("wang", "record_compliance", hazard_removed=True, **done)
        w.take("li", "decide_restoration", opinion="同意恢复。")
        w.paper("D22")
        back = {"restored_at": w.facts.now, "paper_original": "纸质原件存法制科1号柜"}
        w.take("wang", "serve_restoration", **back, **m.service(BOTH, w.today))
        assert w.state == "supply_restored"

    def test_an_urgent_danger_and_explosives_need_no_day(self) -> None:
        for changes in (
            {"urgent": True, "urgency": "罐区可燃气体持续报警，随时可能爆炸。"},
            {"supply": "explosives"},
        ):
            w = self.approved(**changes)
            w.take("wang", "instruct_supplier", **self.cut(w))
            assert w.state == "supply_cut"

    def test_the_paper_original_is_asked_for(self) -> None:
        w = self.approved(supply="explosives")
        found = w.plan(
            "wang", "instruct_supplier", **{k: v for k, v in self.cut(w).items() if k != "paper_original"}
        )
        assert isinstance(found, tuple)
        assert found[0].cites == ("《电子签名法》第三条",)
