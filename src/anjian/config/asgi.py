"""One port, two kinds of work: live streams as raw ASGI, pages and API as Django's WSGI in threads.

A stream holds a connection for hours and must cost nothing but memory; a page holds a thread and a
persistent database connection for milliseconds. See docs/adr/0002.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from anjian.config.bridge import Pages
from anjian.config.wsgi import application as pages
from anjian.live.intake import Intake
from anjian.live.stream import app as stream
from anjian.live.uploads import Uploads

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

STREAM_PATH = "/events"
INTAKE_PATH = "/media/"
UPLOADS_PATH = "/uploads/"


def page_threads() -> int:
    """Pages worked on at once by one process; each thread keeps one database connection."""
    return int(os.environ.get("ANJIAN_THREADS", "8"))


class Router:
    """Hands `/events` to the stream, recordings and files to their intakes, everything else to the pages."""

    def __init__(
        self, pages_app: App, stream: App, intake: App | None = None, uploads: App | None = None
    ) -> None:
        self._pages = pages_app
        self._stream = stream
        self._intake = intake or pages_app
        self._uploads = uploads or pages_app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            # Only the stream has something to start and end: its line to the database, its open connections.
            await self._stream(scope, receive, send)
        elif scope["type"] == "http":
            # To WSGI `X_Forwarded_For` and `X-Forwarded-For` are one name: the first is a forgery.
            scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
            path = scope["path"]
            if path == STREAM_PATH or path.startswith(f"{STREAM_PATH}/"):
                await self._stream(scope, receive, send)
            elif path.startswith(INTAKE_PATH):
                await self._intake(scope, receive, send)
            elif path.startswith(UPLOADS_PATH):
                await self._uploads(scope, receive, send)
            else:
                await self._pages(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})


application = Router(
    Pages(cast("Any", pages), threads=page_threads()),
    stream,
    Intake(lambda: stream.ending),
    Uploads(lambda: stream.ending),
)
