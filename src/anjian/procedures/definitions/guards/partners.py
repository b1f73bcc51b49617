"""Whether matters of other agencies reach them, and whether partners keep apart what is whose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.law.statutes import APL, WSL
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"
_HEAD = "机关负责人"


def agency_proposal(f: CaseFacts) -> Mapping[str, Any]:
    """What was proposed in this transfer."""
    found = f.own("propose_agency_transfer")
    return found.inputs if found else {}


def is_referral(f: CaseFacts, _inputs: Inputs) -> bool:
    """Whether it is a safety problem outside our duties (WSL 69) rather than a case."""
    return agency_proposal(f).get("kind") == "referral"


def is_case(f: CaseFacts, inputs: Inputs) -> bool:
    """Whether a whole case changes hands."""
    return not is_referral(f, inputs)


@guard("不能移送给本机关", art(22), art(25), who=_HANDLER, cure="填写接收机关的名称。")
def receiver_is_another(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A transfer goes to somebody else."""
    name = str(inputs.get("to", "")).strip()
    return bool(name) and name != f.org.name


@guard(
    "本机关先立案，依法由本机关管辖",
    art(25),
    who=_HEAD,
    cure="继续办理；不属于本机关职权或者上级指定管辖的，写明依据后移送。",
)
def first_filer_keeps_the_case(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Among several agencies with power the first to file keeps the case, unless it never had the power."""
    return inputs.get("kind") != "concurrent" or f.filed_on is None


@guard(
    "紧急危险没有先行处置",
    WSL.art(69),
    WSL.art(65),
    who=_HANDLER,
    cure="先采取现场处理措施并通知有关部门，再办理移交。",
)
def danger_dealt_with_first(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """An immediate danger is dealt with on the spot, whoever is competent."""
    return inputs.get("danger") is not True or bool(str(inputs.get("taken", "")).strip())


@guard(
    "管辖争议没有先行协商", art(25, 2), who=_HEAD, cure="先与对方机关协商并记录；协商不成的再报请指定管辖。"
)
def consulted_first(f: CaseFacts) -> Verdict:
    """The common superior is asked after talking to each other."""
    return f.own("consult_on_venue") is not None


@guard(
    "联合办理应当有两个以上机关，并写明各自职责",
    WSL.art(69),
    art(26),
    who=_HANDLER,
    cure="列明参加机关和各自的职责分工。",
)
def partners_have_their_parts(f: CaseFacts, inputs: Inputs) -> Verdict:
    """At least one other agency, each with its own part."""
    rows = inputs.get("members", ())
    others = [r for r in rows if r.get("agency") != f.org.name]
    return bool(others) and all(str(r.get("duty", "")).strip() for r in rows)


@guard("牵头机关不在参加机关中", WSL.art(69), who=_HANDLER, cure="在参加机关中选定一个牵头机关。")
def one_partner_leads(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Somebody leads, and it is one of them."""
    named = {r.get("agency") for r in inputs.get("members", ())} | {f.org.name}
    return inputs.get("lead") in named


def _partners(f: CaseFacts) -> set[Any]:
    planned = f.own("plan_joint")
    return {r.get("agency") for r in planned.get("members", ())} - {f.org.name} if planned else set()


@guard("有的参加机关还没有同意方案", WSL.art(69), who=_HANDLER, cure="取得各参加机关的书面意见。")
def every_partner_agreed(f: CaseFacts) -> Verdict:
    """Nobody is bound by a plan it did not agree to."""
    agreed = {
        t.get("agency")
        for t in f.taken("record_agreement")
        if t.proceeding_id == f.proceeding_id and t.get("agreed") is True
    }
    left = _partners(f) - agreed
    return "、".join(sorted(map(str, left))) if left else True


@guard("不是联合办理的参加机关", WSL.art(69), who=_HANDLER, cure="填写方案中列明的参加机关。")
def known_partner(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Evidence goes to and decisions come from agencies of the plan."""
    return inputs.get("agency") in _partners(f)


@guard("证据往来没有签收", art(27, 2), art(46), who=_HANDLER, cure="逐次取得签收回执并登记。")
def exchange_has_receipt(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Whatever changes hands is signed for."""
    return bool(str(inputs.get("receipt_no", "")).strip()) and bool(str(inputs.get("signed_by", "")).strip())


@guard("有的参加机关没有处理结果", WSL.art(69), who=_HANDLER, cure="登记各机关的处理结果；不需要处理的写明。")
def every_partner_has_result(f: CaseFacts) -> Verdict:
    """Each agency decides its own part, and says what."""
    told = {t.get("agency") for t in f.taken("record_own_decision") if t.proceeding_id == f.proceeding_id}
    left = _partners(f) - told
    return "、".join(sorted(map(str, left))) if left else True


@guard(
    "其他机关对同一行为已经罚款，不得再罚款",
    art(29),
    who=_HEAD,
    cure="不再罚款；罚款数额较高的规定由本机关执行的，与该机关协商撤销后办理。",
)
def not_fined_by_partner(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 4: one act, one fine, also between agencies that work together."""
    fined = [
        str(t.get("agency"))
        for t in f.taken("record_own_decision")
        if t.get("same_act") is True and t.get("fine", 0)
    ]
    return not inputs.get("fine_amount") or not fined or "、".join(fined)
