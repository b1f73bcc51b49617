"""The hearing itself: sessions, adjournment, absence, record and report (APL arts 64, 65)."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import hearing as g
from anjian.procedures.definitions.guards import hearing_people as h
from anjian.procedures.definitions.hearing_steps.states import (
    ABANDONED,
    ADJOURNED,
    APPOINTED,
    CAPACITIES,
    HELD,
    NOTIFIED,
    RECORDED,
    REPORTED,
)
from anjian.procedures.spec import Step, need

art = APL.art
_CHAIR = ("hearing_chair",)

ATTENDEES = ask.table(
    "attendees",
    "参加人",
    ask.text("name", "姓名"),
    ask.choice("capacity", "身份", *CAPACITIES),
    ask.text("principal", "所代理的人", required=False),
    ask.text("mandate", "授权委托书", required=False),
    min_rows=2,
)

HOLD = Step(
    code="hold_hearing",
    label="举行听证",
    source=(NOTIFIED,),
    target=HELD,
    by=_CHAIR,
    cites=(art(64),),
    primary=True,
    fields=(
        ask.instant("opened_at", "开始时间"),
        ask.instant("ended_at", "结束时间"),
        ATTENDEES,
        ask.long("summary", "举证、申辩和质证的要点"),
    ),
    guards=(
        g.actor_is_chair,
        g.hour_has_come,
        g.not_before_the_hour,
        g.session_is_past,
        h.hearing_recusal_settled,
        h.bench_changed_after_recusal,
        g.at_most_two_agents,
        h.agents_have_mandate,
        g.both_sides_present,
        h.joined_parties_heard,
    ),
    makes=("D33",),
)

ADJOURN = Step(
    code="adjourn_hearing",
    label="中止听证（休会）",
    source=(NOTIFIED,),
    target=ADJOURNED,
    by=_CHAIR,
    cites=(art(64),),
    fields=(
        ask.instant("opened_at", "开始时间"),
        ask.choice(
            "ground",
            "中止的原因",
            ("verify", "需要核实新的证据、重新鉴定"),
            ("ill", "参加人突发疾病等不能继续"),
            ("recusal", "当场申请回避须决定"),
            ("order", "秩序无法维持"),
            ("other", "其他无法继续的情形"),
        ),
        ask.long("explanation", "情况说明", min_length=2),
        ATTENDEES,
        ask.long("summary", "已经进行的举证、申辩和质证"),
    ),
    guards=(g.actor_is_chair, g.hour_has_come, g.not_before_the_hour),
    makes=("D33",),
)

RESUME = Step(
    code="resume_hearing",
    label="恢复听证",
    source=(ADJOURNED,),
    target=APPOINTED,
    by=("hearing_chair", "agency_leader", "agency_head"),
    cites=(art(64),),
    primary=True,
    fields=(
        ask.instant("hearing_at", "恢复听证的时间"),
        ask.text("place", "听证地点", source="appoint_hearing.place"),
        ask.long("explanation", "中止原因消除的情况", min_length=2),
    ),
    guards=(g.hearing_in_the_future,),
    makes=("D32",),
    help="重新通知当事人和有关人员时间、地点。",
)

ABANDON = Step(
    code="abandon_hearing",
    label="终止听证",
    source=(NOTIFIED,),
    target=ABANDONED,
    by=_CHAIR,
    cites=(art(64),),
    fields=(
        ask.choice("way", "情形", ("absent", "拒不出席"), ("left", "未经许可中途退出")),
        ask.yes_no("good_reason", "有正当理由"),
        ask.yes_no("agent_present", "代理人仍在场", required=False),
        ask.yes_no("permitted", "退出经主持人许可", required=False),
        ask.long("explanation", "情况说明", min_length=2),
    ),
    guards=(g.actor_is_chair, g.hour_has_come, g.absent_without_reason, g.nobody_for_the_party),
)

CHECK = Step(
    code="check_hearing_record",
    label="核对听证笔录",
    source=(HELD,),
    target=RECORDED,
    by=_CHAIR,
    cites=(art(64),),
    primary=True,
    fields=(
        ask.yes_no("read", "笔录已交当事人或者代理人核对"),
        ask.long("corrections", "核对时更正、补充的内容", required=False),
        ask.yes_no("signed", "当事人或者代理人已核对签名"),
        ask.text("refusal_note", "拒绝签名的情况", required=False),
    ),
    guards=(g.actor_is_chair, g.record_was_read, g.record_signed),
    needs=(need("D33"),),
    makes=("D34",),
)

REPORT = Step(
    code="report_hearing",
    label="提交听证报告",
    source=(RECORDED,),
    target=REPORTED,
    by=_CHAIR,
    cites=(art(64), art(65)),
    primary=True,
    fields=(
        ask.choice(
            "recommendation",
            "处理建议",
            ("uphold", "维持拟处罚"),
            ("lighter", "从轻、减轻"),
            ("no_penalty", "不予处罚"),
            ("investigate", "补充调查"),
            ("transfer", "移送"),
        ),
        ask.long("opinion", "听证意见", min_length=2),
    ),
    guards=(g.actor_is_chair, g.report_says_everything),
    needs=(need("D34"),),
)

STEPS = (HOLD, ADJOURN, RESUME, ABANDON, CHECK, REPORT)
