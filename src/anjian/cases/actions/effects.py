"""What a step brings with it: particulars, members, clocks, documents, services, the freeze of evidence."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.cases import events
from anjian.cases.models import Member
from anjian.cases.queries.document_context import document_context, subject_words
from anjian.deadlines import actions as deadlines
from anjian.documents import actions as documents
from anjian.documents import queries as documents_queries
from anjian.documents.commands import DraftInstrument, RecordService
from anjian.documents.kinds import get as kind_of
from anjian.evidence import actions as evidence
from anjian.kit.clock import LOCAL_ZONE
from anjian.law.parameters import term_of
from anjian.people.queries import actor as actor_of
from anjian.people.queries import names
from anjian.procedures.definitions.service_steps.outcome import outcome
from anjian.procedures.subjects import opening

if TYPE_CHECKING:
    from datetime import date

    from anjian.audit.actions import Transaction
    from anjian.cases.models import Case
    from anjian.cases.queries import Picture
    from anjian.kit.actor import Actor
    from anjian.procedures.engine import Plan
    from anjian.procedures.facts import CaseFacts
    from anjian.procedures.spec import Procedure

# Which column of the list keeps the day on which a case first came to a state.
DAY_OF_STATE = {
    "filed": "filed_on",
    "decided": "decided_on",
    "closed": "closed_on",
    "dismissed": "closed_on",
    "archived": "archived_on",
}


def project(case: Case, planned: Plan, *, on: date) -> None:
    """Keep in the case's own columns what lists sort and filter by; the steps stay the source."""
    column = DAY_OF_STATE.get(planned.to_state)
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


def move_clocks(
    tx: Transaction, case: Case, planned: Plan, procedure: Procedure, proceeding_id: UUID | None
) -> None:
    """Start, stop, pause, resume and extend the clocks the plan names; an ended case stops all.

    When steps were undone the proceeding's clocks are counted anew, from nothing.
    """
    if planned.recounts:
        for within in (proceeding_id, *sorted(planned.fallen)):
            deadlines.void_all(tx, case.id, within=within)
    for operation in planned.clocks:
        clock = procedure.clock(operation.clock)
        if operation.kind == "start":
            deadlines.start(
                tx,
                deadlines.StartClock(
                    case_id=case.id,
                    proceeding_id=proceeding_id,
                    code=clock.code,
                    label=clock.label,
                    kind=clock.kind,
                    term=operation.term or term_of(operation.parameter, on=tx.at.date()),
                    start_on=operation.on,
                    start_at=operation.at,
                    warn=clock.warn,
                ),
            )
        elif operation.kind == "stop":
            deadlines.stop(tx, case.id, clock.code, on=operation.on, within=proceeding_id)
        elif operation.kind == "pause":
            deadlines.pause(tx, case.id, clock.code, on=operation.on, within=proceeding_id)
        elif operation.kind == "resume":
            deadlines.resume(
                tx, case.id, clock.code, on=operation.on, reason=planned.label, within=proceeding_id
            )
        elif operation.until is not None:
            deadlines.extend(
                tx,
                case.id,
                clock.code,
                until=operation.until,
                reason=planned.label,
                late=clock.extends_late,
                on=operation.on,
                within=proceeding_id,
            )
    if planned.ends and proceeding_id is None:
        deadlines.stop_all(tx, case.id, on=tx.at.date())


def draft_documents(
    tx: Transaction, case: Case, planned: Plan, picture: Picture, proceeding_id: UUID | None
) -> tuple[str, ...]:
    """Draft the documents the plan names, filled from what is known. Returns their codes."""
    if not planned.documents:
        return ()
    context = document_context(case, picture, planned, tx.by)
    context["documents"] = documents_queries.context_of(case.org_id, case.id)
    if proceeding_id is not None:
        context["subject"] = subject_words(picture, planned, proceeding_id)
    for code in planned.documents:
        documents.draft(
            DraftInstrument(
                code=code, case_id=case.id, proceeding_id=proceeding_id, context=context, by_step=True
            ),
            by=_drafter(tx, case, code),
            at=tx.at,
        )
    return planned.documents


def withdraw_replaced(tx: Transaction, planned: Plan, facts: CaseFacts) -> None:
    """Withdraw the earlier papers that the step makes anew, so that nobody has to remember it.

    Papers that were approved or issued for the superseded particulars go as well: they name what no
    longer holds.
    """
    for code in set(planned.replaces) & set(planned.documents):
        for paper in facts.all_documents(code):
            documents.take_back(tx, [paper.id], reason=planned.label)


def _drafter(tx: Transaction, case: Case, code: str) -> Actor:
    """The lead handler drafts the handlers' papers, whoever's step asks for them.

    A leader or the head of the unit whose step brings a paper about may be the one to approve it,
    and who drafts does not approve (APL art. 57).
    """
    lead = case.lead_officer_id
    if lead is None or tx.by.id in {lead, case.co_officer_id} or "case_officer" not in kind_of(code).drafters:
        return tx.by
    return actor_of(case.org_id, lead, on=tx.at.date()) or tx.by


def _moment(day: date, now: datetime) -> datetime:
    """An instant on the day a paper was handed over; now, when that is today."""
    return now if day == now.astimezone(LOCAL_ZONE).date() else datetime.combine(day, time(10), LOCAL_ZONE)


def _service_of(case: Case, planned: Plan, facts: CaseFacts, document_id: UUID) -> RecordService:
    """What a proceeding of service established about its document, as the proof of service says it."""
    done = outcome(facts, planned.step, planned.inputs)
    opened = opening(facts)
    witness = {"name": done.witness, "unit": done.witness_unit}
    return RecordService(
        instrument_id=document_id,
        method=done.method,
        served_at=_moment(done.handed_on, facts.now),
        effective_on=done.served_on,
        refused=done.method == "left",
        refusal_reason=done.refusal_reason,
        place=done.place,
        servers=done.officers,
        recipient=(opened.get("recipient") if opened else "") or case.party_name,
        receiver=done.receiver,
        receiver_relation=done.relation,
        witnesses=(witness,) if done.witness and done.witness_unit else (),
        recording=done.recording,
        tracking_no=done.tracking_no,
        case_cause=case.title,
        note=done.failed_attempts,
    )


def serve_documents(tx: Transaction, case: Case, planned: Plan, facts: CaseFacts) -> None:
    """Record the service of the documents that the step serves."""
    if planned.subject is not None:
        documents.record_service(_service_of(case, planned, facts, planned.subject), by=tx.by, at=tx.at)
    for code in planned.serves:
        found = facts.document(code, status="issued")
        if found is None or found.status == "served":
            continue
        said = planned.inputs
        documents.record_service(
            RecordService(
                instrument_id=found.id,
                method=said["method"],
                served_at=_moment(said.get("announced_on") or said["served_on"], tx.at),
                effective_on=said["served_on"],
                refused=said["method"] == "left",
                refusal_reason="受送达人拒绝接收" if said["method"] == "left" else "",
                place=said["place"],
                servers=tuple(said["officers"]),
                recipient=case.party_name,
                receiver=said["receiver"],
                recording=said.get("witness", ""),
                case_cause=case.title,
                note=said.get("failed_attempts", ""),
            ),
            by=tx.by,
            at=tx.at,
        )


_FREEZES = {"decided": "decided", "archived": "archived"}


def freeze_evidence(tx: Transaction, case: Case, planned: Plan) -> None:
    """Close the evidence when the decision is made and again when the file is archived."""
    stage = _FREEZES.get(planned.to_state)
    if stage is not None and planned.from_state != planned.to_state:
        evidence.freeze(tx, case.id, stage)
