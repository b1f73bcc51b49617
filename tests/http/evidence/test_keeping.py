"""Things, scanning, two signers, places and printed sheets, as officers use the pages."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anjian.evidence import actions, labels, queries
from anjian.evidence.commands import RegisterThing, SetUpPlace, StateFact
from anjian.evidence.queries import places
from anjian.evidence.store import store
from tests.action.evidence.scene import AT
from tests.http.evidence.conftest import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from tests.action.evidence.scene import Scene

CASE = "/cases/2026-0001/evidence/"


def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "PNG")
    return target.getvalue()


def thing(scene: Scene, **changes: Any) -> UUID:
    told: dict[str, Any] = {
        "case_id": scene.case_id,
        "title": "电焊机",
        "purpose": "证明动火作业使用的工具",
        "source": "3号罐区作业现场",
        "collectors": (scene.officer.id, scene.colleague.id),
        "place": "3号罐区",
        "collected_at": AT - timedelta(hours=1),
        "quantity": Decimal(1),
        "unit": "台",
        "photos": ((store().put_bytes(photo()), "a.png"),),
    }
    return actions.register_thing(RegisterThing(**{**told, **changes}), by=scene.officer, at=AT).id


@pytest.fixture
def code(scene: Scene) -> str:
    return labels.code_of(thing(scene))


def give_password(scene: Scene) -> None:
    user = get_user_model().objects.get(officer_id=scene.colleague.id)
    user.set_password("two-of-us-2026")
    user.save()


def act(scene: Scene, **more: str) -> dict[str, str]:
    told = {"f-to_id": str(scene.colleague.id), "f-reason": "入库", "f-happened_at": "2026-10-08T16:00"}
    return {**told, "key": "k", **more}


class TestThings:
    def test_is_registered_with_the_photographs_uploaded_before(self, scene: Scene, client: Client) -> None:
        file = SimpleUploadedFile("a.png", photo())
        assert client.post(CASE + "upload", {"files": file}).status_code == 303
        form = {
            "f-title": "割炬",
            "f-quantity": "2",
            "f-unit": "把",
            "f-purpose": "证明动火",
            "f-source": "现场",
            "f-collectors": [str(scene.officer.id), str(scene.colleague.id)],
            "f-place": "3号罐区",
            "f-collected_at": "2026-10-08T14:00",
            "f-seal_no": "封88",
            "key": "k",
        }
        response = client.post(CASE + "thing", form)
        assert response.status_code == 303, response.content.decode()[:3000]
        assert response["Location"] == CASE + "E-1/"
        shown = client.get(CASE + "E-1/").content.decode()
        for words in ("2把", "封88", "物品照片1"):
            assert words in shown

    def test_without_a_photograph_it_is_refused(self, scene: Scene, client: Client) -> None:
        response = client.post(CASE + "thing", {"f-title": "割炬"})
        assert response.status_code == 422
        assert queries.count(scene.officer.org_id, scene.case_id) == 0

    def test_samples_are_signed_by_a_second_on_the_same_screen(self, scene: Scene, client: Client) -> None:
        thing(scene)
        give_password(scene)
        rows = {
            "f-act": "split",
            "f-reason": "送检",
            "f-place": "3号罐区",
            "f-happened_at": "2026-10-08T15:30",
        }
        for n, part in enumerate(("test", "retained")):
            told = {"title": f"油样{n}", "quantity": "0.5", "unit": "升", "part": part, "seal_no": f"样{n}"}
            rows |= {f"f-parts-{n}-{name}": value for name, value in told.items()}
        rows["f-parts-row"] = ["0", "1"]
        wrong = client.post(CASE + "E-1/samples", {**rows, "login": "云州-赵敏", "password": "no"})
        assert wrong.status_code == 422
        assert "账号或者密码不正确" in wrong.content.decode()
        right = {**rows, "login": "云州-赵敏", "password": "two-of-us-2026", "key": "s"}
        assert client.post(CASE + "E-1/samples", right).status_code == 303
        assert "留样" in client.get(CASE + "E-3/").content.decode()


class TestScanning:
    def test_one_label_leads_to_its_item(self, client: Client, code: str) -> None:
        response = client.get("/evidence/scan", {"code": code.lower()})
        assert response["Location"] == CASE + "E-1/"

    def test_the_island_learns_what_a_code_is(self, client: Client, code: str) -> None:
        answer = client.get("/evidence/scan", {"code": code}, headers={"Accept": "application/json"}).json()
        assert [(one["no"], one["title"], one["case"]) for one in answer["items"]] == [
            ("E-1", "电焊机", "2026-0001")
        ]
        assert answer["unknown"] == []

    def test_a_misread_code_is_told_from_an_unknown_one(self, client: Client, code: str) -> None:
        shown = client.get("/evidence/scan", {"code": ["AJ-0000-001A-VZ", code[:-1] + "0"]}).content.decode()
        assert "没有找到这件证据" in shown or "校验不符" in shown

    def test_another_bureau_learns_nothing(self, elsewhere: Scene, code: str) -> None:
        stranger = signed_in(elsewhere.officer)
        answer = stranger.get("/evidence/scan", {"code": code}, headers={"Accept": "application/json"}).json()
        assert answer == {"items": [], "unknown": [code]}

    def test_only_pages_with_a_camera_may_run_webassembly(self, client: Client, code: str) -> None:
        assert "wasm-unsafe-eval" in client.get("/evidence/scan")["Content-Security-Policy"]
        assert "wasm-unsafe-eval" not in client.get(CASE)["Content-Security-Policy"]


class TestHandOver:
    def test_waits_for_the_receiver_who_accepts_on_another_screen(
        self, scene: Scene, client: Client, code: str
    ) -> None:
        assert client.get("/evidence/hand-over", {"code": code}).status_code == 200
        response = client.post(f"/evidence/hand-over?act=transfer&code={code}", act(scene))
        waiting = response["Location"]
        assert "等待" in client.get(CASE + "E-1/").content.decode()
        other = signed_in(scene.colleague)
        assert "等待我确认的交接" in other.get("/evidence/scan").content.decode()
        assert "核对无误" in other.get(waiting).content.decode()
        assert other.post(waiting, {"answer": "accept", "key": "a"}).status_code == 303
        assert other.get(waiting).status_code == 404
        assert queries.items_of(scene.officer.org_id, scene.case_id)[0].custody_holder == "赵敏"

    def test_the_first_cannot_accept_but_withdraw(self, scene: Scene, client: Client, code: str) -> None:
        waiting = client.post(f"/evidence/hand-over?code={code}", act(scene))["Location"]
        assert client.post(waiting, {"answer": "accept", "key": "a"}).status_code == 409
        assert client.post(waiting, {"answer": "refuse", "reason": "写错了", "key": "b"}).status_code == 303
        assert queries.open_in_case(scene.officer.org_id, scene.case_id) == []

    def test_the_second_may_sign_on_the_same_screen(self, scene: Scene, client: Client, code: str) -> None:
        give_password(scene)
        address = f"/evidence/hand-over?act=seal&code={code}"
        wrong = act(scene, **{"f-seal0": "封1", "login": "云州-赵敏", "password": "guess"})
        assert client.post(address, wrong).status_code == 422
        other = act(scene, **{"f-seal0": "封1", "login": "云州-方正", "password": "two-of-us-2026"})
        assert client.post(address, other).status_code == 422
        right = act(scene, **{"f-seal0": "封1", "login": "云州-赵敏", "password": "two-of-us-2026"})
        assert client.post(address, right).status_code == 303
        shown = client.get(CASE + "E-1/").content.decode()
        assert "封1" in shown
        assert "two-of-us-2026" not in shown

    def test_a_stranger_learns_nothing(
        self, scene: Scene, elsewhere: Scene, client: Client, code: str
    ) -> None:
        waiting = client.post(f"/evidence/hand-over?code={code}", act(scene))["Location"]
        assert signed_in(elsewhere.officer).get(waiting).status_code == 404
        assert signed_in(scene.reviewer).get(waiting).status_code == 404

    def test_a_return_takes_the_signature_of_the_receiver(
        self, scene: Scene, client: Client, code: str
    ) -> None:
        give_password(scene)
        both = {"login": "云州-赵敏", "password": "two-of-us-2026", "f-to_holder": "云州石油 李某"}
        address = f"/evidence/hand-over?act=return&code={code}"
        assert client.post(address, act(scene, **both)).status_code == 422
        drawn = "data:image/png;base64," + base64.b64encode(photo()).decode()
        assert client.post(address, act(scene, receipt_image=drawn, **both)).status_code == 303
        assert "保管已经结束" in client.get(CASE + "E-1/").content.decode()


class TestPlaces:
    def test_are_set_up_by_keepers_and_counted_by_two(self, scene: Scene, client: Client) -> None:
        form = {"f-code": "wz-1", "f-name": "保管室", "f-kind": "store", "key": "k"}
        assert client.post("/evidence/places/", form).status_code == 409
        room = SetUpPlace(code="WZ-1", name="临时处", kind="site", officers=(scene.officer.id,))
        actions.set_up_place(room, by=replace(scene.officer, roles=frozenset({"archivist"})), at=AT)
        here = labels.code_of(thing(scene, place_code="WZ-1"))
        assert here in client.get("/evidence/places/WZ-1/").content.decode()
        count = {"f-codes": "AJ-0000-001A-VZ", "f-second_id": str(scene.colleague.id), "key": "c"}
        assert client.post("/evidence/places/WZ-1/", count).status_code == 303
        shown = client.get("/evidence/places/WZ-1/").content.decode()
        assert "缺少" in shown
        assert "AJ-0000-001A-VZ" in shown
        assert "有出入" in client.get("/evidence/places/").content.decode()
        assert places.counts_of(scene.officer.org_id, "WZ-1")[0].expected == 1


class TestSheets:
    def test_the_sheet_of_facts_and_items_is_filled_at_once(self, scene: Scene, client: Client) -> None:
        thing(scene)
        for text in ("未办理动火作业票", "没有专人监护"):
            actions.state_fact(StateFact(case_id=scene.case_id, text=text), by=scene.officer, at=AT)
        cells = ["E-1|F-1", "E-1|F-2"]
        assert client.post(CASE + "proofs", {"shown": cells, "cell": cells, "key": "a"}).status_code == 303
        away = client.post(CASE + "proofs", {"shown": cells, "cell": cells[:1], "key": "b"})
        assert away.status_code == 422
        assert "不再用它证明的理由" in away.content.decode()
        assert re.search(r'value="E-1\|F-1" checked', away.content.decode())
        assert not re.search(r'value="E-1\|F-2" checked', away.content.decode())
        because = {"shown": cells, "cell": cells[:1], "note": "与此无关", "key": "c"}
        assert client.post(CASE + "proofs", because).status_code == 303
        assert [f.proved_by for f in queries.facts(scene.officer.org_id, scene.case_id)] == [("E-1",), ()]
        shown = client.get(CASE).content.decode()
        for words in ("证据未经查证", "没有证据", "用来证明事实的证据还没有审查"):
            assert words in shown

    def test_what_is_printed_says_everything_and_no_more(self, scene: Scene, client: Client) -> None:
        item_id = thing(scene, seal_no="封5", holder="李某")
        assert labels.code_of(item_id) in client.get(CASE + "E-1/chain").content.decode()
        assert "封5" in client.get(CASE + "E-1/chain").content.decode()
        assert "电焊机" in client.get(CASE + "catalogue").content.decode()
        assert "第十一条" in client.get(CASE + "examined").content.decode()
        for size in ("a4", "small", "large", "huge"):
            page = client.get(CASE + "labels", {"size": size, "no": "E-1"}).content.decode()
            drawn = page[page.index('class="cu-labels') :]
            assert drawn.count('class="qr"') == 1
            label = drawn[: drawn.index("</main>")]
            assert "李某" not in label
            assert "石油" not in label

    def test_what_speaks_for_the_party_is_answered_on_the_page(self, scene: Scene, client: Client) -> None:
        thing(scene, exculpatory=True)
        assert "还没有回应" in client.get(CASE).content.decode()
        assert client.post(CASE + "E-1/answer", {"text": " ", "key": "a"}).status_code == 422
        told = {"adopted": "no", "text": "与视频记录不符，不采纳。", "key": "b"}
        assert client.post(CASE + "E-1/answer", told).status_code == 303
        assert "与视频记录不符" in client.get(CASE).content.decode()
