"""Looking back at an interview, and at both sides of a contradiction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.urls import reverse

from anjian.audit import queries as audit
from anjian.interviews.models import Contradiction
from anjian.kit import clock
from anjian.recordings.shelf import server_ms
from tests.action.interviews.conftest import Hall, found
from tests.http.interviews.test_pages import _HallClock, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from django.test import Client

pytestmark = pytest.mark.django_db
NOTHING = "本次询问没有录音录像。"


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    made = found("云州")
    restore = clock.install(_HallClock(made))
    yield made
    restore()


def record(client: Client, session_id: UUID) -> None:
    """Begin a recording, as the room's browser does."""
    part = {
        "client_id": str(uuid4()), "stream": "picture", "who": "全景", "mime": "video/webm;codecs=vp8,opus",
        "started_ms": server_ms(), "clock": {"offset_ms": 0, "rtt_ms": 5}, "previous": None,
    }  # fmt: skip
    answer = client.post(f"/interviews/{session_id}/recording/parts", part, content_type="application/json")
    assert answer.status_code == 201


def played(hall: Hall, session_id: UUID) -> list[str]:
    """Who opened the recording, as it stands on record."""
    rows = audit.accesses_of(hall.org_id, session_id)
    return [row["what"] for row in rows if row["what"] == "interviews.recording"]


class TestLookingBack:
    def test_shows_every_answer_beside_the_recording_and_is_put_on_record(self, hall: Hall) -> None:
        session = hall.questioning()
        hall.ask(session, "几点到岗？", "八点左右。")
        record(signed_in(hall.pairs[0][0]), session)
        body = signed_in(hall.manager).get(reverse("interviews:playback", args=[session])).content.decode()
        assert 'data-island="recording-player"' in body
        assert f"/interviews/{session}/recording/index" in body
        assert 'data-answer-no="1"' in body
        assert "八点左右。" in body
        assert f"interview:{hall.case_id}" in body
        assert played(hall, session) == ["interviews.recording"]

    def test_listens_for_a_seated_officer_to_their_own_room_only(self, hall: Hall) -> None:
        session = hall.questioning()
        body = signed_in(hall.pairs[0][0]).get(reverse("interviews:playback", args=[session]))
        assert f'data-topic="room:{session}"' in body.content.decode()
        assert "interview:" not in body.content.decode()
        address = reverse("interviews:playback", args=[session])
        assert signed_in(hall.pairs[1][0]).get(address).status_code == 404

    def test_says_so_when_nothing_was_recorded(self, hall: Hall) -> None:
        session = hall.questioning()
        body = signed_in(hall.manager).get(reverse("interviews:playback", args=[session])).content.decode()
        assert NOTHING in body
        assert "recording-player" not in body
        assert played(hall, session) == []


class TestBothSides:
    def test_shows_both_quotes_with_the_recording_that_there_is(self, hall: Hall) -> None:
        first, second = hall.contradict()
        record(signed_in(hall.pairs[0][0]), first)
        card = Contradiction.objects.get(org_id=hall.org_id)
        for name in ("manager", "handler"):
            client = signed_in(getattr(hall, name))
            body = client.get(reverse("interviews:media", args=[card.id])).content.decode()
            assert body.count('data-island="recording-player"') == 1
            assert f"/interviews/{first}/recording/index" in body
            assert NOTHING in body
            assert 'data-answer="1"' in body
            assert "是李某指派我" in body
            assert "我没有安排" in body
        assert played(hall, first) == ["interviews.recording"] * 2
        assert played(hall, second) == []

    def test_is_a_piece_for_a_dialog_and_a_page_without_scripts(self, hall: Hall) -> None:
        hall.contradict()
        card = Contradiction.objects.get(org_id=hall.org_id)
        client = signed_in(hall.manager)
        page = client.get(reverse("interviews:media", args=[card.id])).content.decode()
        piece = client.get(reverse("interviews:media", args=[card.id]), headers={"X-Live-Refresh": "1"})
        assert "<html" in page
        assert "<html" not in piece.content.decode()
        assert "data-compare" in piece.content.decode()

    def test_is_hidden_from_the_rooms(self, hall: Hall) -> None:
        hall.contradict()
        card = Contradiction.objects.get(org_id=hall.org_id)
        address = reverse("interviews:media", args=[card.id])
        assert signed_in(hall.pairs[0][0]).get(address).status_code == 404
