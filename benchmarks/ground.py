"""What measurements of the running system stand on: an own database, a small town, the real server, /proc.

A measurement that needs them runs in a process of its own, so that one run leaves nothing to the next.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.config.postgres import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
BASELINES = Path(__file__).with_name("baselines.json")


def apart(name: str, *, durable: bool = True) -> dict[str, Any]:
    """Run `benchmarks.<name>`'s `measure` in its own process with its own database; returns its results."""
    with tempfile.TemporaryDirectory(prefix="anjian-bench-") as folder:
        home = Path(folder)
        if os.getuid() == 0:
            home.chmod(0o711)
        with Cluster(home / "pg", fast=not durable).running() as cluster:
            env = {
                **os.environ,
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "DJANGO_SETTINGS_MODULE": "anjian.config.settings",
                "ANJIAN_MODE": "production",
                "ANJIAN_SECRET_KEY": "a-key-for-measuring-only-which-protects-nothing",
                "ANJIAN_DATA": str(home / "data"),
                "DATABASE_URL": cluster.url(),
                "BENCH_POSTGRES": str(cluster.process.pid if cluster.process else 0),
            }
            (home / "data").mkdir()
            prepare = [sys.executable, "-m", "anjian.config.prepare"]
            subprocess.run(prepare, env=env, check=True, stdout=subprocess.DEVNULL)
            done = subprocess.run(
                [sys.executable, "-m", f"benchmarks.{name}", "--measure"],
                env=env, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            )  # fmt: skip
    results = json.loads(done.stdout.splitlines()[-1])
    return {"name": name, "results": [with_baseline(name, row) for row in results]}


def row(metric: str, value: float, unit: str, baseline: float | None = None) -> dict[str, Any]:
    """One result; a baseline of the same run (a floor, a smaller size) may come with it."""
    ratio = round(value / baseline, 3) if baseline else None
    return {"metric": metric, "value": round(value, 3), "unit": unit, "baseline": baseline, "ratio": ratio}


def with_baseline(name: str, result: dict[str, Any]) -> dict[str, Any]:
    """Compare with the stored figure where the run itself has nothing to compare with."""
    if result["baseline"] is None:
        stored = json.loads(BASELINES.read_text(encoding="utf-8")) if BASELINES.exists() else {}
        known = stored.get(name, {}).get(result["metric"])
        if known:
            result = {**result, "baseline": known, "ratio": round(result["value"] / known, 3)}
    return result


def told(found: dict[str, Any], *, as_json: bool) -> dict[str, Any]:
    """Print results as JSON or as lines, and return them."""
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return found
    for one in found["results"]:
        beside = f"  (baseline {one['baseline']}, ratio {one['ratio']})" if one["baseline"] else ""
        print(f"{one['metric']:<44} {one['value']:>10} {one['unit']}{beside}")
    return found


def cpu_ms(pid: int, *, with_children: bool = False) -> float:
    """Processor time of a process in ms, of its children living and gone too when asked."""
    try:
        stat = _stat(Path(f"/proc/{pid}/stat"))
    except OSError:
        return 0.0
    own = float(stat[11]) + float(stat[12])
    if not with_children:
        return own * TICK_MS
    total = (own + float(stat[13]) + float(stat[14])) * TICK_MS
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = _stat(path)
        except OSError:
            continue
        if parts[1] == str(pid):
            total += (float(parts[11]) + float(parts[12])) * TICK_MS
    return total


def _stat(path: Path) -> list[str]:
    return path.read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()


def database_cpu_ms() -> float:
    """Processor time of all processes of this run's database server."""
    return cpu_ms(int(os.environ["BENCH_POSTGRES"]), with_children=True)


@contextmanager
def serving(module: str = "anjian.config.serve", *arguments: str) -> Iterator[tuple[int, int]]:
    """Serve on a free port as `./anjian up` does, one web process; yields port and process id."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)
        listening.set_inheritable(True)
        port = listening.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments, str(listening.fileno())],
            pass_fds=[listening.fileno()], stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(20)


@dataclass
class Browser:
    """A signed-in officer's connection that stays open."""

    port: int
    session: str
    csrf: str = "c" * 32
    cookies: str = ""
    link: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        """Connect, without the delay of small packets."""
        self.link = http.client.HTTPConnection("127.0.0.1", self.port)
        self.link.connect()
        self.link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.cookies = f"anjian_session={self.session}; anjian_csrf={self.csrf}"

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, Any]:
        """Send one request and read the whole answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Cookie": self.cookies, "X-CSRFToken": self.csrf, **named}
        self.link.request(method, url, body=body or None, headers=sent)
        answer = self.link.getresponse()
        return answer.status, answer.read(), answer.headers


def a_session(username: str) -> str:
    """Open a session for an account of the town and return its key."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from anjian.people.models import User

    user = User.objects.get(username=username)
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def wait_ready(browser_port: int, *, url: str = "/", seconds: float = 60) -> None:
    """Wait until the server answers."""
    ends = time.monotonic() + seconds
    while True:
        try:
            link = http.client.HTTPConnection("127.0.0.1", browser_port, timeout=seconds)
            link.request("GET", url)
            link.getresponse().read()
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
        else:
            return
