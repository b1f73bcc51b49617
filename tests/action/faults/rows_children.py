# ruff: noqa: E501 -- the catalogue is a table: one fault, one entry
"""Faults inside the proceedings of a case: service, hearing, legal review, discussion, registration."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.action.faults import scenes
from tests.action.faults.fault import Fault, case_of, papers, several, step, take
from tests.action.faults.rows_decision import (
    HEARING,
    REVIEW,
    TALK,
    appoint,
    asked,
    hearing,
    hearing_notified,
    opinion,
    talk,
    talk_opened,
)
from tests.action.faults.rows_inquiry import grant
from tests.factories import inputs as i

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.config.demo.play import Play

SERVICE, REGISTRATION = "service", "advance_registration"


def open_service(code: str = "D36") -> Callable[[Play], None]:
    """Begin to serve the issued document of that kind."""

    def move(p: Play) -> None:
        take(
            p,
            "open_service",
            document=scenes.paper(p, code).id,
            recipient=case_of(p).party_name,
            recipient_kind="unit",
        )

    return move


def tried(**changes: Any) -> Callable[[Play], None]:
    """Record a try that failed."""
    return lambda p: take(p, "record_attempt", child=SERVICE, **attempt_inputs(p, **changes))


def attempt_inputs(p: Play, **changes: Any) -> dict[str, Any]:
    return {
        "method": "direct", "attempted_at": p.now, "place": "当事人住所地", "failure": "absent",
        "explanation": "大门上锁，无人应答。", "recording": "执法记录仪R-7", "officers": i.both(p),
    } | changes  # fmt: skip


def deliver(**changes: Any) -> Callable[[Play], None]:
    return step("deliver", lambda p: {
        "served_on": p.today, "receiver": "赵喆", "capacity": "head", "place": "当事人住所地", "officers": i.both(p),
    } | {k: v(p) if callable(v) else v for k, v in changes.items()}, child=SERVICE)  # fmt: skip


def leave(**changes: Any) -> Callable[[Play], None]:
    return step("leave", lambda p: {
        "served_on": p.today, "refused_by": "赵喆", "refuser": "head", "refusal_reason": "拒绝接收。", "place": "当事人住所地",
        "at_domicile": True, "recording": "执法记录仪R-8", "officers": i.both(p),
    } | changes, child=SERVICE)  # fmt: skip


def announcement(**changes: Any) -> Callable[[Play], None]:
    return step("prepare_announcement", lambda p: {
        "ground": "impossible", "reasons": "多次未能送达。", "inquiries": "向社区居委会查询。", "published_on": p.today, "media": "本机关网站",
    } | changes, child=SERVICE)  # fmt: skip


ISSUED = several(papers("D36"), open_service())
SENT = step("send_electronically", lambda p: {
    "channel": "电子邮件", "address": "a@example.cn", "sent_at": p.now, "arrived_at": p.now, "receipt_no": "M-1", "officers": i.both(p),
}, child=SERVICE)  # fmt: skip
POST = {"tracking_no": "EMS1", "address": "当事人住所地"}


def posted_and_returned(p: Play) -> None:
    take(p, "post", child=SERVICE, posted_on=p.today, **POST)
    p.wait(days=6)
    take(
        p,
        "record_return",
        child=SERVICE,
        returned_on=p.today,
        failure="returned",
        explanation="逾期未领。",
        recording="退件1",
    )


def announced(p: Play) -> None:
    tried()(p)
    posted_and_returned(p)
    announcement()(p)
    p.papers("D65")
    take(p, "announce", child=SERVICE, announced_on=p.today, posted=({"where": "本机关网站"},))


def handed_over(p: Play) -> None:
    ISSUED(p)
    deliver()(p)
    p.wait(days=1)


def hold(**changes: Any) -> Callable[[Play], None]:
    return step("hold_hearing", lambda p: {
        "opened_at": p.now - timedelta(hours=2), "ended_at": p.now - timedelta(hours=1), "summary": "双方举证、质证。",
        "attendees": ({"name": "王虎", "capacity": "investigator"}, {"name": "赵喆", "capacity": "party"}),
    } | changes, by="chair", child=HEARING)  # fmt: skip


def people(*more: dict[str, str]) -> tuple[dict[str, str], ...]:
    return ({"name": "王虎", "capacity": "investigator"}, {"name": "赵喆", "capacity": "party"}, *more)


def hour_come(p: Play) -> None:
    p.wait(days=30)
    p.now += timedelta(hours=4)


def objected(seat: str = "chair") -> Callable[[Play], None]:
    return step(
        "request_hearing_recusal",
        lambda p: {
            "seat": seat,
            "requested_by": "当事人",
            "requested_on": p.today,
            "grounds": "主持人与本案有利害关系。",
        },
        child=HEARING,
    )


def upheld(p: Play) -> None:
    take(p, "decide_hearing_recusal", by="head", child=HEARING, upheld=True, **i.REASON)


def returned_for_more(p: Play) -> None:
    opinion("退回补充调查")(p)
    take(
        p,
        "return_review",
        by="reviewer",
        child=REVIEW,
        points=({"point": "补充照片的拍摄人和时间"}, {"point": "更正引用的条款"}),
    )


def second_review(p: Play) -> None:
    returned_for_more(p)
    take(p, "object_to_opinion", child=REVIEW, answer="照片的拍摄人和时间已在笔录中写明。")
    take(p, "order_second_review", by="head", child=REVIEW, **i.REASON)


def leaders(*rows: tuple[str, str, str]) -> Callable[[Play], Any]:
    return lambda p: tuple(
        {"officer": p.place.officers[n], "vote": vote, "view": view} for n, vote, view in rows
    )


def discussed(p: Play) -> None:
    talk_opened(p)
    talk()(p)
    p.papers("D35")
    take(p, "conclude_discussion", by="head", child=TALK)


def more_evidence(p: Play) -> None:
    p.wait(days=1)
    p.item(
        "documentary",
        "事后取得的记录",
        f"补充 {p.no}".encode(),
        "later.txt",
        proves=("F-1",),
        record="现场检查记录",
    )


def urgent(p: Play, **changes: Any) -> dict[str, Any]:
    return i.registration() | {
        "urgency": "当事人正在转移设备。", "agreed_by": p.id_of("leader"), "agreed_at": p.now - timedelta(minutes=30),
        "acted_at": p.now - timedelta(minutes=20), "served_on": p.today, "duty_told": True, "officers": i.both(p),
    } | changes  # fmt: skip


OPEN_REGISTRATION = step("open_registration", lambda _p: {"reason": "设备可能被转移灭失。"})


def urgently(**changes: Any) -> Callable[[Play], None]:
    return step(
        "register_urgently",
        lambda p: urgent(p, **{k: v(p) if callable(v) else v for k, v in changes.items()}),
        child=REGISTRATION,
    )


def outcomes(*rows: dict[str, str]) -> Callable[[Play], None]:
    return step("propose_disposal", lambda _p: {"outcomes": rows}, child=REGISTRATION)


FAULTS = (
    # 15 service
    Fault(id="15-not-issued-served", error=15, title="送达尚未制发的决定书", track="light", stage="decided",
          code="document_waits", cites="《民事诉讼法》第八十七条", attempt=open_service("D36")),
    Fault(id="15-twice-served", error=15, title="一份文书同时办理两次送达", track="light", stage="decided",
          code="document_waits", cites="《行政处罚法》第六十一条", before=ISSUED, attempt=open_service("D36")),
    Fault(id="15-gatekeeper", error=15, title="由无权的人代收单位的文书", track="light", stage="decided",
          code="receiver_may_sign", cites="《民事诉讼法》第八十八条", before=ISSUED, attempt=deliver(receiver="门卫", capacity="family")),
    Fault(id="15-agent-without-mandate", error=15, title="代理人没有凭据而签收", track="light", stage="decided",
          code="receiver_may_sign", cites="《民事诉讼法》第八十八条", before=ISSUED, attempt=deliver(receiver="律师", capacity="agent")),
    Fault(id="15-delivered-before-issue", error=15, title="签收日期早于文书制发", track="light", stage="decided",
          code="after_the_paper", cites="《行政处罚法》第六十一条", before=ISSUED,
          attempt=deliver(served_on=lambda p: p.today - timedelta(days=3))),
    Fault(id="15-left-for-a-stranger", error=15, title="他人拒收而留置送达", track="light", stage="decided",
          code="refused_by_one_who_counts", cites="《民事诉讼法》第八十九条", before=ISSUED, attempt=leave(refuser="agent")),
    Fault(id="15-left-elsewhere", error=15, title="把文书留在住所以外的地方", track="light", stage="decided",
          code="left_at_home", cites="《民事诉讼法》第八十九条", before=ISSUED, attempt=leave(at_domicile=False)),
    Fault(id="15-left-unseen", error=15, title="留置送达的见证人没有单位也没有录像", track="light", stage="decided",
          code="leaving_is_witnessed", cites="《民事诉讼法》第八十九条", before=ISSUED, attempt=leave(recording="", witness="周某")),
    Fault(id="15-mail-without-consent", error=15, title="没有确认书而发送电子邮件送达", track="light", stage="decided",
          code="electronic_is_agreed", cites="《民事诉讼法》第九十条", before=ISSUED, attempt=SENT),
    Fault(id="15-posted-for-comfort", error=15, title="直接送达没有困难而邮寄", track="light", stage="decided",
          code="direct_is_difficult", cites="《民事诉讼法》第九十一条", before=ISSUED,
          attempt=step("post", lambda p: {"posted_on": p.today, **POST}, child=SERVICE)),
    Fault(id="15-try-unproved", error=15, title="登记送达未果而没有照片录像或者见证人", track="light", stage="decided",
          code="try_is_proved", cites="《民事诉讼法》第八十九条", before=ISSUED, attempt=tried(recording="")),
    Fault(id="15-announced-after-one-visit", error=15, title="去过一次就公告送达", track="light", stage="decided",
          code="other_ways_failed", cites="《民事诉讼法》第九十五条", before=several(ISSUED, tried()), attempt=announcement()),
    Fault(id="15-announced-to-who-refused", error=15, title="拒收的不留置而公告送达", track="light", stage="decided",
          code="other_ways_failed", cites="《民事诉讼法》第九十五条",
          before=several(ISSUED, tried(failure="refused"), posted_and_returned), attempt=announcement()),
    Fault(id="15-missing-by-guess", error=15, title="没有查找记录就以下落不明公告", track="light", stage="decided",
          code="ground_is_on_record", cites="《民事诉讼法》第九十五条",
          before=several(ISSUED, tried(), posted_and_returned), attempt=announcement(ground="missing")),
    Fault(id="15-notice-running", error=15, title="公告未满三十日就视为送达", track="light", stage="decided",
          code="announcement_has_run", cites="《民事诉讼法》第九十五条", before=several(ISSUED, announced, lambda p: p.wait(days=15)),
          attempt=step("complete_announcement", lambda p: {"served_on": p.today, "posted_throughout": True, "officers": i.both(p)}, child=SERVICE)),
    Fault(id="15-other-day-than-proof", error=15, title="主程序填写的送达日期与回执不同", track="light", stage="decided",
          code="service_differs", cites="《民事诉讼法》第八十七条", before=handed_over, attempt=step("serve_decision", i.service)),
    Fault(id="15-announcement-typed", error=15, title="没有公告记录而填写公告送达", track="light", stage="decided",
          code="announcement_last_resort", cites="《民事诉讼法》第九十五条", before=papers("D36"),
          attempt=step("serve_decision", lambda p: i.service(
              p, method="announcement", announced_on=p.today - timedelta(days=31), failed_attempts="多次未能送达。"))),
    # 7 and 8 hearing
    Fault(id="07-timely-request-declined", error=7, title="把按期的听证申请登记为逾期", track="heavy", stage="notice_served",
          code="hearing_asked_late", cites="《行政处罚法》第六十四条",
          attempt=step("decline_hearing_request", lambda p: {
              "requested_on": p.today, "requested_by": "当事人", "told_on": p.today, "grounds": "要求听证。"})),
    Fault(id="07-others-not-told", error=7, title="没有通知合并听证的其他当事人", track="heavy", stage="notice_served",
          code="others_were_told", cites="《行政处罚法》第六十四条",
          before=several(asked, appoint(joined=({"party": "承包单位", "asked": True},)), papers("D32")),
          attempt=step("serve_hearing_notice", i.service, child=HEARING)),
    Fault(id="07-not-told-again", error=7, title="延期后没有重新通知就举行听证", track="heavy", stage="notice_served",
          code="wrong_state", cites="《行政处罚法》第六十四条",
          before=several(hearing_notified, step("postpone_hearing", lambda p: {
              "ground": "party", "explanation": "负责人住院。", "hearing_at": i.hour_of(p, 28), "place": "局听证室"},
              by="leader", child=HEARING), hour_come), attempt=hold()),
    Fault(id="08-recused-stays", error=8, title="准予回避后仍由原主持人主持", track="heavy", stage="notice_served",
          code="bench_changed_after_recusal", cites="《行政处罚法》第四十三条",
          before=several(hearing_notified, objected(), upheld, hour_come), attempt=hold()),
    Fault(id="08-recusal-undecided", error=8, title="回避申请没有决定就举行听证", track="heavy", stage="notice_served",
          code="hearing_recusal_settled", cites="《行政处罚法》第四十三条",
          before=several(hearing_notified, objected(), hour_come), attempt=hold()),
    Fault(id="08-recused-again", error=8, title="重新指定已经回避的主持人", track="heavy", stage="notice_served",
          code="bench_not_recused_here", cites="《行政处罚法》第六十四条",
          before=several(hearing_notified, objected(), upheld), attempt=appoint()),
    Fault(id="08-three-agents", error=8, title="一方委托三名代理人", track="heavy", stage="notice_served",
          code="at_most_two_agents", cites="《行政处罚法》第六十四条", before=several(hearing_notified, hour_come),
          attempt=hold(attendees=people(*({"name": f"律师{n}", "capacity": "agent", "mandate": "委托书"} for n in "甲乙丙")))),
    Fault(id="08-agent-unmandated", error=8, title="代理人没有委托书而参加听证", track="heavy", stage="notice_served",
          code="agents_have_mandate", cites="《行政处罚法》第六十四条", before=several(hearing_notified, hour_come),
          attempt=hold(attendees=people({"name": "律师", "capacity": "agent"}))),
    Fault(id="08-agent-there", error=8, title="代理人在场而终止听证", track="heavy", stage="notice_served",
          code="nobody_for_the_party", cites="《行政处罚法》第六十四条", before=several(hearing_notified, hour_come),
          attempt=step("abandon_hearing", lambda _p: {
              "way": "absent", "good_reason": False, "agent_present": True, "explanation": "负责人未到。"}, by="chair", child=HEARING)),
    Fault(id="08-record-unread", error=8, title="听证笔录没有交当事人核对", track="heavy", stage="notice_served",
          code="record_was_read", cites="《行政处罚法》第六十四条", before=several(hearing_notified, hour_come, hold(), papers("D33")),
          attempt=step("check_hearing_record", lambda _p: {"read": False, "signed": True}, by="chair", child=HEARING)),
    Fault(id="08-secret-unnamed", error=8, title="不公开听证而没有法定情形", track="heavy", stage="notice_served",
          code="closed_hearing_has_reason", cites="《行政处罚法》第六十四条", before=asked,
          attempt=appoint(public=False, closed_reason="不便公开。")),
    Fault(id="08-called-for-the-past", error=8, title="指定已经过去的听证时间", track="heavy", stage="notice_served",
          code="hearing_in_the_future", cites="《行政处罚法》第六十四条", before=asked, attempt=appoint(days=-1)),
    Fault(id="08-moved-forward", error=8, title="以延期为名提前听证", track="heavy", stage="notice_served",
          code="later_than_before", cites="《行政处罚法》第六十四条", before=hearing(),
          attempt=step("postpone_hearing", lambda p: {
              "ground": "party", "explanation": "当事人要求。", "hearing_at": i.hour_of(p, 10), "place": "局听证室"}, by="leader", child=HEARING)),
    # 9 legal review
    Fault(id="09-points-unmet", error=9, title="审核意见没有逐条办理就再次送审", track="heavy", stage="case_review",
          code="every_opinion_met", cites="《行政处罚法》第五十八条", before=returned_for_more,
          attempt=step("resubmit_review", lambda _p: {"answers": ({"point": "更正引用的条款", "done": "已更正。"},)}, child=REVIEW)),
    Fault(id="09-returned-yet-passed", error=9, title="意见书退回而登记建议修改", track="heavy", stage="case_review",
          code="opinion_advises", cites="《行政处罚法》第五十八条", before=opinion("退回补充调查"),
          attempt=step("advise_amendment", lambda _p: {"points": ({"point": "文字修改"},)}, by="reviewer", child=REVIEW)),
    Fault(id="09-same-reviewer-again", error=9, title="有异议的案件仍由原审核人员审核", track="heavy", stage="case_review",
          code="second_reviewer_is_another", cites="《行政处罚法》第五十八条", before=second_review,
          attempt=step("accept_legal_review", by="reviewer", child=REVIEW)),
    Fault(id="09-late-experience", error=9, title="以二〇一八年之后的经历代替法律职业资格", track="heavy", stage="case_review",
          code="legal_reviewer_is_qualified", cites="《行政处罚法》第五十八条",
          before=several(papers("D27"), step("request_legal_review", lambda _p: {"note": "请予审核。"}, by="unit_head"),
                         lambda p: grant(p, "何清", "legal_reviewer")),
          attempt=step("accept_legal_review", lambda p: {"reviewer_since": p.today - timedelta(days=900)}, by="何清", child=REVIEW)),
    # 10 collective discussion
    Fault(id="10-no-majority", error=10, title="少数人同意而形成结论", track="heavy", stage="review_of_defence",
          code="conclusion_has_majority", cites="《行政处罚法》第五十七条", before=talk_opened,
          attempt=talk(attendees=leaders(("郑国安", "agree", "同意。"), ("陈立", "disagree", "认为应当减轻处罚。"), ("周正", "abstain", "没有听清案情。")))),
    Fault(id="10-dissent-erased", error=10, title="不同意见没有写明理由", track="heavy", stage="review_of_defence",
          code="dissent_is_kept", cites="《行政处罚法》第四十七条", before=talk_opened,
          attempt=talk(attendees=leaders(("郑国安", "agree", "同意。"), ("陈立", "agree", "同意。"), ("周正", "disagree", "反对")))),
    Fault(id="10-deputy-unentrusted", error=10, title="未受书面委托的负责人主持讨论", track="heavy", stage="review_of_defence",
          code="chaired_by_a_leader", cites="《行政处罚法》第五十七条", before=talk_opened, attempt=talk(chair=lambda p: p.id_of("leader"))),
    Fault(id="10-conflicts-unasked", error=10, title="讨论前没有询问回避", track="heavy", stage="review_of_defence",
          code="conflicts_were_asked", cites="《行政处罚法》第四十三条", before=talk_opened, attempt=talk(conflicts_asked=False)),
    Fault(id="10-stepped-back-votes", error=10, title="自行回避的负责人仍参加表决", track="heavy", stage="review_of_defence",
          code="nobody_recused_present", cites="《行政处罚法》第四十三条", before=talk_opened,
          attempt=talk(stepped_back=lambda p: ({"officer": p.id_of("leader"), "reason": "与当事人有亲属关系"},))),
    Fault(id="10-evidence-after-discussion", error=10, title="讨论后又取证而不再讨论", track="heavy", stage="review_of_defence",
          code="discussed_with_all_evidence", cites="《行政处罚法》第五十七条", before=several(discussed, more_evidence),
          attempt=step("submit_decision", i.penalty)),
    # 13 advance registration
    Fault(id="13-urgent-unasked", error=13, title="紧急登记保存事后才报告负责人", track="light", stage="investigating",
          code="leader_agreed_before", cites="《行政处罚法》第五十六条", before=OPEN_REGISTRATION,
          attempt=urgently(agreed_at=lambda p: p.now - timedelta(minutes=5))),
    Fault(id="13-urgent-late", error=13, title="紧急登记保存超过二十四小时才补办批准", track="light", stage="investigating",
          code="within_makeup", cites="《行政处罚法》第五十六条",
          before=several(OPEN_REGISTRATION, urgently(), papers("D16"), lambda p: p.wait(days=2)),
          attempt=step("approve_urgent", lambda _p: i.OPINION, by="leader", child=REGISTRATION)),
    Fault(id="13-confiscated", error=13, title="以处理登记物品代替没收的处罚决定", track="light", stage="investigating",
          code="confiscation_is_decided", cites="《行政处罚法》第五十六条", before=scenes.registered,
          attempt=outcomes({"name": "电焊机", "outcome": "confiscate", "reason": "拟没收"})),
    Fault(id="13-item-forgotten", error=13, title="登记清单上的物品没有处理意见", track="light", stage="investigating",
          code="every_item_disposed", cites="《行政处罚法》第五十六条", before=scenes.registered,
          attempt=outcomes({"name": "氧气瓶", "outcome": "return"})),
    Fault(id="13-nowhere", error=13, title="物品移送而不写明接收机关", track="light", stage="investigating",
          code="outcomes_have_reasons", cites="《行政处罚法》第五十六条", before=scenes.registered,
          attempt=outcomes({"name": "电焊机", "outcome": "transfer"})),
    Fault(id="13-kept-back", error=13, title="登记保存失效而不全部退还", track="light", stage="investigating",
          code="everything_returned", cites="《行政处罚法》第五十六条", before=several(scenes.registered, lambda p: p.wait(working_days=8)),
          attempt=step("lapse_registration", lambda p: {
              "returned": "部分退还。", "returned_on": p.today, "receiver": "赵喆", "all_returned": False}, child=REGISTRATION)),
)  # fmt: skip
