"""The analysis of testimonies in a browser: readable by everybody, by keyboard, and fresh by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, open_context
from tests.e2e.desk import Desk
from tests.e2e.test_pages_for_everyone import SIZES, faults

VIEWS = {
    "facts": "事实表",
    "silence": "沉默图",
    "timeline": "时间线",
    "people": "人物关系",
    "sameness": "雷同",
}
BEGIN = """
from pathlib import Path
import django
django.setup()
from django.contrib.auth import get_user_model
from anjian.audit.actions import transaction
from anjian.cases import access
from anjian.cases.actions import OpenCase, open_case
from anjian.config.demo import cast
from anjian.interviews import crosscheck, events, queries
from anjian.interviews.actions._common import digest
from anjian.interviews.actions.board import keep_alarms
from anjian.interviews.models import Board, Segment, Session
from anjian.kit import clock
from anjian.kit.ids import uuid7
from anjian.law import violations
from anjian.people.queries import actor_for_user

names = {someone.name: someone.username for someone in cast.accounts()}
def who(name):
    return actor_for_user(get_user_model().objects.get(username=names[name]), on=clock.today())

def say(session_id, question, answer):
    session, now, by = Session.objects.get(id=session_id), clock.now(), who("何清")
    with transaction(by=by, at=now) as tx:
        board = Board.objects.select_for_update().get(org_id=session.org_id, id=session.case_id)
        board.segment_count += 1
        board.save()
        session.segment_count += 1
        session.save()
        row = Segment.objects.create(id=uuid7(), org_id=session.org_id, case_id=session.case_id,
            session_id=session.id, person_id=session.person_id, no=session.segment_count, version=1,
            case_seq=board.segment_count, question=question, answer=answer, author_id=by.id,
            committed_at=now)
        tx.record(events.SegmentCommitted(stream_id=session.case_id, session_id=session.id,
            person=session.name, segment_id=row.id, no=row.no, digest=digest(question, answer),
            prompt_id=None))
        keep_alarms(tx, row, crosscheck.alarms_for(row))
"""
FOUND = """
now = clock.now()
no = open_case(OpenCase(title="云州分析油品有限公司动火作业案", source="inspection",
    party_kind="unit", party_name="云州分析油品有限公司",
    violation=violations.violations(now.date())[0].code, place_code="990102"),
    by=who("王虎"), at=now)
case = access.case_for(who("王虎"), no)
rooms = queries.room_list(case.org_id)
Board.objects.get_or_create(org_id=case.org_id, id=case.id)
said = {}
for n, (name, post) in enumerate((("张某", "作业工人"), ("李某", "带班班长"), ("王某", "安全员"))):
    said[name] = Session.objects.create(id=uuid7(), org_id=case.org_id, case_id=case.id, case_no=no,
        case_title=case.title, room_id=rooms[n].id, person_id=uuid7(), no=1, state="closed",
        matter="动火作业",
        prepared_at=now, started_at=now, ended_at=now, name=name, post=post).id
for name, question, answer in (
    ("张某", "3号罐的动火作业是谁安排的？", "是李某指派我和另外两名工人去的。"),
    ("李某", "3号罐的动火作业由谁安排？", "我没有安排，是张某自己去的。"),
    ("张某", "几点开始动火的？", "上午九点半左右。"),
    ("李某", "动火是几点开始的？", "十点一刻，我从办公室出来看的表。"),
    ("王某", "动火作业票办了没有？", "这个我记不清了。"),
    ("张某", "动火作业票办了没有？", "没有办票。"),
    ("张某", "请讲事发经过。",
        "当时班组按照交接班安排把罐口盖板打开通风，随后检查焊把线接头完好才开始干活。"),
    ("李某", "请讲事发经过。",
        "当时班组按照交接班的安排把罐口盖板打开通风，随后检查了焊把线接头完好才开始干活。"),
):
    say(said[name], question, answer)
Path("%(note)s").write_text(f"{case.id} {said['王某']}")
"""
MORE = 'say("%s", "3号罐的动火作业由谁安排？", "是李某安排的，早班会上说的。")\n'

People = Callable[[str], Desk]


@pytest.fixture(scope="module")
def case(house: House, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A case with three people's answers; its id and the session of the third."""
    note = tmp_path_factory.mktemp("analysis") / "case"
    house.python(BEGIN + FOUND % {"note": note})
    case_id, session_id = note.read_text().split()
    return case_id, session_id


@pytest.mark.parametrize("look", [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
def test_every_view_is_for_everybody(
    people: People, house: House, chromium: Browser, case: tuple[str, str], look: tuple[str, str]
) -> None:
    size, scheme = look
    context = open_context(
        chromium,
        house,
        viewport=SIZES[size],
        color_scheme=scheme,
        storage_state=people("何清").page.context.storage_state(),
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    for view in (*VIEWS, "people&with=actor&with=present", "facts&show=all&print=1"):
        page.goto(f"/interviews/cases/{case[0]}/analysis?view={view}")
        problems += [f"{view} {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{view} is wider than the screen")
    context.close()
    assert problems == []


def _open(people: People, house: House, chromium: Browser, address: str, **traits: object) -> Page:
    state = people("何清").page.context.storage_state()
    page = open_context(chromium, house, storage_state=state, **traits).new_page()
    page.goto(address)
    return page


def test_the_grid_goes_by_arrow_keys_and_opens_both_quotes(
    people: People, house: House, chromium: Browser, case: tuple[str, str]
) -> None:
    page = _open(people, house, chromium, f"/interviews/cases/{case[0]}/analysis?view=facts")
    cells = page.locator("[data-cell]")
    expect(cells.first).to_have_attribute("tabindex", "0")
    assert page.locator('[data-cell][tabindex="0"]').count() == 1
    cells.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    cell = page.locator("tbody tr").first.locator("[data-cell]").nth(1)
    expect(cell).to_be_focused()
    page.keyboard.press("Enter")
    title = page.locator("#ivb-detail-title")
    expect(title).to_be_focused()
    quotes = page.locator(".ivb-words")
    expect(quotes).to_have_count(2)
    expect(quotes.nth(0).locator("mark")).to_have_text("是李某指派我和另外两名工人去的")
    assert "#answer-1" in (quotes.nth(1).get_by_role("link", name="录像").get_attribute("href") or "")
    assert "#seg-" in (quotes.nth(0).get_by_role("link", name="实录").get_attribute("href") or "")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()
    page.context.close()


def test_without_scripts_a_cell_is_a_link_to_the_same_quotes(
    people: People, house: House, chromium: Browser, case: tuple[str, str]
) -> None:
    address = f"/interviews/cases/{case[0]}/analysis?view=facts"
    page = _open(people, house, chromium, address, java_script_enabled=False)
    page.locator("[data-cell]").first.click()
    expect(page.locator(".ivb-words")).to_have_count(2)
    page.context.close()


def test_the_console_shows_it_and_a_new_answer_appears_by_itself(
    people: People, house: House, chromium: Browser, case: tuple[str, str]
) -> None:
    page = _open(people, house, chromium, f"/interviews/cases/{case[0]}/")
    for label in VIEWS.values():
        page.get_by_role("link", name=label, exact=True).click()
        expect(page.get_by_role("heading", name=label, exact=True)).to_be_visible()
    page.get_by_role("link", name="事实表", exact=True).click()
    cell = page.locator("tbody tr").first.locator("td").nth(2)
    expect(cell).to_contain_text("未问")
    house.python(BEGIN + MORE % case[1])
    expect(cell).to_contain_text("李某安排")
    page.context.close()
