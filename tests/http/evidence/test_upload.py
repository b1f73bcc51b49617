"""Uploads: whole and unaltered or not at all, streamed, with or without scripts."""

from __future__ import annotations

import hashlib
import io
import os
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anjian.evidence import queries
from anjian.evidence.store import store
from anjian.intake.uploads.place import case_subject, check_ticket, make_ticket, shelf
from anjian.intake.uploads.wishes import Wish
from anjian.intake.uploads.writing import Writer
from anjian.kit.blobs import BlobStore
from tests.http.evidence.conftest import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.action.evidence.scene import Scene

URL = "/cases/2026-0001/evidence/upload"
DATA = b"\xff\xd8\xff" + b"picture" * 1000


def send(scene: Scene, data: bytes = DATA, name: str = "IMG_1.jpg", path: str = "") -> None:
    """Let a file become whole on the shelf, as the officer's browser sends it."""
    subject = case_subject(scene.officer.org_id, scene.case_id, scene.officer.id)
    ticket = check_ticket(make_ticket(subject))
    assert ticket is not None
    made = shelf().create(ticket, Wish(name=name, length=len(data), path=path))
    with Writer(shelf(), subject, made.id) as writer:
        writer.write(data)
        writer.finish()


def cut_off(body: bytes, announced: int) -> dict[str, Any]:
    """Let the connection end after these bytes although more were announced."""
    return {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(announced)}


def stored() -> list[str]:
    kept = store()
    assert isinstance(kept, BlobStore)
    return sorted(p.name for p in kept.root.rglob("*") if p.is_file())


class TestShelf:
    def test_what_arrived_waits_for_its_officer_only(self, scene: Scene, client: Client) -> None:
        send(scene, path="DCIM/100/IMG_1.jpg")
        page = client.get("/cases/2026-0001/evidence/register").content.decode()
        assert "DCIM/100/IMG_1.jpg" in page
        assert 'value="DCIM/100/IMG_1"' in page
        assert hashlib.sha256(DATA).hexdigest() in page
        assert queries.count(scene.officer.org_id, scene.case_id) == 0
        colleague = signed_in(scene.colleague)
        assert colleague.get("/cases/2026-0001/evidence/register").status_code == 303

    def test_the_page_gives_a_ticket_to_who_may_send(self, scene: Scene, client: Client) -> None:
        page = client.get("/cases/2026-0001/evidence/").content.decode()
        text = page.partition('data-ticket="')[2].partition('"')[0]
        ticket = check_ticket(text)
        assert ticket is not None
        assert ticket.subject == case_subject(scene.officer.org_id, scene.case_id, scene.officer.id)
        assert ticket.limit == 20 * 1024**3

    def test_who_may_not_see_the_case_sends_nothing(self, scene: Scene, elsewhere: Scene) -> None:
        files = {"files": SimpleUploadedFile("a.jpg", DATA)}
        stranger = signed_in(elsewhere.officer)
        assert stranger.post(URL.replace("0001", "0009"), files).status_code == 404
        assert signed_in(scene.administrator).post(URL, files).status_code in {403, 404}
        assert Client().post(URL, files).status_code in {302, 303, 401}
        assert stored() == []


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
        send(scene)
        response = self.register(scene, client)
        assert response.status_code == 303
        item = queries.items_of(scene.officer.org_id, scene.case_id)[0]
        assert (item.no, item.title, item.filename) == ("E-1", "动火照片", "IMG_1.jpg")
        assert client.get("/cases/2026-0001/evidence/register").status_code == 303

    def test_several_files_together_and_one_left_for_later(self, scene: Scene, client: Client) -> None:
        for n in range(3):
            send(scene, DATA + bytes([n]), f"{n}.jpg")
        self.register(scene, client, **{"f-title1": "", "f-title2": "第三张"})
        titles = [item.title for item in queries.items_of(scene.officer.org_id, scene.case_id)]
        assert titles == ["动火照片", "第三张"]
        assert (
            hashlib.sha256(DATA + b"\x01").hexdigest()
            in client.get("/cases/2026-0001/evidence/register").content.decode()
        )

    def test_what_is_missing_is_named_and_the_typing_kept(self, scene: Scene, client: Client) -> None:
        send(scene)
        response = self.register(scene, client, **{"f-purpose": "", "f-collectors": [str(scene.officer.id)]})
        page = response.content.decode()
        assert response.status_code == 422
        assert "有 2 处需要更正" in page
        assert 'value="动火照片"' in page

    def test_an_expired_certificate_is_refused_with_its_article(self, scene: Scene, client: Client) -> None:
        send(scene)
        collectors = [str(scene.officer.id), str(scene.expired.id)]
        response = self.register(scene, client, **{"f-collectors": collectors})
        page = response.content.decode()
        assert response.status_code == 409
        assert "孙旧" in page
        assert "《行政处罚法》第四十二条第一款" in page
        assert queries.count(scene.officer.org_id, scene.case_id) == 0

    def test_the_same_file_twice_names_the_first(self, scene: Scene, client: Client) -> None:
        send(scene)
        self.register(scene, client)
        send(scene)
        response = self.register(scene, client)
        assert response.status_code == 409
        assert "E-1" in response.content.decode()

    def test_anothers_upload_cannot_be_registered(self, scene: Scene, client: Client) -> None:
        send(scene)
        colleague = signed_in(scene.colleague)
        client.post(URL, {"files": SimpleUploadedFile("form.jpg", b"form")})
        colleague_session = colleague.session
        colleague_session["uploads"] = client.session["uploads"]
        colleague_session.save()
        assert colleague.get("/cases/2026-0001/evidence/register").status_code == 303

    def test_uploads_may_be_discarded(self, scene: Scene, client: Client) -> None:
        send(scene)
        assert client.post("/cases/2026-0001/evidence/register", {"discard": "1"}).status_code == 303
        assert client.get("/cases/2026-0001/evidence/register").status_code == 303


def test_a_large_form_is_streamed(client: Client) -> None:
    data = os.urandom(5 * 1024 * 1024)
    client.post(URL, {"files": io.BytesIO(data)})
    assert stored() == [hashlib.sha256(data).hexdigest()]
