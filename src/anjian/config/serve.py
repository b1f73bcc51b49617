"""The long-lived processes: `python -m anjian.config.serve web FD`, `... serve worker`, `... serve copy`.

Each ends when its supervisor ends, even one that was killed: the kernel sends the signal.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys

GRACE_SECONDS = 4
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask the kernel (Linux) to end this process with its parent; elsewhere the next start does it."""
    parent = os.environ.get("ANJIAN_SUPERVISOR")
    if parent is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != int(parent):
        raise SystemExit(0)


def web(fd: int) -> None:
    """Serve the listening socket that the supervisor holds, so that no connection is refused at a restart."""
    import uvicorn

    from anjian.config.asgi import application

    prepare()
    proxies = int(os.environ.get("ANJIAN_PROXIES", "0"))
    uvicorn.Server(
        uvicorn.Config(
            application,
            loop="uvloop",
            http="httptools",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=proxies > 0,
            forwarded_allow_ips="*" if proxies else None,
            # Streams stay open for hours: without a limit the server would wait for them.
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=65,
            backlog=1024,
        )
    ).run(sockets=[socket.socket(fileno=fd)])


def worker() -> None:
    """Work off the jobs until asked to stop; a job begun is finished within the grace time."""
    import django

    django.setup()
    prepare()
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(
            concurrency=int(os.environ.get("ANJIAN_JOBS", "4")),
            shutdown_graceful_timeout=GRACE_SECONDS,
            install_signal_handlers=True,
            fetch_job_polling_interval=5.0,
        )


def copy() -> None:
    """Keep the second copy of recordings (ANJIAN_SECOND_COPY) until asked to stop; asks no database."""
    from django.conf import settings

    from anjian.recordings.copying import Copier, target_of
    from anjian.recordings.shelf import server_ms, vault

    prepare()
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, _frame: told.append(signum))
    url = settings.SECOND_COPY
    Copier(vault().root, target_of(url), url, server_ms).run(lambda: bool(told))


def prepare() -> None:
    """Live in the rehearsal's time when this is a rehearsal."""
    from django.conf import settings

    from anjian.config import timemachine

    if settings.REHEARSAL:
        timemachine.install(settings.DATA_DIR)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjian.config.settings")
    end_with_parent()
    if sys.argv[1] == "web":
        web(int(sys.argv[2]))
    elif sys.argv[1] == "copy":
        copy()
    else:
        worker()
