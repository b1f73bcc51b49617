"""Fetching a document, or refusing to know it.

Whether somebody may see a case is decided by the case file, which lies above this
layer; it registers its rule here once, at start-up.  Without a rule nothing is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from anjian.documents.models import Instrument
from anjian.kit.actor import Actor
from anjian.kit.errors import NotFound, Refusal

CaseGate = Callable[[Actor, UUID], object]
"""Called with actor and case id; raises NotFound when the case is none of the actor's business."""

_gates: list[CaseGate] = []


def use_case_gate(gate: CaseGate) -> None:
    """Register the rule by which a case is open to somebody; a later one replaces it."""
    _gates[:] = [gate]


IssueGate = Callable[[Actor, Instrument, datetime], tuple[Refusal, ...]]
"""Called before a document of a case is issued; answers why the procedure does not allow it yet."""

_issue_gates: list[IssueGate] = []


def use_issue_gate(gate: IssueGate) -> None:
    """Register the rule by which a case's procedure allows an issue; a later one replaces it."""
    _issue_gates[:] = [gate]


def issue_refusals(actor: Actor, instrument: Instrument, at: datetime) -> tuple[Refusal, ...]:
    """Why the procedure of the case does not allow this document to be issued yet; empty when it does."""
    if instrument.case_id is None or not _issue_gates:
        return ()
    return _issue_gates[0](actor, instrument, at)


def check_case(actor: Actor, case_id: UUID | None) -> None:
    """Raise NotFound unless the actor may work on the case (None: a document without a case)."""
    if case_id is None or actor.kind == "system":
        return
    if not _gates:
        raise NotFound
    _gates[0](actor, case_id)


def instrument_for(actor: Actor, instrument_id: UUID, *, lock: bool = False) -> Instrument:
    """The document, locked for change when asked; NotFound outside the organisation or the case."""
    rows = Instrument.objects.filter(org_id=actor.org_id, id=instrument_id)
    if lock:
        rows = rows.select_for_update()
    found = rows.first()
    if found is None:
        raise NotFound
    check_case(actor, found.case_id)
    return found
