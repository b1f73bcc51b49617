"""The giver's page: nothing without the code, nothing of the case, and a receipt at the end."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anjian.intake import actions, queries, receipts
from anjian.intake.commands import MadeLink, MakeLink
from anjian.kit import clock
from anjian.people.keys import signer_for

if TYPE_CHECKING:
    from tests.action.evidence.scene import Scene

WORDS = ("云州石油储运有限公司", "2026-0001", "动火作业案")


@pytest.fixture
def made(scene: Scene) -> MadeLink:
    return actions.make_link(
        MakeLink(
            case_no="2026-0001", giver="安全技术公司", relation="third_party", asks=("动火作业票", "培训记录")
        ),
        by=scene.officer,
        at=clock.now(),
    )


def opened(made: MadeLink) -> Client:
    guest = Client()
    answer = guest.post(f"/submit/{made.token}/code", {"code": made.code})
    assert answer.status_code in {302, 303}
    return guest


def test_a_wrong_token_and_a_closed_door_look_alike(made: MadeLink) -> None:
    guest = Client()
    assert guest.get(f"/submit/{'A' * 32}/").status_code == 404
    for path in ("upload", "send"):
        assert guest.post(f"/submit/{made.token}/{path}").status_code == 404
    assert guest.get(f"/submit/{made.token}/receipt.json").status_code == 404


def test_the_page_tells_nothing_of_the_case(made: MadeLink) -> None:
    guest = opened(made)
    for page in (Client().get(f"/submit/{made.token}/"), guest.get(f"/submit/{made.token}/")):
        text = page.content.decode()
        assert page.status_code == 200
        assert not [word for word in WORDS if word in text]
        assert page["Referrer-Policy"] == "no-referrer"
    assert "动火作业票" in text


def test_wrong_codes_lock_the_link(made: MadeLink) -> None:
    guest = Client()
    wrong = "000000" if made.code != "000000" else "000001"
    answers = [guest.post(f"/submit/{made.token}/code", {"code": wrong}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422] * 5
    assert "已经锁定" in answers[-1].content.decode()
    assert guest.post(f"/submit/{made.token}/code", {"code": made.code}).status_code == 409
    assert "不能再使用" in guest.get(f"/submit/{made.token}/").content.decode()


def test_files_are_given_matched_removed_and_receipted(scene: Scene, made: MadeLink) -> None:
    guest = opened(made)
    kept, removed = b"%PDF-1.7 ticket", b"wrong one"
    guest.post(
        f"/submit/{made.token}/upload",
        {"files": [SimpleUploadedFile("动火作业票.pdf", kept), SimpleUploadedFile("x.txt", removed)]},
    )
    guest.post(f"/submit/{made.token}/upload", {"remove": hashlib.sha256(removed).hexdigest()})
    page = guest.get(f"/submit/{made.token}/").content.decode()
    assert hashlib.sha256(kept).hexdigest() in page
    assert hashlib.sha256(removed).hexdigest() not in page
    assert re.search(r'value="动火作业票"[^>]* (checked|selected)', page)

    refused = guest.post(f"/submit/{made.token}/send", {"f-giver": "", "f-statement": "原件"})
    assert refused.status_code == 422
    assert "原件" in refused.content.decode()
    done = guest.post(
        f"/submit/{made.token}/send",
        {"f-giver": "张经理", "f-statement": "原件", "f-answers0": "动火作业票"},
        follow=True,
    )
    assert "材料已经收到" in done.content.decode()

    told = guest.get(f"/submit/{made.token}/receipt.json").json()
    signer = signer_for(scene.officer.org_id)
    assert receipts.holds(told["receipt"], told["signature"]["value"], signer.public_key)
    assert told["receipt"]["files"][0]["sha256"] == hashlib.sha256(kept).hexdigest()
    assert Client().get(f"/submit/{made.token}/receipt.json").status_code == 404
    ((row, files),) = queries.handed_in(scene.officer.org_id, scene.case_id)
    assert (row.giver, files[0].row.answers, files[0].row.media_type) == (
        "张经理",
        "动火作业票",
        "application/pdf",
    )


def test_an_empty_hand_is_told_so(made: MadeLink) -> None:
    guest = opened(made)
    answer = guest.post(f"/submit/{made.token}/send", {"f-giver": "张经理"})
    assert answer.status_code == 422
    assert "至少上传一个文件" in answer.content.decode()
