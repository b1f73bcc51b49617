"""The summary procedure: told, heard, decided and handed over on the spot, or made an ordinary case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from anjian.procedures import registry
from anjian.procedures.facts import Threshold
from tests.unit.procedures import story as s
from tests.unit.procedures.world import CERTIFICATE, World, facts, uid

LIMITS = {
    **facts().thresholds,
    "summary.unit": Threshold(value=Decimal(3000)),
    "summary.person": Threshold(value=Decimal(200)),
    "summary.cash": Threshold(value=Decimal(100)),
}


def spot(**changes: Any) -> World:
    """A shop without a warning sign."""
    return World(date(2026, 10, 12), procedure="summary_penalty", thresholds=LIMITS, **changes)


def told(w: World, fine: int = 1000, **changes: Any) -> dict[str, Any]:
    return {
        "handlers": (uid("wang"), uid("zhao")),
        "no_conflict": True,
        "certificates_shown": True,
        "found_at": w.facts.now,
        "conduct_on": w.today,
        "spot_place": "某某路1号",
        "told_to": "店长",
        "facts": "较大危险因素的场所没有设置明显的安全警示标志。",
        "facts_certain": True,
        "evidence_note": "照片两张。",
        "warning": fine == 0,
        "fine_amount": Decimal(fine),
        "rights_told": True,
        **changes,
    }


def decision(w: World, fine: int = 1000, **changes: Any) -> dict[str, Any]:
    return {
        "warning": fine == 0,
        "fine_amount": Decimal(fine),
        "pay_by": "bank",
        "officers": (uid("wang"), uid("zhao")),
        **changes,
    }


def paper(w: World, fine: int) -> None:
    """Both officers and the party sign the numbered form."""
    code = "D24" if w.facts.party_kind == "unit" else "D25"
    w.paper(
        code,
        fine_amount=str(fine),
        party_name="某店",
        facts="没有设置警示标志",
        basis="《安全生产法》第九十九条",
        penalty="罚款",
    )
    latest = w.facts.all_documents(code)[-1]
    signed = replace(latest, no="示应急当罚〔2026〕1号", signed_by=("party", "officer", "officer2"))
    w.facts = replace(w.facts, documents=tuple(signed if d.id == latest.id else d for d in w.facts.documents))


def to_decided(w: World, fine: int = 1000, **changes: Any) -> None:
    w.take("wang", "tell_summary", **told(w, fine))
    w.take("wang", "hear_summary", attitude="none", outcome="keep")
    w.take("wang", "decide_summary", **decision(w, fine, **changes))


def delivered(w: World, **changes: Any) -> dict[str, Any]:
    return {
        "served_on": w.today,
        "place": "某某路1号",
        "officers": (uid("wang"), uid("zhao")),
        "receiver": "店长",
        "method": "direct",
        "remedy_told": True,
        **changes,
    }


def to_delivered(w: World, fine: int = 1000, **changes: Any) -> None:
    to_decided(w, fine, **changes)
    paper(w, fine)
    w.take("wang", "deliver_summary", **delivered(w))


def to_executing(w: World, fine: int = 1000) -> None:
    to_delivered(w, fine)
    w.take(
        "liu", "record_summary", recorded_on=w.today, decision_no="示应急当罚〔2026〕1号", opinion="备案。"
    )


class TestTheRoad:
    def test_from_the_spot_to_the_archive(self) -> None:
        w = spot()
        to_executing(w)
        s.pay(w, 1000)
        w.take("wang", "perform", performed_on=w.today)
        w.take("wang", "request_closing", result="罚款已缴清。")
        w.paper("D51", "approved")
        w.take("chen", "close", opinion="同意。")
        w.papers("D51", "D52", "D53", "D54")
        w.take("dang", "archive", shelf="一号柜", retention="10")
        assert w.state == "archived"

    @pytest.mark.parametrize(("kind", "limit"), [("unit", 3000), ("person", 200)])
    def test_the_limit_itself_is_allowed_and_one_yuan_more_is_not(self, kind: Any, limit: int) -> None:
        w = spot(party_kind=kind)
        assert w.refusals("wang", "tell_summary", **told(w, limit + 1)) == {"within_summary_limit"}
        w.take("wang", "tell_summary", **told(w, limit))
        assert w.state == "spot_told"

    def test_the_limits_of_the_day_count_and_an_unknown_one_allows_no_fine(self) -> None:
        w = spot()
        w.facts = replace(w.facts, thresholds={**LIMITS, "summary.unit": Threshold(value=Decimal(1000))})
        assert w.refusals("wang", "tell_summary", **told(w, 1001)) == {"within_summary_limit"}
        w.facts = replace(w.facts, thresholds={})
        assert w.refusals("wang", "tell_summary", **told(w, 1)) == {"within_summary_limit"}
        w.take("wang", "tell_summary", **told(w, 0))

    def test_nothing_is_decided_before_the_party_was_heard(self) -> None:
        w = spot()
        w.take("wang", "tell_summary", **told(w))
        assert "wrong_state" in w.refusals("wang", "decide_summary", **decision(w))

    def test_every_point_gets_a_reply_and_what_holds_is_followed(self) -> None:
        w = spot()
        w.take("wang", "tell_summary", **told(w))
        said = [{"point": "当天刚被撞倒。", "adopted": "no", "reply": "没有及时恢复。"}]
        assert w.refusals("wang", "hear_summary", attitude="defends", outcome="keep") == {
            "spot_points_answered"
        }
        adopted = [{**said[0], "adopted": "yes"}]
        refused = w.refusals("wang", "hear_summary", attitude="defends", outcome="keep", points=adopted)
        assert refused == {"accepted_points_followed"}
        w.take("wang", "hear_summary", attitude="defends", outcome="drop", points=adopted)
        assert w.refusals("wang", "decide_summary", **decision(w)) == {"defence_left_a_penalty"}
        w.take(
            "wang",
            "spare_summary",
            ground="facts_not_established",
            reasons="标志当天被撞倒，事实不能成立。",
        )
        assert w.state == "no_penalty"

    def test_the_decision_keeps_to_what_was_told(self) -> None:
        w = spot()
        w.take("wang", "tell_summary", **told(w, 1000))
        w.take("wang", "hear_summary", attitude="none", outcome="keep")
        assert w.refusals("wang", "decide_summary", **decision(w, 1001)) == {"not_above_told"}
        assert w.refusals("wang", "decide_summary", **decision(w, 900, warning=True)) == {"no_kind_untold"}

    def test_an_officer_without_certificate_stops_it(self) -> None:
        w = spot()
        w.take("wang", "tell_summary", **told(w))
        lapsed = replace(CERTIFICATE, valid_to=w.today - timedelta(days=1))
        w.facts = replace(
            w.facts,
            handlers=(w.facts.handlers[0], replace(w.facts.handlers[1], certificates=(lapsed,))),
        )
        assert "two_certified_handlers" in w.refusals("wang", "hear_summary", attitude="none", outcome="keep")

    def test_it_is_handed_over_on_the_day_and_a_refusal_is_noted(self) -> None:
        w = spot()
        to_decided(w)
        paper(w, 1000)
        assert w.refusals("wang", "deliver_summary", **delivered(w, method="left")) == {"refusal_is_noted"}
        assert w.refusals("wang", "deliver_summary", **delivered(w, remedy_told=False)) == {
            "reconsideration_first_told"
        }
        w.go_to(w.today + timedelta(days=1))
        assert w.refusals("wang", "deliver_summary", **delivered(w)) == {"delivered_on_the_spot"}


class TestClocks:
    def test_report_payment_and_reconsideration_run_and_no_suit(self) -> None:
        w = spot()
        to_delivered(w)
        running = {c.code: c for c in w.facts.clocks if c.status == "running"}
        assert {"summary_report", "publication", "payment", "reconsideration"} <= running.keys()
        assert "suit" not in running
        assert running["payment"].due_on == w.today + timedelta(days=15)
        assert running["reconsideration"].due_on == w.today + timedelta(days=60)

    def test_a_warning_alone_starts_no_term_for_payment(self) -> None:
        w = spot()
        to_delivered(w, 0)
        assert w.facts.clock("payment") is None

    def test_cash_is_with_the_bureau_in_two_working_days_and_in_the_bank_in_two_more(self) -> None:
        w = spot()
        w.go_to(date(2026, 10, 16))
        to_delivered(w, 100, pay_by="cash", collection_ground="small", receipt_no="8001")
        cash = {
            "ground": "small",
            "paid_amount": Decimal(100),
            "paid_on": w.today,
            "counted_on": w.today,
            "fiscal_receipt": True,
            "receipt_no": "8001",
        }
        no_receipt = {**cash, "fiscal_receipt": False}
        assert w.refusals("wang", "collect_on_spot", **no_receipt) == {"fiscal_receipt_given"}
        w.take("wang", "collect_on_spot", **cash)
        clock = w.facts.clock("cash_in")
        assert clock is not None
        assert clock.due_on == date(2026, 10, 20)  # Friday, the weekend, two working days
        w.take(
            "liu",
            "record_summary",
            recorded_on=w.today,
            decision_no="示应急当罚〔2026〕1号",
            opinion="备案。",
        )
        w.take("wang", "perform", performed_on=w.today)
        w.take("wang", "hand_in_cash", handed_on=w.today, amount=Decimal(100), received_by="财务")
        assert w.refusals("wang", "request_closing", result="已缴清。") == {"cash_handed_in"}
        w.take("wang", "bank_cash", banked_on=w.today, amount=Decimal(100), receipt_no="77")
        w.take("wang", "request_closing", result="已缴清。")

    def test_more_than_a_hundred_yuan_is_no_small_sum(self) -> None:
        w = spot()
        w.take("wang", "tell_summary", **told(w, 101))
        w.take("wang", "hear_summary", attitude="none", outcome="keep")
        cash = {"pay_by": "cash", "collection_ground": "small", "receipt_no": "8001"}
        assert w.refusals("wang", "decide_summary", **decision(w, 101, **cash)) == {"cash_planned_lawfully"}


class TestUnpaid:
    def test_it_is_carried_out_as_any_fine_after_reconsideration_alone_has_lapsed(self) -> None:
        w = spot()
        to_executing(w)
        w.after("payment")
        w.take("wang", "draft_demand", unpaid_amount=Decimal(1000), add_on_days=1, add_on_amount=Decimal(30))
        w.paper("D45", unpaid_amount="1000")
        w.take("wang", "serve_demand", **s.service(w))
        w.paper("D43")
        w.after("reconsideration")
        lapsed = w.facts.clock("reconsideration")
        assert lapsed is not None
        w.take("wang", "confirm_remedies_lapsed", lapsed_on=lapsed.due_on)
        w.take("wang", "draft_petition")
        w.paper("D46")
        w.take("li", "petition_court", court="示例市人民法院", filed_on=w.today)
        assert w.state == "court"


class TestTurning:
    def test_the_file_goes_on_as_an_ordinary_one(self) -> None:
        w = spot()
        w.take("wang", "tell_summary", **told(w))
        w.take("wang", "turn_ordinary", ground="facts_uncertain", reason="当事人提供了新的材料，需要核实。")
        assert w.states[w.facts.case_id][0].code == "ordinary_penalty"
        assert w.state == "lead"
        w.take("wang", "accept_lead", **s.lead_inputs(w))
        assert w.state == "pre_filing"

    def test_not_after_the_decision(self) -> None:
        w = spot()
        to_decided(w)
        refused = w.refusals("wang", "turn_ordinary", ground="other", reason="想要重新调查。")
        assert {"wrong_state", "not_decided_yet"} <= refused


def test_it_opens_files_of_its_own() -> None:
    assert [p.code for p in registry.standalone(date(2026, 10, 12))][:2] == [
        "ordinary_penalty",
        "summary_penalty",
    ]
