"""UUIDv7 identifiers: time-ordered, so that keyset paging and B-trees stay cheap (RFC 9562)."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = [0]


def uuid7(milliseconds: int | None = None) -> UUID:
    """Return a fresh UUIDv7; within one process later calls always sort later.

    ``milliseconds`` (Unix time) is given only when history is replayed at another date.
    """
    if milliseconds is None:
        with _lock:
            # 48 bits of milliseconds and 12 bits of a fraction, kept strictly increasing.
            ticks = time.time_ns() * 4096 // 1_000_000
            ticks = max(ticks, _last[0] + 1)
            _last[0] = ticks
        milliseconds, fraction = divmod(ticks, 4096)
    else:
        fraction = int.from_bytes(os.urandom(2), "big") & 0xFFF
    tail = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | fraction << 64 | 0b10 << 62 | tail
    return UUID(int=value)
