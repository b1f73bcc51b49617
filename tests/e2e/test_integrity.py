"""The page of integrity in the browser: a check is run, its outcome appears, nobody is shut out."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import House, open_context
from tests.e2e.desk import Desk
from tests.e2e.test_pages_for_everyone import SIZES, faults

People = Callable[[str], Desk]


def test_a_check_runs_and_its_result_appears_by_itself(people: People) -> None:
    keeper = people("杜安")
    keeper.go("/integrity/")
    keeper.page.get_by_role("button", name="立即核查").click()
    expect(keeper.page.locator("#last")).to_contain_text("全部相符", timeout=120_000)
    expect(keeper.page.locator("#checks tbody tr").first).to_contain_text("杜安")


def test_its_pages_are_for_everyone(people: People, house: House, chromium: Browser) -> None:
    signed_in = people("杜安").page.context.storage_state()
    problems: list[str] = []
    for size in SIZES.values():
        for scheme in ("light", "dark"):
            context = open_context(
                chromium, house, viewport=size, color_scheme=scheme, storage_state=signed_in
            )
            page = context.new_page()
            page.goto("/integrity/")
            problems += faults(page)
            page.locator("#checks a").first.click()
            page.wait_for_load_state("load")
            problems += faults(page)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append("wider than the screen")
            context.close()
    assert problems == []
