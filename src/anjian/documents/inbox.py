"""Documents that wait for somebody's approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.documents.kinds import get
from anjian.documents.models import Instrument, InstrumentMark
from anjian.documents.queries import Row, current_fields, left, row_of, standing_marks

if TYPE_CHECKING:
    from anjian.kit.actor import Actor


def waiting_for(actor: Actor, *, limit: int = 20) -> list[Row]:
    """Return submitted documents whose next approval belongs to one of the actor's offices.

    Oldest first. Whether the actor may see the case is the caller's to check.
    """
    rows = Instrument.objects.filter(org_id=actor.org_id, status="submitted").defer("frozen")
    items = [i for i in rows.order_by("created_at", "id")[:200] if set(get(i.code).approvals) & actor.roles]
    fields = current_fields(actor.org_id, items)
    marks: dict[object, list[InstrumentMark]] = {}
    for mark in InstrumentMark.objects.filter(org_id=actor.org_id, instrument_id__in=[i.id for i in items]):
        marks.setdefault(mark.instrument_id, []).append(mark)
    found = []
    for item in items:
        counted = standing_marks(marks.get(item.id, ()), item.version)
        approvals, _signatures = left(get(item.code), fields[item.id], counted)
        if approvals and approvals[0] in actor.roles:
            found.append(row_of(item))
    return found[:limit]
