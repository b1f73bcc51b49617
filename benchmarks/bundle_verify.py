"""Bundle check against a plain SHA-256 of the same bytes, in one run; and the start of the command.

Two bundles: one of many small files, one dominated by recordings. Both figures are taken on bytes
that are in the page cache, in turns, and the best of several rounds counts on both sides.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


def a_bundle(path: Path, sizes: list[int]) -> None:
    """Write a bundle with originals of these sizes in bytes."""
    rng = random.Random(5)
    entries = [
        Entry(path=f"originals/E-{n}.bin", source=rng.randbytes(size), role="original")
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


def compare(name: str, path: Path) -> list[dict[str, Any]]:
    """Measure check and plain hash in turns."""
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
        {"metric": f"{name}: {label}", "value": round(size / min(times), 1), "unit": "MB/s",
         "baseline": round(plain, 1), "ratio": round(size / min(times) / plain, 3)}
        for label, times in (("verify", checks), ("verify --deep (SM3 too)", deep))
    ]  # fmt: skip


def start(path: Path) -> dict[str, Any]:
    """Measure the whole command on a small bundle, interpreter included; baseline is the limit of 1 s."""
    source = str(Path(verify.__code__.co_filename).parents[2])
    command = [sys.executable, "-m", "anjian.proof.verify", str(path)]
    env = {**os.environ, "PYTHONPATH": source}
    took = min(
        best(lambda: subprocess.run(command, env=env, check=True, capture_output=True)) for _ in range(3)
    )
    return {"metric": "command on a small bundle", "value": round(took, 3), "unit": "s", "baseline": 1.0,
            "ratio": round(took, 3)}  # fmt: skip


def measure() -> dict[str, Any]:
    """Run everything and return the common shape of results."""
    with tempfile.TemporaryDirectory() as folder:
        small, mixed, large = (Path(folder) / name for name in ("small.zip", "mixed.zip", "large.zip"))
        a_bundle(small, [20_000] * 10)
        a_bundle(mixed, [1_500_000] * 60)
        a_bundle(large, [180 * MB, 10 * MB, 10 * MB])
        results = [
            *compare("60 files of 1.5 MB", mixed),
            *compare("one recording of 180 MB", large),
            start(small),
        ]
    return {"name": "bundle_verify", "results": results}


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
    main(json="--json" in sys.argv)
