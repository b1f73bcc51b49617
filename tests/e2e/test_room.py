"""The interview room at the keyboard: plan, picking, names, a server that is away, the person's screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.conftest import House, open_context, sign_in
from tests.e2e.test_pages_for_everyone import SIZES, faults
from tests.e2e.test_recording import arrange

OWN_ROOM = """
import django
django.setup()
from django.conf import settings
from anjian.config import timemachine
timemachine.install(settings.DATA_DIR)
from django.contrib.auth import get_user_model
from anjian.config.demo import cast
from anjian.interviews.actions import SetUpRoom, set_up_room
from anjian.kit import clock
from anjian.people.queries import actor_for_user

names = {someone.name: someone.username for someone in cast.accounts()}
manager = actor_for_user(get_user_model().objects.get(username=names["何清"]), on=clock.today())
set_up_room(SetUpRoom(name="键盘询问室"), by=manager, at=clock.now())
"""
BEGIN = """
import django
django.setup()
from django.conf import settings
from anjian.config import timemachine
timemachine.install(settings.DATA_DIR)
from django.contrib.auth import get_user_model
from anjian.config.demo import cast
from anjian.interviews.actions import begin_questions
from anjian.kit import clock
from anjian.people.queries import actor_for_user

names = {someone.name: someone.username for someone in cast.accounts()}
lead = actor_for_user(get_user_model().objects.get(username=names["刘建军"]), on=clock.today())
begin_questions("%(session)s", by=lead, at=clock.now())
"""
COUNT = """
import django
django.setup()
from pathlib import Path
from anjian.interviews.models import Segment
rows = Segment.objects.filter(session_id="%(session)s").order_by("no")
Path("%(note)s").write_text("\\n".join(f"{r.no}|{r.answer}|{r.asked_at is not None}" for r in rows))
"""


class Room:
    """The lead officer's desk in one room."""

    def __init__(self, page: Page, address: str, house: House) -> None:
        self.page, self.address, self.house = page, address, house
        self.session = address.strip("/").rsplit("/", 1)[-1]

    @property
    def question(self) -> Locator:
        return self.page.locator("#question")

    @property
    def answer(self) -> Locator:
        return self.page.locator("#answer")

    @property
    def answers(self) -> Locator:
        return self.page.locator("#transcript article")

    @property
    def waiting(self) -> Locator:
        return self.page.locator("#queue li")

    def ask(self, question: str, answer: str) -> None:
        self.question.fill(question)
        self.question.press("Enter")
        self.answer.fill(answer)
        self.answer.press("Enter")

    def kept(self) -> list[list[str]]:
        """What the server has: number, answer, whether the time of asking is known."""
        note = self.house.data / "room-kept.txt"
        self.house.python(COUNT % {"session": self.session, "note": note})
        return [line.split("|") for line in note.read_text().splitlines()]


@pytest.fixture(scope="module")
def room(house: House, chromium: Browser) -> Iterator[Room]:
    house.python(OWN_ROOM)
    address = arrange(house, lead="刘建军", second="石磊", person="周海", room="键盘询问室")
    context = open_context(chromium, house)
    page = context.new_page()
    sign_in(page, "刘建军")
    house.python(BEGIN % {"session": address.strip("/").rsplit("/", 1)[-1]})
    page.goto(address)
    expect(page.locator("#entry")).to_be_visible()
    page.locator("[data-island=interview-room][data-ready]").wait_for()
    yield Room(page, address, house)
    context.close()


def test_the_plan_puts_questions_in_and_ticks_itself_off(room: Room) -> None:
    page = room.page
    first = page.locator("[data-plan-use]").first
    wanted = first.get_attribute("data-text") or ""
    assert "动火作业由谁安排" in wanted
    room.question.press("Alt+KeyN")
    expect(room.question).to_have_value(wanted)
    expect(room.answer).to_be_focused()
    room.answer.fill("是班长李建国在班前会上安排的。")
    room.answer.press("Enter")
    expect(room.answers).to_have_count(1)
    expect(page.locator("[data-plan-use='hot_work.order']")).to_have_count(0)
    page.locator("#plan details").first.locator("summary").click()
    expect(page.locator(".iv-plan-done")).to_contain_text("第1问已回答")
    second = page.locator("[data-plan-use]").nth(1)
    wanted = second.get_attribute("data-text") or ""
    room.question.press("Alt+Digit2")
    expect(room.question).to_have_value(wanted)
    room.question.fill("")


def test_questions_are_picked_by_the_first_letters_of_their_pinyin(room: Room) -> None:
    room.question.press("Alt+KeyK")
    palette = room.page.locator("#room-palette")
    expect(palette).to_be_visible()
    room.page.keyboard.type("xfqc")
    expect(palette.locator("[aria-selected=true]")).to_contain_text("消防器材")
    room.page.keyboard.press("Enter")
    expect(palette).to_be_hidden()
    expect(room.question).to_have_value("现场配备了哪些消防器材？摆放在哪里？")
    room.answer.fill("旁边放了两具干粉灭火器。")
    room.answer.press("Enter")
    expect(room.answers).to_have_count(2)


def test_names_come_in_by_at(room: Room) -> None:
    room.question.fill("和谁一起？")
    room.question.press("Enter")
    room.answer.press_sequentially("和@zh")
    mention = room.page.locator("#mention")
    expect(mention.locator("[aria-selected=true]")).to_contain_text("周海")
    room.answer.press("Enter")
    expect(room.answer).to_have_value("和周海")
    expect(mention).to_be_hidden()
    room.answer.press_sequentially("一个人。")
    room.answer.press("Enter")
    expect(room.answers).to_have_count(3)


def test_any_number_can_be_reached_and_the_last_corrected(room: Room) -> None:
    page = room.page
    page.keyboard.press("Alt+KeyG")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(room.answers.first).to_be_focused()
    page.keyboard.press("Alt+KeyL")
    expect(page.locator("#c-answer")).to_be_focused()
    expect(page.locator("#c-answer")).to_have_value("和周海一个人。")
    page.locator("#correction > summary").click()
    page.keyboard.press("F1")
    expect(page.get_by_role("dialog", name="询问室快捷键")).to_be_visible()
    page.keyboard.press("Escape")


def test_answers_typed_while_the_server_is_away_arrive_once_and_in_order(room: Room) -> None:
    page = room.page
    before = room.answers.count()

    def away(route: Route) -> None:
        route.abort()

    page.route("**/segments", away)
    room.ask("断线时第一问？", "断线一。")
    room.ask("断线时第二问？", "断线二。")
    expect(room.waiting).to_have_count(2)
    expect(room.waiting.first).to_contain_text("断线一。")
    expect(page.locator("[data-entry-state]")).to_contain_text("恢复后自动送出")
    page.reload()
    expect(room.waiting).to_have_count(2)
    page.unroute("**/segments", away)

    # The server takes one, but its word is lost on the way back: the repeat must not be a second answer.
    lost: list[str] = []

    def word_lost(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    page.route("**/segments", word_lost)
    expect(room.waiting).to_have_count(0)
    expect(room.answers).to_have_count(before + 2)
    page.unroute("**/segments", word_lost)
    assert lost == ['{"done": true}']
    kept = room.kept()
    assert [answer for _no, answer, _asked in kept][-2:] == ["断线一。", "断线二。"]
    assert [int(no) for no, _answer, _asked in kept] == list(range(1, len(kept) + 1))
    assert {asked for _no, _answer, asked in kept} == {"True"}


def test_a_half_typed_answer_outlives_a_reload(room: Room) -> None:
    room.question.fill("写到一半的问题？")
    room.answer.fill("写到一半的回答")
    room.page.reload()
    expect(room.answer).to_have_value("写到一半的回答")
    room.answer.fill("")
    room.question.fill("")


def test_a_rest_stops_the_questions_until_it_is_over(room: Room) -> None:
    page = room.page
    page.get_by_role("button", name="用餐").click()
    expect(page.get_by_text("询问已暂停")).to_be_visible()
    page.get_by_role("button", name="继续询问").click()
    expect(page.locator("#entry")).to_be_visible()
    expect(page.get_by_text("被询问人提出 ·").last).to_be_visible()


def test_everyone_can_use_the_room_and_the_screen(room: Room, house: House, chromium: Browser) -> None:
    signed_in = room.page.context.storage_state()
    problems: list[str] = []

    def look(addresses: tuple[str, ...]) -> None:
        for size in SIZES:
            for scheme in ("light", "dark"):
                context = open_context(
                    chromium, house, viewport=SIZES[size], color_scheme=scheme, storage_state=signed_in
                )
                page = context.new_page()
                for address in addresses:
                    page.goto(address)
                    where = f"{address} {size} {scheme}"
                    problems.extend(f"{where} {fault}" for fault in faults(page))
                    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                        problems.append(f"{where} is wider than the screen")
                context.close()

    look((room.address,))
    room.page.get_by_role("button", name="结束提问，核对笔录").click()
    room.page.locator("dialog[open]").get_by_role("button", name="确定").click()
    expect(room.page.locator(".iv-page").first).to_be_visible()
    look((room.address, f"{room.address}display"))
    assert problems == []


def test_the_person_reads_page_by_page_and_says_what_is_wrong(room: Room) -> None:
    page = room.page
    display = page.context.new_page()
    display.goto(f"{room.address}display")
    own = display.locator(".iv-own")
    expect(own).to_have_attribute("data-page", "1")
    display.get_by_role("button", name="我看完了").click()
    expect(own).to_have_attribute("data-page", "2")
    display.locator("#look-note").fill("灭火器是三具")
    display.get_by_role("button", name="有错误").click()
    expect(display.get_by_text("您已指出这一页有错误")).to_be_visible()
    expect(page.locator(".iv-wrong")).to_contain_text("灭火器是三具")
    page.get_by_role("button", name="本人已阅读，与我说的相符").click()
    expect(page.locator("#toasts")).to_contain_text("有错误")
    display.get_by_role("link", name="1", exact=False).first.click()
    expect(own).to_have_attribute("data-page", "1")
    display.close()
