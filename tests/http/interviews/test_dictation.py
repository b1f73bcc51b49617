"""Dictation: the room's officers get a draft, nothing is kept, and a missing engine is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from anjian.interviews import crosscheck
from anjian.interviews.models import Segment
from anjian.kit import clock
from anjian.speech.model import wav_of
from tests.action.interviews.conftest import found
from tests.http.interviews.test_pages import _HallClock, signed_in
from tests.unit.speech.test_engines import http_engine, tone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.action.interviews.conftest import Hall


@pytest.fixture
def hall(db: None, tmp_path: Path, settings: Any) -> Iterator[Hall]:
    settings.DATA_DIR = tmp_path
    crosscheck.forget()
    made = found("云州")
    restore = clock.install(_HallClock(made))
    yield made
    restore()


def test_the_officer_gets_a_draft_with_the_names_of_the_case(hall: Hall, settings: Any) -> None:
    session = hall.questioning()
    url = reverse("interviews:dictation", args=[session])
    with http_engine(200, {"text": "是李建国叫我去的"}) as (address, seen):
        settings.SPEECH_URL = address
        client = signed_in(hall.pairs[0][0])
        answer = client.post(url, data=wav_of(tone(1)), content_type="audio/wav")
        assert answer.status_code == 200
        assert answer.json()["text"] == "是李建国叫我去的"
        assert "张某".encode() in seen[0][1]
    assert not Segment.objects.exists()


def test_without_an_engine_or_with_silence_the_person_is_told_what_to_do(hall: Hall, settings: Any) -> None:
    session = hall.questioning()
    url = reverse("interviews:dictation", args=[session])
    client = signed_in(hall.pairs[0][0])
    settings.SPEECH_URL = ""
    off = client.post(
        url, data=wav_of(tone(1)), content_type="audio/wav", headers={"Accept": "application/json"}
    )
    assert off.status_code == 503
    assert "直接打字" in off.json()["message"]
    settings.SPEECH_URL = "http://127.0.0.1:9/v1"
    down = client.post(
        url, data=wav_of(tone(1)), content_type="audio/wav", headers={"Accept": "application/json"}
    )
    assert down.status_code == 503
    mute = client.post(
        url, data=wav_of(tone(1, height=5)), content_type="audio/wav", headers={"Accept": "application/json"}
    )
    assert mute.status_code == 422
    assert "没有听到声音" in mute.json()["fields"]["sound"]


def test_nobody_outside_the_room_may_use_it(hall: Hall) -> None:
    session = hall.questioning()
    other = signed_in(hall.manager)
    answer = other.post(reverse("interviews:dictation", args=[session]), data=b"", content_type="audio/wav")
    assert answer.status_code == 404
