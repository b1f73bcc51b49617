"""Taking in one gigabyte, against ``cp`` followed by ``sha256sum`` of the same file in the same run.

The floor is what an officer's own computer does with the file: copy it, then read the copy for its hash
(nothing is forced to disk). Ours is measured twice: into the store alone, and through a real server over
HTTP, resumable, forced to disk before it is acknowledged. Each with SHA-256 alone and with SM3 beside it.
Memory is the peak of the server's process for one and for four gigabytes.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator

GB = 1_000_000_000
MB = 1_000_000
ROUNDS = 3
ROOT = Path(__file__).resolve().parents[1]


class _NoSm3:
    """Stands for SM3 where SHA-256 is measured alone."""

    def update(self, data: bytes, /) -> None:
        """Do nothing."""

    def hexdigest(self) -> str:
        """Return what no hash is."""
        return ""


def serve(data: str, port: int, *, sm3: bool) -> None:
    """Be the server: the installation's own application."""
    os.environ["ANJIAN_DATA"] = data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjian.config.settings_test")
    import uvicorn

    if not sm3:
        from anjian.kit import streams

        streams.new_sm3 = _NoSm3
    from anjian.config.asgi import application

    uvicorn.run(
        application, host="127.0.0.1", port=port, loop="uvloop", http="httptools", lifespan="off",
        log_level="error", access_log=False,
    )  # fmt: skip


class Server:
    """A server in a process of its own, and what it needs."""

    def __init__(self, data: Path, *, sm3: bool) -> None:
        """Start it and wait until it answers."""
        (data / "static").mkdir(parents=True, exist_ok=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "benchmarks.ingest",
            "--serve",
            str(data),
            str(self.port),
            str(int(sm3)),
        ]
        folders = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": folders})
        until = time.monotonic() + 300
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise SystemExit("the server did not start")

    def peak(self) -> int:
        """Return the most memory it ever held, bytes."""
        said = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) * 1024 for line in said.splitlines() if line.startswith("VmHWM"))

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(20)


@contextmanager
def server(data: Path, *, sm3: bool) -> Iterator[Server]:
    """Run a server while the context lasts."""
    made = Server(data, sm3=sm3)
    try:
        yield made
    finally:
        made.stop()


def upload(port: int, ticket: str, source: Path, times: int = 1) -> float:
    """Send a file, several times over as one, and return the seconds to its acknowledgement."""
    length = source.stat().st_size * times
    common = f"Host: localhost\r\nTus-Resumable: 1.0.0\r\nAuthorization: Bearer {ticket}\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=600) as line:
        started = time.perf_counter()
        line.sendall(
            f"POST /uploads/ HTTP/1.1\r\n{common}Upload-Length: {length}\r\nContent-Length: 0\r\n"
            "Upload-Metadata: filename ZmlsbS5tcDQ=\r\n\r\n".encode()
        )
        where = _header(line, 201, "location")
        line.sendall(
            f"PATCH {where} HTTP/1.1\r\n{common}Upload-Offset: 0\r\nContent-Length: {length}\r\n"
            "Content-Type: application/offset+octet-stream\r\n\r\n".encode()
        )
        for _ in range(times):
            with source.open("rb") as stream:
                line.sendfile(stream)
        offset = _header(line, 204, "upload-offset")
        took = time.perf_counter() - started
    if int(offset) != length:
        raise SystemExit(f"{offset} instead of {length}")
    return took


def _header(line: socket.socket, status: int, name: str) -> str:
    said = b""
    while b"\r\n\r\n" not in said:
        piece = line.recv(65536)
        if not piece:
            raise SystemExit(f"the server hung up: {said!r}")
        said += piece
    head = said.decode("latin-1").split("\r\n")
    if f" {status} " not in head[0]:
        raise SystemExit(said.decode())
    return next(row.partition(": ")[2] for row in head if row.lower().startswith(f"{name}:"))


def floor(source: Path, folder: Path) -> float:
    """Seconds of ``cp`` and then ``sha256sum``."""
    copy = folder / "copy"
    started = time.perf_counter()
    subprocess.run(["cp", str(source), str(copy)], check=True)
    subprocess.run(["sha256sum", str(copy)], check=True, stdout=subprocess.DEVNULL)
    took = time.perf_counter() - started
    copy.unlink()
    return took


def put(source: Path, folder: Path, *, sm3: bool) -> float:
    """Seconds to take the file into a store of its own."""
    from anjian.kit import streams
    from anjian.kit.blobs import BlobStore

    real = streams.new_sm3
    if not sm3:
        streams.new_sm3 = _NoSm3
    try:
        with tempfile.TemporaryDirectory(dir=folder) as name, source.open("rb") as stream:
            started = time.perf_counter()
            BlobStore(Path(name)).put_stream(stream, limit=GB * 2)
            return time.perf_counter() - started
    finally:
        streams.new_sm3 = real


def over_http(source: Path, folder: Path, *, sm3: bool, times: int = 1) -> tuple[float, int]:
    """Seconds to upload the file to a fresh server, and the most memory that server held (bytes)."""
    from anjian.intake.uploads.place import case_subject, make_ticket

    subject = case_subject(UUID(int=1), UUID(int=2), UUID(int=3))
    with tempfile.TemporaryDirectory(dir=folder) as name, server(Path(name), sm3=sm3) as running:
        took = upload(running.port, make_ticket(subject), source, times)
        return took, running.peak()


def measure() -> dict[str, Any]:
    """Run everything and return the common shape of results."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjian.config.settings_test")
    django.setup()
    with tempfile.TemporaryDirectory(dir=os.environ.get("ANJIAN_SCRATCH")) as name:
        folder = Path(name)
        source = folder / "film.mp4"
        with source.open("wb") as stream:
            for _ in range(GB // MB):
                stream.write(os.urandom(MB))
            stream.flush()
            os.fsync(stream.fileno())
        took: dict[str, list[float]] = {}
        peaks = []
        for _ in range(ROUNDS):
            took.setdefault("floor", []).append(floor(source, folder))
            for sm3, hashes in ((False, "SHA-256"), (True, "SHA-256 and SM3")):
                took.setdefault(f"store, {hashes}", []).append(put(source, folder, sm3=sm3))
                seconds, peak = over_http(source, folder, sm3=sm3)
                took.setdefault(f"HTTP, {hashes}", []).append(seconds)
                peaks.append(peak)
        _, four = over_http(source, folder, sm3=True, times=4)
    base = GB / MB / statistics.median(took.pop("floor"))
    results = []
    for what, seconds in took.items():
        rate = GB / MB / statistics.median(seconds)
        results.append({"metric": f"ingest of 1 GB, {what}", "value": round(rate, 1), "unit": "MB/s",
                        "baseline": round(base, 1), "ratio": round(rate / base, 3)})  # fmt: skip
    one = max(peaks)
    results.append({"metric": "memory of the server, 4 GB against 1 GB", "value": round(four / MB, 1),
                    "unit": "MB", "baseline": round(one / MB, 1), "ratio": round(four / one, 3)})  # fmt: skip
    return {"name": "ingest", "results": results}


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    found = measure()
    if json:
        print(dumps(found, ensure_ascii=False))
        return found
    for row in found["results"]:
        told = f"{row['value']} {row['unit']} (baseline {row['baseline']}, ratio {row['ratio']})"
        print(f"{row['metric']}: {told}")
    return found


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], int(sys.argv[3]), sm3=sys.argv[4] == "1")
    else:
        main(json="--json" in sys.argv)
