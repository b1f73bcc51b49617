"""Who may act: the bureau, the handlers, and those who must keep away."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art


@guard(
    "本机关对本案没有行政处罚权",
    art(17),
    art(38),
    who="依法享有行政处罚权的机关",
    cure="查明职权依据；不属于本机关职权的，移送有权机关。",
)
def competent_bureau(f: CaseFacts) -> Verdict:
    """Error 1: a subject without the power makes the penalty void."""
    return True if f.org.may_penalise else f.org.why_not or False


@guard(
    "处罚应当以委托机关的名义作出",
    art(20),
    art(38),
    who="委托机关负责人",
    cure="由委托机关立案、讨论和决定，受委托组织只承办。",
)
def in_own_name(f: CaseFacts) -> Verdict:
    """A delegated body handles, the delegating bureau files and decides."""
    return f.actor.body != "delegated"


@guard(
    "违法行为发生地不在本机关管辖区域",
    art(22),
    who="违法行为发生地的机关",
    cure="移送有管辖权的机关，或者报共同上一级机关指定管辖。",
)
def in_territory(f: CaseFacts) -> Verdict:
    """The bureau of the place of the conduct has venue."""
    return f.org.in_area


@guard(
    "执法人员应当不少于两人，并持有有效的行政执法证件",
    art(42),
    art(55),
    who="承办机构负责人",
    cure="补足或者更换承办人；证件到期的先换证。",
)
def two_certified_handlers(f: CaseFacts) -> Verdict:
    """Error 2: two live certificates on the day of every act; an assistant does not count."""
    without = [h.name for h in f.handlers if not h.certified_on(f.today) or h.recused]
    good = len(f.handlers) - len(without)
    if good >= 2 and not without:
        return True
    if without:
        return f"{'、'.join(without)}今日没有有效的执法证件或者已经回避"
    return f"现有承办人{len(f.handlers)}人"


@guard(
    "承办人尚未声明与本案没有利害关系",
    art(43),
    who="承办人",
    cure="承办人逐人声明；有利害关系的申请回避并更换。",
)
def handlers_free_of_conflict(f: CaseFacts) -> Verdict:
    """Error 3: the statement comes before access."""
    named = [h.name for h in f.handlers if not h.declared_no_conflict]
    return "、".join(named) if named else True


@guard(
    "批准人不得是本案承办人",
    art(57),
    who="未承办本案的机关负责人",
    cure="由未参与承办的负责人批准。",
)
def approver_is_not_handler(f: CaseFacts) -> Verdict:
    """The one who examines the result is not the one who produced it."""
    return f.actor.id not in f.handler_ids


@guard(
    "审核人不得是本案调查人员",
    art(57),
    art(58),
    who="未参加调查的审核人员",
    cure="由未参加本案调查的人员审核。",
)
def reviewer_is_not_investigator(f: CaseFacts) -> Verdict:
    """Who investigated does not review."""
    return f.actor.id not in f.investigator_ids


@guard(
    "当事人的回避申请尚未决定",
    art(43),
    who="机关主要负责人",
    cure="由机关负责人审查并决定；决定前调查不停止。",
)
def recusal_settled(f: CaseFacts) -> Verdict:
    """A request for recusal is decided before the case moves on."""
    asked = f.last("request_recusal")
    return asked is None or f.last("decide_recusal", after=asked) is not None


@guard(
    "现在没有待决定的回避申请",
    art(43),
    who="案件承办人",
    cure="先登记当事人的回避申请。",
)
def recusal_pending(f: CaseFacts) -> Verdict:
    """There is something to decide."""
    asked = f.last("request_recusal")
    return asked is not None and f.last("decide_recusal", after=asked) is None


@guard(
    "办理人员应当是两名以上持有有效证件的本案承办人",
    art(42),
    who="本案承办人",
    cure="选择两名以上证件有效的承办人。",
)
def acting_officers_certified(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The officers named for this act are handlers with live certificates."""
    good = {h.id for h in f.handlers if h.certified_on(f.today) and not h.recused}
    chosen = set(inputs.get("officers", ()))
    return len(chosen) >= 2 and chosen <= good


@guard(
    "新的承办人应当不少于两人",
    art(42),
    who="机关分管负责人",
    cure="选择两名以上持有有效证件的执法人员。",
)
def at_least_two_named(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Two officers are named."""
    return len(set(inputs.get("handlers", ()))) >= 2


@guard(
    "已经回避的人员不得再列为承办人",
    art(43),
    who="机关分管负责人",
    cure="改选未回避的执法人员。",
)
def named_not_recused(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Nobody who stepped back is named again."""
    return not (set(inputs.get("handlers", ())) & f.recused)
