"""The screen that faces the person 示证屏: only what this room released to it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anjian.audit import queries as audit
from anjian.evidence.store import store
from anjian.interviews import access, queries
from anjian.kit.errors import NotFound
from anjian.web.http import actor_of, officer_required


@require_GET
@officer_required
def page(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Draw the released exhibit or question, large and calm; nothing else is sent to this page."""
    last_event = audit.newest_outbox_id()
    session = access.room_session(actor_of(request), session_id)
    context = {
        "session_id": session.id,
        "display": queries.display_of(session),
        "last_event": last_event,
    }
    return render(request, "interviews/display.html", context)


@require_GET
@officer_required
def exhibit(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Send the picture that is released now. Raises NotFound when there is none."""
    session = access.room_session(actor_of(request), session_id)
    shown = queries.display_of(session).exhibit
    if shown is None or not shown.media_type.startswith("image/") or not shown.sha256:
        raise NotFound
    response = FileResponse(store().open(shown.sha256), content_type=shown.media_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
