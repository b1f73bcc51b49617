"""The signed record against the recording's transcript, as a list for a human to listen to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.audit import reading
from anjian.interviews.models import Segment, Session, Transcript
from anjian.interviews.queries.sessions import people_of
from anjian.testimony.differences import KIND_LABELS, Answer, Utterance, differences
from anjian.testimony.model import Person
from anjian.testimony.persons import Cast

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

WITHOUT_START_MS = 60_000
"""How long before its commit an answer is taken to have begun, when nobody kept when it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptLine:
    """A kept transcript: whose channel, by which engine, how many pieces."""

    id: UUID
    who: str
    person: bool
    engine: str
    pieces: int
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """One place to listen to: the answer's number and words, what was heard, and the moment (epoch ms)."""

    no: int
    kind: str
    kind_label: str
    recorded: str
    heard: str
    because: str
    at_ms: int
    before: str
    after: str


def transcripts_of(session: Session) -> list[TranscriptLine]:
    """Return the transcripts kept for an interview, oldest first."""
    rows = Transcript.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id")
    return [
        TranscriptLine(
            id=row.id, who=row.who, person=row.person, engine=row.engine, pieces=len(row.pieces),
            kept_at=row.kept_at,
        )
        for row in rows
    ]  # fmt: skip


def differences_of(session: Session, *, conduct_on: date | None) -> list[DifferenceView]:
    """Return where the valid record and the transcripts differ in who, when, where, how many or whether."""
    rows = Segment.objects.filter(org_id=session.org_id, session_id=session.id).order_by("no", "version")
    first: dict[int, Segment] = {}
    valid: dict[int, Segment] = {}
    for row in rows:
        first.setdefault(row.no, row)
        valid[row.no] = row
    answers = []
    for no, row in valid.items():
        taken = first[no]
        end = _ms(taken.committed_at)
        begin = _ms(taken.asked_at) if taken.asked_at else end - WITHOUT_START_MS
        answers.append(
            Answer(no=no, question=row.question, answer=row.answer, begin_ms=min(begin, end), end_ms=end)
        )
    heard = [
        Utterance(kept.begun_ms + begin, kept.begun_ms + end, text, kept.person)
        for kept in Transcript.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id")
        for begin, end, text in kept.pieces
    ]
    people = [Person(str(i), name, role=post) for i, name, post in people_of(session.org_id, session.case_id)]
    found = differences(answers, heard, Cast(people), conduct_on)
    return [
        DifferenceView(
            no=d.no,
            kind=d.kind,
            kind_label=KIND_LABELS[d.kind],
            recorded=d.recorded,
            heard=d.heard,
            because=d.because,
            at_ms=d.at_ms,
            before=valid[d.no].answer[: d.span[0]] if d.recorded else "",
            after=valid[d.no].answer[d.span[1] :] if d.recorded else valid[d.no].answer,
        )
        for d in found
    ]


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def to_transcribe(org_id: UUID, *, since: datetime) -> Session | None:
    """Return the oldest closed interview with a recording that no engine has written down yet."""
    rows = reading.rows(
        "SELECT s.id FROM interviews_session s "
        "JOIN recordings_recording r ON r.org_id = s.org_id AND r.subject_id = s.id "
        "WHERE s.org_id = %s AND s.state = 'closed' AND s.ended_at >= %s AND NOT EXISTS ("
        "  SELECT 1 FROM interviews_transcript t WHERE t.org_id = s.org_id AND t.session_id = s.id) "
        "ORDER BY s.id LIMIT 1",
        [org_id, since],
    )
    for (session_id,) in rows:
        return Session.objects.get(org_id=org_id, id=session_id)
    return None
