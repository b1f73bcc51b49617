"""A case on one clock: what was injected is what is drawn, and nobody learns of another room by it."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anjian.audit.actions import transaction
from anjian.cases import access
from anjian.interviews import actions
from anjian.interviews.queries.recording import epoch_ms
from anjian.journeys.timeline import Timeline, timeline_of
from anjian.kit import clock
from anjian.recordings.case_events import OccasionExcused
from tests.action.interviews.conftest import Hall, found
from tests.action.recordings.test_certifying import HallClock, Recorder, interviewed, officer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from anjian.kit.actor import Actor

pytestmark = pytest.mark.django_db
MANY = 5000


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    made = found("云州")
    restore = clock.install(HallClock(made))
    yield made
    restore()


def seen(hall: Hall, by: Actor) -> Timeline:
    case = access.case_by_id(hall.handler, hall.case_id)
    return timeline_of(by, case, at=hall.at)


def answers(found: Timeline) -> list[str]:
    return [moment.title for moment in found.moments if moment.lane == "answers"]


class TestGaps:
    def test_are_exactly_what_was_injected(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        injected = []
        for cause, minutes in (("device_lost", 2), ("page_crashed", 3), ("storage_full", 1)):
            hall.now(4)
            recorder.stop("unknown" if cause == "page_crashed" else cause)
            ended, former = recorder.at, recorder.client
            hall.now(minutes)
            recorder.start(previous=(former, cause))
            injected.append((ended, recorder.at, cause))
        paused = hall.now()
        recorder.until_now()
        actions.pause(session, reason="用餐", by=officer(hall), at=paused)
        recorder.stop("paused")
        former = recorder.client
        resumed = hall.now(10)
        actions.resume(session, by=officer(hall), at=resumed)
        recorder.start(previous=(former, "paused"))
        hall.now(2)
        recorder.stop()
        (track,) = seen(hall, hall.manager).tracks
        gaps = [(gap.from_ms, gap.to_ms, gap.cause) for gap in track.gaps if gap.cause != "paused"]
        assert gaps == injected
        pauses = [(gap.from_ms, gap.to_ms) for gap in track.gaps if gap.cause == "paused"]
        assert pauses == [(epoch_ms(paused), epoch_ms(resumed))]
        held = {(end, start) for (_a, end), (start, _b) in zip(track.spans, track.spans[1:], strict=False)}
        assert {(start, end) for start, end, _cause in injected} <= held


class TestWhoSeesWhat:
    def test_the_console_sees_all_rooms_and_a_room_its_own(self, hall: Hall) -> None:
        first, _second = hall.contradict()
        assert len(answers(seen(hall, hall.manager))) == 2
        mine = seen(hall, hall.pairs[0][0])
        assert [title.partition(" ")[0] for title in answers(mine)] == ["张某"]
        told = " ".join(f"{moment.title} {moment.detail}" for moment in mine.moments)
        assert "李某" not in told.replace("李某指派我", "")
        assert {m.link.args[0] for m in mine.moments if m.link and m.link.to in {"answer", "session"}} == {
            str(first)
        }

    def test_an_officer_of_neither_room_sees_the_rest_only(self, hall: Hall) -> None:
        hall.contradict()
        rest = seen(hall, hall.expired)
        assert answers(rest) == []
        assert not any(moment.lane == "prompts" for moment in rest.moments)


def test_five_thousand_events_are_read_at_once_and_soon(hall: Hall) -> None:
    case = access.case_by_id(hall.handler, hall.case_id)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            timeline_of(hall.manager, case, at=hall.at)
        return len(asked)

    few = statements()
    with transaction(by=hall.manager, at=hall.at) as tx:
        for n in range(MANY):
            tx.record(OccasionExcused(stream_id=hall.case_id, kind="other", reason=f"第{n}项"))
    assert statements() == few
    began = time.perf_counter()
    found = timeline_of(hall.manager, case, at=hall.at + timedelta(hours=1))
    took = time.perf_counter() - began
    assert len(found.moments) >= MANY
    assert took < 3
