"""Writing one upload: one writer at a time, durable before it is told, hashed as it comes."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from typing import TYPE_CHECKING, Self

from django.utils.translation import gettext as _

from anjian.intake.uploads.shelf import BYTES, DONE, full, unknown, write_durably
from anjian.intake.uploads.wishes import UploadRefused
from anjian.kit.streams import BLOCK, ParallelHash

if TYPE_CHECKING:
    from pathlib import Path

    from anjian.intake.uploads.shelf import Shelf
    from anjian.intake.uploads.tickets import Subject
    from anjian.kit.streams import Digest

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_STEADILY = 32 * 1024 * 1024
"""Bytes after which the disk is set to work, so that the last wait is short."""


class Writer:
    """The one writer of an upload, in whichever process; use as a context manager.

    ``offset`` is how many bytes are there; ``digest`` is set when the file was already whole.
    """

    def __init__(self, shelf: Shelf, subject: Subject, upload_id: str) -> None:
        """Take the lock. Raises UploadRefused: 404 for an unknown upload, 423 while another one writes."""
        self._shelf, self._subject = shelf, subject
        self.key = f"{subject.folder}/{upload_id}"
        # A request that is broken off may close while a thread still writes.
        self._turn = threading.RLock()
        self._folder = shelf.folder(subject, upload_id)
        upload = shelf.find(subject, upload_id)
        self.wish, self.digest, self.offset = upload.wish, upload.digest, upload.offset
        self._handle = -1
        self._hasher: ParallelHash | None = None
        if self.digest is None:
            self._lock(subject, upload_id)

    def _lock(self, subject: Subject, upload_id: str) -> None:
        try:
            self._handle = _open(self._folder / BYTES)
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            self._read_again(subject, upload_id)
        except BlockingIOError:
            self._close()
            raise busy() from None
        else:
            self.offset = self._asked = os.fstat(self._handle).st_size
            # Another one may have finished or removed it between our look and our lock.
            if not (self._folder / BYTES).exists():
                self._close()
                self._read_again(subject, upload_id)
                return
            self._hasher = self._shelf.hashes.take(self._folder, upto=self.offset)

    def _read_again(self, subject: Subject, upload_id: str) -> None:
        upload = self._shelf.find(subject, upload_id)
        if upload.digest is None:
            raise unknown()
        self.digest, self.offset = upload.digest, upload.offset

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let another one write; what has arrived stays."""
        self.close()

    def write(self, block: bytes) -> None:
        """Take the next bytes. Raises UploadRefused when they are too many or the disk is full."""
        with self._turn:
            self._write(block)

    def _write(self, block: bytes) -> None:
        if self._handle < 0:
            raise busy()
        if self.offset + len(block) > self.wish.length:
            raise UploadRefused(
                _("收到的数据比说明的文件大小还多，没有接受多出的部分。"), code="too_long", status=413
            )
        began = self.offset
        try:
            rest = memoryview(block)
            while rest:
                written = os.pwrite(self._handle, rest, self.offset)
                self.offset += written
                rest = rest[written:]
            if self.offset - self._asked >= _STEADILY:
                self._start_writeback()
        except OSError as problem:
            if problem.errno in _FULL:
                raise full() from problem
            raise
        # A hash that is behind (after a restart) stays behind: the rest is read when the file is whole.
        if self._hasher is not None and self._hasher.size == began:
            self._hasher.update(block)

    def _start_writeback(self) -> None:
        # Not needed for safety, so a file system that cannot is no matter.
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(self._handle, self._asked, self.offset - self._asked, os.POSIX_FADV_DONTNEED)
        self._asked = self.offset

    def sync(self) -> int:
        """Force what has arrived to disk and return the offset that may now be told."""
        with self._turn:
            if self._handle >= 0:
                os.fsync(self._handle)
            return self.offset

    def roll_back(self, offset: int) -> None:
        """Forget the bytes after ``offset``: a checked portion that is not what its sender announced."""
        if os.fstat(self._handle).st_nlink > 1:
            message = "these bytes are already in the store"
            raise RuntimeError(message)
        os.ftruncate(self._handle, offset)
        os.fsync(self._handle)
        self.offset = self._asked = offset
        if self._hasher is not None:
            self._hasher.close()
            self._hasher = ParallelHash()

    def finish(self) -> Digest:
        """Give the whole file to the store and note its digest; doing it again does no harm.

        Raises UploadRefused when the content is not what was announced: then all of it is forgotten.
        """
        with self._turn:
            return self.digest or self._finish()

    def _finish(self) -> Digest:
        self.sync()
        digest = self._digest()
        if self.wish.sha256 and digest.sha256 != self.wish.sha256:
            self._shelf.remove(self._subject, self._folder.name)
            raise UploadRefused(
                _("收到的文件与发送前的校验值不一致，传输中可能被改动，请重新上传。"),
                code="upload_altered",
                status=460,
            )
        path = self._folder / BYTES
        path.chmod(0o440)
        self._shelf.store.adopt(path, digest)
        said = {"sha256": digest.sha256, "sm3": digest.sm3, "size": digest.size}
        write_durably(self._folder / DONE, said)
        path.unlink()
        self.digest = digest
        return digest

    def _digest(self) -> Digest:
        hasher, self._hasher = self._hasher or ParallelHash(), None
        with hasher:
            at = hasher.size
            while block := os.pread(self._handle, BLOCK, at):
                hasher.update(block)
                at += len(block)
            return hasher.digest()

    def close(self) -> None:
        """Give the hash back for the next request and let go of the lock."""
        with self._turn:
            if self._hasher is not None:
                self._shelf.hashes.give_back(self._folder, self._hasher)
                self._hasher = None
            self._close()

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except PermissionError:
        # Whole already, and no longer to be written; it was killed before it was noted so.
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


def busy() -> UploadRefused:
    """Return that another request is writing this upload right now."""
    return UploadRefused(_("这个文件正在由另一个连接上传，请稍候。"), code="busy", status=423)
