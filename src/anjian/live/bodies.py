"""The body of a long request, poured into a worker piece by piece with little in memory.

The loop gathers what arrives while a thread works on the piece before; a sender that is faster than the disk
waits, one that has fallen silent is given up.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from concurrent.futures import Executor

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PIECE = 512 * 1024
"""Bytes handed to the thread at once."""
SILENT_S = 30.0
"""How long a sender may send nothing, seconds; then it has to ask how far it is."""
_LOOK_S = 0.5


class Interrupted(Exception):
    """The body did not come to its end: the sender left or fell silent, or somebody ended the request."""


class Body:
    """One request's body. ``done`` is set by its owner when what had come is on the disk."""

    def __init__(self, receive: Receive, threads: Executor) -> None:
        """Read nothing yet."""
        self._receive, self._threads = receive, threads
        self._task: asyncio.Task[Any] | None = None
        self._halted = threading.Event()
        self.done = asyncio.Event()

    def halt(self) -> None:
        """End the request from outside, as if its sender had left."""
        self._halted.set()
        if self._task is not None:
            self._task.cancel()

    async def pour(self, take: Callable[[bytes], None], ending: Callable[[], bool]) -> None:
        """Give the body to ``take`` in pieces, in threads, one after the other.

        Raises Interrupted when it breaks off (what had come has been given), and what ``take`` raises.
        """
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        heard = [loop.time()]
        watch = asyncio.create_task(self._watch(heard, ending))
        held: list[bytes] = []
        working: asyncio.Future[None] | None = None
        size, more, broke = 0, True, False
        try:
            while more and not broke:
                if self._halted.is_set():
                    broke = True
                    break
                try:
                    message = await self._receive()
                except asyncio.CancelledError:
                    if not self._halted.is_set():
                        raise
                    self._calm()
                    broke = True
                    break
                heard[0] = loop.time()
                broke = message["type"] == "http.disconnect"
                piece, more = message.get("body", b""), bool(message.get("more_body", False))
                if piece:
                    held.append(piece)
                    size += len(piece)
                if size >= PIECE:
                    # Nobody ends us while a thread writes: it is asked for only while we wait for bytes.
                    self._task, task = None, self._task
                    if working is not None:
                        await working
                    working = loop.run_in_executor(self._threads, take, b"".join(held))
                    held, size = [], 0
                    self._task = task
                    heard[0] = loop.time()
        finally:
            self._task = None
            watch.cancel()
            if working is not None:
                await working
        if held:
            await loop.run_in_executor(self._threads, take, b"".join(held))
        if broke:
            raise Interrupted

    @staticmethod
    def _calm() -> None:
        """Take back the request to be cancelled, so that what follows may wait."""
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()

    async def _watch(self, heard: list[float], ending: Callable[[], bool]) -> None:
        loop = asyncio.get_running_loop()
        over = False
        while not over:
            await asyncio.sleep(_LOOK_S)
            # A slow disk is not the sender's silence.
            silent = self._task is not None and loop.time() - heard[0] > SILENT_S
            over = ending() or silent
        self.halt()
