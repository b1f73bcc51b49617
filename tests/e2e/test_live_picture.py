"""A room's picture on the console, from browser to browser and by way of the recording, and looking back."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import CHROMIUM, SWITCHES, open_context, sign_in
from tests.e2e.test_pages_for_everyone import SIZES, faults
from tests.e2e.test_recording import ARRANGE, FAKE_MEDIA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.e2e.conftest import House

# A portable kit is somewhere: the place has to be known before questions begin.
BEGIN = (
    ARRANGE.replace('delegate="否",', 'delegate="否", place="云州油库值班室",')
    + """
actions.begin_questions(session, by=lead, at=now)
Path("%(note)s").write_text(f"{session} {access.case_for(who('王虎'), no).id}")
"""
)
IN_ROOM = {"lead": "钱进", "second": "赵敏", "person": "罗小文", "room": "移动询问箱"}
LEAVE = """
import django
django.setup()
from django.contrib.auth import get_user_model
from anjian.config.demo import cast
from anjian.interviews import actions
from anjian.kit import clock
from anjian.people.queries import actor_for_user
names = {someone.name: someone.username for someone in cast.accounts()}
for name in ("钱进", "赵敏"):
    by = actor_for_user(get_user_model().objects.get(username=names[name]), on=clock.today())
    actions.leave_room("%s", by.id, note="离场", by=by, at=clock.now())
"""
# Connections of a page, so that a test can cut them as a network would.
CUT = """(() => { const Real = RTCPeerConnection; window.lines = [];
  window.RTCPeerConnection = class extends Real {
    constructor(...a) { super(...a); window.lines.push(this); } }; })()"""
PICTURE = """([tile, which]) => { const v = document.querySelector(`#${CSS.escape(tile)} [${which}]`);
  const c = document.createElement('canvas'); c.width = 64; c.height = 36; const g = c.getContext('2d');
  if (v.hidden || !v.videoWidth) return ''; g.drawImage(v, 0, 0, 64, 36);
  return [...g.getImageData(0, 0, 64, 36).data].join(); }"""
SLOW_MS = 60_000


@dataclass(frozen=True)
class Scene:
    """One room that records, the console that watches it, and what they are called."""

    house: House
    browser: Browser
    room: Page
    console: Page
    session: str

    @property
    def tile(self) -> str:
        return f"tile-{self.session}"

    def way(self, way: str) -> None:
        """Wait until the tile shows its picture in this way."""
        expect(self.console.locator(f"#{self.tile}")).to_have_attribute("data-way", way, timeout=SLOW_MS)

    def moves(self, which: str) -> bool:
        """Whether what the tile shows changes."""
        seen: set[str] = set()
        for _ in range(40):
            seen.add(self.console.evaluate(PICTURE, [self.tile, which]))
            if len(seen - {""}) >= 3:
                return True
            self.console.wait_for_timeout(150)
        return False

    def ask(self, question: str, answer: str) -> None:
        """Type a question and its answer, and commit them."""
        before = self.room.locator("#transcript article").count()
        self.room.locator("[data-entry] [name=question]").fill(question)
        self.room.wait_for_timeout(1500)
        self.room.locator("[data-entry] [name=answer]").fill(answer)
        self.room.locator("[data-entry] [name=answer]").press("Enter")
        expect(self.room.locator("#transcript article")).to_have_count(before + 1)

    def tell_room(self, what: str, **form: str) -> None:
        """Move the interview from the room's page, as its buttons do."""
        status = self.room.evaluate(
            "([url, form]) => fetch(url, {method: 'POST', body: new URLSearchParams(form), headers: "
            "{Accept: 'application/json', 'X-CSRFToken': document.body.dataset.csrf}}).then((a) => a.status)",
            [f"/interviews/{self.session}/{what}", form],
        )
        assert status == 200


@pytest.fixture(scope="module")
def scene(house: House, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    note = tmp_path_factory.mktemp("live") / "session"
    house.python(BEGIN % {"note": str(note), **IN_ROOM})
    session, case = note.read_text().split()
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM,
        args=[
            *SWITCHES, *FAKE_MEDIA,
            "--disable-features=WebRtcHideLocalIpsWithMdns", "--allow-loopback-in-peer-connection",
        ],
    )  # fmt: skip
    context = open_context(browser, house, permissions=["camera", "microphone"])
    context.add_init_script(CUT)
    room = context.new_page()
    room.on("dialog", lambda dialog: dialog.accept())
    sign_in(room, "钱进")
    room.goto(f"/interviews/{session}/")
    room.get_by_role("button", name="在这台电脑上检查设备").click()
    start = room.locator("[data-rec=start]")
    expect(start).to_be_visible()
    expect(room.locator("[data-check=camera] [data-verdict]")).not_to_be_empty()
    room.wait_for_timeout(4000)
    if room.locator("[data-rec=reason-field]").is_visible():
        room.locator("[data-rec=reason]").fill("测试设备")
    start.click()
    expect(room.locator("#recording")).to_have_attribute("data-phase", "recording")
    console = open_context(browser, house).new_page()
    sign_in(console, "何清")
    console.goto(f"/interviews/cases/{case}/")
    yield Scene(house, browser, room, console, session)
    browser.close()
    house.python(LEAVE % session)


class TestTheTile:
    def test_shows_moving_frames_from_browser_to_browser(self, scene: Scene) -> None:
        scene.way("rtc")
        assert scene.moves("data-direct")
        tile = scene.console.locator(f"#{scene.tile}")
        expect(tile.locator(".lt-state")).to_have_text("实时画面")
        expect(tile.locator("[data-recording]")).to_be_visible()
        size = tile.locator("[data-direct]").evaluate("v => [v.videoHeight, v.muted]")
        assert size[0] <= 360
        assert size[1] is True

    def test_is_heard_only_when_asked_for(self, scene: Scene) -> None:
        tile = scene.console.locator(f"#{scene.tile}")
        hear = tile.get_by_role("button", name="听这间询问室")
        hear.click()
        expect(hear).to_have_attribute("aria-pressed", "true")
        assert tile.locator("[data-direct]").evaluate("v => v.muted") is False
        scene.console.evaluate("dispatchEvent(new CustomEvent('live-tile:audible', {detail: null}))")
        expect(hear).to_have_attribute("aria-pressed", "false")
        assert tile.locator("[data-direct]").evaluate("v => v.muted") is True

    def test_goes_by_way_of_the_recording_when_the_connection_is_cut(self, scene: Scene) -> None:
        scene.way("rtc")
        scene.room.evaluate("window.lines.forEach((line) => line.close())")
        scene.way("fallback")
        assert scene.moves("data-recorded")
        expect(scene.console.locator(f"#{scene.tile} .lt-state")).to_have_text(
            re.compile(r"经录制转看（约\d+秒）")
        )
        assert faults(scene.console) == []

    def test_comes_back_by_itself_and_shows_nothing_during_a_pause(self, scene: Scene) -> None:
        scene.way("rtc")
        tile = scene.console.locator(f"#{scene.tile}")
        scene.ask("作业由谁安排？", "由班组长安排。")
        scene.ask("几点开始？", "上午九点左右开始。")
        scene.tell_room("pause", reason="喝水", kind="rest")
        expect(tile.locator(".lt-state")).to_have_text("没有画面：询问暂停，不传画面")
        expect(tile.locator("[data-direct]")).to_be_hidden()
        assert scene.room.evaluate(
            "window.lines.filter((l) => l.signalingState !== 'closed')"
            ".flatMap((l) => l.getSenders()).every((s) => s.track === null)"
        )
        scene.tell_room("resume")
        scene.way("rtc")
        expect(tile.locator(".lt-state")).to_have_text("实时画面")
        scene.ask("谁在现场监护？", "没有人监护。")


class TestLookingBack:
    def test_an_answer_is_on_the_screen_within_half_a_second(self, scene: Scene) -> None:
        page = scene.console.context.new_page()
        page.goto(f"/interviews/{scene.session}/recording")
        player = page.locator("[data-island=recording-player]")
        expect(player).to_have_attribute("data-ready", "")
        expect(player).to_have_attribute("data-seek-count", "1")
        took, starts = [], []
        for turn, no in enumerate((2, 3, 1, 3, 2, 1), start=2):
            page.locator(f"#answer-{no} [data-play-answer]").click()
            expect(player).to_have_attribute("data-seek-count", str(turn))
            took.append(int(player.get_attribute("data-seek-ms") or 0))
            starts.append((no, int(player.get_attribute("data-frame-at") or 0)))
            expect(page.locator(f"#answer-{no}")).to_have_class("rp-qa is-playing")
        # The promise is half a second; a machine that does much else is given three times as much.
        assert statistics.median(took) <= 1500, took
        index = page.request.get(f"/interviews/{scene.session}/recording/index").json()
        asked = {s["no"]: s["asked_ms"] for s in index["segments"]}
        assert all(abs(at - asked[no]) < 3500 for no, at in starts), (starts, asked)
        assert faults(page) == []
        page.close()

    def test_the_keyboard_plays_pauses_and_moves(self, scene: Scene) -> None:
        page = scene.console.context.new_page()
        page.goto(f"/interviews/{scene.session}/recording")
        player = page.locator("[data-island=recording-player]")
        expect(player).to_have_attribute("data-seek-count", "1")
        video = player.locator("[data-video]")
        page.keyboard.press("ArrowDown")
        expect(player).to_have_attribute("data-seek-count", "2")
        page.keyboard.press(" ")
        page.wait_for_function("() => !document.querySelector('[data-video]').paused")
        page.wait_for_function(
            "(was) => document.querySelector('[data-video]').currentTime > was + 0.4",
            arg=video.evaluate("v => v.currentTime"),
        )
        page.keyboard.press(" ")
        page.wait_for_function("() => document.querySelector('[data-video]').paused")
        before = video.evaluate("v => v.currentTime")
        page.keyboard.press("ArrowRight")
        expect(player).to_have_attribute("data-seek-count", "3")
        assert video.evaluate("v => v.currentTime") == pytest.approx(before + 5, abs=0.6)
        page.close()

    @pytest.mark.parametrize("look", [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
    def test_has_no_accessibility_fault_and_fits_the_screen(
        self, scene: Scene, look: tuple[str, str]
    ) -> None:
        state = scene.console.context.storage_state()
        context = open_context(
            scene.browser, scene.house, viewport=SIZES[look[0]], color_scheme=look[1], storage_state=state
        )
        page = context.new_page()
        page.goto(f"/interviews/{scene.session}/recording")
        expect(page.locator("[data-island=recording-player]")).to_have_attribute("data-ready", "")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()
