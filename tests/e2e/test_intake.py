"""A third party hands in files by phone without an account, the officer takes them on; anybody checks."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import House, open_context
from tests.e2e.desk import Desk
from tests.e2e.test_pages_for_everyone import SIZES
from tests.e2e.test_summary_on_the_phone import sound
from tests.unit.evidence import hostile

People = Callable[[str], Desk]
TICKET = b"%PDF-1.4 ticket " + b"0" * 300_000


@pytest.fixture
def given(tmp_path: Path) -> list[Path]:
    ticket, photo = tmp_path / "动火作业票.pdf", tmp_path / "现场.jpg"
    ticket.write_bytes(TICKET)
    photo.write_bytes(hostile.photo())
    return [ticket, photo]


def test_files_come_in_by_a_link_and_leave_a_receipt(
    people: People, house: House, chromium: Browser, given: list[Path], tmp_path: Path
) -> None:
    wang = people("王虎")
    wang.go("/cases/new")
    wang.page.locator("[name=f-party_name]").fill("云州收件油品有限公司")
    wang.fill("violation", "WSL-101-3")
    wang.fill("title", "云州收件油品有限公司动火作业案")
    wang.press("登记", wang.page.locator("#lead"))
    wang.page.wait_for_url(re.compile(r"/cases/(?!new)[^/]+/$"))
    no = wang.page.url.rstrip("/").rsplit("/", 1)[-1]

    wang.go(f"/cases/{no}/evidence/")
    wang.page.get_by_role("link", name="他人提交的材料").click()
    expect(wang.page.get_by_text("还没有收到材料")).to_be_visible()
    wang.page.locator("[name=f-giver]").fill("云州安全技术公司")
    wang.page.get_by_label("其他单位或者个人").check()
    wang.page.locator("[name=f-asks]").fill("动火作业票\n现场照片")
    wang.page.get_by_role("button", name="生成链接").click()
    address = wang.page.locator("#made input").input_value()
    code = wang.page.locator("#made .in-code").inner_text()
    sound(wang.page, "intake-made")

    context = open_context(
        chromium, house, viewport=SIZES["phone"], color_scheme="dark", has_touch=True, is_mobile=True
    )
    phone = context.new_page()
    phone.goto(address)
    sound(phone, "intake-code")
    phone.get_by_label("验证码").fill("000000" if code != "000000" else "000001")
    phone.get_by_role("button", name="继续").click()
    expect(phone.get_by_role("alert")).to_contain_text("验证码不对")
    phone.get_by_label("验证码").fill(code)
    phone.get_by_role("button", name="继续").click()
    phone.locator("input[name=files]").set_input_files(given)
    expect(phone.locator("#waiting li")).to_have_count(2)
    expect(phone.locator("#waiting")).to_contain_text(hashlib.sha256(TICKET).hexdigest())
    sound(phone, "intake-files")
    expect(phone.locator("#send")).to_be_visible()
    phone.locator("[name=f-statement]").fill("均为原件")
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.locator("#send button.button-primary").click()
    if phone.locator("dialog[open]").count():
        phone.locator("dialog[open] button.button-primary").click()
    expect(phone.get_by_text("材料已经收到")).to_be_visible()
    sound(phone, "intake-receipt")
    with phone.expect_download() as waiting:
        phone.get_by_role("link", name="下载有签名的回执").click()
    told = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert [f["sha256"] for f in told["receipt"]["files"]] == [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in given
    ]
    context.close()

    wang.go(f"/cases/{no}/intake/")
    row = wang.page.locator("tr", has_text="动火作业票.pdf")
    expect(row).to_contain_text("动火作业票")
    sound(wang.page, "intake-handed")
    row.get_by_role("checkbox").check()
    wang.page.get_by_role("button", name="把选中的登记为证据").click()
    expect(wang.page.locator("[name=f-source]")).to_have_value(re.compile("通过材料提交链接提供"))
    expect(wang.page.locator("[name=f-record]")).to_have_value(re.compile(r"材料提交回执\d{8}-\d{4}"))


def test_a_station_is_set_up_and_its_recordings_are_empty_at_first(people: People) -> None:
    keeper = people("沈维")
    keeper.go("/dock/stations/")
    keeper.page.locator("[name=f-code]").fill("D9")
    keeper.page.locator("[name=f-name]").fill("二楼采集站")
    keeper.page.locator("[name=f-place]").fill("装备室")
    keeper.page.get_by_role("button", name="启用").click()
    expect(keeper.page.get_by_text("密钥，只显示这一次")).to_be_visible()
    sound(keeper.page, "dock-stations")
    keeper.page.reload()
    expect(keeper.page.get_by_text("密钥，只显示这一次")).to_have_count(0)
    wang = people("王虎")
    wang.go("/dock/")
    sound(wang.page, "dock-list")


@pytest.mark.parametrize("look", [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
def test_anybody_checks_a_file(
    house: House, chromium: Browser, tmp_path: Path, look: tuple[str, str]
) -> None:
    size, scheme = look
    context = open_context(chromium, house, viewport=SIZES[size], color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{house.address}/verify/")
    strange = tmp_path / "strange.pdf"
    strange.write_bytes(TICKET)
    page.locator("input[name=file]").set_input_files(strange)
    page.get_by_role("button", name="核验").click()
    expect(page.locator("#result")).to_contain_text("无法认定")
    sound(page, f"verify-{size}-{scheme}")
    context.close()
