"""Putting the closed record among the documents of the case, as D12 询问笔录."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.documents import actions as documents
from anjian.interviews import queries
from anjian.interviews.models import RightsLine, Room, Seat
from anjian.people import queries as staff

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.interviews.models import Session
    from anjian.kit.actor import Actor

_REFUSED = "被询问人拒绝核对、签名，原因见签名处。"
_PLACES = {"person": "party", "lead": "officer", "recorder": "officer2"}


def file_record(session: Session, *, by: Actor, at: datetime) -> None:
    """Make D12 of the signed pages: the same lines on the same pages, each with its mark."""
    seats = list(Seat.objects.filter(org_id=session.org_id, session_id=session.id).order_by("part"))
    room = Room.objects.get(org_id=session.org_id, id=session.room_id)
    names = staff.names(session.org_id, [s.officer_id for s in seats])
    ids = {s.part: s.officer_id for s in seats}
    told = RightsLine.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id")
    pages = queries.pages_of(session)
    others = "；".join(x for x in (session.guardian, session.interpreter) if x)
    fields: dict[str, Any] = {
        "case_cause": session.matter,
        "session_no": session.no,
        "started_at": session.started_at,
        "ended_at": at,
        "place": f"{by.org_name}{room.name}",
        "person_name": session.name,
        "person_sex": session.sex,
        "person_birth": session.born_on,
        "person_id_no": session.id_no,
        "person_employer": session.employer,
        "person_post": session.post,
        "person_address": session.address,
        "person_phone": session.phone,
        "person_relation": session.relation,
        "officers": [
            {"name": names[s.officer_id], "cert_no": s.certificate_no, "id": s.officer_id} for s in seats
        ],
        "recorder": next((names[s.officer_id] for s in seats if s.part == "recorder"), by.name),
        "others": others,
        "rights_answer": "；".join(line.answer for line in told),
        "qa": [
            {"question": one.question, "answer": one.answer}
            for one in queries.segments_of(session.org_id, [session.id])
        ],
        "read_back": "本人阅读" if session.read_how == "self" else "向其宣读",
        "read_back_words": session.read_statement or _REFUSED,
        "laid_pages": [{"lines": "\n".join(line.text for line in page.lines)} for page in pages],
    }
    marks = tuple(
        documents.GivenMark(
            slot=_PLACES[slot.slot],
            signer_name=slot.signer,
            signer_id=ids.get(slot.slot),
            at=slot.at or at,
            page=page.no,
            png_sha256=slot.image_sha256,
            refused=bool(slot.refusal),
            reason=slot.refusal,
        )
        for page in pages
        for slot in page.slots
        if slot.slot in _PLACES
    )
    documents.file_signed_record(
        documents.FileSignedRecord(
            code="D12",
            case_id=session.case_id,
            title=f"询问笔录（{session.name}，第{session.no}次）",
            fields=fields,
            marks=marks,
            id=session.id,
        ),
        by=by,
        at=at,
    )
