"""Web pages as evidence: ordered by two officers, fetched by the worker, registered with their record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from anjian.audit.actions import close_separate_connection
from anjian.documents import queries as papers
from anjian.evidence.queries import files_of, items_of
from anjian.kit.errors import Invalid, Refused
from anjian.remote import actions, queries, tasks
from anjian.web.remote.captures import differences
from tests.action.faults.fault import case_of
from tests.factories.town import a_case, a_town
from tests.unit.remote.test_capture import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session", autouse=True)
def record_line(django_db_setup: None) -> Iterator[None]:
    """Close the record's own connection before the test database is dropped."""
    yield
    close_separate_connection()


@pytest.fixture(scope="module")
def play(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("town")) as town:
        yield a_case(town, until="investigating")


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CHROMIUM", "/nowhere/chromium")


def order(p: Play, url: str, **changes: Any) -> UUID:
    lead, second = (p.place.actor(name, on=p.today) for name in ("王虎", "赵敏"))
    told: dict[str, Any] = {"purpose": "证明网店销售烟花", "place": "局机关", "second_id": second.id}
    cmd = actions.OrderCapture(case_no=case_of(p).no, url=url, **(told | changes))
    return actions.order_capture(cmd, by=lead, at=p.now)


def fetch(p: Play, capture_id: UUID) -> Any:
    tasks.fetch(org_id=str(p.place.org_id), capture_id=str(capture_id))
    return queries.capture(p.place.org_id, capture_id)


def page(text: str) -> dict[str, tuple[int, dict[str, str], bytes]]:
    html = f"<title>网店</title><p>{text}</p><p>联系电话 0571</p>".encode()
    return {"/": (200, {"Content-Type": "text/html; charset=utf-8"}, html)}


def test_a_page_becomes_evidence_with_its_record(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(page("夜明珠 380元")) as (site, _asked):
        monkeypatch.setattr(settings, "CAPTURE_ALLOW", (site.removeprefix("http://"),))
        made = fetch(play, order(play, f"{site}/"))
        again = fetch(play, order(play, f"{site}/", again_of=made.id))
    assert (made.state, made.evidence_no[:2], made.text) == (
        "done",
        "E-",
        "网店\n夜明珠 380元\n联系电话 0571",
    )
    item = next(i for i in items_of(made.org_id, made.case_id) if i.id == made.evidence_id)
    assert (item.kind, item.filename) == ("electronic", "capture-1.warc.gz")
    assert item.sha256 == made.log["files"]["page.warc.gz"]["sha256"]
    assert [one.filename for one in files_of(made.org_id, [item.id])] == ["headers.json"]
    said = papers.one(made.org_id, made.document_id).fields
    assert said["method"] == "网络在线提取"
    assert "采集服务器系统时钟" in said["clock"]
    assert {row["algorithm"] for row in said["data"]} == {"SHA-256", "SM3"}
    assert all(len(row["hash"]) == 64 for row in said["data"])
    assert "没有画面" in said["course"]
    assert again.state == "done"
    assert [one.no for one in queries.earlier_of(again)] == [made.no]
    assert list(differences(made, again)) == []


def test_a_changed_page_shows_what_changed(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = page("夜明珠 380元")
    with served(pages) as (site, _asked):
        monkeypatch.setattr(settings, "CAPTURE_ALLOW", (site.removeprefix("http://"),))
        first = fetch(play, order(play, f"{site}/"))
        pages["/"] = page("夜明珠 已下架")["/"]
        second = fetch(play, order(play, f"{site}/", again_of=first.id))
    changed = [(one.kind, one.text) for one in differences(first, second) if one.kind != "same"]
    assert changed == [("gone", "夜明珠 380元"), ("new", "夜明珠 已下架")]


def test_an_inner_address_stays_on_record_as_refused(play: Play) -> None:
    failed = fetch(play, order(play, "http://127.0.0.1:9/admin"))
    assert (failed.state, failed.failure) == ("failed", "127.0.0.1 指向内部网络地址，不予采集。")
    assert failed.evidence_id is None


def test_an_order_needs_two_officers_and_an_address(play: Play) -> None:
    with pytest.raises(Invalid) as problem:
        order(play, "file:///etc/passwd", purpose=" ", place="")
    assert set(problem.value.fields) == {"url", "purpose", "place"}
    with pytest.raises(Refused):
        order(play, "https://example.com/", second_id=play.place.officers["许助"])
