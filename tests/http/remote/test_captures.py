"""Captured web pages on the screen: what was fixed, its files, and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from anjian.audit.actions import close_separate_connection
from anjian.remote import queries, tasks
from tests.action.faults.fault import case_of
from tests.factories.town import a_case, a_town
from tests.unit.remote.test_capture import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="session", autouse=True)
def record_line(django_db_setup: None) -> Iterator[None]:
    """Close the record's own connection before the test database is dropped."""
    yield
    close_separate_connection()


@pytest.fixture(scope="module")
def play(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("town")) as town:
        yield a_case(town, until="investigating")


def test_a_capture_is_shown_compared_and_handed_out(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    lead, second = (play.place.actor(name, on=play.today) for name in ("王虎", "赵敏"))
    client = Client()
    client.force_login(get_user_model().objects.get(officer_id=lead.id), backend=BACKEND)
    pages = {"/": (200, {"Content-Type": "text/html; charset=utf-8"}, "<p>夜明珠 380元</p>".encode())}
    made = []
    with served(pages) as (site, _asked):
        monkeypatch.setattr(settings, "CAPTURE_ALLOW", (site.removeprefix("http://"),))
        monkeypatch.setattr(settings, "CHROMIUM", "/nowhere/chromium")
        for words in ("夜明珠 380元", "<script>alert(1)</script><p>已下架 &lt;b&gt;</p>"):
            pages["/"] = (200, {"Content-Type": "text/html; charset=utf-8"}, f"<p>{words}</p>".encode())
            form = {
                "f-url": f"{site}/",
                "f-purpose": "证明",
                "f-place": "局机关",
                "f-second_id": str(second.id),
            }
            answer = client.post(f"/cases/{case_of(play).no}/remote/capture", form)
            assert answer.status_code == 303
            found = queries.captures_of(lead.org_id, case_of(play).id)[0]
            tasks.fetch(org_id=str(lead.org_id), capture_id=str(found.id))
            made.append(queries.capture(lead.org_id, found.id))
    before, after = made
    page = client.get(f"/remote/captures/{after.id}/").content.decode()
    for shown in (site, "没有画面", "电子数据提取笔录", after.log["files"]["page.warc.gz"]["sm3"], "对比"):
        assert shown in page
    warc = client.get(f"/remote/captures/{after.id}/files/page.warc.gz")
    assert b"".join(warc.streaming_content).startswith(b"\x1f\x8b")  # type: ignore[attr-defined]
    assert warc["Content-Disposition"].startswith("attachment")
    text = client.get(f"/remote/captures/{after.id}/compare/{before.id}").content.decode()
    assert "已下架 &lt;b&gt;" in text
    assert "夜明珠 380元" in text
    assert "alert(1)" not in text
    assert client.get(f"/remote/captures/{after.id}/files/../x").status_code == 404
    listed = client.get(f"/cases/{case_of(play).no}/remote/").content.decode()
    assert after.evidence_no in listed


def test_a_bad_address_is_told_in_the_form(play: Play) -> None:
    lead = play.place.actor("王虎", on=play.today)
    client = Client()
    client.force_login(get_user_model().objects.get(officer_id=lead.id), backend=BACKEND)
    form = {
        "f-url": "file:///etc/passwd", "f-purpose": "证明", "f-place": "局机关",
        "f-second_id": str(play.place.officers["赵敏"]),
    }  # fmt: skip
    answer = client.post(f"/cases/{case_of(play).no}/remote/capture", form)
    assert answer.status_code == 422
    assert "只能采集以 http://" in answer.content.decode()
