"""Uploads: whole and unaltered or not at all, streamed, with or without scripts."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anjian.evidence import queries
from anjian.evidence.store import store
from tests.http.evidence.conftest import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.action.evidence.scene import Scene

URL = "/cases/2026-0001/evidence/upload"
DATA = b"\xff\xd8\xff" + b"picture" * 1000


def put(client: Client, data: bytes = DATA, **headers: str) -> HttpResponse:
    return client.put(
        URL + "?name=IMG_1.jpg",
        data,
        content_type="image/jpeg",
        headers={"Accept": "application/json", **headers},
    )


def cut_off(body: bytes, announced: int) -> dict[str, Any]:
    """Let the connection end after these bytes although more were announced."""
    return {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(announced)}


def stored() -> list[str]:
    return sorted(p.name for p in store().root.rglob("*") if p.is_file())


class TestPut:
    def test_answers_with_both_hashes_and_registers_nothing_yet(self, scene: Scene, client: Client) -> None:
        response = put(client, **{"X-Content-SHA256": hashlib.sha256(DATA).hexdigest()})
        assert response.status_code == 201
        answer = response.json()
        assert answer["sha256"] == hashlib.sha256(DATA).hexdigest()
        assert answer["url"] == "/cases/2026-0001/evidence/register"
        assert stored() == [answer["sha256"]]
        assert queries.count(scene.officer.org_id, scene.case_id) == 0

    def test_an_altered_upload_is_refused_and_not_kept(self, client: Client) -> None:
        response = put(client, **{"X-Content-SHA256": "0" * 64})
        assert response.status_code == 422
        assert response.json()["code"] == "upload_altered"
        assert "校验值" in response.json()["message"]
        assert stored() == []

    def test_a_cut_off_upload_is_refused_and_not_kept(self, client: Client) -> None:
        response = client.generic(
            "PUT",
            URL + "?name=a.jpg",
            DATA,
            headers={"Accept": "application/json"},
            **cut_off(DATA, len(DATA) + 5),
        )
        assert response.status_code == 422
        assert response.json()["code"] == "upload_cut_off"
        assert f"收到{len(DATA)}字节" in response.json()["message"]
        assert stored() == []

    def test_an_upload_without_length_is_refused(self, client: Client) -> None:
        response = client.generic(
            "PUT", URL + "?name=a.jpg", DATA, headers={"Accept": "application/json"}, CONTENT_LENGTH=""
        )
        assert response.status_code == 411

    @pytest.mark.parametrize(
        ("url", "data", "headers"),
        [
            (URL, DATA, {}),
            (URL + "?name=a.jpg", DATA, {"X-Content-SHA256": "nonsense"}),
        ],
    )
    def test_malformed_uploads_are_refused(
        self, client: Client, url: str, data: bytes, headers: dict[str, str]
    ) -> None:
        response = client.put(
            url, data, content_type="image/jpeg", headers={"Accept": "application/json", **headers}
        )
        assert response.status_code == 422
        assert stored() == []

    def test_an_empty_file_is_refused(self, client: Client) -> None:
        empty = cut_off(b"", 0)
        response = client.generic(
            "PUT", URL + "?name=a.jpg", b"", headers={"Accept": "application/json"}, **empty
        )
        assert "文件是空的" in response.json()["fields"]["file"]

    def test_a_forged_request_is_refused(self, scene: Scene) -> None:
        assert put(signed_in(scene.officer, enforce_csrf_checks=True)).status_code == 403
        assert stored() == []

    def test_who_may_not_see_the_case_uploads_nothing(self, scene: Scene, elsewhere: Scene) -> None:
        stranger = signed_in(elsewhere.officer)
        assert stranger.put(URL.replace("0001", "0009") + "?name=a", DATA).status_code == 404
        assert put(signed_in(scene.administrator)).status_code in {403, 404}
        assert put(Client()).status_code == 401

    def test_memory_stays_flat(self, client: Client) -> None:
        data = os.urandom(48 * 1024 * 1024)
        tracemalloc.start()
        try:
            assert put(client, data).status_code == 201
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        # The test client itself holds the request once.
        assert peak < 48 * 1024 * 1024 + 20 * 1024 * 1024


class TestForm:
    def post(self, client: Client, *files: SimpleUploadedFile) -> HttpResponse:
        return client.post(URL, {"files": list(files)})

    def test_works_without_scripts(self, scene: Scene, client: Client) -> None:
        files = [SimpleUploadedFile(f"照片{n}.jpg", DATA + bytes([n])) for n in range(3)]
        response = self.post(client, *files)
        assert (response.status_code, response["Location"]) == (303, "/cases/2026-0001/evidence/register")
        page = client.get(response["Location"]).content.decode()
        assert "照片0.jpg" in page
        assert hashlib.sha256(DATA + b"\x02").hexdigest() in page
        assert len(stored()) == 3

    def test_nothing_chosen_is_said(self, client: Client) -> None:
        assert self.post(client).status_code == 422

    def test_a_forged_form_is_refused(self, scene: Scene) -> None:
        client = signed_in(scene.officer, enforce_csrf_checks=True)
        assert self.post(client, SimpleUploadedFile("a.jpg", DATA)).status_code == 403

    def test_a_cut_off_form_registers_nothing(self, client: Client) -> None:
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        body = encode_multipart(BOUNDARY, {"files": SimpleUploadedFile("a.jpg", DATA)})
        response = client.generic(
            "POST", URL, b"", content_type=MULTIPART_CONTENT, **cut_off(body[: len(body) // 2], len(body))
        )
        assert response.status_code == 422
        assert "上传中断" in response.content.decode()
        assert client.get("/cases/2026-0001/evidence/register").status_code == 303


class TestRegister:
    FIELDS = {
        "f-kind": "physical",
        "f-purpose": "未办理动火作业票",
        "f-source": "现场拍摄",
        "f-place": "3号罐区",
        "f-collected_at": "2026-10-08T10:00",
        "f-form": "original",
    }

    @pytest.fixture(autouse=True)
    def later(self) -> object:
        from datetime import UTC, datetime

        from anjian.kit import clock

        class Fixed:
            def now(self) -> datetime:
                return datetime(2026, 10, 9, 1, 0, tzinfo=UTC)

        restore = clock.install(Fixed())
        yield
        restore()

    def register(self, scene: Scene, client: Client, **changes: object) -> HttpResponse:
        collectors = [str(scene.officer.id), str(scene.colleague.id)]
        data = {**self.FIELDS, "f-collectors": collectors, "f-title0": "动火照片", **changes}
        return client.post("/cases/2026-0001/evidence/register", data)

    def test_registers_what_was_uploaded(self, scene: Scene, client: Client) -> None:
        put(client)
        response = self.register(scene, client)
        assert response.status_code == 303
        item = queries.items_of(scene.officer.org_id, scene.case_id)[0]
        assert (item.no, item.title, item.filename) == ("E-1", "动火照片", "IMG_1.jpg")
        assert client.get("/cases/2026-0001/evidence/register").status_code == 303

    def test_several_files_together_and_one_left_for_later(self, scene: Scene, client: Client) -> None:
        for n in range(3):
            put(client, DATA + bytes([n]))
        self.register(scene, client, **{"f-title1": "", "f-title2": "第三张"})
        titles = [item.title for item in queries.items_of(scene.officer.org_id, scene.case_id)]
        assert titles == ["动火照片", "第三张"]
        assert (
            hashlib.sha256(DATA + b"\x01").hexdigest()
            in client.get("/cases/2026-0001/evidence/register").content.decode()
        )

    def test_what_is_missing_is_named_and_the_typing_kept(self, scene: Scene, client: Client) -> None:
        put(client)
        response = self.register(scene, client, **{"f-purpose": "", "f-collectors": [str(scene.officer.id)]})
        page = response.content.decode()
        assert response.status_code == 422
        assert "有 2 处需要更正" in page
        assert 'value="动火照片"' in page

    def test_an_expired_certificate_is_refused_with_its_article(self, scene: Scene, client: Client) -> None:
        put(client)
        collectors = [str(scene.officer.id), str(scene.expired.id)]
        response = self.register(scene, client, **{"f-collectors": collectors})
        page = response.content.decode()
        assert response.status_code == 409
        assert "孙旧" in page
        assert "《行政处罚法》第四十二条第一款" in page
        assert queries.count(scene.officer.org_id, scene.case_id) == 0

    def test_the_same_file_twice_names_the_first(self, scene: Scene, client: Client) -> None:
        put(client)
        self.register(scene, client)
        put(client)
        response = self.register(scene, client)
        assert response.status_code == 409
        assert "E-1" in response.content.decode()

    def test_anothers_upload_cannot_be_registered(self, scene: Scene, client: Client) -> None:
        put(client)
        colleague = signed_in(scene.colleague)
        colleague_session = colleague.session
        colleague_session["uploads"] = client.session["uploads"]
        colleague_session.save()
        assert colleague.get("/cases/2026-0001/evidence/register").status_code == 303

    def test_uploads_may_be_discarded(self, scene: Scene, client: Client) -> None:
        put(client)
        assert client.post("/cases/2026-0001/evidence/register", {"discard": "1"}).status_code == 303
        assert client.get("/cases/2026-0001/evidence/register").status_code == 303


def test_a_large_form_is_streamed(client: Client) -> None:
    data = os.urandom(5 * 1024 * 1024)
    client.post(URL, {"files": io.BytesIO(data)})
    assert stored() == [hashlib.sha256(data).hexdigest()]
