"""Matters of other agencies, and work done together with them."""

from __future__ import annotations

from uuid import UUID

from anjian.procedures.definitions.guards.partners import not_fined_by_partner
from tests.factories import measures as m
from tests.unit.procedures import story as s
from tests.unit.procedures.test_coercion import BOTH, file_of
from tests.unit.procedures.world import World, uid


class TestOtherAgencies:
    def test_a_safety_problem_of_others_is_handed_over_as_a_file_of_its_own(self) -> None:
        w = file_of("agency_transfer")
        asked = m.opening(BOTH, alone=True) | m.elsewhere(kind="referral")
        assert w.refusals("wang", "propose_agency_transfer", **asked | {"danger": True}) == {
            "danger_dealt_with_first"
        }
        assert w.refusals("wang", "propose_agency_transfer", **asked | {"to": w.facts.org.name}) == {
            "receiver_is_another"
        }
        w.take("wang", "propose_agency_transfer", **asked)
        assert [d.code for d in w.facts.documents] == ["D56"]
        w.take("liu", "approve_agency_transfer", opinion="同意。")
        handed = {"handed_on": w.today, "agency": "市市场监督管理局", "way": "direct"}
        w.paper("D56")
        assert w.refusals("wang", "hand_over_to_agency", **handed) == {"input.materials"}
        w.take("wang", "hand_over_to_agency", **handed, materials=({"name": "现场照片", "copies": 1},))
        w.take("wang", "record_agency_receipt", received_on=w.today, received_by="何某")
        assert w.state == "agency_accepted"

    def in_a_case(self) -> tuple[World, UUID]:
        w = World()
        s.to_investigating(w)
        w.take("wang", "open_agency_transfer", cause="属于其他机关管辖。")
        child = w.child("agency_transfer")
        assert w.refusals("wang", "propose_agency_transfer", child, **m.elsewhere(kind="concurrent")) == {
            "first_filer_keeps_the_case"
        }
        w.take("wang", "propose_agency_transfer", child, **m.elsewhere())
        w.papers("D26")
        w.paper("D47", "approved")
        w.take("chen", "approve_agency_transfer", child, opinion="同意。")
        w.paper("D48")
        handed = {"handed_on": w.today, "agency": "市市场监督管理局", "way": "direct"}
        w.take("wang", "hand_over_to_agency", child, **handed, materials=({"name": "案卷", "copies": 1},))
        return w, child

    def test_a_case_rests_while_the_other_agency_has_it(self) -> None:
        w, _ = self.in_a_case()
        w.take("wang", "transfer_agency")
        assert w.state == "transferred_agency"
        assert w.facts.clock("decision").status == "paused"

    def test_a_dispute_on_venue_goes_to_the_common_superior_after_talks(self) -> None:
        w, child = self.in_a_case()
        w.take("wang", "transfer_agency")
        w.take("wang", "record_agency_refusal", child, refused_on=w.today, refusal="认为不属于其职责。")
        asked = {"superior": "市人民政府", "asked_on": w.today, "reason": "协商不成，报请指定管辖。"}
        assert w.refusals("li", "ask_designation", child, **asked) == {"consulted_first"}
        talked = {"consulted_on": w.today, "agency": "市市场监督管理局", "outcome_text": "没有达成一致"}
        w.take("liu", "consult_on_venue", child, **talked)
        w.take("li", "ask_designation", child, **asked)
        named = {"superior": "市人民政府", "paper_no": "云政函〔2026〕8号", "received_on": w.today}
        w.take("wang", "designated_to_us", child, **named)
        w.take("chen", "take_back", returned_on=w.today, reason="指定本机关管辖。")
        assert w.state == "investigating"


class TestTogether:
    def test_each_agency_decides_its_part_and_signs_for_evidence(self) -> None:
        w = World()
        s.to_investigating(w)
        w.take("wang", "open_joint", cause="同一企业多项违法行为。")
        child = w.child("joint_handling")
        alone = m.joint(w.facts.org.name, members=m.joint(w.facts.org.name)["members"][:1])
        assert w.refusals("wang", "plan_joint", child, **alone) == {"partners_have_their_parts"}
        assert w.refusals("wang", "plan_joint", child, **m.joint("市公安局", lead="市教育局")) == {
            "one_partner_leads"
        }
        w.take("wang", "plan_joint", child, **m.joint(w.facts.org.name))
        w.paper("D62d")
        w.take("chen", "approve_joint", child, opinion="同意。")
        assert w.refusals("liu", "start_joint", child) == {"every_partner_agreed"}
        fire = "市消防救援支队"
        w.take("wang", "record_agreement", child, agency=fire, agreed=True, answered_on=w.today)
        w.take("liu", "start_joint", child)
        sent = {
            "direction": "sent",
            "exchanged_on": w.today,
            "exhibits": ({"name": "现场照片", "copies": 1},),
            "signed_by": "何某",
        }
        assert w.refusals("wang", "exchange_evidence", child, agency=fire, **sent) == {"exchange_has_receipt"}
        assert "known_partner" in w.refusals("wang", "exchange_evidence", child, agency="市教育局", **sent)
        w.take("wang", "exchange_evidence", child, agency=fire, **sent, receipt_no="消交〔2026〕5号")
        joint_summary = "各机关已分别处理。"
        assert w.refusals("liu", "end_joint", child, joint_summary=joint_summary) == {
            "every_partner_has_result"
        }
        w.take(
            "wang",
            "record_own_decision",
            child,
            agency=fire,
            decision_text="责令改正并罚款五千元。",
            decided_on=w.today,
            same_act=False,
            fine=5000,
        )
        w.take("liu", "end_joint", child, joint_summary=joint_summary)
        assert w.facts.child("joint_handling").terminal


def test_one_act_that_a_partner_fined_is_not_fined_again() -> None:
    w = World()
    s.to_investigating(w)
    w.take("wang", "open_joint", cause="同一企业多项违法行为。")
    child = w.child("joint_handling")
    w.take("wang", "plan_joint", child, **m.joint(w.facts.org.name))
    w.paper("D62d")
    w.take("chen", "approve_joint", child, opinion="同意。")
    fire = "市消防救援支队"
    w.take("wang", "record_agreement", child, agency=fire, agreed=True, answered_on=w.today)
    w.take("liu", "start_joint", child)
    fined = {
        "agency": fire,
        "decision_text": "罚款五千元。",
        "decided_on": w.today,
        "same_act": True,
        "fine": 5000,
    }
    w.take("wang", "record_own_decision", child, **fined)
    _, _, seen = w.view("li")
    assert not_fined_by_partner.holds(seen, {"fine_amount": 1}) == fire
    assert not_fined_by_partner.holds(seen, {"fine_amount": 0}) is True
    assert uid("wang") in seen.handler_ids
