"""Who presides, when, who takes part, who is told; recusal and postponement (APL arts 43, 64)."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import hearing as g
from anjian.procedures.definitions.guards import hearing_people as h
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.hearing_steps.states import (
    ADJOURNED,
    APPOINTED,
    NOTIFIED,
    OPENED,
    WITHDRAWN,
)
from anjian.procedures.spec import SAME, Step, need

art = APL.art
_LEADERS = ("agency_leader", "agency_head")
HEARING_AT = ask.instant("hearing_at", "听证时间")

APPOINT = Step(
    code="appoint_hearing",
    label="指定主持人和听证时间",
    source=(OPENED, APPOINTED, NOTIFIED),
    target=APPOINTED,
    by=_LEADERS,
    cites=(art(64),),
    primary=True,
    fields=(
        ask.one("chair", "听证主持人"),
        ask.people("hearers", "听证员", required=False),
        ask.text("clerk", "记录员"),
        HEARING_AT,
        ask.text("place", "听证地点"),
        ask.yes_no("public", "公开举行", default=True),
        ask.choice(
            "closed_ground",
            "不公开的法定情形",
            ("state_secret", "涉及国家秘密"),
            ("trade_secret", "涉及商业秘密"),
            ("privacy", "涉及个人隐私"),
            required=False,
        ),
        ask.text("closed_reason", "不公开的理由", required=False),
        ask.table(
            "joined",
            "合并听证的其他当事人",
            ask.text("party", "当事人"),
            ask.text("case_no", "案号", required=False),
            ask.yes_no("asked", "已申请听证并同意合并"),
            required=False,
            min_rows=0,
            help="几名当事人就同一事实要求听证的，可以合并举行，分别听取意见。",
        ),
    ),
    guards=(
        p.in_own_name,
        g.chair_is_no_investigator,
        g.chair_not_recused,
        h.bench_not_recused_here,
        g.closed_hearing_has_reason,
        g.hearing_in_the_future,
        h.joined_parties_asked,
    ),
    makes=("D32",),
)

REGISTER = Step(
    code="register_participants",
    label="登记第三人和代理人",
    source=(OPENED, APPOINTED, NOTIFIED, ADJOURNED),
    target=SAME,
    by=("case_officer", "hearing_chair"),
    cites=(art(64),),
    fields=(
        ask.table(
            "participants",
            "参加人",
            ask.text("name", "姓名（名称）"),
            ask.choice("capacity", "身份", ("third_party", "第三人"), ("agent", "委托代理人")),
            ask.text("principal", "所代理的人", required=False, help="不填的为当事人的代理人。"),
            ask.text("mandate", "授权委托书", required=False, help="日期、权限或者编号。"),
            ask.text("interest", "与案件的利害关系", required=False, help="第三人填写。"),
        ),
    ),
    guards=(g.at_most_two_agents, h.agents_have_mandate, h.third_party_has_interest),
    help="案件处理结果与其有利害关系的人可以作为第三人参加，并可以委托一至二名代理人。",
)

SERVE = Step(
    code="serve_hearing_notice",
    label="送达听证会通知书",
    source=(APPOINTED,),
    target=NOTIFIED,
    by=("case_officer",),
    handler_only=True,
    cites=(art(64),),
    primary=True,
    fields=(
        *ask.SERVICE,
        ask.long(
            "others_told",
            "通知其他参加人的情况",
            required=False,
            help="第三人、合并听证的当事人、证人等：何时、以何方式通知。",
        ),
    ),
    guards=(
        p.acting_officers_certified,
        g.notice_seven_days_ahead,
        h.others_were_told,
        n.electronic_service_agreed,
        n.left_service_witnessed,
        n.announcement_last_resort,
    ),
    needs=(need("D32"),),
    makes=("D43",),
    serves=("D32",),
)

REQUEST_RECUSAL = Step(
    code="request_hearing_recusal",
    label="登记对听证人员的回避申请",
    source=(APPOINTED, NOTIFIED, ADJOURNED),
    target=SAME,
    by=("case_officer", "hearing_chair"),
    cites=(art(43), art(64)),
    fields=(
        ask.choice("seat", "申请谁回避", ("chair", "主持人"), ("hearer", "听证员"), ("clerk", "记录员")),
        ask.one("person", "被申请回避的听证员", required=False, help="申请听证员回避的，选择是哪一位。"),
        ask.text("requested_by", "申请人", source="party.name"),
        ask.day("requested_on", "申请日期", source="today"),
        ask.long("grounds", "申请理由", min_length=2),
    ),
    guards=(h.recusal_names_a_seat,),
)

DECIDE_RECUSAL = Step(
    code="decide_hearing_recusal",
    label="决定听证人员的回避",
    source=(APPOINTED, NOTIFIED, ADJOURNED),
    target=SAME,
    by=("agency_head", "agency_leader"),
    cites=(art(43), art(64)),
    fields=(ask.yes_no("upheld", "准予回避"), ask.REASON),
    guards=(h.hearing_recusal_pending, p.approver_is_not_handler, h.decides_not_on_himself),
    help="准予回避的，重新指定并通知；不准的，告知申请人理由。",
)

POSTPONE = Step(
    code="postpone_hearing",
    label="延期听证",
    source=(APPOINTED, NOTIFIED),
    target=APPOINTED,
    by=("hearing_chair", *_LEADERS),
    cites=(art(64),),
    fields=(
        ask.choice(
            "ground",
            "延期的原因",
            ("party", "当事人有正当理由不能到场"),
            ("recusal", "需要更换听证人员"),
            ("witness", "需要通知新的证人、重新鉴定、勘验"),
            ("force_majeure", "不可抗力"),
        ),
        ask.long("explanation", "情况说明", min_length=2),
        ask.instant("hearing_at", "新的听证时间"),
        ask.text("place", "听证地点", source="appoint_hearing.place"),
    ),
    guards=(g.hearing_in_the_future, g.later_than_before),
    makes=("D32",),
    help="延期后重新制发、送达《听证会通知书》，仍应提前七个工作日。",
)

WITHDRAW = Step(
    code="withdraw_hearing",
    label="登记撤回听证申请",
    source=(OPENED, APPOINTED, NOTIFIED, ADJOURNED),
    target=WITHDRAWN,
    by=("case_officer", "hearing_chair"),
    cites=(art(64),),
    fields=(ask.day("received_on", "撤回日期"), ask.yes_no("signed", "有当事人签名的书面表示")),
    guards=(n.waiver_is_explicit,),
)

STEPS = (APPOINT, REGISTER, SERVE, REQUEST_RECUSAL, DECIDE_RECUSAL, POSTPONE, WITHDRAW)
