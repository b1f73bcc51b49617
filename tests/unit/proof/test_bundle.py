"""A bundle is written whole or not at all, the same contents giving the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from anjian.kit.blobs import BlobStore
from anjian.kit.hashing import sm3_hex
from anjian.proof import zipform
from anjian.proof.bundle import BundleError, Entry
from anjian.proof.manifest import path_fault
from anjian.proof.signing import load_or_create_key
from anjian.proof.verify import verify
from tests.unit.proof.specimen import a_bundle, some_entries, some_events

if TYPE_CHECKING:
    from pathlib import Path


class TestWrite:
    def test_the_same_contents_give_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("a.zip", "b.zip"):
            a_bundle(tmp_path / name)
        assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()

    def test_any_unzip_reads_it(self, tmp_path: Path) -> None:
        a_bundle(tmp_path / "a.zip")
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            assert archive.testzip() is None
            tail = [
                "events.jsonl",
                "custody.jsonl",
                "verify.py",
                "index.html",
                "manifest.json",
                "manifest.sig",
            ]
            assert archive.namelist()[-6:] == tail
            for entry in some_entries():
                assert archive.read(entry.path) == entry.source

    def test_the_manifest_lists_identity_and_meaning(self, tmp_path: Path) -> None:
        a_bundle(tmp_path / "a.zip")
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            manifest = json.loads(archive.read("manifest.json"))
        row = next(row for row in manifest["files"] if row["path"].startswith("documents/"))
        data = next(e.source for e in some_entries() if e.path == row["path"])
        assert isinstance(data, bytes)
        assert (row["sha256"], row["sm3"]) == (hashlib.sha256(data).hexdigest(), sm3_hex(data))
        assert row["about"] == {"kind": "D36", "no": "（云州）应急罚〔2026〕1号"}
        assert manifest["streams"][0] == {
            "stream": "case-1",
            "file": "events.jsonl",
            "count": 6,
            "head": next(r["hash"] for r in reversed(some_events()) if r["stream_id"] == "case-1"),
        }

    def test_the_index_escapes_what_others_wrote(self, tmp_path: Path) -> None:
        entry = Entry(path="originals/a & b.txt", source=b"x", title="<script>alert(1)</script>")
        a_bundle(tmp_path / "a.zip", entries=[entry], title="<b>案</b>")
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            page = archive.read("index.html").decode()
        assert "<script" not in page
        assert "&lt;b&gt;案" in page
        assert 'href="originals/a%20%26%20b.txt"' in page

    def test_streams_from_the_store_and_checks_them(self, tmp_path: Path) -> None:
        store = BlobStore(tmp_path / "blobs")
        digest = store.put_bytes(b"original" * 5000)
        entry = Entry(
            path="originals/E-1.bin",
            source=lambda: store.open(digest.sha256),
            size=digest.size,
            sha256=digest.sha256,
        )
        a_bundle(tmp_path / "a.zip", entries=[entry, Entry(path="b", source=store.path(digest.sha256))])
        assert verify(tmp_path / "a.zip", deep=True).ok

    @pytest.mark.parametrize("folder", [False, True])
    @pytest.mark.parametrize(
        "entry",
        [
            Entry(path="a", source=b"xy", sha256="0" * 64),
            Entry(path="a", source=lambda: io.BytesIO(b"xy"), size=3),
            Entry(path="../a", source=b""),
            Entry(path="Manifest.JSON", source=b""),
            Entry(path="VOLUME.pdf", source=b""),
            Entry(path="a", source=b"", role="events"),
        ],
    )
    def test_refuses_and_leaves_nothing(self, tmp_path: Path, entry: Entry, folder: bool) -> None:
        with pytest.raises(BundleError):
            a_bundle(tmp_path / "a.zip", entries=[*some_entries(), entry], folder=folder)
        assert list(tmp_path.iterdir()) == []

    def test_refuses_to_seal_a_broken_chain(self, tmp_path: Path) -> None:
        events = some_events()
        events[3]["sentence"] = "改写"
        with pytest.raises(BundleError, match="内容与其哈希不符"):
            a_bundle(tmp_path / "a.zip", events=events)
        assert list(tmp_path.iterdir()) == []

    def test_never_replaces_a_bundle(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(b"earlier")
        with pytest.raises(FileExistsError):
            a_bundle(tmp_path / "a.zip")
        assert (tmp_path / "a.zip").read_bytes() == b"earlier"


class TestPaths:
    @pytest.mark.parametrize("path", ["volume.pdf", "documents/D36-行政处罚决定书.pdf", "a b/(1).txt"])
    def test_ordinary_names_may_be_used(self, path: str) -> None:
        assert path_fault(path) is None

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "/etc/passwd",
            "a//b",
            "a/../b",
            "./a",
            "a\\b",
            "C:a",
            "a\n",
            "a.",
            "a /b",
            "e\u0301",
            "\u202ea",
            "x" * 1001,
        ],
    )
    def test_names_that_mean_different_things_elsewhere_may_not(self, path: str) -> None:
        assert path_fault(path) is not None


class TestZipForm:
    @pytest.mark.parametrize("limit", [5, 60, zipform.LIMIT])
    def test_zip64_records_are_read_by_others(self, limit: int) -> None:
        contents = {"a.txt": b"abc", "b/文书.bin": b"x" * 100, "c": b""}
        import zlib

        rows = [(name, len(data), zlib.crc32(data)) for name, data in contents.items()]
        body = b"".join(zipform.local_header(*row, limit=limit) + contents[row[0]] for row in rows)
        members = zipform.layout(rows, limit=limit)
        directory = b"".join(zipform.central_record(member, limit=limit) for member in members)
        raw = body + directory + zipform.end_records(len(rows), len(directory), len(body), limit=limit)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            assert archive.testzip() is None
            assert {name: archive.read(name) for name in archive.namelist()} == contents
        stream = io.BytesIO(raw)
        assert zipform.read_directory(stream, len(raw)) == members
        assert zipform.scan_headers(stream, len(raw)) == members


class TestKey:
    def test_is_made_once_and_kept_private(self, tmp_path: Path) -> None:
        path = tmp_path / "keys" / "seal.pem"
        first, second = load_or_create_key(path), load_or_create_key(path)
        assert first.private_bytes_raw() == second.private_bytes_raw()
        assert path.stat().st_mode & 0o777 == 0o600
        assert [p.name for p in path.parent.iterdir()] == ["seal.pem"]
