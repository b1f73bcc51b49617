"""Read-back, corrections, signatures page by page, refusal, close."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from anjian.audit.actions import record_access
from anjian.credentials import moment
from anjian.documents import queries as documents
from anjian.interviews import access, actions, queries, store
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.beside import bytes_of
from anjian.web.interviews.room import change

if TYPE_CHECKING:
    from anjian.interviews.actions import CorrectSegment


def _number(text: str | None) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 6:
        raise NotFound
    return int(text)


@require_POST
@officer_required
def start(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Give the record to the person to read."""
    return change(request, session_id, lambda by, at: actions.start_read_back(session_id, by=by, at=at))


def _correction(request: HttpRequest, session_id: UUID) -> CorrectSegment:
    form = request.POST
    return actions.CorrectSegment(
        session_id=session_id,
        no=_number(form.get("no")),
        question=form.get("question", ""),
        answer=form.get("answer", ""),
        reason=form.get("reason", ""),
        initial=form.get("initial", ""),
    )


@require_POST
@officer_required
def correct(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Correct a numbered answer, or add what was left out."""
    command, key = _correction(request, session_id), request.POST.get("key") or None
    return change(request, session_id, lambda by, at: actions.correct_segment(command, by=by, at=at, key=key))


@require_POST
@officer_required
def confirm(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The person has read and agrees; signing begins."""
    how = request.POST.get("how", "")
    return change(
        request, session_id, lambda by, at: actions.confirm_record(session_id, how=how, by=by, at=at)
    )


@require_POST
@officer_required
def back(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Go back to reading for a change."""
    return change(request, session_id, lambda by, at: actions.return_to_reading(session_id, by=by, at=at))


@require_POST
@officer_required
def sign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Put one drawn signature on one page, with the person's fingerprint."""
    access.room_session(actor_of(request), session_id)
    form = request.POST
    command = actions.SignPage(
        session_id=session_id,
        page_no=_number(form.get("page")),
        slot=form.get("slot", ""),
        sha256=form.get("sha256", ""),
        image=form.get("image", ""),
        fingerprint=bytes_of(
            request.FILES.get("fingerprint"), "fingerprint", limit=store.FINGERPRINT_LARGEST
        ),
        note=form.get("note", ""),
        moment=moment.read(form["moment"]) if "moment" in form else None,
    )
    key = form.get("key") or None
    return change(request, session_id, lambda by, at: actions.sign_page(command, by=by, at=at, key=key))


@require_POST
@officer_required
def refuse(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Note that the person refuses to sign."""
    form = request.POST
    command = actions.RefuseSignature(
        session_id=session_id,
        reason=form.get("reason", ""),
        lead_image=form.get("lead_image", ""),
        recorder_image=form.get("recorder_image", ""),
        witness=form.get("witness", ""),
        witness_image=form.get("witness_image", ""),
    )
    key = form.get("key") or None
    return change(
        request, session_id, lambda by, at: actions.refuse_signature(command, by=by, at=at, key=key)
    )


@require_POST
@officer_required
def close(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Close the interview."""
    reason = request.POST.get("recording_reason", "")
    return change(
        request,
        session_id,
        lambda by, at: actions.close_session(session_id, by=by, at=at, recording_reason=reason),
    )


@require_POST
@officer_required
def aloud(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Mark a page as read out to the person."""
    form = request.POST
    command = actions.LookAtPage(
        session_id=session_id,
        page_no=_number(form.get("page")),
        sha256=form.get("sha256", ""),
        verdict="aloud",
    )
    return change(request, session_id, lambda by, at: actions.look_at_page(command, by=by, at=at))


@require_GET
@officer_required
def image(request: HttpRequest, session_id: UUID, sha256: str) -> HttpResponse:
    """Send a signature or initial of this session's record."""
    session = access.session_for(actor_of(request), session_id)
    slots = [slot for page in queries.pages_of(session) for slot in page.slots]
    known = {slot.image_sha256 for slot in slots} | {slot.fingerprint_sha256 for slot in slots}
    known |= {s.initial_sha256 for s in queries.segments_of(session.org_id, [session.id])}
    if sha256 not in known - {""}:
        raise NotFound
    picture = store.image(sha256)
    kind = "image/jpeg" if picture.startswith(b"\xff\xd8") else "image/png"
    response = HttpResponse(picture, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response


@require_GET
@officer_required
def record(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Send the closed record as it was signed (D12). Raises NotFound before the close."""
    session = access.record_session(actor_of(request), session_id)
    if session.state != "closed":
        raise NotFound
    record_access(
        by=actor_of(request),
        at=clock.now(),
        what="interviews.record",
        subject_id=session.id,
        detail=f"{session.name}询问笔录",
    )
    response = HttpResponse(documents.pdf_of(session.org_id, session.id), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="record.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
