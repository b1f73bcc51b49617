"""A thing on its way, on phones: registered with a photograph, scanned, handed over, accepted, given back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from anjian.config.demo import cast
from tests.e2e.conftest import CHROMIUM, SWITCHES, House, open_context, sign_in
from tests.e2e.desk import ACCOUNTS, Desk, draw
from tests.e2e.test_pages_for_everyone import SIZES, faults

NARROW = "() => document.documentElement.scrollWidth <= window.innerWidth + 1"


@pytest.fixture(scope="module")
def case_no(people: Callable[[str], Desk]) -> str:
    """A lead just registered."""
    wang = people("王虎")
    wang.go("/cases/new")
    wang.page.locator("[name=f-party_name]").fill("云州交接油品有限公司")
    wang.fill("violation", "WSL-101-3")
    wang.fill("title", "云州交接油品有限公司动火作业未安排专门人员进行现场安全管理案")
    wang.press("登记", wang.page.locator("#lead"))
    wang.page.wait_for_url(re.compile(r"/cases/(?!new)[^/]+/$"))
    return wang.page.url.rstrip("/").rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def hands(chromium: Browser, house: House) -> Iterator[Callable[[str], Page]]:
    """The phones of those through whose hands it goes."""
    phones: dict[str, Page] = {}

    def phone(name: str) -> Page:
        if name not in phones:
            context = open_context(chromium, house, viewport=SIZES["phone"], has_touch=True, is_mobile=True)
            phones[name] = context.new_page()
            sign_in(phones[name], name)
        return phones[name]

    yield phone
    for page in phones.values():
        page.context.close()


def sound(page: Page) -> None:
    """The screen fits, and axe finds nothing."""
    assert page.evaluate(NARROW), f"{page.url} runs off the screen"
    assert faults(page) == [], page.url


def photograph() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (640, 480), (40, 90, 150)).save(target, "PNG")
    return target.getvalue()


@pytest.fixture(scope="module")
def code(hands: Callable[[str], Page], case_no: str, house: House) -> str:
    """The code on the label of a welder that was just registered."""
    page = hands("王虎")
    page.goto(f"/cases/{case_no}/evidence/thing")
    sound(page)
    page.locator("#thing-photos-files").set_input_files(
        {"name": "welder.png", "mimeType": "image/png", "buffer": photograph()}
    )
    expect(page.locator("#photo-list")).to_contain_text("1 张照片")
    wang = Desk("王虎", page, house.address)
    told = {
        "title": "电焊机", "quantity": "1", "unit": "台", "features": "铭牌ZX7-400", "seal_no": "封E2E01",
        "purpose": "证明动火作业使用的工具", "source": "现场提取", "place": "3号罐区",
        "record": "现场检查记录", "collectors": ("王虎", "赵敏"),
    }  # fmt: skip
    for field, value in told.items():
        wang.fill(field, value)
    page.locator("#thing-form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/evidence/E-\d+/$"))
    expect(page.locator("#custody")).to_contain_text("封E2E01")
    sound(page)
    found = re.search(r"AJ-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", page.locator("#thing").inner_text())
    assert found
    return found[0]


def test_scanned_handed_over_accepted_and_given_back(
    hands: Callable[[str], Page], case_no: str, code: str
) -> None:
    wang, duan = hands("王虎"), hands("杜安")
    # What is typed wrong is noticed before anything is asked.
    wang.goto("/evidence/scan")
    wang.get_by_label("标签编号").fill(f"{code[:-1]}{'0' if code[-1] != '0' else '1'}")
    wang.get_by_role("button", name="加入").click()
    expect(wang.locator("[data-state]")).to_contain_text("这个编号不对")
    wang.get_by_label("标签编号").fill(code.lower().replace("-", " "))
    wang.get_by_role("button", name="加入").click()
    expect(wang.locator("[data-scanned] li")).to_have_count(1)
    sound(wang)
    wang.get_by_label("一起办理").select_option(label="移交")
    wang.get_by_role("button", name="下一步").click()
    wang.get_by_label("接收人").select_option(label=_option(wang, "杜安"))
    wang.get_by_label("事由").fill("移交证据保管室")
    sound(wang)
    wang.get_by_role("button", name="签名并提交").click()
    wang.wait_for_url(re.compile(r"/evidence/hand-over/[0-9a-f-]{36}$"))
    waiting = wang.url
    # Until the keeper accepts, the officer still holds it.
    wang.goto(f"/cases/{case_no}/evidence/E-1/")
    expect(wang.locator("#custody")).to_contain_text("等待 杜安 确认")
    duan.goto("/workbench/")
    duan.locator("#to-sign").get_by_role("link", name="移交").click()
    duan.wait_for_url(waiting)
    sound(duan)
    duan.get_by_role("button", name="核对无误，确认").click()
    duan.wait_for_url(re.compile(r"/evidence/scan$"))
    wang.goto(f"/cases/{case_no}/evidence/E-1/")
    expect(wang.locator(".cu-now")).to_contain_text("杜安")
    expect(wang.locator(".cu-chain > li").last).to_contain_text("王虎")
    # Given back: the owner signs on the glass, the colleague by password on the same screen.
    wang.goto(f"/evidence/hand-over?act=return&code={code}")
    wang.get_by_label("在场的同事").select_option(label=_option(wang, "赵敏"))
    wang.get_by_label("接收单位和接收人").fill("云州交接油品有限公司 设备员李某")
    wang.get_by_label("事由").fill("不再需要保存")
    draw(wang.locator("[data-island=signature] canvas"))
    wang.get_by_label("账号").fill(ACCOUNTS["赵敏"])
    wang.get_by_label("密码").fill(cast.PASSWORD)
    wang.get_by_role("button", name="签名并提交").click()
    wang.wait_for_url(re.compile(r"/evidence/E-1/"))
    expect(wang.locator(".cu-chain > li").last).to_contain_text("返还")
    expect(wang.locator("main")).to_contain_text("保管已经结束")
    wang.goto(f"/cases/{case_no}/evidence/E-1/chain")
    expect(wang.locator(".cu-chain-head")).to_contain_text("完整")
    sound(wang)


def _option(page: Page, name: str) -> str:
    return page.locator("[name=f-to_id] option", has_text=name).first.inner_text()


def test_the_camera_reads_a_printed_label(
    player: Playwright, house: House, code: str, tmp_path: Path
) -> None:
    target = io.BytesIO()
    segno.make(code, error="q", micro=False).save(target, kind="png", scale=14, border=4)
    frame = Image.new("RGB", (640, 480), "white")
    frame.paste(Image.open(target).convert("RGB"), (120, 60))
    target = io.BytesIO()
    frame.save(target, "JPEG", quality=92)
    film = tmp_path / "label.mjpeg"
    film.write_bytes(target.getvalue() * 3)
    browser = player.chromium.launch(
        executable_path=CHROMIUM,
        args=[
            *SWITCHES,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    try:
        context = open_context(browser, house, viewport=SIZES["phone"], permissions=["camera"])
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        sign_in(page, "王虎")
        page.goto("/evidence/scan")
        page.get_by_role("button", name="打开摄像头").click()
        expect(page.locator("[data-scanned] li")).to_have_count(1)
        expect(page.locator("[data-scanned] li")).to_contain_text("电焊机")
        page.get_by_role("button", name="关闭摄像头").click()
        expect(page.locator("[data-camera]")).to_be_hidden()
        assert problems == []
        ours = (house.address, "data:", "blob:")
        assert [url for url in asked if not url.startswith(ours)] == []
    finally:
        browser.close()
