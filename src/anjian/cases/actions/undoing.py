"""What a redo or a reopening takes with it: documents, services, child proceedings, the closed evidence.

Nothing is deleted: documents are withdrawn with the reason, services are voided, the steps stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.cases.actions.effects import DAY_OF_STATE
from anjian.cases.models import Proceeding
from anjian.documents import actions as documents
from anjian.evidence import actions as evidence
from anjian.procedures import registry
from anjian.procedures.definitions.service_steps.outcome import SERVICE, completed_by
from anjian.procedures.subjects import about, subject

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from anjian.audit.actions import Transaction
    from anjian.cases.models import Case
    from anjian.cases.queries import Picture
    from anjian.procedures.engine import Plan
    from anjian.procedures.facts import Taken


def undo(tx: Transaction, case: Case, planned: Plan, picture: Picture) -> None:
    """Take back what the undone steps made, and show the case as the standing steps leave it."""
    if not planned.undoes:
        return
    undone = [t for t in picture.facts.history if t.seq in planned.undoes]
    reason = f"{planned.label}：{planned.inputs['reason']}"
    # First of all: a locked file lets nothing be taken back from it.
    if any(t.to_state in {"decided", "archived"} and t.from_state != t.to_state for t in undone):
        evidence.freeze(tx, case.id, "lifted", reason=reason)
    made = {(t.at, make.code) for t in undone for make in registry.get(t.procedure).step(t.step).drafts}
    documents.take_back(
        tx,
        [
            row.id
            for row in picture.documents
            if (row.created_at, row.code) in made or row.proceeding_id in planned.fallen
        ],
        reason=reason,
    )
    documents.void_service(tx, _services_lost(planned, undone, picture), reason=reason)
    Proceeding.objects.filter(org_id=case.org_id, id__in=planned.fallen).update(ended=True)
    project_again(case, [t for t in picture.facts.history if t.seq not in planned.undoes])


def _services_lost(planned: Plan, undone: Iterable[Taken], picture: Picture) -> list[UUID]:
    """The documents that must be served again: those whose proof rested on an undone step.

    Where a proceeding of service that still stands proved it, the document stays served.
    """
    facts = picture.facts
    latest = {row.code: row.id for row in sorted(picture.documents, key=lambda r: r.created_at)}
    lost: dict[UUID, None] = {}
    for taken in undone:
        step = registry.get(taken.procedure).step(taken.step)
        paper = subject(facts, taken.proceeding_id) if step.serves_subject else None
        if paper is not None:
            lost[paper.id] = None
        for document_id in (latest[code] for code in step.serves if code in latest):
            child = about(facts, SERVICE, document_id)
            done = completed_by(facts, child) if child else None
            if done is None or done.seq in planned.undoes:
                lost[document_id] = None
    return list(lost)


def project_again(case: Case, standing: Iterable[Taken]) -> None:
    """Compute the columns of the lists anew from the standing steps of the main line."""
    days: dict[str, date | None] = dict.fromkeys(DAY_OF_STATE.values())
    fine = None
    for taken in standing:
        column = DAY_OF_STATE.get(taken.to_state) if taken.proceeding_id == case.id else None
        if column and days[column] is None:
            days[column] = taken.on
        if column == "decided_on" and taken.get("fine_amount") is not None:
            fine = int(taken.get("fine_amount"))
    for column, day in days.items():
        setattr(case, column, day)
    case.fine_yuan = fine
