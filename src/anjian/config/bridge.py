"""Runs the WSGI pages in threads behind an ASGI server, with few hand-overs between the two.

Waking the other side costs more than a small page does. So a short request body is read before a thread
is asked, a short answer is handed back in one piece, and a long upload flows through a buffer that the
server fills while the thread hashes.

1. the server's loop reads a body up to ``AT_ONCE``; a longer one is pumped into the buffer, which makes
   the sender wait when more than ``AHEAD`` bytes are unread;
2. a thread runs the application; what it answers is collected up to ``AT_ONCE``;
3. a longer answer (a file, an export) goes out block by block, the thread waiting for each.
"""

from __future__ import annotations

import asyncio
import contextvars
import io
import sys
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

AT_ONCE = 256 * 1024
"""Bytes of a body or an answer that are passed on in one piece."""
AHEAD = 2 * 1024 * 1024
"""Bytes of an upload that may wait in memory for the thread that reads them."""


class Upload(io.RawIOBase):
    """The body of one request as a thread reads it; ends early when the browser hangs up."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start empty."""
        super().__init__()
        self._loop = loop
        self._blocks: deque[bytes] = deque()
        self._held = 0
        self._ended = False
        self._filled = threading.Condition()
        self._room = asyncio.Event()

    async def pump(self, receive: Receive, first: bytes) -> None:
        """Fill from the connection until its body has ended, never holding much more than ``AHEAD``."""
        self._put(first)
        more = True
        while more:
            message = await receive()
            more = bool(message.get("more_body", False))
            self._put(message.get("body", b""))
            if self._held > AHEAD:
                self._room.clear()
                if self._held > AHEAD:
                    await self._room.wait()
        self.end()

    def end(self) -> None:
        """Let readers see the end."""
        with self._filled:
            self._ended = True
            self._filled.notify()

    def _put(self, block: bytes) -> None:
        if block:
            with self._filled:
                self._blocks.append(block)
                self._held += len(block)
                self._filled.notify()

    def readable(self) -> bool:
        """Say that this is read, not written."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return up to ``size`` bytes, all that is left when it is negative; fewer only at the end."""
        wanted = sys.maxsize if size is None or size < 0 else size
        pieces: list[bytes] = []
        while wanted > 0:
            with self._filled:
                while not self._blocks and not self._ended:
                    self._filled.wait()
                if not self._blocks:
                    break
                block = self._blocks.popleft()
                if len(block) > wanted:
                    self._blocks.appendleft(block[wanted:])
                    block = block[:wanted]
                before, self._held = self._held, self._held - len(block)
            if before > AHEAD // 2 >= before - len(block):
                self._loop.call_soon_threadsafe(self._room.set)
            wanted -= len(block)
            pieces.append(block)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readline(self, size: int | None = -1) -> bytes:
        """Return one line; forms are parsed by blocks, so this is rarely asked for."""
        line = bytearray()
        limit = sys.maxsize if size is None or size < 0 else size
        while len(line) < limit and not line.endswith(b"\n"):
            byte = self.read(1)
            if not byte:
                break
            line += byte
        return bytes(line)


class Answer:
    """What the application says, collected in its thread and sent by the server's loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        """Say nothing yet."""
        self._loop = loop
        self._send = send
        self._started = False
        self._head: MutableMapping[str, Any] = {}

    def start(
        self, status: str, headers: list[tuple[str, str]], _failed: Any = None
    ) -> Callable[[bytes], Any]:
        """Keep status and headers (WSGI's ``start_response``)."""
        self._head = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers],
        }
        return self._pass_on

    def run(self, application: Wsgi, environ: dict[str, Any]) -> bytes:
        """Run the application in this thread; returns the part of the body not sent yet."""
        waiting: list[bytes] = []
        size = 0
        answered = application(environ, self.start)
        try:
            for block in answered:
                waiting.append(block)
                size += len(block)
                if size > AT_ONCE:
                    self._pass_on(b"".join(waiting))
                    waiting, size = [], 0
        finally:
            close = getattr(answered, "close", None)
            if close is not None:
                close()
        return b"".join(waiting)

    def _pass_on(self, body: bytes) -> None:
        asyncio.run_coroutine_threadsafe(self._write(body, more=True), self._loop).result()

    async def _write(self, body: bytes, *, more: bool) -> None:
        if not self._started:
            self._started = True
            await self._send(self._head)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def finish(self, body: bytes) -> None:
        """Send what is left, status and headers first when nothing has gone out before."""
        await self._write(body, more=False)


class Pages:
    """A WSGI application as an ASGI one; ``threads`` requests are worked on at once."""

    def __init__(self, application: Wsgi, *, threads: int) -> None:
        """Take the application; threads are started as they are needed."""
        self._application = application
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        loop = asyncio.get_running_loop()
        first, whole = await _first_part(receive)
        upload = None if whole else Upload(loop)
        pump = asyncio.create_task(upload.pump(receive, first)) if upload else None
        answer = Answer(loop, send)
        environ = environ_of(scope, upload or io.BytesIO(first))
        context = contextvars.copy_context()
        try:
            rest = await loop.run_in_executor(
                self._threads, context.run, answer.run, self._application, environ
            )
            await answer.finish(rest)
        finally:
            if pump is not None and upload is not None:
                pump.cancel()
                upload.end()


async def _first_part(receive: Receive) -> tuple[bytes, bool]:
    """Return the beginning of the body and whether that was all of it."""
    parts: list[bytes] = []
    size = 0
    while size <= AT_ONCE:
        message = await receive()
        body = message.get("body", b"")
        if body:
            parts.append(body)
            size += len(body)
        if not message.get("more_body", False):
            return b"".join(parts), True
    return b"".join(parts), False


def environ_of(scope: Scope, body: Any) -> dict[str, Any]:
    """Return the request in the words of WSGI (PEP 3333)."""
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.get("client") is not None:
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = scope["client"][0], str(scope["client"][1])
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin1").upper().replace("-", "_"), raw_value.decode("latin1")
        if name not in {"CONTENT_LENGTH", "CONTENT_TYPE"}:
            name = f"HTTP_{name}"
        joint = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{joint}{value}" if name in environ else value
    return environ
