"""Taking a step: the only way to move a case.

Taking a step, in order:

1. fetch the case under lock, or learn nothing of it; refuse a page that was drawn before the last step;
2. gather the picture, let the procedure plan: one plan, or every refusal;
3. write the step, then the state (a trigger refuses a state without its step), then the particulars;
4. draft documents, move clocks, open child proceedings;
5. record the event; the transaction chains and publishes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F

from anjian.audit.actions import transaction
from anjian.cases import access, events, queries, step_effects
from anjian.cases.actions import effects, undoing
from anjian.cases.actions.counting import count_stage
from anjian.cases.models import Proceeding, StepTaken
from anjian.kit.canonical import plain
from anjian.kit.errors import NotFound, Refused
from anjian.procedures import engine, registry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from anjian.audit.actions import Transaction
    from anjian.cases.models import Case
    from anjian.kit.actor import Actor
    from anjian.procedures.engine import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStep:
    """Take a step of a case, or of one of its child proceedings.

    ``seen`` is the step count of the page the officer looked at; None only where no page was
    involved. ``inputs`` are typed values or their JSON form.
    """

    case_no: str
    step: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    proceeding_id: UUID | None = None
    seen: int | None = None


def take_step(cmd: TakeStep, *, by: Actor, at: datetime, key: str | None = None) -> Plan:
    """Take a step. Raises NotFound, Conflict (stale, busy, already done) or Refused with every reason.

    A refused attempt is put on record and survives the rollback of the attempt itself.
    """
    with transaction(by=by, at=at, key=key) as tx:
        tx.about(f"cases.step.{cmd.step}")
        case = access.case_for(by, cmd.case_no, lock=True, seen=cmd.seen)
        tx.about("", case.id)
        return _take(tx, case, cmd)


def _take(tx: Transaction, case: Case, cmd: TakeStep) -> Plan:
    picture = queries.picture_of(case, tx.by, now=tx.at)
    procedure, state, facts = picture.procedure, case.state, picture.facts
    if cmd.proceeding_id is not None:
        try:
            procedure, state, facts = queries.child_of(picture, cmd.proceeding_id)
        except KeyError:
            raise NotFound from None
    planned = engine.plan(procedure, state=state, step=cmd.step, facts=facts, inputs=cmd.inputs)
    strangers = queries.strangers_in(picture, procedure, cmd.step, cmd.inputs)
    if isinstance(planned, tuple):
        raise Refused((*planned, *strangers))
    if strangers:
        raise Refused(strangers)
    inputs = plain(planned.inputs)
    seq = case.step_count + 1
    StepTaken.objects.create(
        org_id=case.org_id,
        case_id=case.id,
        seq=seq,
        proceeding_id=cmd.proceeding_id,
        procedure=planned.procedure,
        step=planned.step,
        label=planned.label,
        from_state=planned.from_state,
        to_state=planned.to_state,
        inputs=inputs,
        cites=list(planned.cites),
        actor=tx.by.snapshot(),
        actor_id=tx.by.id,
        at=tx.at,
    )
    case.step_count = seq
    case.moved_at = tx.at
    if cmd.proceeding_id is not None:
        Proceeding.objects.filter(org_id=case.org_id, id=cmd.proceeding_id).update(
            state=planned.to_state, step_count=F("step_count") + 1, ended=planned.ends
        )
        undoing.undo(tx, case, planned, picture)
    else:
        _move(tx, case, planned)
        undoing.undo(tx, case, planned, picture)
    case.save()
    effects.set_members(tx, case, planned, picture)
    opened = _open_child(tx, case, planned)
    effects.move_clocks(tx, case, planned, procedure, cmd.proceeding_id)
    effects.withdraw_replaced(tx, planned, facts)
    drafted = effects.draft_documents(tx, case, planned, picture, opened or cmd.proceeding_id)
    effects.serve_documents(tx, case, planned, facts)
    effects.freeze_evidence(tx, case, planned)
    tx.record(
        events.StepWasTaken(
            stream_id=case.id,
            org_id=case.org_id,
            unit_id=case.unit_id,
            case_no=case.no,
            cites=planned.cites,
            procedure=planned.procedure,
            step=planned.step,
            step_label=planned.label,
            seq=seq,
            proceeding_id=cmd.proceeding_id,
            from_state=planned.from_state,
            to_state=planned.to_state,
            inputs=inputs,
            opened=drafted,
        )
    )
    if cmd.proceeding_id is None:
        step_effects.run(tx, case, planned.step, planned.inputs)
    return planned


def _move(tx: Transaction, case: Case, planned: Plan) -> None:
    """Set the new state and the projections that lists need."""
    procedure = registry.get(case.procedure)
    stage = procedure.state(planned.to_state).stage or case.stage
    if stage != case.stage:
        count_stage(case, case.stage, -1)
        count_stage(case, stage, +1)
    case.state, case.stage = planned.to_state, stage
    if planned.becomes:
        # The same file goes on under another procedure; the steps taken so far keep the one they were
        # taken under.
        case.procedure = registry.current(planned.becomes, on=tx.at.date()).key
    effects.project(case, planned, on=tx.at.date())


def _open_child(tx: Transaction, case: Case, planned: Plan) -> UUID | None:
    if not planned.opens:
        return None
    child = registry.current(planned.opens, on=tx.at.date())
    row = Proceeding.objects.create(
        org_id=case.org_id, case_id=case.id, procedure=child.key, state=child.opening.code, opened_at=tx.at
    )
    return row.id
