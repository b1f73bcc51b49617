"""The time axis and its lists, the recorder's addresses, clocks of clips, copies with hidden parts."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anjian.audit.queries import accesses_of
from anjian.cases.models import Case
from anjian.evidence.queries import item_of, items_of
from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.recordings import overview
from anjian.recordings.actions import occasions, redactions
from anjian.recordings.shelf import server_ms, vault
from anjian.recordings.vault import Times
from tests.action.evidence.scene import AT, Scene, found
from tests.factories.films import film
from tests.factories.recorded import chunks
from tests.http.evidence.conftest import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

pytestmark = pytest.mark.django_db
RECIPE = {
    "boxes": [{"kind": "plate", "from_ms": 0, "to_ms": 900, "keys": [[0, 1000, 1000, 3000, 3000]]}],
    "sounds": [],
}


class Standing:
    def now(self) -> datetime:
        return AT


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DATA_DIR = tmp_path / "data"
    restore = clock.install(Standing())
    yield
    restore()


@pytest.fixture
def scene(db: None) -> Scene:
    return found("云州")


@pytest.fixture
def client(scene: Scene) -> Client:
    return signed_in(scene.officer)


def no_of(scene: Scene) -> str:
    return str(Case.objects.values_list("no", flat=True).get(org_id=scene.officer.org_id, id=scene.case_id))


def path(scene: Scene, what: str) -> str:
    return f"/cases/{no_of(scene)}/{what}"


def occasion(scene: Scene) -> UUID:
    return occasions.open_occasion(
        occasions.OpenOccasion(
            case_id=scene.case_id, kind="inspection", title="对3号罐区的现场检查", place="3号罐区",
            officers=(scene.officer.id, scene.colleague.id),
        ),
        by=scene.officer, at=AT,
    )  # fmt: skip


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json", headers={"Accept": "application/json"})


def filmed(client: Client, scene: Scene, step: UUID, *, gap_ms: int = 0, cause: str = "stopped") -> None:
    """Record two parts of the step, each of three seconds, with a gap between them."""
    base = path(scene, f"filming/{step}/recording/parts")
    started, previous = server_ms() - 20_000, None
    for _part in range(2):
        client_id = str(uuid4())
        run = {
            "client_id": client_id, "stream": "picture", "who": "全景", "mime": "video/webm;codecs=vp8,opus",
            "started_ms": started, "clock": {"offset_ms": 0, "rtt_ms": 5}, "previous": previous,
        }  # fmt: skip
        answer = post(client, base, run)
        assert answer.status_code == 201, answer.content
        part = UUID(answer.json()["part"])
        at = started
        for n, (piece, _key) in enumerate(chunks("picture")[:3]):
            at += 1000
            times = Times(client_ms=at, duration_ms=1000, server_ms=at + 20)
            vault().append(scene.officer.org_id, part, n, piece, times)
        said = {"by": "recorder", "client_ms": at}
        vault().end(scene.officer.org_id, part, chunks=3, cause=cause, said=said)
        previous, started = {"client_id": client_id, "cause": cause}, at + gap_ms


class TestTheAxis:
    def test_joins_everything_of_a_case_on_one_clock(self, client: Client, scene: Scene) -> None:
        item = scene.register().no
        step = occasion(scene)
        filmed(client, scene, step, gap_ms=4000, cause="device_lost")
        told = client.get(path(scene, "timeline/data")).json()
        lanes = told["lanes"]
        rows = {(lanes[row[2]], row[4]): row for row in told["moments"]}
        evidence = rows["evidence", f"{item} 动火作业现场照片"]
        assert evidence[0] == round((AT - timedelta(hours=2)).timestamp() * 1000)
        assert (evidence[8], evidence[9].endswith(f"/evidence/{item}/")) == (True, True)
        assert told["moments"] == sorted(told["moments"], key=lambda row: row[0])
        (track,) = told["tracks"]
        assert track["kind"] == "occasion"
        assert [end - start for start, end in track["spans"]] == [3000, 3000]
        (gap,) = track["gaps"]
        assert (gap["to_ms"] - gap["from_ms"], gap["label"]) == (4000, "摄像头或麦克风断开")
        assert "journeys.timeline" in {
            row["what"] for row in accesses_of(scene.officer.org_id, scene.case_id)
        }

    def test_is_read_in_a_number_of_statements_that_does_not_grow(self, client: Client, scene: Scene) -> None:
        def statements() -> int:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path(scene, "timeline/data")).status_code == 200
            return len(asked)

        scene.register()
        filmed(client, scene, occasion(scene))
        few = statements()
        for n in range(6):
            scene.register(b"more %d" % n, title=f"照片{n}")
            filmed(client, scene, occasion(scene))
        assert statements() == few

    def test_is_a_list_on_paper_and_in_tables(self, client: Client, scene: Scene) -> None:
        scene.register(title='=HYPERLINK("http://example.invalid")')
        filmed(client, scene, occasion(scene), gap_ms=4000, cause="page_left")
        page = client.get(path(scene, "timeline/print")).content.decode()
        assert "没有录像：页面被关闭或离开" in page
        answer = client.get(path(scene, "timeline/list.csv"))
        table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert table[0][:4] == ["起", "止", "类别", "内容"]
        assert not any(cell.startswith("=") for row in table for cell in row)
        assert any("HYPERLINK" in row[3] for row in table)
        pdf = client.get(path(scene, "timeline/list.pdf"))
        assert pdf.content.startswith(b"%PDF-")

    def test_takes_a_marker_for_a_recording_of_ours(self, client: Client, scene: Scene) -> None:
        step = occasion(scene)
        filmed(client, scene, step)
        body = {
            "subject": str(step),
            "kind": "occasion",
            "at_ms": server_ms(),
            "label": "发现无证作业",
            "key": "k1",
        }
        for _twice in range(2):
            assert post(client, path(scene, "timeline/mark"), body).status_code == 201
        (track,) = client.get(path(scene, "timeline/data")).json()["tracks"]
        assert [marker["label"] for marker in track["markers"]] == ["发现无证作业"]
        assert post(client, path(scene, "timeline/mark"), body | {"kind": "clip"}).status_code == 422

    def test_shows_an_imported_clip_where_it_belongs(
        self, client: Client, scene: Scene, tmp_path: Path
    ) -> None:
        data = film(tmp_path / "film.webm", seconds=1).read_bytes()
        item = scene.register(data, kind="audiovisual", filename="BODY0007.webm").no
        address = path(scene, f"evidence/{item}/clock")
        form = {
            "f-shown": "2026-10-08 13:01:30", "f-drift": "90", "f-basis": "compared",
            "f-note": "与授时手机比对", "f-kind": "inspection",
        }  # fmt: skip
        assert client.post(address, form | {"f-shown": "明天"}).status_code == 422
        answer = client.post(address, form)
        assert answer.status_code == 303, answer.content.decode()[:3000]
        (track,) = client.get(path(scene, "timeline/data")).json()["tracks"]
        at = AT.replace(hour=13, minute=0, second=0)
        assert (track["kind"], track["spans"][0][0]) == ("clip", round(at.timestamp() * 1000))
        assert track["drift_ms"] == 90_000
        assert "2026-10-08 13:00:00" in client.get(address).content.decode()


class TestTheRecorder:
    def test_is_set_up_from_the_case(self, client: Client, scene: Scene) -> None:
        address = path(scene, "filming/")
        assert "应当录音录像的环节" in client.get(address).content.decode()
        assert client.post(address, {"f-kind": "inspection"}).status_code == 422
        form = {
            "f-kind": "inspection", "f-title": "对一车间的检查", "f-place": "一车间",
            "f-officers": [str(scene.officer.id), str(scene.colleague.id)],
        }  # fmt: skip
        answer = client.post(address, form)
        assert answer.status_code == 303
        page = client.get(answer.headers["Location"]).content.decode()
        assert 'data-island="step-recorder"' in page

    def test_is_certified_and_becomes_evidence(self, client: Client, scene: Scene) -> None:
        step = occasion(scene)
        filmed(client, scene, step, gap_ms=2000, cause="paused")
        base = path(scene, f"filming/{step}/")
        assert client.post(f"{base}recording/certify").status_code == 303
        (item,) = [i for i in items_of(scene.officer.org_id, scene.case_id) if i.kind == "audiovisual"]
        assert item.title == "对3号罐区的现场检查录音录像"
        with store().local(item.sha256) as file:
            said = json.loads(file.read_bytes())["statement"]
        assert [gap["cause"] for stream in said["streams"] for gap in stream["gaps"]] == ["paused"]
        assert item.no in client.get(base).content.decode()
        assert post(client, f"{base}recording/parts", {}).status_code == 422

    def test_is_for_those_who_record(self, scene: Scene) -> None:
        step = occasion(scene)
        other = signed_in(scene.reviewer)
        assert other.get(path(scene, f"filming/{step}/")).status_code == 200
        assert post(other, path(scene, f"filming/{step}/recording/parts"), {}).status_code == 404
        assert (
            other.post(path(scene, "filming/excuse"), {"kind": "hearing", "reason": "x"}).status_code == 409
        )

    def test_plays_by_range(self, client: Client, scene: Scene) -> None:
        step = occasion(scene)
        filmed(client, scene, step)
        index = client.get(path(scene, f"filming/{step}/recording/index")).json()
        part = index["parts"][0]
        whole = b"".join(client.get(part["media"]).streaming_content)
        answer = client.get(part["media"], headers={"Range": "bytes=10-19"})
        assert (answer.status_code, b"".join(answer.streaming_content)) == (206, whole[10:20])
        assert len(whole) == part["bytes"]


class TestTheRedactionDesk:
    def ordered(self, client: Client, scene: Scene, tmp_path: Path) -> tuple[str, UUID]:
        data = film(tmp_path / "film.webm", seconds=1).read_bytes()
        item = scene.register(data, kind="audiovisual", filename="VID.webm").no
        body = {"filename": "", "recipe": RECIPE, "purpose": "听证", "recipient": "当事人", "key": "k"}
        address = path(scene, f"evidence/{item}/redactions/")
        assert post(client, address, body | {"recipe": {"boxes": [], "sounds": []}}).status_code == 422
        answer = post(client, address, body)
        assert answer.status_code == 201
        assert client.get(address).status_code == 200
        return item, UUID(answer.json()["id"])

    def make(self, scene: Scene, redaction: UUID) -> None:
        org = scene.officer.org_id
        assert (
            redactions.make_redaction(org, redaction, by=system_actor(org, "系统"), now=lambda: AT) == "done"
        )

    def test_orders_follows_and_hands_out_the_copy(
        self, client: Client, scene: Scene, tmp_path: Path
    ) -> None:
        item, redaction = self.ordered(client, scene, tmp_path)
        base = path(scene, f"evidence/{item}/redactions/")
        assert client.get(f"{base}state").json()["copies"][0]["state"] == "queued"
        assert client.get(f"{base}{redaction}/file").status_code == 404
        self.make(scene, redaction)
        answer = client.get(f"{base}{redaction}/file")
        copy = b"".join(answer.streaming_content)
        original = item_of(scene.officer.org_id, scene.case_id, item)
        assert original
        assert len(copy) > 1000
        with store().local(original.sha256) as file:
            assert copy != file.read_bytes()
        page = client.post(f"{base}{redaction}/hand-out", {"recipient": "甲律师", "days": "3"})
        assert page.status_code == 303
        shown = client.get(page.headers["Location"]).content.decode()
        token = page.headers["Location"].partition("link=")[2]
        assert f"/handed-out/{token}" in shown
        outside = Client().get(f"/handed-out/{token}")
        assert b"".join(outside.streaming_content) == copy
        assert "recordings.redaction.outside" in {
            row["what"] for row in accesses_of(scene.officer.org_id, redaction)
        }

    def test_a_link_that_is_changed_or_too_old_opens_nothing(
        self, client: Client, scene: Scene, tmp_path: Path
    ) -> None:
        item, redaction = self.ordered(client, scene, tmp_path)
        self.make(scene, redaction)
        address = path(scene, f"evidence/{item}/redactions/{redaction}/hand-out")
        token = (
            client.post(address, {"recipient": "甲", "days": "3"}).headers["Location"].partition("link=")[2]
        )
        assert Client().get(f"/handed-out/{token}x").status_code == 404
        assert Client().get("/handed-out/nonsense").status_code == 404
        (given,) = overview.redaction_of(scene.officer.org_id, scene.case_id, redaction).handouts
        assert given.expires_at == AT + timedelta(days=3)

        class Later:
            def now(self) -> datetime:
                return AT + timedelta(days=3, seconds=1)

        restore = clock.install(Later())
        try:
            assert Client().get(f"/handed-out/{token}").status_code == 404
        finally:
            restore()
