"""A database for an hour: a fast cluster that ends when the process that asked for it ends, however it ends.

`python -m anjian.config.throwaway FOLDER PID` is the keeper: it holds the cluster in FOLDER as its child,
writes the address to FOLDER/url, and removes everything once process PID is gone.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from anjian.config.postgres import Cluster, PostgresError, process_start


def address(folder: Path, *, keeper_for: int) -> str:
    """The address of the throw-away cluster in `folder`, started by the first who asks and shared by all.

    It lives as long as process `keeper_for`. Raises PostgresError when it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "url"
    with (folder / "asking").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not written.exists():
            with (folder / "keeper.log").open("wb") as log:
                keeper = subprocess.Popen(
                    [sys.executable, "-m", "anjian.config.throwaway", str(folder), str(keeper_for)],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                )  # fmt: skip
            while not written.exists():
                if keeper.poll() is not None:
                    raise PostgresError((folder / "keeper.log").read_text(encoding="utf-8"))
                time.sleep(0.02)
            # The keeper outlives this process on purpose: nobody here will wait for it.
            keeper.returncode = 0
    return written.read_text(encoding="utf-8")


def keep(folder: Path, pid: int) -> None:
    """Hold a fast cluster in `folder` until process `pid` has ended, then leave nothing behind."""

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, leave)
    born = process_start(pid)
    cluster = Cluster(folder / "pg", fast=True)
    try:
        with cluster.running():
            half = folder / "url.new"
            half.write_text(cluster.url(), encoding="utf-8")
            half.rename(folder / "url")
            while born is not None and process_start(pid) == born:
                if cluster.process is None or cluster.process.poll() is not None:
                    break
                time.sleep(0.2)
    finally:
        for path in (cluster.home, cluster.socket, folder):
            shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
