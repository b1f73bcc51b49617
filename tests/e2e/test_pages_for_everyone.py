"""Pages that everybody can use: by screen reader and keyboard, in the dark, on a phone, without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, open_context, sign_in
from tests.e2e.desk import Desk

AXE = Path(__file__).parents[2] / "islands" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/workbench/",
    "/cases/",
    "/cases/new",
    "/interviews/",
    "/documents/",
    "/evidence/",
    "/evidence/scan",
    "/evidence/places/",
    "/violations/",
    "/violations/?q=%E7%84%8A%E5%B7%A5%E6%B2%A1%E8%AF%81",
    "/violations/DCS-103-1-5/",
    "/registers/",
    "/registers/interference/",
    "/registers/interference/new",
    "/registers/recusals/",
    "/registers/typical/",
    "/registers/meetings/",
    "/credentials/",
    "/archive/",
    "/archive/files/",
    "/archive/search/?q=%E5%8A%A8%E7%81%AB",
    "/archive/schedule/",
    "/archive/loans/",
    "/archive/loans/ask",
    "/help/",
    "/help/components",
)
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}

People = Callable[[str], Desk]


def faults(page: Page) -> list[str]:
    """What axe finds, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => JSON.stringify(r.violations.map("
        "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 5).join(' | '))))",
        RULES,
    )
    return list(json.loads(found))


@pytest.fixture(scope="module")
def case_no(people: People) -> str:
    """A lead just registered."""
    wang = people("王虎")
    wang.go("/cases/new")
    wang.page.locator("[name=f-party_name]").fill("云州无障碍油品有限公司")
    wang.fill("violation", "WSL-101-3")
    wang.fill("title", "云州无障碍油品有限公司动火作业未安排专门人员进行现场安全管理案")
    wang.press("登记", wang.page.locator("#lead"))
    wang.page.wait_for_url(re.compile(r"/cases/(?!new)[^/]+/$"))
    return wang.page.url.rstrip("/").rsplit("/", 1)[-1]


@pytest.mark.parametrize("look", [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
def test_no_page_has_an_accessibility_fault_or_runs_off_the_screen(
    people: People, house: House, chromium: Browser, case_no: str, look: tuple[str, str]
) -> None:
    size, scheme = look
    signed_in = people("王虎").page.context.storage_state()
    context = open_context(
        chromium, house, viewport=SIZES[size], color_scheme=scheme, storage_state=signed_in
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    of_the_case = [
        f"/cases/{case_no}/{part}"
        for part in (
            "",
            "flow",
            "record",
            "service",
            "steps/accept_lead",
            "evidence/",
            "evidence/thing",
            "evidence/catalogue",
            "evidence/examined",
            "evidence/labels",
            "timeline/",
            "filming/",
        )
    ]
    for address in (*PAGES, *of_the_case, f"/interviews/?case={case_no}", "/no-such-page"):
        page.goto(address)
        page.wait_for_load_state("networkidle" if address.startswith("/help") else "load")
        problems += [f"{address} {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{address} is wider than the screen")
    context.close()
    assert problems == []


def test_the_door_has_no_fault_and_refuses_aloud(house: House, chromium: Browser) -> None:
    context = open_context(chromium, house)
    page = context.new_page()
    page.goto("/accounts/login/")
    assert faults(page) == []
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("用户名")).to_have_value("nobody")
    assert faults(page) == []
    context.close()


def test_the_keyboard_reaches_search_help_and_rows(people: People, house: House, chromium: Browser) -> None:
    context = open_context(chromium, house, storage_state=people("王虎").page.context.storage_state())
    page = context.new_page()
    page.goto("/help/components")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="搜索案件")).to_be_focused()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="询问笔录（张某）", exact=True)).to_be_focused()
    context.close()


def test_typed_text_survives_a_reload_and_a_refusal(people: People, house: House, chromium: Browser) -> None:
    context = open_context(chromium, house, storage_state=people("王虎").page.context.storage_state())
    page = context.new_page()
    page.goto("/help/components")
    page.locator("#id-f-facts").fill("写了一半")
    page.get_by_role("button", name="添加一行").click()
    page.locator("#id-f-items-1-name").fill("氧气瓶")
    expect(page.locator("[data-saved]")).to_have_text("已在本机暂存")
    page.reload()
    expect(page.get_by_text("已恢复上次没有提交的内容")).to_be_visible()
    expect(page.locator("#id-f-items-1-name")).to_have_value("氧气瓶")
    page.locator("#sample").get_by_role("button", name="提交").click()
    expect(page.locator(".form-errors")).to_be_focused()
    expect(page.locator("#id-f-facts")).to_have_value("写了一半")
    page.locator(".form-errors").get_by_role("link", name="违法事实").click()
    expect(page.locator("#id-f-facts")).to_be_focused()
    assert faults(page) == []
    context.close()


def test_typed_text_survives_the_end_of_the_session(house: House, chromium: Browser) -> None:
    context = open_context(chromium, house)
    page = context.new_page()
    sign_in(page, "赵敏")
    page.goto("/help/components")
    page.locator("#id-f-facts").fill("写到一半，会话到期了")
    context.clear_cookies(name="anjian_session")
    page.locator("#sample").get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    sign_in(page, "赵敏")
    page.goto("/help/components")
    expect(page.locator("#id-f-facts")).to_have_value("写到一半，会话到期了")
    context.close()


def test_a_form_with_rows_works_without_scripts(people: People, house: House, chromium: Browser) -> None:
    signed_in = people("王虎").page.context.storage_state()
    context = open_context(chromium, house, storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto("/help/components")
    page.locator("#id-f-facts").fill("没有脚本")
    page.get_by_role("button", name="添加一行").click()
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator("#id-f-facts")).to_have_value("没有脚本")
    page.get_by_role("button", name="删除第 1 行").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    context.close()


def test_a_signature_becomes_a_picture_in_the_form(people: People, house: House, chromium: Browser) -> None:
    context = open_context(chromium, house, storage_state=people("王虎").page.context.storage_state())
    page = context.new_page()
    page.goto("/help/components")
    pad = page.locator("#signature canvas")
    pad.scroll_into_view_if_needed()
    expect(page.locator("#signature [data-state]")).to_have_text("请在上面手写签名")
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 110)
    page.mouse.down()
    page.mouse.move(box["x"] + 220, box["y"] + 60, steps=12)
    page.mouse.up()
    drawn = page.locator("input[name=party_signature]")
    assert drawn.input_value().startswith("data:image/png;base64,")
    page.get_by_role("button", name="撤一笔").click()
    assert drawn.input_value() == ""
    context.close()
