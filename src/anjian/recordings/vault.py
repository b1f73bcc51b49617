"""The parts of all recordings as files: what has been answered for is on the disk. Knows no database.

Taking in chunk n of a part, in order:

1. lock the part (in this process and, by the chain file, against other processes);
2. read what others have added; cut what a killed writer left half-written: never answered for;
3. write the chunk behind the last one and force it to disk; only then add its chain line and force that;
4. answer. A chunk without its line is cut by step 2; a line is never there without its chunk.

A full disk leaves nothing behind: both files are cut back to where they were.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.proof.recording import CHAIN, END, MEDIA, PART, Line, next_head
from anjian.recordings.held import (
    Answered,
    Damaged,
    Differs,
    DiskFull,
    Ended,
    HeldPart,
    Kept,
    OutOfOrder,
    Times,
    UnknownPart,
    VaultError,
    sync_folder,
    told,
    write_all,
    write_at,
    write_whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "Answered", "Damaged", "Differs", "DiskFull", "Ended", "Kept", "OutOfOrder", "Times", "UnknownPart",
    "Vault", "VaultError", "write_whole",
]  # fmt: skip

_REMEMBERED = 256


class Vault:
    """All parts below one folder: ``<root>/<organisation>/<part>/``."""

    def __init__(self, root: Path) -> None:
        """Use the folder; it is made when the first part comes."""
        self.root = root
        self._held: OrderedDict[UUID, HeldPart] = OrderedDict()
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
                sync_folder(above)
        except OSError as error:
            raise told(error, 0) from error

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

    def _add(self, held: HeldPart, chain: int, chunk: bytes, sha256: bytes, times: Times) -> None:
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
                write_at(media, chunk, offset)
                os.fsync(media)
                write_all(chain, written)
                os.fsync(chain)
            except OSError as error:
                os.ftruncate(chain, held.read)
                os.ftruncate(media, offset)
                raise told(error, number) from error
        finally:
            os.close(media)
        held.take(line)
        held.read += len(written)
        held.note(chunk)

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
                    raise told(error, held.count) from error
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

    def _get(self, org_id: UUID, part: UUID) -> HeldPart:
        with self._lock:
            held = self._held.get(part)
            if held is None:
                held = self._held[part] = HeldPart(self.folder(org_id, part), part)
                while len(self._held) > _REMEMBERED:
                    self._held.popitem(last=False)
            self._held.move_to_end(part)
        if held.folder.parent.name != str(org_id):
            raise UnknownPart
        return held
