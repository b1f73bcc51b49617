"""Whether a penalty may be imposed on the spot 当场处罚.

《行政处罚法》第五十一条至第五十三条、第六十八条至第七十一条.
"""

from __future__ import annotations

from anjian.law.statutes import APL, ARL
from anjian.procedures.definitions.guards.common import ZERO, by_party, filled, same_words
from anjian.procedures.facts import CaseFacts, DocumentFact, Taken
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_OFFICERS = "现场两名执法人员"
_ORDINARY = "不符合当场处罚条件的，办理“转为普通程序”。"


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
    cure="当日当场交付；当日没有交付的，由机关负责人撤回该决定，重新告知和决定。",
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
    "对当场处罚应当先申请行政复议，对复议决定不服再起诉",
    ARL.art(23),
    who="当事人",
    cure="先登记行政复议及其结果；法院已经立案的，函告法院复议前置。",
)
def reconsideration_came_first(f: CaseFacts, inputs: Inputs) -> Verdict:
    """No suit without a reconsideration that has ended."""
    if inputs.get("kind") != "suit":
        return True
    asked = next((t for t in f.taken("record_remedy") if t.get("kind") == "reconsideration"), None)
    return asked is not None and f.last("record_remedy_result", after=asked) is not None


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
