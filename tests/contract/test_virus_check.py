"""The virus check speaks clamd's INSTREAM protocol (clamd(8)): length-prefixed pieces, a zero, one answer."""

from __future__ import annotations

import socket
import struct
import threading
from typing import TYPE_CHECKING

import pytest

from anjian.intake.scanning import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon:
    """Reads one stream as clamd does and answers by what it holds."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.seen = b""
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                self.seen = b""
                while size := struct.unpack(">I", stream.read(4))[0]:
                    self.seen += stream.read(size)
                answer = b"stream: Eicar-Signature FOUND\0" if EICAR in self.seen else b"stream: OK\0"
                line.sendall(answer)


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    running = Daemon()
    yield running
    running.listener.close()


@pytest.mark.parametrize(
    ("content", "state"), [(b"harmless" * 100_000, "clean"), (b"PK" + EICAR, "suspicious")]
)
def test_the_whole_file_is_sent_and_the_answer_read(
    daemon: Daemon, tmp_path: Path, content: bytes, state: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    said = check(file, f"clamd://127.0.0.1:{daemon.listener.getsockname()[1]}")
    assert said is not None
    assert (said.state, daemon.seen) == (state, content)


def test_a_daemon_that_is_away_is_no_clean_bill(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    said = check(file, "clamd://127.0.0.1:1")
    assert said is not None
    assert said.state == "failed"
