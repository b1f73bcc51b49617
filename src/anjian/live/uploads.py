"""Takes in files under ``/uploads/`` as raw ASGI, resumably (tus 1.0): no session, no database on the way.

- ``OPTIONS /uploads/``: what is spoken here;
- ``GET /uploads/``: the uploads of this ticket, finished or not; ``GET /uploads/<id>`` one of them;
- ``POST /uploads/``: announce a file, with its first bytes or without;
- ``HEAD``, ``PATCH``, ``DELETE /uploads/<id>``: how far it is, the next bytes, give it up.

Every request shows a ticket (``Authorization: Bearer``). An offset is answered when the bytes before it are
on the disk; a file is told finished when it is in the store. See docs/reference/upload-protocol.md.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hashlib
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, TypeVar

from anjian.evidence.store import UPLOAD_LIMIT
from anjian.intake.uploads.place import ADDRESS, check_ticket, shelf
from anjian.intake.uploads.wishes import UploadRefused, wish_of
from anjian.intake.uploads.writing import Writer
from anjian.kit.errors import AnjianError
from anjian.live.bodies import Body, Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.intake.uploads.shelf import Upload
    from anjian.intake.uploads.tickets import Ticket
    from anjian.kit.streams import Digest
    from anjian.live.bodies import Receive, Scope, Send

T = TypeVar("T")
log = logging.getLogger(__name__)

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
CHECKSUMS = "sha256,sha-256"
_THREADS = 12
_BODY = "application/offset+octet-stream"


class Uploads:
    """The application; ``ending`` says when the server stops."""

    def __init__(self, ending: Callable[[], bool] = lambda: False) -> None:
        """Start no thread before the first file comes."""
        self._ending = ending
        self._threads = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="upload")
        self._bodies: dict[str, Body] = {}

    @property
    def writing(self) -> int:
        """How many files are arriving right now."""
        return len(self._bodies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        try:
            await self._serve(scope, headers, receive, send)
        except AnjianError as problem:
            if problem.status >= 500:
                log.warning("upload not taken: %s", problem.code)
            await _refuse(send, problem.status, problem.code, problem.message)
        except Interrupted:
            # The sender is gone; what it sent is on the disk and it will ask how much that was.
            with contextlib.suppress(Exception):
                await _refuse(send, 503, "interrupted", "上传中断，已经收到的部分保留，稍后会自动继续。")
        except OSError:
            log.exception("upload not kept")
            await _refuse(send, 503, "unavailable", "文件暂时不能保存，已经收到的部分保留，稍后会自动继续。")

    async def _serve(self, scope: Scope, headers: dict[bytes, str], receive: Receive, send: Send) -> None:
        method, about = scope["method"], scope["path"].removeprefix(ADDRESS)
        if method == "OPTIONS":
            await _answer(send, 204, _spoken())
            return
        ticket = _ticket_of(headers)
        if ticket is None:
            await _refuse(send, 401, "ticket", "上传凭据无效或者已经过期，请刷新页面后继续。")
            return
        if method != "GET" and headers.get(b"tus-resumable") != VERSION:
            await _refuse(send, 412, "version", "上传方式的版本不同，请刷新页面。")
            return
        match method, about:
            case "GET", "":
                found = await self._work(lambda: [told(u) for u in shelf().uploads(ticket.subject)])
                await _answer(send, 200, {}, {"uploads": found})
            case "GET", upload_id:
                upload = await self._work(lambda: shelf().find(ticket.subject, upload_id))
                await _answer(send, 200, {}, told(upload))
            case "POST", "":
                await self._create(ticket, headers, receive, send)
            case "HEAD", upload_id:
                await self._head(ticket, upload_id, send)
            case "PATCH", upload_id:
                await self._patch(ticket, upload_id, headers, receive, send)
            case "DELETE", upload_id:
                await self._halt(ticket, upload_id)
                await self._work(lambda: _remove(ticket, upload_id))
                await _answer(send, 204, {})
            case _:
                await _refuse(send, 405, "method", "不支持这种请求。")

    async def _create(self, ticket: Ticket, headers: dict[bytes, str], receive: Receive, send: Send) -> None:
        wish = wish_of(headers.get(b"upload-length", ""), headers.get(b"upload-metadata", ""))
        upload = await self._work(lambda: shelf().create(ticket, wish))
        said = {"Location": ADDRESS + upload.id, "Upload-Expires": _date(upload.expires_s)}
        if headers.get(b"content-type") == _BODY and headers.get(b"content-length", "0") != "0":
            offset, digest = await self._receive(ticket, upload.id, 0, headers, receive)
            said |= {"Upload-Offset": str(offset)} | _digest_headers(digest)
        await _answer(send, 201, said)

    async def _head(self, ticket: Ticket, upload_id: str, send: Send) -> None:
        # Who asks how far it is, wants to go on: a connection that still hangs there is a dead one.
        await self._halt(ticket, upload_id)

        def look() -> tuple[int, Upload, Digest | None]:
            with Writer(shelf(), ticket.subject, upload_id) as writer:
                offset = writer.sync()
                digest = writer.finish() if offset == writer.wish.length else None
            return offset, shelf().find(ticket.subject, upload_id), digest

        offset, upload, digest = await self._work(look)
        said = {
            "Upload-Offset": str(offset),
            "Upload-Length": str(upload.wish.length),
            "Upload-Expires": _date(upload.expires_s),
        }
        await _answer(send, 200, said | _digest_headers(digest))

    async def _patch(
        self, ticket: Ticket, upload_id: str, headers: dict[bytes, str], receive: Receive, send: Send
    ) -> None:
        if headers.get(b"content-type") != _BODY:
            raise UploadRefused("上传内容的类型不对。", code="type", status=415)
        said = headers.get(b"upload-offset", "")
        if not (said.isascii() and said.isdigit() and len(said) <= 15):
            raise UploadRefused("没有说明从何处继续。", code="offset", status=400)
        offset, digest = await self._receive(ticket, upload_id, int(said), headers, receive)
        expires = _date((await self._work(lambda: shelf().find(ticket.subject, upload_id))).expires_s)
        told_back = {"Upload-Offset": str(offset), "Upload-Expires": expires}
        await _answer(send, 204, told_back | _digest_headers(digest))

    async def _receive(
        self, ticket: Ticket, upload_id: str, start: int, headers: dict[bytes, str], receive: Receive
    ) -> tuple[int, Digest | None]:
        """Write the body behind ``start``; returns the new offset, and the digest at the end."""
        checksum = _checksum_of(headers)
        writer = await self._work(lambda: Writer(shelf(), ticket.subject, upload_id))
        body = Body(receive, self._threads)
        self._bodies[writer.key] = body
        try:
            if writer.offset != start:
                raise UploadRefused("继续的位置与已收到的不符，请重新查询进度。", code="offset", status=409)
            length = headers.get(b"content-length", "")
            if length.isdigit() and start + int(length) > writer.wish.length:
                raise UploadRefused("收到的数据比说明的文件大小还多。", code="too_long", status=413)
            if writer.digest is None:
                await self._pour(writer, body, checksum)
            return await self._work(lambda: _settle(writer))
        finally:
            await self._work(writer.close)
            self._bodies.pop(writer.key, None)
            body.done.set()

    async def _pour(self, writer: Writer, body: Body, checksum: bytes) -> None:
        start = writer.offset
        portion = hashlib.sha256() if checksum else None

        def take(block: bytes) -> None:
            writer.write(block)
            if portion is not None:
                portion.update(block)

        whole = False
        try:
            await body.pour(take, self._ending)
            whole = True
        finally:
            if portion is not None and not (whole and portion.digest() == checksum):
                await self._work(lambda: writer.roll_back(start))
            elif not whole:
                await self._work(writer.sync)
        if portion is not None and portion.digest() != checksum:
            raise UploadRefused("这一段数据在传输中被改动，将重新发送。", code="checksum", status=460)

    async def _halt(self, ticket: Ticket, upload_id: str) -> None:
        """End the request that still writes this upload here, and wait until what it had is on the disk."""
        body = self._bodies.get(f"{ticket.subject.folder}/{upload_id}")
        if body is not None:
            body.halt()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(body.done.wait(), 5)

    async def _work(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _settle(writer: Writer) -> tuple[int, Digest | None]:
    """Force everything to disk; what is whole goes into the store."""
    offset = writer.sync()
    return offset, writer.finish() if offset == writer.wish.length else None


def _remove(ticket: Ticket, upload_id: str) -> None:
    with Writer(shelf(), ticket.subject, upload_id):
        shelf().remove(ticket.subject, upload_id)


def told(upload: Upload) -> dict[str, Any]:
    """Return an upload as a page is told of it."""
    digest = upload.digest
    return {
        "id": upload.id,
        "url": ADDRESS + upload.id,
        "name": upload.wish.name,
        "path": upload.wish.path,
        "modified": upload.wish.modified,
        "length": upload.wish.length,
        "offset": upload.offset,
        "expires": upload.expires_s,
        "sha256": digest.sha256 if digest else "",
        "sm3": digest.sm3 if digest else "",
    }


def _ticket_of(headers: dict[bytes, str]) -> Ticket | None:
    kind, _space, text = headers.get(b"authorization", "").partition(" ")
    return check_ticket(text) if kind.lower() == "bearer" else None


def _checksum_of(headers: dict[bytes, str]) -> bytes:
    """Return the SHA-256 this portion is to have, empty when none is announced. Raises UploadRefused."""
    said = headers.get(b"upload-checksum", "")
    if not said:
        return b""
    name, _space, value = said.partition(" ")
    if name.lower() not in {"sha256", "sha-256"}:
        raise UploadRefused("只支持 SHA-256 校验。", code="checksum_kind", status=400)
    try:
        found = base64.b64decode(value, validate=True)
    except binascii.Error:
        found = b""
    if len(found) != hashlib.sha256().digest_size:
        raise UploadRefused("校验值的格式不对。", code="checksum_kind", status=400)
    return found


def _spoken() -> dict[str, str]:
    return {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(UPLOAD_LIMIT),
        "Tus-Checksum-Algorithm": CHECKSUMS,
    }


def _digest_headers(digest: Digest | None) -> dict[str, str]:
    return {"Upload-Sha256": digest.sha256, "Upload-Sm3": digest.sm3} if digest else {}


def _date(seconds: int) -> str:
    return formatdate(seconds, usegmt=True)


async def _refuse(send: Send, status: int, code: str, message: str) -> None:
    await _answer(send, status, {}, {"code": code, "message": message})


async def _answer(
    send: Send, status: int, headers: dict[str, str], content: dict[str, Any] | None = None
) -> None:
    body = json.dumps(content, ensure_ascii=False).encode() if content is not None else b""
    said = {"Tus-Resumable": VERSION, "Cache-Control": "no-store", **headers}
    if content is not None:
        said["Content-Type"] = "application/json; charset=utf-8"
    if status != 204:
        said["Content-Length"] = str(len(body))
    pairs = [(name.lower().encode(), value.encode("latin-1")) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
