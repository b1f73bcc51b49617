"""From an answer in a room to its mark on the case manager's console: eight rooms, twenty who watch.

Each room has three hundred answers already. Rooms commit an answer every few seconds through the pages
they use; every second one contradicts another room. Twenty viewers hold a stream and fetch what the
console's page fetches; a real browser may watch beside them. Room, viewers, server and database share
the machine.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks import ground
from benchmarks.console_scene import NAMES, ROOMS, VIEWERS, Scene, set_scene

if TYPE_CHECKING:
    from uuid import UUID

SECONDS, EVERY_S = 60.0, 4.0
PLANTED = 0.4
BROWSER_S = 30.0
CHROMIUM = Path("/usr/bin/chromium")
NEUTRAL = ("那天早饭在哪里吃的？", "我在食堂吃的早饭，吃完就去更衣室换衣服了。")


@dataclass
class Run:
    """What is measured while rooms talk: when each planted answer was sent and answered, who saw it when."""

    sent: dict[int, float] = field(default_factory=dict)
    kept: dict[int, float] = field(default_factory=dict)
    posts: list[float] = field(default_factory=list)
    seen: list[tuple[int, float]] = field(default_factory=list)
    fetches: list[float] = field(default_factory=list)
    bytes: int = 0
    refused: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    planted: int = 0
    waiting: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def next(self, room: int, chance: Random) -> tuple[int, str, str]:
        """What a room says next: neutral, the first side of a pair, or the side that contradicts it."""
        with self.lock:
            if self.waiting.get(room):
                number, first = self.waiting[room].pop(0)
                question = f"10月8日{number}号罐的动火作业由谁安排？"
                return number, question, f"我没有安排，{number}号罐是{NAMES[first]}自己去的。"
            if chance.random() < PLANTED:
                self.planted += 1
                number, other = 1000 + self.planted, (room + chance.randrange(1, ROOMS)) % ROOMS
                self.waiting.setdefault(other, []).append((number, room))
                question = f"10月8日{number}号罐的动火作业是谁安排的？"
                return 0, question, f"{number}号罐是{NAMES[other]}指派我和另外两名工人去的。"
            return (0, *NEUTRAL)


def _room(run: Run, port: int, cookie: str, session: UUID, index: int) -> None:
    """One room: an answer every few seconds until the end."""
    browser, chance, turn = ground.Browser(port, cookie), Random(index), 0
    time.sleep(index * EVERY_S / ROOMS)
    while not run.stop.is_set():
        number, question, answer = run.next(index, chance)
        turn += 1
        form = {"question": question, "answer": answer, "key": f"{index}-{turn}-{time.time_ns()}"}
        began = time.time()
        if number:
            run.sent[number] = began
        status, _body, _headers = browser.ask(
            "POST", f"/interviews/{session}/segments", urllib.parse.urlencode(form).encode(),
            Content_Type="application/x-www-form-urlencoded", Accept="application/json",
        )  # fmt: skip
        ended = time.time()
        if status != 200:
            run.refused += 1
            continue
        run.posts.append(ended - began)
        if number:
            run.kept[number] = ended
        run.stop.wait(EVERY_S * chance.uniform(0.6, 1.4))


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    return status, await reader.readexactly(length)


class Viewer:
    """A console: a stream, and one connection on which it asks for what is new, as the page does."""

    def __init__(self, run: Run, port: int, cookie: str, scene: Scene) -> None:
        """Know the way."""
        self.run, self.port, self.cookie, self.scene = run, port, cookie, scene
        self.event = self.heard = 0
        self.wake = asyncio.Event()
        self.open = asyncio.Event()

    async def _ask(self, path: str) -> str:
        return (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: anjian_session={self.cookie}; "
            f"anjian_csrf={'c' * 32}\r\nAccept: application/json\r\n\r\n"
        )

    async def listen(self) -> None:
        """Hold the stream."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        request = await self._ask(f"/events?topic=interview:{self.scene.case_id}")
        writer.write(request.replace("application/json", "text/event-stream").encode())
        if b" 200 " not in await reader.readline():
            raise SystemExit("the stream was refused")
        self.open.set()
        while line := await reader.readline():
            if line.startswith(b"id: "):
                self.heard = max(self.heard, int(line[4:]))
                self.wake.set()

    async def fetch(self) -> None:
        """Ask for what is new whenever something was heard, one question at a time."""
        from anjian.audit.queries import newest_outbox_id

        self.event = await asyncio.to_thread(newest_outbox_id)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while True:
            await self.wake.wait()
            self.wake.clear()
            if self.heard <= self.event:
                continue
            began = time.time()
            path = f"/interviews/cases/{self.scene.case_id}/news?after={self.event}&heard={self.heard}"
            writer.write((await self._ask(path)).encode())
            status, body = await _read(reader)
            now = time.time()
            if status != 200:
                raise SystemExit(f"news was answered {status}")
            news = json.loads(body)
            self.event = max(self.event, news["event"])
            self.run.fetches.append(now - began)
            self.run.bytes += len(body)
            self._look(news, now)
            if self.heard > self.event:
                self.wake.set()

    def _look(self, news: dict[str, Any], now: float) -> None:
        """Note the planted pairs of which both the card and the marked answer have come."""
        marked = "".join(html for _s, _no, disputed, html in news.get("answers", ()) if disputed)
        for _no, _rank, _members, html in news.get("cards", ()):
            for number in self.run.sent:
                if f"{number}号罐" in html and f"{number}号罐" in marked:
                    self.run.seen.append((number, now))


async def _watch(run: Run, port: int, scene: Scene, seconds: float, viewers: int) -> None:
    watching = [Viewer(run, port, scene.viewers[i], scene) for i in range(viewers)]
    tasks = [asyncio.create_task(v.listen()) for v in watching]
    await asyncio.gather(*(v.open.wait() for v in watching))
    tasks += [asyncio.create_task(v.fetch()) for v in watching]
    rooms = [
        threading.Thread(target=_room, args=(run, port, scene.rooms[i], scene.sessions[i], i))
        for i in range(ROOMS)
    ]
    for room in rooms:
        room.start()
    await asyncio.sleep(seconds)
    run.stop.set()
    for room in rooms:
        await asyncio.to_thread(room.join)
    await asyncio.sleep(2)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _found(scene: Scene, run: Run) -> list[int]:
    """Return the planted pairs of which the cross-check made a contradiction."""
    from anjian.interviews.models import Contradiction

    titles = " ".join(Contradiction.objects.filter(case_id=scene.case_id).values_list("because", flat=True))
    titles += " ".join(Contradiction.objects.filter(case_id=scene.case_id).values_list("title", flat=True))
    return [number for number in run.kept if str(number) in titles]


def _latencies(run: Run) -> tuple[list[float], list[float]]:
    """Return the times of all viewers from sending, and from the server's word that it is kept."""
    first: dict[tuple[int, int], float] = {}
    order: dict[int, int] = {}
    for number, at in sorted(run.seen, key=lambda s: s[1]):
        nth = order[number] = order.get(number, -1) + 1
        first[number, nth] = at
    found = [(n, at) for (n, nth), at in first.items() if n in run.kept and nth < VIEWERS]
    return [at - run.sent[n] for n, at in found], [at - run.kept[n] for n, at in found]


WATCH_MARKS = """() => {
  window.marksSeen = {};
  const look = () => {
    for (const mark of document.querySelectorAll('.iv-mark')) {
      const found = /(\\d{4})号罐/.exec(mark.closest('article, blockquote')?.textContent ?? '');
      if (found && !(found[1] in window.marksSeen) && document.querySelector('.iv-card')) {
        const card = [...document.querySelectorAll('.iv-card')].some(c => c.textContent.includes(found[1]));
        const answers = [...document.querySelectorAll('[data-talk] .iv-mark')];
        if (card && answers.some(m => m.closest('article').textContent.includes(found[1] + '号罐')))
          window.marksSeen[found[1]] = Date.now();
      }
    }
  };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
}"""


def _with_browser(port: int, scene: Scene) -> list[float]:
    """Let a real browser watch, beside the twenty; return its times from the server's word to the mark."""
    from playwright.sync_api import sync_playwright

    run = Run(planted=500)
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies(
            [{"name": "anjian_session", "value": scene.viewers[-1], "url": f"http://127.0.0.1:{port}"}]
        )
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/interviews/cases/{scene.case_id}/")
        page.wait_for_selector(".live-state[data-state=live]")
        page.evaluate(WATCH_MARKS)
        thread = threading.Thread(target=lambda: asyncio.run(_watch(run, port, scene, BROWSER_S, VIEWERS)))
        thread.start()
        while thread.is_alive():
            page.wait_for_timeout(500)
        seen = page.evaluate("window.marksSeen")
        browser.close()
    return [at / 1000 - run.kept[int(n)] for n, at in seen.items() if int(n) in run.kept]


def measure() -> list[dict[str, Any]]:
    """Set the scene, let the rooms talk, and count."""
    import django

    django.setup()
    from django.db import connection

    scene = set_scene()
    connection.close()
    with ground.serving("anjian.config.serve", "web") as (port, pid):
        ground.wait_ready(port)
        browser = ground.Browser(port, scene.viewers[0])
        began = time.perf_counter()
        status, body, _headers = browser.ask("GET", f"/interviews/cases/{scene.case_id}/")
        page_ms = (time.perf_counter() - began) * 1000
        if status != 200:
            raise SystemExit(f"the console was answered {status}")
        cold = time.perf_counter()
        _first_answer(port, scene)
        cold_s = time.perf_counter() - cold
        known_s = _known(port, scene) - cold
        run = Run()
        web, database = ground.cpu_ms(pid), ground.database_cpu_ms()
        asyncio.run(_watch(run, port, scene, SECONDS, VIEWERS))
        web, database = ground.cpu_ms(pid) - web, ground.database_cpu_ms() - database
        drawn = _with_browser(port, scene) if CHROMIUM.exists() else []
    sent, kept = _latencies(run)
    at = f"{ROOMS} rooms, {VIEWERS} viewers"
    found = _found(scene, run)
    lost = len(found) * VIEWERS - len(kept)
    rows = [
        ground.row(f"{at}: kept to mark, p50", ground.percentile(kept, 0.5) * 1000, "ms"),
        ground.row(f"{at}: kept to mark, p99", ground.percentile(kept, 0.99) * 1000, "ms"),
        ground.row(f"{at}: Enter to mark, p50", ground.percentile(sent, 0.5) * 1000, "ms"),
        ground.row(f"{at}: Enter to mark, p99", ground.percentile(sent, 0.99) * 1000, "ms"),
        ground.row("marks seen", len(kept), "marks"),
        ground.row("marks not seen", lost, "marks"),
        ground.row("planted pairs found", 100 * len(found) / max(1, len(run.kept)), "%"),
        ground.row("answers refused", run.refused, "answers"),
        ground.row("answer kept, p50", ground.percentile(run.posts, 0.5) * 1000, "ms"),
        ground.row("answer kept, p99", ground.percentile(run.posts, 0.99) * 1000, "ms"),
        ground.row("what is new, p50", ground.percentile(run.fetches, 0.5) * 1000, "ms"),
        ground.row("what is new, bytes", run.bytes / max(1, len(run.fetches)), "bytes"),
        ground.row("fetches per answer", len(run.fetches) / max(1, len(run.posts)), "fetches"),
        ground.row("web processor share", web / SECONDS / 10, "% of a core"),
        ground.row("database processor share", database / SECONDS / 10, "% of a core"),
        ground.row("first page of 2,400 answers", page_ms, "ms"),
        ground.row("first page of 2,400 answers, size", len(body) / 1024, "KB"),
        ground.row("first answer after a start", cold_s * 1000, "ms"),
        ground.row("whole case read after a start", known_s, "s"),
    ]
    if drawn:
        rows += [
            ground.row("in a browser: kept to mark, p50", ground.percentile(drawn, 0.5) * 1000, "ms"),
            ground.row("in a browser: kept to mark, slowest", max(drawn) * 1000, "ms"),
            ground.row("in a browser: marks", len(drawn), "marks"),
        ]
    return rows


def _first_answer(port: int, scene: Scene) -> None:
    """Commit one answer in a server that has just started: the cross-check reads the whole case."""
    form = {"question": NEUTRAL[0], "answer": NEUTRAL[1], "key": "first"}
    status, _body, _headers = ground.Browser(port, scene.rooms[0]).ask(
        "POST", f"/interviews/{scene.sessions[0]}/segments", urllib.parse.urlencode(form).encode(),
        Content_Type="application/x-www-form-urlencoded", Accept="application/json",
    )  # fmt: skip
    if status != 200:
        raise SystemExit(f"the first answer was answered {status}")


def _known(port: int, scene: Scene) -> float:
    """Wait until the server has read the whole case: a planted pair is found again."""
    from anjian.interviews.models import Contradiction

    browsers = [ground.Browser(port, cookie) for cookie in scene.rooms[:2]]

    def say(room: int, question: str, answer: str) -> None:
        form = {"question": question, "answer": answer, "key": f"k{room}-{time.time_ns()}"}
        browsers[room].ask(
            "POST", f"/interviews/{scene.sessions[room]}/segments", urllib.parse.urlencode(form).encode(),
            Content_Type="application/x-www-form-urlencoded", Accept="application/json",
        )  # fmt: skip

    say(0, "10月8日999号罐的动火作业是谁安排的？", f"999号罐是{NAMES[1]}指派我和另外两名工人去的。")
    say(1, "10月8日999号罐的动火作业由谁安排？", f"我没有安排，999号罐是{NAMES[0]}自己去的。")
    ends = time.perf_counter() + 120
    while not Contradiction.objects.filter(case_id=scene.case_id, title__contains="999").exists():
        if time.perf_counter() > ends:
            raise SystemExit("the case was not read")
        time.sleep(0.2)
    return time.perf_counter()


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    return ground.told(ground.apart("console"), as_json=json)


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps(measure(), ensure_ascii=False))
    else:
        main(json="--json" in sys.argv)
