"""Writing a bundle: one file (or folder) that proves a case to a stranger, without this platform.

Contents in order: the entries given, ``events.jsonl`` with the chained events,
``index.html`` for reading, ``manifest.json`` and its seal ``manifest.sig``. The same
contents, key and instant give the same bytes. Files are streamed; nothing stands under
the final name before it is whole and on disk, and an existing bundle is never replaced.
"""

from __future__ import annotations

import os
import shutil
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, Self
from uuid import uuid4

from anjian.kit.blobs import BLOCK, Digest, ParallelHash, blocks_of
from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sha256_hex, sm3_hex
from anjian.proof import zipform
from anjian.proof.chain import Link, StreamCheck
from anjian.proof.index import render_index
from anjian.proof.manifest import (
    EVENTS,
    INDEX,
    MANIFEST,
    RESERVED,
    ROLES,
    SEAL,
    File,
    Manifest,
    Stream,
    path_fault,
    same_place,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from anjian.proof.signing import Signer


class BundleError(ValueError):
    """The bundle cannot be written as asked; nothing was left behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file to go into a bundle.

    ``source`` is bytes, a path, or a function that opens a stream. With ``sha256`` and
    ``size`` (from the store) the copy is checked against them while it is written.
    ``role`` is one of volume, document, original, derived, other; ``about`` says what the
    file is in the case (document number, evidence number, who collected it, …).
    """

    path: str
    source: bytes | Path | Callable[[], BinaryIO]
    role: str = "other"
    title: str = ""
    media_type: str = "application/octet-stream"
    size: int | None = None
    sha256: str | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A written bundle and what identifies it."""

    path: Path
    manifest_sha256: str
    key_id: str
    files: int
    events: int
    payload_bytes: int


class _Sink(Protocol):
    def put(self, path: str, blocks: Iterator[bytes], size: int | None) -> tuple[Digest, int]: ...
    def close(self) -> None: ...


def write(
    path: Path,
    entries: Iterable[Entry],
    events: Iterable[Mapping[str, Any]],
    signer: Signer,
    *,
    title: str,
    subject: Mapping[str, Any],
    at: datetime,
    folder: bool = False,
) -> Sealed:
    """Write, seal and force to disk a bundle at ``path``, as ZIP or as a folder.

    ``events`` are exported chain entries in order (see `chain.Link.from_record`); their
    chains are checked on the way, since a broken record must not be sealed. ``subject``
    is the case in the reader's words (number, party, dates).
    Raises BundleError, and FileExistsError when something stands there already.
    """
    if path.exists():
        raise FileExistsError(path)
    staged = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with staged.open("xb") if not folder else _Folder.open(staged) as stream:
            sink: _Sink = stream if isinstance(stream, _Folder) else _Zip(stream)
            sealed = _fill(path, sink, entries, events, signer, title=title, subject=subject, at=at)
            sink.close()
        if folder:
            staged.rename(path)
        else:
            os.link(staged, path)
    finally:
        if staged.is_dir():
            shutil.rmtree(staged)
        else:
            staged.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return sealed


def _fill(
    path: Path,
    sink: _Sink,
    entries: Iterable[Entry],
    events: Iterable[Mapping[str, Any]],
    signer: Signer,
    *,
    title: str,
    subject: Mapping[str, Any],
    at: datetime,
) -> Sealed:
    files: list[File] = []
    taken = {same_place(name) for name in RESERVED}
    for entry in entries:
        fault = path_fault(entry.path)
        if fault or same_place(entry.path) in taken:
            raise BundleError(f"{entry.path}：{fault or '路径已被占用'}")
        if entry.role not in ROLES or entry.role in {"events", "index"}:
            raise BundleError(f"{entry.path}：未知的文件类别 {entry.role}")
        taken.add(same_place(entry.path))
        files.append(_copy(sink, entry, order=len(files) + 1))
    checks: dict[str, StreamCheck] = {}
    identity = sink.put(EVENTS, _event_blocks(events, checks), None)
    files.append(
        _row(
            len(files) + 1,
            EVENTS,
            identity,
            role="events",
            media_type="application/x-ndjson",
            title="事件记录（哈希链）",
        )
    )
    streams = tuple(Stream(stream=c.stream, count=c.count, head=c.head) for c in checks.values())
    created_at = at.isoformat(timespec="seconds")
    page = render_index(
        title=title, subject=subject, files=files, streams=streams, signer=signer.describe(), at=created_at
    )
    identity = sink.put(INDEX, iter((page,)), len(page))
    files.append(
        _row(len(files) + 1, INDEX, identity, role="index", media_type="text/html", title="卷宗目录页")
    )
    manifest = Manifest(
        title=title,
        created_at=created_at,
        subject=dict(subject),
        signer=signer.describe(),
        files=tuple(files),
        streams=streams,
    ).to_bytes()
    seal = signer.seal(manifest_sha256=sha256_hex(manifest), manifest_sm3=sm3_hex(manifest))
    sink.put(MANIFEST, iter((manifest,)), len(manifest))
    sink.put(SEAL, iter((seal,)), len(seal))
    return Sealed(
        path=path,
        manifest_sha256=sha256_hex(manifest),
        key_id=signer.key_id,
        files=len(files),
        events=sum(stream.count for stream in streams),
        payload_bytes=sum(row.size for row in files),
    )


def _copy(sink: _Sink, entry: Entry, *, order: int) -> File:
    source = entry.source
    if isinstance(source, bytes):
        identity = sink.put(entry.path, iter((source,)), len(source))
    else:
        with source.open("rb") if isinstance(source, Path) else source() as stream:
            size = entry.size if entry.size is not None else os.fstat(stream.fileno()).st_size
            identity = sink.put(entry.path, blocks_of(stream), size)
    digest, _ = identity
    if entry.size not in {None, digest.size} or entry.sha256 not in {None, digest.sha256}:
        raise BundleError(f"{entry.path}：文件内容与登记的哈希或大小不符，不能封存")
    return _row(
        order,
        entry.path,
        identity,
        role=entry.role,
        media_type=entry.media_type,
        title=entry.title or entry.path,
        about=entry.about,
    )


def _row(
    order: int,
    path: str,
    identity: tuple[Digest, int],
    *,
    role: str,
    media_type: str,
    title: str,
    about: Mapping[str, Any] | None = None,
) -> File:
    digest, crc32 = identity
    return File(
        order=order,
        path=path,
        size=digest.size,
        sha256=digest.sha256,
        sm3=digest.sm3,
        crc32=f"{crc32:08x}",
        role=role,
        media_type=media_type,
        title=title,
        about=dict(about or {}),
    )


def _event_blocks(events: Iterable[Mapping[str, Any]], checks: dict[str, StreamCheck]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for record in events:
        entry = Link.from_record(record)
        broken = checks.setdefault(entry.stream, StreamCheck(entry.stream)).feed(entry)
        if broken is not None:
            raise BundleError(broken.message)
        held.append(canonical_bytes(record) + b"\n")
        size += len(held[-1])
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


class _Zip:
    """Container in the canonical form of `zipform`; headers are patched in behind the bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._files: list[tuple[str, int, int]] = []

    def put(self, path: str, blocks: Iterator[bytes], size: int | None) -> tuple[Digest, int]:
        start = self._stream.tell()
        self._stream.write(zipform.local_header(path, size or 0, 0))
        digest, crc32 = _pour(blocks, self._stream)
        end = self._stream.tell()
        if size is None and digest.size >= zipform.LIMIT:
            raise BundleError(f"{path}：超过4 GB，不能写入")
        if size is not None and digest.size != size:
            raise BundleError(f"{path}：文件内容与登记的哈希或大小不符，不能封存")
        self._stream.seek(start)
        self._stream.write(zipform.local_header(path, digest.size, crc32))
        self._stream.seek(end)
        self._files.append((path, digest.size, crc32))
        return digest, crc32

    def close(self) -> None:
        directory = b"".join(map(zipform.central_record, zipform.layout(self._files)))
        offset = self._stream.tell()
        self._stream.write(directory)
        self._stream.write(zipform.end_records(len(self._files), len(directory), offset))
        self._stream.flush()
        os.fsync(self._stream.fileno())


class _Folder:
    """The same files in a plain folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @classmethod
    def open(cls, root: Path) -> Self:
        root.mkdir(parents=True)
        return cls(root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the folder as it is; the writer renames or removes it."""

    def put(self, path: str, blocks: Iterator[bytes], _size: int | None) -> tuple[Digest, int]:
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            result = _pour(blocks, stream)
            stream.flush()
            os.fsync(stream.fileno())
        return result

    def close(self) -> None:
        for folder, _, _ in os.walk(self._root):
            _sync_folder(Path(folder))


def _pour(blocks: Iterator[bytes], stream: BinaryIO) -> tuple[Digest, int]:
    crc32 = 0
    with ParallelHash() as hasher:
        for block in blocks:
            hasher.update(block)
            crc32 = zlib.crc32(block, crc32)
            stream.write(block)
        return hasher.digest(), crc32


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
