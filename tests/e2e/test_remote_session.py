"""An officer and a guest without account in two browsers: link, code, notice, call, evidence, record, end."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, Page, expect

from anjian.config.demo import cast
from tests.e2e.conftest import CHROMIUM, PATIENCE_MS, SWITCHES, open_context, sign_in
from tests.e2e.desk import ACCOUNTS
from tests.e2e.test_pages_for_everyone import SIZES, faults
from tests.e2e.test_recording import FAKE_MEDIA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Playwright

    from tests.e2e.conftest import House

OPEN = """
from pathlib import Path
import django
django.setup()
from django.conf import settings
from anjian.config import timemachine
timemachine.install(settings.DATA_DIR)
from django.contrib.auth import get_user_model
from anjian.cases.actions import OpenCase, open_case
from anjian.config.demo import cast
from anjian.kit import clock
from anjian.law import violations
from anjian.people.queries import actor_for_user
names = {someone.name: someone.username for someone in cast.accounts()}
by = actor_for_user(get_user_model().objects.get(username=names["王虎"]), on=clock.today())
code = violations.violations(clock.now().date())[0].code
no = open_case(OpenCase(title="云州远程油品有限公司动火作业案", source="inspection", party_kind="unit",
    party_name="云州远程油品有限公司", violation=code, place_code="990102"), by=by, at=clock.now())
Path("%s").write_text(no)
"""
SLOW_MS = 120_000
ID_NO = "610102198506150013"
SHOTS = os.environ.get("ANJIAN_SHOTS", "")


def look(page: Page, name: str) -> None:
    """Check a page for everybody, light on a desk, dark on a phone; keep pictures where a folder is named."""
    before = page.viewport_size
    for size, scheme in (("desk", "light"), ("phone", "dark")):
        viewport = SIZES[size]
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= viewport["width"], (name, size, wide)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{size}-{scheme}.png", full_page=True)
        assert faults(page) == [], (name, size, scheme)
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """Two browsers that draw, encode and record without a graphics card need more time than a page."""
    expect.set_options(timeout=SLOW_MS)
    yield
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def browser(player: Playwright) -> Iterator[Browser]:
    made = player.chromium.launch(executable_path=CHROMIUM, args=[*SWITCHES, *FAKE_MEDIA])
    yield made
    made.close()


@pytest.fixture(scope="module")
def case_no(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    note = tmp_path_factory.mktemp("remote") / "no"
    house.python(OPEN % note)
    return note.read_text()


@pytest.fixture(scope="module")
def officer(house: House, browser: Browser) -> Iterator[Page]:
    context = open_context(browser, house, permissions=["camera", "microphone"])
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "王虎")
    yield page
    context.close()


@pytest.fixture
def phone(house: House, browser: Browser) -> Iterator[BrowserContext]:
    context = open_context(
        browser, house, viewport=SIZES["phone"], permissions=["camera", "microphone", "geolocation"],
        geolocation={"latitude": 30.25, "longitude": 120.16, "accuracy": 12},
    )  # fmt: skip
    context.set_default_timeout(SLOW_MS)
    yield context
    context.close()


def arrange(page: Page, case_no: str, name: str) -> tuple[str, str]:
    """Arrange a session on the page; return its link and code."""
    page.goto(f"/cases/{case_no}/remote/new")
    page.locator("[name=f-guest_name]").fill(name)
    page.locator("[name=f-capacity]").fill("证人")
    page.locator("[name=f-guest_phone]").fill("13900000031")
    page.locator("[name=f-known_id_no]").fill(ID_NO)
    page.locator("[name=f-matter]").fill("10月8日动火作业的安排")
    page.locator("[name=f-purpose]").fill("证明动火作业由谁安排")
    second = page.locator("select[name=f-second_id]")
    second.select_option(second.locator("option", has_text="赵敏").get_attribute("value"))
    page.get_by_role("button", name="生成链接和验证码").click()
    expect(page.locator("#remote-code")).to_be_visible()
    return page.locator("#remote-link").inner_text(), page.locator("#remote-code").inner_text()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def draw(page: Page, root: str) -> None:
    """Sign on the pad inside an element, again if the pad was not awake yet."""
    signed = page.locator(f"{root} input[name=image]").first
    for _try in range(10):
        _strokes(page, root)
        if signed.input_value():
            return
        page.wait_for_timeout(500)
    raise AssertionError(root)


def _strokes(page: Page, root: str) -> None:
    pad = page.locator(f"{root} canvas").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 20 + step * 18, box["y"] + 30 + (step % 3) * 14)
    page.mouse.up()


def shown(page: Page) -> None:
    """Wait until the other side's picture is there."""
    for _try in range(200):
        if page.locator("[data-theirs]").evaluate("v => v.videoWidth"):
            return
        page.wait_for_timeout(300)
    raise AssertionError("no picture")


def enter(phone: BrowserContext, link: str, code: str) -> Page:
    guest = phone.new_page()
    guest.goto(link)
    guest.get_by_label("六位验证码").fill(code)
    press(guest, "进入")
    expect(guest.locator("[data-panel]")).to_be_visible()
    return guest


def test_a_session_from_link_to_filed_evidence(
    officer: Page, phone: BrowserContext, case_no: str, tmp_path: Path
) -> None:
    link, code = arrange(officer, case_no, "罗小文")
    look(officer, "invited")
    guest = phone.new_page()
    guest.goto(link)
    assert "云州远程油品" not in guest.content()
    look(guest, "code")
    wrong = "000000" if code != "000000" else "111111"
    guest.get_by_label("六位验证码").fill(wrong)
    press(guest, "进入")
    expect(guest.get_by_role("alert")).to_contain_text("还可以再试4次")
    guest.get_by_label("六位验证码").fill(code)
    press(guest, "进入")
    expect(guest.get_by_role("heading", name="先检查您的设备")).to_be_visible()
    assert case_no not in guest.content()
    officer.get_by_role("link", name="进入取证页面").click()
    press(officer, "我已到场")
    officer.get_by_text("另一名执法人员在同一台电脑").click()
    officer.get_by_label("账号").fill(ACCOUNTS["赵敏"])
    officer.get_by_label("密码").fill(cast.PASSWORD)
    press(officer, "确认到场")
    press(officer, "打开摄像头和麦克风")
    press(guest, "打开摄像头和麦克风")
    expect(guest.get_by_role("heading", name="请出示身份证")).to_be_visible(timeout=SLOW_MS)
    for page in (officer, guest):
        expect(page.locator("[data-remote-stage]")).to_have_attribute(
            "data-call", "connected", timeout=SLOW_MS
        )
        shown(page)
    look(guest, "waiting")

    press(officer, "拍摄证件")
    expect(officer.locator("#remote-items li")).to_have_count(1, timeout=SLOW_MS)
    officer.get_by_label("身份证件号码").fill("610102198506150014")
    officer.get_by_label("住址").fill("云州市码头路12号")
    officer.get_by_label("对方所在地点（自述）").fill("云州市码头路12号家中")
    officer.get_by_label("本人与证件照片一致").check()
    press(officer, "核对身份")
    expect(officer.locator(".remote-identity").get_by_role("alert")).to_contain_text("校验位")
    officer.get_by_label("身份证件号码").fill(ID_NO)
    press(officer, "核对身份")
    expect(officer.locator("#remote-head")).to_have_attribute("data-state", "identified")
    press(officer, "开始录制")
    for page in (officer, guest):
        expect(page.locator("[data-rec=on], [data-rec=late]")).to_be_visible(timeout=SLOW_MS)
    officer.wait_for_timeout(1500)
    for number in range(7):
        press(officer, "已宣读")
        expect(officer.locator("#remote-now").get_by_text("已宣读，等待对方确认")).to_have_count(1)
        if number == 2:
            look(guest, "points")
        press(guest, "听清楚了")
        expect(guest.get_by_text("已确认")).to_have_count(number + 1, timeout=SLOW_MS)
        expect(officer.locator("#remote-now").get_by_text("已宣读，等待对方确认")).to_have_count(0)
    press(guest, "我同意，不申请回避")
    expect(officer.locator("#remote-head")).to_have_attribute("data-state", "working")
    press(guest, "发送位置")

    officer.get_by_label("问（留空则记为所见）").fill("当天动火是谁安排的？")
    officer.get_by_label("答、所见").fill("是班组长安排的。")
    press(officer, "写入笔录")
    expect(officer.locator("#remote-lines")).to_contain_text("是班组长安排的。")
    officer.locator("#shot-title").fill("作业票照片")
    press(officer, "截图取证")
    expect(guest.locator(".remote-items li")).to_have_count(1, timeout=SLOW_MS)
    permit = tmp_path / "动火作业票.txt"
    permit.write_text("动火作业票 1008-3", encoding="utf-8")
    guest.get_by_label("提交文件或者照片").set_input_files(permit)
    expect(officer.locator("#remote-items li")).to_have_count(3, timeout=SLOW_MS)
    digest = hashlib.sha256(permit.read_bytes()).hexdigest()
    groups = " ".join(digest[n : n + 4] for n in range(0, 16, 4))
    for page in (officer, guest):
        expect(page.get_by_text(groups)).to_be_visible()
    for count in (1, 2):
        press(guest, "与执法人员念的一致")
        expect(guest.get_by_text("您已核对一致")).to_have_count(count)
    expect(officer.get_by_text("对方已核对")).to_have_count(2)
    look(guest, "working")
    look(officer, "session")

    guest = killed(phone, guest, link)
    expect(officer.locator("[data-remote-stage]")).to_have_attribute(
        "data-call", "connected", timeout=SLOW_MS
    )
    expect(guest.locator("[data-rec=on], [data-rec=late]")).to_be_visible(timeout=SLOW_MS)
    expect(officer.locator("#remote-recording")).to_contain_text("浏览器或页面崩溃", timeout=SLOW_MS)

    press(officer, "笔录交对方核对")
    expect(guest.get_by_role("heading", name=re.compile("请核对笔录：第1页"))).to_be_visible()
    look(guest, "reading")
    guest.get_by_text("有错误，或者要补充").click()
    guest.get_by_label("哪里不对、应当是什么").fill("不是班组长，是车间主任安排的。")
    press(guest, "写入更正")
    expect(guest.get_by_text("您的更正")).to_be_visible()
    expect(officer.locator("#remote-lines")).to_contain_text("对方更正第1页")
    for _page in range(8):
        button = guest.get_by_role("button", name="这一页看完了，没有错误")
        heading = guest.locator("[data-panel] h2").inner_text()
        if not button.count():
            break
        button.click()
        expect(guest.locator("[data-panel] h2")).not_to_have_text(heading)
    press(guest, "以上笔录我看过，与我说的一致")
    for _page in range(8):
        expect(guest.locator("[data-panel] h2")).to_contain_text("签名")
        heading = guest.locator("[data-panel] h2").inner_text()
        if "请稍候" in heading:
            break
        draw(guest, "[data-sign]")
        if _page == 0:
            look(guest, "signing")
        press(guest, "签在这一页")
        expect(guest.locator("[data-panel] h2")).not_to_have_text(heading)
    for name in ("王虎签名", "赵敏签名"):
        officer.get_by_text(name, exact=True).click()
        root = f"details:has(summary:text-is('{name}'))"
        draw(officer, root)
        officer.locator(root).get_by_role("button", name="签名", exact=True).click()
        expect(officer.locator(root)).to_have_count(0)
    press(officer, "停止录制")
    for page in (officer, guest):
        expect(page.locator("[data-rec=done]")).to_be_visible(timeout=SLOW_MS)
    press(officer, "出具完整性证明")
    press(officer, "制发笔录并登记全部证据")
    expect(officer.locator("#remote-now")).to_contain_text("笔录已制发", timeout=SLOW_MS)
    expect(guest.get_by_role("heading", name="已结束，谢谢您的配合")).to_be_visible()
    look(officer, "closed")
    officer.goto(f"/cases/{case_no}/evidence/")
    for title in ("罗小文远程取证同步录音录像", "作业票照片", "动火作业票.txt", "罗小文证件照片"):
        expect(officer.get_by_text(title).first).to_be_visible()
    officer.goto(f"/cases/{case_no}/remote/")
    look(officer, "list")


def killed(phone: BrowserContext, guest: Page, link: str) -> Page:
    """Kill the guest's page as a crash would, and open the same link on the same device again."""
    with contextlib.suppress(Error):
        guest.goto("chrome://crash", timeout=10_000)
    with contextlib.suppress(Error):
        guest.close()
    again = phone.new_page()
    again.goto(link)
    expect(again.get_by_role("heading", name="请回答问题、出示材料")).to_be_visible()
    return again


def test_another_device_and_a_stranger_get_nothing(
    officer: Page, phone: BrowserContext, house: House, browser: Browser, case_no: str
) -> None:
    link, code = arrange(officer, case_no, "马师傅")
    enter(phone, link, code)
    other = open_context(browser, house)
    page = other.new_page()
    answer = page.goto(link)
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", name="不能进入")).to_be_visible()
    assert page.goto(link.rsplit("/g/", 1)[0] + "/g/" + "a" * 43 + "/").status == 404  # type: ignore[union-attr]
    look(page, "away")
    other.close()


def test_five_wrong_codes_lock_the_link(officer: Page, phone: BrowserContext, case_no: str) -> None:
    link, code = arrange(officer, case_no, "苏师傅")
    guest = phone.new_page()
    guest.goto(link)
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3, 2, 1):
        guest.get_by_label("六位验证码").fill(wrong)
        press(guest, "进入")
        expect(guest.get_by_role("alert")).to_contain_text(f"再试{left}次")
    guest.get_by_label("六位验证码").fill(wrong)
    press(guest, "进入")
    expect(guest.get_by_text("链接已锁定")).to_be_visible()
    officer.goto(f"/cases/{case_no}/remote/")
    expect(officer.locator("tr", has_text="苏师傅")).to_contain_text("链接已锁定")


def test_who_does_not_consent_is_sent_home_politely(
    officer: Page, phone: BrowserContext, case_no: str
) -> None:
    link, code = arrange(officer, case_no, "何师傅")
    guest = enter(phone, link, code)
    guest.get_by_text("我不同意以视频方式进行").click()
    guest.get_by_label("原因（可以不写）").fill("想当面谈")
    press(guest, "不同意，结束")
    expect(guest.get_by_role("heading", name="本次已结束")).to_be_visible()
    officer.get_by_role("link", name="进入取证页面").click()
    expect(officer.locator("#remote-head")).to_contain_text("对方不同意远程取证：想当面谈")
