"""Writing, printing and looking up documents, and the view of what would void a case, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, open_context
from tests.e2e.played import a_case
from tests.e2e.test_pages_for_everyone import SIZES, faults

if TYPE_CHECKING:
    from tests.e2e.desk import Desk

People = Callable[[str], "Desk"]


@pytest.fixture(scope="module")
def case_no(house: House) -> str:
    return a_case(house, until="notice_served", nth=0)


def document(page: Page, case_no: str, name: str) -> str:
    page.goto(f"/cases/{case_no}/")
    href = page.locator("#documents").get_by_role("link", name=name).first.get_attribute("href")
    assert href is not None
    return href


def test_the_picture_follows_the_typing_and_points_to_what_lacks(people: People, case_no: str) -> None:
    wang = people("王虎")
    page = wang.page
    href = document(page, case_no, "文书送达回执")
    page.goto(href + "edit")
    first = page.locator("[data-preview-pages] img").first
    expect(first).to_be_visible()
    before = first.get_attribute("src")
    note = page.locator("form textarea, form input[type=text]").first
    note.fill("预览时填写的内容一二三")
    expect(first).not_to_have_attribute("src", before or "")
    after = first.get_attribute("src")
    note.fill("")
    expect(first).not_to_have_attribute("src", after or "")
    link = page.locator("[data-preview-problems] a").first
    expect(link).to_be_visible()
    target = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    assert page.evaluate("document.activeElement.id") == target


def test_a_batch_comes_out_as_one_file(people: People, case_no: str) -> None:
    page = people("王虎").page
    page.goto(f"/cases/{case_no}/")
    page.locator("#documents").get_by_role("link", name="打印").click()
    expect(page.get_by_role("heading", name="打印文书")).to_be_visible()
    assert page.locator("input[name=id]:checked").count() >= 2
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="合并为一个文件").click()
    opened.value.close()


def test_every_form_can_be_looked_up(people: People) -> None:
    page = people("王虎").page
    page.goto("/documents/")
    page.get_by_role("link", name="文书式样").click()
    told = re.findall(r"\d+", page.locator("p.muted").first.inner_text())[0]
    expect(page.locator(".forms-gallery li")).to_have_count(int(told))
    page.get_by_role("searchbox", name="搜索", exact=True).fill("查封扣押决定书")
    page.get_by_role("button", name="筛选").click()
    page.locator(".forms-gallery a").first.click()
    expect(page.get_by_role("heading", name="查封扣押决定书")).to_be_visible()
    expect(page.locator("img.sheet").first).to_be_visible()


def test_what_would_void_the_case_is_told_with_its_cure(people: People, case_no: str) -> None:
    page = people("王虎").page
    page.goto(f"/cases/{case_no}/")
    page.get_by_role("link", name="合法性检查").click()
    expect(page.get_by_role("heading", name="合法性检查")).to_be_visible()
    expect(page.locator("#validity")).to_contain_text("已经检查、没有问题")
    assert page.locator(".checked").count() >= 5


@pytest.mark.parametrize("look", [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
def test_the_pages_have_no_accessibility_fault(
    people: People, house: House, chromium: Browser, case_no: str, look: tuple[str, str]
) -> None:
    size, scheme = look
    page = people("王虎").page
    edit = document(page, case_no, "文书送达回执") + "edit"
    state = page.context.storage_state()
    context = open_context(chromium, house, viewport=SIZES[size], color_scheme=scheme, storage_state=state)
    page = context.new_page()
    problems: list[str] = []
    for address in (
        edit,
        f"/cases/{case_no}/validity",
        "/cases/validity",
        f"/cases/{case_no}/documents/print",
        f"/cases/{case_no}/steps/redo",
        "/documents/forms/",
        "/documents/forms/D36/",
    ):
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        page.wait_for_load_state("load")
        if address == edit:
            expect(page.locator("[data-preview-pages] img").first).to_be_visible()
        problems += [f"{address} {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{address} is wider than the screen")
    context.close()
    assert problems == []
