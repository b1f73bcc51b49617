"""A penalty on the spot on a phone: from the workbench to the handed-over form in five screens."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, open_context, sign_in
from tests.e2e.desk import Desk, draw
from tests.e2e.test_pages_for_everyone import SIZES, faults

FIRM = "云州恒泰油品储运有限公司"
NARROW = "() => document.documentElement.scrollWidth <= window.innerWidth + 1"


@pytest.fixture
def phone(chromium: Browser, house: House) -> Iterator[Callable[[str], Desk]]:
    """Phones of officers who stand in a shop."""
    open_ = []

    def hand(name: str, scheme: str = "light") -> Desk:
        context = open_context(
            chromium, house, viewport=SIZES["phone"], color_scheme=scheme, has_touch=True, is_mobile=True
        )
        open_.append(context)
        page = context.new_page()
        sign_in(page, name)
        return Desk(name, page, house.address)

    yield hand
    for context in open_:
        context.close()


def sound(page: Page, name: str) -> None:
    """The screen fits, and axe finds nothing."""
    folder = os.environ.get("ANJIAN_LOOK")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert page.evaluate(NARROW), f"{name} runs off the screen"
    assert faults(page) == [], name


def go_on(desk: Desk) -> None:
    """Send the form of the current screen; the road goes on or ends at the case."""
    with desk.page.expect_navigation():
        desk.page.locator("#step-form button[type=submit].button-primary").click()
    assert "/steps/" not in desk.page.url, desk.problems()


def current(page: Page) -> str:
    return page.locator("#road [aria-current=step] .stage-label").inner_text()


def test_from_the_shop_door_to_the_handed_over_form(
    phone: Callable[[str], Desk], people: Callable[[str], Desk]
) -> None:
    wang = phone("王虎")
    page = wang.page
    wang.go("/workbench/")
    page.get_by_role("link", name="当场处罚").click()
    page.get_by_label("查找企业").fill("恒泰油品")
    wang.press("查找")
    page.get_by_role("link", name=FIRM, exact=True).first.click()
    wang.fill("violation", "WSL-99-1")
    wang.fill("title", f"{FIRM}未设置安全警示标志案")
    sound(page, "1-lead")
    wang.press("登记", page.locator("#lead"))
    page.wait_for_url(re.compile(r"/cases/[^/]+/spot$"))
    no = page.url.rstrip("/").rsplit("/", 2)[-2]

    # What is already known need not be typed: time, day, place, person in charge, the officer himself.
    assert current(page) == "告知"
    expect(page.locator("[name=f-spot_place]")).not_to_have_value("")
    expect(page.locator("[name=f-told_to]")).not_to_have_value("")
    wang.fill("handlers", ("王虎", "赵敏"))
    wang.fill("warning", False)
    wang.fill("fine_amount", "3001")
    wang.fill("facts", "装卸区没有设置明显的安全警示标志。")
    sound(page, "2-tell")
    with page.expect_navigation():
        page.locator("#step-form button[type=submit].button-primary").click()
    expect(page.locator("#refusals")).to_contain_text("3000")
    wang.fill("fine_amount", "1000")
    go_on(wang)

    assert current(page) == "听取"
    sound(page, "3-hear")
    go_on(wang)
    assert current(page) == "决定"
    expect(page.locator("[name=f-fine_amount]")).to_have_value(re.compile(r"^1000"))
    sound(page, "4-decide")
    go_on(wang)

    assert current(page) == "签发"
    sound(page, "5-sign")
    sign(wang, "officer")
    zhao = phone("赵敏", "dark")
    zhao.go(f"/cases/{no}/spot")
    sound(zhao.page, "5-sign-dark")
    sign(zhao, "officer2")
    wang.go(f"/cases/{no}/spot")
    sign(wang, "party", "赵长河")
    with page.expect_navigation():
        page.locator("#sign").get_by_role("button", name="制发", exact=True).click()
    assert page.url.endswith("/spot"), wang.problems()

    assert current(page) == "交付"
    sound(page, "6-deliver")
    go_on(wang)
    assert page.url.rstrip("/").endswith(no)
    sound(page, "7-case")
    labels = page.locator("#stages .stage-label").all_inner_texts()
    assert labels == ["线索受理", "告知听证", "处罚决定", "送达", "执行", "结案归档"]

    liu = people("刘建军")
    liu.step(no, "record_summary")
    assert liu.state(no) == "执行中"
    wang.go("/cases/")
    expect(page.locator("main")).to_contain_text(no)
    for part in ("flow", "record", "validity", "documents/print"):
        assert wang.status(f"/cases/{no}/{part}") == 200, part


def sign(desk: Desk, slot: str, signer: str = "") -> None:
    """Sign the form in one place of the road's own screen."""
    form = desk.page.locator("form.sign-form", has=desk.page.locator(f"[name=slot][value='{slot}']"))
    if signer:
        form.locator("[name=signer_name]").fill(signer)
        draw(form.locator("canvas"))
    with desk.page.expect_navigation():
        form.get_by_role("button", name="签名", exact=True).click()
    assert desk.page.url.endswith("/spot"), desk.problems()
