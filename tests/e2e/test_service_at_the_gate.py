"""Serving a decision with a phone at the gate: a closed door, a refusal, and the day that counts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import House, open_context, sign_in
from tests.e2e.desk import Desk
from tests.e2e.test_pages_for_everyone import SIZES, faults

People = Callable[[str], Desk]
NARROW = "() => document.documentElement.scrollWidth <= window.innerWidth + 1"
DECIDED = """
import django; django.setup()
from datetime import date
from pathlib import Path
from random import Random
from anjian.config.demo import cast, story
from anjian.config.demo.city import Founded
from anjian.config.demo.play import Crew, Play
from anjian.people import queries as people
from anjian.people.models import Organisation
from anjian.dossiers import queries as dossiers
bureau = Organisation.objects.get(name=cast.CITY.name)
day = date(2026, 8, 10)  # long before the day on which these tests begin
place = Founded(bureau.id, cast.CITY)
place.officers.update({o.name: o.id for o in people.officers(bureau.id, on=day)})
place.units.update({u["name"]: u["id"] for u in people.units(bureau.id)})
crew = Crew(lead="王虎", co="赵敏", unit_head="刘建军", reviewer="方知", leader="陈立",
            head="郑国安", archivist="杜安", chair="高明", unit="执法支队一大队")
p = Play(place=place, crew=crew, now=story.morning(day), rng=Random(3))
firm = dossiers.find(bureau.id, "油品")[0]
story.play(p, stop="decided", title=firm.name + "动火作业未安排专门人员进行现场安全管理案",
           firm_id=firm.id, party_name=firm.name, party_head=firm.legal_person, place_code=firm.place_code,
           violation="WSL-101-3", facts=("动火作业现场未安排专门人员进行现场安全管理",), fine=20000,
           legal_review=False, discussion=False, defence="已经整改，请求从轻处罚。")
p.papers("D36")
Path(%(note)r).write_text(p.no)
"""


@pytest.fixture(scope="module")
def no(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A case whose decision waits to be served."""
    note = tmp_path_factory.mktemp("service") / "no"
    house.python(DECIDED % {"note": str(note)})
    return note.read_text(encoding="utf-8")


@pytest.fixture
def phone(chromium: Browser, house: House) -> Iterator[Desk]:
    """The phone of the officer who serves."""
    context = open_context(chromium, house, viewport=SIZES["phone"], has_touch=True, is_mobile=True)
    page = context.new_page()
    sign_in(page, "王虎")
    yield Desk("王虎", page, house.address)
    context.close()


def sound(page: Page, name: str) -> None:
    """The screen fits in light and dark, and axe finds nothing."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the literals
        if folder := os.environ.get("ANJIAN_LOOK"):
            page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)
        assert page.evaluate(NARROW), f"{name} runs off the screen"
        assert faults(page) == [], name


def send(desk: Desk, no: str) -> None:
    """Send the form of the step; it leads back to the page of service."""
    desk.submit_step()
    assert desk.page.url.rstrip("/").endswith(f"/cases/{no}/service"), desk.problems()


def test_a_closed_door_then_a_refusal_then_the_term_runs(phone: Desk, no: str) -> None:
    page = phone.page
    phone.go(f"/cases/{no}/service")
    card = page.locator(".service", has=page.get_by_role("heading", name="行政处罚决定书"))
    expect(card).to_contain_text("待送达")
    sound(page, "service-empty")
    card.get_by_role("link", name="开始送达").click()
    expect(page.locator("[name=f-document]")).not_to_have_value("")
    expect(page.locator("[name=f-recipient]")).to_have_value(re.compile("油品"))
    send(phone, no)

    expect(card.locator(".service-next").first).to_contain_text("直接送达")
    card.get_by_text("其他方式和不能采用的理由").click()
    expect(card).to_contain_text("呈请公告送达")
    card.locator(".step-closed", has_text="呈请公告送达").locator("summary").click()
    expect(card).to_contain_text("还没有直接送达未果的记录")
    sound(page, "service-ways")
    card.get_by_role("link", name="登记未能送达").click()
    expect(page.locator("[name=f-attempted_at]")).not_to_have_value("")
    sound(page, "service-attempt")
    for name, value in (
        ("place", "港口路1号"),
        ("failure", "absent"),
        ("explanation", "大门上锁，无人应答。"),
        ("recording", "执法记录仪R-21"),
    ):
        phone.fill(name, value)
    send(phone, no)
    expect(card.locator(".service-course")).to_contain_text("直接送达未果")
    expect(card.locator(".service-next").first).to_contain_text("邮寄送达")

    phone.go(f"/cases/{no}/service")
    card.get_by_text("其他方式和不能采用的理由").click()
    card.get_by_role("link", name="留置送达").click()
    for name, value in (
        ("refused_by", "孙某"),
        ("refuser", "head"),
        ("place", "港口路1号"),
        ("at_domicile", True),
        ("recording", "执法记录仪R-22"),
    ):
        phone.fill(name, value)
    send(phone, no)
    expect(card).to_contain_text("已送达")
    expect(card.get_by_role("link", name="打印")).to_have_count(1)
    sound(page, "service-done")
    card.get_by_role("link", name="送达处罚决定书").click()
    expect(page.locator("[name=f-method]")).to_have_value("left")
    expect(page.locator("[name=f-witness]")).to_have_value("执法记录仪R-22")
    send(phone, no)
    phone.go(f"/cases/{no}/")
    expect(page.locator("#clocks")).to_contain_text("缴纳罚款")


def test_the_case_page_says_what_waits_and_leads_there(people: People, no: str) -> None:
    wang = people("王虎")
    wang.case(no)
    panel = wang.page.locator("#service")
    expect(panel).to_contain_text("行政处罚决定书")
    expect(panel).to_contain_text("已送达")
    sound(wang.page, "service-panel")
    wang.page.emulate_media(color_scheme="light")
    panel.get_by_role("link", name="办理送达").click()
    wang.page.wait_for_url(f"**/cases/{no}/service")
    sound(wang.page, "service-desk")
    wang.page.emulate_media(color_scheme="light")
