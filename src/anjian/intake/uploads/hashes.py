"""Hashes of uploads in progress, kept between the requests that bring one file.

They are only a saving of time: what is not remembered (after a restart, in another process) is read again
from the disk when the file is whole.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from anjian.kit.streams import ParallelHash

_KEPT = 32


class Hashes:
    """Hashes by upload folder, each with one owner at a time; the longest unused are forgotten first."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._kept: OrderedDict[Path, ParallelHash] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, folder: Path, *, upto: int) -> ParallelHash:
        """Return the hash of no more than ``upto`` bytes, or a fresh one; ``size`` says how far it is."""
        with self._lock:
            hasher = self._kept.pop(folder, None)
        if hasher is not None and hasher.size > upto:
            hasher.close()
            hasher = None
        return hasher or ParallelHash()

    def give_back(self, folder: Path, hasher: ParallelHash) -> None:
        """Keep it for the next request."""
        forgotten = []
        with self._lock:
            self._kept[folder] = hasher
            while len(self._kept) > _KEPT:
                forgotten.append(self._kept.popitem(last=False)[1])
        for old in forgotten:
            old.close()

    def drop(self, folder: Path) -> None:
        """Forget it."""
        with self._lock:
            hasher = self._kept.pop(folder, None)
        if hasher is not None:
            hasher.close()
