"""Who may begin a measure, a review or a hand-over, in a case or as a file of its own."""

from __future__ import annotations

from anjian.law.statutes import ACL, APL
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

_HEAD = "承办机构负责人"


@guard(
    "承办人应当是两名以上没有利害关系的执法人员，并包括办理人本人",
    APL.art(42),
    APL.art(43),
    who=_HEAD,
    cure="单独立卷的，指定两名以上承办人并逐人声明；案件中已有承办人的，由承办人办理，更换另行办理。",
)
def handlers_named(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Inside a case its handlers act; a file of its own names two who have declared no conflict."""
    chosen = set(inputs.get("handlers", ()))
    if f.handlers:
        if chosen and chosen != f.handler_ids:
            return "本案已有承办人"
        if f.actor.id not in f.handler_ids:
            return f"{f.actor.name}不是本案承办人"
        without = [h.name for h in f.handlers if not h.certified_on(f.today) or h.recused]
        return f"{'、'.join(without)}没有有效证件或者已经回避" if without else True
    if len(chosen) < 2:
        return f"只指定了{len(chosen)}人"
    if f.actor.id not in chosen:
        return f"{f.actor.name}不在所指定的承办人中"
    return inputs.get("no_conflict") is True or "没有声明与本事项无利害关系"


@guard(
    "办理人员应当是两名以上承办人，证件有效",
    APL.art(42),
    APL.art(55),
    who=_HEAD,
    cure="由两名以上持有有效证件的承办人办理。",
)
def officers_are_handlers(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Who acts on the spot is a handler; in a file of its own, one of those just named."""
    chosen = set(inputs.get("officers", ()))
    good = {h.id for h in f.handlers if h.certified_on(f.today) and not h.recused}
    return len(chosen) >= 2 and chosen <= (good if f.handlers else set(inputs.get("handlers", ())))


@guard(
    "行政强制措施权不得委托，受委托组织及其人员不得实施",
    ACL.art(17),
    ACL.art(22),
    who="依法享有行政强制措施权的行政机关",
    cure="由本机关具备资格的执法人员实施。",
)
def never_delegated(f: CaseFacts) -> Verdict:
    """The power to coerce stays with the agency itself, whoever handles the case."""
    if "delegated" in {f.actor.body, f.org.body}:
        return "办理机构是受委托组织"
    named = [h.name for h in f.handlers if h.body == "delegated"]
    return f"{'、'.join(named)}属于受委托组织" if named else True
