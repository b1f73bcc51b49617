"""The live line as an ASGI application: ``GET /events?topic=case:…&topic=…``.

1. find the officer by the session cookie (401) and check every topic (404: existence is hidden);
2. subscribe; 3. replay what followed ``Last-Event-ID``; 4. forward what is newer than the replay.

A comment goes out every fifteen seconds. Once a minute the right to listen is checked again, so
that a recusal or a sign-out ends the stream. On shutdown all streams end at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from anjian.audit import queries as audit
from anjian.live import topics as listening
from anjian.live.hub import Client, Hub, encode
from anjian.live.relay import Relay
from anjian.live.threads import Threads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from types import FrameType

    from anjian.kit.actor import Actor

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)

HEARTBEAT_S = 15.0
RECHECK_S = 60.0
REPLAY = 1000
MOST_TOPICS = 8
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class LiveApp:
    """The application with its hub and relay; started by ASGI lifespan or by ``startup``."""

    def __init__(self) -> None:
        """Hold nothing until started: the event loop is not there yet."""
        self._hub: Hub | None = None
        self._relay: Relay | None = None
        self._threads: Threads | None = None
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()

    @property
    def clients(self) -> int:
        """How many streams are open in this process."""
        return self._hub.count if self._hub else 0

    @property
    def ending(self) -> bool:
        """Whether endless answers must end, because the server stops."""
        return self._ended.is_set()

    async def startup(self) -> None:
        """Start the relay; a second call does nothing."""
        if self._task is not None:
            return
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        self._hub, self._threads = Hub(), Threads()
        self._relay = Relay(self._hub, self._threads)
        self._task = asyncio.create_task(self._relay.run(), name="live relay")
        self._end_streams_on_signal()

    async def shutdown(self) -> None:
        """End all streams and the relay."""
        self.end_streams()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._threads is not None:
            self._threads.close()
        self._task = self._hub = self._relay = self._threads = None

    def end_streams(self) -> None:
        """End every open stream, from any thread: a server waits for open answers before it stops."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has gone already
                self._loop.call_soon_threadsafe(self._ended.set)

    def _end_streams_on_signal(self) -> None:
        # The server stops only when its answers are finished, and ours never finish by themselves.
        if threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)

            def ending(signum: int, frame: FrameType | None, before: Any = before) -> None:
                self.end_streams()
                if callable(before):
                    before(signum, frame)

            signal.signal(number, ending)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if scope["type"] != "http":
            return
        if scope["method"] != "GET":
            await _plain(send, 405)
            return
        await self.startup()
        assert self._threads  # noqa: S101  startup has just made it
        cookies = _header(scope, b"cookie")
        wanted = tuple(dict.fromkeys(parse_qs(scope["query_string"].decode("latin-1")).get("topic", [])))
        actor = await self._threads.call(listening.officer_of, cookies)
        if actor is None:
            await _plain(send, 401)
            return
        if not 0 < len(wanted) <= MOST_TOPICS or not await self._may(actor, wanted):
            await _plain(send, 404)
            return
        client = Client(actor.org_id, wanted)
        await self._serve(client, cookies, _last_id(scope), receive, send)

    async def _may(self, actor: Actor, wanted: tuple[str, ...]) -> bool:
        assert self._threads  # noqa: S101  only called while running
        return await self._threads.call(_may_all, actor, wanted)

    async def _serve(
        self, client: Client, cookies: str, last_id: int | None, receive: Receive, send: Send
    ) -> None:
        hub = self._hub
        if hub is None:
            await _plain(send, 503)
            return
        hub.add(client)
        ends = [
            asyncio.create_task(_gone(receive)),
            asyncio.create_task(client.lagging.wait()),
            asyncio.create_task(self._ended.wait()),
            asyncio.create_task(self._until_refused(client, cookies)),
        ]
        feeding = asyncio.create_task(self._feed(client, last_id, send))
        try:
            await asyncio.wait([*ends, feeding], return_when=asyncio.FIRST_COMPLETED)
        finally:
            hub.remove(client)
            for task in (*ends, feeding):
                task.cancel()
            await asyncio.gather(*ends, feeding, return_exceptions=True)
        with contextlib.suppress(Exception):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _feed(self, client: Client, last_id: int | None, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _body(send, b"retry: 1000\n\n")
        sent = await self._replay(client, last_id, send) if last_id is not None else 0
        while True:
            try:
                number, written = await asyncio.wait_for(client.queue.get(), HEARTBEAT_S)
            except TimeoutError:
                await _body(send, b": still here\n\n")
                continue
            parts = [written] if number > sent else []
            sent = max(sent, number)
            while not client.queue.empty():
                number, written = client.queue.get_nowait()
                if number > sent:
                    parts.append(written)
                    sent = number
            if parts:
                await _body(send, b"".join(parts))

    async def _replay(self, client: Client, last_id: int, send: Send) -> int:
        assert self._threads  # noqa: S101  only called while running
        found, complete, newest = await self._threads.call(_missed, client, last_id)
        if not complete:
            await _body(send, f"id: {newest}\nevent: resync\ndata: {{}}\n\n".encode())
            return newest
        if found:
            await _body(send, b"".join(encode(message) for message in found))
        return found[-1].id if found else last_id

    async def _until_refused(self, client: Client, cookies: str) -> None:
        assert self._threads  # noqa: S101  only called while running
        while True:
            await asyncio.sleep(RECHECK_S)
            try:
                if not await self._threads.call(_still_may, cookies, client):
                    return
            except Exception:  # noqa: BLE001  the database is away; its return decides
                log.info("right to listen not checked: database away")

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.startup()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.shutdown()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _may_all(actor: Actor, wanted: tuple[str, ...]) -> bool:
    return all(listening.may_listen(actor, topic) for topic in wanted)


def _still_may(cookies: str, client: Client) -> bool:
    actor = listening.officer_of(cookies)
    return actor is not None and actor.org_id == client.org_id and _may_all(actor, client.topics)


def _missed(client: Client, last_id: int) -> tuple[list[audit.Message], bool, int]:
    """Return what followed an id on the client's topics, whether that is all, and the newest id."""
    newest, oldest = audit.newest_outbox_id(), audit.oldest_outbox_id()
    if last_id > newest or (last_id and last_id < oldest - 1):
        return [], False, newest
    found: dict[int, audit.Message] = {}
    for topic in client.topics:
        part = audit.replay(client.org_id, topic, last_id, limit=REPLAY)
        if len(part) == REPLAY:
            return [], False, newest
        found.update({message.id: message for message in part})
    return [found[i] for i in sorted(found)], True, newest


def _header(scope: Scope, name: bytes) -> str:
    return "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def _last_id(scope: Scope) -> int | None:
    text = _header(scope, b"last-event-id")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


async def _body(send: Send, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _plain(send: Send, status: int) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]}
    )
    await send({"type": "http.response.body", "body": b""})


app = LiveApp()
