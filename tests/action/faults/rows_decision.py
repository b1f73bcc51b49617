# ruff: noqa: E501 -- the catalogue is a table: one fault, one entry
"""Faults from the legal review to the archive: notice, defence, hearing, discussion, decision, service."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from anjian.people.models import Organisation
from tests.action.faults import scenes
from tests.action.faults.fault import Fault, papers, several, step, take
from tests.action.faults.rows_inquiry import DECISION, grant
from tests.factories import inputs as i

if TYPE_CHECKING:
    from anjian.config.demo.play import Play

TALK, REVIEW, HEARING = "collective_discussion", "legal_review", "hearing"


def review_opened(p: Play) -> None:
    p.papers("D27")
    take(p, "request_legal_review", by="unit_head", note="请予审核。")


def reviewing(p: Play) -> None:
    review_opened(p)
    take(p, "accept_legal_review", by="reviewer", child=REVIEW)


def opinion(result: str):
    def move(p: Play) -> None:
        reviewing(p)
        p.papers("D28", result=result)

    return move


def hearing(*, days: int = 21):
    def move(p: Play) -> None:
        p.wait(days=1)
        take(p, "request_hearing", **i.hearing_request(p))
        take(p, "appoint_hearing", by="leader", child=HEARING, **i.appointment(p, days=days))
        p.papers("D32")

    return move


def hearing_notified(p: Play) -> None:
    hearing()(p)
    take(p, "serve_hearing_notice", child=HEARING, **i.service(p))


def appoint(**changes):
    def attempt(p: Play) -> None:
        chosen = {k: v(p) if callable(v) else v for k, v in changes.items()}
        take(p, "appoint_hearing", by="leader", child=HEARING, **i.appointment(p, **chosen))

    return attempt


def asked(p: Play) -> None:
    p.wait(days=1)
    take(p, "request_hearing", **i.hearing_request(p))


def said(**changes):
    return lambda p: (p.wait(days=1), take(p, "receive_defence", **i.defence(p, **changes)))


def talk_opened(p: Play) -> None:
    take(p, "open_discussion", by="unit_head", subject="案件事实和处罚建议。")
    p.wait(days=1)


def talk(**changes):
    def attempt(p: Play) -> None:
        chosen = {k: v(p) if callable(v) else v for k, v in changes.items()}
        take(p, "hold_discussion", by="head", child=TALK, **i.discussion(p, **chosen))

    return attempt


def leaders(*names: str):
    return lambda p: tuple({"officer": p.place.officers[n], "vote": "agree", "view": "同意。"} for n in names)


def no_court(p: Play) -> None:
    bureau = Organisation.objects.get(id=p.place.org_id)
    bureau.particulars = {k: v for k, v in bureau.particulars.items() if k not in {"court", "review_body"}}
    bureau.save()


def serve(code: str, **changes):
    return step(code, lambda p: i.service(p, **{k: v(p) if callable(v) else v for k, v in changes.items()}))


ANSWER = step("review_defence", i.answer)
DECIDE = step("decide", lambda _p: DECISION, by="head")
READY = papers("D35a", "D36", upto="approved")


def submit(**changes):
    return step("submit_decision", lambda p: i.penalty(p, **changes))


FAULTS = (
    # 5 notice
    Fault(id="05-no-notice", error=5, title="不告知就作出决定", track="light", stage="case_review",
          code="wrong_state", cites="《行政处罚法》第五十七条", attempt=DECIDE),
    Fault(id="05-notice-not-issued", error=5, title="告知书没有制发就送达", track="light", stage="notice_due",
          code="document.D29", cites="《行政处罚法》第四十四条", attempt=serve("serve_notice")),
    Fault(id="05-notice-other-amount", error=5, title="告知书数额与拟处罚不同", track="light", stage="notice_due",
          code="notice_amount_as_planned", cites="《行政处罚法》第四十四条", before=papers("D29", fine_amount="10000"),
          attempt=serve("serve_notice")),
    Fault(id="05-answer-above-notice", error=5, title="复核时加重罚款", track="light", stage="notice_served",
          code="not_above_notice", cites="《行政处罚法》第四十五条", before=several(said(), lambda p: p.wait(working_days=6)),
          attempt=step("review_defence", lambda p: i.answer(p, fine_amount=20_001))),
    Fault(id="05-submit-above-notice", error=5, title="呈请的罚款高于告知", track="light", stage="review_of_defence",
          code="not_above_notice", cites="《行政处罚法》第四十五条", attempt=submit(fine_amount=30_000)),
    Fault(id="05-decide-above-notice", error=5, title="决定的罚款高于告知", track="light", stage="decision_due",
          code="not_above_notice", cites="《行政处罚法》第四十五条", before=READY,
          attempt=step("decide", lambda _p: {"fine_amount": 20_001, "opinion": "从重。"}, by="head")),
    Fault(id="05-new-kind", error=5, title="增加没有告知的处罚种类", track="light", stage="review_of_defence",
          code="no_new_kind", cites="《行政处罚法》第四十五条", attempt=submit(stop_business=True)),
    Fault(id="05-other-facts", error=5, title="决定书事实与告知书不同", track="light", stage="decision_due",
          code="decision_matches_notice", cites="《行政处罚法》第四十四条",
          before=several(papers("D35a", upto="approved"),
                         papers("D36", upto="approved", facts="另查明当事人还存在其他违法行为。")), attempt=DECIDE),
    Fault(id="05-renotify-heavier", error=5, title="因申辩重新告知加重处罚", track="light", stage="review_of_defence",
          code="new_facts_named", cites="《行政处罚法》第四十五条",
          attempt=step("renotify", lambda _p: {"ground": "heavier", "explanation": "当事人态度不好。"}, by="unit_head")),
    # 6 defence
    Fault(id="06-period-running", error=6, title="陈述申辩期未满就复核", track="light", stage="notice_served",
          code="defence_period_over", cites="《行政处罚法》第四十五条", before=said(), attempt=ANSWER),
    Fault(id="06-not-answered", error=6, title="没有逐条答复申辩", track="light", stage="notice_served",
          code="every_point_answered", cites="《行政处罚法》第六十二条",
          before=several(said(), lambda p: p.wait(working_days=6)), attempt=step("review_defence", lambda p: i.answer(p, replies=()))),
    Fault(id="06-early-lapse", error=6, title="期限未满登记逾期未申辩", track="light", stage="notice_served",
          code="defence_period_over", cites="《行政处罚法》第四十四条", attempt=step("lapse_defence")),
    Fault(id="06-oral-waiver", error=6, title="没有书面表示就认定放弃申辩", track="light", stage="notice_served",
          code="waiver_is_explicit", cites="《行政处罚法》第六十二条",
          attempt=step("waive", lambda p: {"received_on": p.today, "signed": False, "hearing_waived": False, "statement": "口头说算了。"})),
    Fault(id="06-late-defence-unheard", error=6, title="决定前又有申辩而未复核", track="light", stage="decision_due",
          code="no_defence_left", cites="《行政处罚法》第四十五条", before=several(READY, said()), attempt=DECIDE),
    # 7 hearing right
    Fault(id="07-right-not-told", error=7, title="达到听证标准而不告知听证权利", track="heavy", stage="notice_due",
          code="hearing_right_told", cites="《行政处罚法》第六十三条", before=papers("D29"), attempt=serve("serve_notice")),
    Fault(id="07-late-request", error=7, title="逾期申请听证", track="heavy", stage="notice_served",
          code="hearing_asked_in_time", cites="《行政处罚法》第六十四条", before=lambda p: p.wait(working_days=6),
          attempt=step("request_hearing", i.hearing_request)),
    Fault(id="07-request-before-notice", error=7, title="听证申请日期早于告知", track="heavy", stage="notice_served",
          code="asked_after_notice", cites="《行政处罚法》第六十四条",
          attempt=step("request_hearing", lambda p: i.hearing_request(p, requested_on=p.today - timedelta(days=2)))),
    Fault(id="07-request-not-due", error=7, title="不在听证范围而组织听证", track="light", stage="notice_served",
          code="hearing_right_exists", cites="《行政处罚法》第六十三条", attempt=step("request_hearing", i.hearing_request)),
    Fault(id="07-period-running", error=7, title="听证申请期未满就复核", track="heavy", stage="notice_served",
          code="hearing_request_settled", cites="《行政处罚法》第六十四条", before=said(final=True), attempt=ANSWER),
    Fault(id="07-seven-days", error=7, title="听证通知不足七个工作日", track="heavy", stage="notice_served",
          code="notice_seven_days_ahead", cites="《行政处罚法》第六十四条", before=hearing(days=7),
          attempt=step("serve_hearing_notice", i.service, child=HEARING)),
    Fault(id="07-hearing-open", error=7, title="听证没有结束就复核", track="heavy", stage="notice_served",
          code="hearing_finished", cites="《行政处罚法》第六十五条", before=asked, attempt=ANSWER),
    # 8 chair
    Fault(id="08-investigator-presides", error=8, title="调查人员主持听证", track="heavy", stage="notice_served",
          code="chair_is_no_investigator", cites="《行政处罚法》第六十四条", before=asked, attempt=appoint(chair=lambda p: p.id_of("co"))),
    Fault(id="08-investigator-sits", error=8, title="调查人员担任听证员", track="heavy", stage="notice_served",
          code="chair_is_no_investigator", cites="《行政处罚法》第六十四条", before=asked,
          attempt=appoint(hearers=lambda p: (p.id_of("co"),))),
    Fault(id="08-secret", error=8, title="没有理由不公开听证", track="heavy", stage="notice_served",
          code="closed_hearing_has_reason", cites="《行政处罚法》第六十四条", before=asked, attempt=appoint(public=False)),
    Fault(id="08-too-early", error=8, title="没有到通知的时间就举行听证", track="heavy", stage="notice_served",
          code="hour_has_come", cites="《行政处罚法》第六十四条", before=hearing_notified,
          attempt=step("hold_hearing", lambda p: {
              "opened_at": p.now, "ended_at": p.now, "summary": "双方举证。",
              "attendees": ({"name": "王虎", "capacity": "investigator"}, {"name": "赵喆", "capacity": "party"})}, by="chair", child=HEARING)),
    Fault(id="08-other-chair", error=8, title="指定主持人以外的人主持", track="heavy", stage="notice_served",
          code="actor_is_chair", cites="《行政处罚法》第六十四条",
          before=several(hearing_notified, lambda p: grant(p, "方知", "hearing_chair"), lambda p: p.wait(days=30)),
          attempt=step("abandon_hearing", lambda _p: {"way": "absent", "good_reason": False, "explanation": "未到场。"},
                       by="方知", child=HEARING)),
    # 9 legal review
    Fault(id="09-not-reviewed", error=9, title="应当法制审核而未审核", track="heavy", stage="case_review",
          code="legal_review_passed", cites="《行政处罚法》第五十八条", before=papers("D27"), attempt=step("prepare_notice", i.penalty)),
    Fault(id="09-unqualified", error=9, title="审核人员没有法律职业资格", track="heavy", stage="case_review",
          code="legal_reviewer_is_qualified", cites="《行政处罚法》第五十八条",
          before=several(review_opened, lambda p: grant(p, "何清", "legal_reviewer")),
          attempt=step("accept_legal_review", by="何清", child=REVIEW)),
    Fault(id="09-own-work", error=9, title="调查人员审核自己的案件", track="heavy", stage="case_review",
          code="legal_reviewer_is_outsider", cites="《行政处罚法》第五十八条",
          before=several(review_opened, lambda p: grant(p, "王虎", "legal_reviewer")),
          attempt=step("accept_legal_review", by="王虎", child=REVIEW)),
    Fault(id="09-other-reviewer", error=9, title="未受理的人作出审核结论", track="heavy", stage="case_review",
          code="same_reviewer", cites="《行政处罚法》第五十八条", before=opinion("同意"),
          attempt=step("pass_legal_review", lambda _p: i.review(), by="chair", child=REVIEW)),
    Fault(id="09-opinion-disagrees", error=9, title="意见书不同意而登记通过", track="heavy", stage="case_review",
          code="opinion_agrees", cites="《行政处罚法》第五十八条", before=opinion("不同意"),
          attempt=step("pass_legal_review", lambda _p: i.review(), by="reviewer", child=REVIEW)),
    Fault(id="09-failed-item", error=9, title="有一项不符合而审核通过", track="heavy", stage="case_review",
          code="all_items_in_order", cites="《行政处罚法》第五十八条", before=opinion("同意"),
          attempt=step("pass_legal_review", lambda _p: i.review(evidence_ok=False), by="reviewer", child=REVIEW)),
    # 10 collective discussion
    Fault(id="10-not-discussed", error=10, title="重大案件没有集体讨论", track="heavy", stage="review_of_defence",
          code="discussion_held", cites="《行政处罚法》第五十七条", attempt=submit()),
    Fault(id="10-strangers", error=10, title="不是机关负责人的人参加讨论", track="heavy", stage="review_of_defence",
          code="only_leaders_of_this_bureau", cites="《行政处罚法》第五十七条", before=talk_opened,
          attempt=talk(attendees=leaders("郑国安", "陈立", "何清"))),
    Fault(id="10-quorum", error=10, title="到会负责人不过半数", track="heavy", stage="review_of_defence",
          code="quorum_present", cites="《行政处罚法》第五十七条", before=talk_opened, attempt=talk(attendees=leaders("郑国安", "郑国安"))),
    Fault(id="10-before-defence", error=10, title="讨论早于听取当事人意见", track="heavy", stage="review_of_defence",
          code="after_the_party_was_heard", cites="《行政处罚法》第六十五条", before=talk_opened,
          attempt=talk(held_at=lambda p: p.now - timedelta(days=6))),
    Fault(id="10-handlers-vote", error=10, title="承办人参加表决", track="heavy", stage="review_of_defence",
          code="handlers_left_before_vote", cites="《行政处罚法》第五十七条", before=talk_opened, attempt=talk(handlers_left=False)),
    Fault(id="10-still-to-come", error=10, title="先登记尚未举行的讨论", track="heavy", stage="review_of_defence",
          code="discussion_is_past", cites="《行政处罚法》第五十七条", before=talk_opened,
          attempt=talk(held_at=lambda p: p.now + timedelta(days=1))),
    Fault(id="10-above-notice", error=10, title="讨论决定的罚款高于告知", track="heavy", stage="review_of_defence",
          code="discussed_within_notice", cites="《行政处罚法》第四十五条", before=talk_opened, attempt=talk(fine_amount=80_000)),
    Fault(id="10-other-than-discussed", error=10, title="决定与讨论结论不一致", track="heavy", stage="decision_due",
          code="as_discussed", cites="《行政处罚法》第五十七条", before=READY,
          attempt=step("decide", lambda _p: {"fine_amount": 50_000, "opinion": "从轻。"}, by="head")),
    # 14 the paper of the decision
    Fault(id="14-issued-before-decision", error=14, title="决定作出前制发决定书", track="light", stage="decision_due",
          code="document_gate", cites="《行政处罚法》第五十七条", before=papers("D35a"), attempt=papers("D36")),
    Fault(id="14-other-amount", error=14, title="决定书数额与决定不一致", track="light", stage="decision_due",
          code="decision_amount_right", cites="《行政处罚法》第五十九条",
          before=several(papers("D35a", upto="approved"), papers("D36", upto="approved", fine_amount="10000")), attempt=DECIDE),
    Fault(id="14-no-paper", error=14, title="没有决定书就作出决定", track="light", stage="decision_due",
          code="decision_has_six_items", cites="《行政处罚法》第五十九条",
          before=several(papers("D35a", upto="approved"), scenes.withdraw("D36")), attempt=DECIDE),
    Fault(id="14-no-remedy", error=14, title="决定书没有救济途径", track="light", stage="decided",
          code="remedy", cites="《行政处罚法》第五十九条", before=no_court, attempt=papers("D36")),
    Fault(id="14-no-seal", error=14, title="没有制发盖章的决定书就送达", track="light", stage="decided",
          code="document.D36_D37", cites="《行政处罚法》第六十一条", attempt=serve("serve_decision")),
    # 15 service and time
    Fault(id="15-electronic", error=15, title="未经同意电子送达决定书", track="light", stage="decided",
          code="electronic_service_agreed", cites="《行政处罚法》第六十一条", before=papers("D36"),
          attempt=serve("serve_decision", method="electronic")),
    Fault(id="15-left-alone", error=15, title="留置送达没有见证", track="light", stage="decided",
          code="left_service_witnessed", cites="《民事诉讼法》第八十九条", before=papers("D36"),
          attempt=serve("serve_decision", method="left")),
    Fault(id="15-announced-first", error=15, title="不经其他方式直接公告送达", track="light", stage="decided",
          code="announcement_last_resort", cites="《民事诉讼法》第九十五条", before=papers("D36"),
          attempt=serve("serve_decision", method="announcement", announced_on=lambda p: p.today)),
    Fault(id="15-served-before-issue", error=15, title="送达日期早于制发", track="light", stage="decided",
          code="served_after_issue", cites="《行政处罚法》第六十一条", before=papers("D36"),
          attempt=serve("serve_decision", served_on=lambda p: p.today - timedelta(days=3))),
    Fault(id="15-served-by-one", error=15, title="一人送达", track="light", stage="decided",
          code="input.officers", cites="《行政处罚法》第四十二条", before=papers("D36"),
          attempt=serve("serve_decision", officers=lambda p: (p.id_of("lead"),))),
    Fault(id="15-too-late", error=15, title="超过九十日作出决定", track="light", stage="decision_due",
          code="decided_in_time", cites="《行政处罚法》第六十条", before=several(READY, lambda p: p.wait(days=100)), attempt=DECIDE),
    Fault(id="15-late-extension", error=15, title="期满后补办延期", track="light", stage="decision_due",
          code="extension_in_time", cites="《行政处罚法》第六十条", before=lambda p: p.wait(days=100),
          attempt=step("extend_decision", lambda p: {"new_due_on": p.today + timedelta(days=30), "basis": "《某规章》第三十一条"}, by="head")),
    # after the decision
    Fault(id="00-cash", error=0, title="执法人员自行收缴罚款", track="light", stage="executing",
          code="paid_through_bank", cites="《行政处罚法》第六十七条",
          attempt=step("record_payment", lambda p: i.payment(p, 20_000, channel="officer"))),
    Fault(id="00-overpaid", error=0, title="多收罚款", track="light", stage="executing",
          code="not_overpaid", cites="《行政处罚法》第七十二条", attempt=step("record_payment", lambda p: i.payment(p, 20_001))),
    Fault(id="00-unpaid", error=0, title="罚款没有缴清就确认履行", track="light", stage="executing",
          code="fine_paid", cites="《行政处罚法》第六十六条", attempt=step("perform", lambda p: {"performed_on": p.today})),
    Fault(id="00-early-demand", error=0, title="缴款期内催告", track="light", stage="executing",
          code="payment_overdue", cites="《行政处罚法》第七十二条",
          attempt=step("draft_demand", lambda _p: {"add_on_days": 0, "add_on_amount": 0})),
    Fault(id="00-incomplete-file", error=0, title="案卷不齐就归档", track="light", stage="closed",
          code="assembly_complete", cites="《行政处罚法》第四十七条",
          attempt=step("archive", lambda _p: {"shelf": "A-1", "retention": "30"}, by="archivist")),
    Fault(id="00-after-archive", error=0, title="归档后继续办理", track="light", stage="archived",
          code="wrong_state", cites="《行政处罚法》第五十七条",
          attempt=step("request_closing", lambda _p: {"result": "补办。"})),
)  # fmt: skip
