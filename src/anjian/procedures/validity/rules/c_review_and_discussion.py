"""Errors 9 and 10: the legal review and the leaders' discussion."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.definitions.guards import decision
from anjian.procedures.definitions.guards import review_and_discussion as rd
from anjian.procedures.definitions.guards.common import ZERO, latest_hearing
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Verdict
from anjian.procedures.validity.spec import Check, after, from_guard, inputs_of, steps_shown

art = APL.art
_HEAD = "机关负责人"
_TOWARDS = after("submit_decision", "decide")
_HELD = after("hold_discussion")


def _reviewer_stood_outside(f: CaseFacts) -> Verdict:
    taken = f.last("accept_legal_review")
    return taken is None or taken.actor_id not in f.investigator_ids or f"{taken.actor_name}参加过调查"


def _review_before_decision(f: CaseFacts) -> Verdict:
    passed, decided = f.last("pass_legal_review"), f.last("decide")
    return passed is None or decided is None or passed.seq < decided.seq


def _held(f: CaseFacts) -> Taken | None:
    return f.last("hold_discussion")


def _discussed_before_decision(f: CaseFacts) -> Verdict:
    held, decided = _held(f), f.last("decide")
    if held is None or decided is None:
        return True
    return held.get("held_at", held.at) <= decided.at or "讨论在决定之后"


def _discussed_after_hearing(f: CaseFacts) -> Verdict:
    held, hearing, reported = _held(f), latest_hearing(f), f.last("report_hearing")
    if held is None or hearing is None or reported is None:
        return True
    return held.get("held_at", held.at) >= reported.at or "讨论早于听证报告"


def _decided_as_discussed(f: CaseFacts) -> Verdict:
    held, decided = _held(f), f.last("decide")
    if held is None or decided is None:
        return True
    agreed, fine = held.get("fine_amount", ZERO), decided.get("fine_amount", ZERO)
    return agreed == fine or f"讨论结论{agreed}元，决定{fine}元"


CHECKS: tuple[Check, ...] = (
    from_guard(decision.legal_review_passed, error=9, gravity="quash", applies=_TOWARDS, cured_by="redo"),
    Check(
        code="reviewer_stood_outside",
        error=9,
        gravity="quash",
        title="法制审核人员参加过本案调查",
        cites=(art(58),),
        who="法制审核人员",
        cure="由未参加调查的法制审核人员重新审核。",
        rule=_reviewer_stood_outside,
        applies=after("accept_legal_review"),
        shows=steps_shown("accept_legal_review"),
        cured_by="redo",
    ),
    Check(
        code="review_before_decision",
        error=9,
        gravity="quash",
        title="法制审核在决定之后",
        cites=(art(58),),
        who="法制审核人员",
        cure="撤回决定，审核通过后重新作出。",
        rule=_review_before_decision,
        applies=after("decide"),
        shows=steps_shown("pass_legal_review"),
        cured_by="redo",
    ),
    from_guard(decision.discussion_held, error=10, gravity="quash", applies=_TOWARDS, cured_by="redo"),
    Check(
        code="discussed_before_decision",
        error=10,
        gravity="quash",
        title="集体讨论补在决定之后",
        cites=(art(57),),
        who=_HEAD,
        cure="撤回决定，集体讨论后重新作出。",
        rule=_discussed_before_decision,
        applies=_HELD,
        shows=steps_shown("hold_discussion"),
        cured_by="redo",
    ),
    Check(
        code="discussed_after_hearing",
        error=10,
        gravity="quash",
        title="集体讨论早于听证结束",
        cites=(art(57), art(65)),
        who=_HEAD,
        cure="听证结束后重新讨论。",
        rule=_discussed_after_hearing,
        applies=_HELD,
        shows=steps_shown("hold_discussion"),
        cured_by="redo",
    ),
    Check(
        code="decided_as_discussed",
        error=10,
        gravity="quash",
        title="决定与集体讨论的结论不一致",
        cites=(art(57),),
        who=_HEAD,
        cure="按讨论结论重新决定，或者重新讨论。",
        rule=_decided_as_discussed,
        applies=lambda f: _held(f) is not None and f.last("decide") is not None,
        shows=steps_shown("decide"),
        cured_by="redo",
    ),
    *(
        from_guard(
            guard,
            error=10,
            gravity="quash",
            applies=_HELD,
            inputs=inputs_of("hold_discussion"),
            shows=steps_shown("hold_discussion"),
            cured_by="redo",
        )
        for guard in (
            rd.only_leaders_of_this_bureau,
            rd.quorum_present,
            rd.nobody_recused_present,
            rd.each_view_minuted,
            rd.handlers_left_before_vote,
        )
    ),
)
