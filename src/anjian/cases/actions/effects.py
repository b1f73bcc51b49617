"""What a step brings with it: particulars, members, clocks, documents, services, the freeze of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.cases import events
from anjian.cases.models import Member

if TYPE_CHECKING:
    from datetime import date

    from anjian.audit.actions import Transaction
    from anjian.cases.models import Case
    from anjian.cases.queries import Picture
    from anjian.procedures.engine import Plan

# Which column of the list keeps the day on which a case first came to a state.
_DAY_OF_STATE = {
    "filed": "filed_on",
    "decided": "decided_on",
    "closed": "closed_on",
    "dismissed": "closed_on",
    "archived": "archived_on",
}


def project(case: Case, planned: Plan, *, on: date) -> None:
    """Keep in the case's own columns what lists sort and filter by; the steps stay the source."""
    column = _DAY_OF_STATE.get(planned.to_state)
    if column and getattr(case, column) is None:
        setattr(case, column, on)
    if "conduct_on" in planned.sets:
        case.conduct_on = planned.sets["conduct_on"]
    if column == "decided_on" and "fine_amount" in planned.inputs:
        case.fine_yuan = int(planned.inputs["fine_amount"])
    handlers = planned.sets.get("handlers")
    if handlers:
        case.lead_officer_id = handlers[0]
        case.co_officer_id = handlers[1] if len(handlers) > 1 else None


def set_members(tx: Transaction, case: Case, planned: Plan, picture: Picture) -> None:
    """Let named handlers take over, and an officer whose recusal was upheld leave the case."""
    handlers: tuple[UUID, ...] = planned.sets.get("handlers", ())
    if handlers:
        now_in = {m.officer_id for m in picture.members if m.part in {"lead", "co"} and m.until is None}
        _leave(tx, case, now_in)
        for position, officer_id in enumerate(handlers):
            _join(tx, case, officer_id, "lead" if position == 0 else "co")
    if planned.sets.get("recusal_upheld") is True:
        asked = picture.facts.last("request_recusal")
        if asked is not None:
            officer_id = asked.get("officer")
            _leave(tx, case, {officer_id})
            _join(tx, case, officer_id, "recused")
            if case.lead_officer_id == officer_id:
                case.lead_officer_id = None
            if case.co_officer_id == officer_id:
                case.co_officer_id = None
            case.save(update_fields=["lead_officer_id", "co_officer_id"])


def _leave(tx: Transaction, case: Case, officer_ids: set[Any]) -> None:
    Member.objects.filter(
        org_id=case.org_id, case_id=case.id, officer_id__in=officer_ids, until__isnull=True
    ).update(until=tx.at)


def _join(tx: Transaction, case: Case, officer_id: UUID, part: str) -> None:
    from anjian.people.queries import names

    Member.objects.create(org_id=case.org_id, case_id=case.id, officer_id=officer_id, part=part, since=tx.at)
    tx.record(
        events.MemberChanged(
            stream_id=case.id,
            org_id=case.org_id,
            unit_id=case.unit_id,
            case_no=case.no,
            officer_id=officer_id,
            officer_name=names(case.org_id, [officer_id]).get(officer_id, ""),
            part=part,
        )
    )
