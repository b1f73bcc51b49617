"""Where a bundle's bytes are read from: a ZIP in its one permitted form, or a plain folder."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

from anjian.kit.hashing import new_sm3
from anjian.proof import zipform
from anjian.proof.manifest import MANIFEST, SEAL
from anjian.proof.zipform import Member, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_STEP = 1024 * 1024
_LARGEST_LIST = 512 * 1024 * 1024

Identity = tuple[int, str, str | None]
"""Size read, SHA-256, and SM3 when it was asked for."""


class Source(Protocol):
    """What the checker needs of a bundle, whatever its form."""

    names: list[str]
    ordered: bool
    strangers: list[str]
    shift: int

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def read(self, name: str) -> bytes: ...
    def lines(self, name: str) -> Iterator[bytes]: ...
    def digest(self, name: str, offset: int, size: int) -> bytes: ...
    def settle(self, files: Sequence[tuple[str, int, int]]) -> bool: ...
    def strict_faults(self, stop_at: str | None) -> Iterator[tuple[str, str]]: ...
    def identities(self, files: Sequence[tuple[str, int]], *, deep: bool) -> list[Identity]: ...


_buffers = threading.local()


def identity_of(handle: int, offset: int, size: int, *, deep: bool) -> Identity:
    """Hash a range of an open file; several threads may do so at once on one handle."""
    buffer: memoryview | None = getattr(_buffers, "view", None)
    if buffer is None:
        buffer = _buffers.view = memoryview(bytearray(_STEP))
    sha256, sm3 = hashlib.sha256(), new_sm3() if deep else None
    done = 0
    while done < size:
        got = os.preadv(handle, [buffer[: min(_STEP, size - done)]], offset + done)
        if not got:
            break
        sha256.update(buffer[:got])
        if sm3 is not None:
            sm3.update(bytes(buffer[:got]))
        done += got
    return done, sha256.hexdigest(), sm3.hexdigest() if sm3 else None


def _lines(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (line := stream.readline(size)):
        size -= len(line)
        yield line


class ZipSource:
    """A ZIP file; first read leniently to find the list, then held to every byte of its form."""

    ordered = True

    def __init__(self, path: Path) -> None:
        """Open the file and find its members; raises OSError or Unreadable."""
        self._path = path
        self._stream: BinaryIO = path.open("rb")
        self._length = path.stat().st_size
        self.strangers: list[str] = []
        self.shift = 0
        self._settled: list[Member] = []
        self._directory_at = 0
        try:
            self._members = self._find()
        except Unreadable:
            self._stream.close()
            raise
        self.names = [member.name for member in self._members]
        self._places = {member.name: member for member in reversed(self._members)}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._stream.close()

    def read(self, name: str) -> bytes:
        """Return a small member whole; raises Unreadable when it does not lie where it should."""
        place = self._places[name]
        if place.size > min(self._length, _LARGEST_LIST):
            raise Unreadable(f"{name} cannot be that large")
        # Once the list is known a member lies where it must, whatever its own header says.
        at = self._range(name)[0] if self._settled else zipform.data_offset(self._stream, place)
        self._stream.seek(at)
        return self._stream.read(place.size)

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield a member's lines with their line ends, without holding them all."""
        start, size = self._range(name)
        self._stream.seek(start)
        yield from _lines(self._stream, size)

    def digest(self, name: str, offset: int, size: int) -> bytes:
        """Return the SHA-256 of a part of a member; of less where it ends before."""
        start, length = self._range(name)
        handle = self._stream.fileno()
        found = identity_of(handle, start + offset, max(0, min(size, length - offset)), deep=False)
        return bytes.fromhex(found[1])

    def settle(self, files: Sequence[tuple[str, int, int]]) -> bool:
        """Learn what the container must look like; from now on members are read at their due places."""
        self._settled = zipform.layout(files)
        self._places = {member.name: member for member in self._settled}
        last = self._settled[-1]
        self._directory_at = last.offset + len(_header(last)) + last.size
        records = [zipform.central_record(member) for member in self._settled]
        size = sum(map(len, records))
        end = zipform.end_records(len(records), size, self._directory_at)
        self.shift = self._length - self._directory_at - size - len(end)
        return True

    def identities(self, files: Sequence[tuple[str, int]], *, deep: bool) -> list[Identity]:
        """Hash members side by side, the largest first; results in the order asked."""
        handle = self._stream.fileno()

        def job(name: str) -> Identity:
            return identity_of(handle, *ranges[name], deep=deep)

        ranges = {name: self._range(name) for name, _ in files}
        return _in_parallel(job, files)

    def strict_faults(self, stop_at: str | None) -> Iterator[tuple[str, str]]:
        """Compare every container byte with the one that follows from the list.

        With ``stop_at`` only as far as this member: where bytes were put in or taken out,
        everything behind has moved, and naming it all would hide the place.
        """
        for member in self._settled:
            self._stream.seek(member.offset)
            if self._takes_other_than(_header(member)):
                yield member.name, "ZIP 中该文件的文件头被改动"
                if self.shift:
                    stop_at = member.name
            if member.name == stop_at:
                break
        else:
            self._stream.seek(self._directory_at)
            yield from self._closing_faults()
        if self.shift:
            yield self._path.name, f"ZIP 容器{'多出' if self.shift > 0 else '缺少'}{abs(self.shift)}字节"

    def _closing_faults(self) -> Iterator[tuple[str, str]]:
        size = 0
        for member in self._settled:
            record = zipform.central_record(member)
            size += len(record)
            if self._takes_other_than(record):
                yield member.name, "ZIP 目录中该文件的记录被改动"
        if self._takes_other_than(zipform.end_records(len(self._settled), size, self._directory_at)):
            yield self._path.name, "ZIP 结尾记录被改动"

    def _takes_other_than(self, expected: bytes) -> bool:
        return self._stream.read(len(expected)) != expected

    def _find(self) -> list[Member]:
        found = zipform.read_directory(self._stream, self._length)
        if not self._locates(found):
            scanned = zipform.scan_headers(self._stream, self._length)
            found = scanned if self._locates(scanned) else found or scanned
        if not found:
            raise Unreadable("不是 ZIP 文件，或其目录已损坏")
        return found

    def _locates(self, members: Sequence[Member]) -> bool:
        wanted = [member for member in members if member.name in {MANIFEST, SEAL}]
        try:
            for member in wanted:
                if zipform.data_offset(self._stream, member) + member.size > self._length:
                    return False
        except Unreadable:
            return False
        return len({member.name for member in wanted}) == 2

    def _range(self, name: str) -> tuple[int, int]:
        place = self._places[name]
        if self._settled:
            return place.offset + len(_header(place)), place.size
        try:
            return zipform.data_offset(self._stream, place), place.size
        except Unreadable:
            return self._length, place.size


class FolderSource:
    """A folder; the order of its files is that of the list."""

    ordered = False

    def __init__(self, path: Path) -> None:
        """Walk the folder without following links; anything but plain files is a stranger."""
        self._root = path
        self.shift = 0
        self.names: list[str] = []
        self.strangers: list[str] = []
        for folder, folders, files in os.walk(path):
            here = os.path.relpath(folder, path)
            prefix = "" if here == "." else here.replace(os.sep, "/") + "/"
            if not folders and not files and prefix:
                self.strangers.append(prefix)
            for name in sorted([*folders, *files]):
                mode = (Path(folder) / name).lstat().st_mode
                if stat.S_ISREG(mode):
                    self.names.append(prefix + name)
                elif not stat.S_ISDIR(mode):
                    self.strangers.append(prefix + name)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hold nothing open."""

    def read(self, name: str) -> bytes:
        """Return a small file whole."""
        return (self._root / name).read_bytes()

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield a file's lines with their line ends."""
        with (self._root / name).open("rb") as stream:
            yield from stream

    def digest(self, name: str, offset: int, size: int) -> bytes:
        """Return the SHA-256 of a part of a file; of less where it ends before."""
        with (self._root / name).open("rb") as stream:
            return bytes.fromhex(identity_of(stream.fileno(), offset, size, deep=False)[1])

    def settle(self, _files: Sequence[tuple[str, int, int]]) -> bool:
        """Say that a folder has no container bytes of its own."""
        return False

    def strict_faults(self, _stop_at: str | None) -> Iterator[tuple[str, str]]:
        """Yield nothing: there is no container."""
        yield from ()

    def identities(self, files: Sequence[tuple[str, int]], *, deep: bool) -> list[Identity]:
        """Hash the files, each in full whatever size the list gives."""

        def job(name: str) -> Identity:
            with (self._root / name).open("rb") as stream:
                return identity_of(stream.fileno(), 0, os.fstat(stream.fileno()).st_size, deep=deep)

        return _in_parallel(job, files)


def _header(member: Member) -> bytes:
    return zipform.local_header(member.name, member.size, member.crc32)


def _in_parallel(job: Callable[[str], Identity], files: Sequence[tuple[str, int]]) -> list[Identity]:
    workers = min(len(files), os.cpu_count() or 1, 8)
    if workers < 2 or sum(size for _, size in files) < _STEP:
        return [job(name) for name, _ in files]
    with ThreadPoolExecutor(workers) as pool:
        largest_first = sorted(range(len(files)), key=lambda i: -files[i][1])
        running = {i: pool.submit(job, files[i][0]) for i in largest_first}
        return [running[i].result() for i in range(len(files))]
