"""From the recheck to the decision: notice, defence, hearing, review and discussion of its own."""

from __future__ import annotations

from anjian.law.statutes import APL, WSL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.daily_fine_steps.states import (
    DECIDED,
    DROPPED,
    DUE,
    FOUND,
    NOTICE_DUE,
    NOTIFIED,
    OPENED,
    REVIEWED,
)
from anjian.procedures.definitions.guards import daily_fine as g
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import SAME, Field, Inputs, Step, make, need

art = APL.art
_DAILY = WSL.art(112)
_HANDLER = ("case_officer",)
_SERVED = (
    p.acting_officers_certified,
    n.electronic_service_agreed,
    n.left_service_witnessed,
    n.announcement_last_resort,
)


def _hearing(facts: CaseFacts, inputs: Inputs) -> bool:
    return g.hearing_for_daily(facts, inputs)


def _days(source: str) -> tuple[Field, ...]:
    """First and last day, number and amount of a day."""
    return (
        ask.day("from_on", "计罚起始日", source=f"{source}.from_on" if source else "reckon.daily_from"),
        ask.day("to_on", "计罚截止日", source=f"{source}.to_on" if source else "find_refusal.rechecked_on"),
        ask.number("days", "计罚日数", minimum=1, source=f"{source}.days" if source else "reckon.daily_days"),
        ask.yuan(
            "daily_amount",
            "每日数额（原处罚数额，元）",
            source=f"{source}.daily_amount" if source else "reckon.fine",
        ),
    )


STEPS = (
    Step(
        code="find_refusal",
        label="复查认定拒不改正",
        source=(OPENED,),
        target=FOUND,
        by=_HANDLER,
        handler_only=True,
        cites=(_DAILY, art(42)),
        primary=True,
        fields=(
            ask.text("order_no", "责令改正文书文号"),
            ask.day("order_on", "责令改正日期"),
            ask.day("correct_by", "改正期限届满之日", required=False),
            ask.day("rechecked_on", "复查日期"),
            ask.long("facts", "拒不改正的事实和证据", min_length=10),
            ask.yes_no("still_uncorrected", "复查时仍未改正"),
            ask.OFFICERS,
        ),
        guards=(
            p.two_certified_handlers,
            p.acting_officers_certified,
            g.was_ordered_first,
            g.refuses_to_correct,
        ),
    ),
    Step(
        code="prepare_daily_notice",
        label="拟制按日处罚告知书",
        source=(FOUND, REVIEWED),
        target=NOTICE_DUE,
        by=_HANDLER,
        handler_only=True,
        cites=(_DAILY, art(44), art(63)),
        primary=True,
        fields=(
            *_days(""),
            ask.yuan("fine_amount", "罚款总额（元）", source="reckon.daily_total"),
            ask.long("facts", "拒不改正的事实", min_length=10, source="find_refusal.facts"),
            ask.text("basis", "处罚依据", default="《安全生产法》第一百一十二条"),
        ),
        guards=(
            g.daily_from_next_day,
            g.daily_until_recheck,
            g.daily_amount_is_original,
            g.daily_sum_right,
        ),
        makes=("D29", make("D31", _hearing, "总额达到听证标准")),
    ),
    Step(
        code="serve_daily_notice",
        label="送达按日处罚告知书",
        source=(NOTICE_DUE,),
        target=NOTIFIED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(44), art(63), art(64)),
        primary=True,
        fields=ask.SERVICE,
        guards=(*_SERVED, g.daily_notice_complete, g.daily_hearing_told),
        needs=(need("D29"),),
        makes=("D43",),
        serves=("D29", "D31"),
    ),
    Step(
        code="receive_daily_defence",
        label="听取对按日处罚的意见",
        source=(NOTIFIED,),
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(art(45), art(62)),
        fields=(
            ask.day("received_on", "提出日期"),
            ask.text("speaker", "陈述申辩人", source="party.head"),
            ask.table(
                "points", "意见", ask.long("point", "意见"), ask.text("evidence", "证据", required=False)
            ),
            ask.yes_no("final", "当事人表示不再补充", default=False),
            ask.yes_no("hearing_waived", "当事人书面放弃听证", default=False),
            ask.OFFICERS,
        ),
        guards=(p.acting_officers_certified, n.points_recorded),
    ),
    Step(
        code="request_daily_hearing",
        label="受理听证申请（按日处罚）",
        source=(NOTIFIED,),
        target=SAME,
        by=_HANDLER,
        handler_only=True,
        cites=(art(63), art(64)),
        fields=(
            ask.day("requested_on", "申请日期"),
            ask.text("requested_by", "申请人", source="party.name"),
            ask.long("grounds", "申请理由", required=False),
        ),
        guards=(g.daily_hearing_right, g.daily_hearing_in_time),
        opens="hearing",
    ),
    Step(
        code="review_daily_defence",
        label="复核对按日处罚的意见",
        source=(NOTIFIED,),
        target=REVIEWED,
        by=_HANDLER,
        handler_only=True,
        cites=(art(45), art(57), art(65)),
        primary=True,
        fields=(
            ask.table(
                "replies",
                "逐条复核",
                ask.long("point", "意见"),
                ask.choice("adopted", "是否采纳", ("yes", "采纳"), ("partly", "部分采纳"), ("no", "不采纳")),
                ask.long("reply", "复核情况和理由"),
                required=False,
                min_rows=0,
                source="receive_daily_defence.points",
            ),
            ask.long("conclusion", "复核结论"),
            ask.yuan("fine_amount", "罚款总额（元）", source="prepare_daily_notice.fine_amount"),
        ),
        guards=(
            g.daily_defence_over,
            g.daily_hearing_settled,
            g.daily_points_answered,
            g.daily_not_above_notice,
        ),
    ),
    Step(
        code="request_daily_review",
        label="提请法制审核（按日处罚）",
        source=(REVIEWED,),
        target=SAME,
        by=("unit_head", "agency_leader"),
        cites=(art(58),),
        fields=(ask.long("note", "送审说明", required=False),),
        guards=(p.reviewer_is_not_investigator,),
        opens="legal_review",
    ),
    Step(
        code="open_daily_discussion",
        label="提请集体讨论（按日处罚）",
        source=(REVIEWED,),
        target=SAME,
        by=("unit_head", "agency_leader"),
        cites=(art(57),),
        fields=(ask.long("subject", "讨论事项", min_length=2, default="按日连续处罚的事实、日数和数额。"),),
        guards=(g.daily_legal_review_passed,),
        opens="collective_discussion",
    ),
    Step(
        code="submit_daily",
        label="呈请按日连续处罚",
        source=(REVIEWED,),
        target=DUE,
        by=_HANDLER,
        handler_only=True,
        cites=(_DAILY, art(57)),
        primary=True,
        fields=(
            ask.text("order_no", "责令改正文书文号", source="find_refusal.order_no"),
            ask.day("order_on", "责令改正日期", source="find_refusal.order_on"),
            *_days("prepare_daily_notice"),
            ask.yuan("amount", "罚款总额（元）", source="review_daily_defence.fine_amount"),
            ask.long("facts", "拒不改正的事实", source="find_refusal.facts"),
        ),
        guards=(
            p.two_certified_handlers,
            g.daily_sum_right,
            g.daily_amount_is_original,
            g.daily_not_above_notice,
            g.daily_legal_review_passed,
            g.daily_discussion_held,
        ),
        makes=("D64",),
    ),
    Step(
        code="decide_daily",
        label="决定按日连续处罚",
        source=(DUE,),
        target=DECIDED,
        by=("agency_head",),
        cites=(_DAILY, art(57), art(59)),
        primary=True,
        fields=(
            ask.day("to_on", "计罚截止日", source="submit_daily.to_on"),
            ask.yuan("fine_amount", "罚款总额（元）", source="submit_daily.amount"),
            ask.opinion("决定意见"),
        ),
        guards=(
            p.competent_bureau,
            p.in_own_name,
            p.approver_is_not_handler,
            g.daily_until_recheck,
            g.daily_not_above_notice,
            g.daily_legal_review_passed,
            g.daily_discussion_held,
            g.daily_paper_right,
        ),
        needs=(need("D64", status="approved"),),
    ),
    Step(
        code="drop_daily",
        label="不予按日处罚",
        source=(OPENED, FOUND, NOTICE_DUE, NOTIFIED, REVIEWED, DUE),
        target=DROPPED,
        by=("unit_head", "agency_leader", "agency_head"),
        cites=(_DAILY, art(57)),
        fields=(
            ask.choice(
                "ground",
                "理由",
                ("corrected", "当事人已经改正"),
                ("not_established", "拒不改正的事实不能成立"),
                ("other", "其他"),
            ),
            ask.REASON,
        ),
    ),
)
