"""Looking back 回看: the recording of one interview by its answers, and both sides of a contradiction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.interviews import access, queries
from anjian.interviews.queries.recording import subject_of
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.recordings.access import recording_of
from anjian.web import components
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


@require_GET
@officer_required
def page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Draw the recording with its answers; who opened it is put on record."""
    last_event = audit.newest_outbox_id()
    actor, now = actor_of(request), clock.now()
    session = access.session_for(actor, session_id)
    line = queries.line_of(actor.org_id, session)
    seated = any(seat.officer_id == actor.id for seat in line.seats)
    recorded = recording_of(subject_of(session)) is not None
    if recorded:
        record_access(
            by=actor,
            at=now,
            what="interviews.recording",
            subject_id=session.id,
            detail=f"{session.name}询问录像",
        )
    context = {
        "session": session,
        "line": line,
        "seated": seated,
        "recorded": recorded,
        "segments": queries.segments_of(actor.org_id, [session.id]),
        "prompts": [
            {"no": p.no, "text": p.text, "ms": _ms(p.sent_at)}
            for p in reversed(queries.open_prompts(session))
        ],
        "last_event": last_event,
        "live_topic": f"room:{session.id}" if seated else f"interview:{session.case_id}",
        "crumbs": components.crumbs((_("询问"), "/interviews/"), f"{session.case_no} {session.name}"),
    }
    return render(request, "interviews/playback.html", context)


@require_GET
@officer_required
def compare(request: HttpRequest, contradiction_id: UUID) -> HttpResponse:
    """Draw both quotes of a contradiction with both recordings at their answers; a page, or a dialog's."""
    actor, now = actor_of(request), clock.now()
    case_id = access.watched_contradiction(actor, contradiction_id).case_id
    found = next((c for c in queries.contradictions(actor.org_id, case_id) if c.id == contradiction_id), None)
    if found is None:
        raise NotFound
    sides: list[dict[str, Any]] = []
    for quote in found.quotes:
        session = access.session_for(actor, quote.session_id)
        recorded = recording_of(subject_of(session)) is not None
        if recorded:
            record_access(
                by=actor,
                at=now,
                what="interviews.recording",
                subject_id=session.id,
                detail=f"{session.name}询问录像，第{quote.no}问",
            )
        line = queries.line_of(actor.org_id, session)
        sides.append({"quote": quote, "line": line, "recorded": recorded})
    context = {"card": found, "case_id": case_id, "sides": sides}
    context["crumbs"] = components.crumbs((_("询问"), "/interviews/"), found.title)
    piece = request.headers.get("X-Live-Refresh") == "1"
    name = "interviews/_media_compare.html" if piece else "interviews/media_compare.html"
    return render(request, name, context)
