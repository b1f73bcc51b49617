"""Whether a fine may be collected on the spot, and where the cash is, 《行政处罚法》第六十八至七十一条."""

from __future__ import annotations

from decimal import Decimal

from anjian.law.statutes import APL
from anjian.procedures.definitions.guards.common import ZERO, final_fine, paid
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_OFFICERS = "现场两名执法人员"
# In the words of the form, so that the paper says what the step said.
PAY_BY: tuple[tuple[str, str], ...] = (
    ("bank", "自收到本决定书之日起十五日内到指定银行或者通过电子支付系统缴纳"),
    ("cash", "当场收缴"),
)
CASH_GROUNDS: tuple[tuple[str, str], ...] = (
    ("small", "依法给予一百元以下罚款"),
    ("hard", "不当场收缴事后难以执行"),
    ("remote", "边远、水上、交通不便地区，经当事人提出"),
)


def spot_owed(f: CaseFacts) -> Decimal:
    """What is still owed of the fine, in yuan."""
    return final_fine(f) - paid(f)


@guard(
    "不符合当场收缴罚款的条件",
    art(68),
    art(69),
    art(67),
    who="当事人",
    cure="由当事人在十五日内到指定银行或者通过电子支付系统缴纳。",
)
def cash_allowed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A hundred yuan or less, hard to execute later, or a remote place and the party's own wish."""
    decided = f.last("decide_summary")
    fine = (decided.get("fine_amount") or ZERO) if decided else ZERO
    ground = inputs.get("ground")
    if ground == "small":
        limit = f.threshold("summary.cash")
        return (limit is not None and fine <= limit) or f"罚款{fine}元，超过{limit or 0}元"
    if not inputs.get("circumstances"):
        return "没有写明具体情形"
    return ground == "hard" or inputs.get("asked_by_party") is True or "偏远地区须由当事人提出"


@guard(
    "决定当场收缴的，须有法定情形和票据",
    art(68),
    art(69),
    art(70),
    who=_OFFICERS,
    cure="没有法定情形或者没有票据的，由当事人到银行缴纳。",
)
def cash_planned_lawfully(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The paper that orders cash names the ground and the receipt."""
    if inputs.get("pay_by") != "cash":
        return True
    fine, ground = inputs.get("fine_amount") or ZERO, inputs.get("collection_ground")
    if not ground or not inputs.get("receipt_no"):
        return "没有写明情形或者票据号"
    limit = f.threshold("summary.cash") or ZERO
    return ground != "small" or fine <= limit or f"罚款{fine}元，超过{limit}元"


@guard(
    "当场收缴罚款必须出具财政部门统一制发的专用票据",
    art(70),
    who=_OFFICERS,
    cure="出具票据并填写票据号码；没有票据的，当事人有权拒绝缴纳。",
)
def fiscal_receipt_given(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """No fiscal receipt, no cash."""
    return inputs.get("fiscal_receipt") is True and bool(inputs.get("receipt_no"))


@guard("决定书没有写明当场收缴", art(52), art(68), who=_OFFICERS, cure="由当事人按决定书写明的方式缴纳。")
def cash_as_decided(f: CaseFacts) -> Verdict:
    """The paper that the party holds says how to pay."""
    decided = f.last("decide_summary")
    return decided is not None and decided.get("pay_by") == "cash"


@guard("交至机关的起算日早于收缴之日", art(71), who=_OFFICERS, cure="填收缴之日；水上收缴的填抵岸之日。")
def counted_from_the_shore(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Two days from the collection, on the water from the day of the landing."""
    paid, counted = inputs.get("paid_on"), inputs.get("counted_on")
    if paid is None or counted is None or counted < paid:
        return False
    return counted == paid or inputs.get("ground") == "remote" or "只有水上收缴的自抵岸之日起算"


@guard("收缴金额与罚款数额不一致", art(68), art(74), who=_OFFICERS, cure="按决定的数额收缴。")
def cash_is_the_fine(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Exactly the fine."""
    decided = f.last("decide_summary")
    fine = (decided.get("fine_amount") or ZERO) if decided else ZERO
    taken = inputs.get("paid_amount") or ZERO
    return taken == fine - paid(f) or f"应收{fine - paid(f)}元，收缴{taken}元"


@guard(
    "当场收缴的罚款尚未交至本机关并缴付银行",
    art(71),
    who="收缴罚款的执法人员",
    cure="自收缴之日起二日内交至机关，机关二日内缴付银行。",
)
def cash_handed_in(f: CaseFacts) -> Verdict:
    """Cash ends in the bank."""
    cash = f.last("collect_on_spot")
    return cash is None or f.last("bank_cash", after=cash) is not None


@guard("交存金额与收缴金额不一致", art(71), art(74), who="收缴罚款的执法人员", cure="如数交存。")
def handed_in_in_full(f: CaseFacts, inputs: Inputs) -> Verdict:
    """All of it."""
    cash = f.last("collect_on_spot")
    taken = cash.get("paid_amount", ZERO) if cash else ZERO
    amount = inputs.get("amount") or ZERO
    return amount == taken or f"收缴{taken}元，交存{amount}元"


@guard("还没有当场收缴的罚款", art(71), who="收缴罚款的执法人员", cure="先登记当场收缴。")
def cash_was_taken(f: CaseFacts) -> Verdict:
    """There is cash to hand in."""
    return f.last("collect_on_spot") is not None


@guard("收缴的罚款还没有交至机关", art(71), who="收缴罚款的执法人员", cure="先登记交至机关。")
def cash_is_at_bureau(f: CaseFacts) -> Verdict:
    """First the bureau, then the bank."""
    cash = f.last("collect_on_spot")
    return cash is not None and f.last("hand_in_cash", after=cash) is not None
