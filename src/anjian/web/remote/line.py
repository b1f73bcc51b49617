"""The line between the two browsers, and the parts each of them records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound
from anjian.recordings.actions import OpenPart
from anjian.recordings.actions.signals import SendSignal
from anjian.recordings.shelf import make_pass
from anjian.recordings.signals import waiting_for
from anjian.remote import access, actions, queries
from anjian.web.http import actor_of, officer_required
from anjian.web.remote.doors import guarded, guest_of

if TYPE_CHECKING:
    from anjian.kit.actor import Actor
    from anjian.remote.access import SessionRow

LONGEST = 64 * 1024


@require_http_methods(["GET", "POST"])
@officer_required
def officer_signal(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take or hand out the officers' messages."""
    actor = actor_of(request)
    return _signal(request, access.seated_session(actor, session_id), actor, "officer")


@require_http_methods(["GET", "POST"])
@guarded
def guest_signal(request: HttpRequest, token: str) -> HttpResponse:
    """Take or hand out the guest's messages."""
    session = guest_of(request, token)
    return _signal(request, session, actions.guest_actor(session), "guest")


def _signal(request: HttpRequest, session: SessionRow, by: Actor, side: str) -> HttpResponse:
    if request.method == "POST":
        form = request.POST
        command = SendSignal(
            sender=form.get("from", ""),
            recipient=form.get("to", ""),
            kind=form.get("kind", ""),
            data=_object(form.get("data", "{}")),
        )
        return JsonResponse(
            {"id": str(actions.send_signal(session, command, by=by, at=clock.now()))}, status=201
        )
    peer = request.GET.get("for", "")
    if not peer.startswith(f"{side}."):
        raise NotFound
    after = request.GET.get("after", "")
    found = waiting_for(
        queries.subject_of(session), (peer, side), after=_uuid(after) if after else None, at=clock.now()
    )
    answer = JsonResponse(
        {
            "signals": [
                {"id": str(s.id), "from": s.sender, "to": s.recipient, "kind": s.kind, "data": s.data}
                for s in found
            ]
        }
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@officer_required
def officer_parts(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Open a part of the mix that the officers' browser records."""
    actor = actor_of(request)
    return _parts(request, access.seated_session(actor, session_id), actor)


@require_POST
@guarded
def guest_parts(request: HttpRequest, token: str) -> HttpResponse:
    """Open a part of what the guest's browser records of itself."""
    session = guest_of(request, token)
    return _parts(request, session, actions.guest_actor(session))


def _parts(request: HttpRequest, session: SessionRow, by: Actor) -> HttpResponse:
    said = _object(request.body.decode("utf-8", "replace"))
    clocks, previous = said.get("clock") or {}, said.get("previous") or {}
    try:
        command = OpenPart(
            client_id=UUID(str(said["client_id"])),
            stream=str(said.get("stream", "")),
            who="",
            mime=str(said.get("mime", "")),
            started_ms=round(said["started_ms"]),
            offset_ms=round(clocks.get("offset_ms", 0)),
            rtt_ms=round(clocks.get("rtt_ms", 0)),
            previous_client_id=UUID(str(previous["client_id"])) if previous.get("client_id") else None,
            previous_cause=str(previous.get("cause", "")),
        )
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as problem:
        raise Invalid({"part": _("内容不正确。")}) from problem
    opened = actions.open_part(session, command, by=by, at=clock.now())
    answer = {
        "part": str(opened.part),
        "no": opened.no,
        "token": make_pass("send", session.org_id, opened.part),
        "next": opened.next,
    }
    return JsonResponse(answer, status=201 if opened.fresh else 200)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid({"data": _("提交的内容无法识别。")})
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound from problem
