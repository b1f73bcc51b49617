"""An installation on this machine: its data folder, secret, database and processes, brought up in order."""

from __future__ import annotations

import contextlib
import http.client
import os
import secrets
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from anjian.config.frontend_build import FrontEndError, build
from anjian.config.postgres import Cluster, PostgresError
from anjian.config.prepare import SEEDING
from anjian.config.supervisor import Child, Supervisor, python

ROOT = Path(__file__).resolve().parents[3]

SHORT_WAIT_SECONDS = 1.0


class StartError(RuntimeError):
    """The installation cannot start; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be started."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    mode: str = "production"
    web_processes: int = 1
    seed: bool = True
    cases: int = 200
    fast: bool = False
    front_end: bool = True
    database_url: str | None = None


class Installation:
    """Brings up a `Plan` and holds it; use as a context manager through `running`."""

    def __init__(self, plan: Plan, *, say: Callable[[str], None] = print) -> None:
        self.plan = plan
        self.say = say
        self.supervisor = Supervisor(plan.data, say=say)
        self.environment: dict[str, str] = {}
        self.listener: socket.socket | None = None

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        port = self.listener.getsockname()[1] if self.listener else self.plan.port
        host = "127.0.0.1" if self.plan.host in {"0.0.0.0", "::", ""} else self.plan.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Say a step and its time."""
        started = time.monotonic()
        yield
        self.say(f"  {name}  {time.monotonic() - started:.1f} s")

    def start(self) -> None:
        """Everything in order. Raises StartError, AlreadyRunningError, PostgresError or FrontEndError."""
        self.supervisor.take()
        (self.plan.data / "logs").mkdir(exist_ok=True)
        (self.plan.data / "tmp").mkdir(exist_ok=True)
        self.listener = self._listen()
        front = _InBackground(self._build_front_end)
        with self.step("数据库 PostgreSQL"):
            address = self._database()
        self._make_environment(address)
        if not front.done_within(SHORT_WAIT_SECONDS):
            # The database's first steps need no front end: it is built meanwhile on the other core.
            self._prepare("--no-static", *self._seed_options())
        front.result()
        self._prepare(*self._seed_options())
        with self.step("网页与后台 web + worker"):
            self._start_children()
            self._wait_until_served()

    def start_database(self) -> None:
        """Only the database, brought up to date, without anything being served."""
        self.supervisor.take()
        (self.plan.data / "tmp").mkdir(exist_ok=True)
        self._make_environment(self._database())
        self._prepare("--no-static", *self._seed_options())

    def attach(self) -> None:
        """Use the database that another process of this installation keeps running; nothing is started."""
        self._make_environment(self.plan.database_url or Cluster(self.plan.data / "postgres").url())

    def stop(self) -> None:
        """End everything. Safe to call twice."""
        self.supervisor.stop()
        if self.listener is not None:
            self.listener.close()
            self.listener = None

    @contextlib.contextmanager
    def running(self, *, database_only: bool = False) -> Iterator[Installation]:
        """The installation, started, and ended whatever happens."""
        try:
            if database_only:
                self.start_database()
            else:
                self.start()
            yield self
        finally:
            self.stop()

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.plan.host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self.plan.host, self.plan.port))
        except OSError as error:
            listener.close()
            raise StartError(
                f"端口 {self.plan.port} 不能使用 ({error.strerror}); 请用 --port 另选一个"
            ) from error
        listener.listen(1024)
        listener.set_inheritable(True)
        return listener

    def _database(self) -> str:
        if self.plan.database_url:
            if (self.plan.data / SEEDING).exists():
                raise StartError(
                    "上次写入演示数据时被中断: 请清空该数据库后再启动, 并删除 "
                    + str(self.plan.data / SEEDING)
                )
            return self.plan.database_url
        cluster = Cluster(self.plan.data / "postgres", fast=self.plan.fast)
        cluster.start()
        self.supervisor.cluster = cluster
        if (self.plan.data / SEEDING).exists():
            cluster.recreate_database()
            (self.plan.data / SEEDING).unlink()
        return cluster.url()

    def _make_environment(self, address: str) -> None:
        own = {
            "ANJIAN_MODE": self.plan.mode,
            "ANJIAN_DATA": str(self.plan.data),
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "anjian.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
        if not os.environ.get("ANJIAN_ADDRESS") and not os.environ.get("ANJIAN_ORIGINS"):
            own["ANJIAN_ADDRESS"] = self.address
        for name, file in (("ANJIAN_SECRET_KEY", "secret-key"), ("ANJIAN_KEY_SECRET", "key-secret")):
            if not os.environ.get(name) and not os.environ.get(f"{name}_FILE"):
                own[f"{name}_FILE"] = str(_kept_secret(self.plan.data / file))
        if self.plan.host not in {"127.0.0.1", "localhost", "::1"} and "ANJIAN_HOSTS" not in os.environ:
            own["ANJIAN_HOSTS"] = "*"
        self.environment = {**os.environ, **own}
        self.environment.pop("DATABASE_URL_FILE", None)

    def _build_front_end(self) -> None:
        islands = ROOT / "islands"
        if self.plan.front_end and (islands / "package.json").exists():
            started = time.monotonic()
            if build(islands):
                self.say(f"  前端 front end  {time.monotonic() - started:.1f} s")

    def _seed_options(self) -> list[str]:
        return ["--seed", str(self.plan.cases)] if self.plan.seed else []

    def _prepare(self, *options: str) -> None:
        done = subprocess.run(
            python("-m", "anjian.config.prepare", *options),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            raise StartError("准备数据库或静态文件时出错, 原因见上; 改正后再运行一次即可")

    def _start_children(self) -> None:
        if self.listener is None:
            raise StartError("没有监听端口")
        fd, logs = self.listener.fileno(), self.plan.data / "logs"
        serve = python("-m", "anjian.config.serve")
        for number in range(self.plan.web_processes):
            name = "web" if number == 0 else f"web{number + 1}"
            command = [*serve, "web", str(fd)]
            self.supervisor.add(Child(name, command, self.environment, logs / f"{name}.log", (fd,)))
        self.supervisor.add(Child("worker", [*serve, "worker"], self.environment, logs / "worker.log"))
        if self.environment.get("ANJIAN_SECOND_COPY"):
            self.supervisor.add(Child("copy", [*serve, "copy"], self.environment, logs / "copy.log"))

    def _wait_until_served(self) -> None:
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            if self._answers():
                return
            fallen = next((child for child in self.supervisor.children if child.fell()), None)
            if fallen is not None:
                tail = fallen.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise StartError(f"{fallen.name} 没有启动成功:\n{tail}")
            time.sleep(0.1)
        raise StartError(f"网页服务 60 秒内没有应答; 日志 {self.plan.data / 'logs'}")

    def _answers(self) -> bool:
        """Whether the pages answer; one that knows only its public name refuses ours, and answers too."""
        port = self.listener.getsockname()[1] if self.listener else self.plan.port
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.plan.host, self.plan.host)  # noqa: S104
        connection = http.client.HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _kept_secret(path: Path) -> Path:
    """A file with a random secret for this user alone, made where there is none."""
    if not path.exists():
        half = path.with_suffix(".new")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        half.replace(path)
    return path


class _InBackground:
    """A task on another thread whose error is raised where its result is needed."""

    def __init__(self, task: Callable[[], None]) -> None:
        self._error: Exception | None = None
        self._task = task
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._task()
        except (OSError, RuntimeError) as error:
            self._error = error

    def done_within(self, seconds: float) -> bool:
        """Whether it has ended, after waiting so long at most."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def result(self) -> None:
        """Wait for the end; raises what the task raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error


FAULTS = (StartError, PostgresError, FrontEndError)
