"""Whether the legal review and the leaders' discussion are what the law calls by these names."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_REVIEWER = "法制审核人员"
_CHAIR = "讨论主持人"


@guard("法制审核人员不得是本案调查人员", art(58), who=_REVIEWER, cure="由未参加本案调查的法制审核人员审核。")
def legal_reviewer_is_outsider(f: CaseFacts) -> Verdict:
    """Error 9: no one reviews the own work."""
    return f.actor.id not in f.investigator_ids


@guard(
    "初次从事法制审核的人员应当取得法律职业资格",
    art(58),
    who="取得法律职业资格的法制审核人员",
    cure="由取得法律职业资格的人员审核。",
)
def legal_reviewer_is_qualified(f: CaseFacts) -> Verdict:
    """Error 9: the reviewer passed the state examination."""
    return f.actor.legal_qualified


@guard("由受理的法制审核人员作出结论", art(58), who="受理本次审核的人员", cure="由受理人员办理。")
def same_reviewer(f: CaseFacts) -> Verdict:
    """Who took the review on finishes it."""
    taken = f.own("accept_legal_review")
    return taken is not None and taken.actor_id == f.actor.id


@guard("法制审核意见书的结论不是同意", art(58), who=_REVIEWER, cure="办理“审核不通过”，或者更正意见书。")
def opinion_agrees(f: CaseFacts) -> Verdict:
    """A passed review has a paper that says so."""
    paper = f.document("D28")
    return paper is not None and paper.fields.get("result") in {"同意", None}


@guard("有的审核项目不符合，不能通过", art(58), who=_REVIEWER, cure="办理“审核不通过”，退回补正。")
def all_items_in_order(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """One failed item fails the review."""
    return all(inputs.get(code) is True for code, _ in REVIEW_ITEMS)


REVIEW_ITEMS: tuple[tuple[str, str], ...] = (
    ("subject_ok", "主体适格、执法人员具备资格"),
    ("facts_ok", "事实清楚"),
    ("evidence_ok", "证据合法充分"),
    ("law_ok", "适用法律和裁量准确"),
    ("procedure_ok", "程序合法"),
    ("power_ok", "没有超越法定权限"),
    ("form_ok", "文书完备规范"),
    ("crime_ok", "不涉嫌犯罪或者已依法移送"),
)


@guard(
    "集体讨论应当由作出决定的机关的负责人进行",
    art(57),
    art(20),
    who="本机关负责人",
    cure="只列本机关的负责人；其他人员列席不表决。",
)
def only_leaders_of_this_bureau(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 10: the leaders of the deciding bureau, not those of a team or a delegated body."""
    leaders = {h.id for h in f.leaders if h.org_id == f.org.id and h.body == "agency"}
    strangers = [row for row in inputs.get("attendees", ()) if row.get("officer") not in leaders]
    return f"有{len(strangers)}人不是本机关负责人" if strangers else True


@guard("到会的机关负责人没有过半数", art(57), who=_CHAIR, cure="另定时间，由过半数的机关负责人参加。")
def quorum_present(f: CaseFacts, inputs: Inputs) -> Verdict:
    """More than half of the leaders who may sit take part, and at least two."""
    leaders = {h.id for h in f.leaders if h.org_id == f.org.id and h.id not in f.recused}
    present = {row.get("officer") for row in inputs.get("attendees", ())} & leaders
    return (
        len(present) >= 2 and 2 * len(present) > len(leaders)
    ) or f"应到{len(leaders)}人，实到{len(present)}人"


@guard("应当回避的负责人参加了讨论", art(43), art(57), who=_CHAIR, cure="应当回避的人员不参加讨论。")
def nobody_recused_present(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A recused leader stays away."""
    return not ({row.get("officer") for row in inputs.get("attendees", ())} & f.recused)


@guard("没有记录每个人的意见", art(57), art(47), who="记录人", cure="逐人记录意见。")
def each_view_minuted(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Each view is written down."""
    rows = inputs.get("attendees", ())
    return bool(rows) and all((row.get("view") or "").strip() for row in rows)


@guard(
    "主持人应当是参加讨论的机关负责人", art(57), who=_CHAIR, cure="由机关主要负责人或者其委托的负责人主持。"
)
def chaired_by_a_leader(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A leader who takes part presides."""
    return inputs.get("chair") in {row.get("officer") for row in inputs.get("attendees", ())}


@guard("承办人参加了表决", art(57), who=_CHAIR, cure="承办人汇报后退出，不参加表决。")
def handlers_left_before_vote(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Who handled the case reports and leaves."""
    voters = {row.get("officer") for row in inputs.get("attendees", ())}
    return inputs.get("handlers_left") is True and not (voters & f.handler_ids)


@guard(
    "讨论的罚款数额高于告知数额",
    art(45),
    art(44),
    who=_CHAIR,
    cure="不得高于告知数额；因新的事实需要加重的，先重新告知。",
)
def discussed_within_notice(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The leaders are bound by the notice as well."""
    amount = inputs.get("fine_amount")
    return amount is None or amount <= f.notified_fine


@guard(
    "讨论早于听取当事人意见",
    art(57),
    art(65),
    art(45),
    who=_CHAIR,
    cure="复核当事人意见、听证结束之后再讨论。",
)
def after_the_party_was_heard(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 10: the discussion follows the answer to the defence and the hearing."""
    weighed, held = f.last("review_defence"), inputs.get("held_at")
    return weighed is not None and held is not None and held >= weighed.at


@guard("讨论时间晚于现在", art(57), art(47), who="记录人", cure="讨论举行后再登记。")
def discussion_is_past(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Minutes are written of what has happened."""
    held = inputs.get("held_at")
    return held is not None and held <= f.now
