"""Writing a bundle: one file (or folder) that proves a case to a stranger, without this platform.

Contents in order: the entries given, ``events.jsonl`` and ``custody.jsonl`` with their chains, the proofs
of the log, the checker ``verify.py``, ``index.html`` for reading, ``manifest.json`` and its seal
``manifest.sig``. The same contents, key, instant and time stamp give the same bytes. Files are streamed;
nothing stands under the final name before it is whole and on disk, and an existing bundle is never replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import uuid4

from anjian.kit.blobs import BLOCK, Digest, blocks_of
from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sha256_hex, sm3_hex
from anjian.proof.chain import Link, StreamCheck
from anjian.proof.index import Page, render_index
from anjian.proof.manifest import (
    CHECKER,
    CHECKPOINT,
    CUSTODY,
    EVENTS,
    GIVEN_ROLES,
    INDEX,
    LOGGED_AS,
    MANIFEST,
    PROOFS,
    RESERVED,
    SEAL,
    File,
    Manifest,
    Stream,
    path_fault,
    same_place,
)
from anjian.proof.sinks import BundleError, FolderSink, Sink, ZipSink, sync_folder
from anjian.proof.tlog import checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from anjian.proof.signing import Signer

__all__ = ["BundleError", "Entry", "Log", "LogProof", "Sealed", "write"]

CHECKPOINT_STAMP = "log/checkpoint.tst"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file to go into a bundle.

    ``source`` is bytes, a path, or a function that opens a stream. With ``sha256`` and
    ``size`` (from the store) the copy is checked against them while it is written.
    ``role`` is one of `manifest.GIVEN_ROLES`; ``about`` says what the file is in the case
    (document number, evidence number, who collected it, …) and names what lies beside it
    (``timestamp``, ``signatures``, ``parts``; see docs/reference/bundle-format.md).
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
class LogProof:
    """That the log holds one item: kind, digest, salt, index, and the hashes up to the root (hex)."""

    kind: str
    subject: str
    digest: str
    salt: str
    index: int
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Proofs against one checkpoint of the log.

    ``checkpoint`` is the signed note with the cosignatures of ``witnesses`` (their vkeys), ``timestamp`` an
    RFC 3161 token over the checkpoint's text, empty where nobody stamped it. Proofs of what is not in the
    bundle are left out; what is there without a proof is named in the manifest, and the reader is told.
    """

    key: str
    checkpoint: str
    proofs: Iterable[LogProof]
    timestamp: bytes = b""
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A written bundle and what identifies it."""

    path: Path
    manifest_sha256: str
    key_id: str
    files: int
    events: int
    payload_bytes: int


def write(
    path: Path,
    entries: Iterable[Entry],
    events: Iterable[Mapping[str, Any]],
    signer: Signer,
    *,
    title: str,
    subject: Mapping[str, Any],
    at: datetime,
    custody: Iterable[Mapping[str, Any]] = (),
    log: Log | None = None,
    stamp: Callable[[bytes], bytes] | None = None,
    words: Mapping[str, str] | None = None,
    folder: bool = False,
) -> Sealed:
    """Write, seal and force to disk a bundle at ``path``, as ZIP or as a folder.

    ``events`` and ``custody`` are exported chain entries in order (see `chain.Link.from_record`); their
    chains are checked on the way, since a broken record must not be sealed. ``subject`` is the case in the
    reader's words (number, party, dates). ``stamp`` turns the manifest's SHA-256 into a time stamp, ``words``
    are the readable names of acts of custody.
    Raises BundleError, and FileExistsError when something stands there already.
    """
    if path.exists():
        raise FileExistsError(path)
    staged = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with staged.open("xb") if not folder else FolderSink.open(staged) as stream:
            sink: Sink = stream if isinstance(stream, FolderSink) else ZipSink(stream)
            writing = _Writing(
                sink, Page(title=title, subject=subject, signer=signer.describe(), words=words or {})
            )
            writing.take(entries)
            writing.chain(EVENTS, events, "事件记录（哈希链）")
            writing.chain(CUSTODY, custody, "保管记录（哈希链）")
            kept = writing.log(log) if log else None
            sealed = writing.finish(path, signer, at=at, log=kept, stamp=stamp)
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
    sync_folder(path.parent)
    return sealed


class _Writing:
    """A bundle on its way into a sink: the files so far, the chains so far, and what the page shows."""

    def __init__(self, sink: Sink, page: Page) -> None:
        self._sink = sink
        self._page = page
        self._files: list[File] = []
        self._streams: list[Stream] = []
        self._due: Counter[tuple[str, str]] = Counter()

    def take(self, entries: Iterable[Entry]) -> None:
        taken = {same_place(name) for name in (*RESERVED, CHECKPOINT_STAMP)}
        for entry in entries:
            fault = path_fault(entry.path)
            if fault or same_place(entry.path) in taken:
                raise BundleError(f"{entry.path}：{fault or '路径已被占用'}")
            if entry.role not in GIVEN_ROLES:
                raise BundleError(f"{entry.path}：未知的文件类别 {entry.role}")
            taken.add(same_place(entry.path))
            if entry.role == "undone" and isinstance(entry.source, bytes):
                self._page.undone = json.loads(entry.source)["steps"]
            digest, crc32 = self._copy(entry)
            if entry.size not in {None, digest.size} or entry.sha256 not in {None, digest.sha256}:
                raise BundleError(f"{entry.path}：文件内容与登记的哈希或大小不符，不能封存")
            about = dict(entry.about)
            kind = about.get("log") or LOGGED_AS.get(entry.role)
            if kind:
                self._due[str(kind), digest.sha256] += 1
            self._row(entry.path, (digest, crc32), entry.role, entry.media_type, entry.title, about)

    def chain(self, name: str, records: Iterable[Mapping[str, Any]], title: str) -> None:
        checks: dict[str, StreamCheck] = {}
        kind, show = ("event", self._page.event) if name == EVENTS else ("custody", self._page.custody)

        def seen(record: Mapping[str, Any]) -> None:
            self._due[kind, str(record["hash"])] += 1
            show(record)

        identity = self._sink.put(name, _blocks(records, checks, seen), None)
        role = "events" if name == EVENTS else "custody"
        self._row(name, identity, role, "application/x-ndjson", title)
        self._streams += [
            Stream(stream=c.stream, count=c.count, head=c.head, file=name) for c in checks.values()
        ]

    def log(self, log: Log) -> dict[str, Any]:
        head, _ = checkpoint.read(log.checkpoint)
        about: dict[str, Any] = {}
        if log.timestamp:
            about["text_timestamp"] = CHECKPOINT_STAMP
            self._bytes(
                CHECKPOINT_STAMP, log.timestamp, "timestamp", "application/timestamp-reply", "检查点的时间戳"
            )
        self._bytes(CHECKPOINT, log.checkpoint.encode(), "log", "text/plain", "日志检查点", about)
        proven: Counter[tuple[str, str]] = Counter()
        lines = (canonical_bytes(asdict(proof)) + b"\n" for proof in log.proofs if self._takes(proof, proven))
        self._row(PROOFS, self._sink.put(PROOFS, lines, None), "log", "application/x-ndjson", "日志证明")

        return {
            "origin": head.origin,
            "key": log.key,
            "size": head.size,
            "root": head.root.hex(),
            "checkpoint": CHECKPOINT,
            "proofs": PROOFS,
            "witnesses": list(log.witnesses),
            "without": [{"kind": kind, "digest": digest} for kind, digest in (self._due - proven).elements()],
        }

    def _takes(self, proof: LogProof, proven: Counter[tuple[str, str]]) -> bool:
        """Whether a proof belongs to something in the bundle; then it counts as proven."""
        named = (proof.kind, proof.digest)
        if named not in self._due:
            return False
        proven[named] += 1
        return True

    def finish(
        self,
        path: Path,
        signer: Signer,
        *,
        at: datetime,
        log: dict[str, Any] | None,
        stamp: Callable[[bytes], bytes] | None,
    ) -> Sealed:
        self._bytes(CHECKER, checker(), "checker", "text/x-python", "核验程序")
        created_at = at.isoformat(timespec="seconds")
        page = render_index(self._page, self._files, self._streams, at=created_at, log=log)
        self._bytes(INDEX, page, "index", "text/html", "卷宗目录页")
        manifest = Manifest(
            title=self._page.title,
            created_at=created_at,
            subject=dict(self._page.subject),
            signer=signer.describe(),
            files=tuple(self._files),
            streams=tuple(self._streams),
            log=log,
        ).to_bytes()
        token = stamp(hashlib.sha256(manifest).digest()) if stamp else b""
        seal = signer.seal(
            manifest_sha256=sha256_hex(manifest), manifest_sm3=sm3_hex(manifest), timestamp=token
        )
        self._sink.put(MANIFEST, iter((manifest,)), len(manifest))
        self._sink.put(SEAL, iter((seal,)), len(seal))
        return Sealed(
            path=path,
            manifest_sha256=sha256_hex(manifest),
            key_id=signer.key_id,
            files=len(self._files),
            events=sum(stream.count for stream in self._streams if stream.file == EVENTS),
            payload_bytes=sum(row.size for row in self._files),
        )

    def _copy(self, entry: Entry) -> tuple[Digest, int]:
        source = entry.source
        if isinstance(source, bytes):
            return self._sink.put(entry.path, iter((source,)), len(source))
        with source.open("rb") if isinstance(source, Path) else source() as stream:
            size = entry.size if entry.size is not None else os.fstat(stream.fileno()).st_size
            return self._sink.put(entry.path, blocks_of(stream), size)

    def _bytes(  # noqa: PLR0917
        self,
        path: str,
        data: bytes,
        role: str,
        media_type: str,
        title: str,
        about: dict[str, Any] | None = None,
    ) -> None:
        self._row(path, self._sink.put(path, iter((data,)), len(data)), role, media_type, title, about)

    def _row(  # noqa: PLR0917
        self,
        path: str,
        identity: tuple[Digest, int],
        role: str,
        media_type: str,
        title: str,
        about: dict[str, Any] | None = None,
    ) -> None:
        digest, crc32 = identity
        self._files.append(
            File(
                order=len(self._files) + 1,
                path=path,
                size=digest.size,
                sha256=digest.sha256,
                sm3=digest.sm3,
                crc32=f"{crc32:08x}",
                role=role,
                media_type=media_type,
                title=title or path,
                about=about or {},
            )
        )


def checker() -> bytes:
    """Return the checker that lies in every bundle, byte for byte."""
    return resources.files("anjian.proof").joinpath("standalone", "verify.py").read_bytes()


def _blocks(
    records: Iterable[Mapping[str, Any]],
    checks: dict[str, StreamCheck],
    show: Callable[[Mapping[str, Any]], None],
) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for record in records:
        entry = Link.from_record(record)
        broken = checks.setdefault(entry.stream, StreamCheck(entry.stream)).feed(entry)
        if broken is not None:
            raise BundleError(broken.message)
        show(record)
        held.append(canonical_bytes(record) + b"\n")
        size += len(held[-1])
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
