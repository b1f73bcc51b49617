"""The discretion sheet in a browser: the band moves as one ticks, everybody can read it, tables are tried."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import House, open_context
from tests.e2e.desk import Desk
from tests.e2e.test_pages_for_everyone import SIZES, faults

CASES = """
from datetime import date
from pathlib import Path
from random import Random
import django
django.setup()
from anjian.config.demo import cast, firms, story
from anjian.config.demo.city import Founded
from anjian.config.demo.play import Play
from anjian.config.demo.seed import MAIN_CREW
from anjian.dossiers.queries import find
from anjian.people import queries as people
from anjian.people.models import Organisation

org = Organisation.objects.get(name=cast.CITY.name).id
day = date(2026, 9, 1)
place = Founded(org_id=org, bureau=cast.CITY)
for officer in people.officers(org, on=day):
    place.officers[officer.name] = officer.id
for unit in people.units(org):
    place.units[unit["name"]] = unit["id"]
firm = find(org, firms.MAIN_STORY_FIRM.name)[0]
def case(stop, fine, day, seed):
    p = Play(place=place, crew=MAIN_CREW, now=story.morning(day, 9), rng=Random(seed))
    story.play(p, stop=stop, title="云州恒泰油品储运有限公司动火作业无人监护案", firm_id=firm.id,
        party_name=firm.name, party_head=firm.legal_person, place_code=firm.place_code,
        violation="WSL-101-3", facts=("动火作业现场未安排专门人员进行现场安全管理",), fine=fine,
        legal_review=False, discussion=False)
    return p.no
for fine, day, seed in ((20000, date(2026, 6, 1), 1), (30000, date(2026, 6, 15), 2)):
    case("decided", fine, day, seed)
Path("{where}").write_text(case("investigating", 30000, date(2026, 9, 20), 4))
"""
People = Callable[[str], Desk]


@pytest.fixture(scope="module")
def case_no(house: House) -> str:
    """A case in investigation, and decided ones about the same conduct."""
    where = house.data / "weighed-case"
    house.python(CASES.replace("{where}", str(where)))
    return where.read_text()


def test_the_band_moves_and_the_sheet_goes_on_record(people: People, case_no: str) -> None:
    page = people("王虎").page
    page.goto(f"/cases/{case_no}/discretion")
    weighed = page.locator("#dn-weighed")
    expect(weighed).to_contain_text("3万元以上7万元以下")
    page.locator("[name='1.amount']").fill("20000")
    expect(weighed).to_contain_text("偏离幅度")
    expect(weighed.locator(".dn-mark-out")).to_be_attached()
    page.get_by_text("裁量情节", exact=False).first.click()
    page.locator("[name='1.factor.eliminated_harm']").select_option("lighter")
    expect(weighed).to_contain_text("3万元以下")
    expect(weighed.locator(".dn-mark-out")).not_to_be_attached()
    expect(weighed.get_by_role("table", name="罚款数额分布")).to_be_visible()
    page.locator("[name='1.reason']").fill("主动消除危害后果，一处动火作业。")
    page.get_by_role("button", name="提交裁量表").click()
    page.wait_for_url("**/discretion/trace")
    expect(page.locator("main")).to_contain_text("选定2万元")
    page.goto(f"/cases/{case_no}/steps/report")
    expect(page.locator("[name='f-fine_amount']")).to_have_value("20000")


def test_a_changed_table_is_tried_on_past_cases(people: People, case_no: str) -> None:
    page = people("王虎").page
    page.goto("/cases/whatif")
    draft = page.locator("#wi-draft")
    text = draft.input_value()
    one = (
        "rows:\n  - number: x\n    conduct: 动火\n    violations: [WSL-101-3]\n    grades:\n"
        "      - grade: A\n"
        "        when: [[]]\n        standards: [{target: unit, stage: first, from: 80000, to: 100000}]\n"
    )
    draft.fill(text.split("rows:")[0] + one)
    page.get_by_role("button", name="试算").click()
    expect(page.locator("#wi-result")).to_contain_text("多罚")


@pytest.mark.parametrize("look", [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
def test_everybody_can_read_it(
    people: People, house: House, chromium: Browser, case_no: str, look: tuple[str, str]
) -> None:
    size, scheme = look
    context = open_context(
        chromium,
        house,
        viewport=SIZES[size],
        color_scheme=scheme,
        storage_state=people("王虎").page.context.storage_state(),
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    for address in (
        f"/cases/{case_no}/discretion",
        f"/cases/{case_no}/discretion/trace",
        "/cases/whatif?table=shanxi-2021-260",
    ):
        page.goto(address)
        problems += [f"{address} {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{address} is wider than the screen")
    context.close()
    assert problems == []
