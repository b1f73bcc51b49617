"""After the close each microphone is written down once; an engine that is away is asked again later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from anjian.interviews import crosscheck, queries, tasks
from anjian.interviews.models import Segment, Session, Transcript
from anjian.kit import clock
from anjian.recordings import actions as recordings
from anjian.recordings.access import Subject
from anjian.recordings.shelf import vault
from anjian.recordings.vault import Times
from tests.action.interviews.conftest import found
from tests.unit.speech.test_engines import http_engine
from tests.unit.speech.test_sound import webm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from tests.action.interviews.conftest import Hall


class _Fixed:
    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    def now(self) -> datetime:
        return self.hall.at


@pytest.fixture
def hall(db: None, tmp_path: Path, settings: Any) -> Iterator[Hall]:
    settings.DATA_DIR = tmp_path
    crosscheck.forget()
    made = found("云州")
    restore = clock.install(_Fixed(made))
    yield made
    restore()


def recorded(hall: Hall, session: UUID, folder: Path, stream: str, who: str, *, begun: datetime) -> None:
    subject = Subject(org_id=hall.org_id, case_id=hall.case_id, id=session)
    started = round(begun.timestamp() * 1000)
    opened = recordings.open_part(
        subject,
        recordings.OpenPart(
            client_id=uuid4(), stream=stream, who=who, mime="audio/webm;codecs=opus", started_ms=started
        ),
        by=hall.pairs[0][0],
        at=hall.at,
    )
    webm(folder / f"{stream}.webm", 4, pauses=())
    chunk = (folder / f"{stream}.webm").read_bytes()
    times = Times(client_ms=started + 4000, duration_ms=4000, server_ms=started + 4000)
    vault().append(hall.org_id, opened.part, 0, chunk, times)


def test_a_closed_interview_is_transcribed_once_by_channel(hall: Hall, tmp_path: Path, settings: Any) -> None:
    session = hall.questioning()
    hall.ask(session, "现场几个人？", "四个人。")
    said = Segment.objects.get()
    begun = said.committed_at - timedelta(seconds=20)
    recorded(hall, session, tmp_path, "mic-1", "被询问人", begun=begun)
    recorded(hall, session, tmp_path, "mic-2", "询问人", begun=begun)
    settings.SPEECH_URL = "http://127.0.0.1:9/v1"
    assert tasks.transcribe(0) == 0

    # Closing has tests of its own; here only the state matters.
    Session.objects.filter(org_id=hall.org_id, id=session).update(
        state="closed", live=False, ended_at=hall.at
    )
    assert tasks.transcribe(0) == 0
    assert not Transcript.objects.exists()

    with http_engine(200, {"segments": [{"start": 1, "end": 3, "text": "六个人吧"}]}) as (address, seen):
        settings.SPEECH_URL = address
        assert tasks.transcribe(0) == 2
        assert tasks.transcribe(0) == 0
        assert len(seen) == 2
    kept = {t.who: t for t in Transcript.objects.all()}
    assert kept["被询问人"].person
    assert not kept["询问人"].person
    row = Session.objects.get(org_id=hall.org_id, id=session)
    found_ = queries.differences_of(row, conduct_on=None)
    assert [(d.kind, d.recorded, d.heard) for d in found_] == [("how_many", "四个人", "六个人")]
    assert found_[0].at_ms == round(begun.timestamp() * 1000) + 1000


def test_without_an_engine_nothing_is_done(hall: Hall, settings: Any) -> None:
    hall.questioning()
    settings.SPEECH_URL = ""
    assert tasks.transcribe(0) == 0
