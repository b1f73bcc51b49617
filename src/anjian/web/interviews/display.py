"""The screen that faces the person 示证屏: what this room released to it, and his own record to read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from anjian.audit import queries as audit
from anjian.evidence.store import store
from anjian.interviews import access, actions, queries
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.answers import done, once

if TYPE_CHECKING:
    from anjian.interviews.queries import PageView


@require_GET
@officer_required
def page(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """Draw the released exhibit or question, or at the read-back one page of the person's own record.

    Nothing else is sent to this page: no other record, no prompt to officers, no note of the room.
    """
    last_event = audit.newest_outbox_id()
    session = access.room_session(actor_of(request), session_id)
    pages = queries.pages_of(session) if session.state == "read_back" else []
    context = {
        "session_id": session.id,
        "display": queries.display_of(session),
        "pages": pages,
        "reading": _chosen(pages, request.GET.get("page", "")),
        "signing": session.state == "signing",
        "finished": session.state == "closed",
        "last_event": last_event,
    }
    return render(request, "interviews/display.html", context)


def _chosen(pages: list[PageView], wanted: str) -> PageView | None:
    """The page asked for, else the first that the person has not finished, else the last."""
    if not pages:
        return None
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 and 1 <= int(wanted) <= len(pages):
        return pages[int(wanted) - 1]
    unread = (p for p in pages if p.reading is None)
    return next(unread, pages[-1])


@require_POST
@officer_required
def look(request: HttpRequest, session_id: UUID, page_no: int) -> HttpResponse:
    """The person has finished a page, or says that it is wrong."""
    actor, form = actor_of(request), request.POST
    access.room_session(actor, session_id)
    command = actions.LookAtPage(
        session_id=session_id,
        page_no=page_no,
        sha256=form.get("sha256", ""),
        verdict="wrong" if form.get("verdict") == "wrong" else "read",
        note=form.get("note", ""),
    )
    key = form.get("key") or None
    once(lambda: actions.look_at_page(command, by=actor, at=clock.now(), key=key))
    return done(request, "interviews:display", session_id)


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
