"""Evidence pages: who sees what, ranges of an original, what a form changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from anjian.audit import queries as record
from anjian.evidence import actions, queries
from anjian.evidence.commands import StateFact
from tests.action.evidence.scene import AT
from tests.http.evidence.conftest import signed_in

if TYPE_CHECKING:
    from tests.action.evidence.scene import Scene

CASE = "/cases/2026-0001/evidence/"
DATA = b"%PDF-1.7 " + bytes(range(256)) * 4

PAGES = ["", "E-1/", "E-1/file"]


@pytest.fixture
def item(scene: Scene) -> queries.Item:
    scene.register(DATA, filename="记录.pdf")
    return queries.items_of(scene.officer.org_id, scene.case_id)[0]


class TestWhoSees:
    @pytest.mark.parametrize("page", PAGES)
    def test_those_of_the_case_do(self, scene: Scene, item: queries.Item, client: Client, page: str) -> None:
        response = client.get(CASE + page)
        response.close()
        assert response.status_code == 200

    @pytest.mark.parametrize("page", PAGES)
    def test_the_administrator_and_strangers_do_not(
        self, scene: Scene, item: queries.Item, page: str
    ) -> None:
        assert signed_in(scene.administrator).get(CASE + page).status_code == 404
        assert Client().get(CASE + page).status_code == 302

    @pytest.mark.parametrize("page", ["E-1/", "E-1/file", "E-1/thumbnail"])
    def test_another_bureau_finds_nothing(
        self, scene: Scene, item: queries.Item, elsewhere: Scene, page: str
    ) -> None:
        assert signed_in(elsewhere.officer).get(CASE + page).status_code == 404

    def test_the_list_shows_only_visible_cases(
        self, scene: Scene, item: queries.Item, elsewhere: Scene
    ) -> None:
        assert "动火作业现场照片" in signed_in(scene.officer).get("/evidence/").content.decode()
        assert "动火作业现场照片" not in signed_in(elsewhere.officer).get("/evidence/").content.decode()
        assert (
            "动火作业现场照片"
            not in signed_in(scene.officer).get("/evidence/?kind=electronic").content.decode()
        )

    def test_what_is_not_there_is_not_found(self, scene: Scene, item: queries.Item, client: Client) -> None:
        for page in ("E-2/", "E-x/", "E-1/thumbnail", "E-2/file"):
            assert client.get(CASE + page).status_code == 404


class TestOriginal:
    def test_is_handed_out_byte_for_byte_and_recorded(
        self, scene: Scene, item: queries.Item, client: Client
    ) -> None:
        response = client.get(CASE + "E-1/file")
        assert b"".join(response.streaming_content) == DATA
        assert response["Content-Type"] == "application/pdf"
        assert response["ETag"] == f'"{item.sha256}"'
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert [row["what"] for row in record.accesses_of(scene.officer.org_id, item.id)] == ["evidence.file"]

    @pytest.mark.parametrize(
        ("asked", "span"),
        [
            ("bytes=0-9", (0, 10)),
            ("bytes=10-", (10, len(DATA))),
            ("bytes=-5", (len(DATA) - 5, len(DATA))),
            ("bytes=5-999999", (5, len(DATA))),
        ],
    )
    def test_a_range_is_handed_out(
        self, item: queries.Item, client: Client, asked: str, span: tuple[int, int]
    ) -> None:
        start, end = span
        response = client.get(CASE + "E-1/file", headers={"Range": asked})
        assert response.status_code == 206
        assert b"".join(response.streaming_content) == DATA[start:end]
        assert response["Content-Range"] == f"bytes {start}-{end - 1}/{len(DATA)}"
        assert response["Content-Length"] == str(end - start)

    @pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
    def test_a_range_behind_the_end_is_refused(self, item: queries.Item, client: Client, asked: str) -> None:
        response = client.get(CASE + "E-1/file", headers={"Range": asked})
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{len(DATA)}"

    @pytest.mark.parametrize("asked", ["bytes=9-5", "bytes=-", "bytes=0-1,4-5", "lines=1-2"])
    def test_what_is_no_single_range_gives_the_whole_file(
        self, item: queries.Item, client: Client, asked: str
    ) -> None:
        response = client.get(CASE + "E-1/file", headers={"Range": asked})
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == DATA

    def test_a_range_of_another_version_gives_the_whole_file(
        self, item: queries.Item, client: Client
    ) -> None:
        response = client.get(CASE + "E-1/file", headers={"Range": "bytes=0-1", "If-Range": '"other"'})
        response.close()
        assert response.status_code == 200

    def test_a_hostile_file_is_only_a_download(self, scene: Scene, client: Client) -> None:
        scene.register(b"<html><script>alert(1)</script>", filename="scene.html")
        response = client.get(CASE + "E-1/file")
        response.close()
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]


class TestForms:
    def test_a_fact_is_stated_and_linked_examined_and_moved(
        self, scene: Scene, item: queries.Item, client: Client
    ) -> None:
        assert client.post(CASE, {"f-text": "未办理动火作业票", "key": "a"}).status_code == 303
        page = CASE + "E-1/"
        proof = {"proof-fact_no": "F-1", "proof-stands": "yes", "key": "b"}
        assert client.post(page + "?act=proof", proof).status_code == 303
        found = {f"held-{name}": "yes" for name in ("authentic", "lawful", "relevant")}
        assert client.post(page + "examine", {**found, "key": "c"}).status_code == 303
        kept = {f"correct-{name}": getattr(item, name) for name in ("purpose", "source", "place", "device")}
        correct = {**kept, "correct-title": "新的名称", "correct-reason": "笔误", "key": "e"}
        assert client.post(page + "?act=correct", correct).status_code == 303
        seen = queries.items_of(scene.officer.org_id, scene.case_id)[0]
        assert (seen.title, seen.proves) == ("新的名称", ("F-1",))
        assert seen.finding is not None
        assert seen.finding.accepted
        assert record.check_chain(scene.officer.org_id, scene.case_id) is None
        shown = client.get(page).content.decode()
        assert "新的名称" in shown

    def test_a_denial_without_reason_is_refused(self, item: queries.Item, client: Client) -> None:
        found = {"held-authentic": "no", "held-lawful": "yes", "held-relevant": "yes"}
        response = client.post(CASE + "E-1/examine", found)
        assert response.status_code == 422
        assert "不予认可的，请写明理由" in response.content.decode()

    def test_an_examination_says_each_trait(self, item: queries.Item, client: Client) -> None:
        response = client.post(CASE + "E-1/examine", {"held-authentic": "yes"})
        assert response.status_code == 422
        assert response.content.decode().count("请选择认可或者不认可") == 2

    def test_a_double_click_states_one_fact(self, scene: Scene, client: Client) -> None:
        for _ in range(2):
            client.post(CASE, {"f-text": "未办理动火作业票", "key": "same"})
        assert len(queries.facts(scene.officer.org_id, scene.case_id)) == 1

    def test_pages_escape_what_was_typed(self, scene: Scene, client: Client) -> None:
        actions.state_fact(
            StateFact(case_id=scene.case_id, text="<script>x</script>"), by=scene.officer, at=AT
        )
        scene.register(b"x", title="<img src=x>", filename="<b>.bin")
        for page in ("", "E-1/"):
            shown = client.get(CASE + page).content.decode()
            assert "<script>x" not in shown
            assert "<img src=x" not in shown
