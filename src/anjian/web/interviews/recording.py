"""Recording an interview, as its pages and islands ask for it: parts, markers, checks, playing.

The chunks themselves do not come here but to `anjian.live.intake`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit.actions import record_access
from anjian.interviews import access
from anjian.interviews.actions import recording as actions
from anjian.interviews.queries.recording import subject_of
from anjian.kit import clock
from anjian.kit.errors import Invalid
from anjian.proof.recording import MEDIA
from anjian.recordings import actions as recordings
from anjian.recordings import queries as recording_queries
from anjian.recordings.access import part_of
from anjian.recordings.shelf import make_pass, vault
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.answers import once
from anjian.web.interviews.recording_index import index_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from django.http.response import HttpResponseBase

    from anjian.interviews.queries.recording import SessionRow
    from anjian.recordings.access import PartRow

LONGEST_BODY = 64 * 1024
_PIECE = 256 * 1024


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
    command = part_asked(request)
    opened = actions.open_part(session_id, command, by=actor, at=now)
    return opened_answer(opened, actor.org_id)


def part_asked(request: HttpRequest) -> recordings.OpenPart:
    """Return what a recorder asks for when it begins a run. Raises Invalid."""
    body = body_of(request)
    measured, previous = _read(body, "clock", _object, {}), _read(body, "previous", _object, {})
    return recordings.OpenPart(
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


def opened_answer(opened: recordings.OpenedPart, org_id: UUID) -> JsonResponse:
    """Answer with the part that was opened and the pass to send its chunks."""
    answer = {
        "part": str(opened.part),
        "no": opened.no,
        "token": make_pass("send", org_id, opened.part),
        "next": opened.next,
    }
    return JsonResponse(answer, status=201 if opened.fresh else 200)


def marker_asked(request: HttpRequest) -> tuple[recordings.SetMarker, str | None]:
    """Return the marker that a page sets, and its key. Raises Invalid."""
    body = body_of(request)
    command = recordings.SetMarker(at_ms=_read(body, "at_ms", round), label=_read(body, "label", str, ""))
    return command, _read(body, "key", str, "") or None


@require_POST
@officer_required
def markers(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Mark a moment: the officers of the room, and whoever watches it from the console."""
    actor = actor_of(request)
    access.session_for(actor, session_id)
    command, key = marker_asked(request)
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


def _session(request: HttpRequest, session_id: UUID) -> SessionRow:
    """Return the session to its officers and to readers of its case's console. Raises NotFound to others."""
    return access.session_for(actor_of(request), session_id)


@require_GET
@officer_required
def index(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Tell where everything is: parts with the places to seek to, gaps, pauses, markers, answers.

    With ``brief`` only how the recording stands, for pages that ask often.
    """
    session = _session(request, session_id)
    return JsonResponse(index_of(session, at=clock.now(), brief="brief" in request.GET))


@require_GET
@officer_required
def status(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Tell the room's recorder how much room the server has, and how the second copy is."""
    session = access.room_session(actor_of(request), session_id)
    state = recording_queries.state_of(subject_of(session))
    return JsonResponse({"free_bytes": state.free_bytes, "copy": state.copy.as_json(), "state": state.state})


_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")


@require_GET
@officer_required
def media(request: HttpRequest, session_id: UUID, part: UUID) -> HttpResponseBase:
    """Hand out the bytes of a part, whole or a range; a part that still grows is as long as it is now.

    The first bytes (its header) count as opening it, and are put on record.
    """
    session = _session(request, session_id)
    return hand_out(request, part_of(subject_of(session), part), subject_id=session.id)


def hand_out(request: HttpRequest, row: PartRow, *, subject_id: UUID) -> HttpResponseBase:
    """Answer with the bytes of a part that this officer may see."""
    size, _ended = vault().tail(row.org_id, row.id)
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    start, end = 0, size
    if asked:
        start = int(asked[1])
        end = min(int(asked[2]) + 1 if asked[2] else size, size)
        if start >= end:
            answer: HttpResponseBase = HttpResponse(status=416)
            answer["Content-Range"] = f"bytes */{size}"
            return answer
    if start == 0:
        record_access(
            by=actor_of(request),
            at=clock.now(),
            what="recordings.played",
            subject_id=subject_id,
            detail=f"{row.stream} {row.no}",
        )
    answer = StreamingHttpResponse(_pieces(vault().folder(row.org_id, row.id) / MEDIA, start, end))
    answer.status_code = 206 if asked else 200
    answer["Content-Type"] = row.mime
    answer["Content-Length"] = str(end - start)
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-store"
    if asked:
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return answer


def _pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(start)
        while start < end and (piece := stream.read(min(_PIECE, end - start))):
            start += len(piece)
            yield piece
