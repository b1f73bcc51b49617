"""Dictation in a real browser: spoken, drafted by an engine, accepted word by word, and only then typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.e2e.conftest import CHROMIUM, SWITCHES, open_context, sign_in
from tests.e2e.test_pages_for_everyone import faults
from tests.e2e.test_recording import ARRANGE, FAKE_MEDIA
from tests.e2e.test_room import OWN_ROOM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.conftest import House, SpeechEngine

BEGIN = (
    OWN_ROOM.replace("键盘询问室", "听写询问室")
    + ARRANGE
    + "\nactions.begin_questions(session, by=lead, at=now)\n"
)
PLACES = {"lead": "赵敏", "second": "刘建军", "person": "郑小川", "room": "听写询问室"}
LEAVE = """
import django
django.setup()
from django.conf import settings
from anjian.config import timemachine
timemachine.install(settings.DATA_DIR)
from django.contrib.auth import get_user_model
from anjian.config.demo import cast
from anjian.interviews import actions
from anjian.kit import clock
from anjian.people.queries import actor_for_user
names = {someone.name: someone.username for someone in cast.accounts()}
for name in ("赵敏", "刘建军"):
    by = actor_for_user(get_user_model().objects.get(username=names[name]), on=clock.today())
    actions.leave_room("%s", by.id, note="离场", by=by, at=clock.now())
"""


@pytest.fixture(scope="module")
def room(
    house: House, player: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str]]:
    """A room in questioning on the page of its first officer, with a microphone that hums."""
    note = tmp_path_factory.mktemp("dictation") / "session"
    house.python(BEGIN % {"note": note, **PLACES})
    session = note.read_text()
    browser = player.chromium.launch(executable_path=CHROMIUM, args=[*SWITCHES, *FAKE_MEDIA])
    page = open_context(browser, house, permissions=["microphone", "camera"]).new_page()
    sign_in(page, "赵敏")
    page.goto(f"/interviews/{session}/")
    yield page, session
    browser.close()
    house.python(LEAVE % session)


def test_a_draft_is_accepted_word_by_word_and_committed_as_typed(
    room: tuple[Page, str], speech_engine: SpeechEngine
) -> None:
    page, _session = room
    speech_engine.text = "是李建国安排我去的，没有办票。"
    page.get_by_label("答", exact=True).first.click()
    listen = page.get_by_role("button", name="听写")
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1500)
    listen.click()
    draft = page.get_by_role("group", name="机器听写草稿")
    expect(draft).to_contain_text("没有办票")
    assert "郑小川" in speech_engine.prompts[-1]
    answer = page.locator("#answer")
    expect(answer).to_have_value("")
    first = draft.get_by_role("button").first.inner_text()
    answer.press("Alt+ArrowRight")
    expect(answer).to_have_value(first)
    answer.press("Alt+Shift+ArrowRight")
    expect(answer).to_have_value("是李建国安排我去的，")
    answer.type("当时")
    answer.press("Alt+Shift+ArrowRight")
    expect(answer).to_have_value("是李建国安排我去的，当时没有办票。")
    expect(draft.get_by_role("button")).to_have_count(0)
    assert faults(page) == []
    page.locator("#question").fill("谁安排你去的？")
    answer.press("Enter")
    expect(page.locator(".iv-qa").last).to_contain_text("当时没有办票。")


def test_an_engine_that_is_down_leaves_the_typing_alone(
    room: tuple[Page, str], speech_engine: SpeechEngine
) -> None:
    page, _session = room
    answer = page.locator("#answer")
    answer.fill("我自己打的字")
    speech_engine.status = 500
    listen = page.get_by_role("button", name="听写")
    listen.click()
    page.wait_for_timeout(1000)
    listen.click()
    expect(page.locator("[data-listen-state]")).to_contain_text("语音识别服务拒绝了请求")
    speech_engine.status = 200
    expect(answer).to_have_value("我自己打的字")
