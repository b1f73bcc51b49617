"""Recordings are taken in by a real server, without a database, through faults of server and disk."""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
import uvicorn

from anjian.live.intake import Intake
from anjian.proof.recording import MEDIA, check_part
from anjian.recordings.shelf import passes, server_ms, vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORG = UUID(int=5)


class Server:
    """The intake alone under uvicorn."""

    def __init__(self) -> None:
        self.ending = False
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        config = uvicorn.Config(Intake(lambda: self.ending), lifespan="off", log_level="error")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.ending = self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive()
        self.socket.close()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, Any]]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    settings.DATA_DIR = tmp_path
    made = Server()
    yield made
    made.stop()


@pytest.fixture
def part(server: Server) -> UUID:
    made = uuid4()
    vault().create(ORG, made, {"part": str(made), "mime": "video/webm"})
    return made


def bearer(part: UUID, *, use: str = "send", later: int = 0) -> str:
    return "Bearer " + passes().make(use, ORG, part, now_ms=server_ms() + later)  # type: ignore[arg-type]


def put(server: Server, part: UUID, n: int, chunk: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    given = {"Authorization": bearer(part), "X_Client_Ms": "1000", "X_Duration_Ms": "1000"} | headers
    return server.ask("PUT", f"/media/{part}/{n}", chunk, **given)


class TestIntake:
    def test_tells_the_time(self, server: Server) -> None:
        status, answer = server.ask("GET", "/media/clock")
        assert status == 200
        assert abs(answer["server_ms"] - time.time() * 1000) < 2000

    def test_takes_chunks_to_the_end(self, server: Server, part: UUID) -> None:
        first = put(server, part, 0, b"one", X_Sha256=hashlib.sha256(b"one").hexdigest())
        assert first[0] == 200
        assert first == put(server, part, 0, b"one")
        assert put(server, part, 2, b"three") == (409, {"code": "order", "next": 1})
        assert put(server, part, 0, b"eins")[1]["code"] == "differs"
        assert put(server, part, 1, b"two", X_Sha256="00" * 32) == (422, {"code": "altered"})
        assert put(server, part, 1, b"two")[0] == 200
        end = json.dumps({"chunks": 2, "cause": "stopped", "client_ms": 3000}).encode()
        early = json.dumps({"chunks": 3, "cause": "stopped", "client_ms": 3000}).encode()
        path = f"/media/{part}/end"
        assert server.ask("POST", path, early, Authorization=bearer(part))[1]["code"] == "order"
        assert server.ask("POST", path, end, Authorization=bearer(part))[0] == 200
        assert put(server, part, 2, b"three")[1]["code"] == "ended"
        checked = check_part(vault().folder(ORG, part))
        assert (checked.chunks, checked.ended, checked.cause) == (2, True, "stopped")

    def test_only_the_pass_of_this_part_opens_it(self, server: Server, part: UUID) -> None:
        other = uuid4()
        for wrong in (
            bearer(other),
            bearer(part, use="view"),
            bearer(part, later=-25 * 3_600_000),
            "Bearer x.y",
            "",
        ):
            assert put(server, part, 0, b"one", Authorization=wrong) == (401, {"code": "token"})
        assert put(server, other, 0, b"one", Authorization=bearer(other))[0] == 404

    @pytest.mark.parametrize(
        ("headers", "code"),
        [({"X_Client_Ms": "x"}, "times"), ({"X_Duration_Ms": ""}, "times")],
    )
    def test_needs_the_times(self, server: Server, part: UUID, headers: dict[str, str], code: str) -> None:
        assert put(server, part, 0, b"one", **headers) == (422, {"code": code})

    def test_a_connection_that_breaks_off_leaves_nothing(self, server: Server, part: UUID) -> None:
        line = socket.create_connection(("127.0.0.1", server.port))
        head = (
            f"PUT /media/{part}/0 HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer(part)}\r\nX-Client-Ms: 1\r\n"
            "X-Duration-Ms: 1\r\nContent-Length: 100\r\n\r\n"
        )
        line.sendall(head.encode() + b"a" * 50)
        line.close()
        time.sleep(0.2)
        assert vault().kept(ORG, part).chunks == 0
        assert put(server, part, 0, b"one")[0] == 200


@contextmanager
def watching(server: Server, part: UUID) -> Iterator[http.client.HTTPResponse]:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    token = passes().make("view", ORG, part, now_ms=server_ms())
    line.request("GET", f"/media/{part}/live?token={token}")
    yield line.getresponse()
    line.close()


class TestWatching:
    def test_follows_the_part_until_it_ends(self, server: Server, part: UUID) -> None:
        put(server, part, 0, b"one")
        with watching(server, part) as seen:
            assert seen.read(3) == b"one"
            put(server, part, 1, b"two")
            assert seen.read(3) == b"two"
            vault().end(ORG, part, chunks=2, cause="stopped", said={})
            assert seen.read() == b""

    def test_ends_with_the_server(self, server: Server, part: UUID) -> None:
        put(server, part, 0, b"one")
        with watching(server, part) as seen:
            assert seen.read(3) == b"one"
            server.ending = True
            assert seen.read() == b""
        assert (vault().folder(ORG, part) / MEDIA).read_bytes() == b"one"

    def test_needs_a_pass_to_view(self, server: Server, part: UUID) -> None:
        token = passes().make("send", ORG, part, now_ms=server_ms())
        assert server.ask("GET", f"/media/{part}/live?token={token}")[0] == 401
