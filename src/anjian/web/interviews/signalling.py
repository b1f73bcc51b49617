"""Arranging a live picture between the room's browser and a console; the picture itself never comes here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anjian.interviews import access
from anjian.interviews.actions import signals as actions
from anjian.interviews.queries.recording import subject_of
from anjian.kit import clock
from anjian.kit.errors import Invalid
from anjian.recordings.actions.signals import SendSignal
from anjian.recordings.signals import TO_ALL, waiting_for
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.answers import uuid_of

if TYPE_CHECKING:
    from anjian.kit.actor import Actor

LONGEST = 32 * 1024
"""Characters of one message: a session description has some five thousand."""


@require_http_methods(["GET", "POST"])
@officer_required
def signal(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take a message, or hand out those that wait for ``for``, after the one named by ``after``."""
    if request.method == "POST":
        return _send(request, actor_of(request), session_id)
    actor, peer = actor_of(request), request.GET.get("for", "")
    session = access.peer_session(actor, session_id, peer)
    names = (peer, actions.ROOM if peer.startswith("room.") else TO_ALL)
    found = waiting_for(subject_of(session), names, after=uuid_of(request.GET.get("after")), at=clock.now())
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


def _send(request: HttpRequest, actor: Actor, session_id: UUID) -> HttpResponse:
    form = request.POST
    access.peer_session(actor, session_id, form.get("from", ""))
    command = SendSignal(
        sender=form.get("from", ""),
        recipient=form.get("to", ""),
        kind=form.get("kind", ""),
        data=_data(form.get("data", "{}")),
    )
    kept = actions.send_signal(session_id, command, by=actor, at=clock.now())
    return JsonResponse({"id": str(kept)}, status=201)


def _data(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid({"data": _("连接消息无法识别。")})
    return found
