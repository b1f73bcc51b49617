"""The completeness certificate 录制完整性证明: what it will say, making it, reading and handing it out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.interviews import access, queries
from anjian.interviews.actions import recording as actions
from anjian.interviews.queries.recording import last_act_at, subject_of, wanted_of
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import NotFound
from anjian.recordings import actions as recordings
from anjian.recordings import queries as recording_queries
from anjian.web import components
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.answers import done

if TYPE_CHECKING:
    from anjian.interviews.queries.recording import SessionRow


@dataclass(frozen=True, slots=True)
class StreamLine:
    """One stream of the table: its parts, how much it holds, what is missing."""

    stream: str
    who: str
    parts: int
    chunks: int
    bytes: int
    required_ms: int
    missing_ms: int
    gaps: tuple[GapLine, ...]
    jumps: tuple[JumpLine, ...]

    @property
    def share(self) -> str:
        """How much of what had to be recorded it holds, in percent."""
        held = self.required_ms - self.missing_ms
        return f"{100 * held / self.required_ms:.1f}%" if self.required_ms else "—"


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap as read."""

    since: datetime
    until: datetime
    ms: int
    label: str

    @property
    def seconds(self) -> str:
        """How long it is, to a tenth."""
        return f"{self.ms / 1000:.1f}"


@dataclass(frozen=True, slots=True)
class JumpLine:
    """A clock that was set, as read."""

    at: datetime
    by_ms: int
    clock: str

    @property
    def seconds(self) -> str:
        """By how much, with its sign."""
        return f"{self.by_ms / 1000:+.1f}"


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, LOCAL_ZONE)


def _lines(session: SessionRow) -> list[StreamLine]:
    """Return the streams as they stand now; after the certificate nothing is added, so as it says."""
    subject = subject_of(session)
    goes_on = session.state not in {"signing", "closed"}
    until = (None if goes_on else last_act_at(session)) or clock.now()
    wanted = wanted_of(session, at=until, to=until)
    parts = recording_queries.parts_of(subject)
    if wanted is None:
        return []
    lines = []
    for held in recording_queries.completeness(subject, wanted, parts):
        own = [part for part in parts if part.stream == held.stream]
        lines.append(
            StreamLine(
                stream=held.stream,
                who=own[0].who,
                parts=len(own),
                chunks=sum(part.kept.chunks for part in own if part.kept),
                bytes=sum(part.bytes for part in own),
                required_ms=held.required_ms,
                missing_ms=held.missing_ms,
                gaps=tuple(
                    GapLine(_at(g.from_ms), _at(g.to_ms), g.ms, recording_queries.label_of(g.cause))
                    for g in held.gaps
                ),
                jumps=tuple(JumpLine(_at(j.at_ms), j.by_ms, j.clock) for j in held.jumps),
            )
        )
    return lines


@require_GET
@officer_required
def page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show what the certificate says or would say now, and let the room's officers make it."""
    actor, last_event = actor_of(request), audit.newest_outbox_id()
    session = access.session_for(actor, session_id)
    subject = subject_of(session)
    record_access(
        by=actor, at=clock.now(), what="recordings.certificate", subject_id=session.id, detail=session.case_no
    )
    made = recording_queries.certificate_of(subject)
    line = queries.line_of(actor.org_id, session)
    mine = any(seat.officer_id == actor.id for seat in line.seats)
    said: dict[str, Any] = json.loads(made.statement)["statement"] if made else {}
    state, streams = recording_queries.state_of(subject), _lines(session)
    context = {
        "session": session,
        "line": line,
        "mine": mine,
        "made": made,
        "said": said,
        "evidence_no": recording_queries.evidence_no(made) if made else "",
        "state": state,
        "streams": streams,
        "interrupted": any(stream.gaps or stream.jumps for stream in streams),
        "facts": (
            components.fact(icon="user", text=session.name),
            components.fact(icon="clipboard-text", text=_("第%(no)s次询问") % {"no": session.no}),
        ),
        "absence": recording_queries.absence_of(subject),
        "markers": recording_queries.markers_of(subject),
        "open_parts": [] if made else recordings.open_parts(recording_queries.parts_of(subject)),
        "unsigned": [] if made else _unsigned(session),
        "last_event": last_event,
        "live_topic": f"room:{session.id}" if mine else f"interview:{session.case_id}",
        "crumbs": components.crumbs((_("询问"), "/interviews/"), (session.case_no, ""), session.name),
    }
    return render(request, "interviews/recording_certificate.html", context)


def _unsigned(session: SessionRow) -> list[Any]:
    return actions.unsigned(session) if session.state in {"read_back", "signing"} else []


@require_POST
@officer_required
def make(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Sign the certificate."""
    actor = actor_of(request)
    access.room_session(actor, session_id)
    actions.certify_recording(session_id, by=actor, at=clock.now(), reason=request.POST.get("reason", ""))
    return done(request, "interviews:recording_certificate", session_id)


@require_GET
@officer_required
def download(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Hand out the signed certificate, which `./anjian verify` checks beside the files of the recording."""
    session = access.session_for(actor_of(request), session_id)
    made = recording_queries.certificate_of(subject_of(session))
    if made is None:
        raise NotFound
    answer = HttpResponse(made.statement, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="certificate.json"'
    return answer
