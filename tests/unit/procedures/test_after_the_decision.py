"""What may follow a fine: deferral by instalments, demand and court, add-on, daily fine, correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from anjian.procedures.definitions.guards import common
from anjian.procedures.facts import DocumentFact
from anjian.procedures.reckon import reckon
from tests.unit.procedures import story as s
from tests.unit.procedures.fined import deferred, demanded, executing
from tests.unit.procedures.world import World, uid

BOTH = (uid("wang"), uid("zhao"))


class TestInstalments:
    def test_each_has_a_clock_of_its_own(self) -> None:
        w = executing()
        due = deferred(w, 30, 60)
        clock = w.facts.clock("instalment")
        assert clock is not None
        assert clock.due_on == due[0]
        w.go_to(due[0])
        s.pay(w, 15_000)
        clock = w.facts.clock("instalment")
        assert clock is not None
        assert clock.due_on == due[1]
        s.pay(w, 15_000)
        clock = w.facts.clock("instalment")
        assert clock is not None
        assert clock.status == "stopped"

    def test_part_of_an_instalment_leaves_it_open(self) -> None:
        w = executing()
        due = deferred(w, 30, 60)
        s.pay(w, 14_999)
        clock = w.facts.clock("instalment")
        assert clock is not None
        assert clock.due_on == due[0]

    def test_the_plan_is_the_plan(self) -> None:
        w = executing()
        day = w.today + timedelta(days=20)
        asked = {"requested_by_party": True, "reason": "经营困难，现金不足。"}
        twice = [{"due_on": day, "amount": Decimal(15_000)}] * 2
        assert w.refusals("wang", "request_deferral", **asked, plan=twice) == {"instalments_ahead"}
        w.take("wang", "request_deferral", **asked, plan=[{"due_on": day, "amount": Decimal(30_000)}])
        w.paper("D41", "approved")
        later = day + timedelta(days=1)
        refused = w.refusals("chen", "approve_deferral", last_due_on=later, opinion="同意。")
        assert refused == {"last_instalment_as_planned"}

    def test_a_missed_one_makes_the_rest_due(self) -> None:
        w = executing()
        due = deferred(w, 30, 60)
        refused = w.refusals("wang", "draft_demand", add_on_days=0, add_on_amount=Decimal(0))
        assert refused == {"payment_overdue", "wrong_state"}
        assert w.refusals("wang", "fall_due", missed_on=w.today) == {"instalment_missed", "missed_day_right"}
        w.go_to(due[0] + timedelta(days=1))
        assert common.payment_due(w.facts) == due[0]
        w.take("wang", "fall_due", missed_on=due[0])
        assert w.state == "executing"
        assert reckon("unpaid", w.facts) == 30_000
        assert reckon("late_days", w.facts) == 1
        demanded(w, 30_000)
        assert w.state == "dunned"

    def test_who_keeps_to_the_plan_is_not_demanded(self) -> None:
        w = executing()
        due = deferred(w, 30, 60)
        w.go_to(due[0])
        s.pay(w, 15_000)
        w.go_to(due[0] + timedelta(days=5))
        refused = w.refusals("wang", "draft_demand", add_on_days=0, add_on_amount=Decimal(0))
        assert refused == {"payment_overdue", "wrong_state"}


class TestPetition:
    def test_the_three_months_count_from_the_end_of_a_later_deferral(self) -> None:
        w = executing()
        due = deferred(w, 250, amount=30_000)
        w.go_to(due[0] + timedelta(days=1))
        w.take("wang", "fall_due", missed_on=due[0])
        demanded(w, 30_000)
        w.after("demand")
        suit = w.facts.clock("suit")
        assert suit is not None
        assert suit.due_on < due[0]
        assert w.refusals("wang", "confirm_remedies_lapsed", lapsed_on=suit.due_on) == {
            "petition_start_right"
        }
        assert reckon("petition_start", w.facts) == due[0]
        w.take("wang", "confirm_remedies_lapsed", lapsed_on=due[0])
        clock = w.facts.clock("petition")
        assert clock is not None
        assert clock.due_on == date(due[0].year, due[0].month + 3, due[0].day)

    def test_a_deferral_granted_afterwards_lets_them_begin_again(self) -> None:
        w = executing()
        w.after("payment")
        demanded(w, 30_000)
        w.after("suit")
        w.take("wang", "confirm_remedies_lapsed", lapsed_on=reckon("petition_start", w.facts))
        first = w.facts.clock("petition")
        assert first is not None
        due = deferred(w, 200, amount=30_000)
        assert due[0] > first.due_on
        w.go_to(due[0] + timedelta(days=1))
        w.take("wang", "fall_due", missed_on=due[0])
        demanded(w, 30_000)
        w.after("demand")
        assert w.refusals("wang", "draft_petition") == {"petition_in_time"}
        w.take("wang", "confirm_remedies_lapsed", lapsed_on=due[0])
        w.take("wang", "draft_petition")

    def test_a_refusal_goes_to_the_higher_court_within_fifteen_days(self) -> None:
        w = executing()
        w.after("payment")
        demanded(w, 30_000)
        w.after("suit")
        w.take("wang", "confirm_remedies_lapsed", lapsed_on=reckon("petition_start", w.facts))
        w.take("wang", "draft_petition")
        w.paper("D46")
        w.take("li", "petition_court", court="示例市人民法院", filed_on=w.today)
        clock = w.facts.clock("court_acceptance")
        assert clock is not None
        assert w.refusals("wang", "court_granted", ruled_on=w.today, court_no="1") == {"court_has_accepted"}
        w.take("wang", "court_refused", kind="not_accepted", ruled_on=w.today, reason="材料不齐。")
        appeal = {"court": "中级人民法院", "filed_on": w.today, "reason": "材料已经齐备。"}
        w.go_to(w.today + timedelta(days=16))
        assert w.refusals("li", "ask_higher_court", **{**appeal, "filed_on": w.today}) == {
            "higher_court_in_time"
        }

    def test_the_higher_court_accepts(self) -> None:
        w = executing()
        w.after("payment")
        demanded(w, 30_000)
        w.after("suit")
        w.take("wang", "confirm_remedies_lapsed", lapsed_on=reckon("petition_start", w.facts))
        w.take("wang", "draft_petition")
        w.paper("D46")
        w.take("li", "petition_court", court="示例市人民法院", filed_on=w.today)
        w.take("wang", "court_refused", kind="not_accepted", ruled_on=w.today, reason="材料不齐。")
        w.take("li", "ask_higher_court", court="中级人民法院", filed_on=w.today, reason="材料齐备。")
        w.take("wang", "court_accepted", accepted_on=w.today, court_no="执1号")
        w.take("wang", "court_granted", ruled_on=w.today, court_no="执裁1号")
        s.pay(w, 30_000)
        w.take("wang", "perform", performed_on=w.today)

    def test_a_changed_fine_is_what_is_owed(self) -> None:
        w = executing()
        w.take("wang", "record_remedy", kind="reconsideration", filed_on=w.today, body="市政府")
        result = {"result": "changed", "effective_on": w.today}
        assert w.refusals("wang", "record_remedy_result", **result) == {"changed_fine_named"}
        w.take("wang", "record_remedy_result", **result, changed_fine=Decimal(20_000))
        s.pay(w, 20_000)
        w.take("wang", "perform", performed_on=w.today)


class TestRefund:
    def test_what_was_paid_for_a_quashed_fine_goes_back_before_the_end(self) -> None:
        w = executing()
        s.pay(w, 30_000)
        w.take("wang", "perform", performed_on=w.today)
        w.take("wang", "record_remedy", kind="reconsideration", filed_on=w.today, body="市政府")
        w.take("wang", "record_remedy_result", result="quashed", effective_on=w.today)
        assert w.refusals("wang", "request_closing", result="撤销。") == {"nothing_to_refund"}
        back = {"refunded_on": w.today, "receipt_no": "T1"}
        over = w.refusals("wang", "record_refund", **back, refund_amount=Decimal(30_001))
        assert over == {"refund_is_due"}
        w.take("wang", "record_refund", **back, refund_amount=reckon("refund", w.facts))
        w.take("wang", "request_closing", result="撤销后已退还。")

    def test_review_never_makes_it_heavier(self) -> None:
        w = executing()
        w.take("wang", "record_remedy", kind="suit", filed_on=w.today, body="法院")
        heavier = {"result": "changed", "effective_on": w.today, "changed_fine": Decimal(30_001)}
        assert w.refusals("wang", "record_remedy_result", **heavier) == {"changed_fine_named"}


class TestPublication:
    def test_of_a_quashed_decision_is_withdrawn_in_three_working_days(self) -> None:
        w = executing()
        w.take("wang", "publish", published_on=w.today, site="官网", masked=True)
        w.take("wang", "record_remedy", kind="suit", filed_on=w.today, body="法院")
        w.take("wang", "record_remedy_result", result="quashed", effective_on=w.today)
        clock = w.facts.clock("publication_withdrawn")
        assert clock is not None
        assert w.facts.working_days_between(w.today, clock.due_on) == 2
        w.take("wang", "request_stop", kind="terminate", reason="决定被法院撤销。")
        w.paper("D55")
        w.take("chen", "terminate", ground="decision_quashed", reason="决定被法院撤销。")
        refused = w.refusals("wang", "request_closing", result="终止。")
        assert refused == {"party_told_of_stop", "publication_is_withdrawn"}
        w.take(
            "wang", "withdraw_publication", withdrawn_on=w.today, site="官网", statement="决定被法院撤销。"
        )
        told = {"told_on": w.today, "manner": "written", "told_to": "赵某", "content": "本案终止。"}
        w.take("wang", "tell_stopped", **told)
        w.take("wang", "request_closing", result="终止。")


class TestAddOn:
    def opened(self, w: World) -> UUID:
        w.take("wang", "open_add_on", rate_stated=True, reason="逾期未缴纳罚款。")
        return w.child("add_on_fine")

    def test_grows_by_the_day_up_to_the_fine_and_stands_still_in_review(self) -> None:
        w = executing(10_000)
        w.after("payment")
        w.take("wang", "record_remedy", kind="reconsideration", filed_on=w.today, body="市政府")
        refused = w.refusals("wang", "open_add_on", rate_stated=True, reason="逾期未缴纳罚款。")
        assert {"no_review_pending", "fine_is_late"} <= refused
        w.go_to(w.today + timedelta(days=9))
        w.take("wang", "record_remedy_result", result="upheld", effective_on=w.today)
        w.go_to(w.today + timedelta(days=5))
        assert reckon("late_excluded", w.facts) == 10
        assert reckon("late_days", w.facts) == 5
        assert reckon("add_on", w.facts) == Decimal("1500.00")
        w.go_to(w.today + timedelta(days=90))
        assert reckon("add_on", w.facts) == 10_000

    def test_is_decided_served_and_paid(self) -> None:
        w = executing(10_000)
        w.after("payment")
        w.go_to(w.today + timedelta(days=9))
        child = self.opened(w)
        asked = {
            "base_amount": Decimal(10_000),
            "from_on": reckon("late_from", w.facts),
            "to_on": w.today,
            "excluded_days": 0,
        }
        over = w.refusals("wang", "propose_add_on", child, **asked, days=11, added_amount=Decimal(3300))
        assert over == {"add_on_days_right"}
        over = w.refusals("wang", "propose_add_on", child, **asked, days=10, added_amount=Decimal(3001))
        assert over == {"add_on_not_above_fine"}
        w.take("wang", "propose_add_on", child, **asked, days=10, added_amount=Decimal(3000))
        w.take("chen", "decide_add_on", child, days=10, added_amount=Decimal(3000), opinion="同意。")
        w.paper("D40", added_amount="3000")
        w.take("wang", "serve_add_on", child, **s.service(w))
        w.paper("D43")
        assert common.owed(w.facts) == 13_000
        s.pay(w, 10_000)
        assert w.refusals("wang", "settle_add_on", child, outcome="paid") == {"add_on_paid"}
        assert w.refusals("wang", "settle_add_on", child, outcome="court") == {"add_on_thirty_days_over"}
        s.pay(w, 3_000)
        w.take("wang", "settle_add_on", child, outcome="paid")
        w.take("wang", "perform", performed_on=w.today)

    def test_needs_the_rate_in_the_decision(self) -> None:
        w = executing(10_000)
        w.after("payment")
        refused = w.refusals("wang", "open_add_on", rate_stated=False, reason="逾期未缴纳罚款。")
        assert refused == {"add_on_rate_told"}


class TestDailyFine:
    ORDER = "示应急责改〔2026〕1号"

    def found(self, fine: int = 3_000, days: int = 5) -> tuple[World, UUID, dict[str, Any]]:
        """A fined unit that was ordered to correct and did not."""
        w = executing(fine)
        order = DocumentFact(id=uid("D04"), code="D04", no=self.ORDER, status="served", issued_at=w.facts.now)
        w.facts = replace(w.facts, documents=(*w.facts.documents, order))
        ordered = w.today
        w.go_to(ordered + timedelta(days=days))
        w.take("wang", "open_daily_fine", reason="复查发现仍未改正。")
        child = w.child("continued_daily_fine")
        seen = {
            "order_no": self.ORDER,
            "order_on": ordered,
            "rechecked_on": w.today,
            "facts": "复查时动火作业仍无专人管理。",
            "still_uncorrected": True,
            "officers": BOTH,
        }
        assert w.refusals("wang", "find_refusal", child, **{**seen, "order_no": "没有"}) == {
            "was_ordered_first"
        }
        assert w.refusals("wang", "find_refusal", child, **{**seen, "still_uncorrected": False}) == {
            "refuses_to_correct"
        }
        w.take("wang", "find_refusal", child, **seen)
        planned = {
            "from_on": ordered + timedelta(days=1),
            "to_on": w.today,
            "days": days,
            "daily_amount": Decimal(fine),
            "fine_amount": Decimal(fine * days),
            "facts": seen["facts"],
            "basis": "《安全生产法》第一百一十二条",
        }
        return w, child, planned

    def reviewed(self, w: World, child: UUID, planned: dict[str, Any]) -> None:
        total = planned["fine_amount"]
        w.take("wang", "prepare_daily_notice", child, **planned)
        w.paper("D29", fine_amount=str(total))
        if any(d.code == "D31" and not d.reached("issued") for d in w.facts.documents):
            w.paper("D31")
        w.take("wang", "serve_daily_notice", child, **s.service(w))
        w.paper("D43")
        early = w.refusals("wang", "review_daily_defence", child, conclusion="维持。", fine_amount=total)
        assert "daily_defence_over" in early
        w.after("daily_defence")
        w.take("wang", "review_daily_defence", child, conclusion="维持。", fine_amount=total)

    def submitted(self, planned: dict[str, Any]) -> dict[str, Any]:
        kept = {k: planned[k] for k in ("from_on", "to_on", "days", "daily_amount", "facts")}
        return {
            **kept,
            "order_no": self.ORDER,
            "order_on": planned["from_on"] - timedelta(days=1),
            "amount": planned["fine_amount"],
        }

    def test_counts_from_the_day_after_the_order_at_the_original_amount(self) -> None:
        w, child, planned = self.found()
        first = planned["from_on"] - timedelta(days=1)
        early = {**planned, "from_on": first, "days": 6, "fine_amount": Decimal(18_000)}
        assert w.refusals("wang", "prepare_daily_notice", child, **early) == {"daily_from_next_day"}
        more = {**planned, "daily_amount": Decimal(4_000), "fine_amount": Decimal(20_000)}
        assert w.refusals("wang", "prepare_daily_notice", child, **more) == {"daily_amount_is_original"}
        assert w.refusals("wang", "prepare_daily_notice", child, **{**planned, "days": 4}) == {
            "daily_sum_right"
        }

    def test_has_its_own_notice_and_decision_and_is_paid(self) -> None:
        w, child, planned = self.found()
        self.reviewed(w, child, planned)
        w.take("wang", "submit_daily", child, **self.submitted(planned))
        w.paper("D64", "approved", amount="15000")
        above = {"to_on": planned["to_on"], "fine_amount": Decimal(15_001), "opinion": "同意。"}
        assert "daily_not_above_notice" in w.refusals("li", "decide_daily", child, **above)
        w.take("li", "decide_daily", child, **{**above, "fine_amount": Decimal(15_000)})
        w.paper("D64", amount="15000")
        w.take("wang", "serve_daily", child, **s.service(w))
        w.paper("D43")
        paid = {"paid_on": w.today, "channel": "bank", "receipt_no": "1"}
        w.take("wang", "record_daily_payment", child, **paid, paid_amount=Decimal(14_999))
        assert w.refusals("wang", "settle_daily", child, outcome="paid") == {"daily_settled"}
        w.take("wang", "record_daily_payment", child, **paid, paid_amount=Decimal(1))
        w.take("wang", "settle_daily", child, outcome="paid")
        assert w.facts.paid == 0

    def test_a_heavy_sum_needs_review_and_discussion(self) -> None:
        w, child, planned = self.found(fine=20_000)
        self.reviewed(w, child, planned)
        refused = w.refusals("wang", "submit_daily", child, **self.submitted(planned))
        assert {"daily_discussion_held"} <= refused

    def test_only_who_was_fined_for_a_breach_of_the_safety_law(self) -> None:
        w = executing(3_000)
        w.facts = replace(w.facts, violations=("unknown",))
        assert "daily_law_applies" in w.refusals("wang", "open_daily_fine", reason="仍未改正。")
