"""A whole case, from the lead to the archive, and its variants."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.factories import measures as m
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World


class TestTheMainLine:
    def test_runs_from_the_lead_to_the_archive(self) -> None:
        w = World()
        s.to_archived(w)
        assert w.state == "archived"
        walked = [t.to_state for t in w.facts.history if t.proceeding_id == w.facts.case_id]
        assert list(dict.fromkeys(walked)) == [
            "pre_filing", "filed", "investigating", "reported", "case_review", "legal_review", "notice_due",
            "notice_served", "defence", "review_of_defence", "decision_due", "decided", "served", "executing",
            "performed", "closed", "archived",
        ]  # fmt: skip

    def test_every_step_left_its_articles(self) -> None:
        w = World()
        s.to_archived(w)
        for taken in w.facts.history:
            procedure = next(p for p, _ in w.states.values() if p.key == taken.procedure)
            assert procedure.step(taken.step).cites

    def test_a_large_fine_goes_through_hearing_second_review_and_discussion(self) -> None:
        w = World()
        s.to_notice_served(w, 80000)
        s.hearing(w)
        s.review_defence(w, 80000)
        assert w.refusals("wang", "submit_decision", **s.penalty(80000)) == {
            "legal_review_passed",
            "discussion_held",
        }
        assert w.refusals("liu", "open_discussion", subject="案件") == {"legal_review_passed"}
        s.legal_review(w, step="review_after_hearing")
        s.discussion(w, 80000)
        w.take("wang", "submit_decision", **s.penalty(80000))
        w.paper("D35a", "approved")
        w.paper("D36", "approved")
        w.take("li", "decide", fine_amount=Decimal(80000), opinion="同意。")
        assert w.state == "decided"

    def test_defence_ninety_days_and_service_run_as_clocks(self) -> None:
        w = World()
        s.to_executing(w)
        codes = {c.code: c for c in w.facts.clocks}
        assert codes["decision"].status == "stopped"
        assert (codes["decision"].due_on - codes["decision"].started_on).days >= 90
        assert codes["service"].status == "stopped"
        assert codes["payment"].status == "running"
        assert "hearing_request" not in codes


class TestLateParties:
    def test_silence_until_the_term_is_over_counts_as_a_waiver(self) -> None:
        w = World()
        s.to_notice_served(w)
        assert w.refusals("wang", "lapse_defence") == {"defence_period_over"}
        w.after("defence")
        w.take("wang", "lapse_defence")
        s.review_defence(w, 30000)
        assert w.state == "review_of_defence"

    def test_an_unpaid_fine_is_demanded_and_goes_to_court(self) -> None:
        w = World()
        s.to_executing(w)
        assert "payment_overdue" in w.refusals(
            "wang", "draft_demand", add_on_days=0, add_on_amount=Decimal(0)
        )
        w.after("payment")
        w.go_to(w.today + timedelta(days=9))
        late = {"add_on_days": 10, "add_on_amount": Decimal(9001)}
        assert w.refusals("wang", "draft_demand", **late) == {"add_on_within_limit"}
        w.take("wang", "draft_demand", add_on_days=10, add_on_amount=Decimal(9000))
        w.paper("D45", unpaid_amount="30000")
        w.take("wang", "serve_demand", **s.service(w))
        w.paper("D43")
        assert w.refusals("wang", "draft_petition") == {"demand_period_over", "petition_in_time"}
        w.after("suit")
        over = w.facts.clock("suit")
        assert over is not None
        w.take("wang", "confirm_remedies_lapsed", lapsed_on=over.due_on)
        w.take("wang", "draft_petition")
        w.paper("D46")
        w.take("li", "petition_court", court="示例市人民法院", filed_on=w.today)
        s.pay(w, 39000)
        w.take("wang", "perform", performed_on=w.today)
        assert w.state == "performed"

    def test_a_deferral_moves_the_last_day(self) -> None:
        w = World()
        s.to_executing(w)
        until = w.today + timedelta(days=60)
        plan = [{"due_on": w.today + timedelta(days=30), "amount": 15000}, {"due_on": until, "amount": 15000}]
        asked = {"requested_by_party": True, "reason": "经营困难，现金不足。"}
        short = [{"due_on": until, "amount": 15000}]
        assert w.refusals("wang", "request_deferral", **asked, plan=short) == {"instalments_add_up"}
        w.take("wang", "request_deferral", **asked, plan=plan)
        w.paper("D41", "approved")
        w.take("chen", "approve_deferral", last_due_on=until, opinion="同意。")
        assert w.state == "deferred"
        clock = w.facts.clock("payment")
        assert clock is not None
        assert clock.due_on == until


class TestSideExits:
    def test_a_suspended_case_comes_back_to_where_it_was(self) -> None:
        w = World()
        s.to_investigating(w)
        w.take("chen", "suspend", ground="appraisal", reason="等待鉴定意见。")
        w.take("chen", "resume", reason="鉴定意见已经收到。")
        assert w.state == "investigating"

    def test_a_crime_is_transferred_by_the_head_and_may_come_back(self) -> None:
        w = World()
        s.ready_to_report(w)
        inputs = s.report_inputs(30000, criminal_suspicion="yes")
        assert w.refusals("wang", "report", **inputs) == {"no_crime_suspected"}
        w.take("wang", "open_criminal_transfer", suspicion="涉嫌危险作业罪。")
        assert "no_transfer_pending" in w.refusals("wang", "report", **s.report_inputs(30000))
        child = w.child("criminal_transfer")
        w.take("liu", "appoint_task_group", child, group=s.BOTH)
        w.take("wang", "report_transfer", child, **m.suspicion())
        w.paper("D47", "approved")
        assert w.refusals("chen", "approve_transfer", child, opinion="同意。") == {
            "principal_head_decides_transfer"
        }
        assert "wrong_role" in w.refusals("fa", "approve_transfer", child, opinion="同意。")
        before = w.facts.clock("decision")
        w.take("li", "approve_transfer", child, opinion="同意。")
        w.papers("D26", "D48a", "D49")
        w.take("wang", "hand_over_case", child, **m.hand_over(w.facts.now))
        w.take("wang", "transfer_criminal")
        w.go_to(w.today + timedelta(days=20))
        w.take("wang", "record_police_receipt", child, received_on=w.today, received_by="民警")
        refused = {"paper_no": "云公不立字〔2026〕7号", "refusal": "不构成犯罪。", "material_returned": True}
        w.take("wang", "record_not_filed", child, received_on=w.today, **refused)
        assert w.refusals("chen", "take_back", returned_on=w.today, reason="不构成犯罪，退回处理。") == {
            "case_came_back"
        }
        w.take("chen", "accept_not_filing", child, reason="不构成犯罪，依法处罚。")
        w.take("chen", "take_back", returned_on=w.today, reason="不构成犯罪，退回处理。")
        assert w.state == "investigating"
        after = w.facts.clock("decision")
        assert before is not None
        assert after is not None
        assert after.status == "running"
        assert after.due_on - before.due_on == timedelta(days=20)

    def test_no_penalty_needs_education_and_ends_closed(self) -> None:
        w = World()
        s.to_case_review(w)
        said = {"ground": "first_time", "reasons": "初次违法且及时改正。"}
        assert w.refusals("li", "decide_no_penalty", **said) == {"education_given"}
        w.take("li", "decide_no_penalty", **said, education="已当面教育。")
        w.paper("D38")
        w.take("wang", "serve_no_penalty", **s.service(w))
        w.paper("D43")
        w.take("wang", "request_closing", result="不予处罚。")
        w.issue_all("D51")
        w.paper("D51", "approved")
        w.take("chen", "close", opinion="同意。")
        assert w.state == "closed"

    def test_a_withdrawal_begins_with_the_handlers_request(self) -> None:
        w = World()
        s.to_investigating(w)
        said = {"ground": "facts_not_established", "reason": "违法事实不能成立。"}
        assert w.refusals("chen", "withdraw", **said) == {"stop_requested", "document.D55"}
        w.take("wang", "request_stop", kind="withdraw", reason="违法事实不能成立。")
        w.paper("D55", "approved")
        w.take("chen", "withdraw", **said)
        assert w.state == "withdrawn"


def test_a_cancelled_discussion_can_be_called_again() -> None:
    w = World()
    s.to_review_of_defence(w, major_violation=True)
    w.take("liu", "open_discussion", subject="案件")
    assert "open_discussion_finished" in w.refusals("liu", "open_discussion", subject="案件")
    w.take("li", "cancel_discussion", w.child("collective_discussion"), reason="人数不足，改期。")
    s.discussion(w, 30000)
    w.take("wang", "submit_decision", **s.penalty(30000))
    assert w.state == "decision_due"


def test_a_failed_review_sends_the_case_back_and_a_new_report_needs_a_new_review() -> None:
    w = World()
    s.to_case_review(w, complex=True)
    s.legal_review(w)
    w.take("liu", "return_for_investigation", reason="补充设备检测报告。")
    w.take("wang", "report", **s.report_inputs(30000, complex=True))
    w.paper("D26")
    w.take("wang", "submit_review")
    w.paper("D27", "approved")
    assert w.refusals("wang", "prepare_notice", **s.penalty(30000)) == {"legal_review_passed"}
    s.legal_review(w)
    w.take("wang", "prepare_notice", **s.penalty(30000))
