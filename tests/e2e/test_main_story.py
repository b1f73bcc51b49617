"""The main story in the browser: an oil depot's hot work, from the lead to a bundle that verifies.

Every person sits in a browser of their own. The chapters run in order and share one case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk

FIRM = "云州恒泰油品储运有限公司"
FACT = "动火作业现场未安排专门人员进行现场安全管理"
HANDLERS = ("王虎", "赵敏")

People = Callable[[str], Desk]

_WORDS = {
    "见证": "无",
    "电话": "13900000000",
    "记录人": "何清",
}


def words(label: str, kind: str) -> str:
    """What an officer writes where a document asks for words that nothing else fills."""
    if kind == "date":
        return "2026-10-08"
    if kind == "datetime-local":
        return "2026-10-08T09:30"
    for part, text in _WORDS.items():
        if part in label:
            return text
    return f"{label}见案卷材料，经核对无误。"


@dataclass(slots=True)
class Story:
    """What the chapters hand on to each other."""

    no: str = ""
    case_id: str = ""
    bundle: Path = Path()


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


def test_the_lead_is_registered_from_the_firms_file(people: People, story: Story) -> None:
    wang = people("王虎")
    wang.go("/cases/")
    wang.page.get_by_role("link", name="登记线索").first.click()
    wang.page.get_by_label("查找企业").fill("恒泰油品")
    wang.press("查找")
    wang.page.get_by_role("link", name=FIRM, exact=True).first.click()
    expect(wang.page.locator("[name=f-party_name]")).to_have_value(FIRM)
    wang.fill("violation", "WSL-101-3")
    wang.fill("title", f"{FIRM}动火作业未安排专门人员进行现场安全管理案")
    wang.press("登记", wang.page.locator("#lead"))
    wang.page.wait_for_url(re.compile(r"/cases/(?!new)[^/]+/$"))
    story.no = wang.page.url.rstrip("/").rsplit("/", 1)[-1]
    assert wang.state(story.no) == "线索受理"


def test_the_case_is_filed(people: People, story: Story) -> None:
    wang, zhao, liu, chen = (people(name) for name in (*HANDLERS, "刘建军", "陈立"))
    wang.step(
        story.no,
        "accept_lead",
        found_on="2026-10-08",
        conduct_on="2026-10-07",
        summary=f"{FACT}，动火作业前未办理作业审批手续。",
        handlers=HANDLERS,
        no_conflict=True,
    )
    assert wang.state(story.no) == "立案审批"
    wang.complete(story.no, "立案审批表", words)
    wang.sign_paper(story.no, "立案审批表", "officer")
    zhao.sign_paper(story.no, "立案审批表", "officer2")
    wang.submit_paper(story.no, "立案审批表")
    liu.approve_paper(story.no, "立案审批表")
    chen.approve_paper(story.no, "立案审批表")
    wang.issue_paper(story.no, "立案审批表")
    chen.step(story.no, "file", opinion="同意立案。")
    assert chen.state(story.no) == "已立案"


def test_a_stranger_sees_nothing(people: People, story: Story) -> None:
    lin = people("林远")
    assert lin.status(f"/cases/{story.no}/") == 404
    assert lin.status(f"/cases/{story.no}/evidence/") == 404
    assert lin.status(f"/cases/{story.no}/steps/start_investigation") == 404
    lin.go("/cases/?q=恒泰油品")
    expect(lin.page.locator("main")).not_to_contain_text(FIRM)
