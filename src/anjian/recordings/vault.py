"""The parts of all recordings as files: what has been answered for is on the disk. Knows no database.

Taking in chunk n of a part, in order:

1. lock the part (in this process and, by the chain file, against other processes);
2. read what others have added; cut what a killed writer left half-written: never answered for;
3. write the chunk behind the last one and force it to disk; only then add its chain line and force that;
4. answer. A chunk without its line is cut by step 2; a line is never there without its chunk.

A full disk leaves nothing behind: both files are cut back to where they were.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import threading
from array import array
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

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
    from collections.abc import Iterator, Mapping, Sequence

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REMEMBERED = 256
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


class _Held:
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


class Vault:
    """All parts below one folder: ``<root>/<organisation>/<part>/``."""

    def __init__(self, root: Path) -> None:
        """Use the folder; it is made when the first part comes."""
        self.root = root
        self._held: OrderedDict[UUID, _Held] = OrderedDict()
        self._lock = threading.Lock()

    def folder(self, org_id: UUID, part: UUID) -> Path:
        """Return where a part lies or would lie."""
        return self.root / str(org_id) / str(part)

    def parts(self) -> Iterator[tuple[UUID, UUID]]:
        """Yield organisation and id of every part there is, oldest first."""
        for org in sorted(self.root.glob("*-*-*-*-*")):
            for folder in sorted(org.glob("*-*-*-*-*")):
                if (folder / PART).exists():
                    yield UUID(org.name), UUID(folder.name)

    def create(self, org_id: UUID, part: UUID, about: Mapping[str, Any]) -> None:
        """Make room for a part; once made, what it says about itself stays. Raises DiskFull."""
        folder = self.folder(org_id, part)
        if (folder / PART).exists():
            return
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            for name in (MEDIA, CHAIN):
                with (folder / name).open("ab") as stream:
                    os.fsync(stream.fileno())
            write_whole(folder / PART, json.dumps(dict(about), ensure_ascii=False, sort_keys=True).encode())
            for above in (folder.parent, self.root):
                _sync_folder(above)
        except OSError as error:
            raise _told(error, 0) from error

    def append(self, org_id: UUID, part: UUID, number: int, chunk: bytes, times: Times) -> Answered:
        """Take in a chunk, on disk when this returns. Raises a VaultError saying why not.

        An equal chunk that is kept already is answered alike.
        """
        held = self._get(org_id, part)
        sha256 = hashlib.sha256(chunk).digest()
        with held.lock:
            held.refresh()
            try:
                chain = os.open(held.folder / CHAIN, os.O_WRONLY | os.O_APPEND)
            except FileNotFoundError:
                raise Damaged from None
            try:
                fcntl.flock(chain, fcntl.LOCK_EX)
                held.refresh(cut=True)
                if number < held.count:
                    if held.hashes[32 * number : 32 * number + 32] != sha256:
                        raise Differs(held.count)
                elif held.end is not None:
                    raise Ended(held.count)
                elif number > held.count:
                    raise OutOfOrder(held.count)
                else:
                    self._add(held, chain, chunk, sha256, times)
            finally:
                os.close(chain)
            return Answered(held.count, held.head.hex())

    def _add(self, held: _Held, chain: int, chunk: bytes, sha256: bytes, times: Times) -> None:
        number, offset = held.count, held.bytes
        line = Line(
            n=number,
            at=offset,
            len=len(chunk),
            sha256=sha256,
            head=next_head(held.head, sha256, number),
            client_ms=times.client_ms,
            duration_ms=times.duration_ms,
            server_ms=times.server_ms,
        )
        written = line.to_bytes()
        media = os.open(held.folder / MEDIA, os.O_WRONLY)
        try:
            try:
                _write_at(media, chunk, offset)
                os.fsync(media)
                _write_all(chain, written)
                os.fsync(chain)
            except OSError as error:
                os.ftruncate(chain, held.read)
                os.ftruncate(media, offset)
                raise _told(error, number) from error
        finally:
            os.close(media)
        held.take(line)
        held.read += len(written)
        self._index(held, chunk)

    def _index(self, held: _Held, chunk: bytes) -> None:
        """Note new places to seek to; what cannot be noted is found again by reading the file."""
        if held.scanned == held.bytes - len(chunk):
            held.scanned = held.bytes
            held.found(held.scanner.feed(chunk))
        else:
            held.scan()
        fresh, scanner = held.keys[held.noted :], held.scanner
        if not fresh:
            return
        records: list[dict[str, Any]] = [{"ms": key.ms, "cluster": key.cluster} for key in fresh]
        if not held.noted:
            header = {"init": scanner.init, "video": sorted(scanner.video), "scale": scanner.scale}
            records.insert(0, header)
        with contextlib.suppress(OSError), (held.folder / INDEX).open("ab" if held.noted else "wb") as stream:
            stream.write(b"".join(json.dumps(r).encode() + b"\n" for r in records))
        held.noted = len(held.keys)

    def end(self, org_id: UUID, part: UUID, *, chunks: int, cause: str, said: Mapping[str, Any]) -> Answered:
        """Declare a part complete. Raises OutOfOrder while chunks are missing, Ended if it differs."""
        held = self._get(org_id, part)
        with held.lock:
            held.refresh()
            if held.end is not None:
                if held.end.get("chunks") != chunks:
                    raise Ended(held.count)
                return Answered(held.count, held.head.hex())
            handle = os.open(held.folder / CHAIN, os.O_WRONLY | os.O_APPEND)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                held.refresh(cut=True)
                if held.count != chunks:
                    raise OutOfOrder(held.count)
                record = {**said, "chunks": chunks, "cause": cause, "head": held.head.hex()}
                try:
                    write_whole(held.folder / END, json.dumps(record, ensure_ascii=False).encode())
                except OSError as error:
                    raise _told(error, held.count) from error
                held.end = record
            finally:
                os.close(handle)
            return Answered(held.count, held.head.hex())

    def kept(self, org_id: UUID, part: UUID) -> Kept:
        """Return what is kept of a part. Raises UnknownPart, Damaged."""
        held = self._get(org_id, part)
        with held.lock:
            held.refresh()
            held.scan()
            return Kept(
                part=part,
                about=held.about,
                chunks=held.count,
                bytes=held.bytes,
                head=held.head.hex(),
                duration_ms=held.duration,
                first_ms=held.client[0] - held.lasted[0] if held.count else 0,
                last_ms=held.client[-1] if held.count else 0,
                last_server_ms=held.server[-1] if held.count else 0,
                init=held.scanner.init,
                keys=tuple(held.keys),
                media_ms=held.scanner.last_ms,
                end=held.end,
            )

    def times(self, org_id: UUID, part: UUID) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Return of every chunk kept when it was cut, how long it lasted, when it came; milliseconds."""
        held = self._get(org_id, part)
        with held.lock:
            held.refresh()
            return held.client[:], held.lasted[:], held.server[:]

    def tail(self, org_id: UUID, part: UUID) -> tuple[int, bool]:
        """Return how many bytes are kept, and whether the part is complete; cheap enough to ask often."""
        held = self._get(org_id, part)
        with held.lock:
            held.refresh()
            return held.bytes, held.end is not None

    def _get(self, org_id: UUID, part: UUID) -> _Held:
        with self._lock:
            held = self._held.get(part)
            if held is None:
                held = self._held[part] = _Held(self.folder(org_id, part), part)
                while len(self._held) > _REMEMBERED:
                    self._held.popitem(last=False)
            self._held.move_to_end(part)
        if held.folder.parent.name != str(org_id):
            raise UnknownPart
        return held


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
    _sync_folder(path.parent)


def _told(error: OSError, upcoming: int) -> VaultError:
    return DiskFull(upcoming) if error.errno in _FULL else Damaged(upcoming)


def _write_at(handle: int, data: bytes, offset: int) -> None:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(handle, rest, offset)
        rest, offset = rest[written:], offset + written


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
