# ruff: noqa: E501, PLR0917 -- the catalogue is a table: one fault, one line
"""The fault catalogue: procedural errors that void a penalty, each tried and refused with its article.

The numbers are those of the fifteen errors that courts quash penalties for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from anjian.procedures.facts import ContradictionFact, EvidenceFact, OtherCase
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World, handler, uid


@dataclass(frozen=True)
class Fault:
    """Error number, a title, the way there, the attempt, and the condition that must refuse it."""

    error: int
    title: str
    reach: Callable[[World], Any]
    attempt: Callable[[World], tuple[str, str, dict[str, Any]]]
    refused_by: str
    child: str = ""


def fault(
    error: int,
    title: str,
    reach: Callable[[World], Any],
    who: str,
    step: str,
    refused_by: str,
    inputs: Callable[[World], dict[str, Any]] = lambda _w: {},
    child: str = "",
) -> Fault:
    return Fault(error, title, reach, lambda w: (who, step, inputs(w)), refused_by, child)


def changed(reach: Callable[[World], Any], **changes: Any) -> Callable[[World], None]:
    def go(w: World) -> None:
        reach(w)
        w.facts = replace(w.facts, **changes)

    return go


def then(reach: Callable[[World], Any], *more: Callable[[World], Any]) -> Callable[[World], None]:
    def go(w: World) -> None:
        reach(w)
        for act in more:
            act(w)

    return go


def org(**changes: Any) -> Callable[[World], None]:
    def go(w: World) -> None:
        w.facts = replace(w.facts, org=replace(w.facts.org, **changes))

    return go


def first_evidence(**changes: Any) -> Callable[[World], None]:
    def go(w: World) -> None:
        first, *rest = w.facts.evidence
        w.facts = replace(w.facts, evidence=(replace(first, **changes), *rest))

    return go


def interview(**changes: Any) -> Callable[[World], None]:
    def go(w: World) -> None:
        w.facts = replace(w.facts, interviews=(replace(w.facts.interviews[0], **changes),))

    return go


def second_room(w: World) -> None:
    first = w.facts.interviews[0]
    w.facts = replace(w.facts, interviews=(first, replace(first, id=uid("second"), person="李某")))


def late_evidence(w: World) -> None:
    w.go_to(w.today + timedelta(days=1))
    item = EvidenceFact(
        id=uid("late"), name="补拍照片", collected_at=w.facts.now, collectors=s.BOTH, proves=("1",)
    )
    w.facts = replace(w.facts, evidence=(*w.facts.evidence, item))


def long_pause(w: World) -> None:
    w.after("decision")


def hearing_appointed(w: World) -> None:
    s.to_notice_served(w, 80000)
    w.go_to(w.today + timedelta(days=1))
    w.take("wang", "request_hearing", requested_on=w.today, requested_by="示例公司", manner="written")


def appointment(w: World, days: int, **changes: Any) -> dict[str, Any]:
    told = {
        "chair": uid("zhou"),
        "clerk": "钱某",
        "hearing_at": w.facts.now + timedelta(days=days),
        "place": "听证室",
    }
    return {**told, "public": True, **changes}


def hearing_too_soon(w: World) -> None:
    hearing_appointed(w)
    w.take("chen", "appoint_hearing", w.child("hearing"), **appointment(w, 7))
    w.paper("D32")


def registered(w: World) -> None:
    s.to_investigating(w)
    w.take("wang", "open_registration", reason="设备可能被转移灭失。")
    child = w.child("advance_registration")
    w.take(
        "wang", "apply_registration", child, reason="设备可能被转移灭失。", items=[{"name": "焊机", "quantity": "1台"}],
        keeper="李某", place="库房", way="on_site",
    )  # fmt: skip
    w.paper("D16", "approved")
    w.take("chen", "approve_registration", child, opinion="同意。")
    w.paper("D17")
    w.take("wang", "carry_out_registration", child, duty_told=True, **s.service(w))


def disposal_asked(w: World) -> None:
    registered(w)
    w.take(
        "wang",
        "propose_disposal",
        w.child("advance_registration"),
        outcomes=[{"name": "焊机", "outcome": "return"}],
    )
    w.paper("D18", "approved")
    w.after("registration")


def discussion_open(w: World) -> None:
    s.to_notice_served(w, 80000)
    s.defence(w, hearing_waived=True)
    w.after("defence")
    s.review_defence(w, 80000, "已经整改，请求从轻。")
    w.take("liu", "open_discussion", subject="案件")


def review_open(w: World) -> None:
    s.to_case_review(w)
    w.take("liu", "request_legal_review")


def review_failed(w: World) -> None:
    review_open(w)
    w.take("fa", "accept_legal_review", w.child("legal_review"))
    w.paper("D28", result="不同意")
    w.take("fa", "fail_legal_review", w.child("legal_review"), reason="事实不清，证据不足。")


def paper(code: str, **fields: Any) -> Callable[[World], None]:
    return lambda w: w.paper(code, "approved" if code in {"D36", "D35a"} else "issued", **fields)


def report(w: World) -> dict[str, Any]:
    return s.report_inputs(30000)


def file_(_w: World) -> dict[str, Any]:
    return {"opinion": "同意。"}


def decide(_w: World) -> dict[str, Any]:
    return {"fine_amount": Decimal(30000), "opinion": "同意。"}


def expired(who: str) -> Any:
    h = handler(who)
    old = replace(h.certificates[0] if h.certificates else handler("wang").certificates[0], status="expired")
    return replace(h, certificates=(old,))


FAULTS = (
    fault(1, "没有职权的机关立案", then(s.to_pre_filing, org(may_penalise=False)), "chen", "file", "competent_bureau", file_),
    fault(1, "管辖区域以外的案件", then(s.to_pre_filing, org(in_area=False)), "chen", "file", "in_territory", file_),
    fault(1, "职权失效后作出决定", then(s.to_decision_due, org(may_penalise=False)), "li", "decide", "competent_bureau", decide),
    fault(1, "外区人员办案", s.to_investigating, "wai", "report", "wrong_org", report),
    fault(2, "只有一名执法人员", changed(s.to_pre_filing, handlers=(handler("wang"),)), "chen", "file", "two_certified_handlers", file_),
    fault(2, "证件过期", changed(s.ready_to_report, handlers=(handler("wang"), expired("zhao"))), "wang", "report", "two_certified_handlers", report),
    fault(2, "辅助人员充当执法人员", s.to_filed, "wang", "start_investigation", "acting_officers_certified", lambda w: s.start_inputs(w, officers=(uid("wang"), uid("assistant")))),
    fault(2, "证据由一人收集", then(s.ready_to_report, first_evidence(collectors=(uid("wang"),))), "wang", "report", "evidence_taken_by_two", report),
    fault(2, "没有出示证件", s.to_filed, "wang", "start_investigation", "certificates_shown", lambda w: s.start_inputs(w, certificates_shown=False)),
    fault(3, "没有告知回避权", s.to_filed, "wang", "start_investigation", "recusal_told", lambda w: s.start_inputs(w, recusal_told=False)),
    fault(3, "承办人没有声明", changed(s.to_pre_filing, handlers=(handler("wang"), handler("zhao", declared_no_conflict=False))), "chen", "file", "handlers_free_of_conflict", file_),
    fault(3, "回避的人继续办案", changed(s.ready_to_report, recused=frozenset({uid("wang")})), "wang", "report", "recused", report),
    fault(3, "回避申请没有决定", then(s.ready_to_report, lambda w: w.take("wang", "request_recusal", officer=uid("zhao"), requested_by="示例公司", requested_on=w.today, grounds="与竞争对手有亲属关系")), "wang", "report", "recusal_settled", report),
    fault(4, "超过两年", changed(s.to_pre_filing, conduct_on=s.START - timedelta(days=900)), "chen", "file", "not_time_barred", file_),
    fault(4, "有危害后果但超过五年", changed(s.to_pre_filing, conduct_on=s.START - timedelta(days=1900), harm_to_life=True), "chen", "file", "not_time_barred", file_),
    fault(4, "一事再罚", changed(s.to_pre_filing, other_cases=(OtherCase(no="甲1号", fined=True),)), "chen", "file", "not_fined_before", file_),
    fault(4, "其他机关已先立案", changed(s.to_pre_filing, other_cases=(OtherCase(no="甲1号", filed_elsewhere=True),)), "chen", "file", "not_filed_elsewhere", file_),
    fault(4, "决定前发现已被罚款", changed(s.to_decision_due, other_cases=(OtherCase(no="甲1号", fined=True),)), "li", "decide", "no_second_fine", decide),
    fault(5, "不告知就决定", s.to_case_review, "li", "decide", "wrong_state", decide),
    fault(5, "告知书没有依据", then(s.to_notice_due, paper("D29", basis="")), "wang", "serve_notice", "notice_is_complete", s.service),
    fault(5, "决定的数额高于告知", s.to_decision_due, "li", "decide", "not_above_notice", lambda _w: {"fine_amount": Decimal(40000), "opinion": "加重。"}),
    fault(5, "呈批的数额高于告知", s.to_review_of_defence, "wang", "submit_decision", "not_above_notice", lambda _w: s.penalty(30001)),
    fault(5, "决定的事实与告知不同", then(s.to_decision_due, paper("D36", facts="另一件事实。")), "li", "decide", "decision_matches_notice", decide),
    fault(5, "增加处罚种类", s.to_review_of_defence, "wang", "submit_decision", "no_new_kind", lambda _w: s.penalty(30000, stop_business=True)),
    fault(5, "因申辩重新告知加重", s.to_review_of_defence, "liu", "renotify", "new_facts_named", lambda _w: {"ground": "heavier", "explanation": "当事人态度不好。"}),
    fault(6, "申辩期未满就复核", then(s.to_notice_served, s.defence), "wang", "review_defence", "defence_period_over", lambda _w: {"conclusion": "维持。", "replies": [{"point": "已经整改，请求从轻。", "adopted": "no", "reply": "已考虑。"}], **s.penalty(30000)}),
    fault(6, "没有逐条答复", then(s.to_notice_served, s.defence, lambda w: w.after("defence")), "wang", "review_defence", "every_point_answered", lambda _w: {"conclusion": "维持。", **s.penalty(30000)}),
    fault(6, "期满前视为放弃", s.to_notice_served, "wang", "lapse_defence", "defence_period_over"),
    fault(6, "没有书面表示的放弃", s.to_notice_served, "wang", "waive", "waiver_is_explicit", lambda w: {"received_on": w.today, "signed": False, "hearing_waived": False, "statement": "口头说算了。"}),
    fault(7, "达到标准不告知听证", then(lambda w: s.to_notice_due(w, 80000), lambda w: setattr(w, "facts", replace(w.facts, documents=tuple(d for d in w.facts.documents if d.code != "D31")))), "wang", "serve_notice", "hearing_right_told", s.service),
    fault(7, "听证申请期未满", then(lambda w: s.to_notice_served(w, 80000), lambda w: s.defence(w, final=True)), "wang", "review_defence", "hearing_request_settled", lambda _w: {"conclusion": "维持。", "replies": [{"point": "已经整改，请求从轻。", "adopted": "no", "reply": "已考虑。"}], **s.penalty(80000)}),
    fault(7, "逾期申请听证", then(lambda w: s.to_notice_served(w, 80000), lambda w: w.after("hearing_request")), "wang", "request_hearing", "hearing_asked_in_time", lambda w: {"requested_on": w.today, "requested_by": "示例公司", "manner": "written"}),
    fault(7, "七个工作日内开听证", hearing_too_soon, "wang", "serve_hearing_notice", "notice_seven_days_ahead", s.service, "hearing"),
    fault(7, "听证没有结束就复核", hearing_appointed, "wang", "review_defence", "hearing_finished", lambda _w: {"conclusion": "维持。", **s.penalty(80000)}),
    fault(8, "调查人员主持听证", hearing_appointed, "chen", "appoint_hearing", "chair_is_no_investigator", lambda w: appointment(w, 30, chair=uid("zhao")), "hearing"),
    fault(8, "不公开而没有理由", hearing_appointed, "chen", "appoint_hearing", "closed_hearing_has_reason", lambda w: appointment(w, 30, public=False), "hearing"),
    fault(9, "应当审核而直接告知", lambda w: s.to_case_review(w, complex=True), "wang", "prepare_notice", "legal_review_passed", lambda _w: s.penalty(30000)),
    fault(9, "审核没有通过", review_failed, "wang", "prepare_notice", "legal_review_passed", lambda _w: s.penalty(30000)),
    fault(9, "听证后没有再审核", then(lambda w: s.to_notice_served(w, 80000), s.hearing, lambda w: s.review_defence(w, 80000)), "wang", "submit_decision", "legal_review_passed", lambda _w: s.penalty(80000)),
    fault(9, "调查人员审核", review_open, "wang", "accept_legal_review", "legal_reviewer_is_outsider", child="legal_review"),
    fault(10, "重大案件没有讨论", lambda w: s.to_review_of_defence(w, major_violation=True), "wang", "submit_decision", "discussion_held", lambda _w: s.penalty(30000)),
    fault(10, "受委托组织的负责人讨论", changed(discussion_open, leaders=(handler("li"), handler("chen"), handler("sun", body="delegated"))), "li", "hold_discussion", "only_leaders_of_this_bureau", lambda w: s.discussion_inputs(w, 80000), "collective_discussion"),
    fault(10, "讨论人数不足", discussion_open, "li", "hold_discussion", "quorum_present", lambda w: s.discussion_inputs(w, 80000, attendees=[{"officer": uid("li"), "vote": "agree", "view": "同意。"}] * 2), "collective_discussion"),
    fault(10, "讨论早于听取意见", discussion_open, "li", "hold_discussion", "after_the_party_was_heard", lambda w: s.discussion_inputs(w, 80000, held_at=w.facts.now - timedelta(days=30)), "collective_discussion"),
    fault(10, "承办人参加表决", discussion_open, "li", "hold_discussion", "handlers_left_before_vote", lambda w: s.discussion_inputs(w, 80000, handlers_left=False), "collective_discussion"),
    fault(11, "呈批之后收集证据", then(s.to_decision_due, late_evidence), "li", "decide", "evidence_frozen", decide),
    fault(11, "立案前的证据没有来源", then(s.ready_to_report, first_evidence(collected_at=s.at(s.START - timedelta(days=1)))), "wang", "report", "early_evidence_recorded", report),
    fault(11, "只有一份证言", then(s.ready_to_report, lambda w: setattr(w, "facts", replace(w.facts, evidence=w.facts.evidence[1:]))), "wang", "report", "not_on_one_voice_alone", report),
    fault(11, "事实没有证据", then(s.ready_to_report, lambda w: setattr(w, "facts", replace(w.facts, evidence=()))), "wang", "report", "every_fact_proved", report),
    fault(11, "使用非法证据", then(s.ready_to_report, first_evidence(lawful=False)), "wang", "report", "evidence_lawful", report),
    fault(12, "两人一起询问", then(s.ready_to_report, interview(persons_in_room=2)), "wang", "report", "interviews_individual", report),
    fault(12, "有一页没有签名", then(s.ready_to_report, interview(signed_pages=1)), "wang", "report", "interviews_signed", report),
    fault(12, "一人询问", then(s.ready_to_report, interview(officers=(uid("wang"),))), "wang", "report", "interviews_by_two", report),
    fault(12, "同一人同时在两处询问", then(s.ready_to_report, second_room), "wang", "report", "no_officer_in_two_rooms", report),
    fault(12, "没有告知权利", then(s.ready_to_report, interview(rights_told=False)), "wang", "report", "interviews_with_rights", report),
    fault(12, "询问没有结束", then(s.ready_to_report, interview(ended_at=None)), "wang", "report", "interviews_closed", report),
    fault(12, "矛盾没有解决", changed(s.ready_to_report, contradictions=(ContradictionFact(id=uid("c"), title="由谁安排"),)), "wang", "report", "contradictions_settled", report),
    fault(13, "登记保存超过七个工作日", disposal_asked, "chen", "dispose_registration", "within_seven_days", lambda _w: {"opinion": "同意。"}, "advance_registration"),
    fault(13, "登记保存没有处理就终结调查", then(registered, lambda w: w.prove()), "wang", "report", "registrations_settled", report),
    fault(14, "决定书没有地址和证据", then(s.to_decision_due, paper("D36", party_address="", evidence=[])), "li", "decide", "decision_has_six_items", decide),
    fault(14, "决定书数额与决定不同", then(s.to_decision_due, paper("D36", fine_amount="20000")), "li", "decide", "decision_amount_right", decide),
    fault(14, "没有制发就送达", then(s.to_decision_due, lambda w: w.take("li", "decide", **decide(w))), "wang", "serve_decision", "document.D36_D37", s.service),
    fault(15, "没有回执就执行", then(s.to_decided, lambda w: w.take("wang", "serve_decision", **s.service(w))), "wang", "begin_execution", "decision_service_proved"),
    fault(15, "未经同意电子送达", s.to_decided, "wang", "serve_decision", "electronic_service_agreed", lambda w: s.service(w, method="electronic")),
    fault(15, "留置没有见证", s.to_decided, "wang", "serve_decision", "left_service_witnessed", lambda w: s.service(w, method="left")),
    fault(15, "直接公告送达", s.to_decided, "wang", "serve_decision", "announcement_last_resort", lambda w: s.service(w, method="announcement", announced_on=w.today)),
    fault(15, "超过九十日决定", then(s.to_decision_due, long_pause), "li", "decide", "decided_in_time", decide),
    fault(15, "期满后补办延期", then(s.to_decision_due, long_pause), "li", "extend_decision", "extension_in_time", lambda w: {"new_due_on": w.today + timedelta(days=30), "basis": "《某规章》第三十一条"}),
    fault(15, "以罚代刑", s.ready_to_report, "wang", "report", "no_crime_suspected", lambda _w: s.report_inputs(30000, criminal_suspicion="yes")),
    fault(0, "执法人员自行收款", s.to_executing, "wang", "record_payment", "paid_through_bank", lambda w: {"paid_on": w.today, "paid_amount": Decimal(30000), "channel": "officer", "receipt_no": "1"}),
    fault(0, "缴款期内催告", s.to_executing, "wang", "draft_demand", "payment_overdue", lambda _w: {"add_on_days": 0, "add_on_amount": Decimal(0)}),
    fault(0, "未缴清就结案", s.to_executing, "wang", "perform", "fine_paid", lambda w: {"performed_on": w.today}),
    fault(0, "隐患没有复查就结案", changed(s.to_performed, hazards_open=1), "wang", "request_closing", "hazards_rechecked", lambda _w: {"result": "已缴清。"}),
    fault(0, "案卷不齐就归档", changed(s.to_closed, assembly_gaps=("缺少送达回执",)), "dang", "archive", "assembly_complete", lambda _w: {"shelf": "一号柜", "retention": "30"}),
    fault(0, "承办人自己批准结案", then(s.to_performed, lambda w: w.take("wang", "request_closing", result="已缴清。")), "wang", "close", "wrong_role", file_),
)  # fmt: skip


@pytest.mark.parametrize("case", FAULTS, ids=[f"{f.error:02d} {f.title}" for f in FAULTS])
def test_is_refused_with_its_article(case: Fault) -> None:
    w = World(s.START)
    case.reach(w)
    before = (w.states.copy(), w.facts)
    who, step, inputs = case.attempt(w)
    planned = w.plan(who, step, w.child(case.child) if case.child else None, **inputs)
    assert isinstance(planned, tuple), "the fault went through"
    found = {r.code: r for r in planned}
    assert case.refused_by in found, {code: r.reason for code, r in found.items()}
    refusal = found[case.refused_by]
    assert refusal.cites
    assert refusal.cites[0].startswith("《")
    assert refusal.who
    assert refusal.cure
    assert (w.states, w.facts) == before


def test_all_fifteen_errors_are_tried() -> None:
    assert {f.error for f in FAULTS} >= set(range(1, 16))
    assert len(FAULTS) >= 60
