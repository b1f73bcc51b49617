"""Where a bundle is written to: a ZIP in its one permitted form, or a plain folder."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

from anjian.kit.blobs import Digest, ParallelHash
from anjian.proof import zipform

if TYPE_CHECKING:
    from collections.abc import Iterator


class BundleError(ValueError):
    """The bundle cannot be written as asked; nothing was left behind."""


class Sink(Protocol):
    """What takes the files of a bundle, in order."""

    def put(self, path: str, blocks: Iterator[bytes], size: int | None) -> tuple[Digest, int]:
        """Write one file; returns its identity and CRC-32. ``size`` is None when not known before."""
        ...

    def close(self) -> None:
        """Finish, and force everything to disk."""
        ...


class ZipSink:
    """Container in the canonical form of `zipform`; headers are patched in behind the bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        """Begin an empty container."""
        self._stream = stream
        self._files: list[tuple[str, int, int]] = []

    def put(self, path: str, blocks: Iterator[bytes], size: int | None) -> tuple[Digest, int]:
        """Write one member; see `Sink`."""
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
        """Write the directory and force the file to disk."""
        directory = b"".join(map(zipform.central_record, zipform.layout(self._files)))
        offset = self._stream.tell()
        self._stream.write(directory)
        self._stream.write(zipform.end_records(len(self._files), len(directory), offset))
        self._stream.flush()
        os.fsync(self._stream.fileno())


class FolderSink:
    """The same files in a plain folder."""

    def __init__(self, root: Path) -> None:
        """Write below this folder."""
        self._root = root

    @classmethod
    def open(cls, root: Path) -> Self:
        """Make the folder."""
        root.mkdir(parents=True)
        return cls(root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the folder as it is; the writer renames or removes it."""

    def put(self, path: str, blocks: Iterator[bytes], _size: int | None) -> tuple[Digest, int]:
        """Write one file; see `Sink`."""
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            result = _pour(blocks, stream)
            stream.flush()
            os.fsync(stream.fileno())
        return result

    def close(self) -> None:
        """Force the folders to disk."""
        for folder, _, _ in os.walk(self._root):
            sync_folder(Path(folder))


def _pour(blocks: Iterator[bytes], stream: BinaryIO) -> tuple[Digest, int]:
    crc32 = 0
    with ParallelHash() as hasher:
        for block in blocks:
            hasher.update(block)
            crc32 = zlib.crc32(block, crc32)
            stream.write(block)
        return hasher.digest(), crc32


def sync_folder(folder: Path) -> None:
    """Force a folder's names to disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
