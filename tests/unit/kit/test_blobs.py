"""The blob store keeps whole files only, under their hash, and never replaces one."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import threading
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from anjian.kit.blobs import (
    BLOCK,
    BlobAltered,
    BlobCutOff,
    BlobDamaged,
    BlobMissing,
    BlobStore,
    BlobTooLarge,
    ParallelHash,
    blocks_of,
)
from anjian.kit.hashing import sm3_hex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = 64 * 1024 * 1024


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def files_in(store: BlobStore) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


class TestPut:
    @pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
    def test_names_content_by_both_hashes(self, store: BlobStore, size: int) -> None:
        data = os.urandom(size)
        digest = store.put_stream(io.BytesIO(data), limit=LIMIT)
        assert digest.sha256 == hashlib.sha256(data).hexdigest()
        assert digest.sm3 == sm3_hex(data)
        assert digest.size == size
        assert store.path(digest.sha256).read_bytes() == data
        assert files_in(store) == [store.path(digest.sha256)]

    def test_takes_an_iterable_of_crumbs(self, store: BlobStore) -> None:
        data = os.urandom(300_000)
        digest = store.put_stream((data[i : i + 1000] for i in range(0, len(data), 1000)), limit=LIMIT)
        assert digest == store.put_bytes(data)

    def test_stored_file_is_read_only(self, store: BlobStore) -> None:
        path = store.path(store.put_bytes(b"scene").sha256)
        assert stat.S_IMODE(path.stat().st_mode) & 0o222 == 0

    def test_same_content_again_leaves_the_first_file(self, store: BlobStore) -> None:
        path = store.path(store.put_bytes(b"scene").sha256)
        before = path.stat()
        store.put_bytes(b"scene")
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    def test_same_content_at_once_from_many(self, store: BlobStore) -> None:
        data = os.urandom(2 * BLOCK)
        digests = []

        def put() -> None:
            digests.append(store.put_stream(io.BytesIO(data), limit=LIMIT))

        threads = [threading.Thread(target=put) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(digests) == 6
        assert len(set(digests)) == 1
        assert len(files_in(store)) == 1

    def test_memory_stays_flat(self, store: BlobStore) -> None:
        def pour() -> Iterator[bytes]:
            for number in range(120):
                yield bytes([number]) * BLOCK

        tracemalloc.start()
        try:
            store.put_stream(pour(), limit=LIMIT)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 32 * BLOCK


class TestRefuse:
    def test_cut_off_stream_leaves_nothing(self, store: BlobStore) -> None:
        with pytest.raises(BlobCutOff, match="应有100字节，收到60字节"):
            store.put_stream(io.BytesIO(b"x" * 60), limit=LIMIT, expected_size=100)
        assert files_in(store) == []

    def test_overlong_stream_leaves_nothing(self, store: BlobStore) -> None:
        with pytest.raises(BlobCutOff):
            store.put_stream(io.BytesIO(b"x" * 101), limit=LIMIT, expected_size=100)
        assert files_in(store) == []

    def test_altered_stream_leaves_nothing(self, store: BlobStore) -> None:
        sent = hashlib.sha256(b"sent").hexdigest()
        with pytest.raises(BlobAltered, match="校验值不一致"):
            store.put_stream(io.BytesIO(b"sunk"), limit=LIMIT, expected_size=4, expected_sha256=sent)
        assert files_in(store) == []

    @pytest.mark.parametrize("announced", [None, 2 * BLOCK])
    def test_too_large_stream_leaves_nothing(self, store: BlobStore, announced: int | None) -> None:
        with pytest.raises(BlobTooLarge):
            store.put_stream(io.BytesIO(b"x" * 2 * BLOCK), limit=BLOCK, expected_size=announced)
        assert files_in(store) == []

    def test_broken_connection_leaves_nothing(self, store: BlobStore) -> None:
        def breaks() -> Iterator[bytes]:
            yield b"a" * BLOCK
            yield b"b" * BLOCK
            raise ConnectionResetError

        running = threading.active_count()
        with pytest.raises(ConnectionResetError):
            store.put_stream(breaks(), limit=LIMIT)
        assert files_in(store) == []
        assert threading.active_count() == running

    @pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n"])
    def test_no_other_name_reaches_the_disk(self, store: BlobStore, name: str) -> None:
        with pytest.raises(ValueError, match="64 lower-case"):
            store.path(name)


class TestKeep:
    def test_damaged_blob_is_found_and_not_overwritten(self, store: BlobStore) -> None:
        digest = store.put_bytes(b"original bytes")
        path = store.path(digest.sha256)
        path.chmod(0o640)
        path.write_bytes(b"0riginal bytes")
        with pytest.raises(BlobDamaged):
            store.verify(digest.sha256)
        with pytest.raises(BlobDamaged):
            store.put_bytes(b"original bytes")
        assert path.read_bytes() == b"0riginal bytes"

    def test_intact_blob_verifies(self, store: BlobStore) -> None:
        digest = store.put_bytes(b"original bytes")
        assert store.verify(digest.sha256) == digest
        assert digest.sha256 in store

    def test_missing_blob_is_said_to_be_missing(self, store: BlobStore) -> None:
        with pytest.raises(BlobMissing):
            store.open("0" * 64)
        assert "0" * 64 not in store

    def test_leftovers_of_a_killed_upload_go(self, store: BlobStore) -> None:
        leftover = store.root / "incoming" / "half"
        leftover.write_bytes(b"half")
        assert store.clear_abandoned() == 0
        os.utime(leftover, (0, 0))
        assert store.clear_abandoned() == 1
        assert not leftover.exists()


class TestParallelHash:
    def test_blocks_of_a_file_are_bounded(self) -> None:
        assert {len(b) for b in blocks_of(io.BytesIO(b"x" * BLOCK * 2))} == {BLOCK}

    def test_nothing_seen(self) -> None:
        with ParallelHash() as hasher:
            assert hasher.digest().sha256 == hashlib.sha256(b"").hexdigest()
