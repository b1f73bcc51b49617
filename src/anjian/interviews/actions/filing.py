"""Putting the closed record among the documents of the case, as D12 询问笔录."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.documents import actions as documents
from anjian.interviews import queries, store
from anjian.interviews.models import Mark, RightsLine, Seat
from anjian.interviews.queries.passages import minute_of
from anjian.interviews.queries.recording import subject_of
from anjian.people import queries as staff
from anjian.recordings import queries as recordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from anjian.interviews.models import Session
    from anjian.interviews.queries import PageView
    from anjian.interviews.queries.records import SlotView
    from anjian.kit.actor import Actor

_REFUSED = "被询问人拒绝核对、签名，原因见签名处。"
_PLACES = {"person": "party", "lead": "officer", "recorder": "officer2"}
"""The places of D12; who sat beside keeps the name of the part."""


def file_record(session: Session, *, by: Actor, at: datetime) -> None:
    """Make D12 of the signed pages: the same lines on the same pages, each with its mark."""
    seats = list(Seat.objects.filter(org_id=session.org_id, session_id=session.id).order_by("part"))
    names = staff.names(session.org_id, [s.officer_id for s in seats])
    ids = {s.part: s.officer_id for s in seats}
    told = RightsLine.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id")
    pages = queries.pages_of(session)
    companions = queries.companions_of(session)
    others = "；".join(
        f"{label}{text}"
        for label, text in (
            (row.get_part_display(), session.guardian if row.part == "guardian" else session.interpreter)
            for row in companions.values()
        )
    )
    fields: dict[str, Any] = {
        "case_cause": session.matter,
        "session_no": session.no,
        "started_at": session.started_at,
        "ended_at": at,
        "place": queries.place_of(session, org_name=by.org_name),
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
        "recording": _recording(session),
        "sign_notes": _notes(session, pages),
        "laid_pages": [
            {
                "lines": "\n".join(line.text for line in page.lines),
                "kinds": ",".join(line.kind for line in page.lines),
            }
            for page in pages
        ],
    }
    marks = tuple(mark for page in pages for slot in page.slots for mark in _marks(page.no, slot, ids, at))
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


def _marks(page: int, slot: SlotView, ids: dict[str, UUID], at: datetime) -> Iterator[documents.GivenMark]:
    """One place of one page: the signature (or its refusal) and, beside the person's, the fingerprint."""
    place = _PLACES.get(slot.slot, slot.slot)
    yield documents.GivenMark(
        slot=place,
        signer_name=slot.signer,
        signer_id=ids.get(slot.slot),
        at=slot.at or at,
        page=page,
        png_sha256=slot.image_sha256,
        refused=bool(slot.refusal),
        reason=slot.refusal,
    )
    if slot.fingerprint_sha256:
        yield documents.GivenMark(
            slot="print",
            signer_name=slot.signer,
            at=slot.at or at,
            page=page,
            png_sha256=store.small_fingerprint(slot.fingerprint_sha256),
        )


def _recording(session: Session) -> str:
    """Name the recording of the record by the hash of its certificate, or say why there is none."""
    subject = subject_of(session)
    certificate = recordings.certificate_of(subject)
    if certificate is not None:
        parts = len(recordings.certified_parts(certificate))
        return f"共{parts}段，完整性证明SHA-256：{certificate.sha256}"
    absent = recordings.absence_of(subject)
    return f"未录音录像（{absent.reason}）" if absent is not None and absent.reason else ""


def _notes(session: Session, pages: Sequence[PageView]) -> str:
    """Say how the record was read out, why a signature or fingerprint is missing, when it was refused."""
    out = [
        f"{minute_of(mark.at)}{_SAID[mark.kind]}（{mark.note}）"
        for mark in Mark.objects.filter(
            org_id=session.org_id, session_id=session.id, kind__in=tuple(_SAID)
        ).order_by("id")
    ]
    why: dict[str, list[int]] = {}
    for page in pages:
        for slot in page.slots:
            if slot.note:
                why.setdefault(slot.note, []).append(page.no)
    out += [f"第{'、'.join(map(str, numbers))}页：{note}" for note, numbers in why.items()]
    witness = next((s for p in pages for s in p.slots if s.slot == "witness"), None)
    if witness is not None:
        out.append(f"见证人：{witness.signer}")
    return "；".join(out)


_SAID = {"aloud": "起向被询问人宣读笔录", "refused": "被询问人拒绝签名"}
