"""One parent for everything that runs: PostgreSQL, the pages, the worker.

A child that ends is started again, slower each time it ends at once. The children of a supervisor that was
killed are found by the next one, by number and start tick, and ended before anything new begins.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from anjian.config.postgres import Cluster, PostgresError, process_start

STOP_SECONDS = 8.0
CALM_SECONDS = 20.0
LONGEST_PAUSE = 10.0
LOG_LIMIT = 20 << 20


class AlreadyRunningError(RuntimeError):
    """Another supervisor holds the data folder."""


@dataclass(slots=True)
class Child:
    """One long-lived process and the record of its falls."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    sockets: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    falls: int = 0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start it, apart from the terminal's Ctrl-C, its output going to its log."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                env={**self.environment, "ANJIAN_SUPERVISOR": str(os.getpid())},
                stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                pass_fds=self.sockets, start_new_session=True,
            )  # fmt: skip
        self.started = time.monotonic()

    def fell(self) -> bool:
        """Whether it ended by itself since the last look."""
        return self.process is not None and self.process.poll() is not None

    def schedule(self) -> None:
        """Set when it is started again: at once after a long life, later after each short one."""
        lived = time.monotonic() - self.started
        self.pause = 0.1 if lived > CALM_SECONDS else min(max(self.pause * 2, 0.2), LONGEST_PAUSE)
        self.falls += 1
        self.due = time.monotonic() + self.pause
        self.process = None

    def stop(self) -> None:
        """Ask it to end, then make it."""
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Supervisor:
    """Holds a data folder: starts children, keeps them alive, ends them together."""

    def __init__(self, data: Path, *, say: Callable[[str], None] = print) -> None:
        self.data = data
        self.say = say
        self.children: list[Child] = []
        self.cluster: Cluster | None = None
        self._record = data / "run.json"
        self._lock: int | None = None
        self._asked = 0

    def take(self) -> None:
        """Take the data folder for this process and end what an earlier, killed one left running.

        Raises AlreadyRunningError when a living supervisor holds it.
        """
        self.data.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(lock)
            raise AlreadyRunningError(
                f"{self.data} 正由另一个 ./anjian 使用; 请先停止它, 或用 --data 另选文件夹"
            ) from error
        self._lock = lock
        self._end_leftovers()

    def _end_leftovers(self) -> None:
        try:
            recorded = json.loads(self._record.read_text(encoding="ascii"))
        except (OSError, ValueError):
            recorded = []
        left = [int(pid) for pid, born in recorded if process_start(int(pid)) == born]
        for kind, seconds in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 2.0)):
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, kind)
            limit = time.monotonic() + seconds
            while left and time.monotonic() < limit:
                left = [pid for pid in left if process_start(pid) is not None]
                time.sleep(0.05)
        self._record.unlink(missing_ok=True)

    def _write_record(self) -> None:
        living = [child.process.pid for child in self.children if child.process is not None]
        half = self._record.with_suffix(".new")
        half.write_text(json.dumps([[pid, process_start(pid)] for pid in living]), encoding="ascii")
        half.replace(self._record)

    def add(self, child: Child) -> None:
        """Start a child and keep it alive from now on."""
        self.children.append(child)
        child.start()
        self._write_record()

    def watch(self) -> None:
        """Keep everything alive until Ctrl-C, SIGTERM or the closing of the terminal."""
        for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(kind, self._ask)
        while not self._asked:
            self.tend()
            time.sleep(0.2)

    def tend(self) -> None:
        """Look after each child once."""
        if (
            self.cluster is not None
            and self.cluster.process is not None
            and self.cluster.process.poll() is not None
        ):
            self._restart_database(self.cluster)
        changed = False
        for child in self.children:
            if child.fell():
                code = child.process.returncode if child.process else None
                child.schedule()
                self.say(
                    f"! {child.name} 意外结束 ({code}), {child.pause:.1f} 秒后重新启动; 日志 {child.log}"
                )
            if child.process is None and time.monotonic() >= child.due:
                child.start()
                changed = True
        if changed:
            self._write_record()

    def _restart_database(self, cluster: Cluster) -> None:
        self.say("! 数据库意外结束, 正在恢复 ...")
        cluster.stop()
        try:
            cluster.start()
        except PostgresError as error:
            self.say(f"! {error}")
            time.sleep(1)
        else:
            self.say("  数据库已恢复")

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked += 1
        if self._asked > 1:
            for child in self.children:
                if child.process is not None and child.process.poll() is None:
                    child.process.kill()

    def stop(self) -> None:
        """End the children, then the database, then let go of the folder. Safe to call twice."""
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        for child in self.children:
            child.stop()
        self.children.clear()
        if self.cluster is not None:
            self.cluster.stop()
        self._record.unlink(missing_ok=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def python(*arguments: str) -> list[str]:
    """A command line of our own interpreter."""
    return [sys.executable, *arguments]
