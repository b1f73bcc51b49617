"""Notice, defence, hearing and the answer, 《行政处罚法》第四十四、四十五、六十二至六十五条."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import decision as d
from anjian.procedures.definitions.guards import notice as g
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import transfer as t
from anjian.procedures.definitions.guards import weighing as w
from anjian.procedures.definitions.guards.common import hearing_applies
from anjian.procedures.definitions.ordinary.states import (
    CASE_REVIEW,
    COLLECTIVE_DISCUSSION,
    DECISION_DUE,
    DEFENCE,
    HEARING,
    LEGAL_REVIEW,
    NOTICE_DUE,
    NOTICE_SERVED,
    REVIEW_OF_DEFENCE,
    WAIVED,
)
from anjian.procedures.spec import SAME, Step, make, need

art = APL.art
HEARING_APPLIES = "达到听证标准"

PREPARE_NOTICE = Step(
    code="prepare_notice",
    label="拟制告知书",
    source=(CASE_REVIEW, LEGAL_REVIEW),
    target=NOTICE_DUE,
    by=("case_officer",),
    handler_only=True,
    cites=(art(44), art(63)),
    primary=True,
    fields=ask.penalty("report"),
    guards=(
        p.two_certified_handlers,
        p.recusal_settled,
        t.no_transfer_pending,
        d.legal_review_passed,
        w.sheet_made,
        w.fine_within_statute,
        w.fine_within_band,
    ),
    needs=(need("D27", status="approved"),),
    makes=("D29", make("D31", hearing_applies, HEARING_APPLIES)),
)

SERVE_NOTICE = Step(
    code="serve_notice",
    label="送达告知书",
    source=(NOTICE_DUE,),
    target=NOTICE_SERVED,
    by=("case_officer",),
    handler_only=True,
    cites=(art(44), art(63), art(64)),
    primary=True,
    fields=ask.SERVICE,
    guards=(
        p.two_certified_handlers,
        p.acting_officers_certified,
        g.notice_is_complete,
        g.notice_amount_as_planned,
        g.hearing_right_told,
        g.served_after_issue,
        g.electronic_service_agreed,
        g.left_service_witnessed,
        g.announcement_last_resort,
    ),
    needs=(need("D29"),),
    makes=("D43",),
    serves=("D29", "D31"),
)

WAIVE = Step(
    code="waive",
    label="登记放弃陈述申辩",
    source=(NOTICE_SERVED,),
    target=WAIVED,
    by=("case_officer",),
    handler_only=True,
    cites=(art(62),),
    fields=(
        ask.day("received_on", "表示日期"),
        ask.yes_no("signed", "有当事人签名的书面表示"),
        ask.yes_no("hearing_waived", "同时放弃听证", default=False),
        ask.long("statement", "表示内容"),
    ),
    guards=(g.waiver_is_explicit, g.asked_after_notice),
)

LAPSE = Step(
    code="lapse_defence",
    label="登记逾期未申辩",
    source=(NOTICE_SERVED,),
    target=WAIVED,
    by=("case_officer",),
    handler_only=True,
    cites=(art(44), art(62)),
    guards=(g.defence_period_over, g.hearing_request_settled),
)

RECEIVE_DEFENCE = Step(
    code="receive_defence",
    label="听取陈述申辩",
    source=(NOTICE_SERVED, WAIVED, DEFENCE, REVIEW_OF_DEFENCE, DECISION_DUE),
    target=DEFENCE,
    by=("case_officer",),
    handler_only=True,
    cites=(art(45), art(62)),
    primary=True,
    fields=(
        ask.day("received_on", "提出日期"),
        ask.choice("manner", "方式", ("oral", "口头"), ("written", "书面")),
        ask.text("speaker", "陈述申辩人", source="party.head"),
        ask.table(
            "points",
            "陈述申辩意见",
            ask.long("point", "意见"),
            ask.text("evidence", "提交的证据", required=False),
        ),
        ask.yes_no("final", "当事人表示不再补充", default=False),
        ask.yes_no("hearing_waived", "当事人书面放弃听证", default=False),
        ask.OFFICERS,
    ),
    guards=(p.acting_officers_certified, g.asked_after_notice, g.points_recorded),
    makes=(make("D30", lambda _f, i: i.get("manner") == "oral", "口头提出"),),
)

REQUEST_HEARING = Step(
    code="request_hearing",
    label="受理听证申请",
    source=(NOTICE_SERVED, DEFENCE),
    target=HEARING,
    by=("case_officer",),
    handler_only=True,
    cites=(art(63), art(64)),
    fields=(
        ask.day("requested_on", "申请日期"),
        ask.text("requested_by", "申请人", source="party.name"),
        ask.choice("manner", "方式", ("written", "书面"), ("oral", "口头")),
        ask.long("grounds", "申请理由", required=False),
    ),
    guards=(g.hearing_right_exists, g.asked_after_notice, g.hearing_asked_in_time),
    opens="hearing",
)

DECLINE_HEARING = Step(
    code="decline_hearing_request",
    label="登记逾期的听证申请",
    source=(NOTICE_SERVED, WAIVED, DEFENCE, REVIEW_OF_DEFENCE),
    target=SAME,
    by=("case_officer",),
    handler_only=True,
    cites=(art(64), art(85)),
    fields=(
        ask.day("requested_on", "申请日期"),
        ask.text("requested_by", "申请人", source="party.name"),
        ask.day("told_on", "告知逾期后果的日期", source="today"),
        ask.long("grounds", "申请理由和逾期的原因", min_length=2),
    ),
    guards=(g.hearing_right_exists, g.asked_after_notice, g.hearing_asked_late),
    help="不再组织听证；其意见按陈述申辩听取、复核。",
)

REVIEW_DEFENCE = Step(
    code="review_defence",
    label="复核当事人意见",
    source=(WAIVED, DEFENCE, HEARING),
    target=REVIEW_OF_DEFENCE,
    by=("case_officer",),
    handler_only=True,
    cites=(art(45), art(57), art(65)),
    primary=True,
    fields=(
        ask.table(
            "replies",
            "逐条复核",
            ask.long("point", "当事人意见"),
            ask.choice("adopted", "是否采纳", ("yes", "采纳"), ("partly", "部分采纳"), ("no", "不采纳")),
            ask.long("reply", "复核情况和理由"),
            required=False,
            min_rows=0,
            source="receive_defence.points",
        ),
        ask.long("conclusion", "复核结论"),
        *ask.penalty("prepare_notice"),
    ),
    guards=(
        g.defence_period_over,
        g.hearing_request_settled,
        g.hearing_finished,
        g.every_point_answered,
        g.not_above_notice,
        g.no_new_kind,
    ),
)

REVIEW_AGAIN = Step(
    code="review_after_hearing",
    label="听证后提请法制审核",
    source=(REVIEW_OF_DEFENCE,),
    target=SAME,
    by=("unit_head", "agency_leader"),
    cites=(art(58), art(65)),
    fields=(ask.long("note", "送审说明", required=False),),
    guards=(p.reviewer_is_not_investigator, d.legal_review_finished),
    opens="legal_review",
)

RENOTIFY = Step(
    code="renotify",
    label="重新告知",
    source=(NOTICE_SERVED, WAIVED, DEFENCE, REVIEW_OF_DEFENCE, COLLECTIVE_DISCUSSION, DECISION_DUE),
    target=CASE_REVIEW,
    by=("unit_head", "agency_leader"),
    cites=(art(44), art(45)),
    fields=(
        ask.choice(
            "ground",
            "重新告知的原因",
            ("new_facts", "发现新的事实"),
            ("new_evidence", "取得新的证据"),
            ("law_changed", "适用的法律依据变化"),
            ("notice_defect", "原告知书有错误"),
            ("heavier", "认为应当加重"),
        ),
        ask.long("explanation", "新的事实、证据或者依据", min_length=5),
    ),
    guards=(g.new_facts_named, d.open_discussion_finished, d.legal_review_finished),
    help="回到案件审核，重新拟制并送达告知书，期限重新起算。",
)

REVISE_NOTICE = Step(
    code="revise_notice",
    label="更正拟处罚内容",
    source=(NOTICE_DUE,),
    target=CASE_REVIEW,
    by=("unit_head", "agency_leader"),
    cites=(art(44), art(57)),
    fields=(ask.REASON,),
)

STEPS = (
    PREPARE_NOTICE,
    SERVE_NOTICE,
    RECEIVE_DEFENCE,
    REQUEST_HEARING,
    DECLINE_HEARING,
    WAIVE,
    LAPSE,
    REVIEW_DEFENCE,
    REVIEW_AGAIN,
    RENOTIFY,
    REVISE_NOTICE,
)
