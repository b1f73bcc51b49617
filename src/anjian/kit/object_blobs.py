"""The write-once store in a bucket (S3 and what speaks like it): same names, same promises.

A file arrives in a local folder first, is hashed there and goes up whole. The name is the content's own
hash and the object appears at once, when its last part is there; a name never stands for half a file.
"""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from uuid import uuid4

from anjian.kit.blobs import BlobDamaged, BlobMissing, Store, checked_name, damaged, missing
from anjian.kit.streams import ParallelHash, blocks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anjian.kit.streams import Digest

PART = 8 * 1024 * 1024
"""Bytes of a part that goes up; ten thousand parts are allowed, so larger files get larger parts."""
_PARTS = 9_000
_AT_ONCE = 4
_AHEAD = 1024 * 1024
"""Bytes fetched at once while a blob is read."""


class ObjectBlobStore(Store):
    """A bucket, or a folder in one; keys and address come from the usual AWS_… variables."""

    def __init__(self, url: str, incoming: Path) -> None:
        """Open the bucket (``s3://bucket/prefix``); nothing is asked of it yet."""
        from obstore.store import from_url

        super().__init__(incoming)
        self._bucket: Any = from_url(
            url,
            client_options={
                "timeout": timedelta(seconds=60),
                "connect_timeout": timedelta(seconds=5),
                # Options given here hide the variable of this name.
                "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"1", "true"},
            },
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=60)},
        )

    def __contains__(self, sha256: str) -> bool:
        """Whether an object of this name is there."""
        return self._size(sha256) is not None

    def has(self, sha256: str, *, size: int) -> bool:
        """Whether an object of this name and size (bytes) is there."""
        return self._size(sha256) == size

    def open(self, sha256: str) -> BinaryIO:
        """Open the object for reading from any position; what is read is fetched by ranges."""
        size = self._size(sha256)
        if size is None:
            raise BlobMissing(missing(sha256))
        return cast("BinaryIO", io.BufferedReader(_Ranges(self, sha256, size), _AHEAD))

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Fetch the object into the local folder, check it, and remove it afterwards."""
        path = self.incoming / uuid4().hex
        try:
            with self.open(sha256) as stream, path.open("xb") as copy, ParallelHash() as hasher:
                for block in blocks_of(stream):
                    hasher.update(block)
                    copy.write(block)
                if hasher.digest().sha256 != sha256:
                    raise BlobDamaged(damaged(sha256))
            path.chmod(0o440)
            yield path
        finally:
            path.unlink(missing_ok=True)

    def destroy(self, sha256: str) -> bool:
        """Delete the object. A bucket that keeps versions must be told to forget them by its own rule."""
        there = sha256 in self
        _ask(lambda: self._bucket.delete(_key(sha256)))
        return there

    def adopt(self, staged: Path, digest: Digest) -> None:
        """Put the file up unless it is there: a short one in one conditional request, a long one in parts.

        Two who put the same long file at once put the same bytes; the later one replaces nothing else.
        """
        if digest.sha256 in self:
            self._still_whole(digest)
            return
        name = _key(digest.sha256)
        if digest.size <= PART:
            data = staged.read_bytes()
            if not _ask(lambda: self._create(name, data)):
                self._still_whole(digest)
                return
        else:
            part = max(PART, digest.size // _PARTS + 1)
            _ask(lambda: self._bucket.put(name, staged, chunk_size=part, max_concurrency=_AT_ONCE))
        if not self.has(digest.sha256, size=digest.size):
            raise OSError(5, "对象存储没有完整保存文件")

    def _create(self, name: str, data: bytes) -> bool:
        from obstore.exceptions import AlreadyExistsError

        try:
            self._bucket.put(name, data, mode="create")
        except AlreadyExistsError:
            return False
        return True

    def _still_whole(self, digest: Digest) -> None:
        if self.verify(digest.sha256) != digest:
            raise BlobDamaged(damaged(digest.sha256))

    def _size(self, sha256: str) -> int | None:
        name = _key(sha256)
        try:
            return int(_ask(lambda: self._bucket.head(name))["size"])
        except FileNotFoundError:
            return None

    def fetch(self, sha256: str, start: int, end: int) -> bytes:
        """Return the bytes from ``start`` to before ``end``; raises BlobMissing when the object is gone."""
        try:
            return bytes(_ask(lambda: self._bucket.get_range(_key(sha256), start=start, end=end)))
        except FileNotFoundError:
            raise BlobMissing(missing(sha256)) from None


class _Ranges(io.RawIOBase):
    """An object as a file that can be sought in."""

    def __init__(self, store: ObjectBlobStore, sha256: str, size: int) -> None:
        super().__init__()
        self._store, self._sha256, self._size, self._at = store, sha256, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError(22, "position before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        end = min(self._at + len(buffer), self._size)
        if end <= self._at:
            return 0
        data = self._store.fetch(self._sha256, self._at, end)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _key(sha256: str) -> str:
    checked_name(sha256)
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _ask(work: Callable[[], Any]) -> Any:
    """Do it; why the other side did not is an OSError, FileNotFoundError when it has no such object."""
    from obstore.exceptions import BaseError

    try:
        return work()
    except FileNotFoundError:
        raise
    except BaseError as problem:
        raise OSError(5, str(problem).split("\n", 1)[0][:300]) from problem
