"""Handing over files in the browser: many at once, whole folders, on again after pauses, faults, reloads."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, CDPSession, Page, Request, expect

from anjian.evidence.store import store
from anjian.intake.uploads.place import case_subject, make_ticket, shelf
from anjian.live.uploads import Uploads
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.desk import Desk
from tests.e2e.test_pages_for_everyone import SIZES, faults
from tests.live.tus import Server

People = Callable[[str], Desk]
DIST = Path(__file__).parents[2] / "islands" / "dist"
WHO = case_subject(UUID(int=1), UUID(int=2), UUID(int=3))
UPLOADS = Uploads()
SLOWLY = 400_000
"""Bytes a second of the line in these tests."""


@pytest.fixture
def desk(people: People) -> Desk:
    """An officer on the evidence page of a new case."""
    wang = people("王虎")
    wang.go("/cases/new")
    wang.page.locator("[name=f-party_name]").fill("云州接力上传有限公司")
    wang.fill("violation", "WSL-101-3")
    wang.fill("title", "云州接力上传有限公司动火作业未安排专门人员进行现场安全管理案")
    wang.press("登记", wang.page.locator("#lead"))
    wang.page.wait_for_url(re.compile(r"/cases/(?!new)[^/]+/$"))
    wang.page.goto(wang.page.url.rstrip("/") + "/evidence/")
    return wang


@pytest.fixture
def page(chromium: Browser, tmp_path: Path, settings: Any) -> Iterator[Page]:
    """The place for files alone, on the server that takes them: no database, so that faults stay cheap."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    server = Server(showing)
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{server.port}", locale="zh-CN", viewport=SIZES["desk"]
    )
    context.set_default_timeout(PATIENCE_MS)
    made = context.new_page()
    made.goto("/")
    yield made
    context.close()
    server.stop()


async def showing(scope: Any, receive: Any, send: Any) -> None:
    """Serve the box with the front end as it is built; everything below /uploads/ is the real thing."""
    path = scope["path"]
    if path.startswith("/uploads/"):
        await UPLOADS(scope, receive, send)
        return
    kind = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}.get(path.rpartition(".")[2])
    file = DIST / path.removeprefix("/static")[1:]
    body = file.read_bytes() if kind and file.is_file() else drawn().encode()
    head = [(b"content-type", (kind or "text/html; charset=utf-8").encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": body})


def drawn() -> str:
    """Return the page around the box."""
    files = {name: entry["file"] for name, entry in json.loads((DIST / "manifest.json").read_text()).items()}
    ticket = make_ticket(WHO)
    said = {"id": "evidence-upload", "fallback_url": "/", "ticket": ticket}
    box = render_to_string("ui/upload.html", said)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta name="viewport" content="width=device-width">'
        f'<title>上传</title><link rel="stylesheet" href="/{files["src/styles/app.css"]}">'
        f'<script type="module" src="/{files["src/main.ts"]}"></script></head>'
        f'<body data-csrf=""><main><h1>上传</h1><h2>文件</h2>{box}<div id="toasts"></div></main></body>'
    )


LINES: dict[Page, CDPSession] = {}


def line(page: Page, speed: int, *, offline: bool = False) -> None:
    """Give the page a slow line, or none."""
    session = LINES.setdefault(page, page.context.new_cdp_session(page))
    told = {"offline": offline, "latency": 20, "downloadThroughput": -1, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", told)


def film(folder: Path, name: str, size: int) -> Path:
    """Make a file of random bytes."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(size))
    return path


def put(page: Page, *files: Path) -> None:
    page.locator("#evidence-upload-files").set_input_files([str(file) for file in files])


def row(page: Page, name: str) -> str:
    return f"[data-list] li:has-text('{name}')"


def test_many_files_and_a_folder(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    files = [film(tmp_path, f"IMG_{n}.jpg", 40_000 + n) for n in range(7)]
    put(page, *files)
    expect(page.locator("[data-list] .bar-ok")).to_have_count(7)
    expect(page.locator("[data-total-count]")).to_have_text("7 / 7")
    folder = tmp_path / "DCIM"
    film(folder, "100/A.jpg", 5000)
    film(folder, "101/A.jpg", 6000)
    page.locator("[data-folder-input]").set_input_files(str(folder))
    expect(page.locator("[data-list] .bar-ok")).to_have_count(9)
    expect(page.locator(row(page, "DCIM/101/A.jpg"))).to_be_visible()
    digest = hashlib.sha256(files[3].read_bytes()).hexdigest()
    expect(page.locator("[data-list]")).to_contain_text(digest)
    expect(page.locator("#waiting")).to_contain_text("9 个文件")
    page.get_by_role("link", name="登记为证据").click()
    expect(page.locator("#main, main").first).to_contain_text("DCIM/100/A.jpg")
    assert faults(page) == []


def test_goes_on_after_a_reload_from_where_it_was(page: Page, tmp_path: Path) -> None:
    big = film(tmp_path, "询问录像.mp4", 3_000_000)
    line(page, SLOWLY)
    put(page, big)
    expect(page.locator("[data-list] .upload-told")).to_contain_text("/s")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    left = page.locator("[data-left]")
    expect(left).to_contain_text("询问录像.mp4")
    assert faults(page) == []
    for size in SIZES.values():
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    line(page, -1)
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one))  # noqa: PLW0108  Playwright marks what it is given
    put(page, big)
    expect(page.locator("[data-list] .bar-ok")).to_have_count(1)
    expect(left).to_be_hidden()
    offsets = [int(one.headers["upload-offset"]) for one in sent if one.method == "PATCH"]
    assert offsets
    assert offsets[0] > 0
    expect(page.locator("[data-list]")).to_contain_text(hashlib.sha256(big.read_bytes()).hexdigest())


def test_pause_cancel_and_a_line_that_breaks(page: Page, tmp_path: Path) -> None:
    first, second = film(tmp_path, "甲.mp4", 2_000_000), film(tmp_path, "乙.mp4", 2_000_001)
    line(page, SLOWLY)
    put(page, first, second)
    expect(page.locator("[data-total]")).to_contain_text("/s")
    page.get_by_role("button", name="暂停 甲.mp4").click()
    expect(page.locator(row(page, "甲.mp4"))).to_contain_text("已暂停")
    page.get_by_role("button", name="取消 乙.mp4").click()
    expect(page.locator(row(page, "乙.mp4"))).to_have_count(0)
    page.get_by_role("button", name="继续 甲.mp4").click()
    expect(page.locator(row(page, "甲.mp4"))).to_contain_text("上传中")
    line(page, 0, offline=True)
    expect(page.locator(row(page, "甲.mp4"))).to_contain_text("恢复后自动继续")
    assert faults(page) == []
    line(page, -1)
    expect(page.locator("[data-list] .bar-ok")).to_have_count(1)
    page.reload()
    expect(page.locator("[data-left]")).to_be_hidden()
    assert [upload.wish.name for upload in shelf().uploads(WHO)] == ["甲.mp4"]


def test_gives_up_what_was_left(page: Page, tmp_path: Path) -> None:
    line(page, SLOWLY)
    put(page, film(tmp_path, "不要了.mp4", 2_000_000))
    expect(page.locator("[data-list] .upload-told")).to_contain_text("/s")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="放弃 不要了.mp4").click()
    expect(page.locator("[data-left]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-left]")).to_be_hidden()
    assert shelf().uploads(WHO) == []


def test_goes_on_while_the_server_is_started_again(page: Page, tmp_path: Path) -> None:
    big = film(tmp_path, "重启.mp4", 2_000_000)
    line(page, SLOWLY)
    put(page, big)
    expect(page.locator("[data-list] .upload-told")).to_contain_text("/s")
    page.route("**/uploads/**", lambda route: route.abort())
    line(page, -1)
    expect(page.locator("[data-list] li")).to_contain_text("恢复后自动继续")
    page.unroute("**/uploads/**")
    expect(page.locator("[data-list] .bar-ok")).to_have_count(1)
    assert store().verify(hashlib.sha256(big.read_bytes()).hexdigest()).size == 2_000_000


def test_refusals_say_what_helps(page: Page, tmp_path: Path) -> None:
    empty = film(tmp_path, "空.jpg", 0)
    strange = film(tmp_path, "photo\u202egpj.exe", 10)
    put(page, empty, strange)
    expect(page.locator(row(page, "空.jpg"))).to_contain_text("文件是空的")
    expect(page.locator("[data-list] li").nth(1)).to_contain_text("请改名后再上传")
    assert page.locator("[data-list] .bar-bad").count() == 2
    assert faults(page) == []
    page.get_by_role("button", name="移除 空.jpg").click()
    expect(page.locator("[data-list] li")).to_have_count(1)
