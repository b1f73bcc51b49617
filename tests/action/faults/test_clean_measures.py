"""Measures, orders, reviews and transfers in order: nothing is refused that the law allows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from anjian.audit.queries import check_chain
from anjian.cases import queries
from anjian.deadlines.queries import clocks_of
from tests.action.faults import measures as x
from tests.action.faults import traces
from tests.action.faults.fault import case_of, standing_copy, take
from tests.factories import measures as m
from tests.factories.town import go_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("standing", [("light", "investigating")], indirect=True),
]


@pytest.fixture
def p(standing: Play) -> Iterator[Play]:
    """A case of one's own; afterwards its record must hold and tell of no refusal."""
    mine = standing_copy(standing)
    refused = len(traces.refusals_on_record(mine.place.org_id))
    yield mine
    assert check_chain(mine.place.org_id, case_of(mine).id) is None
    assert len(traces.refusals_on_record(mine.place.org_id)) == refused


def child_state(p: Play, procedure: str) -> str:
    rows = queries.proceedings(p.place.org_id, case_of(p).id)
    return next(r["state"] for r in reversed(rows) if r["procedure"].split("@")[0] == procedure)


def clock(p: Play, code: str) -> Any:
    return [c for c in clocks_of(p.place.org_id, [case_of(p).id]) if c.code == code][-1]


def picture(p: Play) -> Any:
    return queries.picture_of(case_of(p), p.who("lead"), now=p.now).facts


class TestSealing:
    def test_in_a_case_tested_extended_and_given_back(self, p: Play) -> None:
        x.seized(p)
        due = clock(p, "seizure").due_on
        until = p.today + timedelta(days=7)
        take(
            p,
            "start_testing",
            child=x.SEIZURE,
            body="省质检院",
            request="检测闪点和含量",
            ends_on=until,
            told_in_writing=True,
            receipt="告知书，当事人签收",
        )
        p.papers("D15")
        began = p.today
        p.wait(days=5)
        take(p, "end_testing", child=x.SEIZURE, result="检出汽油成分。")
        moved = clock(p, "seizure").due_on
        assert moved > due
        assert moved - due <= p.today - began
        take(p, "request_seizure_extension", child=x.SEIZURE, complex="涉案物品数量大，需要分批鉴定。")
        take(
            p,
            "extend_seizure",
            by="leader",
            child=x.SEIZURE,
            new_due_on=moved + timedelta(days=30),
            reason="涉案物品数量大，需要分批鉴定。",
        )
        p.papers("D08", to_on=moved.isoformat(), new_to_on=(moved + timedelta(days=30)).isoformat())
        take(p, "serve_seizure_extension", child=x.SEIZURE, **x.serve(p))
        assert clock(p, "seizure").due_on == moved + timedelta(days=30)
        take(p, "propose_outcome", child=x.SEIZURE, **x.outcome())
        take(p, "decide_outcome", by="leader", child=x.SEIZURE, opinion="同意。")
        p.papers("D09")
        take(
            p,
            "carry_out_outcome",
            child=x.SEIZURE,
            **x.serve(p),
            settled="全部退还并签收。",
            all_settled=True,
        )
        assert child_state(p, x.SEIZURE) == "seizure_ended"

    def test_in_an_emergency_approved_within_the_day(self, p: Play) -> None:
        x.seized_at_once(p)
        assert clock(p, "emergency_approval").status == "open"
        take(p, "approve_emergency", by="head", child=x.SEIZURE, opinion="同意。")
        assert child_state(p, x.SEIZURE) == "seized"
        assert clock(p, "emergency_approval").status == "stopped"
        assert clock(p, "seizure").status == "open"

    def test_as_a_file_of_its_own_released_at_the_end_of_the_term(self, p: Play) -> None:
        x.own_file(x.SEIZURE, p)
        take(p, "apply_seizure", **x.alone(p), **m.ground(power="dcs"))
        p.papers("D06")
        take(p, "approve_seizure", by="head", opinion="同意。")
        p.papers("D07", "D07a")
        take(p, "carry_out_seizure", **x.on_the_spot(p))
        p.wait(days=31)
        take(p, "release_at_expiry", reason="期限届满，依法解除。")
        p.papers("D09")
        take(p, "carry_out_outcome", **x.serve(p), settled="全部退还并签收。", all_settled=True)
        assert case_of(p).state == "seizure_ended"


class TestCuttingOff:
    def test_power_a_day_after_the_notice_and_back_on_compliance(self, p: Play) -> None:
        x.supply_approved(p)
        take(p, "notify_firm", child=x.SUPPLY, **x.notice_to_firm(p, 24))
        assert clock(p, "supply_notice").status == "open"
        p.wait(days=2)
        take(p, "instruct_supplier", child=x.SUPPLY, **x.to_supplier(p))
        take(
            p,
            "record_compliance",
            child=x.SUPPLY,
            hazard_removed=True,
            ground="complied",
            proof="复查确认隐患已经消除。",
            complied_on=p.today,
        )
        take(p, "decide_restoration", by="head", child=x.SUPPLY, opinion="同意恢复。")
        p.papers("D22")
        take(p, "serve_restoration", child=x.SUPPLY, restored_at=p.now, **x.PAPER, **x.serve(p))
        assert child_state(p, x.SUPPLY) == "supply_restored"


class TestHazards:
    def test_are_counted_until_each_is_reviewed(self, p: Play) -> None:
        assert picture(p).hazards_open == 0
        x.review_opened(p)
        assert picture(p).hazards_open == 2
        take(
            p,
            "carry_out_review",
            child=x.REVIEW,
            **x.looked(p, (1, "corrected"), (2, "not_corrected"), next_step="penalty"),
        )
        assert picture(p).hazards_open == 1
        p.papers("D05", conclusion="部分整改完毕")
        take(p, "serve_review", child=x.REVIEW, **x.serve(p))
        take(p, "open_review", trigger="request")
        take(p, "carry_out_review", child=x.REVIEW, **x.looked(p, (2, "corrected")))
        p.papers("D05", conclusion="全部整改完毕")
        take(p, "serve_review", child=x.REVIEW, **x.serve(p))
        take(p, "finish_order", child=x.ORDER)
        assert picture(p).hazards_open == 0
        assert child_state(p, x.ORDER) == "correction_done"

    def test_an_extension_is_asked_and_answered(self, p: Play) -> None:
        x.ordered(p)
        later = p.today + timedelta(days=40)
        wishes = ({"item_no": 2, "due_on": later},)
        said = {"requested_on": p.today, "reason": "设备采购周期较长，需要延期。"}
        take(p, "request_correction_extension", child=x.ORDER, wishes=wishes, **said)
        p.papers("D57")
        answer = {"granted": True, "new_dates": wishes, "reason": "理由成立，同意延期。"}
        take(p, "answer_extension", by="leader", child=x.ORDER, **answer)
        p.papers("D58")
        take(p, "serve_extension_answer", child=x.ORDER, **x.serve(p))
        assert clock(p, "extension_answer").status == "stopped"

    def test_work_resumes_after_review_and_approval(self, p: Play) -> None:
        x.measured(p)
        take(p, "request_resumption", child=x.MEASURE, requested_on=p.today, statement="报警系统已经恢复。")
        take(p, "open_review", child=x.MEASURE, trigger="resumption")
        take(p, "carry_out_review", child=x.REVIEW, **x.looked(p, (1, "corrected")))
        p.papers("D05", order_name="现场处理措施决定书", conclusion="全部整改完毕")
        take(p, "serve_review", child=x.REVIEW, **x.serve(p))
        take(p, "approve_resumption", by="leader", child=x.MEASURE, opinion="同意恢复使用。")
        assert child_state(p, x.MEASURE) == "measure_lifted"


class TestTransfers:
    def test_a_crime_not_filed_comes_back_and_is_punished(self, p: Play) -> None:
        x.crime_not_filed(p)
        assert clock(p, "decision").status == "paused"
        take(p, "ask_police_reconsideration", by="leader", child=x.CRIME, **x.objection(p))
        upheld = {"received_on": p.today, "paper_no": "云公复〔2026〕2号", "refusal": "维持原决定。"}
        take(p, "record_reconsideration_refused", child=x.CRIME, **upheld)
        take(
            p,
            "suggest_supervision",
            by="leader",
            child=x.CRIME,
            procuratorate="云州市人民检察院",
            **x.objection(p),
        )
        take(p, "record_supervision_refused", child=x.CRIME, received_on=p.today, refusal="不立案理由成立。")
        take(p, "take_back", by="leader", returned_on=p.today, reason="不构成犯罪，依法继续处罚。")
        assert case_of(p).state == "investigating"
        assert clock(p, "decision").status == "open"

    def test_a_crime_filed_takes_its_goods_along_and_ends_in_court(self, p: Play) -> None:
        x.crime_filed(p)
        goods = {"handed_on": p.today, "goods": "汽油桶十二只及全部案卷", "received_by": "民警周某"}
        take(p, "hand_over_goods", child=x.CRIME, **goods)
        letter = {"direction": "received", "organ_kind": "procuratorate", "organ": "云州市人民检察院"}
        take(p, "record_letter", child=x.CRIME, subject="检察建议", letter_on=p.today, **letter)
        done = {"organ": "云州市人民法院", "paper_no": "（2026）刑初12号", "received_on": p.today}
        take(p, "conclude_transfer", child=x.CRIME, result="convicted", criminal_fine=5000, **done)
        assert child_state(p, x.CRIME) == "transfer_concluded"
        assert case_of(p).state == "transferred_criminal"

    def test_a_matter_of_others_is_handed_over_and_signed_for(self, p: Play) -> None:
        x.agency_sent(p)
        take(p, "transfer_agency")
        take(p, "record_agency_receipt", child=x.AGENCY, received_on=p.today, received_by="何某")
        assert case_of(p).state == "transferred_agency"
        assert child_state(p, x.AGENCY) == "agency_accepted"

    def test_a_safety_problem_of_others_is_a_file_of_its_own(self, p: Play) -> None:
        x.own_file(x.AGENCY, p)
        take(p, "propose_agency_transfer", **x.alone(p), **m.elsewhere(kind="referral"))
        take(p, "approve_agency_transfer", by="unit_head", opinion="同意。")
        p.papers("D56")
        handed = {"handed_on": p.today, "agency": "市市场监督管理局", "way": "direct"}
        take(p, "hand_over_to_agency", **handed, materials=({"name": "现场照片", "copies": 1},))
        take(p, "record_agency_receipt", received_on=p.today, received_by="何某")
        assert case_of(p).state == "agency_accepted"

    def test_agencies_together_each_decide_their_part(self, p: Play) -> None:
        x.joint_running(p)
        sent = {
            "direction": "sent",
            "agency": x.FIRE,
            "exchanged_on": p.today,
            "exhibits": ({"name": "现场照片", "copies": 1},),
            "signed_by": "何某",
            "receipt_no": "消交〔2026〕5号",
        }
        take(p, "exchange_evidence", child=x.JOINT, **sent)
        own = {
            "agency": x.FIRE,
            "decision_text": "责令改正。",
            "decided_on": p.today,
            "same_act": False,
            "fine": 0,
        }
        take(p, "record_own_decision", child=x.JOINT, **own)
        take(p, "end_joint", by="unit_head", child=x.JOINT, joint_summary="各机关已分别处理。")
        assert child_state(p, x.JOINT) == "joint_ended"
        go_on(p, "case_review")
        assert case_of(p).state == "case_review"
