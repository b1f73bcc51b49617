"""Fetching a document, or refusing to know it.

Whether somebody may see a case is decided by the case file, which lies above this
layer; it registers its rule here once, at start-up.  Without a rule nothing is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from anjian.documents.models import Instrument
from anjian.kit.actor import Actor
from anjian.kit.errors import NotFound

CaseGate = Callable[[Actor, UUID], object]
"""Called with actor and case id; raises NotFound when the case is none of the actor's business."""

_gates: list[CaseGate] = []


def use_case_gate(gate: CaseGate) -> None:
    """Register the rule by which a case is open to somebody; a later one replaces it."""
    _gates[:] = [gate]


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
