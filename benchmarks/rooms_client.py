"""A room's browser as the recording protocol knows it: recorders that cut, an outbox that outlives the page.

Every chunk is kept here before it is sent, as the browser keeps it on its own disk; only what a recorder
holds between two cuts dies with the page. What truly happened is written down as it happens.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from anjian.proof.recording import genesis, next_head
from benchmarks.rooms_source import Source

SLICE_S = {"picture": 0.5, "sound": 0.8}
CSRF = "c" * 32


def now_ms() -> float:
    """The true time, which nobody in the simulation sets."""
    return time.time() * 1000


class Line:
    """One connection of a browser; ``cut`` is a pulled network cable."""

    def __init__(self, port: int, cookie: str) -> None:
        """Connect when first asked."""
        self.port, self.cut = port, False
        self._cookies = f"anjian_session={cookie}; anjian_csrf={CSRF}"
        self._own = threading.local()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Ask once. Raises OSError when there is no answer."""
        if self.cut:
            raise OSError(101, "network is unreachable")
        link = getattr(self._own, "link", None)
        if link is None:
            link = self._own.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        given = {
            "Cookie": self._cookies, "X-CSRFToken": CSRF, "Referer": f"http://127.0.0.1:{self.port}/",
            "Accept": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()},
        }  # fmt: skip
        try:
            link.request(method, path, body, given)
            answer = link.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as problem:
            link.close()
            self._own.link = None
            raise OSError(str(problem)) from problem

    def form(self, path: str, **fields: str) -> int:
        """Post a form; returns the status."""
        body = urlencode({"csrfmiddlewaretoken": CSRF, **fields}).encode()
        return self.ask("POST", path, body, Content_Type="application/x-www-form-urlencoded")[0]


@dataclass
class Chunk:
    """A chunk in the outbox."""

    data: bytes
    client_ms: int
    duration_ms: int


@dataclass
class Run:
    """A part as the browser's journal keeps it."""

    client_id: UUID
    stream: str
    who: str
    started_ms: float
    offset_ms: float
    previous: dict[str, str] | None
    chunks: deque[Chunk] = field(default_factory=deque)
    cut: int = 0
    sent: int = 0
    cause: str = ""
    ended: bool = False
    part: str = ""
    token: str = ""
    hashes: list[bytes] = field(default_factory=list)

    def head(self) -> str:
        """The head of the chain over every chunk that was cut."""
        head = genesis(UUID(self.part))
        for n, one in enumerate(self.hashes):
            head = next_head(head, one, n)
        return head.hex()


@dataclass
class Truth:
    """What really happened to one stream: holes with their cause, clocks that were set."""

    holes: list[tuple[float, float, str]] = field(default_factory=list)
    jumps: list[float] = field(default_factory=list)
    pending: float = 0.0
    lost_ms: list[float] = field(default_factory=list)

    def seen(self) -> None:
        """A chunk was cut or a run begun: a clock set since the last one shows in it."""
        if self.pending:
            self.jumps.append(self.pending)
            self.pending = 0.0


class Stream:
    """One recorder with its outbox. The sender goes on as long as the page lives."""

    def __init__(self, room: Room, name: str, who: str) -> None:
        """Name the stream and whose it is."""
        self.room, self.name, self.who = room, name, who
        self.kind = "picture" if name == "picture" else "sound"
        self.mime = "video/webm;codecs=vp8,opus" if self.kind == "picture" else "audio/webm;codecs=opus"
        self.source = Source(self.kind)
        self.runs: list[Run] = []
        self.run: Run | None = None
        self.truth = Truth()
        self.lock = threading.RLock()
        self.begun = self.last = 0.0
        self.put_s: list[float] = []
        self.sender = threading.Thread(target=self._send, daemon=True)

    def start(self, cause: str = "") -> None:
        """Begin a run; ``cause`` is why the one before ended."""
        with self.lock:
            before = self.runs[-1] if self.runs else None
            offset = self.room.offset_ms()
            started = now_ms()
            if before is not None:
                self.truth.holes.append((self.last, started, cause))
            previous = {"client_id": str(before.client_id), "cause": cause} if before else None
            self.begun = self.last = started
            self.truth.seen()
            self.run = Run(uuid4(), self.name, self.who, self.room.wall() + offset, offset, previous)
            self.runs.append(self.run)

    def tick(self) -> None:
        """Cut a chunk when its time has come."""
        with self.lock:
            if self.run is not None and now_ms() - self.last >= SLICE_S[self.kind] * 1000:
                self._cut(self.run)

    def _cut(self, run: Run) -> None:
        at = now_ms()
        since, until = round(self.last - self.begun), round(at - self.begun)
        data = self.source.chunk(run.cut, since, until)
        run.hashes.append(hashlib.sha256(data).digest())
        run.chunks.append(Chunk(data, round(self.room.wall(at) + run.offset_ms), until - since))
        run.cut += 1
        self.last = at
        self.truth.seen()

    def stop(self, cause: str) -> None:
        """End the run properly, its last chunk with it."""
        with self.lock:
            if self.run is not None:
                self._cut(self.run)
                self.run.cause = cause
                self.run = None

    def die(self) -> None:
        """The page is gone: what was not cut is lost; the journal learns of it when it is opened again."""
        with self.lock:
            if self.run is not None:
                # A busy machine may keep this simulation from cutting in time; a recorder would have.
                self.tick()
                self.truth.lost_ms.append(now_ms() - self.last)
                self.run = None

    def revive(self, cause: str) -> None:
        """Note in the journal why the open run ended, and begin a new one."""
        with self.lock:
            for run in self.runs:
                run.cause = run.cause or cause
            self.start(cause)

    @property
    def waiting(self) -> int:
        """Chunks and ends not delivered yet."""
        with self.lock:
            return sum(run.cut - run.sent + (not run.ended) for run in self.runs)

    def _send(self) -> None:
        while not self.room.over:
            with self.lock:
                run = next((r for r in self.runs if not r.ended and (r.chunks or r.cause)), None)
            if run is None or not self.room.alive:
                time.sleep(0.05)
                continue
            try:
                if not self._deliver(run):
                    time.sleep(0.3)
            except OSError:
                time.sleep(0.3)

    def _deliver(self, run: Run) -> bool:
        line, base = self.room.line, f"/interviews/{self.room.session}/recording/"
        if not run.part:
            said = {
                "client_id": str(run.client_id), "stream": run.stream, "who": run.who, "mime": self.mime,
                "started_ms": round(run.started_ms), "previous": run.previous,
                "clock": {"offset_ms": round(run.offset_ms), "rtt_ms": 1},
            }  # fmt: skip
            body = json.dumps(said).encode()
            status, answer = line.ask("POST", f"{base}parts", body, Content_Type="application/json")
            if status not in {200, 201}:
                return False
            known = json.loads(answer)
            run.part, run.token = known["part"], known["token"]
        if run.chunks:
            one = run.chunks[0]
            began = time.perf_counter()
            status, answer = line.ask(
                "PUT", f"/media/{run.part}/{run.sent}", one.data,
                Authorization=f"Bearer {run.token}", X_Client_Ms=str(one.client_ms),
                X_Duration_Ms=str(one.duration_ms), X_Sha256=run.hashes[run.sent].hex(),
            )  # fmt: skip
            if status == 200:
                self.put_s.append(time.perf_counter() - began)
                with self.lock:
                    run.chunks.popleft()
                    run.sent += 1
                return True
            self.room.answers[status] = self.room.answers.get(status, 0) + 1
            return False
        if run.cause:
            said = {"chunks": run.cut, "cause": run.cause, "client_ms": round(now_ms())}
            status, _answer = line.ask(
                "POST",
                f"/media/{run.part}/end",
                json.dumps(said).encode(),
                Authorization=f"Bearer {run.token}",
            )
            run.ended = status == 200
            return run.ended
        return True


class Room:
    """A room's page: streams, a clock of its own, and the answers typed into it."""

    def __init__(self, number: int, port: int, known: dict[str, Any]) -> None:
        """Take a session that is questioning."""
        self.number, self.session = number, known["session"]
        self.line = Line(port, known["cookie"])
        self.alive, self.over = True, False
        self.answers: dict[int, int] = {}
        self._error_ms = 1234.0 * (number - 3)
        microphones = (("mic-1", "被询问人"), ("mic-2", "询问人"), ("mic-3", "记录人"))
        self.streams = [Stream(self, "picture", "全景"), *(Stream(self, n, w) for n, w in microphones)]
        self.committed: list[str] = []
        self.commit_s: dict[str, tuple[float, float]] = {}
        self.typing = True

    def wall(self, at: float | None = None) -> float:
        """This computer's clock, which is wrong and can be set."""
        return (now_ms() if at is None else at) + self._error_ms

    def set_clock(self, by_ms: float) -> None:
        """Somebody sets the clock while recorders run."""
        with self.streams[0].lock:
            self._error_ms += by_ms
            for stream in self.streams:
                stream.truth.pending += by_ms

    def offset_ms(self) -> float:
        """Measure the server's clock, best of eight; while it does not answer, what was known before."""
        best = None
        for _n in range(8):
            began = time.perf_counter()
            try:
                status, answer = self.line.ask("GET", "/media/clock")
            except OSError:
                break
            rtt = (time.perf_counter() - began) * 1000
            if status == 200 and (best is None or rtt < best[0]):
                best = (rtt, json.loads(answer)["server_ms"] - (self.wall() - rtt / 2))
        self._offset = best[1] if best else -self._error_ms
        return self._offset

    def start(self) -> None:
        """Begin to record and to type."""
        for stream in self.streams:
            stream.start()
            stream.sender.start()
        threading.Thread(target=self._record, daemon=True).start()
        threading.Thread(target=self._type, daemon=True).start()

    def _record(self) -> None:
        while not self.over:
            for stream in self.streams:
                stream.tick()
            time.sleep(0.02)

    def _type(self) -> None:
        number = 0
        while not self.over:
            time.sleep(3)
            while self.typing and self.alive and not self.over:
                number += 1
                self._commit(number)
                break

    def _commit(self, number: int) -> None:
        """Commit an answer, again and again under one key until it is acknowledged."""
        text, key = f"第{self.number}室第{number}答", str(uuid4())
        began = time.time()
        while not self.over:
            try:
                question = f"第{self.number}室第{number}问：作业几点开始？"
                status = self.line.form(
                    f"/interviews/{self.session}/segments",
                    question=question,
                    answer=f"{text}，九点。",
                    key=key,
                )
            except OSError:
                status = 0
            if status in {200, 303}:
                self.committed.append(text)
                self.commit_s[text] = (began, time.time())
                return
            if status == 409 and not self.typing:
                return
            time.sleep(0.3)

    def kill(self, down_s: float) -> None:
        """Kill the page, and open it again after a while."""
        self.alive = False
        for stream in self.streams:
            stream.die()
        time.sleep(down_s)
        self.alive = True
        for stream in self.streams:
            stream.revive("page_crashed")

    def lose_device(self, down_s: float) -> None:
        """Pull out camera and microphones, and plug them in again."""
        for stream in self.streams:
            stream.stop("device_lost")
        time.sleep(down_s)
        for stream in self.streams:
            stream.start("device_lost")

    def unplug(self, down_s: float) -> None:
        """Pull the network cable for a while; nobody stops recording for that."""
        self.line.cut = True
        time.sleep(down_s)
        self.line.cut = False

    def pause(self, down_s: float) -> None:
        """Pause the interview with a reason, and go on."""
        self.typing = False
        self._until_done("pause", reason="休息")
        for stream in self.streams:
            stream.stop("paused")
        time.sleep(down_s)
        for stream in self.streams:
            stream.start("paused")
            stream.truth.holes.pop()
        self._until_done("resume")
        self.typing = True

    def _until_done(self, act: str, **fields: str) -> None:
        while not self.over:
            try:
                if self.line.form(f"/interviews/{self.session}/{act}", **fields) in {200, 303, 409}:
                    return
            except OSError:
                pass
            time.sleep(0.3)

    def stop(self) -> None:
        """Stop recording and typing; the outboxes go on."""
        self.typing = False
        for stream in self.streams:
            stream.stop("stopped")

    @property
    def waiting(self) -> int:
        """What is not delivered yet."""
        return sum(stream.waiting for stream in self.streams)
