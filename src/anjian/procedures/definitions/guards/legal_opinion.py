"""Whether the paper of the review says what the step says, and is answered when it is not followed."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions.guards.common import same_words
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_REVIEWER = "法制审核人员"
_HANDLER = "本案承办人"
_CURE = "更正《法制审核意见书》，或者按意见书的结论办理。"


def _result(f: CaseFacts) -> str:
    paper = f.document("D28")
    return str(paper.fields.get("result") or "") if paper else ""


def _says(f: CaseFacts, result: str) -> Verdict:
    said = _result(f)
    return said == result or (f"意见书的结论是{said}" if said else "意见书没有结论")


@guard("法制审核意见书的结论不是建议修改", art(58), who=_REVIEWER, cure=_CURE)
def opinion_advises(f: CaseFacts) -> Verdict:
    """Advice to amend is on paper."""
    return _says(f, "建议修改")


@guard("法制审核意见书的结论不是退回补充调查", art(58), who=_REVIEWER, cure=_CURE)
def opinion_returns(f: CaseFacts) -> Verdict:
    """A return is on paper."""
    return _says(f, "退回补充调查")


@guard("法制审核意见书的结论不是不同意", art(58), who=_REVIEWER, cure=_CURE)
def opinion_refuses(f: CaseFacts) -> Verdict:
    """A refusal is on paper."""
    return _says(f, "不同意")


@guard("法制审核意见书的结论不是建议移送", art(58), art(27), who=_REVIEWER, cure=_CURE)
def opinion_transfers(f: CaseFacts) -> Verdict:
    """Suspicion of crime or a lack of power is on paper."""
    return _says(f, "建议移送")


@guard(
    "审核意见没有逐条办理",
    art(58),
    art(57),
    who=_HANDLER,
    cure="对每一条意见写明修改、补充的情况。",
)
def every_opinion_met(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Each point of the reviewer is met before the case comes back."""
    given = f.own("advise_amendment", "return_review")
    points = [row.get("point") for row in given.get("points", ())] if given else []
    met = [row.get("point") for row in inputs.get("answers", ()) if row.get("done")]
    open_ = [str(point) for point in points if not any(same_words(point, m) for m in met)]
    return "；".join(open_) if open_ else True


@guard(
    "不采纳审核意见的书面说明没有由机关主要负责人决定",
    art(58),
    art(57),
    who="机关主要负责人",
    cure="由机关主要负责人审查书面说明后决定：维持审核意见，或者另行审核。",
)
def objection_is_in_writing(f: CaseFacts) -> Verdict:
    """Who does not follow the review says so in writing, and the head decides."""
    return f.own("object_to_opinion") is not None


@guard(
    "对审核意见有异议的案件应当由另一名审核人员审核",
    art(58),
    who="另一名法制审核人员",
    cure="由未作出原审核意见的法制审核人员审核。",
)
def second_reviewer_is_another(f: CaseFacts) -> Verdict:
    """A second review is not the first one read again."""
    ordered, first = f.own("order_second_review"), f.own("accept_legal_review")
    if ordered is None or first is None or first.seq > ordered.seq:
        return True
    return f.actor.id != first.actor_id
