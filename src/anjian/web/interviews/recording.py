"""Recording an interview, as its pages and islands ask for it: parts, markers, checks, playing.

The chunks themselves do not come here but to `anjian.live.intake`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjian.interviews import access
from anjian.interviews.actions import recording as actions
from anjian.kit import clock
from anjian.kit.errors import Invalid
from anjian.recordings import actions as recordings
from anjian.recordings.shelf import make_pass
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.answers import once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_BODY = 64 * 1024


def body_of(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a request; a form's fields will do as well. Raises Invalid."""
    if request.content_type != "application/json":
        return dict(request.POST.items())
    if len(request.body) > LONGEST_BODY:
        raise Invalid({"body": _("提交的内容过长。")})
    try:
        found = json.loads(request.body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid({"body": _("提交的内容无法识别。")})
    return found


def _read(body: Mapping[str, Any], name: str, kind: Callable[[Any], Any], default: Any = None) -> Any:
    """Return a field in its type. Raises Invalid when it is missing (without default) or no such thing."""
    value = body.get(name)
    if value is None and default is not None:
        return default
    try:
        return kind(value)
    except (ValueError, TypeError, AttributeError, OverflowError) as problem:
        raise Invalid({name: _("内容不正确。")}) from problem


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _uuid(value: Any) -> UUID:
    return UUID(str(value))


@require_POST
@officer_required
def parts(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Open a part for a run of this browser's recorder, and hand out the pass to send its chunks."""
    actor, now = actor_of(request), clock.now()
    access.room_session(actor, session_id)
    body = body_of(request)
    measured, previous = _read(body, "clock", _object, {}), _read(body, "previous", _object, {})
    command = recordings.OpenPart(
        client_id=_read(body, "client_id", _uuid),
        stream=_read(body, "stream", str, ""),
        who=_read(body, "who", str, ""),
        mime=_read(body, "mime", str, ""),
        started_ms=_read(body, "started_ms", round),
        offset_ms=_read(measured, "offset_ms", round, 0),
        rtt_ms=_read(measured, "rtt_ms", round, 0),
        previous_client_id=_read(previous, "client_id", _uuid) if previous.get("client_id") else None,
        previous_cause=_read(previous, "cause", str, ""),
    )
    opened = actions.open_part(session_id, command, by=actor, at=now)
    answer = {
        "part": str(opened.part),
        "no": opened.no,
        "token": make_pass("send", actor.org_id, opened.part),
        "next": opened.next,
    }
    return JsonResponse(answer, status=201 if opened.fresh else 200)


@require_POST
@officer_required
def markers(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Mark a moment: the officers of the room, and whoever watches it from the console."""
    actor = actor_of(request)
    access.session_for(actor, session_id)
    body = body_of(request)
    command = recordings.SetMarker(at_ms=_read(body, "at_ms", round), label=_read(body, "label", str, ""))
    key = _read(body, "key", str, "") or None
    once(lambda: actions.set_marker(session_id, command, by=actor, at=clock.now(), key=key))
    return JsonResponse({"done": True}, status=201)


@require_POST
@officer_required
def preflight(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Keep what the room's browser found before recording."""
    actor = actor_of(request)
    access.room_session(actor, session_id)
    body = body_of(request)
    checks = body.get("checks")
    command = recordings.CheckRoom(
        checks=[c for c in checks if isinstance(c, dict)] if isinstance(checks, list) else [],
        override_reason=_read(body, "override_reason", str, ""),
    )
    passed = actions.check_room(session_id, command, by=actor, at=clock.now())
    return JsonResponse({"passed": passed}, status=201)
