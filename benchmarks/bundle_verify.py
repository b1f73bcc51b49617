"""Check of a bundle against a plain SHA-256 of the same bytes, in one run, by both checkers.

Three bundles: many small files, one dominated by a recording, and a large one (``ANJIAN_BENCH_GB``, 10 by
default when there is room for it: half in one recording, the rest in smaller files) against ``sha256sum``
itself, on the wall and in processor time. Figures are taken on bytes in the page cache where they fit, in
turns; the best of several rounds counts on every side.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anjian.kit.clock import LOCAL_ZONE
from anjian.proof.bundle import Entry, write
from anjian.proof.chain import GENESIS, link
from anjian.proof.signing import Signer
from anjian.proof.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
MB = 1_000_000
GB = 1_000 * MB
CHECKER = Path(verify.__code__.co_filename).parent / "standalone" / "verify.py"
SOURCE = str(Path(verify.__code__.co_filename).parents[2])


def plain_sha256(path: Path) -> str:
    """What everything is compared with: read the file once and hash it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def chained(count: int) -> list[dict[str, Any]]:
    """Make a chain of events of the usual size."""
    records, prev = [], GENESIS
    for seq in range(1, count + 1):
        body = {
            "stream_id": "case",
            "seq": seq,
            "type": "cases.step.taken",
            "sentence": "办理步骤" * 8,
            "payload": {"inputs": {"reason": "理由" * 20}},
            "cites": ["《行政处罚法》第五十四条"],
        }
        entry = link("case", seq, prev, body)
        prev = entry.hash
        records.append(entry.to_record())
    return records


class Noise(io.RawIOBase):
    """A stream of so many bytes that no file system stores as holes: one random block, numbered anew."""

    def __init__(self, size: int, seed: int) -> None:
        self._left = size
        self._block = random.Random(seed).randbytes(1 << 20)
        self._number = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = min(self._left, len(self._block), size if size >= 0 else self._left)
        self._left -= wanted
        self._number += 1
        return (self._number.to_bytes(8) + self._block[8:])[:wanted]


def a_bundle(path: Path, sizes: list[int]) -> None:
    """Write a bundle with originals of these sizes in bytes."""
    entries = [
        Entry(
            path=f"originals/E-{n}.bin",
            source=lambda n=n, size=size: cast("BinaryIO", Noise(size, n)),
            size=size,
            role="original",
        )
        for n, size in enumerate(sizes, 1)
    ]
    signer = Signer(key=Ed25519PrivateKey.generate(), org="基准")
    at = datetime(2026, 11, 20, tzinfo=LOCAL_ZONE)
    write(path, entries, chained(200), signer, title="基准", subject={}, at=at)


def best(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def row(metric: str, value: float, baseline: float, unit: str, ratio: float) -> dict[str, Any]:
    """One result in the common shape."""
    return {"metric": metric, "value": value, "unit": unit, "baseline": baseline, "ratio": round(ratio, 3)}


def compare(name: str, path: Path) -> list[dict[str, Any]]:
    """Measure the platform's check and a plain hash in turns, in this process."""
    size = path.stat().st_size / MB
    checks, plains, deep = [], [], []
    for _ in range(ROUNDS):
        plains.append(best(lambda: plain_sha256(path)))
        checks.append(best(lambda: verify(path)))
    deep.append(best(lambda: verify(path, deep=True)))
    report = verify(path)
    if not report.ok:
        raise SystemExit(f"the bundle does not verify: {report.findings}")
    plain = size / min(plains)
    return [
        row(
            f"{name}: {label}",
            round(size / min(times), 1),
            round(plain, 1),
            "MB/s",
            size / min(times) / plain,
        )
        for label, times in (("verify", checks), ("verify --deep (SM3 too)", deep))
    ]


def command_of(checker: str, path: Path) -> list[str]:
    """Return how each checker is called."""
    return {
        "sha256sum": ["sha256sum", str(path)],
        "verify.py": [sys.executable, "-I", str(CHECKER), str(path)],
        "anjian verify": [sys.executable, "-m", "anjian.proof.verify", str(path)],
    }[checker]


def timed(command: list[str]) -> tuple[float, float, float]:
    """Run a program; returns seconds on the wall, seconds of processor, and its largest memory in MB."""
    env = {**os.environ, "PYTHONPATH": SOURCE}
    started = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        out = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed: {out[-500:]!r}")
    took = time.perf_counter() - started
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / MB


def large(name: str, path: Path, rounds: int) -> list[dict[str, Any]]:
    """Measure whole programs on a large bundle in turns: both checkers and sha256sum; memory too."""
    size = path.stat().st_size / MB
    taken: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(rounds):
        for checker in ("sha256sum", "verify.py", "anjian verify"):
            taken.setdefault(checker, []).append(timed(command_of(checker, path)))
    least = {checker: [min(values) for values in zip(*runs, strict=True)] for checker, runs in taken.items()}
    found = []
    for checker in ("verify.py", "anjian verify"):
        for n, what in enumerate(("on the wall", "in processor time")):
            rate, plain = size / least[checker][n], size / least["sha256sum"][n]
            found.append(
                row(f"{name}, {what}: {checker}", round(rate, 1), round(plain, 1), "MB/s", rate / plain)
            )
        most = round(max(run[2] for run in taken[checker]), 1)
        found.append(row(f"{name}: memory of {checker}", most, 200.0, "MB", most / 200))
    return found


def start(path: Path) -> list[dict[str, Any]]:
    """Measure whole commands on a small bundle, interpreter included; baseline is the limit of 1 s."""
    found = []
    for checker in ("anjian verify", "verify.py"):
        took = min(timed(command_of(checker, path))[0] for _ in range(3))
        found.append(row(f"{checker} on a small bundle", round(took, 3), 1.0, "s", took))
    return found


def large_size(folder: Path) -> int:
    """Return how large the large bundle may be, bytes; 0 when there is no room for it."""
    wanted = float(os.environ.get("ANJIAN_BENCH_GB", "10")) * GB
    return int(wanted) if shutil.disk_usage(folder).free > wanted * 1.5 else 0


def memory_free() -> int:
    """Return what the page cache could take, bytes."""
    found = re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"))
    return int(found.group(1)) * 1024 if found else 0


def measure() -> dict[str, Any]:
    """Run everything and return the common shape of results."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, mixed, single, huge = (folder / f"{n}.zip" for n in ("small", "mixed", "single", "huge"))
        a_bundle(small, [20_000] * 10)
        a_bundle(mixed, [1_500_000] * 60)
        a_bundle(single, [180 * MB, 10 * MB, 10 * MB])
        results = [
            *compare("60 files of 1.5 MB", mixed),
            *compare("one recording of 180 MB", single),
            *start(small),
        ]
        size = large_size(folder)
        if size:
            rounds = 2 if memory_free() > size * 1.2 else 1
            a_bundle(huge, [size // 2, *([size // 10] * 4), *([size // 2000] * 200)])
            results += large(f"{size / GB:.1f} GB", huge, rounds)
    return {"name": "bundle_verify", "results": results}


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    found = measure()
    if json:
        print(dumps(found, ensure_ascii=False))
        return found
    for one in found["results"]:
        told = f"{one['value']} {one['unit']} (baseline {one['baseline']}, ratio {one['ratio']})"
        print(f"{one['metric']}: {told}")
    return found


if __name__ == "__main__":
    main(json="--json" in sys.argv)
