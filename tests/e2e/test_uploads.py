"""Handing over files in the browser: many at once, whole folders, on again after pauses, faults, reloads."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.desk import Desk
from tests.e2e.test_pages_for_everyone import SIZES, faults

People = Callable[[str], Desk]
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


def line(page: Page, speed: int, *, offline: bool = False) -> CDPSession:
    """Give the page a slow line, or none."""
    session = page.context.new_cdp_session(page)
    told = {"offline": offline, "latency": 20, "downloadThroughput": -1, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", told)
    return session


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


def test_goes_on_after_a_reload_from_where_it_was(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
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
    sent: list[int] = []
    page.on(
        "request",
        lambda one: sent.append(int(one.headers.get("upload-offset", -1))) if one.method == "PATCH" else None,
    )
    put(page, big)
    expect(page.locator("[data-list] .bar-ok")).to_have_count(1)
    expect(left).to_be_hidden()
    assert sent
    assert sent[0] > 0
    expect(page.locator("[data-list]")).to_contain_text(hashlib.sha256(big.read_bytes()).hexdigest())


def test_pause_cancel_discard_and_a_line_that_breaks(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
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
    page.context.set_offline(True)
    expect(page.locator(row(page, "甲.mp4"))).to_contain_text("恢复后自动继续")
    assert faults(page) == []
    page.context.set_offline(False)
    line(page, -1)
    expect(page.locator("[data-list] .bar-ok")).to_have_count(1)
    page.reload()
    expect(page.locator("[data-left]")).to_be_hidden()
    expect(page.locator("#waiting")).to_contain_text("1 个文件")


def test_refusals_say_what_helps(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    empty = film(tmp_path, "空.jpg", 0)
    strange = film(tmp_path, "photo\u202egpj.exe", 10)
    put(page, empty, strange)
    expect(page.locator(row(page, "空.jpg"))).to_contain_text("文件是空的")
    expect(page.locator("[data-list] li").nth(1)).to_contain_text("请改名后再上传")
    assert page.locator("[data-list] .bar-bad").count() == 2
