"""From the outbox to the hub: one LISTEN connection per process, restored whenever it is lost.

1. Listen first, then read everything after the last number seen: what was committed meanwhile is in it.
2. Each notification wakes the same reading; so does a pause of half a minute, in case one was lost.
3. Numbers skipped (another organisation's transaction still open, or rolled back) are looked for
   again at every reading until they are half a minute old.
4. When the database goes away the relay tries again, with growing pauses, and continues at step 1.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection

from anjian.audit import queries as audit
from anjian.audit.actions import OUTBOX_CHANNEL

if TYPE_CHECKING:
    from anjian.live.hub import Hub
    from anjian.live.threads import Threads

log = logging.getLogger(__name__)

BATCH = 500
IDLE_S = 30.0
GAP_S = 30.0
LOOK_BACK = 200
LONGEST_PAUSE_S = 5.0


class Relay:
    """Reads the outbox as it grows and hands its messages to the hub."""

    def __init__(self, hub: Hub, threads: Threads) -> None:
        """Keep where messages go and where the database may be asked."""
        self._hub = hub
        self._threads = threads
        self._last: int | None = None
        self._gaps: dict[int, float] = {}
        self.listening = asyncio.Event()

    async def run(self) -> None:
        """Relay until cancelled."""
        pause = 0.1
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(autocommit=True, **_address()) as line:
                    await line.execute(f"LISTEN {OUTBOX_CHANNEL}")
                    await self._begin()
                    await self._catch_up()
                    self.listening.set()
                    pause = 0.1
                    await self._follow(line)
            except (psycopg.Error, OSError) as problem:
                log.warning("live line lost, trying again in %.1f s: %s", pause, problem)
            except Exception:
                log.exception("live relay failed, trying again in %.1f s", pause)
            self.listening.clear()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _follow(self, line: psycopg.AsyncConnection[Any]) -> None:
        while True:
            heard = False
            async for notice in line.notifies(timeout=IDLE_S):
                heard = True
                newest = int(notice.payload) if notice.payload.isdigit() else 0
                if newest > (self._last or 0) or self._gaps:
                    await self._catch_up()
            if not heard:
                await line.execute("SELECT 1")
            await self._catch_up()

    async def _begin(self) -> None:
        """Find where to start; a database restored from a copy may count lower than before."""
        newest = await self._threads.call(audit.newest_outbox_id)
        if self._last is None or newest < self._last:
            self._last = max(0, newest - LOOK_BACK)
            self._gaps.clear()

    async def _catch_up(self) -> None:
        await self._fill_gaps()
        while self._last is not None:
            found = await self._threads.call(audit.outbox_since, self._last, limit=BATCH)
            if not found:
                return
            now = time.monotonic()
            arrived = {message.id for message in found}
            skipped = [i for i in range(self._last + 1, found[-1].id) if i not in arrived]
            self._gaps.update(dict.fromkeys(skipped[-BATCH:], now))
            self._last = found[-1].id
            self._hub.publish(found)
            if len(found) < BATCH:
                return

    async def _fill_gaps(self) -> None:
        if not self._gaps:
            return
        late = await self._threads.call(audit.messages, list(self._gaps))
        for message in late:
            self._gaps.pop(message.id, None)
        self._hub.publish(late)
        edge = time.monotonic() - GAP_S
        self._gaps = {i: since for i, since in self._gaps.items() if since > edge}


def _address() -> dict[str, Any]:
    settings = connection.settings_dict
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given: dict[str, Any] = {ours: settings[theirs] for ours, theirs in named.items() if settings.get(theirs)}
    return {**given, "application_name": "anjian live", "keepalives_idle": 10, "connect_timeout": 5}
