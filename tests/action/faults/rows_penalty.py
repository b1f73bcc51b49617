# ruff: noqa: E501 -- the catalogue is a table: one fault, one entry
"""Faults on the spot and after the fine: instalments, court, add-on, daily fine, correction, endings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.action.faults import after
from tests.action.faults.fault import Fault, several, step, take
from tests.factories import inputs as i

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.config.demo.play import Play


def tell(fine: int = 1000, **changes: Any) -> Callable[[Play], None]:
    def attempt(p: Play) -> None:
        chosen = {k: v(p) if callable(v) else v for k, v in changes.items()}
        take(p, "tell_summary", **after.telling(p, fine, **chosen))

    return attempt


def decide(fine: int = 1000, **changes: Any) -> Callable[[Play], None]:
    return lambda p: take(p, "decide_summary", **after.deciding(p, fine, **changes))


def deliver(**changes: Any) -> Callable[[Play], None]:
    return lambda p: take(p, "deliver_summary", **after.handing(p, **changes))


def paper_ready(p: Play) -> None:
    after.decided()(p)
    p.papers("D24")


def collect(fine: int, **changes: Any) -> Callable[[Play], None]:
    said = {"ground": "small", "paid_amount": fine, "fiscal_receipt": True, "receipt_no": "8001"} | changes
    return lambda p: take(p, "collect_on_spot", paid_on=p.today, counted_on=p.today, **said)


def with_assistant(p: Play) -> tuple[Any, Any]:
    return p.id_of("lead"), p.place.officers["许助"]


def told_with_assistant(p: Play) -> None:
    after.spot()(p)
    take(p, "tell_summary", **after.telling(p, handlers=with_assistant(p)))


def performed_with_cash(p: Play) -> None:
    after.handed(100, pay_by="cash", collection_ground="small", receipt_no="8001")(p)
    collect(100)(p)
    after.record(p)
    take(p, "perform", performed_on=p.today)


def add_on(days_more: int = 0, **changes: Any) -> Callable[[Play], None]:
    def attempt(p: Play) -> None:
        take(p, "propose_add_on", child=after.ADD_ON, **after.add_on(p, late(p) + days_more, **changes))

    return attempt


def late(p: Play) -> int:
    from anjian.deadlines.queries import clocks_of
    from tests.action.faults.fault import case_of

    due = next(c.due_on for c in clocks_of(p.place.org_id, [case_of(p).id]) if c.code == "payment")
    return (p.today - due).days


def in_review(p: Play) -> None:
    after.overdue(p)
    take(p, "record_remedy", kind="reconsideration", filed_on=p.today, body="云州市人民政府")


def find(**changes: Any) -> Callable[[Play], None]:
    def attempt(p: Play) -> None:
        chosen = {k: v(p) if callable(v) else v for k, v in changes.items()}
        take(p, "find_refusal", child=after.DAILY, **after.refusal(p, **chosen))

    return attempt


def plan_daily(**changes: Any) -> Callable[[Play], None]:
    def attempt(p: Play) -> None:
        chosen = {k: v(p) if callable(v) else v for k, v in changes.items()}
        take(p, "prepare_daily_notice", child=after.DAILY, **after.daily(p, **chosen))

    return attempt


def correct(**changes: Any) -> Callable[[Play], None]:
    return lambda p: take(p, "propose_correction", child=after.CORRECTION, **after.correcting(p, **changes))


def lapsed_on(days: int) -> Callable[[Play], None]:
    """Confirm that the remedies lapsed so many days before today."""
    return lambda p: take(p, "confirm_remedies_lapsed", lapsed_on=p.today - timedelta(days=days))


def demanded_late(p: Play) -> None:
    after.overdue(p)
    after.demanded(p)
    p.wait(days=200)


def deferred_long(p: Play) -> None:
    """A deferral that ends after the terms of review and suit."""
    after.deferred(230, amount=20_000)(p)
    p.wait(days=231)
    take(p, "fall_due", missed_on=p.said["due"][0])
    after.demanded(p)
    p.wait(days=20)


def published_and_quashed(p: Play) -> None:
    take(p, "publish", published_on=p.today, site="局官网", masked=True)
    take(p, "record_remedy", kind="suit", filed_on=p.today, body="云州铁路运输法院")
    take(p, "record_remedy_result", result="quashed", effective_on=p.today)
    take(p, "request_stop", kind="terminate", reason="决定已被法院撤销。")
    p.papers("D55")
    take(p, "terminate", by="leader", ground="decision_quashed", **i.REASON)


def stop_asked(kind: str) -> Callable[[Play], None]:
    def move(p: Play) -> None:
        take(p, "request_stop", kind=kind, reason="呈请处理本案。")
        p.papers("D55")

    return move


CLOSING = step("request_closing", lambda _p: {"result": "已处理完毕。"})
DECIDED_DAILY = {"fine_amount": 40_000, "opinion": "同意。"}

FAULTS = (
    # On the spot
    Fault(id="02-spot-no-certificate", error=2, title="当场处罚的执法人员证件过期", track="light", stage="lead",
          code="actor_is_certified", cites="《行政处罚法》第四十二条", before=after.spot(),
          attempt=step("tell_summary", lambda p: after.telling(p, handlers=(p.place.officers["孙旧"], p.id_of("co"))), by="孙旧")),
    Fault(id="02-spot-assistant", error=2, title="一名执法人员和一名辅助人员当场处罚", track="light", stage="lead",
          code="two_certified_handlers", cites="《行政处罚法》第四十二条", before=told_with_assistant,
          attempt=step("hear_summary", lambda _p: {"attitude": "none", "outcome": "keep"})),
    Fault(id="02-spot-not-shown", error=2, title="当场处罚没有出示执法证件", track="light", stage="lead",
          code="certificate_shown_on_spot", cites="《行政处罚法》第五十二条", before=after.spot(), attempt=tell(certificates_shown=False)),
    Fault(id="00-spot-over-limit-unit", error=0, title="当场对单位罚款超过三千元", track="light", stage="lead",
          code="within_summary_limit", cites="《行政处罚法》第五十一条", before=after.spot(), attempt=tell(3001)),
    Fault(id="00-spot-over-limit-person", error=0, title="当场对个人罚款超过二百元", track="light", stage="lead",
          code="within_summary_limit", cites="《行政处罚法》第五十一条", before=after.spot("person"), attempt=tell(201)),
    Fault(id="11-spot-facts-uncertain", error=11, title="事实不清仍当场处罚", track="light", stage="lead",
          code="facts_are_certain", cites="《行政处罚法》第五十一条", before=after.spot(), attempt=tell(facts_certain=False)),
    Fault(id="05-spot-not-told", error=5, title="当场处罚前没有告知", track="light", stage="lead",
          code="told_on_spot", cites="《行政处罚法》第四十四条", before=after.spot(), attempt=tell(rights_told=False)),
    Fault(id="05-spot-above-told", error=5, title="当场决定的罚款高于告知", track="light", stage="lead",
          code="not_above_told", cites="《行政处罚法》第四十五条", before=after.heard(), attempt=decide(1001)),
    Fault(id="05-spot-warning-untold", error=5, title="当场决定增加没有告知的警告", track="light", stage="lead",
          code="no_kind_untold", cites="《行政处罚法》第四十四条", before=after.heard(), attempt=decide(warning=True)),
    Fault(id="06-spot-not-heard", error=6, title="没有听取申辩就当场决定", track="light", stage="lead",
          code="party_heard_on_spot", cites="《行政处罚法》第四十五条", before=after.told(), attempt=decide()),
    Fault(id="06-spot-not-answered", error=6, title="当场处罚没有答复申辩", track="light", stage="lead",
          code="spot_points_answered", cites="《行政处罚法》第四十五条", before=after.told(),
          attempt=step("hear_summary", lambda _p: {"attitude": "defends", "outcome": "keep"})),
    Fault(id="06-spot-defence-holds", error=6, title="申辩成立仍按告知当场处罚", track="light", stage="lead",
          code="accepted_points_followed", cites="《行政处罚法》第四十五条", before=after.told(),
          attempt=step("hear_summary", lambda _p: {"attitude": "defends", "outcome": "keep",
                       "points": ({"point": "不是本单位的场所。", "adopted": "yes", "reply": "经核实属实。"},)})),
    Fault(id="14-spot-not-issued", error=14, title="当场处罚决定书没有编号制发就交付", track="light", stage="lead",
          code="document.D24_D25", cites="《行政处罚法》第五十二条", before=after.decided(), attempt=deliver()),
    Fault(id="14-spot-wrong-remedy", error=14, title="当场处罚没有告知复议前置", track="light", stage="lead",
          code="reconsideration_first_told", cites="《行政复议法》第二十三条", before=paper_ready, attempt=deliver(remedy_told=False)),
    Fault(id="15-spot-next-day", error=15, title="当场处罚决定书事后交付", track="light", stage="lead",
          code="delivered_on_the_spot", cites="《行政处罚法》第五十二条", before=several(paper_ready, lambda p: p.wait(days=1)), attempt=deliver()),
    Fault(id="15-spot-refusal-not-noted", error=15, title="拒绝签收当场处罚决定书没有注明", track="light", stage="lead",
          code="refusal_is_noted", cites="《行政处罚法》第五十二条", before=paper_ready, attempt=deliver(method="left")),
    Fault(id="00-spot-cash-above-hundred", error=0, title="以一百元以下为由当场收缴三百元", track="light", stage="lead",
          code="cash_allowed", cites="《行政处罚法》第六十八条", before=after.handed(300), attempt=collect(300)),
    Fault(id="00-spot-cash-no-receipt", error=0, title="当场收缴罚款不出具财政票据", track="light", stage="lead",
          code="fiscal_receipt_given", cites="《行政处罚法》第七十条", before=after.handed(100), attempt=collect(100, fiscal_receipt=False)),
    Fault(id="00-spot-remote-not-asked", error=0, title="边远地区当事人没有提出就当场收缴", track="light", stage="lead",
          code="cash_allowed", cites="《行政处罚法》第六十九条", before=after.handed(300),
          attempt=collect(300, ground="remote", circumstances="距最近银行八十公里。", asked_by_party=False)),
    Fault(id="00-spot-cash-kept", error=0, title="当场收缴的罚款没有交银行就结案", track="light", stage="lead",
          code="cash_handed_in", cites="《行政处罚法》第七十一条", before=performed_with_cash, attempt=CLOSING),
    Fault(id="14-spot-suit-first", error=14, title="对当场处罚未经复议登记诉讼", track="light", stage="lead",
          code="reconsideration_came_first", cites="《行政复议法》第二十三条", before=after.recorded(),
          attempt=step("record_remedy", lambda p: {"kind": "suit", "filed_on": p.today, "body": "云州铁路运输法院"})),
    Fault(id="00-spot-cash-not-decided", error=0, title="决定书没有写明却当场收缴", track="light", stage="lead",
          code="cash_as_decided", cites="《行政处罚法》第五十二条", before=after.handed(100), attempt=collect(100)),
    Fault(id="00-spot-self-recorded", error=0, title="当场处罚由本人备案", track="light", stage="lead",
          code="recorder_is_not_officer", cites="《行政处罚法》第五十二条", before=after.handed(),
          attempt=step("record_summary", lambda p: {"recorded_on": p.today, "decision_no": after.spot_no(p), "opinion": "备案。"})),
    Fault(id="04-spot-turned-after", error=4, title="当场处罚后又转为普通程序", track="light", stage="lead",
          code="not_decided_yet", cites="《行政处罚法》第二十九条", before=after.decided(),
          attempt=step("turn_ordinary", lambda _p: {"ground": "other", **i.REASON})),
    # Deferral, demand, court
    Fault(id="00-plan-last-day", error=0, title="批准的最后一期晚于呈请的计划", track="light", stage="executing",
          code="last_instalment_as_planned", cites="《行政处罚法》第六十六条", before=after.asked_to_defer(20, 50),
          attempt=step("approve_deferral", lambda p: {"last_due_on": p.said["due"][-1] + timedelta(days=30), **i.OPINION}, by="leader")),
    Fault(id="00-demand-within-plan", error=0, title="按期缴纳分期罚款时催告", track="light", stage="executing",
          code="payment_overdue", cites="《行政处罚法》第六十七条", before=several(after.deferred(20, 50), lambda p: p.wait(days=10)),
          attempt=step("draft_demand", lambda _p: {"add_on_days": 0, "add_on_amount": 0})),
    Fault(id="00-no-instalment-missed", error=0, title="没有逾期就登记余款到期", track="light", stage="executing",
          code="instalment_missed", cites="《行政处罚法》第六十六条", before=after.deferred(20, 50),
          attempt=step("fall_due", lambda p: {"missed_on": p.today})),
    Fault(id="00-petition-from-suit-after-deferral", error=0, title="延期届满后仍自起诉期满起算三个月", track="light", stage="executing",
          code="petition_start_right", cites="《行政处罚法》第七十二条", before=deferred_long, attempt=lapsed_on(60)),
    Fault(id="00-petition-not-confirmed", error=0, title="没有确认起算日就拟强制执行申请书", track="light", stage="executing",
          code="petition_in_time", cites="《行政强制法》第五十三条", before=demanded_late, attempt=step("draft_petition")),
    # Add-on
    Fault(id="00-add-on-rate-not-told", error=0, title="决定书没有写明标准就加处罚款", track="light", stage="executing",
          code="add_on_rate_told", cites="《行政强制法》第四十五条", before=after.overdue,
          attempt=step("open_add_on", lambda _p: {"rate_stated": False, "reason": "逾期未缴纳罚款。"})),
    Fault(id="00-add-on-in-review", error=0, title="行政复议期间加处罚款", track="light", stage="executing",
          code="no_review_pending", cites="《行政处罚法》第七十三条", before=in_review,
          attempt=step("open_add_on", lambda _p: {"rate_stated": True, "reason": "逾期未缴纳罚款。"})),
    Fault(id="00-add-on-too-many-days", error=0, title="加处罚款多算一日", track="light", stage="executing",
          code="add_on_days_right", cites="《行政处罚法》第七十二条", before=after.add_on_opened, attempt=add_on(1)),
    Fault(id="00-add-on-too-much", error=0, title="加处罚款超过每日百分之三", track="light", stage="executing",
          code="add_on_not_above_fine", cites="《行政处罚法》第七十二条", before=after.add_on_opened, attempt=add_on(added_amount=20_001)),
    # Day by day
    Fault(id="00-daily-without-order", error=0, title="没有责令改正就按日连续处罚", track="light", stage="executing",
          code="was_ordered_first", cites="《安全生产法》第一百一十二条", before=after.daily_opened, attempt=find(order_no="云应急责改〔2026〕999号")),
    Fault(id="00-daily-corrected", error=0, title="当事人已经改正仍按日连续处罚", track="light", stage="executing",
          code="refuses_to_correct", cites="《安全生产法》第一百一十二条", before=after.daily_opened, attempt=find(still_uncorrected=False)),
    Fault(id="00-daily-from-order-day", error=0, title="按日处罚自责令改正当日起算", track="light", stage="executing",
          code="daily_from_next_day", cites="《安全生产法》第一百一十二条", before=after.daily_found,
          attempt=plan_daily(from_on=lambda p: p.said["ordered"], days=3, fine_amount=60_000)),
    Fault(id="11-daily-beyond-recheck", error=11, title="按日处罚计算到复查之后", track="light", stage="executing",
          code="daily_until_recheck", cites="《行政处罚法》第四十条", before=several(after.daily_found, lambda p: p.wait(days=1)),
          attempt=plan_daily(to_on=lambda p: p.today)),
    Fault(id="05-daily-other-amount", error=5, title="按日处罚的每日数额不是原处罚数额", track="light", stage="executing",
          code="daily_amount_is_original", cites="《安全生产法》第一百一十二条", before=after.daily_found,
          attempt=plan_daily(daily_amount=25_000, fine_amount=50_000)),
    Fault(id="06-daily-not-heard", error=6, title="按日处罚申辩期未满就复核", track="light", stage="executing",
          code="daily_defence_over", cites="《行政处罚法》第四十五条", before=after.daily_notified,
          attempt=step("review_daily_defence", lambda _p: {"conclusion": "维持。", "fine_amount": 40_000}, child=after.DAILY)),
    Fault(id="05-daily-above-notice", error=5, title="按日处罚的总额高于告知", track="light", stage="executing",
          code="daily_not_above_notice", cites="《行政处罚法》第四十五条", before=after.daily_due,
          attempt=step("decide_daily", lambda p: {**DECIDED_DAILY, "fine_amount": 40_001, "to_on": p.said["ordered"] + timedelta(days=2)}, by="head", child=after.DAILY)),
    Fault(id="14-daily-not-approved", error=14, title="按日处罚决定书没有审批就决定", track="light", stage="executing",
          code="document.D64", cites="《安全生产法》第一百一十二条", before=after.daily_due,
          attempt=step("decide_daily", lambda p: {**DECIDED_DAILY, "to_on": p.said["ordered"] + timedelta(days=2)}, by="head", child=after.DAILY)),
    # Correction and endings
    Fault(id="05-correct-amount", error=5, title="以补正更改罚款数额", track="light", stage="executing",
          code="correction_is_clerical", cites="《行政处罚法》第五十九条", before=after.correction_opened,
          attempt=correct(kind="amount", wrong="贰万元", right="叁万元")),
    Fault(id="05-correct-amount-disguised", error=5, title="把更改数额写成文字笔误", track="light", stage="executing",
          code="correction_leaves_substance", cites="《行政处罚法》第五十九条", before=after.correction_opened,
          attempt=correct(wrong="罚款20000元", right="罚款30000元")),
    Fault(id="14-correct-basis", error=14, title="以补正更换处罚依据", track="light", stage="executing",
          code="correction_leaves_substance", cites="《行政处罚法》第五十九条", before=after.correction_opened,
          attempt=correct(wrong="第一百零一条第三项", right="第九十九条第一项")),
    Fault(id="00-terminate-without-quashing", error=0, title="没有撤销的裁判就以撤销为由终止", track="light", stage="executing",
          code="quashed_if_so_said", cites="《行政强制法》第四十条", before=stop_asked("terminate"),
          attempt=step("terminate", lambda _p: {"ground": "decision_quashed", **i.REASON}, by="leader")),
    Fault(id="00-withdraw-asked-terminated", error=0, title="呈请撤销立案却批准终止", track="light", stage="investigating",
          code="stop_as_requested", cites="《行政处罚法》第五十七条", before=stop_asked("withdraw"),
          attempt=step("terminate", lambda _p: {"ground": "other", **i.REASON}, by="leader")),
    Fault(id="00-fallen-penalty-still-public", error=0, title="被撤销的处罚仍然公开就呈请结案", track="light", stage="executing",
          code="publication_is_withdrawn", cites="《行政处罚法》第四十八条", before=published_and_quashed, attempt=CLOSING),
    Fault(id="00-party-not-told-of-stop", error=0, title="终止案件没有告知当事人", track="light", stage="executing",
          code="party_told_of_stop", cites="《行政处罚法》第五十七条", before=published_and_quashed, attempt=CLOSING),
)  # fmt: skip
