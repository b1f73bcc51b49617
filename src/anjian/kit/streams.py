"""Reading a stream once: its bytes in blocks, its size, SHA-256 and SM3, each hash in a thread of its own."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from queue import Queue
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self, runtime_checkable

from anjian.kit.hashing import new_sm3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BLOCK = 512 * 1024
"""Bytes handled at a time: large enough that threads cost nothing, small enough to stay in cache."""

_QUEUE_DEPTH = 12
_SMALL = 64 * 1024


@dataclass(frozen=True, slots=True)
class Digest:
    """Identity of a content: SHA-256 and SM3 as lower-case hex, size in bytes."""

    sha256: str
    sm3: str
    size: int


@runtime_checkable
class Readable(Protocol):
    """Whatever gives bytes when asked for some."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end."""


class ParallelHash:
    """SHA-256 and SM3 of one stream, each in its own thread while the caller writes or reads on.

    Use as a context manager; ``digest()`` ends the stream. Short streams stay in the
    caller's thread. Memory is bounded by a few blocks per hash.
    """

    def __init__(self) -> None:
        """Start with no bytes seen and no thread running."""
        self._hashes = (hashlib.sha256(), new_sm3())
        self._held = b""
        self._queues: list[Queue[bytes | None]] = []
        self._threads: list[threading.Thread] = []
        self.size = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the threads, also when the stream failed half-way."""
        self.close()

    def update(self, block: bytes) -> None:
        """Take the next block; blocks only when a hash lags far behind."""
        self.size += len(block)
        if not self._threads:
            if not self._held:
                self._held = block
                return
            self._start()
        for queue in self._queues:
            queue.put(block)

    def digest(self) -> Digest:
        """Wait for both hashes and return them; call once, after the last block."""
        if not self._threads:
            for hasher in self._hashes:
                hasher.update(self._held)
            self._held = b""
        self.close()
        sha256, sm3 = self._hashes
        return Digest(sha256.hexdigest(), sm3.hexdigest(), self.size)

    def _start(self) -> None:
        for hasher in self._hashes:
            queue: Queue[bytes | None] = Queue(maxsize=_QUEUE_DEPTH)
            thread = threading.Thread(target=_consume, args=(queue, hasher.update), daemon=True)
            thread.start()
            queue.put(self._held)
            self._queues.append(queue)
            self._threads.append(thread)
        self._held = b""

    def close(self) -> None:
        """End the threads; what was seen so far is forgotten unless ``digest()`` came first."""
        for queue in self._queues:
            queue.put(None)
        for thread in self._threads:
            thread.join()
        self._queues.clear()
        self._threads.clear()


def _consume(queue: Queue[bytes | None], update: Callable[[bytes], object]) -> None:
    while (block := queue.get()) is not None:
        update(block)


def blocks_of(source: BinaryIO | Readable | Iterable[bytes]) -> Iterator[bytes]:
    """Yield a file-like's or iterable's bytes in blocks, joining crumbs into larger pieces."""
    if isinstance(source, Readable):
        while block := source.read(BLOCK):
            yield block
        return
    crumbs: list[bytes] = []
    held = 0
    for piece in source:
        crumbs.append(bytes(piece))
        held += len(piece)
        if held >= _SMALL:
            yield crumbs[0] if len(crumbs) == 1 else b"".join(crumbs)
            crumbs, held = [], 0
    if held:
        yield b"".join(crumbs)
