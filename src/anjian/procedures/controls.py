"""Suspending, resuming, doing again and reopening: four steps that every procedure has.

The registry gives them to each procedure, so that no file writes its own. What they mean lies in
the engine: `BACK` for the state before the suspension, `UNDONE` for the state before the step that is
done again; the clocks of the proceeding are then counted anew from the steps that still stand.
"""

from __future__ import annotations

from dataclasses import replace

from anjian.law.statutes import ALL, APL, ARL, Citation
from anjian.procedures.clockwork import RESUME, SUSPEND
from anjian.procedures.definitions.guards.controls import (
    reopening_has_its_paper,
    step_stands,
    supervision_is_named,
)
from anjian.procedures.definitions.guards.people import approver_is_not_handler
from anjian.procedures.spec import BACK, SUSPENDED, UNDONE, Field, Procedure, State, Step
from anjian.procedures.undoing import FROM_STEP, REDO, REOPEN

CODES = frozenset({SUSPEND, RESUME, REDO, REOPEN})
_LEADERS = ("agency_leader", "agency_head")

_REASON = Field(code="reason", label="理由", type="longtext", min_length=5)
_GROUNDS = (
    ("other_case", "须以另一案件的结果为依据"),
    ("law_question", "法律适用须请示有权机关"),
    ("force_majeure", "不可抗力"),
    ("party_missing", "当事人下落不明"),
    ("appraisal", "等待检验、检测、鉴定"),
    ("remedy", "复议、诉讼期间决定停止执行"),
    ("other", "其他依法应当中止的情形"),
)
_FROM = Field(
    code=FROM_STEP,
    label="自哪一步起重新办理",
    type="taken",
    help="该步骤及其后的步骤不再有效，但保留在案件记录中；期限按仍然有效的步骤重新计算。",
)
OUTSIDE = (
    ("reconsideration", "复议决定撤销、变更或者责令重作"),
    ("judgment", "判决撤销、变更或者责令重作"),
    ("supervision", "执法监督、检察监督要求纠正"),
)
_OWN = (("self_correction", "本机关自行纠正错误"), ("new_facts", "发现新的事实、证据"))
_FOR_PROCEDURE = Field(
    code="for_procedure",
    label="仅因违反法定程序被撤销",
    type="bool",
    required=False,
    help="因违反法定程序被撤销的，可以在依法补办程序后作出相同的处理。",
)
_AUTHORITY = Field(
    code="authority",
    label="作出决定、判决或者监督意见的机关",
    required=False,
    max_length=120,
)
_PAPER = Field(code="paper_no", label="文书编号", required=False, max_length=80)
REDOING: tuple[Citation, ...] = (APL.art(75, 2),)
REOPENING: tuple[Citation, ...] = (APL.art(75, 2), ARL.art(64), ALL.art(70), ALL.art(71))


def with_controls(procedure: Procedure) -> Procedure:
    """The procedure with the steps that it does not declare itself.

    Suspension is possible wherever work goes on, doing again everywhere but in a suspension, and
    reopening from every end.
    """
    own = {s.code for s in procedure.steps}
    wanted = (_suspend(procedure), _resume(procedure), _redo(procedure), _reopen(procedure))
    added = tuple(s for s in wanted if s is not None and s.code not in own)
    return replace(procedure, steps=(*procedure.steps, *added))


def _working(p: Procedure) -> tuple[State, ...]:
    return tuple(s for s in p.states if not s.terminal and not s.side)


def _suspend(p: Procedure) -> Step:
    return Step(
        code=SUSPEND,
        label="中止办理",
        source=_working(p),
        target=SUSPENDED,
        by=_LEADERS,
        cites=p.cites,
        fields=(Field(code="ground", label="中止的原因", type="choice", choices=_GROUNDS), _REASON),
        guards=(approver_is_not_handler,),
        help="法律没有规定中止停止计算的期限照常计算；确需延长的另行办理延期审批。",
    )


def _resume(p: Procedure) -> Step:
    return Step(
        code=RESUME,
        label="恢复办理",
        source=(SUSPENDED,),
        target=BACK,
        by=_LEADERS,
        cites=p.cites,
        primary=True,
        fields=(_REASON,),
    )


def _redo(p: Procedure) -> Step:
    return Step(
        code=REDO,
        label="撤回并重新办理",
        source=tuple(s for s in p.states if not s.terminal and s.code != SUSPENDED.code),
        target=UNDONE,
        by=_LEADERS,
        cites=(*p.cites, *REDOING),
        fields=(
            _FROM,
            Field(code="ground", label="重新办理的原因", type="choice", choices=(*_OWN, *OUTSIDE)),
            _AUTHORITY,
            _PAPER,
            _FOR_PROCEDURE,
            _REASON,
        ),
        guards=(approver_is_not_handler, step_stands, supervision_is_named),
    )


def _reopen(p: Procedure) -> Step | None:
    ends = tuple(s for s in p.states if s.terminal)
    if not ends:
        return None
    return Step(
        code=REOPEN,
        label="恢复已经结束的程序",
        source=ends,
        target=UNDONE,
        by=_LEADERS,
        cites=(*p.cites, *REOPENING),
        fields=(
            _FROM,
            Field(code="ground", label="恢复的原因", type="choice", choices=(*OUTSIDE, *_OWN)),
            _AUTHORITY,
            _PAPER,
            Field(
                code="effective_on",
                label="决定、判决或者意见生效（收到）之日",
                type="date",
                not_after_today=True,
                help="重新作出决定的期限自该日起算。",
            ),
            _FOR_PROCEDURE,
            _REASON,
        ),
        guards=(approver_is_not_handler, step_stands, reopening_has_its_paper),
    )
