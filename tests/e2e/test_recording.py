"""A room recorded by its browser while everything goes wrong around it: reload, network, kill, pause."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Response, expect

from anjian.proof.recording import CHAIN, END, PART, check_part
from tests.e2e.conftest import CHROMIUM, PATIENCE_MS, SWITCHES, House, sign_in
from tests.e2e.test_pages_for_everyone import faults

FAKE_MEDIA = [
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required", "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
]  # fmt: skip
ARRANGE = """
from datetime import date
from pathlib import Path
import django
django.setup()
from django.conf import settings
from anjian.config import timemachine
timemachine.install(settings.DATA_DIR)
from django.contrib.auth import get_user_model
from anjian.cases import access
from anjian.cases.actions import OpenCase, open_case
from anjian.config.demo import cast
from anjian.interviews import actions, queries
from anjian.interviews.script import script_on
from anjian.kit import clock
from anjian.law import violations
from anjian.people.queries import actor_for_user

names = {someone.name: someone.username for someone in cast.accounts()}
def who(name):
    return actor_for_user(get_user_model().objects.get(username=names[name]), on=clock.today())

now, lead = clock.now(), who("%(lead)s")
code = violations.violations(now.date())[0].code
no = open_case(OpenCase(title="云州录像油品有限公司动火作业案", source="inspection", party_kind="unit",
    party_name="云州录像油品有限公司", violation=code, place_code="990102"), by=who("王虎"), at=now)
rooms = {room.name: room.id for room in queries.room_list(lead.org_id)}
session = actions.prepare_session(actions.PrepareSession(case_id=access.case_for(who("王虎"), no).id,
    name="%(person)s", post="维修工", relation="作业人员", room_id=rooms["%(room)s"], lead_id=lead.id,
    recorder_id=who("%(second)s").id, matter="动火作业的安排"), by=who("何清"), at=now)
for name in ("%(lead)s", "%(second)s"):
    actions.enter_room(session, by=who(name), at=now)
for line in script_on(now.date()).lines:
    actions.tell_rights(actions.TellRights(session_id=session, code=line.code, answer=line.answer or "清楚"),
        by=lead, at=now)
actions.record_identity(actions.RecordIdentity(session_id=session, name="%(person)s", sex="男",
    born_on=date(1988, 4, 11), id_no="990102198804110015", employer="云州录像油品有限公司", post="维修工",
    phone="13900000031", address="云州市码头路12号", relation="作业人员", delegate="否", needs="none"),
    by=lead, at=now)
Path("%(note)s").write_text(str(session))
"""
# Every track the page opens, so that one can be made to end as if its plug were pulled.
KEEP_TRACKS = """(() => {
  window.opened = [];
  const media = navigator.mediaDevices, ask = media.getUserMedia.bind(media);
  media.getUserMedia = async wanted => {
    const stream = await ask(wanted);
    window.opened.push(...stream.getTracks());
    return stream;
  };
})()"""
SET_CLOCK = "const now = Date.now.bind(Date); Date.now = () => now() + 3600000;"
WORD, DELIVERY = "[data-rec=word]", "[data-rec=delivery]"


@dataclass
class Profile:
    """A browser profile on disk, the browser in it, and what the server confirmed to it."""

    house: House
    folder: Path
    player: Playwright
    context: BrowserContext | None = None
    confirmed: dict[tuple[str, int], str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def open(self) -> Page:
        """Start the browser on the profile, as after a crash."""
        self.context = self.player.chromium.launch_persistent_context(
            str(self.folder), executable_path=CHROMIUM, args=[*SWITCHES, *FAKE_MEDIA],
            permissions=["camera", "microphone"], base_url=self.house.address, locale="zh-CN",
            timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 1000},
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_MS)
        page = self.context.pages[0]
        page.on("response", self._hear)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def _hear(self, response: Response) -> None:
        found = re.search(r"/media/([0-9a-f-]{36})/(\d+)$", response.url)
        if found and response.status == 200:
            self.confirmed[found[1], int(found[2])] = response.request.headers["x-sha256"]

    def kill(self) -> None:
        """Kill every process of this browser at once; none of them can say goodbye."""
        mark = f"--user-data-dir={self.folder}".encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (process / "cmdline").read_bytes().split(b"\0"):
                    found.append(int(process.name))
        for number in found:
            with contextlib.suppress(OSError):
                os.kill(number, signal.SIGKILL)

    def server_ms(self) -> float:
        """What the server's clock says at this moment; it is a rehearsal's."""
        assert self.context
        before = time.monotonic()
        said = self.context.request.get("/media/clock").json()["server_ms"]
        return float(said) + (time.monotonic() - before) * 500


@pytest.fixture
def profile(house: House, player: Playwright, tmp_path: Path) -> Iterator[Profile]:
    made = Profile(house, tmp_path / "profile", player)
    yield made
    made.kill()


def arrange(house: House, **particulars: str) -> str:
    """The address of a room where the person has heard all rights and both officers sit."""
    note = house.data / f"{particulars['lead']}.txt"
    house.python(ARRANGE % {"note": str(note), **particulars})
    return f"/interviews/{note.read_text()}/"


@dataclass(frozen=True)
class Kept:
    """A part as it lies on the server."""

    part: str
    about: dict[str, Any]
    chain: list[dict[str, Any]]
    end: dict[str, Any]

    @property
    def from_ms(self) -> float:
        return float(self.about["started_ms"])

    @property
    def to_ms(self) -> float:
        return self.from_ms + sum(float(line["duration_ms"]) for line in self.chain)


def parts_of(house: House, session: str) -> dict[str, list[Kept]]:
    """Every part of a session by its stream, each chunk checked against the chain."""
    found: dict[str, list[Kept]] = {}
    for about_file in (house.data / "recordings").glob(f"*/*/{PART}"):
        folder = about_file.parent
        checked = check_part(folder)
        if checked.about["subject"]["id"] != session:
            continue
        chain = [json.loads(line) for line in (folder / CHAIN).read_text().splitlines()]
        end = json.loads((folder / END).read_text()) if checked.ended else {}
        found.setdefault(checked.about["stream"], []).append(
            Kept(str(checked.part), checked.about, chain, end)
        )
    for parts in found.values():
        parts.sort(key=lambda part: int(part.about["no"]))
    return found


def begin(page: Page, room: str) -> None:
    """Check the devices and start to record."""
    page.goto(room)
    page.get_by_role("button", name="在这台电脑上检查设备").click()
    expect(page.locator("[data-check=microphones] [data-verdict]").first).to_have_text(
        re.compile("正常|注意")
    )
    expect(page.locator("[data-check=camera] [data-verdict]")).to_have_text("正常")
    start = page.locator("[data-rec=start]")
    expect(start).to_be_enabled()
    assert faults(page) == []
    start.click()
    expect(page.locator(WORD)).to_have_text("正在录音录像")
    expect(page.locator(DELIVERY)).to_contain_text("已送达")


def test_a_recording_survives_all_that_happens_in_a_room(
    profile: Profile, house: House, record_property: Any
) -> None:
    room = arrange(house, room="询问四室", lead="孙晓", second="王虎", person="周一鸣")
    session = room.split("/")[2]
    page = profile.open()
    page.context.add_init_script(KEEP_TRACKS)
    sign_in(page, "孙晓")
    begin(page, room)
    page.wait_for_timeout(4000)
    page.locator("body").press("F8")
    expect(page.locator("[data-rec=said]")).to_contain_text("打点：重要陈述")

    # 1. The tab is reloaded.
    page.reload()
    expect(page.locator(WORD)).to_have_text("正在录音录像")
    page.get_by_role("button", name="开始询问").click()
    expect(page.locator("#entry")).to_be_visible()
    page.wait_for_timeout(3000)

    # 2. The network goes away, and comes back.
    context = page.context
    away_ms = profile.server_ms()
    context.set_offline(True)
    expect(page.locator(DELIVERY)).to_contain_text("服务器不可用，录制继续")
    page.wait_for_timeout(4000)
    expect(page.locator(WORD)).to_have_text("正在录音录像")
    assert faults(page) == []
    context.set_offline(False)
    back_ms = profile.server_ms()
    expect(page.locator(DELIVERY)).to_contain_text("已送达")

    # 3. Somebody trips over the cable of the first microphone.
    page.evaluate("""() => {
      const track = window.opened.filter(t => t.kind === 'audio' && t.readyState === 'live')[0];
      track.dispatchEvent(new Event('ended'));
    }""")
    expect(page.locator(WORD)).to_have_text("录音录像不完整")
    expect(page.locator("[data-rec=why]")).to_contain_text("被询问人的话筒没有信号")
    expect(page.locator(WORD)).to_have_text("正在录音录像")

    # 4. The browser is killed while the server is out of reach; somebody opens it again.
    page.wait_for_timeout(2500)
    offset = profile.server_ms() - time.time() * 1000
    context.set_offline(True)
    page.wait_for_timeout(2500)
    profile.kill()
    killed_ms = time.time() * 1000 + offset
    page = profile.open()
    if page.goto("/interviews/") and "/login" in page.url:
        sign_in(page, "孙晓")
        page.goto("/interviews/")
    # Any page of the centre delivers what the killed one had kept.
    expect(page.get_by_text("本机的录音录像已全部送达")).to_be_visible()
    page.goto(room)
    expect(page.locator(WORD)).to_have_text("正在录音录像")
    expect(page.locator(DELIVERY)).to_contain_text("已送达")
    page.wait_for_timeout(3000)

    # 5. A question, and a break.
    page.locator("#question").fill("你做什么工作？")
    page.locator("#question").press("Enter")
    page.locator("#answer").fill("我是维修工。")
    page.locator("#answer").press("Enter")
    expect(page.locator("#transcript article")).to_have_count(1)
    page.locator("#pause-reason").fill("被询问人喝水")
    page.locator("#pause-reason").press("Enter")
    expect(page.locator(WORD)).to_have_text("已暂停录制")
    expect(page.locator("[data-rec=why]")).to_contain_text("被询问人喝水")
    assert faults(page) == []
    page.wait_for_timeout(2000)
    page.get_by_role("button", name="继续询问").click()
    expect(page.locator(WORD)).to_have_text("正在录音录像")
    page.wait_for_timeout(3000)

    # 6. Somebody sets the clock of this computer.
    page.evaluate(SET_CLOCK)
    expect(page.locator("#toasts")).to_contain_text("本机时钟被调整了60分钟")
    page.wait_for_timeout(1500)

    # 7. The end: nobody leaves before everything is there.
    page.get_by_role("button", name="结束提问，核对笔录").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    page.get_by_role("button", name="结束录制").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.locator("[data-rec=done-word]")).to_have_text("全部送达，可以离开")
    assert faults(page) == []

    gaps = page.request.get(f"{room}recording/index").json()["gaps"]
    causes = [gap["cause"] for gap in gaps if gap["stream"] == "picture"]
    assert causes[:3] == ["not_started", "page_left", "page_crashed"]
    assert set(causes[3:]) <= {"paused", "stopped"}, "a moment to begin and end"
    done = page.locator("[data-rec=done]")
    expect(done).to_contain_text("页面被关闭或离开")
    expect(done).to_contain_text("浏览器或页面崩溃")
    expect(done.get_by_role("link", name="核对并出具完整性证明")).to_be_visible()

    found = parts_of(house, session)
    assert sorted(found) == ["mic-1", "mic-2", "picture"]
    report: dict[str, list[float]] = {}
    for stream, parts in found.items():
        causes = ["page_left", "page_crashed", "paused", "stopped"]
        if stream == "mic-1":
            causes.insert(1, "device_lost")
        assert [part.end["cause"] for part in parts] == causes, stream
        known = [part.about["previous"] and part.about["previous"]["cause"] for part in parts]
        assert known == [None, *causes[:-1]], stream
        follows = [part.about["previous"]["client_id"] for part in parts[1:]]
        assert follows == [part.about["client_id"] for part in parts[:-1]]
        left, crashed, last = parts[0], parts[-3], parts[-1]
        assert left.end["client_ms"] - left.to_ms <= 1000, "lost at the reload"
        assert killed_ms - crashed.to_ms <= 1000, "lost at the kill"
        report[stream] = [left.end["client_ms"] - left.to_ms, killed_ms - crashed.to_ms]
        # Through the loss of the network the run goes on without a hole.
        run = parts[1]
        assert run.from_ms < away_ms
        assert run.to_ms > back_ms
        # The jump of the clock is seen in one chunk, and by the clock that nobody sets it never was.
        wall = [b["client_ms"] - a["client_ms"] for a, b in pairwise(last.chain)]
        assert sum(abs(step - 3_600_000) < 2000 for step in wall) == 1
        assert last.to_ms - last.from_ms < 60_000
        # A page that is searched for faults meanwhile cuts late now and then.
        cuts = sorted(line["duration_ms"] for part in parts for line in part.chain)
        assert cuts[len(cuts) * 3 // 4] <= 1000
    print("\nlost at reload, at kill (ms):", {s: [round(ms) for ms in r] for s, r in report.items()})
    record_property("recording_lost_ms", json.dumps(report))

    chains = {part.part: part.chain for parts in found.values() for part in parts}
    assert len(profile.confirmed) > 50
    for (part, seq), digest in profile.confirmed.items():
        assert chains[part][seq]["sha256"] == digest, "confirmed and not there"
    assert profile.problems == []


def test_where_nothing_can_be_recorded_the_reason_comes_before_the_questions(
    profile: Profile, house: House
) -> None:
    room = arrange(house, room="询问三室", lead="钱进", second="赵敏", person="吴明")
    page = profile.open()
    # As on a page from an http:// address of another machine.
    page.context.add_init_script("Object.defineProperty(navigator, 'mediaDevices', {value: undefined})")
    sign_in(page, "钱进")
    page.goto(room)
    expect(page.get_by_text("这个地址不能录音录像")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="开始询问").click()
    expect(page.locator("[data-rec=said]")).to_contain_text("请先开始录制，或者写明不录音录像的理由")
    why = page.get_by_label("不录音录像的理由")
    expect(why).to_be_focused()
    why.fill("本地址不是 https，已改用执法记录仪")
    page.get_by_role("button", name="记录理由").click()
    expect(page.locator("[data-rec=said]")).to_contain_text("已记录")
    page.get_by_role("button", name="开始询问").click()
    expect(page.locator("#entry")).to_be_visible()
    assert profile.problems == []
