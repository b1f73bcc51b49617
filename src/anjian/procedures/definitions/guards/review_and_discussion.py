"""Whether the legal review and the leaders' discussion are what the law calls by these names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from anjian.law.statutes import APL
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_REVIEWER = "法制审核人员"
EXAMINATION_SINCE = date(2018, 1, 1)
"""Since the text of 2017 first-time reviewers need the examination; who reviewed before does not."""
_CHAIR = "讨论主持人"
_REASONED = 4


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
def legal_reviewer_is_qualified(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 9: who began to review since the rule is in force passed the state examination."""
    if f.actor.legal_qualified:
        return True
    taken = f.own("accept_legal_review")
    own = taken.get("reviewer_since") if taken and taken.actor_id == f.actor.id else None
    since = inputs.get("reviewer_since") or own
    return since is not None and since < EXAMINATION_SINCE


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


def _stepped_back(inputs: Inputs) -> frozenset[UUID]:
    return frozenset(row["officer"] for row in inputs.get("stepped_back", ()) if row.get("officer"))


@guard("到会的机关负责人没有达到规定人数", art(57), who=_CHAIR, cure="另定时间，由过半数的机关负责人参加。")
def quorum_present(f: CaseFacts, inputs: Inputs) -> Verdict:
    """More than half of the leaders who may sit take part, and at least two (dated parameters)."""
    away = f.recused | _stepped_back(inputs)
    leaders = {h.id for h in f.leaders if h.org_id == f.org.id and h.id not in away}
    present = {row.get("officer") for row in inputs.get("attendees", ())} & leaders
    # Where no figure is known everybody must be there.
    share = f.threshold("discussion.quorum")
    least = f.threshold("discussion.members") or Decimal(len(leaders))
    enough = len(present) == len(leaders) if share is None else 100 * len(present) > share * len(leaders)
    told = f"应到{len(leaders)}人，实到{len(present)}人"
    return (enough and len(present) >= min(least, Decimal(max(len(leaders), 2)))) or told


@guard("应当回避的负责人参加了讨论", art(43), art(57), who=_CHAIR, cure="应当回避的人员不参加讨论。")
def nobody_recused_present(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A recused leader stays away, and so does one who stepped back."""
    away = f.recused | _stepped_back(inputs)
    return not ({row.get("officer") for row in inputs.get("attendees", ())} & away)


@guard("没有记录每个人的意见", art(57), art(47), who="记录人", cure="逐人记录意见。")
def each_view_minuted(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Each view is written down."""
    rows = inputs.get("attendees", ())
    return bool(rows) and all((row.get("view") or "").strip() for row in rows)


@guard(
    "集体讨论应当由机关主要负责人或者其书面委托的负责人主持",
    art(57),
    who=_CHAIR,
    cure="由机关主要负责人主持；不能主持的，书面委托一名机关负责人，填写委托书编号。",
)
def chaired_by_a_leader(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The head presides, or a leader whom the head entrusted in writing; either takes part."""
    chair = inputs.get("chair")
    if chair not in {row.get("officer") for row in inputs.get("attendees", ())}:
        return "主持人没有参加讨论"
    heads = {h.id for h in f.leaders if h.head}
    return chair in heads or bool((inputs.get("entrustment") or "").strip()) or "没有书面委托"


@guard("没有逐人询问是否需要回避", art(43), art(57), who=_CHAIR, cure="讨论前逐人询问并记录。")
def conflicts_were_asked(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Each leader says before the discussion whether something stands between him and the case."""
    return inputs.get("conflicts_asked") is True


@guard(
    "结论没有得到到会负责人的多数同意",
    art(57),
    who=_CHAIR,
    cure="按多数人的意见形成结论；不能形成多数的，补充调查后再次讨论。",
)
def conclusion_has_majority(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The conclusion is that of more than half of those present; who differs stands in the minutes."""
    votes = [row.get("vote") for row in inputs.get("attendees", ())]
    agreed = votes.count("agree")
    return 2 * agreed > len(votes) or f"到会{len(votes)}人，同意{agreed}人"


@guard("不同意见没有写明理由", art(57), art(47), who="记录人", cure="如实记录不同意见及其理由。")
def dissent_is_kept(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Dissent is minuted with its reason, not smoothed over."""
    rows = inputs.get("attendees", ())
    return all(
        len((row.get("view") or "").strip()) >= _REASONED for row in rows if row.get("vote") != "agree"
    )


@guard("汇报人不得参加表决", art(57), who=_CHAIR, cure="汇报人汇报后退出，不列入表决人员。")
def reporter_is_no_voter(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Who puts the case does not vote on it."""
    voters = {row.get("officer") for row in inputs.get("attendees", ())}
    named = {h.name for h in (*f.leaders, *f.handlers) if h.id in voters}
    return inputs.get("reporter") not in named


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
