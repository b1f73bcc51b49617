"""Whether a lead may become a case."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions.guards.common import years_later
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_OFFICER = "案件承办人"


@guard("当事人尚未查明", art(40), who=_OFFICER, cure="补充当事人的名称（姓名）和身份信息。")
def party_identified(f: CaseFacts) -> Verdict:
    """A case has a party."""
    return bool(f.party_name.strip())


@guard("违法行为及其依据尚未写明", art(40), art(54), who=_OFFICER, cure="选择涉嫌的违法行为。")
def conduct_named(f: CaseFacts) -> Verdict:
    """A case names the conduct that the law forbids."""
    return bool(f.violations)


@guard(
    "违法行为已超过追究时效",
    art(36),
    who="机关分管负责人",
    cure="行为有连续或者继续状态的，更正终了日期；确已超过时效的，不予立案。",
)
def not_time_barred(f: CaseFacts) -> Verdict:
    """Error 4: two years from the end of the conduct to its discovery, five with harm to life or health."""
    ended = f.conduct_ended_on or f.conduct_on
    found = f.found_on or f.opened_on
    if ended is None or found is None:
        return "违法行为发生（终了）日期或者发现日期尚未填写"
    years = 5 if f.harm_to_life else 2
    last = years_later(ended, years)
    if found <= last:
        return True
    return f"行为于{ended:%Y年%m月%d日}终了，{years}年期限至{last:%Y年%m月%d日}，发现于{found:%Y年%m月%d日}"


@guard(
    "其他机关已先立案",
    art(25),
    who="最先立案的机关",
    cure="移送最先立案的机关；有争议的协商，或者报共同上一级机关指定管辖。",
)
def not_filed_elsewhere(f: CaseFacts) -> Verdict:
    """The first to file handles the case."""
    found = [f"{c.org_name}{c.no}" for c in f.other_cases if c.filed_elsewhere]
    return "、".join(found) if found else True


@guard(
    "同一违法行为已经给予过罚款",
    art(29),
    who="机关分管负责人",
    cure="不得再次罚款；不属于同一行为的，更正关联案件。",
)
def not_fined_before(f: CaseFacts) -> Verdict:
    """Error 4: one conduct, one fine."""
    found = [c.no or c.org_name for c in f.other_cases if c.fined]
    return "、".join(found) if found else True


@guard(
    "同一违法行为已经给予过罚款，本次决定不得再处罚款",
    art(29),
    who="机关负责人",
    cure="罚款改为零，或者更正关联案件。",
)
def no_second_fine(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The check again when the amount is fixed."""
    return not inputs.get("fine_amount") or not any(c.fined for c in f.other_cases)


@guard("终了日期早于发生日期", art(36), who=_OFFICER, cure="更正日期。")
def conduct_dates_in_order(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Conduct begins, ends and is found, in this order."""
    began, ended, found = (inputs.get(code) for code in ("conduct_on", "conduct_ended_on", "found_on"))
    days = [day for day in (began, ended, found) if day is not None]
    return days == sorted(days) or "应当依次为发生、终了、发现"
