"""The library in a real browser: import with preview, read, compare, cite; on a desk and on a phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import open_context, sign_in
from tests.e2e.test_pages_for_everyone import SIZES, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import House
    from tests.e2e.desk import Desk

DATA = Path(__file__).parents[1] / "data" / "law_texts"
TITLE = "中华人民共和国示例安全法"


def take(page: Page, name: str) -> None:
    page.goto("/law/import")
    page.get_by_label("Markdown 文件").set_input_files(DATA / name)
    page.get_by_role("button", name="先看看读得对不对").click()
    expect(page.locator("#preview")).to_contain_text(TITLE)
    assert faults(page) == []
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_url(re.compile(r"/law/texts/[0-9a-f-]+/$"))


@pytest.fixture(scope="module")
def library(people: Callable[[str], Desk]) -> None:
    """Two texts of one made-up law, imported by the case manager."""
    keeper = people("何清").page
    take(keeper, "example_2019.md")
    expect(keeper.locator("#a3")).to_contain_text("一千元以下")
    take(keeper, "example_2024.md")


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("look", [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
def test_pages_of_the_library_can_be_read_by_everybody(
    house: House, chromium: Browser, look: tuple[str, str]
) -> None:
    size, scheme = look
    context = open_context(chromium, house, viewport=SIZES[size], color_scheme=scheme)
    page = context.new_page()
    sign_in(page, "王虎")
    page.goto("/law/")
    addresses = ["/law/", "/law/?q=警示", "/law/cite/WSL:97%234?on=2025-01-01", "/law/find"]
    addresses.append(page.get_by_role("link", name="与2019-06-01文本").get_attribute("href") or "")
    addresses.append(page.get_by_role("link", name=TITLE).first.get_attribute("href") or "")
    for address in addresses:
        page.goto(address)
        assert faults(page) == [], address
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, address
    context.close()


@pytest.mark.usefixtures("library")
def test_a_comparison_stands_side_by_side_and_on_a_phone_one_below_the_other(
    house: House, chromium: Browser
) -> None:
    for size, beside in (("desk", True), ("phone", False)):
        context = open_context(chromium, house, viewport=SIZES[size])
        page = context.new_page()
        sign_in(page, "王虎")
        page.goto("/law/")
        page.get_by_role("link", name="与2019-06-01文本").click()
        pair = page.locator(".law-pair-changed").nth(1)
        expect(pair.locator("ins").first).to_be_visible()
        left, right = (pair.locator(".law-side").nth(n).bounding_box() for n in (0, 1))
        assert left is not None
        assert right is not None
        assert (left["y"] == right["y"]) is beside
        context.close()


@pytest.mark.usefixtures("library")
def test_an_article_is_reached_from_its_citation(people: Callable[[str], Desk]) -> None:
    wang = people("王虎").page
    wang.goto("/law/")
    wang.get_by_label("在现行文本中查找").fill("按日加处")
    wang.get_by_role("button", name="查找").click()
    wang.locator(".law-hits a").first.click()
    expect(wang.locator("#a4-1")).to_be_in_viewport()
    expect(wang.locator("#a4-1 mark")).to_have_text("按日加处")
