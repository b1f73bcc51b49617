"""Whether a late-payment add-on 加处罚款 may be decided.

《行政处罚法》第七十二条、第七十三条, 《行政强制法》第四十五条、第四十六条.
"""

from __future__ import annotations

from decimal import Decimal

from anjian.law.statutes import ACL, APL
from anjian.procedures.definitions.guards.common import ZERO, final_fine, late_days, late_from, owed, paid
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"


def daily_rate(f: CaseFacts) -> Decimal:
    """The share of the fine that each late day adds, from the dated parameter (three per cent)."""
    return (f.threshold("add_on.daily") or Decimal(3)) / 100


@guard(
    "处罚决定书没有写明逾期加处罚款的标准",
    ACL.art(45),
    art(72),
    who=_HANDLER,
    cure="没有告知标准的不得加处；需要的，依法重新制发决定书。",
)
def add_on_rate_told(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The party knew what lateness costs."""
    return inputs.get("rate_stated") is True


@guard("罚款没有逾期", art(67), art(72), who=_HANDLER, cure="等待缴款期限届满；延期、分期的按批准的期限。")
def fine_is_late(f: CaseFacts) -> Verdict:
    """There are late days, those of review and suit left out."""
    return late_days(f) > 0 and paid(f) < final_fine(f)


@guard("加处天数与逾期天数不符", art(72), art(73), who=_HANDLER, cure="按逾期天数计算，复议、诉讼期间不计。")
def add_on_days_right(f: CaseFacts, inputs: Inputs) -> Verdict:
    """No day more than the party is late, from the day after the term for payment."""
    days, late, first = inputs.get("days") or 0, late_days(f), late_from(f)
    if first is None or inputs.get("from_on", first) != first:
        return f"应自{first:%Y年%m月%d日}起计算" if first else "没有逾期"
    return 0 < days <= late or f"可以计算{late}日，计算了{days}日"


@guard(
    "加处罚款的数额不得超出罚款的数额",
    art(72),
    ACL.art(45),
    who=_HANDLER,
    cure="按每日百分之三计算，总额不超过罚款数额。",
)
def add_on_not_above_fine(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The rate times the days on what is unpaid, never above the principal."""
    fine = final_fine(f)
    base = min(inputs.get("base_amount") or fine, fine)
    days, amount = inputs.get("days") or 0, inputs.get("added_amount") or ZERO
    cap = min(fine, (base * daily_rate(f) * days).quantize(Decimal("0.01")))
    return 0 < amount <= cap or f"最高{cap}元，本次{amount}元"


@guard("批准的加处数额与呈请的不一致", art(72), who="机关负责人", cure="按呈请的数额批准，或者退回重新呈请。")
def add_on_as_proposed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is decided was reckoned."""
    asked = f.own("propose_add_on")
    return asked is not None and asked.get("added_amount") == inputs.get("added_amount")


@guard("加处罚款决定书的数额与决定的数额不一致", art(72), who=_HANDLER, cure="撤回该决定书，按决定重新制发。")
def add_on_paper_right(f: CaseFacts) -> Verdict:
    """The paper says what was decided."""
    decided, paper = f.own("decide_add_on"), f.document("D40")
    amount = decided.get("added_amount", ZERO) if decided else ZERO
    stated = paper.yuan("added_amount") if paper else ZERO
    return stated == amount or f"决定{amount}元，决定书{stated}元"


@guard(
    "实施加处罚款未超过三十日，或者没有催告",
    ACL.art(46),
    ACL.art(54),
    who=_HANDLER,
    cure="加处罚款满三十日并催告后，申请人民法院强制执行。",
)
def add_on_thirty_days_over(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Thirty days of add-on and a demand come before the court."""
    if inputs.get("outcome") != "court":
        return True
    return f.ran_out("add_on_thirty") and f.last("petition_court") is not None


@guard("加处罚款尚未缴清", art(72), art(74), who="当事人", cure="登记缴款，或者申请人民法院强制执行。")
def add_on_paid(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Ended by payment means paid."""
    if inputs.get("outcome") != "paid":
        return True
    return paid(f) >= owed(f) or f"应缴{owed(f)}元，已缴{paid(f)}元"


@guard(
    "减免加处罚款须有执行协议：当事人采取补救措施",
    ACL.art(42),
    who="机关负责人",
    cure="签订执行协议，当事人已经缴清罚款的可以减免加处的罚款。",
)
def remission_has_agreement(f: CaseFacts, inputs: Inputs) -> Verdict:
    """An add-on may be remitted by agreement with who makes good."""
    if inputs.get("outcome") != "remitted":
        return True
    return bool(inputs.get("agreement")) and paid(f) >= final_fine(f)


@guard("上一次加处罚款尚未办结", art(72), who=_HANDLER, cure="先办结上一次加处罚款。")
def no_add_on_open(f: CaseFacts) -> Verdict:
    """One add-on at a time, each counting from the end of the term for payment."""
    return all(c.terminal for c in f.children_of("add_on_fine"))


@guard("处罚决定没有被撤销", art(73), art(72), who=_HANDLER, cure="先登记复议或者诉讼的结果。")
def add_on_quashed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is ended because the fine fell needs the paper that felled it."""
    if inputs.get("outcome") != "quashed":
        return True
    ruled = f.last("record_remedy_result")
    return ruled is not None and ruled.get("result") in {"quashed", "unlawful"}


@guard("本案的执行没有终结", ACL.art(40), who=_HANDLER, cure="先由机关负责人批准终止；能够执行的继续执行。")
def enforcement_has_ended(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What hangs on a fine ends with the end of its enforcement, and not otherwise."""
    return inputs.get("outcome") != "ended" or f.last("terminate") is not None
