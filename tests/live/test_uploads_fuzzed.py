"""Whatever is sent: a refusal in words or exactly the file that was sent, and a server that lives on."""

from __future__ import annotations

import hashlib
import socket
import string
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies

from anjian.evidence.store import store
from anjian.intake.uploads.hashes import Hashes
from anjian.intake.uploads.place import case_subject, make_ticket, shelf
from anjian.intake.uploads.shelf import BYTES, Shelf
from anjian.intake.uploads.tickets import Subject, Ticket, Tickets
from anjian.intake.uploads.wishes import UploadRefused, Wish, wish_of
from anjian.intake.uploads.writing import Writer
from anjian.kit.blobs import BlobStore
from tests.live.tus import Client, Server, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALM = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@CALM
@given(strategies.text(max_size=300), strategies.text(max_size=300), strategies.text(max_size=30))
@example("../../etc/passwd", "", "5")
@example("a\0b", "x/../y", "5")
@example("a\u202eb", "/", "²")
def test_what_is_said_of_a_file(name: str, path: str, length: str) -> None:
    try:
        said = metadata(filename=name, relativePath=path)
        wish = wish_of(length or "7", said)
    except (UploadRefused, UnicodeEncodeError):
        return
    assert wish.length > 0
    for part in (wish.name, *wish.path.split("/")):
        assert part not in {".", ".."}
        assert not set(part) & {"\0", "\n", "/", "\\", "\u202e"}
    assert not wish.path.startswith("/")


@CALM
@given(strategies.text(alphabet=string.printable, max_size=400))
def test_metadata_of_any_kind(said: str) -> None:
    refused = None
    try:
        wish_of("5", said)
    except UploadRefused as problem:
        refused = problem
    assert refused is None or (refused.message and refused.status < 500)


@CALM
@given(strategies.text(max_size=200))
def test_tickets_of_any_kind(text: str) -> None:
    assert Tickets("secret").check(text, now_s=0) is None


STEPS = strategies.lists(
    strategies.one_of(
        strategies.tuples(strategies.just("write"), strategies.integers(0, 400_000)),
        strategies.tuples(strategies.just("too much"), strategies.integers(1, 10)),
        strategies.tuples(strategies.just("restart"), strategies.just(0)),
        strategies.tuples(strategies.just("roll back"), strategies.integers(0, 300_000)),
        strategies.tuples(strategies.just("second"), strategies.just(0)),
    ),
    max_size=12,
)


@settings(CALM, max_examples=60)
@given(STEPS, strategies.integers(1, 900_000))
def test_any_order_of_events_ends_with_what_was_sent(tmp_path: Path, steps: list[Any], length: int) -> None:
    content = hashlib.shake_128(length.to_bytes(8, "big")).digest(length)
    folder = tmp_path / uuid4().hex
    kept = Shelf(folder / "uploads", BlobStore(folder / "blobs"), reserve=0)
    subject = Subject(kind="case", org_id=UUID(int=1), id=UUID(int=2))
    made = kept.create(
        Ticket(subject=subject, limit=10**9, total=10**9, files=5), Wish(name="a.bin", length=length)
    )
    for what, number in steps:
        with Writer(kept, subject, made.id) as writer:
            if what == "write":
                writer.write(content[writer.offset : writer.offset + number])
            elif what == "too much":
                with pytest.raises(UploadRefused):
                    writer.write(bytes(length - writer.offset + number))
            elif what == "roll back":
                writer.roll_back(max(0, writer.offset - number))
            elif what == "second":
                with pytest.raises(UploadRefused) as refused:
                    Writer(kept, subject, made.id)
                assert refused.value.code == "busy"
        if what == "restart":
            kept.hashes = Hashes()
        assert kept.find(subject, made.id).offset <= length
    with Writer(kept, subject, made.id) as writer:
        writer.write(content[writer.offset :])
        digest = writer.finish()
    assert digest.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.store.verify(digest.sha256) == digest
    assert kept.finished(subject)[0].digest == digest


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    settings.DATA_DIR = tmp_path
    made = Server()
    yield made
    made.stop()


LINES = strategies.lists(
    strategies.one_of(
        strategies.binary(max_size=200),
        strategies.sampled_from(
            [b"Tus-Resumable: 1.0.0", b"Upload-Offset: 18446744073709551616", b"Upload-Length: -5",
             b"Content-Length: 99999999999999999999", b"Transfer-Encoding: chunked",
             b"Authorization: Bearer x",
             b"Upload-Metadata: filename " + b"A" * 20_000, b"Content-Type: application/offset+octet-stream",
             b"Upload-Checksum: sha256 x"]
        ),
    ),
    max_size=8,
)  # fmt: skip


METHODS = [b"POST", b"PATCH", b"HEAD", b"DELETE", b"GET", b"OPTIONS", b"\xff"]


def test_requests_of_any_kind_leave_the_server_alive(server: Server) -> None:
    @settings(CALM, max_examples=80)
    @given(
        strategies.sampled_from([b"POST", b"PATCH", b"HEAD", b"DELETE", b"GET", b"OPTIONS", b"\xff"]), LINES
    )
    def ask(method: bytes, lines: list[bytes]) -> None:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
            head = b"\r\n".join([method + b" /uploads/x HTTP/1.1", b"Host: a", *lines])
            line.sendall(head + b"\r\n\r\n" + b"body")
            line.shutdown(socket.SHUT_WR)
            answer = b""
            while piece := line.recv(65536):
                answer += piece
            assert not answer.startswith(b"HTTP/1.1 5")

    ask()
    assert Client(server.port, "x").ask("OPTIONS", "/uploads/").status == 204


@pytest.mark.parametrize("size", [2**31 - 1, 2**31 + 1])
def test_sizes_around_two_gigabytes(server: Server, size: int) -> None:
    subject = case_subject(UUID(int=5), UUID(int=6), UUID(int=7))
    client = Client(server.port, make_ticket(subject), timeout=120)
    url = client.create(size).headers["location"]
    with (shelf().folder(subject, url.rpartition("/")[2]) / BYTES).open("r+b") as sparse:
        sparse.truncate(size - 7)
    assert client.head(url).offset == size - 7
    last = client.patch(url, size - 7, b"the end")
    assert (last.status, last.offset) == (204, size)
    assert store().has(last.headers["upload-sha256"], size=size)
