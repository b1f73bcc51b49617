"""Taking one file of 10 MB into the store, against the floor of hashing and writing it in turn.

The floor is one process that reads the bytes from memory, takes SHA-256 and SM3 one after the
other, writes and calls fsync: what a straightforward upload does.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import threading
import time
from json import dumps
from pathlib import Path
from typing import Any

from anjian.kit.blobs import BlobStore
from anjian.kit.hashing import DualHash

SIZE = 10 * 1024 * 1024
ROUNDS = 12
MB = 1_000_000


def floor(folder: Path, data: bytes) -> float:
    """Seconds to hash twice, write and force to disk, one after the other."""
    started = time.perf_counter()
    both = DualHash()
    both.update(data)
    with (folder / f"floor-{time.time_ns()}").open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return time.perf_counter() - started


def put(store: BlobStore, data: bytes) -> float:
    """Seconds to take the file into the store."""
    started = time.perf_counter()
    store.put_stream(io.BytesIO(data), limit=SIZE)
    return time.perf_counter() - started


def together(store: BlobStore, clients: int) -> float:
    """MB/s of several clients at once."""
    contents = [os.urandom(SIZE) for _ in range(clients)]
    threads = [threading.Thread(target=put, args=(store, data)) for data in contents]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clients * SIZE / MB / (time.perf_counter() - started)


def measure() -> dict[str, Any]:
    """Run everything and return the common shape of results."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("ANJIAN_DATA")) as folder:
        store = BlobStore(Path(folder) / "blobs")
        floors, puts = [], []
        cpu = 0.0
        for _ in range(ROUNDS):
            floors.append(floor(Path(folder), os.urandom(SIZE)))
            data = os.urandom(SIZE)
            before = time.process_time()
            puts.append(put(store, data))
            cpu += time.process_time() - before
        base = SIZE / MB / statistics.median(floors)
        rate = SIZE / MB / statistics.median(puts)
        eight = together(store, 8)
    results = [
        {"metric": "put 10 MB, 1 client", "value": round(rate, 1), "unit": "MB/s", "baseline": round(base, 1),
         "ratio": round(rate / base, 3)},
        {"metric": "put 10 MB, 8 clients together", "value": round(eight, 1), "unit": "MB/s",
         "baseline": round(base, 1), "ratio": round(eight / base, 3)},
        {"metric": "processor time per 10 MB", "value": round(cpu / ROUNDS * 1000, 1), "unit": "ms",
         "baseline": round(SIZE / MB / base * 1000, 1), "ratio": round(cpu / ROUNDS * base / SIZE * MB, 3)},
    ]  # fmt: skip
    return {"name": "blob_put", "results": results}


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
