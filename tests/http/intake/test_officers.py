"""The officers' side: links shown once, files taken on to registration, recordings by a station's key."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.test import Client

from anjian.evidence.store import store
from anjian.intake import actions, queries
from anjian.intake.commands import FoundStation, Given, HandIn
from anjian.intake.models import DockedFile
from anjian.kit import clock
from anjian.people.keys import signer_for
from tests.http.evidence.conftest import signed_in

if TYPE_CHECKING:
    from tests.action.evidence.scene import Scene

PAGE = "/cases/2026-0001/intake/"
ASKED = {
    "f-giver": "安全技术公司",
    "f-relation": "third_party",
    "f-asks": "动火作业票\n培训记录",
    "f-days": "7",
}


def handed(scene: Scene, client: Client) -> str:
    """Let somebody hand in one file; returns the file's id."""
    client.post(PAGE, ASKED)
    ((link, _state),) = queries.links_of(scene.officer.org_id, scene.case_id, at=clock.now())
    given = Given(digest=store().put_bytes(b"%PDF-1.7 ticket"), filename="动火作业票.pdf")
    actions.hand_in(
        HandIn(link_id=link.id, giver="张经理", files=(given,)),
        signer=signer_for(scene.officer.org_id),
        at=clock.now(),
    )
    ((_row, files),) = queries.handed_in(scene.officer.org_id, scene.case_id)
    return str(files[0].row.id)


def test_a_link_and_its_code_are_shown_once(client: Client) -> None:
    page = client.post(PAGE, ASKED, follow=True).content.decode()
    assert "/submit/" in page
    assert "<svg" in page
    again = client.get(PAGE).content.decode()
    assert "/submit/" not in again
    assert "安全技术公司" in again


def test_what_was_typed_stays_when_it_cannot_be_taken(client: Client) -> None:
    answer = client.post(PAGE, ASKED | {"f-days": "99"})
    assert answer.status_code == 422
    assert "动火作业票" in answer.content.decode()


def test_a_file_goes_on_to_registration_with_what_is_known_of_it(scene: Scene, client: Client) -> None:
    file_id = handed(scene, client)
    register = client.post(f"{PAGE}take", {"file": file_id}, follow=True).content.decode()
    assert "张经理通过材料提交链接提供" in register
    assert "材料提交回执" in register


def test_a_refused_file_says_why(scene: Scene, client: Client) -> None:
    file_id = handed(scene, client)
    client.post(f"{PAGE}refuse", {"file": file_id, "reason": "与本案无关"})
    assert "与本案无关" in client.get(PAGE).content.decode()


def test_another_bureau_finds_nothing(scene: Scene, elsewhere: Scene, client: Client) -> None:
    file_id = handed(scene, client)
    stranger = signed_in(elsewhere.officer)
    page = stranger.get(PAGE)
    assert "安全技术公司" not in page.content.decode()
    assert stranger.get(f"{PAGE}{file_id}/file").status_code == 404


class TestStationKey:
    @pytest.fixture
    def key(self, scene: Scene) -> str:
        command = FoundStation(code="D1", name="一楼采集站", place="值班室")
        return actions.found_station(command, by=scene.administrator, at=clock.now())[1]

    def put(self, key: str, data: bytes, told: object = None, name: str = "A.MP4") -> object:
        headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        if told is not None:
            headers["X-Told"] = quote(told if isinstance(told, str) else json.dumps(told))
        return Client(enforce_csrf_checks=True).put(
            f"/dock/media?name={quote(name)}", data, content_type="video/mp4", headers=headers
        )

    def test_a_recording_comes_in_by_key(self, scene: Scene, key: str) -> None:
        told = {
            "device_no": "K9",
            "officer": "王虎",
            "started_at": "2026-10-01T09:00:00+08:00",
            "lens": "wide",
        }
        answer = self.put(key, b"film", told)
        assert answer.status_code == 201  # type: ignore[attr-defined]
        assert answer.json()["sha256"] == hashlib.sha256(b"film").hexdigest()  # type: ignore[attr-defined]
        row = DockedFile.objects.get(org_id=scene.officer.org_id)
        assert (row.officer_id, row.told["lens"]) == (scene.officer.id, "wide")
        assert self.put(key, b"film", told).status_code == 200  # type: ignore[attr-defined]

    def test_without_the_key_there_is_nothing(self, key: str) -> None:
        assert self.put("x" * 43, b"film").status_code == 404  # type: ignore[attr-defined]
        assert Client().put("/dock/media?name=a", b"x", content_type="video/mp4").status_code == 404

    def test_unreadable_words_are_refused_and_nothing_is_kept(self, scene: Scene, key: str) -> None:
        assert self.put(key, b"film", "[1]").status_code == 422  # type: ignore[attr-defined]
        assert not DockedFile.objects.filter(org_id=scene.officer.org_id).exists()

    def test_a_path_in_the_name_stays_a_name(self, scene: Scene, key: str) -> None:
        assert self.put(key, b"film", {}, name="..\\..\\etc\\A.MP4").status_code == 201  # type: ignore[attr-defined]
        assert DockedFile.objects.get(org_id=scene.officer.org_id).filename == "A.MP4"

    def test_recordings_are_seen_by_their_wearer_and_not_by_colleagues(self, scene: Scene, key: str) -> None:
        self.put(key, b"film", {"device_no": "K9", "officer": "王虎"})
        row = DockedFile.objects.get(org_id=scene.officer.org_id)
        assert "A.MP4" in signed_in(scene.officer).get("/dock/").content.decode()
        assert signed_in(scene.officer).get(f"/dock/{row.id}/").status_code == 200
        assert signed_in(scene.officer).get(f"/dock/{row.id}/media").getvalue() == b"film"
        assert "A.MP4" not in signed_in(scene.colleague).get("/dock/").content.decode()
        assert signed_in(scene.colleague).get(f"/dock/{row.id}/media").status_code == 404

    def test_a_recording_goes_on_to_registration(self, scene: Scene, key: str) -> None:
        self.put(key, b"film", {"device_no": "K9", "officer": "王虎", "started_at": "2026-10-01T09:00:00"})
        row = DockedFile.objects.get(org_id=scene.officer.org_id)
        client = signed_in(scene.officer)
        page = client.post(f"/dock/{row.id}/take", {"case_no": "2026-0001"}, follow=True).content.decode()
        assert "执法记录仪K9" in page
        assert client.post(f"/dock/{row.id}/take", {"case_no": "2026-9999"}).status_code == 422

    def test_an_ended_station_takes_nothing(self, scene: Scene, key: str) -> None:
        (row,) = queries.stations(scene.officer.org_id)
        keeper = signed_in(scene.administrator)
        assert keeper.get("/dock/stations/").status_code == 200
        keeper.post(f"/dock/stations/{row.id}/end")
        assert self.put(key, b"film").status_code == 404  # type: ignore[attr-defined]
        assert signed_in(scene.officer).get("/dock/stations/").status_code in {403, 409}
