"""The console in a real browser: it follows what rooms do, by keys, on a wall, in the hand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, open_context
from tests.e2e.desk import Desk
from tests.e2e.test_pages_for_everyone import SIZES, faults

People = Callable[[str], Desk]
# Four people of one case, questioned at the same time, with long records; what they do comes from the
# actions themselves, as the room's pages call them.
SCENE = """
import django, json, sys
django.setup()
from datetime import timedelta
from anjian.audit.actions import close_separate_connection
from anjian.interviews import actions, queries
from anjian.interviews.models import Session
from anjian.interviews.script import script_on
from anjian.kit import clock
from anjian.kit.actor import Certificate
from anjian.people import actions as people, queries as staff
from anjian.people.models import Organisation
from tests.action.interviews.conftest import ZHANG
from anjian.cases.models import Case

at = clock.now()
case = Case.objects.get(no={no!r})
known = {{o.name: o.id for o in staff.officers(case.org_id, on=at.date())}}
boss = staff.actor(case.org_id, known["何清"], on=at.date())
out = {{"case": str(case.id), "rooms": []}}
for n, name in enumerate(("甲某", "乙某", "丙某", "丁某")):
    pair = []
    for k in "一二":
        certificate = Certificate(no=f"L-{{n}}{{k}}", issuer="省政府", field="应急", area="全市",
            valid_from=at.date() - timedelta(days=30), valid_to=at.date() + timedelta(days=300))
        officer = people.register_officer(people.RegisterOfficer(name=f"访{{n}}{{k}}", unit_id=boss.unit_id,
            post="执法人员", roles=frozenset({{"interviewer"}}), since=at.date() - timedelta(days=30),
            certificates=(certificate,)), by=boss, at=at)
        pair.append(staff.actor(case.org_id, officer, on=at.date()))
    room = actions.set_up_room(actions.SetUpRoom(name=f"台{{n + 1}}室", position=70 + n), by=boss, at=at)
    session = actions.prepare_session(actions.PrepareSession(case_id=case.id, name=name, room_id=room,
        lead_id=pair[0].id, recorder_id=pair[1].id, matter="动火作业"), by=boss, at=at)
    for one in pair:
        actions.enter_room(session, by=one, at=at)
    known = ZHANG | {{"name": name, "phone": f"139000000{{n}}0", "id_no": f"E9000000{{n}}"}}
    actions.record_identity(actions.RecordIdentity(session_id=session, **known), by=pair[0], at=at)
    for line in script_on(at.date()).lines:
        told = actions.TellRights(session_id=session, code=line.code, answer=line.answer)
        actions.tell_rights(told, by=pair[0], at=at)
    actions.begin_questions(session, by=pair[0], at=at)
    for i in range(1, 61 if n == 0 else 4):
        question, answer = f"第{{i}}件事记得吗？", f"{{name}}记得第{{i}}件事。"
        if n == 0 and i == 3:
            question, answer = "5号罐的动火作业是谁安排的？", "5号罐是乙某指派我和另外两名工人去的。"
        actions.commit_segment(
            actions.CommitSegment(session_id=session, question=question, answer=answer), by=pair[0], at=at)
    out["rooms"].append([str(session), str(pair[0].id)])
print(json.dumps(out))
"""
SAY = """
import django
django.setup()
from uuid import UUID
from anjian.interviews import actions
from anjian.interviews.models import Session
from anjian.kit import clock
from anjian.people import queries as staff

session = Session.objects.get(id=UUID({session!r}))
officer = staff.actor(session.org_id, UUID({officer!r}), on=clock.today())
actions.commit_segment(
    actions.CommitSegment(session_id=session.id, question={question!r}, answer={answer!r}),
    by=officer, at=clock.now())
"""
# What is drawn, without what each viewer arranges and what counts on by itself.
DRAWN = """() => {
  const whole = document.querySelector('.iv-console').cloneNode(true);
  const passing = '[data-edge], .iv-room-menu, .iv-earlier, .iv-tile, svg, time, [data-to-end]';
  for (const gone of whole.querySelectorAll(passing)) gone.remove();
  const text = e => e.textContent.replace(/\\s+/g, ' ').trim();
  const found = {};
  for (const room of whole.querySelectorAll('.iv-room')) {
    found[room.id] = [text(room.querySelector('[data-head]')), text(room.querySelector('[data-foot]'))];
    for (const qa of room.querySelectorAll('.iv-qa')) found[room.id + '/' + qa.dataset.no] = qa.innerHTML;
  }
  found.cards = [...whole.querySelectorAll('.iv-card')].map(text);
  found.receipts = [...whole.querySelectorAll('[data-receipts] > li')].map(text);
  found.figures = text(whole.querySelector('#console-figures'));
  return JSON.stringify(found);
}"""


@dataclass
class Stage:
    """The case, its rooms, and a console that stays open."""

    house: House
    page: Page
    address: str
    rooms: list[list[str]]

    def say(self, room: int, question: str, answer: str) -> None:
        """Let a room commit an answer."""
        session, officer = self.rooms[room]
        self.house.python(SAY.format(session=session, officer=officer, question=question, answer=answer))

    def talk(self, room: int) -> Any:
        """The transcript of a room."""
        return self.page.locator(f"#room-{self.rooms[room][0]} [data-talk]")


def _with_tests(house: House) -> dict[str, str]:
    """The installation's own environment, with the tests' cast beside it."""
    env = dict(house.installation.environment)
    root = str(Path(__file__).parents[2])
    env["PYTHONPATH"] = os.pathsep.join(p for p in (env.get("PYTHONPATH", ""), root) if p)
    return env


@pytest.fixture(scope="module")
def stage(people: People, house: House, chromium: Browser) -> Iterator[Stage]:
    wang, he = people("王虎"), people("何清")
    wang.go("/cases/new")
    wang.page.locator("[name=f-party_name]").fill("云州四室油品有限公司")
    wang.fill("violation", "WSL-101-3")
    wang.fill("title", "云州四室油品有限公司动火作业未安排专门人员进行现场安全管理案")
    wang.press("登记", wang.page.locator("#lead"))
    wang.page.wait_for_url(re.compile(r"/cases/(?!new)[^/]+/$"))
    no = wang.page.url.rstrip("/").rsplit("/", 1)[-1]
    done = subprocess.run(
        [sys.executable, "-c", SCENE.format(no=no)], env=_with_tests(house), check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    scene = json.loads(done.stdout.splitlines()[-1])
    context = open_context(chromium, house, storage_state=he.page.context.storage_state())
    page = context.new_page()
    address = f"/interviews/cases/{scene['case']}/"
    page.goto(address)
    expect(page.locator(".live-state")).to_have_attribute("data-state", "live")
    yield Stage(house, page, address, scene["rooms"])
    context.close()


def test_a_contradiction_far_back_is_fetched_joined_and_pointed_at(stage: Stage) -> None:
    page = stage.page
    expect(stage.talk(0).locator(".iv-qa")).to_have_count(40)
    stage.say(1, "5号罐的动火作业由谁安排？", "我没有安排，5号罐是甲某自己去的。")
    card = page.locator("[data-card]")
    expect(card).to_have_count(1)
    expect(stage.talk(1)).to_contain_text("我没有安排")
    # The other side lies before what is shown: a sign at the edge says so, pressing it brings it.
    edge = page.locator(f"#room-{stage.rooms[0][0]} [data-edge=up] button")
    expect(edge).to_contain_text("①")
    edge.click()
    mark = stage.talk(0).locator(".iv-mark")
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_text(re.compile("①$"))
    expect(page.locator(".iv-lines path")).to_have_count(1)
    expect(edge).to_have_count(0)


def test_who_reads_back_is_left_there_and_told_of_new_answers(stage: Stage) -> None:
    talk = stage.talk(0)
    talk.evaluate("e => { e.scrollTop = e.scrollHeight / 3 }")
    stage.say(0, "还有补充吗？", "最后一句补充。")
    button = stage.page.locator(f"#room-{stage.rooms[0][0]} [data-to-end]")
    expect(button).to_contain_text("1条新回答")
    button.click()
    expect(talk.get_by_text("最后一句补充。")).to_be_in_viewport()
    expect(button).to_be_hidden()


def test_the_page_that_followed_is_the_page_opened_now(stage: Stage) -> None:
    page = stage.page
    page.keyboard.press("a")
    expect(page.locator("#prompt-text")).not_to_have_value("")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-receipts] > li")).to_have_count(1)
    followed = json.loads(page.evaluate(DRAWN))
    other = page.context.new_page()
    other.goto(stage.address)
    expect(other.locator(".live-state")).to_have_attribute("data-state", "live")
    opened = json.loads(other.evaluate(DRAWN))
    other.close()
    assert {k: v for k, v in followed.items() if k in opened} == opened


def test_everything_has_a_key(stage: Stage) -> None:
    page = stage.page
    page.locator("h1").click()
    page.keyboard.press("2")
    expect(stage.talk(1)).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("[data-shelf] button")).to_have_count(1)
    expect(page.locator(".iv-room:visible")).to_have_count(3)
    page.locator("[data-shelf] button").click()
    page.keyboard.press("j")
    expect(page.locator("[data-card]")).to_be_focused()
    page.keyboard.press("v")
    expect(page.locator("[data-card] .iv-card-state")).to_contain_text("核实中")
    page.keyboard.press("r")
    expect(page.locator("[data-card] textarea")).to_be_focused()
    page.locator("[data-card] textarea").fill("记录本证实乙某安排。")
    page.locator("[data-card]").get_by_role("button", name="已解决").click()
    expect(page.locator("#console-figures")).to_contain_text("0 处矛盾待处理")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_contain_text("大屏")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("补充")
    page.keyboard.press("Enter")
    expect(page.locator(".iv-found")).to_contain_text("最后一句")
    assert "q=" in page.url
    page.locator("[data-clear]").or_(page.locator("[data-filters] [name=q]")).first.click()
    page.goto(stage.address)


def test_the_ledger_tells_the_whole_way(stage: Stage) -> None:
    page = stage.page
    page.goto(f"{stage.address}contradictions")
    expect(page.locator(".iv-moves li")).to_have_count(3)
    expect(page.locator(".iv-ledger")).to_contain_text("提示1")
    assert faults(page) == []
    page.goto(stage.address)


@pytest.mark.parametrize("look", [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
def test_no_fault_at_the_desk_in_the_hand_in_the_dark(
    stage: Stage, house: House, chromium: Browser, look: tuple[str, str]
) -> None:
    size, scheme = look
    state = stage.page.context.storage_state()
    context = open_context(chromium, house, viewport=SIZES[size], color_scheme=scheme, storage_state=state)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    for address in (stage.address, f"{stage.address}?disputed=1&q=补充", f"{stage.address}contradictions"):
        page.goto(address)
        problems += [f"{address} {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{address} is wider than the screen")
    if size == "phone":
        page.goto(stage.address)
        expect(page.locator(".iv-room:visible")).to_have_count(1)
        page.get_by_role("button", name="丙某").click()
        expect(page.locator(".iv-room:visible h2")).to_contain_text("丙某")
        page.get_by_role("button", name="证词比对").click()
        expect(page.locator("#console-board")).to_be_visible()
    context.close()
    assert problems == []


def test_a_wall_shows_rooms_and_contradictions_in_letters_for_two_metres(
    stage: Stage, house: House, chromium: Browser
) -> None:
    state = stage.page.context.storage_state()
    context = open_context(chromium, house, viewport={"width": 1920, "height": 1080}, storage_state=state)
    page = context.new_page()
    page.goto(f"{stage.address}?wall=1")
    expect(page.locator(".iv-room:visible")).to_have_count(3)
    expect(page.locator(".iv-prompt")).to_be_hidden()
    sizes = page.evaluate(
        "[...document.querySelectorAll('.iv-room:not(.is-off) .iv-a span:last-child, .iv-room h2')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 28
    assert faults(page) == []
    page.keyboard.press("w")
    expect(page.locator(".iv-prompt")).to_be_visible()
    assert "wall" not in page.url
    context.close()
