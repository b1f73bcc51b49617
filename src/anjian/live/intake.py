"""Takes in recordings under ``/media/`` as raw ASGI: no session, no database, so neither can interrupt one.

- ``GET /media/clock``: the server's clock, to measure how far the recorder's is off;
- ``PUT /media/<part>/<n>``: chunk n, answered when it is on the disk;
- ``POST /media/<part>/end``: the run is over and these were all its chunks;
- ``GET /media/<part>/live?token=``: the part as it grows, from the last key frame on.

See docs/reference/recording-protocol.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from uuid import UUID

from anjian.proof.recording import MEDIA
from anjian.recordings.causes import CAUSES
from anjian.recordings.shelf import passes, server_ms, vault
from anjian.recordings.vault import Times, UnknownPart, VaultError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from anjian.recordings.tokens import Pass, Use

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)

LONGEST_CHUNK = 16 * 1024 * 1024
_THREADS = 12
_LOOK_S = 0.1
_PIECE = 256 * 1024
_STATUS = {"unknown": 404, "storage_full": 507}


class Intake:
    """The application; ``ending`` says when the server stops and endless answers must end."""

    def __init__(self, ending: Callable[[], bool] = lambda: False) -> None:
        """Start no thread before the first chunk comes."""
        self._ending = ending
        # Forcing to disk waits, it does not compute: chunks of many rooms wait together.
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="intake")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        match scope["method"], scope["path"].strip("/").split("/"):
            case "GET", ["media", "clock"]:
                await _answer(send, 200, {"server_ms": server_ms()})
            case "PUT", ["media", part, number] if number.isascii() and number.isdigit():
                found = _pass_of(scope, "send", part)
                await (self._chunk(found, int(number), scope, receive, send) if found else _refuse(send))
            case "POST", ["media", part, "end"]:
                found = _pass_of(scope, "send", part)
                await (self._end(found, receive, send) if found else _refuse(send))
            case "GET", ["media", part, "live"]:
                found = _pass_of(scope, "view", part)
                await (self._live(found, receive, send) if found else _refuse(send))
            case _:
                await _answer(send, 404, {"code": "unknown"})

    async def _chunk(self, found: Pass, number: int, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if not body:
            await _answer(send, 413 if body is None else 422, {"code": "size"})
            return
        headers = {name: value for name, value in scope["headers"] if name.startswith(b"x-")}
        client_ms, duration_ms = _number(headers.get(b"x-client-ms")), _number(headers.get(b"x-duration-ms"))
        if client_ms is None or duration_ms is None:
            await _answer(send, 422, {"code": "times"})
            return
        times = Times(client_ms=client_ms, duration_ms=duration_ms, server_ms=server_ms())
        announced = headers.get(b"x-sha256", b"").decode("latin-1").lower()

        def keep() -> tuple[int, dict[str, Any]]:
            if announced and hashlib.sha256(body).hexdigest() != announced:
                return 422, {"code": "altered"}
            answered = vault().append(found.org_id, found.part, number, body, times)
            return 200, {"next": answered.next, "head": answered.head}

        await self._work(keep, send)

    async def _end(self, found: Pass, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        try:
            said = json.loads(body or b"")
            chunks, cause, client_ms = int(said["chunks"]), str(said["cause"]), int(said["client_ms"])
        except (ValueError, KeyError, TypeError):
            await _answer(send, 422, {"code": "end"})
            return
        about = {"by": "recorder", "client_ms": client_ms, "server_ms": server_ms()}

        def end() -> tuple[int, dict[str, Any]]:
            known = cause if cause in CAUSES else "unknown"
            answered = vault().end(found.org_id, found.part, chunks=chunks, cause=known, said=about)
            return 200, {"next": answered.next, "head": answered.head}

        await self._work(end, send)

    async def _work(self, work: Callable[[], tuple[int, dict[str, Any]]], send: Send) -> None:
        """Do it in a thread; why not is an answer too."""
        try:
            status, answer = await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except VaultError as problem:
            if problem.code in {"damaged", "storage_full"}:
                log.warning("recording not kept: %s", problem.code)
            status, answer = _STATUS.get(problem.code, 409), {"code": problem.code, "next": problem.next}
        except OSError:
            log.exception("recording not kept")
            status, answer = 503, {"code": "unavailable"}
        await _answer(send, status, answer)

    async def _live(self, found: Pass, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        try:
            kept = await loop.run_in_executor(self._threads, vault().kept, found.org_id, found.part)
        except UnknownPart:
            await _answer(send, 404, {"code": "unknown"})
            return
        mime = str(kept.about.get("mime", "video/webm")).encode("latin-1", "replace")
        headers = [(b"content-type", mime), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.create_task(_gone(receive))
        path = vault().folder(found.org_id, found.part) / MEDIA
        handle = await loop.run_in_executor(self._threads, os.open, path, os.O_RDONLY)
        try:
            at = 0
            if kept.init and kept.keys:
                await _send(send, await loop.run_in_executor(self._threads, os.pread, handle, kept.init, 0))
                at = kept.keys[-1].cluster
            while not gone.done() and not self._ending():
                size, ended = await loop.run_in_executor(
                    self._threads, vault().tail, found.org_id, found.part
                )
                while at < size and not gone.done():
                    piece = await loop.run_in_executor(
                        self._threads, os.pread, handle, min(_PIECE, size - at), at
                    )
                    at += len(piece)
                    await _send(send, piece)
                if ended:
                    break
                await asyncio.wait([gone], timeout=_LOOK_S)
            with contextlib.suppress(Exception):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            os.close(handle)
            gone.cancel()


def _pass_of(scope: Scope, use: Use, part: str) -> Pass | None:
    """Return the pass of this request if it is for this use of this part."""
    if use == "send":
        header = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        kind, _space, text = header.decode("latin-1").partition(" ")
        if kind.lower() != "bearer":
            return None
    else:
        text = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
    found = passes().check(text, now_ms=server_ms())
    try:
        same = found is not None and found.use == use and found.part == UUID(part)
    except ValueError:
        return None
    return found if same else None


def _number(raw: bytes | None) -> int | None:
    """Return a header's whole number of milliseconds; parts of one are dropped."""
    try:
        return round(float(raw)) if raw is not None else None
    except (ValueError, OverflowError):
        return None


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body, None when it is too long; a connection that broke off gives nothing."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LONGEST_CHUNK:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, piece: bytes) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})


async def _refuse(send: Send) -> None:
    await _answer(send, 401, {"code": "token"})


async def _answer(send: Send, status: int, answer: dict[str, Any]) -> None:
    body = json.dumps(answer, separators=(",", ":")).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
