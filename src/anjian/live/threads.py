"""The few threads in which the live line asks the database, so that its connections stay few."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import close_old_connections, connections

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")
SIZE = 4


class Threads:
    """A small pool whose threads keep their database connection and replace a dead one."""

    def __init__(self) -> None:
        """Start the pool."""
        self._pool = ThreadPoolExecutor(SIZE, thread_name_prefix="live")

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a blocking read in the pool."""
        work = partial(_with_connection, function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Close the threads' connections and end the pool."""
        together = threading.Barrier(SIZE)
        for _n in range(SIZE):
            self._pool.submit(_leave, together)
        self._pool.shutdown(wait=False)


def _leave(together: threading.Barrier) -> None:
    connections.close_all()
    # No thread may take a second turn before every other one has had its own.
    with contextlib.suppress(threading.BrokenBarrierError):
        together.wait(timeout=2)


def _with_connection(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    close_old_connections()
    return function(*args, **kwargs)
