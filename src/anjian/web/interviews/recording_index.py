"""The recording of an interview in the words of the players: everything on one axis of milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.interviews import queries
from anjian.interviews.queries.recording import epoch_ms, subject_of, wanted_of
from anjian.recordings import queries as recordings
from anjian.recordings.shelf import make_pass

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.interviews.queries.recording import SessionRow
    from anjian.recordings.queries import PartView


def index_of(session: SessionRow, *, at: datetime, brief: bool = False) -> dict[str, Any]:
    """Return the index as `islands/src/lib/recording/record-index.ts` reads it."""
    subject, wanted = subject_of(session), wanted_of(session, at=at)
    parts = recordings.parts_of(subject)
    state = recordings.state_of(subject, None)
    found: dict[str, Any] = {
        "state": "recording" if state.state == "silent" else state.state,
        "silent_ms": min((s.silent_ms for s in state.streams if s.running), default=0),
        "started_ms": wanted.from_ms if wanted else 0,
        "ended_ms": epoch_ms(session.ended_at) if session.ended_at else 0,
        "copy": state.copy.as_json(),
        "parts": [
            part_json(
                part,
                session.org_id,
                reverse("interviews:recording_media", args=[session.id, part.id]),
                brief=brief,
            )
            for part in parts
        ],
    }
    if brief:
        return found
    held = recordings.completeness(subject, wanted, parts) if wanted and parts else ()
    return found | {
        "gaps": [
            {
                "stream": gap.stream,
                "from_ms": gap.from_ms,
                "to_ms": gap.to_ms,
                "cause": gap.cause,
                "label": recordings.label_of(gap.cause),
            }
            for stream in held
            for gap in stream.gaps
        ],
        "jumps": [
            {"stream": j.stream, "no": j.no, "at_ms": j.at_ms, "by_ms": j.by_ms, "clock": j.clock}
            for stream in held
            for j in stream.jumps
        ],
        "pauses": [
            {"from_ms": start, "to_ms": end, "cause": "paused", "label": _("询问暂停")}
            for start, end in (wanted.pauses if wanted else ())
        ],
        "markers": [{"at_ms": m.at_ms, "label": m.label, "by": m.by} for m in recordings.markers_of(subject)],
        "segments": _answers(session),
    }


def part_json(part: PartView, org_id: UUID, media: str, *, brief: bool = False) -> dict[str, Any]:
    """Return one part as players read it; ``media`` is the address of its bytes."""
    kept = part.kept
    found: dict[str, Any] = {
        "part": str(part.id),
        "no": part.no,
        "stream": part.stream,
        "who": part.who,
        "mime": part.mime,
        "started_ms": part.started_ms,
        "offset_ms": part.offset_ms,
        "bytes": part.bytes,
        "duration_ms": part.duration_ms,
        "ended": part.ended,
        "cause": part.cause,
    }
    if brief:
        return found
    live = ""
    if kept is not None and not part.ended:
        live = f"/media/{part.id}/live?token={make_pass('view', org_id, part.id)}"
    return found | {
        "keyframes": [[key.ms, key.cluster] for key in kept.keys] if kept else [],
        "init": [0, kept.init if kept else 0],
        "media": media,
        "live": live,
    }


def _answers(session: SessionRow) -> list[dict[str, int]]:
    """Return when each question was asked and its answer committed; unknown starts follow the one before."""
    found: list[dict[str, int]] = []
    before = epoch_ms(session.started_at) if session.started_at else 0
    for segment in queries.segments_of(session.org_id, [session.id]):
        committed = epoch_ms(segment.committed_at)
        asked = epoch_ms(segment.asked_at) if segment.asked_at else before
        found.append({"no": segment.no, "asked_ms": asked, "committed_ms": committed})
        before = committed
    return found
