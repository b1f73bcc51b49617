"""One part in memory and on disk: what its chain says, and the errors a recorder is told."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import threading
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.proof.recording import (
    CHAIN,
    END,
    INDEX,
    MEDIA,
    PART,
    BrokenPart,
    Line,
    genesis,
    lines_of,
    next_head,
)
from anjian.proof.webm import Key, Scanner

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BLOCK = 1 << 20


class VaultError(Exception):
    """A chunk was not taken; ``code`` and ``next`` tell the recorder what to do."""

    code = "damaged"

    def __init__(self, upcoming: int = 0) -> None:
        """Keep which chunk is awaited."""
        super().__init__(self.code)
        self.next = upcoming


class UnknownPart(VaultError):
    """There is no such part."""

    code = "unknown"


class OutOfOrder(VaultError):
    """Chunks before this one are missing; ``next`` is the first of them."""

    code = "order"


class Differs(VaultError):
    """A chunk of this number is kept already, with other bytes."""

    code = "differs"


class Ended(VaultError):
    """The part was declared complete; nothing is added."""

    code = "ended"


class DiskFull(VaultError):
    """No room; nothing of the chunk was kept."""

    code = "storage_full"


class Damaged(VaultError):
    """The files of the part do not fit each other; the recorder begins a new part."""

    code = "damaged"


@dataclass(frozen=True, slots=True)
class Answered:
    """The chunk awaited next, and the head (hex) after the last one kept."""

    next: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The three times of a chunk, milliseconds: cut by the recorder's clock, lasted, received."""

    client_ms: int
    duration_ms: int
    server_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a part at this moment."""

    part: UUID
    about: Mapping[str, Any]
    chunks: int
    bytes: int
    head: str
    duration_ms: int
    first_ms: int
    last_ms: int
    last_server_ms: int
    init: int
    keys: tuple[Key, ...]
    media_ms: int
    end: Mapping[str, Any] | None

    @property
    def ended(self) -> bool:
        """Whether the run is over and everything of it is here."""
        return self.end is not None


class HeldPart:
    """One part in memory: compact arrays, so that hours of many rooms stay small."""

    def __init__(self, folder: Path, part: UUID) -> None:
        self.folder, self.part = folder, part
        self.lock = threading.RLock()
        self.about: dict[str, Any] = {}
        self.end: dict[str, Any] | None = None
        self.clear()

    def clear(self) -> None:
        self.head = genesis(self.part)
        self.read, self.bytes, self.duration, self.scanned = 0, 0, 0, 0
        self.hashes = bytearray()
        self.lengths, self.lasted = array("l"), array("l")
        self.client, self.server = array("q"), array("q")
        self.scanner = Scanner()
        self.keys: list[Key] = []
        self.noted = 0

    @property
    def count(self) -> int:
        return len(self.lengths)

    def take(self, line: Line) -> None:
        if line.n != self.count or line.at != self.bytes:
            raise Damaged(self.count)
        head = next_head(self.head, line.sha256, line.n)
        if head != line.head:
            raise Damaged(self.count)
        self.head = head
        self.hashes += line.sha256
        self.lengths.append(line.len)
        self.lasted.append(line.duration_ms)
        self.client.append(line.client_ms)
        self.server.append(line.server_ms)
        self.bytes += line.len
        self.duration += line.duration_ms

    def refresh(self, *, cut: bool = False) -> None:
        """Read what the chain has gained; with ``cut`` (locked) remove what was left half-written."""
        if not self.about:
            try:
                self.about = json.loads((self.folder / PART).read_bytes())
            except OSError:
                raise UnknownPart from None
        if self.end is None:
            with contextlib.suppress(FileNotFoundError, ValueError):
                self.end = json.loads((self.folder / END).read_bytes())
        chain = self.folder / CHAIN
        try:
            size = chain.stat().st_size
        except FileNotFoundError:
            return
        if size < self.read:
            self.clear()
        if size > self.read:
            with chain.open("rb") as stream:
                stream.seek(self.read)
                raw = stream.read()
            whole = raw[: raw.rfind(b"\n") + 1]
            try:
                for line in lines_of(whole):
                    self.take(line)
            except BrokenPart:
                raise Damaged(self.count) from None
            self.read += len(whole)
        if cut:
            self._cut(chain)

    def _cut(self, chain: Path) -> None:
        media = self.folder / MEDIA
        kept = media.stat().st_size
        if kept < self.bytes:
            raise Damaged(self.count)
        if chain.stat().st_size > self.read:
            os.truncate(chain, self.read)
        if kept > self.bytes:
            os.truncate(media, self.bytes)

    def scan(self) -> None:
        """Let the scanner see what is kept and it has not seen; begins where the index ends."""
        if self.scanned == 0 and self.bytes:
            self._from_index()
        if self.scanned >= self.bytes:
            return
        with (self.folder / MEDIA).open("rb") as stream:
            stream.seek(self.scanned)
            while self.scanned < self.bytes:
                piece = stream.read(min(_BLOCK, self.bytes - self.scanned))
                if not piece:
                    break
                self.scanned += len(piece)
                self.found(self.scanner.feed(piece))

    def found(self, keys: list[Key]) -> None:
        newest = self.keys[-1] if self.keys else Key(-1, -1)
        self.keys += [k for k in keys if (k.cluster, k.ms) > (newest.cluster, newest.ms)]

    def _from_index(self) -> None:
        try:
            raw = (self.folder / INDEX).read_bytes()
            if not raw.endswith(b"\n"):
                return
            records = [json.loads(line) for line in raw.split(b"\n")[:-1]]
            known = [Key(r["ms"], r["cluster"]) for r in records if "cluster" in r]
            header = next((r for r in records if "init" in r), None)
            if header is None or not known or known[-1].cluster >= self.bytes:
                return
            self.scanner.resume(
                known[-1].cluster, init=header["init"], video=set(header["video"]), scale=header["scale"]
            )
        except (OSError, ValueError, KeyError, TypeError):
            return
        self.keys, self.scanned, self.noted = known, known[-1].cluster, len(known)

    def note(self, chunk: bytes) -> None:
        """Note new places to seek to; what cannot be noted is found again by reading the file."""
        if self.scanned == self.bytes - len(chunk):
            self.scanned = self.bytes
            self.found(self.scanner.feed(chunk))
        else:
            self.scan()
        fresh, scanner = self.keys[self.noted :], self.scanner
        if not fresh:
            return
        records: list[dict[str, Any]] = [{"ms": key.ms, "cluster": key.cluster} for key in fresh]
        if not self.noted:
            header = {"init": scanner.init, "video": sorted(scanner.video), "scale": scanner.scale}
            records.insert(0, header)
        with contextlib.suppress(OSError), (self.folder / INDEX).open("ab" if self.noted else "wb") as stream:
            stream.write(b"".join(json.dumps(r).encode() + b"\n" for r in records))
        self.noted = len(self.keys)


def write_whole(path: Path, data: bytes) -> None:
    """Put a small file in place at once and for good: whole or not at all."""
    staged = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with staged.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)
    sync_folder(path.parent)


def told(error: OSError, upcoming: int) -> VaultError:
    """Return what a recorder is told of an error of the disk."""
    return DiskFull(upcoming) if error.errno in _FULL else Damaged(upcoming)


def write_at(handle: int, data: bytes, offset: int) -> None:
    """Write all of it at a place."""
    rest = memoryview(data)
    while rest:
        written = os.pwrite(handle, rest, offset)
        rest, offset = rest[written:], offset + written


def write_all(handle: int, data: bytes) -> None:
    """Write all of it behind what is there."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
