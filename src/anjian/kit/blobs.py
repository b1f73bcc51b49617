"""Write-once store of files by content: what was taken in can never be replaced or lost silently.

A blob is named by its SHA-256; SM3 (GB/T 32905) is taken in the same pass. Bytes go to a
temporary file, are forced to disk and only then linked under their name, so a name never
stands for half a file, whatever is killed when. The store knows no cases and no rights:
whoever hands out a blob must have checked them before.

``Store`` is what the rest of the house knows; ``BlobStore`` keeps blobs in a folder,
``kit.object_blobs`` in a bucket.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self
from uuid import uuid4

from anjian.kit.errors import AnjianError
from anjian.kit.streams import BLOCK, Digest, ParallelHash, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anjian.kit.streams import Readable

__all__ = [
    "BLOCK",
    "BlobAltered",
    "BlobCutOff",
    "BlobDamaged",
    "BlobMissing",
    "BlobStore",
    "BlobTooLarge",
    "Digest",
    "Incoming",
    "ParallelHash",
    "Store",
    "blocks_of",
    "checked_name",
]

_NAME = re.compile(r"[0-9a-f]{64}")


class BlobTooLarge(AnjianError):
    """The stream is longer than this kind of file may be."""

    status, code = 413, "upload_too_large"


class BlobCutOff(AnjianError):
    """The stream ended before, or ran beyond, the size its sender had announced."""

    status, code = 422, "upload_cut_off"


class BlobAltered(AnjianError):
    """The bytes that arrived are not those whose hash the sender had announced."""

    status, code = 422, "upload_altered"


class BlobMissing(AnjianError):
    """No blob of this name is in the store."""

    status, code = 404, "blob_missing"


class BlobDamaged(AnjianError):
    """The stored bytes no longer have the hash they are named by."""

    status, code = 500, "blob_damaged"


class Incoming:
    """One file on its way into the store; unless committed, leaving the context removes it."""

    def __init__(
        self, store: Store, *, limit: int, expected_size: int | None, expected_sha256: str | None
    ) -> None:
        """Open the temporary file."""
        self._store = store
        self._limit = limit
        self._expected_size = expected_size
        self._expected_sha256 = expected_sha256
        self._hasher = ParallelHash()
        self._staged = store.incoming / uuid4().hex
        self._handle = os.open(self._staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was not committed."""
        self.abandon()

    def write(self, block: bytes) -> None:
        """Take the next bytes. Raises BlobTooLarge or BlobCutOff when they are too many."""
        size = self._hasher.size + len(block)
        if self._expected_size is not None and size > self._expected_size:
            raise BlobCutOff(_cut_off(self._expected_size, size))
        if size > self._limit:
            raise BlobTooLarge(_too_large(self._limit))
        self._hasher.update(block)
        _write_all(self._handle, block)

    def commit(self) -> Digest:
        """Force the file to disk, check it against what was announced, give it its name."""
        if self._expected_size is not None and self._hasher.size != self._expected_size:
            raise BlobCutOff(_cut_off(self._expected_size, self._hasher.size))
        # The disk works while the slower hash is still running.
        os.fsync(self._handle)
        digest = self._hasher.digest()
        if self._expected_sha256 is not None and digest.sha256 != self._expected_sha256.lower():
            message = "收到的文件与发送前的校验值不一致，传输中可能被改动，请重新上传。"
            raise BlobAltered(message)
        self._store.adopt(self._staged, digest)
        return digest

    def abandon(self) -> None:
        """End the threads and remove the temporary file; harmless after a commit."""
        self._hasher.close()
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        self._staged.unlink(missing_ok=True)


class Store(ABC):
    """A write-once store by content. ``incoming`` is a local folder for what is not whole yet."""

    def __init__(self, incoming: Path) -> None:
        """Use (and make, when absent) the folder for what arrives."""
        self.incoming = incoming
        self.incoming.mkdir(parents=True, exist_ok=True, mode=0o750)

    @abstractmethod
    def adopt(self, staged: Path, digest: Digest) -> None:
        """Keep a whole local file, forced to disk and of this identity, under its name; it stays where it is.

        The same content again changes nothing. Raises BlobDamaged when the store already has this content
        but its copy is no longer intact, OSError when the store cannot be reached.
        """

    @abstractmethod
    def has(self, sha256: str, *, size: int) -> bool:
        """Whether a blob of this name and size (bytes) is there."""

    @abstractmethod
    def __contains__(self, sha256: str) -> bool:
        """Whether a blob of this name is there (its bytes are not read)."""

    @abstractmethod
    def open(self, sha256: str) -> BinaryIO:
        """Open the blob for reading from any position; raises BlobMissing."""

    @abstractmethod
    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """Give the blob as a local file while the context lasts, for programs that need one.

        Never write to it. Raises BlobMissing, and BlobDamaged when a copy had to be fetched and is not
        what its name says.
        """

    @abstractmethod
    def destroy(self, sha256: str) -> bool:
        """Remove the bytes for good (destruction by retention rule only); whether there were any."""

    def begin(
        self, *, limit: int, expected_size: int | None = None, expected_sha256: str | None = None
    ) -> Incoming:
        """Begin to take in a stream that arrives piece by piece; see :class:`Incoming`.

        ``limit`` and ``expected_size`` are bytes. Raises BlobTooLarge at once when more is announced
        than may come.
        """
        if expected_size is not None and expected_size > limit:
            raise BlobTooLarge(_too_large(limit))
        return Incoming(self, limit=limit, expected_size=expected_size, expected_sha256=expected_sha256)

    def put_stream(
        self,
        source: BinaryIO | Readable | Iterable[bytes],
        *,
        limit: int,
        expected_size: int | None = None,
        expected_sha256: str | None = None,
    ) -> Digest:
        """Take in a stream and return its identity; the same content again changes nothing.

        Raises BlobTooLarge, BlobCutOff or BlobAltered (nothing is kept then), and BlobDamaged
        when the store already has this content but its copy is no longer intact.
        """
        with self.begin(
            limit=limit, expected_size=expected_size, expected_sha256=expected_sha256
        ) as incoming:
            for block in blocks_of(source):
                incoming.write(block)
            return incoming.commit()

    def put_bytes(self, data: bytes) -> Digest:
        """Take in bytes that are already in memory (rendered documents, thumbnails)."""
        return self.put_stream((data,), limit=len(data), expected_size=len(data))

    def verify(self, sha256: str) -> Digest:
        """Read the blob once more in full; raises BlobMissing or BlobDamaged."""
        with self.open(sha256) as stream, ParallelHash() as hasher:
            for block in blocks_of(stream):
                hasher.update(block)
            digest = hasher.digest()
        if digest.sha256 != sha256:
            raise BlobDamaged(damaged(sha256))
        return digest

    def clear_abandoned(self, *, older_than_s: float = 86_400) -> int:
        """Remove what killed uploads left behind; return how many files went."""
        edge, gone = time.time() - older_than_s, 0
        for leftover in self.incoming.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if leftover.stat().st_mtime < edge:
                    leftover.unlink()
                    gone += 1
        return gone


class BlobStore(Store):
    """A folder of blobs: ``<root>/ab/cd/<sha256>`` and ``<root>/incoming`` for what is not whole yet."""

    def __init__(self, root: Path) -> None:
        """Use (and make, when absent) the folder; it must lie on one file system with hard links."""
        super().__init__(root / "incoming")
        self.root = root

    def path(self, sha256: str) -> Path:
        """Return where the blob of this name lies or would lie; ValueError if it is no SHA-256."""
        checked_name(sha256)
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def __contains__(self, sha256: str) -> bool:
        """Whether a blob of this name is there (its bytes are not read)."""
        return self.path(sha256).is_file()

    def has(self, sha256: str, *, size: int) -> bool:
        """Whether a blob of this name and size (bytes) is there."""
        try:
            return self.path(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def open(self, sha256: str) -> BinaryIO:
        """Open the blob for reading; raises BlobMissing."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise BlobMissing(missing(sha256)) from None

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Give the blob where it lies; its bytes are not read before."""
        path = self.path(sha256)
        if not path.is_file():
            raise BlobMissing(missing(sha256))
        yield path

    def destroy(self, sha256: str) -> bool:
        """Unlink the file and force that to disk."""
        path = self.path(sha256)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        _sync_folder(path.parent)
        return True

    def adopt(self, staged: Path, digest: Digest) -> None:
        """Link the file under its name; one from another file system is copied beside the store first."""
        target = self.path(digest.sha256)
        fresh = not target.parent.is_dir()
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        try:
            self._link(staged, target)
        except FileExistsError:
            # Never overwritten: the copy that is there must itself still be whole.
            if self.verify(digest.sha256) != digest:
                raise BlobDamaged(damaged(digest.sha256)) from None
            return
        for folder in (target.parent, *((target.parent.parent, self.root) if fresh else ())):
            _sync_folder(folder)

    def _link(self, staged: Path, target: Path) -> None:
        if staged.stat().st_dev == self.incoming.stat().st_dev:
            os.link(staged, target)
            return
        beside = self.incoming / uuid4().hex
        try:
            with staged.open("rb") as source, beside.open("xb") as copy:
                shutil.copyfileobj(source, copy, BLOCK)
                copy.flush()
                os.fsync(copy.fileno())
            beside.chmod(0o440)
            os.link(beside, target)
        finally:
            beside.unlink(missing_ok=True)


def checked_name(sha256: str) -> str:
    """Return the name of a blob as it is; ValueError if it is no SHA-256."""
    if not _NAME.fullmatch(sha256):
        message = "a blob is named by 64 lower-case hex digits"
        raise ValueError(message)
    return sha256


def _write_all(handle: int, block: bytes) -> None:
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _too_large(limit: int) -> str:
    return f"文件超过允许的大小（{limit // (1024 * 1024)} MB），没有保存。"


def _cut_off(expected: int, received: int) -> str:
    return f"上传不完整：应有{expected}字节，收到{received}字节，没有保存，请重新上传。"


def missing(sha256: str) -> str:
    """Return the sentence that a blob is not there."""
    return f"存储中找不到该文件（SHA-256 {sha256[:16]}…）。"


def damaged(sha256: str) -> str:
    """Return the sentence that a blob is no longer what it was."""
    return f"存储中的文件已损坏或被改动（SHA-256 {sha256[:16]}…），请立即报告管理员。"
