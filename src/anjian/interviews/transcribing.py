"""Has the sound of a closed interview written down by the speech engine, one channel after the other.

Each microphone is its person's: who spoke is known and not guessed. The result is kept beside the record for
`queries.differences_of`; nothing of it enters a record or a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from anjian.interviews.actions import KeepTranscript, keep_transcript
from anjian.interviews.dictation import words_of
from anjian.proof.recording import MEDIA
from anjian.recordings import queries as recordings
from anjian.recordings.access import Subject
from anjian.recordings.shelf import vault
from anjian.speech.engines import engine_for
from anjian.speech.guards import require_speech, sober
from anjian.speech.model import RATE, Heard, Piece, SpeechRefused, wav_of
from anjian.speech.sound import stretches

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from anjian.interviews.models import Session
    from anjian.kit.actor import Actor
    from anjian.speech.model import Engine

PERSON = "被询问人"
DEADLINE_S = 180.0


def transcribe(session: Session, *, by: Actor, at: datetime) -> int:
    """Write down every microphone of a session; returns how many parts. Raises SpeechUnavailable.

    A part without sound, or one that cannot be decoded, is kept as heard nothing: it is not tried again.
    """
    engine = engine_for(settings.SPEECH_URL, key=settings.SPEECH_KEY, model=settings.SPEECH_MODEL)
    if engine is None:
        return 0
    words = words_of(session)
    subject = Subject(org_id=session.org_id, case_id=session.case_id, id=session.id)
    parts = [p for p in recordings.parts_of(subject) if p.stream.startswith("mic-") and p.bytes]
    for part in parts:
        heard = _hear(engine, vault().folder(session.org_id, part.id) / MEDIA, words)
        command = KeepTranscript(
            session_id=session.id,
            who=part.who,
            person=part.who == PERSON,
            begun_ms=part.started_ms,
            heard=heard,
        )
        keep_transcript(command, by=by, at=at)
    return len(parts)


def _hear(engine: Engine, path: Path, words: tuple[str, ...]) -> Heard:
    pieces: list[Piece] = []
    name = "silence"
    try:
        for at, samples in stretches(path):
            try:
                require_speech(samples, rate=RATE)
            except SpeechRefused:
                continue
            heard = sober(engine.transcribe(wav_of(samples), words=words, deadline_s=DEADLINE_S), words)
            name = heard.engine
            pieces += [Piece(p.begin_ms + at, p.end_ms + at, p.text) for p in heard.pieces]
    except SpeechRefused:
        return Heard((), "undecodable")
    return Heard(tuple(pieces), name)
