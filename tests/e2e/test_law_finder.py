"""Finding the article in a real browser: while one types, by keyboard alone, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import open_context, sign_in
from tests.e2e.test_pages_for_everyone import SIZES, faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.conftest import House


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lead_takes_the_conduct_that_was_found(
    house: House, chromium: Browser, size: str, scheme: str
) -> None:
    context = open_context(chromium, house, viewport=SIZES[size], color_scheme=scheme)
    page = context.new_page()
    sign_in(page, "王虎")
    page.goto("/cases/new")
    page.locator("#id-f-party_name").fill("云州查条油品有限公司")
    seen = page.get_by_label("现场看到的情况")
    seen.press_sequentially("配电房堆放杂物，电工没有证", delay=20)
    parts = page.locator(".finder-part")
    expect(parts).to_have_count(2)
    expect(parts.nth(1).locator(".finder-row").first).to_contain_text("第九十七条第七项")
    expect(parts.nth(1).locator(".finder-row").first).to_contain_text("10万元以下")
    assert faults(page) == []
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0

    seen.press("ArrowDown")
    expect(page.locator(":focus")).to_have_attribute("data-choose", "WSL-102")
    page.keyboard.press("ArrowUp")
    expect(seen).to_be_focused()
    wanted = parts.nth(1).locator("[data-choose='WSL-97-7']")
    while page.evaluate("document.activeElement.dataset.choose") != "WSL-97-7":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(wanted).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#id-f-violation")).to_have_value("WSL-97-7")
    expect(page.locator("#id-f-title")).to_have_value(
        "云州查条油品有限公司特种作业人员未按规定培训取得资格就上岗作业案"
    )
    context.close()


def test_the_page_of_its_own_works_without_scripts(house: House, chromium: Browser) -> None:
    signed_in = open_context(chromium, house)
    page = signed_in.new_page()
    sign_in(page, "王虎")
    kept = signed_in.storage_state()
    signed_in.close()
    plain = open_context(chromium, house, java_script_enabled=False, storage_state=kept)
    page = plain.new_page()
    page.goto("/law/find")
    page.get_by_label("现场看到的情况").fill("安全出口锁闭")
    page.get_by_label("行为日期").fill("2019-05")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".finder-row").first).to_contain_text("第一百零二条第二项")
    page.locator(".finder-law a").first.click()
    page.wait_for_url(re.compile(r"/violations/WSL-102-2/"))
    plain.close()
