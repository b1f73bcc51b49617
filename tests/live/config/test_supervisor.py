"""The supervisor and its PostgreSQL against kill -9: what is left is ended, what was promised is there."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from anjian.config.postgres import Cluster, PostgresError, process_start
from anjian.config.supervisor import AlreadyRunningError, Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
HOLDER = """
import sys, time
from pathlib import Path
from anjian.config.postgres import Cluster
from anjian.config.supervisor import Child, Supervisor
supervisor = Supervisor(Path(sys.argv[1]))
supervisor.take()
supervisor.cluster = Cluster(Path(sys.argv[1]) / "pg", fast=False)
supervisor.cluster.start()
sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
supervisor.add(Child("sleeper", sleeper, {}, Path(sys.argv[1]) / "log"))
print(supervisor.children[0].process.pid, supervisor.cluster.process.pid, flush=True)
time.sleep(600)
"""


def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that every user may pass through, as PostgreSQL's own user must."""
    with tempfile.TemporaryDirectory(prefix="anjian-sup-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def supervisor(folder: Path) -> Iterator[Supervisor]:
    made = Supervisor(folder / "data", say=lambda text: None)
    yield made
    made.stop()


class TestSupervisor:
    def test_starts_a_fallen_child_again(self, supervisor: Supervisor, folder: Path) -> None:
        supervisor.take()
        child = Child("sleeper", SLEEPER, dict(os.environ), folder / "log")
        supervisor.add(child)
        assert child.process
        first = child.process.pid
        os.kill(first, signal.SIGKILL)

        def replaced() -> bool:
            supervisor.tend()
            return child.process is not None and child.process.pid != first

        until(replaced)
        assert child.falls == 1

    def test_waits_longer_each_time_a_child_ends_at_once(self, folder: Path) -> None:
        child = Child("broken", SLEEPER, {}, folder / "log", started=time.monotonic())
        pauses = []
        for _ in range(8):
            child.schedule()
            pauses.append(child.pause)
        assert pauses == sorted(pauses)
        assert pauses[0] < 1
        assert pauses[-1] == 10

    def test_refuses_a_folder_in_use(self, supervisor: Supervisor) -> None:
        supervisor.take()
        with pytest.raises(AlreadyRunningError, match="正由另一个"):
            Supervisor(supervisor.data).take()

    def test_ends_what_a_killed_supervisor_left_and_keeps_what_it_promised(self, folder: Path) -> None:
        data = folder / "data"
        with subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(data)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        ) as holder:  # fmt: skip
            assert holder.stdout
            child, server = map(int, holder.stdout.readline().split())
            url = f"postgresql://anjian@/anjian?host={data / 'pg' / 'socket'}"
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("CREATE TABLE promised (n int)")
                connection.execute("INSERT INTO promised SELECT generate_series(1, 500)")
            holder.kill()
        assert process_start(child)
        assert process_start(server)
        successor = Supervisor(data, say=lambda text: None)
        try:
            successor.take()
            until(lambda: process_start(child) is None)
            successor.cluster = Cluster(data / "pg")
            successor.cluster.start()
            assert successor.cluster.process
            assert successor.cluster.process.pid != server
            assert process_start(server) is None
            with psycopg.connect(successor.cluster.url()) as connection:
                assert connection.execute("SELECT count(*) FROM promised").fetchone() == (500,)
        finally:
            successor.stop()


class TestCluster:
    def test_survives_kill_and_a_stale_pid_file_of_a_stranger(self, folder: Path) -> None:
        cluster = Cluster(folder / "pg")
        with cluster.running():
            with psycopg.connect(cluster.url(), autocommit=True) as connection:
                connection.execute("CREATE TABLE kept (n int)")
                connection.execute("INSERT INTO kept VALUES (1)")
            assert cluster.process
            os.kill(cluster.process.pid, signal.SIGKILL)
            cluster.process.wait()
        stale = cluster.data / "postmaster.pid"
        lines = stale.read_text(encoding="utf-8").splitlines() if stale.exists() else [""] * 8
        # The number now belongs to this very process, which is no PostgreSQL.
        stale.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n", encoding="utf-8")
        with cluster.running(), psycopg.connect(cluster.url()) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (1,)

    def test_is_durable_with_checksums_and_reached_by_socket_only(self, folder: Path) -> None:
        cluster = Cluster(folder / "pg")
        with cluster.running(), psycopg.connect(cluster.url()) as connection:
            shown = {
                name: connection.execute(f"SHOW {name}").fetchone()
                for name in ("fsync", "synchronous_commit", "data_checksums", "listen_addresses")
            }
            assert shown == {
                "fsync": ("on",),
                "synchronous_commit": ("on",),
                "data_checksums": ("on",),
                "listen_addresses": ("",),
            }
            ours = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
            assert ours == (False,)
        assert cluster.socket.stat().st_mode & 0o077 == 0
        assert cluster.process is None

    def test_refuses_a_second_holder(self, folder: Path) -> None:
        with Cluster(folder / "pg", fast=True).running(), pytest.raises(PostgresError, match="正由另一个"):
            Cluster(folder / "pg", fast=True).start()

    def test_begins_again_after_a_half_made_cluster(self, folder: Path) -> None:
        cluster = Cluster(folder / "pg", fast=True)
        (cluster.home / "data.new").mkdir()
        (cluster.home / "data.new" / "PG_VERSION").write_text("18\n", encoding="ascii")
        with cluster.running(), psycopg.connect(cluster.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)

    @pytest.mark.parametrize("mode", [0o711])
    def test_never_opens_a_closed_parent(self, folder: Path, mode: int) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        cluster = Cluster(closed / "pg", fast=True)
        with contextlib.closing(_Stopping(cluster)):
            cluster.start()
            assert closed.stat().st_mode & 0o777 == 0o700
            if os.geteuid() == 0:
                assert closed not in cluster.home.parents
                assert (closed / "pg" / "LOCATION").read_text(encoding="utf-8").strip() == str(cluster.home)
            assert folder.stat().st_mode & 0o777 == mode

    def test_a_data_folder_made_anew_gets_a_cluster_of_its_own(self, folder: Path) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        first = Cluster(closed / "pg", fast=True)
        with contextlib.closing(_Stopping(first)):
            (first.home / "kept").touch()
            shutil.rmtree(closed / "pg")
            again = Cluster(closed / "pg", fast=True)
            assert not (again.home / "kept").exists()
        for aside in first.home.parent.glob(f"{first.home.name}.*"):
            shutil.rmtree(aside)


class _Stopping:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def close(self) -> None:
        self.cluster.stop()
        shutil.rmtree(self.cluster.home, ignore_errors=True)
