"""What the room's recorder and the players ask of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from anjian.audit.queries import accesses_of
from anjian.kit import clock
from anjian.proof.recording import open_certificate
from anjian.recordings import tasks
from anjian.recordings.models import Certificate, Part, Recording
from anjian.recordings.shelf import passes, server_ms, vault
from anjian.recordings.vault import Times
from tests.action.interviews.conftest import Hall, found
from tests.action.recordings.test_certifying import HallClock, Recorder, interviewed, signed
from tests.http.interviews.test_pages import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    made = found("云州")
    restore = clock.install(HallClock(made))
    yield made
    restore()


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, body, content_type="application/json", headers={"Accept": "application/json"})


def run(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "stream": "picture",
        "who": "全景",
        "mime": "video/webm;codecs=vp8,opus",
        "started_ms": server_ms(),
        "clock": {"offset_ms": -41, "rtt_ms": 6},
        "previous": None,
    } | changes


def path_of(session_id: UUID, what: str) -> str:
    return f"/interviews/{session_id}/recording/{what}"


class TestOpeningAPart:
    def test_gives_a_pass_and_the_same_one_again(self, hall: Hall) -> None:
        session = hall.prepare()
        client = signed_in(hall.pairs[0][0])
        body = run()
        first = post(client, path_of(session, "parts"), body)
        assert first.status_code == 201
        answer = first.json()
        assert (answer["no"], answer["next"]) == (1, 0)
        found_pass = passes().check(answer["token"], now_ms=server_ms())
        assert found_pass is not None
        assert (found_pass.use, str(found_pass.part)) == ("send", answer["part"])
        again = post(client, path_of(session, "parts"), body)
        assert again.status_code == 200
        assert again.json()["part"] == answer["part"]
        about = vault().kept(hall.org_id, found_pass.part).about
        assert (about["who"], about["clock"]["offset_ms"]) == ("全景", -41)
        follows = run(previous={"client_id": body["client_id"], "cause": "page_crashed"})
        second = post(client, path_of(session, "parts"), follows).json()
        assert second["no"] == 2
        sound = post(
            client,
            path_of(session, "parts"),
            run(stream="mic-1", who="被询问人", mime="audio/webm;codecs=opus"),
        )
        assert sound.json()["no"] == 1
        assert Recording.objects.get().subject_id == session
        assert Part.objects.get(no=2).previous_cause == "page_crashed"

    def test_is_for_the_officers_of_the_room(self, hall: Hall) -> None:
        session = hall.prepare()
        for other in (hall.pairs[1][0], hall.manager):
            assert post(signed_in(other), path_of(session, "parts"), run()).status_code == 404

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"client_id": "x"}, "client_id"),
            ({"stream": "../x"}, "stream"),
            ({"mime": "text/html"}, "mime"),
            ({"started_ms": "soon"}, "started_ms"),
            ({"started_ms": -1}, "started_ms"),
            ({"clock": 5}, "clock"),
            ({"previous": {"client_id": str(uuid4()), "cause": "rain"}}, "previous"),
        ],
    )
    def test_names_what_cannot_be(self, hall: Hall, change: dict[str, Any], field: str) -> None:
        answer = post(signed_in(hall.pairs[0][0]), path_of(hall.prepare(), "parts"), run(**change))
        assert answer.status_code == 422
        assert field in answer.json()["fields"]

    def test_is_refused_for_a_cancelled_interview(self, hall: Hall) -> None:
        from anjian.interviews import actions

        session = hall.prepare()
        actions.cancel_session(session, reason="改期", by=hall.manager, at=hall.now())
        assert post(signed_in(hall.pairs[0][0]), path_of(session, "parts"), run()).status_code == 409


class TestChecksAndMarkers:
    def test_a_failed_check_needs_a_reason(self, hall: Hall) -> None:
        session = hall.prepare()
        client = signed_in(hall.pairs[0][0])
        checks = [
            {"code": "camera", "ok": True, "value": "1280×720"},
            {"code": "clock", "ok": False, "value": "9 s"},
        ]
        refused = post(client, path_of(session, "preflight"), {"checks": checks})
        assert refused.status_code == 422
        assert "override_reason" in refused.json()["fields"]
        told = post(client, path_of(session, "preflight"), {"checks": checks, "override_reason": "稍后校时"})
        assert (told.status_code, told.json()) == (201, {"passed": False})

    def test_a_moment_is_marked_once(self, hall: Hall) -> None:
        session = hall.prepare()
        client = signed_in(hall.pairs[0][0])
        mark = {"at_ms": server_ms(), "label": "情绪激动", "key": "k1"}
        assert post(client, path_of(session, "markers"), mark).status_code == 404
        post(client, path_of(session, "parts"), run())
        assert post(client, path_of(session, "markers"), mark).status_code == 201
        assert post(client, path_of(session, "markers"), mark).status_code == 201
        from anjian.recordings.models import Marker

        assert [m.label for m in Marker.objects.all()] == ["情绪激动"]


def send(part: str, *chunks: bytes, hall: Hall, end: str = "") -> None:
    at = server_ms()
    for n, chunk in enumerate(chunks):
        cut = at + 1000 * (n + 1)
        vault().append(
            hall.org_id, UUID(part), n, chunk, Times(client_ms=cut, duration_ms=1000, server_ms=cut + 30)
        )
    if end:
        vault().end(hall.org_id, UUID(part), chunks=len(chunks), cause=end, said={"client_ms": at})


class TestLookingBack:
    def test_the_index_tells_parts_and_answers(self, hall: Hall) -> None:
        session = hall.prepare()
        client = signed_in(hall.pairs[0][0])
        part = post(client, path_of(session, "parts"), run()).json()["part"]
        send(part, b"one", b"two", hall=hall)
        index = client.get(path_of(session, "index")).json()
        (known,) = index["parts"]
        assert (known["part"], known["bytes"], known["duration_ms"], known["ended"]) == (part, 6, 2000, False)
        assert known["live"].startswith(f"/media/{part}/live?token=view.")
        assert index["segments"] == []
        brief = client.get(path_of(session, "index") + "?brief=1").json()
        assert "keyframes" not in brief["parts"][0]
        assert signed_in(hall.manager).get(path_of(session, "index")).status_code == 200
        assert signed_in(hall.pairs[1][0]).get(path_of(session, "index")).status_code == 404

    def test_bytes_are_handed_out_by_range_and_put_on_record_once(self, hall: Hall) -> None:
        session = hall.prepare()
        client = signed_in(hall.pairs[0][0])
        part = post(client, path_of(session, "parts"), run()).json()["part"]
        send(part, b"one", b"two", hall=hall, end="stopped")
        path = path_of(session, f"parts/{part}/media")
        whole = client.get(path)
        assert b"".join(whole.streaming_content) == b"onetwo"
        assert whole["Content-Type"] == "video/webm;codecs=vp8,opus"
        some = client.get(path, headers={"Range": "bytes=2-3"})
        assert (some.status_code, b"".join(some.streaming_content)) == (206, b"et")
        assert some["Content-Range"] == "bytes 2-3/6"
        rest = client.get(path, headers={"Range": "bytes=4-"})
        assert b"".join(rest.streaming_content) == b"wo"
        assert client.get(path, headers={"Range": "bytes=6-"}).status_code == 416
        assert client.get(path_of(session, f"parts/{uuid4()}/media")).status_code == 404
        assert signed_in(hall.pairs[1][0]).get(path).status_code == 404
        played = [a for a in accesses_of(hall.org_id, session) if a["what"] == "recordings.played"]
        assert [a["detail"] for a in played] == ["picture 1"]

    def test_the_recorder_learns_of_room_and_second_copy(self, hall: Hall) -> None:
        session = hall.prepare()
        told = signed_in(hall.pairs[0][0]).get(path_of(session, "status")).json()
        assert told["free_bytes"] > 0
        assert told["copy"]["state"] == "off"


class TestTheCertificatesPage:
    def test_shows_what_is_missing_before_and_what_was_signed_after(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        client = signed_in(hall.pairs[0][0])
        page = client.get(path_of(session, "certificate"))
        assert "录像还没有全部送达" in page.content.decode()
        assert client.get(path_of(session, "certificate.json")).status_code == 404
        signed(hall, session)
        recorder.stop()
        made = client.post(path_of(session, "certificate/make"))
        assert (made.status_code, made["Location"]) == (303, path_of(session, "certificate"))
        shown = client.get(path_of(session, "certificate")).content.decode()
        assert "画面完整，没有中断。" in shown
        assert "E-1" in shown
        handed = client.get(path_of(session, "certificate.json"))
        assert open_certificate(handed.content).statement["complete"] is True
        watcher = signed_in(hall.manager)
        assert watcher.get(path_of(session, "certificate")).status_code == 200
        assert watcher.post(path_of(session, "certificate/make")).status_code == 404

    def test_the_files_of_the_evidence_are_handed_out(self, hall: Hall) -> None:
        recorder = Recorder(hall, UUID(int=0))
        session = interviewed(hall, recorder)
        signed(hall, session)
        recorder.stop()
        client = signed_in(hall.pairs[0][0])
        client.post(path_of(session, "certificate/make"))
        tasks.file_parts(org_id=str(hall.org_id), certificate_id=str(Certificate.objects.get().id))
        handler = signed_in(hall.handler)
        item = "/cases/2026-0001/evidence/E-1/"
        assert "picture-1.webm" in handler.get(item).content.decode()
        some = handler.get(f"{item}files/picture-1.webm", headers={"Range": "bytes=0-3"})
        assert b"".join(some.streaming_content) == bytes.fromhex("1a45dfa3")
        assert handler.get(f"{item}files/other.webm").status_code == 404

    def test_offers_the_reason_when_nothing_was_recorded(self, hall: Hall) -> None:
        session = interviewed(hall)
        client = signed_in(hall.pairs[0][0])
        assert "没有录音录像" in client.get(path_of(session, "certificate")).content.decode()
        signed(hall, session)
        client.post(f"/interviews/{session}/close", {"recording_reason": "设备送修"})
        assert "设备送修" in client.get(path_of(session, "certificate")).content.decode()
