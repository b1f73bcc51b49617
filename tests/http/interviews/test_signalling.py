"""Arranging a live picture: who may speak to whom, and who hears of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from anjian.audit.models import EventRow, OutboxRow
from anjian.kit import clock
from anjian.live.topics import may_listen
from anjian.recordings.actions.signals import KEPT, forget_signals
from anjian.recordings.models import Signal
from tests.action.interviews.conftest import Hall, found
from tests.http.interviews.test_pages import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.test import Client

pytestmark = pytest.mark.django_db
ROOM = "room.7b1c0f58-4f0a-4d5e-9f44-0d3f0f1f6a01"
VIEW = "view.7b1c0f58-4f0a-4d5e-9f44-0d3f0f1f6a02"
JSON = {"Accept": "application/json"}


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    made = found("云州")
    restore = clock.install(Standing(made))
    yield made
    restore()


class Standing:
    """The clock of the pages stands where the hall's last action left it."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    def now(self) -> datetime:
        return self.hall.at


def say(client: Client, session_id: Any, from_: str, to: str, kind: str = "want", **data: Any) -> Any:
    form = {"from": from_, "to": to, "kind": kind, "data": json.dumps(data)}
    return client.post(f"/interviews/{session_id}/signal", form, headers=JSON)


def heard(client: Client, session_id: Any, peer: str, after: str = "") -> list[dict[str, Any]]:
    query = {"for": peer} | ({"after": after} if after else {})
    answer = client.get(f"/interviews/{session_id}/signal", query, headers=JSON)
    assert answer.status_code == 200
    found_signals: list[dict[str, Any]] = answer.json()["signals"]
    return found_signals


class TestASignal:
    def test_goes_from_the_console_to_the_room_and_back(self, hall: Hall) -> None:
        session = hall.prepare()
        room, console = signed_in(hall.pairs[0][0]), signed_in(hall.manager)
        assert say(console, session, VIEW, "room").status_code == 201
        (want,) = heard(room, session, ROOM)
        assert (want["from"], want["kind"]) == (VIEW, "want")
        assert say(room, session, ROOM, VIEW, "offer", sdp="v=0").status_code == 201
        (offer,) = heard(console, session, VIEW)
        assert (offer["from"], offer["data"]) == (ROOM, {"sdp": "v=0"})
        assert heard(console, session, VIEW, after=offer["id"]) == []
        assert heard(console, session, f"view.{uuid4()}") == []

    def test_is_announced_without_its_content_and_is_no_part_of_the_record(self, hall: Hall) -> None:
        session = hall.prepare()
        before = EventRow.objects.count()
        say(signed_in(hall.manager), session, VIEW, "room", sdp="secret")
        row = OutboxRow.objects.order_by("-id")[0]
        assert row.type == "signal.waiting"
        assert f"room:{session}" in row.topics
        assert f"interview:{hall.case_id}" in row.topics
        assert row.data == {"session": str(session), "to": "room", "id": str(Signal.objects.get().id)}
        assert EventRow.objects.count() == before

    def test_a_wish_is_not_heard_by_a_room_that_opens_later(self, hall: Hall) -> None:
        session = hall.prepare()
        say(signed_in(hall.manager), session, VIEW, "room")
        hall.at += timedelta(seconds=11)
        assert heard(signed_in(hall.pairs[0][0]), session, ROOM) == []

    def test_to_everybody_is_news_only_for_a_moment(self, hall: Hall) -> None:
        session = hall.prepare()
        room, console = signed_in(hall.pairs[0][0]), signed_in(hall.manager)
        say(room, session, ROOM, "all", "bye", cause="ready")
        assert [s["data"] for s in heard(console, session, VIEW)] == [{"cause": "ready"}]
        hall.at += timedelta(seconds=11)
        assert heard(console, session, VIEW) == []

    def test_is_forgotten_after_minutes(self, hall: Hall) -> None:
        session = hall.prepare()
        say(signed_in(hall.manager), session, VIEW, "room")
        now = clock.now()
        assert forget_signals(at=now + KEPT - timedelta(seconds=1)) == 0
        assert forget_signals(at=now + KEPT + timedelta(seconds=1)) == 1


class TestWhoMaySpeak:
    def test_nobody_speaks_as_somebody_else(self, hall: Hall) -> None:
        session = hall.prepare()
        room, console = signed_in(hall.pairs[0][0]), signed_in(hall.manager)
        other = signed_in(hall.pairs[1][0])
        assert say(console, session, ROOM, VIEW, "offer").status_code == 404
        assert say(room, session, VIEW, "room").status_code == 404
        for peer in (ROOM, VIEW):
            assert say(other, session, peer, "room").status_code == 404
            assert other.get(f"/interviews/{session}/signal", {"for": peer}).status_code == 404
        assert console.get(f"/interviews/{session}/signal", {"for": ROOM}).status_code == 404
        assert Signal.objects.count() == 0

    @pytest.mark.parametrize(
        ("to", "kind", "data"),
        [
            (VIEW, "want", "{}"),
            ("all", "want", "{}"),
            ("nobody", "want", "{}"),
            ("room", "shout", "{}"),
            ("room", "want", "[]"),
            ("room", "want", "no json"),
            ("room", "want", '"' + "x" * 40_000 + '"'),
        ],
    )
    def test_nonsense_is_not_passed_on(self, hall: Hall, to: str, kind: str, data: str) -> None:
        session = hall.prepare()
        form = {"from": VIEW, "to": to, "kind": kind, "data": data}
        answer = signed_in(hall.manager).post(f"/interviews/{session}/signal", form, headers=JSON)
        assert answer.status_code == 422
        assert Signal.objects.count() == 0

    def test_officers_of_the_room_and_readers_of_the_console_may_listen(self, hall: Hall) -> None:
        session = hall.prepare()
        topic = f"signal:{session}"
        assert may_listen(hall.pairs[0][1], topic)
        assert may_listen(hall.manager, topic)
        assert not may_listen(hall.pairs[1][0], topic)
