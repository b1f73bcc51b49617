"""Where uploads lie while they arrive: one folder each, found again after whatever was killed.

``<root>/<organisation>/<subject>/<id>-<length>/`` holds ``about.json`` (what was announced), ``bytes`` (what
has arrived, nothing else: its size is the offset) and, when the file is whole and in the store, ``done.json``
with its digest instead of the bytes. An offset is told only after the bytes before it are forced to disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils.translation import gettext as _

from anjian.intake.uploads.hashes import Hashes
from anjian.intake.uploads.wishes import UploadRefused, Wish
from anjian.kit.ids import uuid7
from anjian.kit.streams import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.intake.uploads.tickets import Subject, Ticket
    from anjian.kit.blobs import Store

ABOUT, BYTES, DONE = "about.json", "bytes", "done.json"
KEPT_S = 7 * 86_400
"""How long an upload waits after its last byte: a phone may be without a network for days."""
RESERVE = 2 * 1024**3
"""Bytes that stay free on the disk: database and recordings write there too."""
_ID = re.compile(r"[0-9a-f]{32}-([1-9][0-9]{0,14})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One upload: what was announced, how much of it has arrived (bytes), its digest when it is whole."""

    id: str
    wish: Wish
    offset: int
    digest: Digest | None
    changed_s: int

    @property
    def expires_s(self) -> int:
        """When it is cleared away if nothing more comes, epoch seconds."""
        return self.changed_s + KEPT_S


class Shelf:
    """All uploads of this installation that have arrived in part, or whole but are not registered yet."""

    def __init__(self, root: Path, store: Store, *, reserve: int = RESERVE) -> None:
        """Use (and make, when absent) the folder; on the store's own disk a whole file is only linked."""
        self.root, self.store, self._reserve = root, store, reserve
        self.hashes = Hashes()
        root.mkdir(parents=True, exist_ok=True, mode=0o750)

    def create(self, ticket: Ticket, wish: Wish) -> Upload:
        """Make room for a file. Raises UploadRefused beyond a limit or when the disk is too full."""
        below = self.root / ticket.subject.folder
        self._check_limits(ticket, wish, below)
        made = f"{uuid7().hex}-{wish.length}"
        folder, half = below / made, below / f".{uuid4().hex}"
        half.mkdir(parents=True, mode=0o750)
        write_durably(half / ABOUT, asdict(wish))
        (half / BYTES).touch(0o640)
        half.rename(folder)
        _sync_folder(below)
        return self._read(folder)

    def uploads(self, subject: Subject) -> list[Upload]:
        """Return the uploads of a subject, in the order in which they were announced."""
        try:
            folders = [f for f in (self.root / subject.folder).iterdir() if _ID.fullmatch(f.name)]
        except FileNotFoundError:
            return []
        found = []
        for folder in folders:
            with contextlib.suppress(UploadRefused):
                found.append(self._read(folder))
        return sorted(found, key=lambda upload: upload.id)

    def finished(self, subject: Subject) -> list[Upload]:
        """Return the uploads of a subject that are whole and in the store."""
        return [upload for upload in self.uploads(subject) if upload.digest is not None]

    def find(self, subject: Subject, upload_id: str) -> Upload:
        """Return one upload as it is now. Raises UploadRefused (404) for an unknown one."""
        return self._read(self.folder(subject, upload_id))

    def folder(self, subject: Subject, upload_id: str) -> Path:
        """Return where an upload of a subject lies. Raises UploadRefused (404) for what is no upload's id."""
        if not _ID.fullmatch(upload_id):
            raise unknown()
        return self.root / subject.folder / upload_id

    def remove(self, subject: Subject, upload_id: str) -> None:
        """Forget an upload: what has not become whole is gone, what is in the store stays there."""
        folder = self.folder(subject, upload_id)
        try:
            self._discard(folder)
        except FileNotFoundError:
            raise unknown() from None

    def clear(self, *, older_than_s: float = KEPT_S) -> int:
        """Remove the uploads nothing came for so long; return how many went."""
        edge, gone = time.time() - older_than_s, 0
        for folder in self.root.glob("*/*/*"):
            with contextlib.suppress(OSError):
                if _changed(folder) < edge:
                    self._discard(folder)
                    gone += _ID.fullmatch(folder.name) is not None
        return gone

    def _discard(self, folder: Path) -> None:
        self.hashes.drop(folder)
        gone = folder.with_name(f".{uuid4().hex}")
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _check_limits(self, ticket: Ticket, wish: Wish, below: Path) -> None:
        if wish.length > ticket.limit:
            raise UploadRefused(
                _("文件超过允许的大小（%(size)s），没有保存。") % {"size": amount(ticket.limit)},
                code="upload_too_large",
                status=413,
            )
        lengths = list(_lengths(below))
        if len(lengths) >= ticket.files:
            raise UploadRefused(
                _("等待登记的文件已有%(count)d个，请先登记或放弃一部分再上传。") % {"count": len(lengths)},
                code="too_many",
                status=413,
            )
        if sum(lengths) + wish.length > ticket.total:
            raise UploadRefused(
                _("等待登记的文件合计超过%(size)s，请先登记或放弃一部分再上传。")
                % {"size": amount(ticket.total)},
                code="quota",
                status=413,
            )
        if shutil.disk_usage(self.root).free - self._reserve < wish.length:
            raise full()

    def _read(self, folder: Path) -> Upload:
        try:
            wish = Wish(**json.loads((folder / ABOUT).read_bytes()))
            changed = int(_changed(folder))
        except FileNotFoundError:
            raise unknown() from None
        offset = -1
        with contextlib.suppress(FileNotFoundError):
            offset = (folder / BYTES).stat().st_size
        # Looked at after the bytes: they go only when this is there.
        done = _done(folder)
        if done is None and offset < 0:
            raise unknown()
        return Upload(
            id=folder.name,
            wish=wish,
            offset=wish.length if done else offset,
            digest=done,
            changed_s=changed,
        )


def _lengths(below: Path) -> Iterator[int]:
    """The lengths of a subject's uploads: they stand in the names, so that no file need be opened."""
    with contextlib.suppress(FileNotFoundError), os.scandir(below) as entries:
        for entry in entries:
            if found := _ID.fullmatch(entry.name):
                yield int(found[1])


def _done(folder: Path) -> Digest | None:
    try:
        said: dict[str, Any] = json.loads((folder / DONE).read_bytes())
    except FileNotFoundError:
        return None
    return Digest(said["sha256"], said["sm3"], said["size"])


def _changed(folder: Path) -> float:
    """When something last came, epoch seconds."""
    for name in (DONE, BYTES):
        with contextlib.suppress(FileNotFoundError):
            return (folder / name).stat().st_mtime
    return folder.stat().st_mtime


def write_durably(path: Path, said: Any) -> None:
    """Write JSON so that it is there whole or not at all, also after the power failed."""
    half = path.with_name(f".{path.name}.{uuid4().hex}")
    with half.open("xb") as stream:
        stream.write(json.dumps(said, ensure_ascii=False).encode())
        stream.flush()
        os.fsync(stream.fileno())
    half.rename(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def amount(size: int) -> str:
    """Return a size in words a person reads."""
    for unit, name in ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} B"


def unknown() -> UploadRefused:
    """Return that there is no such upload: never begun, given up, or cleared away."""
    return UploadRefused(_("没有这个上传，可能已经放弃或者过期，请重新上传。"), code="unknown", status=404)


def full() -> UploadRefused:
    """Return that the disk has no room left."""
    return UploadRefused(
        _("服务器存储空间不足，没有接收；已经收到的部分保留，请联系管理员腾出空间后继续。"),
        code="storage_full",
        status=507,
    )
