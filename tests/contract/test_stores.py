"""What the evidence store promises, kept by a folder and by a real object storage alike."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from typing import TYPE_CHECKING

import pytest

from anjian.kit import object_blobs
from anjian.kit.blobs import BlobAltered, BlobDamaged, BlobMissing, BlobStore, BlobTooLarge, Store
from anjian.kit.hashing import sm3_hex
from anjian.kit.object_blobs import ObjectBlobStore
from anjian.kit.stores import open_store
from anjian.kit.streams import Digest
from tests.contract.object_storage import BUCKET, environment, make_bucket, swift

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGE = object_blobs.PART * 2 + 12_345


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with swift(tmp_path_factory.mktemp("swift")) as found:
        make_bucket(found)
        yield found


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    if request.param == "folder":
        return BlobStore(tmp_path / "blobs")
    for name, value in environment(request.getfixturevalue("address")).items():
        monkeypatch.setenv(name, value)
    return ObjectBlobStore(f"s3://{BUCKET}/{tmp_path.name}", tmp_path / "incoming")


def replace(store: Store, sha256: str, data: bytes) -> None:
    """Change what is stored, as an intruder or a bad disk would."""
    if isinstance(store, BlobStore):
        path = store.path(sha256)
        path.chmod(0o600)
        path.write_bytes(data)
    else:
        assert isinstance(store, ObjectBlobStore)
        store._bucket.put(object_blobs._key(sha256), data)


class TestTheStore:
    @pytest.mark.parametrize("size", [1, 100_000, LARGE])
    def test_gives_back_what_was_put_in(self, store: Store, size: int) -> None:
        data = os.urandom(size)
        digest = store.put_stream(io.BytesIO(data), limit=size, expected_size=size)
        assert digest == Digest(hashlib.sha256(data).hexdigest(), sm3_hex(data), size)
        assert digest.sha256 in store
        assert store.has(digest.sha256, size=size)
        assert not store.has(digest.sha256, size=size + 1)
        with store.open(digest.sha256) as stream:
            assert stream.read() == data
        assert store.verify(digest.sha256) == digest
        assert list(store.incoming.iterdir()) == []

    def test_gives_any_part(self, store: Store) -> None:
        data = os.urandom(3_000_000)
        name = store.put_bytes(data).sha256
        with store.open(name) as stream:
            stream.seek(1_500_000)
            assert stream.read(10) == data[1_500_000:1_500_010]
            assert stream.tell() == 1_500_010
            stream.seek(-5, os.SEEK_END)
            assert stream.read(100) == data[-5:]
            assert stream.read(1) == b""
            stream.seek(0)
            assert stream.read(2_000_000) == data[:2_000_000]

    def test_gives_a_file_while_it_is_needed(self, store: Store) -> None:
        name = store.put_bytes(b"scene").sha256
        with store.local(name) as path:
            assert path.read_bytes() == b"scene"
        assert list(store.incoming.iterdir()) == []

    def test_the_same_content_again_changes_nothing(self, store: Store) -> None:
        first = store.put_bytes(b"scene" * 1000)
        assert store.put_bytes(b"scene" * 1000) == first

    def test_many_put_the_same_at_once(self, store: Store) -> None:
        data, found = os.urandom(200_000), []
        threads = [threading.Thread(target=lambda: found.append(store.put_bytes(data))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 6
        assert set(found) == {store.verify(found[0].sha256)}

    @pytest.mark.parametrize("changed", [b"Scene", b"scen", b"", b"scene and more"])
    def test_finds_what_was_changed_and_never_replaces_it(self, store: Store, changed: bytes) -> None:
        name = store.put_bytes(b"scene").sha256
        replace(store, name, changed)
        with pytest.raises(BlobDamaged):
            store.verify(name)
        with pytest.raises(BlobDamaged):
            store.put_bytes(b"scene")
        with store.open(name) as stream:
            assert stream.read() == changed

    def test_keeps_nothing_of_what_it_refuses(self, store: Store) -> None:
        with pytest.raises(BlobAltered):
            store.put_stream([b"scene"], limit=10, expected_sha256="0" * 64)
        with pytest.raises(BlobTooLarge):
            store.put_stream([b"scene", b"scene"], limit=8)
        assert hashlib.sha256(b"scene").hexdigest() not in store
        assert list(store.incoming.iterdir()) == []

    def test_says_what_is_missing(self, store: Store) -> None:
        name = hashlib.sha256(b"nobody put this").hexdigest()
        assert name not in store
        assert not store.has(name, size=5)
        with pytest.raises(BlobMissing):
            store.open(name)
        with pytest.raises(BlobMissing), store.local(name):
            pass
        assert not store.destroy(name)
        for strange in ("", "../../secret", "A" * 64):
            with pytest.raises(ValueError, match="hex"):
                assert strange in store

    def test_destroys(self, store: Store) -> None:
        kept, gone = store.put_bytes(b"kept").sha256, store.put_bytes(b"gone").sha256
        assert store.destroy(gone)
        assert gone not in store
        with pytest.raises(BlobMissing):
            store.verify(gone)
        assert store.verify(kept).size == 4
        assert store.put_bytes(b"gone").sha256 == gone

    def test_clears_what_was_abandoned(self, store: Store) -> None:
        (store.incoming / "killed").write_bytes(b"half")
        assert store.clear_abandoned() == 0
        os.utime(store.incoming / "killed", (1, 1))
        assert store.clear_abandoned() == 1


class TestTheBucket:
    def test_a_fetched_copy_is_checked(
        self, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in environment(address).items():
            monkeypatch.setenv(name, value)
        store = ObjectBlobStore(f"s3://{BUCKET}/checked", tmp_path)
        sha256 = store.put_bytes(b"scene").sha256
        replace(store, sha256, b"other")
        with pytest.raises(BlobDamaged), store.local(sha256):
            pass
        assert list(tmp_path.iterdir()) == []

    def test_one_that_cannot_be_reached_loses_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in environment("http://127.0.0.1:9").items():
            monkeypatch.setenv(name, value)
        store = ObjectBlobStore("s3://evidence/x", tmp_path / "incoming")
        staged = tmp_path / "staged"
        staged.write_bytes(b"scene")
        digest = Digest(hashlib.sha256(b"scene").hexdigest(), sm3_hex(b"scene"), 5)
        with pytest.raises(OSError, match=r".+"):
            store.adopt(staged, digest)
        assert staged.read_bytes() == b"scene"

    def test_a_setting_chooses_it(self, tmp_path: Path) -> None:
        assert isinstance(open_store("", tmp_path), BlobStore)
        assert isinstance(open_store("s3://evidence/originals", tmp_path), ObjectBlobStore)
