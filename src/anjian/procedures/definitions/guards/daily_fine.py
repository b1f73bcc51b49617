"""Whether a fine may go on day by day 按日连续处罚, 《安全生产法》第一百一十二条."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from anjian.law import violations
from anjian.law.statutes import ACL, APL, WSL
from anjian.procedures.definitions.guards.common import (
    ZERO,
    at_least,
    by_party,
    filled,
    final_fine,
    same_words,
    unanswered,
)
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"
_HEAD = "机关主要负责人"
_DAILY = WSL.art(112)


def last_day_counted(f: CaseFacts) -> date | None:
    """The last day that an earlier daily fine of the case already covers; None when there was none."""
    days = [t.get("to_on") for t in f.taken("decide_daily") if t.proceeding_id != f.proceeding_id]
    days = [day for day in days if day is not None]
    return max(days) if days else None


def ordered_on(f: CaseFacts) -> date | None:
    """The day of the order to correct on which the days count."""
    found = f.own("find_refusal")
    return found.get("order_on") if found else None


def first_day(f: CaseFacts) -> date | None:
    """The first day to count: after the order, or after the days that were counted before."""
    start, counted = ordered_on(f), last_day_counted(f)
    if start is None:
        return None
    return max(start, counted) + timedelta(days=1) if counted else start + timedelta(days=1)


def days_counted(inputs: Inputs) -> int:
    """The days from the first to the last, both included; 0 when the days are not in order."""
    first, last = inputs.get("from_on"), inputs.get("to_on")
    return (last - first).days + 1 if first and last and last >= first else 0


def hearing_for_daily(f: CaseFacts, inputs: Inputs) -> bool:
    """Whether the sum of the days reaches the line of a hearing (APL art. 63)."""
    return at_least(f, inputs.get("fine_amount") or ZERO, by_party(f, "hearing"))


def _notice(f: CaseFacts) -> Taken | None:
    return f.own("serve_daily_notice")


def _planned(f: CaseFacts) -> Decimal:
    told = f.own("prepare_daily_notice")
    return (told.get("fine_amount") or ZERO) if told else ZERO


def _since_notice(f: CaseFacts, *steps: str) -> Taken | None:
    served, found = _notice(f), f.own(*steps)
    return found if served and found and found.seq > served.seq else None


def _review_of(f: CaseFacts, step: str, procedure: str, state: str) -> bool:
    """Whether the review or discussion that this proceeding asked for ended well."""
    asked = _since_notice(f, step)
    if asked is None:
        return False
    began = [c for c in f.children_of(procedure) if c.opened_at is not None and c.opened_at >= asked.at]
    return bool(began) and began[-1].state == state


@guard(
    "本案的违法行为不适用按日连续处罚", _DAILY, art(38), who=_HEAD, cure="只对安全生产法规定的违法行为适用。"
)
def daily_law_applies(f: CaseFacts) -> Verdict:
    """Article 112 speaks of breaches of the work safety law that carry a fine, by units."""
    if f.party_kind != "unit":
        return "只适用于生产经营单位"
    day = f.conduct_on or f.found_on or f.today
    rows = [row for code in f.violations if (row := violations.get(code, day))]
    return any(row.daily for row in rows)


@guard("没有受到罚款处罚，不得按日连续处罚", _DAILY, who=_HEAD, cure="先依法作出并送达罚款决定。")
def was_fined_first(f: CaseFacts) -> Verdict:
    """Ordered to correct and fined, both."""
    return f.last("serve_decision") is not None and final_fine(f) > 0


@guard("上一次按日连续处罚尚未办结", _DAILY, art(29), who=_HANDLER, cure="先办结上一次。")
def no_daily_open(f: CaseFacts) -> Verdict:
    """One round at a time, so that no day is fined twice."""
    return all(c.terminal for c in f.children_of("continued_daily_fine"))


@guard(
    "没有责令改正的决定，不得按日连续处罚",
    _DAILY,
    art(28),
    who=_HANDLER,
    cure="先依法制发并送达责令改正的文书。",
)
def was_ordered_first(f: CaseFacts, inputs: Inputs) -> Verdict:
    """An order to correct, issued and named by its number."""
    wanted = inputs.get("order_no")
    return (
        any(d.reached("issued") and same_words(d.no, wanted) for d in f.all_documents("D03", "D04"))
        or "没有这一文号的责令改正文书"
    )


@guard(
    "没有查实当事人拒不改正",
    _DAILY,
    art(40),
    who=_HANDLER,
    cure="改正期限届满后由两名执法人员复查并记录；已经改正的，不得按日处罚。",
)
def refuses_to_correct(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Not corrected, seen with one's own eyes after the term."""
    if inputs.get("still_uncorrected") is not True:
        return False
    ordered, term, seen = (inputs.get(code) for code in ("order_on", "correct_by", "rechecked_on"))
    start = term or ordered
    return bool(seen and start and seen > start) or "复查应当在改正期限届满之后"


@guard(
    "计罚起始日应当为责令改正之日的次日",
    _DAILY,
    art(29),
    who=_HANDLER,
    cure="更正起始日；已经计罚的日子不重复计算。",
)
def daily_from_next_day(f: CaseFacts, inputs: Inputs) -> Verdict:
    """From the day after the order, never over days that were fined already."""
    first = first_day(f)
    if first is None:
        return "没有登记责令改正日期"
    return inputs.get("from_on") == first or f"应为{first:%Y年%m月%d日}"


@guard("计罚截止日晚于复查之日", _DAILY, art(40), who=_HANDLER, cure="截止日不得晚于复查发现仍未改正之日。")
def daily_until_recheck(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Only days that are proved are fined."""
    seen, last = f.own("find_refusal"), inputs.get("to_on")
    return seen is not None and last is not None and last <= seen.get("rechecked_on")


@guard("每日的数额应当等于原处罚数额", _DAILY, who=_HANDLER, cure="按原处罚决定的罚款数额填写。")
def daily_amount_is_original(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Per day the original amount."""
    amount = inputs.get("daily_amount") or ZERO
    return amount == final_fine(f) or f"原处罚{final_fine(f)}元，填写{amount}元"


@guard(
    "计罚日数或者总额计算有误",
    _DAILY,
    who=_HANDLER,
    cure="日数按起止日（含首尾）计算，总额为每日数额乘以日数。",
)
def daily_sum_right(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Days times amount."""
    days, each = days_counted(inputs), inputs.get("daily_amount") or ZERO
    total = inputs.get("fine_amount") or inputs.get("amount") or ZERO
    if inputs.get("days") != days:
        return f"起止之间{days}日，填写{inputs.get('days')}日"
    return total == each * days or f"应为{each * days}元，填写{total}元"


@guard(
    "按日连续处罚没有另行告知拟处罚的事实、理由、依据和内容",
    art(44),
    art(62),
    who=_HANDLER,
    cure="补全本次的《行政处罚告知书》后送达。",
)
def daily_notice_complete(f: CaseFacts) -> Verdict:
    """Its own notice, with the sum of the days."""
    paper = f.document("D29")
    if paper is None or paper.proceeding_id != f.proceeding_id:
        return "本次没有告知书"
    if paper.yuan("fine_amount") != _planned(f):
        return f"告知书{paper.yuan('fine_amount')}元，拟处罚{_planned(f)}元"
    return all(filled(paper, code) for code in ("facts", "basis", "penalty")) or "事实、依据或者内容没有写明"


@guard(
    "按日连续处罚的总额达到听证标准，应当告知听证权利",
    art(63),
    art(44),
    who=_HANDLER,
    cure="制发并一并送达《听证告知书》。",
)
def daily_hearing_told(f: CaseFacts) -> Verdict:
    """The line of the hearing is asked of the sum."""
    told = f.own("prepare_daily_notice")
    if told is None or not hearing_for_daily(f, told.inputs):
        return True
    paper = f.document("D31", status="issued")
    return paper is not None and paper.proceeding_id == f.proceeding_id


@guard("本次没有告知听证权利", art(63), who=_HANDLER, cure="达到听证标准的，先告知听证权利。")
def daily_hearing_right(f: CaseFacts) -> Verdict:
    """The right that was told can be used."""
    return f.clock("daily_hearing_request") is not None


@guard("听证申请超过五个工作日", art(64), who="当事人", cure="说明情况；仍可陈述申辩。")
def daily_hearing_in_time(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Within the term that the notice opened."""
    clock, asked = f.clock("daily_hearing_request"), inputs.get("requested_on")
    return clock is not None and asked is not None and asked <= clock.due_on


@guard(
    "陈述申辩期限尚未届满", art(44), art(45), who=_HANDLER, cure="等待期限届满，或者由当事人表示不再补充。"
)
def daily_defence_over(f: CaseFacts) -> Verdict:
    """Time to answer, for this round as well."""
    said = _since_notice(f, "receive_daily_defence")
    return f.ran_out("daily_defence") or (said is not None and said.get("final") is True)


@guard(
    "听证申请期限尚未届满或者听证尚未结束",
    art(64),
    art(65),
    who=_HANDLER,
    cure="等待期限届满，或者完成听证。",
)
def daily_hearing_settled(f: CaseFacts) -> Verdict:
    """No answer while a hearing can still be asked for or is open."""
    clock = f.clock("daily_hearing_request")
    if clock is None:
        return True
    asked = _since_notice(f, "request_daily_hearing")
    if asked is None:
        said = _since_notice(f, "receive_daily_defence")
        return clock.ran_out(f.today) or (said is not None and said.get("hearing_waived") is True)
    hearing = f.child("hearing")
    return hearing is None or hearing.terminal


@guard(
    "当事人对按日处罚的意见没有逐条复核",
    art(45),
    art(62),
    who=_HANDLER,
    cure="对每一条意见写明复核情况和是否采纳。",
)
def daily_points_answered(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Every point of this round gets its reply."""
    open_ = unanswered(f, _notice(f), "receive_daily_defence", inputs)
    return "；".join(open_) if open_ else True


@guard(
    "按日处罚的总额高于告知的数额",
    art(45),
    art(44),
    who=_HEAD,
    cure="按告知的数额决定；继续拒不改正的，另行告知。",
)
def daily_not_above_notice(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What was notified is the ceiling."""
    amount = inputs.get("fine_amount") or inputs.get("amount") or ZERO
    return amount <= _planned(f) or f"告知{_planned(f)}元，本次{amount}元"


@guard(
    "按日连续处罚达到法制审核标准，应当先经审核通过", art(58), who="法制审核人员", cure="办理“提请法制审核”。"
)
def daily_legal_review_passed(f: CaseFacts) -> Verdict:
    """The line of the review is asked of the sum; after a hearing the review is due in any case."""
    heavy = at_least(f, _planned(f), by_party(f, "legal_review"))
    if not heavy and _since_notice(f, "request_daily_hearing") is None:
        return True
    return _review_of(f, "request_daily_review", "legal_review", "review_passed")


@guard(
    "按日连续处罚达到集体讨论标准，应当由机关负责人集体讨论", art(57), who=_HEAD, cure="办理“提请集体讨论”。"
)
def daily_discussion_held(f: CaseFacts) -> Verdict:
    """The line of the discussion is asked of the sum."""
    if not at_least(f, _planned(f), by_party(f, "discussion")):
        return True
    return _review_of(f, "open_daily_discussion", "collective_discussion", "discussion_concluded")


@guard("按日连续处罚决定书与决定的内容不一致", art(59), who=_HANDLER, cure="更正决定书后重新审批。")
def daily_paper_right(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The paper carries days and sum as decided."""
    paper, amount = f.document("D64"), inputs.get("fine_amount") or ZERO
    stated = paper.yuan("amount") if paper else ZERO
    return stated == amount or f"决定{amount}元，决定书{stated}元"


def daily_owed(f: CaseFacts) -> Decimal:
    """What is still owed of this daily fine, in yuan."""
    decided = f.own("decide_daily")
    total = (decided.get("fine_amount") or ZERO) if decided else ZERO
    mine = (t for t in f.taken("record_daily_payment") if t.proceeding_id == f.proceeding_id)
    return total - sum((t.get("paid_amount", ZERO) for t in mine), ZERO)


@guard("缴款金额超过应缴数额", art(67), art(74), who=_HANDLER, cure="核对缴款凭证，多缴的退还。")
def daily_not_overpaid(f: CaseFacts, inputs: Inputs) -> Verdict:
    """No more than is owed."""
    amount = inputs.get("paid_amount") or ZERO
    return 0 < amount <= daily_owed(f) or f"尚欠{daily_owed(f)}元，本次{amount}元"


@guard("按日处罚的缴款期限尚未届满", art(67), who=_HANDLER, cure="等待缴款期限届满。")
def daily_payment_overdue(f: CaseFacts) -> Verdict:
    """No demand within the term for payment."""
    return f.ran_out("daily_payment")


@guard("催告后未满十个工作日", ACL.art(54), ACL.art(69), who=_HANDLER, cure="等待催告期限届满。")
def daily_demand_over(f: CaseFacts) -> Verdict:
    """Ten working days pass between the demand and the court."""
    return f.ran_out("daily_demand")


@guard("对按日处罚的复议、起诉期限尚未届满", ACL.art(53), who="当事人", cure="等待复议、起诉期限届满。")
def daily_remedies_over(f: CaseFacts) -> Verdict:
    """The court is asked when review and suit can no longer come."""
    return f.ran_out("daily_reconsideration") and f.ran_out("daily_suit")


@guard(
    "罚款尚未缴清，也没有申请法院强制执行",
    art(66),
    art(74),
    who="当事人",
    cure="登记缴款，或者催告后申请法院强制执行。",
)
def daily_settled(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Paid, handed to the court, or fallen."""
    outcome = inputs.get("outcome")
    if outcome == "paid":
        return daily_owed(f) == 0 or f"尚欠{daily_owed(f)}元"
    if outcome == "ended":
        return True
    if outcome == "court":
        return f.own("petition_daily") is not None
    ruled = f.last("record_remedy_result")
    return ruled is not None and ruled.get("result") in {"quashed", "unlawful"}
