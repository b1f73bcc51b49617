"""The judge: a step at a state with these facts becomes a plan, or all the reasons against it.

Pure and total: what a procedure does not allow is refused, and nothing here changes anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anjian.kit.errors import Refusal
from anjian.law.explain import in_words
from anjian.law.statutes import APL, CPL, Citation
from anjian.procedures.clockwork import ClockOperation, counted_anew, operations
from anjian.procedures.document_names import PROOF_OF_SERVICE, document_name
from anjian.procedures.facts import CaseFacts
from anjian.procedures.inputs import clean
from anjian.procedures.roles import named
from anjian.procedures.spec import SAME, UNDONE, Guard, Need, Procedure, State, Step
from anjian.procedures.subjects import subject
from anjian.procedures.undoing import FROM_STEP, undone_by

__all__ = ["ClockOperation", "Option", "Plan", "may_issue", "options", "plan", "refusal_of"]

_STATUS_WORDS = {
    "draft": "拟稿",
    "submitted": "提交审批",
    "approved": "审批通过",
    "issued": "制发",
    "served": "送达",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What taking the step will do, once, in one transaction.

    `undoes` are the numbers of the steps that no longer stand and `fallen` the child proceedings that
    went with them; with `recounts` the clocks of the proceeding are counted anew from `clocks` alone.
    """

    procedure: str
    step: str
    label: str
    from_state: str
    to_state: str
    inputs: Mapping[str, Any]
    documents: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    subject: UUID | None = None
    clocks: tuple[ClockOperation, ...] = ()
    opens: str = ""
    becomes: str = ""
    replaces: tuple[str, ...] = ()
    sets: Mapping[str, Any]
    cites: tuple[str, ...]
    ends: bool = False
    undoes: frozenset[int] = frozenset()
    fallen: frozenset[UUID] = frozenset()
    recounts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A step as a button: lit, or greyed with every reason. Conditions on inputs come later."""

    step: str
    label: str
    by: str
    allowed: bool
    refusals: tuple[Refusal, ...]
    cites: tuple[str, ...]
    primary: bool = False
    side: bool = False
    mine: bool = False
    help: str = ""


def plan(
    procedure: Procedure, *, state: str, step: str, facts: CaseFacts, inputs: Mapping[str, Any]
) -> Plan | tuple[Refusal, ...]:
    """Return the plan of this step, or every refusal with its articles, who may and the cure."""
    chosen = procedure.by_step.get(step)
    if chosen is None:
        return (
            Refusal(
                code="unknown_step", reason=f"{procedure.label}没有这一步。", cites=_words(procedure.cites)
            ),
        )
    values, wrong = clean(chosen.fields, inputs, today=facts.today)
    asked = {f.code: f.cites for f in chosen.fields}
    refusals = list(_standing(procedure, chosen, state, facts))
    refusals += [
        Refusal(
            code=f"input.{code}",
            reason=sentence,
            cites=_words(asked.get(code) or chosen.cites),
            who=named(chosen.by),
            cure="更正该项内容后重新提交。",
        )
        for code, sentence in wrong.items()
    ]
    refusals += _conditions(chosen, facts, values, with_inputs=not wrong)
    refusals += _documents(chosen, facts, values)
    refusals += _served_otherwise(chosen, facts, values)
    target = _target(procedure, chosen, state, facts, values)
    if target is None and not refusals:
        refusals.append(
            Refusal(
                code="no_way_back",
                reason="没有可以恢复的原状态。",
                cites=_words(chosen.cites),
                who=named(chosen.by),
                # A file that went on under another procedure does not go back behind that turn.
                cure="从案件现在适用的程序中选择仍然有效的步骤。",
            )
        )
    if refusals or target is None:
        return tuple(refusals)
    undoes, fallen = _undone(chosen, facts, values)
    return Plan(
        procedure=procedure.key,
        step=chosen.code,
        label=chosen.label,
        from_state=state,
        to_state=target.code,
        inputs=values,
        documents=_drafts(chosen, facts, values),
        serves=_still_to_serve(chosen, facts),
        subject=about.id if chosen.serves_subject and (about := subject(facts)) else None,
        clocks=_clocks(procedure, chosen, facts, values, undoes),
        opens=chosen.opens,
        becomes=chosen.becomes,
        replaces=chosen.replaces,
        sets={f.sets: values[f.code] for f in chosen.fields if f.sets and f.code in values},
        cites=_words(chosen.cites),
        ends=target.terminal,
        undoes=undoes,
        fallen=fallen,
        recounts=bool(undoes),
    )


def options(procedure: Procedure, *, state: str, facts: CaseFacts) -> tuple[Option, ...]:
    """Return every step of this state as a button, the lawful ones first, the usual one on top."""
    found = [_option(procedure, s, state, facts) for s in procedure.steps_from(state)]
    return tuple(sorted(found, key=lambda o: (not o.allowed, not o.mine, not o.primary, o.side)))


def may_issue(procedure: Procedure, document: str, facts: CaseFacts) -> tuple[Refusal, ...]:
    """Return why a document may not be issued yet: the step that carries it was not taken."""
    by_code = procedure.by_step
    return tuple(
        Refusal(
            code="document_gate",
            reason=f"尚未办理“{'”或者“'.join(by_code[a].label for a in gate.after)}”，不得制发该文书。",
            cites=_words(gate.cites),
            who=named(by_code[gate.after[0]].by),
            cure=f"先办理“{by_code[gate.after[0]].label}”。",
        )
        for gate in procedure.gates
        if gate.document == document and not facts.last(*gate.after)
    )


def _option(procedure: Procedure, step: Step, state: str, facts: CaseFacts) -> Option:
    refusals = (
        *_standing(procedure, step, state, facts),
        *_conditions(step, facts, {}, with_inputs=False),
        *_documents(step, facts, {}),
    )
    target = step.target
    return Option(
        step=step.code,
        label=step.label,
        by=named(step.by),
        allowed=not refusals,
        refusals=refusals,
        cites=step.articles,
        primary=step.primary,
        side=isinstance(target, State) and target.side,
        mine=bool(facts.actor.roles & set(step.by)),
        help=step.help,
    )


def _standing(procedure: Procedure, step: Step, state: str, facts: CaseFacts) -> Iterator[Refusal]:
    """The refusals that any step may meet: wrong moment, wrong role, wrong bureau, recused."""
    cites, may = step.articles, named(step.by)
    if state not in step.from_states:
        known = procedure.by_state.get(state)
        here = known.label if known else state
        wanted = "、".join(s.label for s in step.source)
        yield Refusal(
            code="wrong_state",
            reason=f"案件现为“{here}”，不能办理“{step.label}”。",
            cites=cites,
            who=may,
            cure=f"“{step.label}”在“{wanted}”阶段办理。",
        )
    if procedure.halts_with_case and facts.suspended and facts.proceeding_id != facts.case_id:
        yield Refusal(
            code="case_suspended",
            reason=f"案件已经中止，“{step.label}”暂不能办理。",
            cites=cites,
            who="机关负责人",
            cure="先办理“恢复办理”。",
        )
    actor = facts.actor
    if actor.org_id != facts.org.id:
        yield Refusal(
            code="wrong_org",
            reason=f"{actor.name}不属于办理本案的{facts.org.name}。",
            cites=_words((APL.art(22), APL.art(25))),
            who=f"{facts.org.name}的{may}",
            cure="由有管辖权的机关办理，需要协助的依法提出协助请求。",
        )
    if not actor.roles & set(step.by):
        yield Refusal(
            code="wrong_role",
            reason=f"“{step.label}”由{may}办理，{actor.name}没有这一职责。",
            cites=cites,
            who=may,
            cure=f"请{may}办理。",
        )
    if actor.id in facts.recused:
        yield Refusal(
            code="recused",
            reason=f"{actor.name}在本案中已经回避，不得参与办理。",
            cites=_words((APL.art(43),)),
            who=may,
            cure="由未回避的人员办理。",
        )
    if step.handler_only and actor.id not in facts.handler_ids:
        yield Refusal(
            code="not_handler",
            reason=f"“{step.label}”由本案承办人办理，{actor.name}不是本案承办人。",
            cites=_words((APL.art(42),)),
            who="、".join(h.name for h in facts.handlers) or "本案承办人",
            cure="由本案承办人办理，或者先由机关负责人变更承办人。",
        )


def _conditions(
    step: Step, facts: CaseFacts, inputs: Mapping[str, Any], *, with_inputs: bool
) -> Iterator[Refusal]:
    for condition in step.guards:
        if condition.needs_inputs and not with_inputs:
            continue
        verdict = condition.holds(facts, inputs)
        if verdict is not True:
            yield refusal_of(condition, verdict, step)


def refusal_of(condition: Guard, verdict: bool | str, step: Step | None = None) -> Refusal:
    """Say a failed condition: its sentence, with the particulars when the rule gave some."""
    detail = verdict if isinstance(verdict, str) else ""
    return Refusal(
        code=condition.code,
        reason=f"{condition.reason}：{detail}" if detail else f"{condition.reason}。",
        cites=_words(condition.cites),
        who=condition.who or (named(step.by) if step else ""),
        cure=condition.cure,
    )


def _documents(step: Step, facts: CaseFacts, inputs: Mapping[str, Any]) -> Iterator[Refusal]:
    for item in step.needs:
        if item.when is not None and not item.when(facts, inputs):
            continue
        if facts.document(*item.codes, status=item.status) is None:
            yield _lacking(item, step, facts)


def _still_to_serve(step: Step, facts: CaseFacts) -> tuple[str, ...]:
    found = {code: facts.document(code, status="issued") for code in step.serves}
    return tuple(code for code, paper in found.items() if paper and paper.status != "served")


def _drafts(step: Step, facts: CaseFacts, inputs: Mapping[str, Any]) -> tuple[str, ...]:
    """The papers a step drafts; the proof of a service that is proved already is not made again."""
    wanted = (m.code for m in step.drafts if m.when is None or m.when(facts, inputs))
    proved = bool(step.serves) and not _still_to_serve(step, facts)
    return tuple(code for code in wanted if not (proved and code == PROOF_OF_SERVICE))


def _served_otherwise(step: Step, facts: CaseFacts, inputs: Mapping[str, Any]) -> Iterator[Refusal]:
    """A step that goes on from a service says what the proof of service says, and serves nothing twice."""
    before = facts.own(step.code)
    for code in step.serves:
        paper = facts.document(code, status="served")
        if paper is None or paper.served_on is None:
            continue
        if before is not None and paper.issued_at is not None and paper.issued_at <= before.at:
            yield Refusal(
                code="served_already",
                reason=f"《{document_name(code)}》已于{in_words(paper.served_on)}送达，送达已经登记。",
                cites=_words((APL.art(61), CPL.art(87))),
                who=named(step.by),
                cure="送达有误的，由机关负责人撤回后重新办理。",
            )
            continue
        day, how = inputs.get("served_on"), inputs.get("method")
        same_day = day is None or day == paper.served_on
        if same_day and (not how or not paper.served_how or how == paper.served_how):
            continue
        yield Refusal(
            code="service_differs",
            reason=f"《{document_name(code)}》已于{in_words(paper.served_on)}送达，"
            "填写的送达日期、方式与送达回执不一致。",
            cites=_words((APL.art(61), CPL.art(87))),
            who=named(step.by),
            cure="按《文书送达回执》载明的日期和方式填写；回执有误的，先更正送达记录。",
        )


def _lacking(item: Need, step: Step, facts: CaseFacts) -> Refusal:
    names = "或者".join(dict.fromkeys(f"《{document_name(code)}》" for code in item.codes))
    there = facts.document(*item.codes)
    stands = f"现为{_STATUS_WORDS[there.status]}" if there else "还没有拟制"
    wanted = _STATUS_WORDS[item.status]
    return Refusal(
        code=f"document.{'_'.join(item.codes)}",
        reason=f"{names}应当先{wanted}，{stands}。",
        cites=_words(step.cites),
        who=named(step.by),
        cure=f"在“文书”中完成{names}的{wanted}。",
    )


def _target(
    procedure: Procedure, step: Step, state: str, facts: CaseFacts, inputs: Mapping[str, Any]
) -> State | None:
    if isinstance(step.target, State):
        return step.target
    if step.target == UNDONE:
        named = next((t for t in facts.history if t.seq == inputs.get(FROM_STEP)), None)
        code = named.from_state if named else ""
    else:
        code = state if step.target == SAME else facts.entered_from(state)
    return procedure.by_state.get(code)


def _undone(
    step: Step, facts: CaseFacts, inputs: Mapping[str, Any]
) -> tuple[frozenset[int], frozenset[UUID]]:
    if step.target != UNDONE:
        return frozenset(), frozenset()
    from anjian.procedures.registry import get

    return undone_by(facts.history, facts.children, facts.proceeding_id, inputs[FROM_STEP], get)


def _clocks(
    procedure: Procedure, step: Step, facts: CaseFacts, inputs: Mapping[str, Any], undoes: frozenset[int]
) -> tuple[ClockOperation, ...]:
    now = tuple(operations(procedure, step, facts, inputs))
    if not undoes:
        return now
    standing = tuple(t for t in facts.history if t.seq not in undoes)
    return (*counted_anew(procedure, facts, standing), *now)


def _words(cites: tuple[Citation, ...]) -> tuple[str, ...]:
    return tuple(str(c) for c in cites)
