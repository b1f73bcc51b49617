"""The bridge between the server's loop and the threads that make pages."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from anjian.config.bridge import AHEAD, AT_ONCE, Pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SCOPE = {
    "type": "http",
    "method": "PUT",
    "path": "/案件/1",
    "query_string": b"q=%E6%A1%88",
    "http_version": "1.1",
    "scheme": "http",
    "server": ("127.0.0.1", 8000),
    "client": ("127.0.0.1", 4711),
    "headers": [(b"content-type", b"text/plain"), (b"x-one", b"1"), (b"cookie", b"a=1"), (b"cookie", b"b=2")],
}


class Connection:
    """A browser's side: gives the body block by block, keeps what is answered."""

    def __init__(self, blocks: Iterable[bytes] = (), *, cut_off: bool = False) -> None:
        self._blocks = list(blocks)
        self._cut_off = cut_off
        self.taken = 0
        self.sent: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        await asyncio.sleep(0)
        if not self._blocks:
            return {"type": "http.disconnect"}
        block = self._blocks.pop(0)
        self.taken += len(block)
        return {"type": "http.request", "body": block, "more_body": bool(self._blocks) or self._cut_off}

    async def send(self, message: Any) -> None:
        self.sent.append(dict(message))

    @property
    def body(self) -> bytes:
        return b"".join(m.get("body", b"") for m in self.sent)


def serve(application: Callable[..., Iterable[bytes]], connection: Connection, **scope: Any) -> Connection:
    pages = Pages(application, threads=2)
    asyncio.run(pages({**SCOPE, **scope}, connection.receive, connection.send))
    return connection


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain"), ("X-Size", str(len(body)))])
    return [hashlib.sha256(body).hexdigest().encode()]


class TestBody:
    @pytest.mark.parametrize("size", [0, 10, AT_ONCE, AT_ONCE + 1, 5 * AHEAD])
    def test_arrives_whole_whatever_its_size(self, size: int) -> None:
        body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
        blocks = [body[at : at + 65_000] for at in range(0, size, 65_000)] or [b""]
        answer = serve(echo, Connection(blocks))
        assert answer.body.decode() == hashlib.sha256(body).hexdigest()
        assert (b"x-size", str(size).encode()) in answer.sent[0]["headers"]

    def test_is_read_in_the_pieces_asked_for(self) -> None:
        read: list[bytes] = []

        def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            stream = environ["wsgi.input"]
            read.extend(
                [stream.read(3), stream.readline(), stream.read(0), stream.readline(2), stream.read()]
            )
            start("200 OK", [])
            return []

        serve(application, Connection([b"abcde\nfg", b"h" * AT_ONCE, b"end"]))
        assert read == [b"abc", b"de\n", b"", b"fg", b"h" * AT_ONCE + b"end"]

    def test_that_breaks_off_ends_instead_of_waiting(self) -> None:
        blocks = [b"x" * AT_ONCE, b"y" * 10]
        answer = serve(echo, Connection(blocks, cut_off=True))
        assert (b"x-size", str(AT_ONCE + 10).encode()) in answer.sent[0]["headers"]

    def test_waits_at_the_sender_while_nobody_reads(self) -> None:
        connection = Connection([b"x" * 65_536] * 160)
        taken: list[int] = []

        def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            environ["wsgi.input"].read(1)
            time.sleep(0.2)
            taken.append(connection.taken)
            assert len(environ["wsgi.input"].read()) == 160 * 65_536 - 1
            start("200 OK", [])
            return []

        serve(application, connection)
        assert taken[0] <= AHEAD + AT_ONCE + 3 * 65_536

    def test_that_nobody_reads_holds_nothing_up(self) -> None:
        def application(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            start("413 Too Large", [])
            return [b"no"]

        answer = serve(application, Connection([b"x" * 65_536] * 160))
        assert (answer.sent[0]["status"], answer.body) == (413, b"no")


class TestAnswer:
    def test_goes_out_in_one_piece_when_it_is_short(self) -> None:
        def application(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            start("200 OK", [("X-A", "1")])
            return [b"one ", b"two"]

        sent = serve(application, Connection([b""])).sent
        assert [m["type"] for m in sent] == ["http.response.start", "http.response.body"]
        assert sent[1] == {"type": "http.response.body", "body": b"one two", "more_body": False}

    def test_streams_when_it_is_long_and_closes_in_its_thread(self) -> None:
        closed: list[str] = []

        class Long:
            def __iter__(self) -> Iterator[bytes]:
                for _ in range(40):
                    yield b"z" * 32_768

            def close(self) -> None:
                closed.append(threading.current_thread().name)

        def application(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            start("200 OK", [])
            return Long()

        sent = serve(application, Connection([b""])).sent
        assert b"".join(m.get("body", b"") for m in sent) == b"z" * (40 * 32_768)
        assert len(sent) > 3
        assert sent[-1]["more_body"] is False
        assert closed
        assert closed[0].startswith("page")

    def test_that_fails_is_the_servers_to_report(self) -> None:
        def application(_environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
            raise RuntimeError("defect")

        with pytest.raises(RuntimeError, match="defect"):
            serve(application, Connection([b""]))


def test_the_request_is_told_in_the_words_of_wsgi() -> None:
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        seen.update(environ)
        start("204 No Content", [])
        return []

    serve(application, Connection([b"x"]))
    assert seen["PATH_INFO"].encode("latin1").decode() == "/案件/1"
    assert (seen["CONTENT_TYPE"], seen["HTTP_X_ONE"], seen["HTTP_COOKIE"]) == ("text/plain", "1", "a=1; b=2")
    assert (seen["REQUEST_METHOD"], seen["QUERY_STRING"]) == ("PUT", "q=%E6%A1%88")
    assert seen["REMOTE_ADDR"] == "127.0.0.1"
