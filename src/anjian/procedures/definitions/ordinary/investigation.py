"""From the filing to the legal review, 《行政处罚法》第五十四条至第五十八条."""

from __future__ import annotations

from anjian.law.crimes import all_crimes
from anjian.law.statutes import APL, TCR
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import decision as d
from anjian.procedures.definitions.guards import investigation as g
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import transfer as t
from anjian.procedures.definitions.ordinary.states import (
    AFTER_SERVICE,
    BEFORE_DECISION,
    CASE_REVIEW,
    COLLECTIVE_DISCUSSION,
    DECIDED,
    DECISION_DUE,
    ENDED,
    FILED,
    INVESTIGATING,
    LEGAL_REVIEW,
    REPORTED,
    REVIEW_OF_DEFENCE,
)
from anjian.procedures.spec import SAME, Step, need

art = APL.art

START = Step(
    code="start_investigation",
    label="开始调查",
    source=(FILED,),
    target=INVESTIGATING,
    by=("case_officer",),
    handler_only=True,
    cites=(art(55), art(43), art(42)),
    primary=True,
    fields=(
        ask.instant("told_at", "告知时间"),
        ask.text("told_to", "被告知人", source="party.head"),
        ask.yes_no("certificates_shown", "已出示执法证件"),
        ask.yes_no("recusal_told", "已告知申请回避的权利"),
        ask.OFFICERS,
    ),
    guards=(p.two_certified_handlers, p.acting_officers_certified, g.certificates_shown, g.recusal_told),
)

SUMMON = Step(
    code="summon_interview",
    label="通知询问",
    source=(FILED, INVESTIGATING),
    target=SAME,
    by=("case_officer",),
    handler_only=True,
    cites=(art(55),),
    fields=(
        ask.text("person", "被询问人"),
        ask.text("relation", "与本案关系", required=False),
        ask.instant("at", "询问时间"),
        ask.text("place", "询问地点", default="办案中心"),
        ask.long("papers", "需携带的材料", required=False, default="本人身份证件"),
    ),
    guards=(p.two_certified_handlers,),
    makes=("D11",),
    help="每名被询问人一份《询问通知书》。",
)

REQUEST_RECUSAL = Step(
    code="request_recusal",
    label="登记回避申请",
    source=BEFORE_DECISION,
    target=SAME,
    by=("case_officer", "unit_head", "case_manager"),
    cites=(art(43),),
    fields=(
        ask.one("officer", "被申请回避的人员"),
        ask.text("requested_by", "申请人", source="party.name"),
        ask.day("requested_on", "申请日期"),
        ask.long("grounds", "申请理由", min_length=2),
    ),
    help="决定作出前不停止调查。",
)

DECIDE_RECUSAL = Step(
    code="decide_recusal",
    label="决定回避申请",
    source=BEFORE_DECISION,
    target=SAME,
    by=("agency_head", "agency_leader"),
    cites=(art(43),),
    fields=(ask.yes_no("upheld", "准予回避", sets="recusal_upheld"), ask.REASON),
    guards=(p.recusal_pending, p.approver_is_not_handler),
)

CHANGE_HANDLERS = Step(
    code="replace_handlers",
    label="更换承办人",
    # Officers fall ill, retire and step back at any time; the file must be able to go on.
    source=(*(x for x in BEFORE_DECISION if x is not FILED), DECIDED, *AFTER_SERVICE, *ENDED),
    target=SAME,
    by=("unit_head", "agency_leader"),
    cites=(art(42), art(43)),
    fields=(
        ask.people(
            "handlers", "新的承办人", minimum=2, cites=(art(42),), sets="handlers", source="case.handlers"
        ),
        ask.yes_no("no_conflict", "承办人已逐人声明与本案没有利害关系", sets="no_conflict"),
        ask.REASON,
    ),
    guards=(p.at_least_two_named, p.named_not_recused),
)

REGISTER_EVIDENCE = Step(
    code="open_registration",
    label="启动先行登记保存",
    source=(FILED, INVESTIGATING),
    target=SAME,
    by=("case_officer",),
    handler_only=True,
    cites=(art(56),),
    fields=(ask.long("reason", "证据可能灭失或者以后难以取得的情况", min_length=5),),
    guards=(p.two_certified_handlers,),
    opens="advance_registration",
)

CONFIRM_ADDRESS = Step(
    code="confirm_address",
    label="确认送达地址",
    source=BEFORE_DECISION,
    target=SAME,
    by=("case_officer",),
    handler_only=True,
    cites=(art(61),),
    fields=(
        ask.text("address", "送达地址", source="party.address"),
        ask.text("phone", "联系电话", source="party.phone"),
        ask.yes_no("electronic_consent", "同意电子送达", default=False),
        ask.text("electronic_address", "电子送达地址", required=False),
    ),
    makes=("D44",),
)

PENALTY_QUESTIONS = (
    ask.yes_no("major_violation", "属于情节复杂或者重大违法行为", default=False),
    ask.yes_no("major_public_interest", "涉及重大公共利益", default=False),
    ask.yes_no("complex", "案情疑难复杂、涉及多个法律关系", default=False),
    ask.yes_no("statutory_review", "法律法规规定应当法制审核", default=False),
    ask.yes_no("outside_scale", "拟处罚偏离裁量基准", default=False),
)

CRIMES_SCREENED = ask.table(
    "crimes_screened",
    "逐罪排查",
    ask.choice("crime", "罪名", *((c.code, c.name) for c in all_crimes())),
    ask.yes_no("suspected", "涉嫌", required=False),
    ask.text("finding", "事实和理由", max_length=400),
    required=False,
    min_rows=0,
    cites=(art(27), TCR.art(3)),
    help="适用的条款与犯罪相衔接的，逐罪写明是否达到追诉标准。",
)

REPORT = Step(
    code="report",
    label="调查终结",
    source=(INVESTIGATING,),
    target=REPORTED,
    by=("case_officer",),
    handler_only=True,
    cites=(art(54), art(57), art(40)),
    primary=True,
    fields=(
        ask.choice(
            "criminal_suspicion",
            "是否涉嫌犯罪",
            ("no", "不涉嫌犯罪"),
            ("yes", "涉嫌犯罪"),
            help="对照危险作业罪、重大责任事故罪、重大劳动安全事故罪等逐一排查。",
        ),
        ask.long("criminal_reason", "排查情况和理由", min_length=5, sets="criminal_screen"),
        CRIMES_SCREENED,
        ask.long("exculpatory", "有利于当事人的事实和证据", default="未发现。", sets="exculpatory"),
        ask.long("single_source_reason", "单一言词证据的采信理由", required=False),
        *ask.penalty("case"),
        *PENALTY_QUESTIONS,
    ),
    guards=(
        p.two_certified_handlers,
        p.recusal_settled,
        g.facts_listed,
        g.every_fact_proved,
        g.evidence_lawful,
        g.evidence_taken_by_two,
        g.early_evidence_recorded,
        g.interviews_closed,
        g.interviews_by_two,
        g.interviews_individual,
        g.interviews_with_rights,
        g.interviews_signed,
        g.no_officer_in_two_rooms,
        g.contradictions_settled,
        g.registrations_settled,
        t.no_transfer_pending,
        g.not_on_one_voice_alone,
        g.no_crime_suspected,
        t.screening_is_consistent,
        t.triggered_crimes_answered,
    ),
    makes=("D26",),
)

SUBMIT_REVIEW = Step(
    code="submit_review",
    label="提请案件审核",
    source=(REPORTED,),
    target=CASE_REVIEW,
    by=("case_officer",),
    handler_only=True,
    cites=(art(57),),
    primary=True,
    needs=(need("D26"),),
    makes=("D27",),
)

REQUEST_LEGAL_REVIEW = Step(
    code="request_legal_review",
    label="提请法制审核",
    source=(CASE_REVIEW,),
    target=LEGAL_REVIEW,
    by=("unit_head", "agency_leader"),
    cites=(art(58),),
    primary=True,
    fields=(ask.long("note", "送审说明", required=False),),
    guards=(p.reviewer_is_not_investigator, d.legal_review_finished),
    needs=(need("D27", status="approved"),),
    opens="legal_review",
)

RETURN = Step(
    code="return_for_investigation",
    label="退回补充调查",
    source=(REPORTED, CASE_REVIEW, LEGAL_REVIEW, REVIEW_OF_DEFENCE, COLLECTIVE_DISCUSSION, DECISION_DUE),
    target=INVESTIGATING,
    by=("unit_head", "agency_leader", "agency_head"),
    cites=(art(40), art(57)),
    fields=(ask.long("reason", "需要补充的事项", min_length=5),),
    guards=(d.legal_review_finished, d.open_discussion_finished),
)

EXTEND = (
    Step(
        code="request_extension",
        label="呈请延长办案期限",
        source=BEFORE_DECISION,
        target=SAME,
        by=("case_officer",),
        handler_only=True,
        cites=(art(60),),
        fields=(ask.long("reason", "延长理由", min_length=5),),
        makes=("D50",),
    ),
    Step(
        code="extend_decision",
        label="批准延长办案期限",
        source=BEFORE_DECISION,
        target=SAME,
        by=("agency_head",),
        cites=(art(60),),
        fields=(
            ask.day("new_due_on", "新的期限", not_after_today=False),
            ask.long("basis", "延长的依据", help="写明法律、法规、规章的名称和条款。"),
        ),
        guards=(p.approver_is_not_handler, d.extension_in_time, d.extension_is_later, d.extension_has_basis),
        needs=(need("D50", status="approved"),),
    ),
)

STEPS = (
    START,
    SUMMON,
    REGISTER_EVIDENCE,
    REPORT,
    SUBMIT_REVIEW,
    REQUEST_LEGAL_REVIEW,
    RETURN,
    REQUEST_RECUSAL,
    DECIDE_RECUSAL,
    CHANGE_HANDLERS,
    CONFIRM_ADDRESS,
    *EXTEND,
)
