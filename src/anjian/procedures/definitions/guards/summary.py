"""Whether a penalty may be imposed on the spot 当场处罚.

《行政处罚法》第五十一条至第五十三条、第六十八条至第七十一条.
"""

from __future__ import annotations

from decimal import Decimal

from anjian.law.statutes import APL, ARL
from anjian.procedures.definitions.guards.common import ZERO, by_party, filled, same_words
from anjian.procedures.facts import CaseFacts, DocumentFact, Taken
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_OFFICERS = "现场两名执法人员"
_ORDINARY = "不符合当场处罚条件的，办理“转为普通程序”。"
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


def spot_decision(f: CaseFacts) -> DocumentFact | None:
    """The decision made on the spot: D24 for a unit, D25 for a person."""
    return f.document("D24", "D25")


def told(f: CaseFacts) -> Taken | None:
    """The latest telling of what is planned and of the rights."""
    return f.last("tell_summary")


@guard(
    "当场给予的罚款超过法定上限",
    art(51),
    who=_OFFICERS,
    cure=_ORDINARY,
)
def within_summary_limit(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Two hundred yuan for a citizen, three thousand for a unit; an unknown limit allows no fine."""
    amount = inputs.get("fine_amount") or ZERO
    limit = f.threshold(by_party(f, "summary"))
    if limit is None:
        return amount == 0 or "没有查到当日适用的上限"
    return amount <= limit or f"最高{limit}元，本次{amount}元"


@guard("当场处罚应当给予警告或者罚款", art(51), who=_OFFICERS, cure="选择警告或者填写罚款金额。")
def summary_has_penalty(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """There is something to impose."""
    return inputs.get("warning") is True or bool(inputs.get("fine_amount"))


@guard("违法事实不够确凿，不得当场处罚", art(51), art(40), who=_OFFICERS, cure=_ORDINARY)
def facts_are_certain(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is doubtful is investigated first."""
    return inputs.get("facts_certain") is True


@guard("没有法定依据的，不得当场处罚", art(51), art(38), who=_OFFICERS, cure="先选择涉嫌的违法行为。")
def conduct_has_basis(f: CaseFacts) -> Verdict:
    """No penalty without a law that provides it."""
    return bool(f.violations)


@guard("办理人应当是本次现场执法的两名执法人员之一", art(42), who=_OFFICERS, cure="把本人列为现场执法人员。")
def actor_is_on_site(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Who records what happened on site was there."""
    return f.actor.id in inputs.get("handlers", ())


@guard(
    "办理人今日没有有效的行政执法证件",
    art(42),
    art(52),
    who="持有有效证件的执法人员",
    cure="换发证件后办理。",
)
def actor_is_certified(f: CaseFacts) -> Verdict:
    """Error 2: no certificate, no act."""
    return f.actor.certificate_on(f.today) is not None


@guard("没有向当事人出示执法证件", art(52), art(42), who=_OFFICERS, cure="出示证件后重新告知。")
def certificate_shown_on_spot(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The certificate comes first."""
    return inputs.get("certificates_shown") is True


@guard(
    "当场处罚也应当先告知拟处罚的内容、事实、理由、依据和当事人的权利",
    art(44),
    art(62),
    who=_OFFICERS,
    cure="当场告知并记录后再作出决定。",
)
def told_on_spot(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 5: the notice is due on the spot as well."""
    return inputs.get("rights_told") is True


@guard(
    "没有听取当事人的陈述申辩",
    art(45),
    art(62),
    who=_OFFICERS,
    cure="听取并记录当事人的意见；当事人明确表示没有意见的，照实记录。",
)
def party_heard_on_spot(f: CaseFacts) -> Verdict:
    """Error 6: told first, then heard, then decided."""
    notice = told(f)
    return notice is not None and f.last("hear_summary", after=notice) is not None


@guard(
    "当事人提出的意见没有逐条答复",
    art(45),
    art(62),
    who=_OFFICERS,
    cure="写明每一条意见的复核情况和是否采纳。",
)
def spot_points_answered(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 6: every point gets its reply; who says nothing has no points."""
    rows = inputs.get("points", ())
    if inputs.get("attitude") == "defends" and not rows:
        return "没有记录当事人的意见"
    open_ = [row["point"] for row in rows if not row.get("reply")]
    return "；".join(open_) if open_ else True


@guard(
    "当事人的事实、理由或者证据成立的，应当采纳",
    art(45),
    who=_OFFICERS,
    cure="采纳意见并重新告知，或者不予处罚。",
)
def accepted_points_followed(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A defence that holds ends the penalty as it was told."""
    adopted = [row["point"] for row in inputs.get("points", ()) if row.get("adopted") == "yes"]
    return not adopted or inputs.get("outcome") != "keep" or "；".join(adopted)


@guard("决定的罚款高于告知的数额", art(45), art(44), who=_OFFICERS, cure="按告知的数额决定；不得因申辩加重。")
def not_above_told(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 5: what was told is the ceiling."""
    notice = told(f)
    ceiling = (notice.get("fine_amount") or ZERO) if notice else ZERO
    amount = inputs.get("fine_amount") or ZERO
    return amount <= ceiling or f"告知{ceiling}元，决定{amount}元"


@guard("决定的处罚种类没有告知过", art(44), art(45), who=_OFFICERS, cure="按告知的种类决定，或者重新告知。")
def no_kind_untold(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 5: no warning that was not announced."""
    notice = told(f)
    return not inputs.get("warning") or (notice is not None and notice.get("warning") is True)


@guard(
    "采纳当事人意见后不得按原告知决定处罚", art(45), who=_OFFICERS, cure="重新告知，或者办理“当场不予处罚”。"
)
def defence_left_a_penalty(f: CaseFacts) -> Verdict:
    """Who was heard and found right is not punished as told."""
    heard = f.last("hear_summary")
    return heard is None or heard.get("outcome") != "drop"


@guard(
    "当场处罚决定书缺少法定记载事项",
    art(52),
    who=_OFFICERS,
    cure="补全预定格式的决定书后制发。",
)
def spot_paper_complete(f: CaseFacts) -> Verdict:
    """Error 14: conduct, kind and basis, amount, time and place; the form prints remedy and agency."""
    paper = spot_decision(f)
    if paper is None:
        return "决定书还没有拟制"
    wanted = (
        ("当事人", ("party_name",)),
        ("违法行为", ("facts",)),
        ("处罚依据", ("basis",)),
        ("处罚种类", ("penalties", "penalty", "penalty_content")),
    )
    lacking = [words for words, codes in wanted if not filled(paper, *codes)]
    return "、".join(lacking) if lacking else True


@guard("决定书的罚款数额与决定的数额不一致", art(52), who=_OFFICERS, cure="撤回该决定书，按决定重新制发。")
def spot_paper_amount_right(f: CaseFacts) -> Verdict:
    """The paper carries the amount that was decided."""
    decided, paper = f.last("decide_summary"), spot_decision(f)
    amount = (decided.get("fine_amount") or ZERO) if decided else ZERO
    stated = paper.yuan("fine_amount") if paper else ZERO
    return stated == amount or f"决定书{stated}元，决定{amount}元"


@guard("决定书没有编号", art(52), who=_OFFICERS, cure="制发决定书，由系统编号。")
def spot_paper_numbered(f: CaseFacts) -> Verdict:
    """The form bears a number."""
    paper = spot_decision(f)
    return paper is not None and bool(paper.no)


@guard(
    "决定书应当当场交付当事人",
    art(52),
    who=_OFFICERS,
    cure="当日当场交付；不能当场交付的，办理“转为普通程序”。",
)
def delivered_on_the_spot(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The day of the decision is the day of the delivery."""
    decided, day = f.last("decide_summary"), inputs.get("served_on")
    if decided is None or day is None:
        return False
    return day == decided.on or f"决定日{decided.on:%Y年%m月%d日}，交付日{day:%Y年%m月%d日}"


@guard(
    "当事人拒绝签收的，应当在决定书上注明",
    art(52),
    who=_OFFICERS,
    cure="写明拒绝签收的情况，并由执法人员签名。",
)
def refusal_is_noted(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A refusal to sign is written down."""
    if inputs.get("method") != "left":
        return True
    return bool(inputs.get("refusal_note") and inputs.get("witness")) or "须写明情况和见证人或者录像编号"


@guard(
    "当事人没有被告知：对当场处罚不服应当先申请行政复议",
    ARL.art(23),
    ARL.art(20),
    art(52),
    who=_OFFICERS,
    cure="告知先在六十日内申请行政复议，对复议决定不服再起诉。",
)
def reconsideration_first_told(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 14: since 2024 reconsideration goes before the court."""
    return inputs.get("remedy_told") is True


@guard("现场执法人员尚未在决定书上签名", art(52), art(42), who=_OFFICERS, cure="两名执法人员签名后制发。")
def spot_paper_signed(f: CaseFacts) -> Verdict:
    """The officers sign."""
    paper = spot_decision(f)
    return paper is not None and {"officer", "officer2"} <= set(paper.signed_by)


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
    return taken == fine - spot_paid(f) or f"应收{fine - spot_paid(f)}元，收缴{taken}元"


def spot_paid(f: CaseFacts) -> Decimal:
    """What was paid so far, at the bank or in cash."""
    return f.paid + sum((t.get("paid_amount", ZERO) for t in f.taken("collect_on_spot")), ZERO)


def spot_owed(f: CaseFacts) -> Decimal:
    """What is still owed of the fine, in yuan."""
    decided = f.last("decide_summary")
    return ((decided.get("fine_amount") or ZERO) if decided else ZERO) - spot_paid(f)


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


@guard("备案的决定书文号与制发的不一致", art(52), who=_OFFICERS, cure="核对文号。")
def recorded_number_right(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The entry names the paper."""
    paper = spot_decision(f)
    return paper is not None and same_words(paper.no, inputs.get("decision_no"))


@guard(
    "办理备案的人员不得是作出当场处罚的执法人员",
    art(52),
    who="承办机构负责人",
    cure="由承办机构负责人或者案件管理员办理备案。",
)
def recorder_is_not_officer(f: CaseFacts) -> Verdict:
    """Who receives the report is not who made it."""
    return f.actor.id not in f.handler_ids


@guard(
    "当场处罚决定已经作出，不能再转为普通程序",
    art(29),
    art(51),
    who=_OFFICERS,
    cure="决定有错误的，由机关依法重作。",
)
def not_decided_yet(f: CaseFacts) -> Verdict:
    """One conduct, one penalty."""
    return f.last("decide_summary") is None
