"""A thousand uploads while server, worker, database and senders are killed (kill -9) again and again.

Run it with ``python -m benchmarks.kill_uploads``; the tests run a short one. What must hold at the end:

- whenever an offset was acknowledged, every later question is answered with at least that offset;
- every upload becomes whole, and its content in the store is, read again, what was sent;
- every name in the store stands for exactly its content: no half file anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = 4
BODY = "application/offset+octet-stream"
_LEAD = {
    "f-procedure": "ordinary_penalty", "f-source": "inspection", "f-party_kind": "unit",
    "f-party_name": "云州断电试验有限公司", "f-violation": "WSL-101-3", "f-title": "上传断电试验",
}  # fmt: skip


def content_of(number: int) -> bytes:
    """Return the bytes of one upload: mostly photographs, some films, some very short."""
    chance = random.Random(number)
    size = chance.choice([1, 700, 90_000, 400_000, 900_000, 1_500_000, 3_000_000])
    if number % 97 == 0:
        size = 12_000_000
    return chance.randbytes(size + chance.randrange(1000))


# The sending program: killed like everything else, it goes on from its journal.


class Sender:
    """Sends the uploads of one program, number by number."""

    def __init__(self, port: int, ticket: str, journal: Path) -> None:
        """Read the journal of a predecessor that was killed."""
        self.port, self.ticket, self.journal = port, ticket, journal
        self.chance = random.Random(os.getpid())
        self.urls: dict[int, str] = {}
        self.told: dict[int, int] = {}
        self.done: set[int] = set()
        if journal.exists():
            for line in journal.read_text().splitlines():
                # A kill in the middle of a line leaves a piece of one.
                found = re.fullmatch(r"(\w+) (\d+) (\S+);", line)
                if found:
                    self._heard(found[1], int(found[2]), found[3])

    def _heard(self, what: str, number: int, said: str) -> None:
        if what == "url":
            self.urls[number] = said
        elif what == "offset":
            self.told[number] = max(int(said), self.told.get(number, 0))
        elif what == "done":
            self.done.add(number)

    def _note(self, what: str, number: int, said: object) -> None:
        with self.journal.open("a") as stream:
            stream.write(f"{what} {number} {said};\n")
        self._heard(what, number, str(said))

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        """Send one request on a line of its own; any trouble is an OSError or HTTPException."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        given = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {self.ticket}"}
        try:
            line.request(method, path, body, given | {n.replace("_", "-"): v for n, v in headers.items()})
            answer = line.getresponse()
            answer.read()
            return answer
        finally:
            line.close()

    def send(self, number: int) -> None:
        """Send one file to its end, however often it takes."""
        data = content_of(number)
        while number not in self.done:
            try:
                self._go_on(number, data)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)

    def _go_on(self, number: int, data: bytes) -> None:
        if number not in self.urls:
            name = base64.b64encode(f"{number}.bin".encode()).decode()
            made = self.ask(
                "POST", "/uploads/", Upload_Length=str(len(data)), Upload_Metadata=f"filename {name}"
            )
            if made.status != 201:
                raise OSError(made.status)
            self._note("url", number, made.headers["Location"])
        url = self.urls[number]
        looked = self.ask("HEAD", url)
        if looked.status != 200:
            if looked.status == 404:
                self._note("lost", number, "upload")
                raise SystemExit(f"upload {number} is gone")
            raise OSError(looked.status)
        offset = int(looked.headers["Upload-Offset"])
        if offset < self.told.get(number, 0):
            self._note("lost", number, self.told[number] - offset)
        while offset < len(data):
            end = min(len(data), offset + self.chance.choice([60_000, 300_000, 1_000_000, 5_000_000]))
            answer = self.ask("PATCH", url, data[offset:end], Upload_Offset=str(offset), Content_Type=BODY)
            if answer.status != 204:
                raise OSError(answer.status)
            offset = int(answer.headers["Upload-Offset"])
            self._note("offset", number, offset)
        self._note("done", number, hashlib.sha256(data).hexdigest())


def send_all(port: int, journal: Path, first: int, count: int) -> None:
    """Be one sending program: every ``CLIENTS``th number from ``first``."""
    sender = Sender(port, os.environ["UPLOAD_TICKET"], journal)
    for number in range(first, count, CLIENTS):
        sender.send(number)


# The rehearsal around it.


@dataclass(slots=True)
class Outcome:
    """What was done and what came of it."""

    uploads: int
    bytes: int = 0
    seconds: float = 0.0
    killed: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    differing: list[int] = field(default_factory=list)
    half: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """Return it for a report."""
        return {
            "uploads": self.uploads, "bytes": self.bytes, "seconds": round(self.seconds, 1),
            "killed": dict(self.killed), "acknowledgements": self.acknowledged,
            "acknowledged bytes lost": self.lost, "files that differ": self.differing,
            "names of half files": self.half,
        }  # fmt: skip


class Programs:
    """The sending programs, started again when they were killed."""

    def __init__(self, port: int, ticket: str, folder: Path, uploads: int) -> None:
        """Start them all."""
        self.folder, self._port, self._ticket, self._uploads = folder, port, ticket, uploads
        self.running = [self._start(n) for n in range(CLIENTS)]

    def _start(self, n: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "benchmarks.kill_uploads", "--send", str(self._port),
                   str(self.journal(n)), str(n), str(self._uploads)]  # fmt: skip
        return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "UPLOAD_TICKET": self._ticket})

    def journal(self, n: int) -> Path:
        """Return where a program notes what it was told."""
        return self.folder / f"journal-{n}"

    def tend(self) -> bool:
        """Start killed ones again; whether any still works."""
        for n, process in enumerate(self.running):
            if process.poll() is not None and process.returncode != 0:
                if process.returncode != -signal.SIGKILL:
                    raise SystemExit(f"a sending program ended with {process.returncode}")
                self.running[n] = self._start(n)
        return any(process.poll() is None for process in self.running)

    def lines(self) -> list[list[str]]:
        """Return all whole lines of all journals."""
        found = []
        for n in range(CLIENTS):
            if self.journal(n).exists():
                whole = [line for line in self.journal(n).read_text().splitlines() if line.endswith(";")]
                found += [line.rstrip(";").split(" ") for line in whole]
        return found


def rehearse(uploads: int, *, every: int = 15, say: Any = print) -> Outcome:
    """Run it on an installation of its own and return what came of it."""
    from anjian.config.installation import Installation, Plan

    outcome = Outcome(uploads)
    with tempfile.TemporaryDirectory(prefix="anjian-kill-", dir=os.environ.get("ANJIAN_SCRATCH")) as name:
        Path(name).chmod(0o711)
        data = Path(name) / "data"
        data.mkdir()
        plan = Plan(data=data, port=0, mode="production", front_end=False, cases=0)
        with Installation(plan, say=lambda _text: None).running() as site:
            port = urlsplit(site.address).port or 0
            programs = Programs(port, a_ticket(port), Path(name), uploads)
            _strike(site, programs, outcome, every, say)
            _check(data, programs, outcome)
    return outcome


def _strike(site: Any, programs: Programs, outcome: Outcome, every: int, say: Any) -> None:
    """Kill something each time so many further portions were acknowledged: amid the work."""
    started, due = time.monotonic(), every
    chance = random.Random(1)
    while programs.tend():
        site.supervisor.tend()
        time.sleep(0.05)
        lines = programs.lines()
        if sum(line[0] == "offset" for line in lines) < due:
            continue
        due += every
        standing = {child.name: child.process.pid for child in site.supervisor.children if child.process}
        for child in site.supervisor.children:
            # These falls are ours: they are no reason to wait longer each time.
            child.pause = 0.0
        cluster = site.supervisor.cluster
        if cluster and cluster.process and cluster.process.poll() is None:
            standing["database"] = cluster.process.pid
        sending = [process for process in programs.running if process.poll() is None]
        if sending:
            standing["sender"] = chance.choice(sending).pid
        victim = min(standing, key=lambda one: (outcome.killed[one] * (0.4 if one == "web" else 1), one))
        os.kill(standing[victim], signal.SIGKILL)
        outcome.killed[victim] += 1
        if sum(outcome.killed.values()) % 20 == 0:
            done = sum(line[0] == "done" for line in lines)
            say(f"  {time.monotonic() - started:.0f} s: {done} of {outcome.uploads}, {dict(outcome.killed)}")
    outcome.seconds = time.monotonic() - started


def _check(data: Path, programs: Programs, outcome: Outcome) -> None:
    """Read everything again and compare it with what was told."""
    lines = programs.lines()
    outcome.acknowledged = sum(line[0] == "offset" for line in lines)
    outcome.lost = [" ".join(line) for line in lines if line[0] == "lost"]
    told = {int(line[1]): line[2] for line in lines if line[0] == "done"}
    kept: dict[str, int] = {}
    for path in (data / "blobs").glob("??/??/*"):
        content = path.read_bytes()
        kept[path.name] = len(content)
        if hashlib.sha256(content).hexdigest() != path.name:
            outcome.half.append(path.name)
    for number in range(outcome.uploads):
        content = content_of(number)
        outcome.bytes += len(content)
        digest = hashlib.sha256(content).hexdigest()
        if told.get(number) != digest or kept.get(digest) != len(content):
            outcome.differing.append(number)


def a_ticket(port: int) -> str:
    """Register a lead as an officer does and return the ticket of its evidence page."""
    jar: dict[str, str] = {}

    def ask(method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        body = None
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in jar.items())}
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": jar.get("anjian_csrf", "")})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body, headers)
        answer = line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                jar[key] = rest.partition(";")[0]
        text = answer.read().decode()
        line.close()
        return answer.status, answer.headers.get("Location", ""), text

    from anjian.config.demo import cast

    ask("GET", "/accounts/login/")
    ask("POST", "/accounts/login/", {"login": "wanghu", "password": cast.PASSWORD})
    status, where, text = ask("POST", "/cases/new", {**_LEAD, "key": "kill-uploads"})
    if status != 303:
        raise SystemExit(f"no case: {status} {text[:300]}")
    page = ask("GET", f"/cases/{where.split('/')[2]}/evidence/")[2]
    ticket = page.partition('data-ticket="')[2].partition('"')[0]
    if not ticket:
        raise SystemExit("the page gave no ticket")
    return ticket


def main(arguments: list[str]) -> int:
    """Be a sending program, or run the whole rehearsal and print what came of it."""
    if arguments[:1] == ["--send"]:
        send_all(int(arguments[1]), Path(arguments[2]), int(arguments[3]), int(arguments[4]))
        return 0
    outcome = rehearse(int(arguments[0]) if arguments else 1000)
    print(json.dumps(outcome.told(), ensure_ascii=False, indent=1))
    return 1 if outcome.lost or outcome.differing or outcome.half else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
