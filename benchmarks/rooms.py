"""Rooms that record and type at once: what they cost, and what is left of them after every kind of fault.

Simulated browsers (`rooms_client`) speak the recording protocol to a whole installation: a picture of
1.5 Mb/s and three sounds per room, an answer every few seconds, prompts from the console, pages that
listen. Two runs:

- **load**: nothing fails; processor time, memory, disk and times of answers are read;
- **faults**: web server and database are killed (SIGKILL), the server's disk takes nothing, pages are
  killed, cables pulled, clocks set, devices lost, an interview paused. Afterwards what the server holds
  is compared with what really happened.

``ANJIAN_BENCH_MINUTES`` is the length of the fault run (default 2), the load run is half as long.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from anjian.config.installation import Installation, Plan
from benchmarks import ground
from benchmarks.rooms_check import Verdict, compare
from benchmarks.rooms_client import Line, Room, now_ms

ROOMS, VIEWERS = 8, 20


@dataclass
class Site:
    """A running installation with rooms in it."""

    home: Installation
    scene: dict[str, Any]
    rooms: list[Room]
    port: int
    stopped: bool = False
    prompts: dict[str, tuple[str, set[str]]] = field(default_factory=dict)
    heard: dict[str, list[float]] = field(default_factory=dict)
    streamed: int = 0

    def pid(self, name: str) -> int:
        """The process of a child, or of the database."""
        if name == "database":
            cluster = self.home.supervisor.cluster
            assert cluster
            assert cluster.process
            return int(cluster.process.pid)
        child = next(c for c in self.home.supervisor.children if c.name == name)
        return int(child.process.pid) if child.process else 0

    def kill(self, name: str) -> None:
        """Kill a process without warning; the supervisor starts it again."""
        pid = self.pid(name)
        if pid:
            os.kill(pid, signal.SIGKILL)

    def fill_disk(self, seconds: float) -> None:
        """Let the server write no further byte to any file for a while (EFBIG, as told by the kernel)."""
        pid = self.pid("web")
        soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        time.sleep(seconds)
        if self.pid("web") == pid:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def running(rooms: int) -> Iterator[Site]:
    """Bring up an installation, found a bureau with rooms, and tend it until the end."""
    with tempfile.TemporaryDirectory(prefix="anjian-rooms-") as name:
        if os.getuid() == 0:
            Path(name).chmod(0o711)
        data = Path(name) / "data"
        data.mkdir()
        plan = Plan(data=data, port=0, mode="production", front_end=False, seed=False, cases=0)
        with Installation(plan, say=lambda _text: None).running() as home:
            path = os.pathsep.join([str(ground.ROOT / "src"), str(ground.ROOT)])
            made = subprocess.run(
                [sys.executable, "-m", "benchmarks.rooms_scene", str(rooms)],
                env={**home.environment, "PYTHONPATH": path}, cwd=ground.ROOT, check=True,
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            scene = json.loads(made.stdout.splitlines()[-1])
            port = int(home.address.rpartition(":")[2])
            site = Site(home, scene, [Room(n, port, r) for n, r in enumerate(scene["rooms"])], port)
            tending = threading.Thread(target=_tend, args=(site,), daemon=True)
            tending.start()
            try:
                yield site
            finally:
                site.stopped = True
                for room in site.rooms:
                    room.over = True
                tending.join(15)


def _tend(site: Site) -> None:
    while not site.stopped:
        site.home.supervisor.tend()
        time.sleep(0.1)


def prompting(site: Site) -> None:
    """Send prompts to two rooms at a time, by turns to officers and to the screen facing the person."""
    line, number = Line(site.port, site.scene["manager"]), 0
    sessions = [room.session for room in site.rooms]
    while not site.stopped and site.rooms[0].typing:
        number += 1
        chosen = {sessions[number % len(sessions)], sessions[(number * 3 + 1) % len(sessions)]}
        channel = "officer" if number % 2 else "display"
        text, key = f"请核实第{number}次作业的开始时间", str(uuid4())
        body = {"text": text, "channel": channel, "key": key, "override_reason": "量测"}
        while not site.stopped:
            try:
                status = _send(line, site.scene["case"], body, chosen)
            except OSError:
                status = 0
            if status in {200, 303}:
                site.prompts[text] = (channel, chosen)
                break
            if status in {403, 409, 422}:
                break
            time.sleep(0.3)
        time.sleep(4)


def _send(line: Line, case_id: str, fields: dict[str, str], sessions: set[str]) -> int:
    from urllib.parse import urlencode

    from benchmarks.rooms_client import CSRF

    body = urlencode([("csrfmiddlewaretoken", CSRF), *fields.items(), *(("sessions", s) for s in sessions)])
    return line.ask(
        "POST", f"/interviews/cases/{case_id}/prompts", body.encode(),
        Content_Type="application/x-www-form-urlencoded",
    )[0]  # fmt: skip


def viewing(site: Site, number: int) -> None:
    """Listen as a console does, and note when each room's answer is heard of."""
    import http.client

    while not site.stopped:
        link = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        try:
            link.request(
                "GET", f"/events?topic=interview:{site.scene['case']}",
                headers={"Cookie": f"anjian_session={site.scene['manager']}"},
            )  # fmt: skip
            answer = link.getresponse()
            kind = b""
            while not site.stopped and (got := answer.readline()):
                if got.startswith(b"event: "):
                    kind = got[7:].strip()
                elif got.startswith(b"data: ") and kind == b"interviews.segment.committed":
                    said = json.loads(got[6:])
                    site.heard.setdefault(f"{said['session']}:{said['no']}", []).append(time.time())
        except (OSError, http.client.HTTPException):
            time.sleep(0.5)
        finally:
            link.close()
    del number


def watching(site: Site, number: int) -> None:
    """Watch one room's picture over the growing recording, the way round when browsers cannot meet."""
    import http.client

    room = site.rooms[number % len(site.rooms)]
    line = Line(site.port, site.scene["manager"])
    while not site.stopped:
        link = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
        try:
            status, body = line.ask("GET", f"/interviews/{room.session}/recording/index")
            parts = (
                [p for p in json.loads(body)["parts"] if p["stream"] == "picture"] if status == 200 else []
            )
            if not parts or not parts[-1]["live"]:
                time.sleep(1)
                continue
            link.request("GET", parts[-1]["live"])
            answer = link.getresponse()
            while not site.stopped and (got := answer.read1(65536)):
                site.streamed += len(got)
        except (OSError, ValueError, http.client.HTTPException):
            time.sleep(0.5)
        finally:
            link.close()


def finish(site: Site) -> float:
    """Stop every room and wait until its outbox is empty; returns the seconds it took."""
    began = time.monotonic()
    for room in site.rooms:
        room.stop()
    while sum(room.waiting for room in site.rooms) and time.monotonic() - began < 180:
        time.sleep(0.1)
    return time.monotonic() - began


def trial(site: Site, seconds: float, *, say: Callable[[str], None] = print) -> Verdict:
    """Let every fault come by while all rooms record and type, and compare afterwards."""
    rooms = site.rooms
    for room in rooms:
        room.start()
    threading.Thread(target=prompting, args=(site,), daemon=True).start()
    for number in range(2):
        threading.Thread(target=viewing, args=(site, number), daemon=True).start()
    last = len(rooms) - 1
    plan: list[tuple[float, str, Callable[[], object]]] = [
        (0.06, "kill web", lambda: site.kill("web")),
        (0.14, "kill page", lambda: rooms[1 % len(rooms)].kill(4)),
        (0.22, "kill database", lambda: site.kill("database")),
        (0.30, "set clock +1 h", lambda: rooms[3 % len(rooms)].set_clock(3_600_000)),
        (0.36, "disk takes nothing", lambda: site.fill_disk(min(8, seconds / 12))),
        (0.46, "pull cable", lambda: rooms[2 % len(rooms)].unplug(min(12, seconds / 10))),
        (0.52, "lose devices", lambda: rooms[0].lose_device(3)),
        (0.58, "kill web", lambda: site.kill("web")),
        (0.62, "kill page while web is down", lambda: (site.kill("web"), rooms[last].kill(2))),
        (0.70, "set clock -90 s", lambda: rooms[last].set_clock(-90_000)),
        (0.74, "pause", lambda: rooms[4 % len(rooms)].pause(5)),
        (0.82, "kill database and web", lambda: (site.kill("database"), site.kill("web"))),
        (0.90, "kill page", lambda: rooms[5 % len(rooms)].kill(3)),
    ]
    began = time.monotonic()
    acting: list[threading.Thread] = []
    for share, name, act in plan:
        time.sleep(max(0.0, began + share * seconds - time.monotonic()))
        say(f"{now_ms() / 1000:.1f}  {name}")
        acting.append(threading.Thread(target=act, daemon=True))
        acting[-1].start()
    time.sleep(max(0.0, began + seconds - time.monotonic()))
    for thread in acting:
        thread.join(30)
    drained = finish(site)
    verdict = compare(site)
    verdict.count("seconds until all was delivered", drained)
    verdict.count("faults", len(plan))
    return verdict


def load(site: Site, seconds: float) -> dict[str, float]:
    """Let nothing fail and read what it costs."""
    for room in site.rooms:
        room.start()
    for number in range(VIEWERS):
        threading.Thread(target=viewing, args=(site, number), daemon=True).start()
        threading.Thread(target=watching, args=(site, number), daemon=True).start()
    time.sleep(5)
    names = ("web", "worker", "database")
    before = {name: ground.cpu_ms(site.pid(name), with_children=True) for name in names}
    written, streamed, began = _written(site.pid("web")), site.streamed, time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    found = {
        f"{name}, cores": (ground.cpu_ms(site.pid(name), with_children=True) - before[name]) / took / 1000
        for name in names
    }
    found |= {f"{name}, MB resident": _resident(site.pid(name)) for name in names}
    found["web writes, MB/s"] = (_written(site.pid("web")) - written) / took / 1e6
    found["live pictures sent, Mb/s"] = (site.streamed - streamed) * 8 / took / 1e6
    puts = [s * 1000 for room in site.rooms for stream in room.streams for s in stream.put_s]
    found["chunks a second"] = len(puts) / (took + 5)
    for share in (0.5, 0.95, 0.99):
        found[f"chunk until on disk, p{share * 100:.0f}, ms"] = ground.percentile(puts, share)
    found |= _told(site)
    finish(site)
    found["wrong"] = len(compare(site).wrong)
    return found


def _told(site: Site) -> dict[str, float]:
    """Times from the sending of an answer to its acknowledgement and to every console."""
    acknowledged, heard = [], []
    for room in site.rooms:
        for number, text in enumerate(room.committed, start=1):
            began, done = room.commit_s[text]
            acknowledged.append((done - began) * 1000)
            heard += [(at - began) * 1000 for at in site.heard.get(f"{room.session}:{number}", [])]
    return {
        "answer acknowledged, p50, ms": ground.percentile(acknowledged, 0.5),
        "answer acknowledged, p99, ms": ground.percentile(acknowledged, 0.99),
        "answer heard by consoles, p50, ms": ground.percentile(heard, 0.5),
        "answer heard by consoles, p99, ms": ground.percentile(heard, 0.99),
    }


def _written(pid: int) -> int:
    text = Path(f"/proc/{pid}/io").read_text(encoding="ascii")
    return int(next(line for line in text.splitlines() if line.startswith("write_bytes")).split()[1])


def _resident(pid: int) -> float:
    text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def main(*, json: bool = False) -> dict[str, Any]:
    """Run load and faults; print and return what was found."""
    seconds = 60 * float(os.environ.get("ANJIAN_BENCH_MINUTES", "2"))
    results = []
    with running(ROOMS) as site:
        for name, value in load(site, seconds / 2).items():
            results.append(ground.with_baseline("rooms", ground.row(f"load: {name}", value, "")))
    with running(ROOMS) as site:
        verdict = trial(site, seconds)
        for name, value in verdict.figures.items():
            results.append(ground.row(f"faults: {name}", value, ""))
        results.append(ground.row("faults: wrong", len(verdict.wrong), ""))
        for wrong in verdict.wrong:
            print(f"WRONG {wrong}", file=sys.stderr)
    return ground.told({"name": "rooms", "results": results}, as_json=json)


if __name__ == "__main__":
    main()
