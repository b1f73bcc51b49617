"""Four rooms in the browser: a written case of four people is played to the case manager, who works it off.

The worker of the installation plays; the manager sees the rooms fill, contradictions come as numbered
pairs, sends one prompt to both rooms, settles, ends, and reads the debrief.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from anjian.training.scenario import Issue, Scenario, scenarios
from tests.e2e.conftest import House, open_context
from tests.e2e.desk import Desk
from tests.e2e.test_pages_for_everyone import SIZES, faults

FOUR = next(s for s in scenarios().values() if len(s.players) == 4)
WALL = {"width": 1920, "height": 1080}
WORDS = {line.sid: line.answer for line in FOUR.lines}
TO_THE_END_MS = 240_000

People = Callable[[str], Desk]


@pytest.fixture(scope="module")
def he(people: People) -> Iterator[Desk]:
    """The case manager, who leaves no exercise behind."""
    desk = people("何清")
    yield desk
    desk.go("/training/")
    back = desk.page.locator(".tr-going").get_by_role("link", name="回到指挥台")
    if back.count():
        back.click()
        _end(desk.page)


def _end(page: Page) -> None:
    page.get_by_role("button", name="结束并复盘").click()
    page.locator("dialog[open]").get_by_role("button", name="确定").click()
    page.wait_for_url(re.compile(r"/training/[0-9a-f-]+/$"))


def _cards(page: Page, scenario: Scenario) -> list[tuple[Issue, Locator]]:
    """The cards now on the console that show a contradiction written into the case."""
    shown = []
    for issue in scenario.issues:
        for pair in issue.pairs:
            card = page.locator("[data-card]")
            for sid in pair:
                card = card.filter(has_text=WORDS[sid])
            if card.count():
                shown.append((issue, card.first))
    return shown


def _look(page: Page, name: str, folder: Path) -> None:
    page.wait_for_timeout(300)
    page.screenshot(path=folder / f"{name}.png")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what the manager saw is kept for looking at."""
    return tmp_path_factory.mktemp("four-rooms")


def test_the_manager_chooses_a_case_of_four_and_begins(he: Desk, pictures: Path) -> None:
    he.go("/workbench/")
    he.page.get_by_role("link", name="演练", exact=True).click()
    expect(he.page.get_by_role("heading", name="演练", exact=True)).to_be_visible()
    assert faults(he.page) == []
    _look(he.page, "list", pictures)
    he.page.get_by_label("人数").select_option("4")
    of_four = [s for s in scenarios().values() if len(s.players) == 4]
    expect(he.page.locator("#cases tbody tr")).to_have_count(len(of_four))
    he.page.get_by_label("30倍").check()
    with he.page.expect_navigation():
        he.press(f"开始演练：{FOUR.title}")
    he.page.wait_for_url("**/interviews/cases/*/")
    expect(he.page.locator("#console-rooms .iv-room")).to_have_count(4)
    expect(he.page.locator("#training-bar")).to_contain_text("进行中")


def test_four_rooms_fill_side_by_side(he: Desk) -> None:
    for player in FOUR.players:
        room = he.page.locator("#console-rooms .iv-room").filter(has_text=player.name)
        expect(room.locator("article.iv-qa").first).to_be_visible(timeout=TO_THE_END_MS)
    expect(he.page.locator("#console-figures")).to_contain_text("4 室在询")


def test_it_can_be_paused_and_goes_on(he: Desk) -> None:
    page = he.page
    he.press("暂停", page.locator("#training-bar"))
    expect(page.locator("#training-bar")).to_contain_text("已暂停")
    page.wait_for_timeout(500)
    answers = page.locator("#console-rooms article.iv-qa").count()
    page.wait_for_timeout(3_000)
    assert page.locator("#console-rooms article.iv-qa").count() == answers
    he.press("继续", page.locator("#training-bar"))
    expect(page.locator("#training-bar")).to_contain_text("进行中")
    expect(page.locator("#console-rooms article.iv-qa")).not_to_have_count(answers)


def test_contradictions_come_as_numbered_pairs_joined_by_lines(
    he: Desk, house: House, chromium: Browser, pictures: Path
) -> None:
    page = he.page
    expect(page.locator("#training-bar")).to_contain_text("问答已经播完", timeout=TO_THE_END_MS)
    shown = _cards(page, FOUR)
    assert len(shown) >= 2, [card.inner_text() for card in page.locator("[data-card]").all()]
    for _issue, card in shown:
        sign = card.locator(".iv-no").first.inner_text()
        card.click(position={"x": 12, "y": 8})
        number = (card.get_attribute("data-members") or "").split()[0]
        ends = page.locator(f"#console-rooms .iv-sign[data-no='{number}']")
        expect(ends).to_have_count(2)
        assert {end.inner_text() for end in ends.all()} == {sign}
        rooms = page.locator("#console-rooms .iv-room").filter(
            has=page.locator(f".iv-sign[data-no='{number}']")
        )
        expect(rooms).to_have_count(2)
    expect(page.locator("[data-lines] path").first).to_be_attached()
    _look(page, "console", pictures)
    assert faults(page) == []

    signed_in = page.context.storage_state()
    for size, viewport in (("desk", SIZES["desk"]), ("wall", WALL), ("phone", SIZES["phone"])):
        for scheme in ("light", "dark"):
            context = open_context(
                chromium, house, viewport=viewport, color_scheme=scheme, storage_state=signed_in
            )
            other = context.new_page()
            other.goto(page.url + ("?wall=1" if size == "wall" else ""))
            expect(other.locator("[data-card]").first).to_be_attached()
            assert faults(other) == [], f"{size} {scheme}"
            _look(other, f"console-{size}-{scheme}", pictures)
            context.close()


def test_a_prompt_from_a_card_is_answered_in_both_rooms(he: Desk) -> None:
    page = he.page
    _issue, card = _cards(page, FOUR)[0]
    card.locator("[data-ask]").click()
    text = page.locator("#prompt-text")
    assert len(text.input_value()) > 5
    expect(page.locator("#prompt-targets input:checked")).to_have_count(2)
    he.press("推送", page.locator("[data-prompt-form]"))
    receipts = page.locator("#console-sent .iv-receipts ul li")
    expect(receipts).to_have_count(2)
    for n in range(2):
        expect(receipts.nth(n)).to_contain_text("已回答", timeout=60_000)
        expect(receipts.nth(n).locator("[data-goto-no]")).to_be_visible()
        # All five steps of the protocol are marked.
        expect(receipts.nth(n).locator(".iv-protocol-step.is-done")).to_have_count(5)


def test_it_is_settled_with_a_reason(he: Desk) -> None:
    page = he.page
    issue, card = _cards(page, FOUR)[0]
    number = card.get_attribute("data-card")
    card = page.locator(f"[data-card='{number}']")
    card.locator("details.iv-settle summary").click()
    card.locator("[name=reason]").fill("两人各执一词，以现场照片和值班记录为准。")
    card.get_by_role("button", name="存疑保留").click()
    expect(page.locator(f"[data-card='{number}'].iv-card-settled")).to_be_visible()
    assert issue.pairs


def test_the_end_opens_the_debrief(he: Desk, house: House, chromium: Browser, pictures: Path) -> None:
    page = he.page
    _end(page)
    expect(page.get_by_role("heading", name=FOUR.title)).to_be_visible()
    planted = page.locator("#planted tbody tr")
    expect(planted).to_have_count(len(FOUR.issues))
    expect(planted.filter(has_text="1次").filter(has_text="存疑保留")).to_have_count(1)
    assert planted.filter(has_text="后一个回答提交后").count() >= 2
    # Every answer written, and the two the prompt asked for, is in the picture of the course.
    expect(page.locator(".tr-dot:not(.tr-dot-asked)")).to_have_count(len(FOUR.lines))
    expect(page.locator(".tr-dot-asked")).to_have_count(2)
    assert page.locator(".tr-link-planted").count() >= 2
    debrief = page.url
    signed_in = page.context.storage_state()
    problems: list[str] = []
    for size in SIZES:
        for scheme in ("light", "dark"):
            context = open_context(
                chromium, house, viewport=SIZES[size], color_scheme=scheme, storage_state=signed_in
            )
            other = context.new_page()
            for name, address in (("debrief", debrief), ("history", "/training/")):
                other.goto(address)
                problems += [f"{name} {size} {scheme} {fault}" for fault in faults(other)]
                if other.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    problems.append(f"{name} {size} {scheme} is wider than the screen")
                other.screenshot(path=pictures / f"{name}-{size}-{scheme}.png", full_page=name == "debrief")
            context.close()
    assert problems == []


def test_the_rooms_are_closed_and_the_next_exercise_can_begin(he: Desk) -> None:
    he.go("/training/")
    expect(he.page.locator("#history tbody tr").first).to_contain_text(f"{len(FOUR.issues)}处矛盾")
    expect(he.page.locator(".tr-going")).to_have_count(0)
    state = he.page.locator("#sessions tbody tr").filter(has_text=f"演练：{FOUR.title}")
    for _ in range(60):
        he.go("/interviews/")
        if state.filter(has_text="已结束").count() == 4:
            break
        he.page.wait_for_timeout(1_000)
    expect(state.filter(has_text="已结束")).to_have_count(4)
