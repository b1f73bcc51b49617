"""听证 (hearing), 《行政处罚法》第六十三条至第六十五条."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import hearing as g
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.spec import Procedure, State, Step, need

art = APL.art

OPENED = State("hearing_opened", "待组织", "notice")
APPOINTED = State("hearing_appointed", "已指定主持人", "notice")
NOTIFIED = State("hearing_notified", "已通知", "notice")
HELD = State("hearing_held", "已举行", "notice")
RECORDED = State("hearing_recorded", "笔录已核对", "notice")
REPORTED = State("hearing_reported", "已报告", "notice", terminal=True)
ABANDONED = State("hearing_abandoned", "视为放弃", "notice", terminal=True, side=True)
WITHDRAWN = State("hearing_withdrawn", "申请撤回", "notice", terminal=True, side=True)

CAPACITIES = (
    ("chair", "主持人"),
    ("hearer", "听证员"),
    ("clerk", "记录员"),
    ("investigator", "调查人员"),
    ("party", "当事人"),
    ("agent", "委托代理人"),
    ("third_party", "第三人"),
    ("witness", "证人"),
    ("interpreter", "翻译、鉴定人"),
)


def _appoint(code: str, label: str, source: tuple[State, ...], *, primary: bool) -> Step:
    return Step(
        code=code,
        label=label,
        source=source,
        target=APPOINTED,
        by=("agency_leader", "agency_head"),
        cites=(art(64),),
        primary=primary,
        fields=(
            ask.one("chair", "听证主持人"),
            ask.people("hearers", "听证员", required=False),
            ask.text("clerk", "记录员"),
            ask.instant("hearing_at", "听证时间"),
            ask.text("place", "听证地点"),
            ask.yes_no("public", "公开举行", default=True),
            ask.text("closed_reason", "不公开的理由", required=False),
        ),
        guards=(p.in_own_name, g.chair_is_no_investigator, g.chair_not_recused, g.closed_hearing_has_reason),
        makes=("D32",),
    )


HEARING = Procedure(
    code="hearing",
    label="听证",
    version="2021-07-15",
    opening=OPENED,
    halts_with_case=True,
    cites=(art(63), art(64)),
    steps=(
        _appoint("appoint_hearing", "指定主持人和听证时间", (OPENED, APPOINTED, NOTIFIED), primary=True),
        Step(
            code="serve_hearing_notice",
            label="送达听证会通知书",
            source=(APPOINTED,),
            target=NOTIFIED,
            by=("case_officer",),
            handler_only=True,
            cites=(art(64),),
            primary=True,
            fields=ask.SERVICE,
            guards=(
                p.acting_officers_certified,
                g.notice_seven_days_ahead,
                n.electronic_service_agreed,
                n.left_service_witnessed,
                n.announcement_last_resort,
            ),
            needs=(need("D32"),),
            makes=("D43",),
            serves=("D32",),
        ),
        Step(
            code="hold_hearing",
            label="举行听证",
            source=(NOTIFIED,),
            target=HELD,
            by=("hearing_chair",),
            cites=(art(64),),
            primary=True,
            fields=(
                ask.instant("opened_at", "开始时间"),
                ask.instant("ended_at", "结束时间"),
                ask.table(
                    "attendees",
                    "参加人",
                    ask.text("name", "姓名"),
                    ask.choice("capacity", "身份", *CAPACITIES),
                    min_rows=2,
                ),
                ask.long("summary", "举证、申辩和质证的要点"),
            ),
            guards=(
                g.actor_is_chair,
                g.hour_has_come,
                g.not_before_the_hour,
                g.at_most_two_agents,
                g.both_sides_present,
            ),
            makes=("D33",),
        ),
        Step(
            code="abandon_hearing",
            label="终止听证",
            source=(NOTIFIED,),
            target=ABANDONED,
            by=("hearing_chair",),
            cites=(art(64),),
            fields=(
                ask.choice("way", "情形", ("absent", "拒不出席"), ("left", "中途退出")),
                ask.yes_no("good_reason", "有正当理由"),
                ask.long("explanation", "情况说明", min_length=2),
            ),
            guards=(g.actor_is_chair, g.hour_has_come, g.absent_without_reason),
        ),
        Step(
            code="withdraw_hearing",
            label="登记撤回听证申请",
            source=(OPENED, APPOINTED, NOTIFIED),
            target=WITHDRAWN,
            by=("case_officer", "hearing_chair"),
            cites=(art(64),),
            fields=(ask.day("received_on", "撤回日期"), ask.yes_no("signed", "有当事人签名的书面表示")),
            guards=(n.waiver_is_explicit,),
        ),
        Step(
            code="check_hearing_record",
            label="核对听证笔录",
            source=(HELD,),
            target=RECORDED,
            by=("hearing_chair",),
            cites=(art(64),),
            primary=True,
            fields=(
                ask.yes_no("signed", "当事人或者代理人已核对签名"),
                ask.text("refusal_note", "拒绝签名的情况", required=False),
            ),
            guards=(g.actor_is_chair, g.record_signed),
            needs=(need("D33"),),
            makes=("D34",),
        ),
        Step(
            code="report_hearing",
            label="提交听证报告",
            source=(RECORDED,),
            target=REPORTED,
            by=("hearing_chair",),
            cites=(art(64), art(65)),
            primary=True,
            fields=(ask.long("opinion", "听证意见", min_length=2),),
            guards=(g.actor_is_chair,),
            needs=(need("D34"),),
        ),
    ),
)
