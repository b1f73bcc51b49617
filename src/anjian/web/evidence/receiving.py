"""Streams uploads into the store while they arrive; nothing is held in memory or parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import UnreadablePostError
from django.utils.translation import gettext as _

from anjian.evidence.store import UPLOAD_LIMIT, store
from anjian.kit.blobs import BlobCutOff, Digest, Incoming
from anjian.kit.errors import AnjianError, Invalid

if TYPE_CHECKING:
    from django.http import HttpRequest

_HEX = re.compile(r"[0-9a-fA-F]{64}")


class LengthRequired(AnjianError):
    """The request does not say how long its body is, so that a cut could not be noticed."""

    status, code = 411, "length_required"


def announced_length(request: HttpRequest) -> int:
    """Return the announced length of the body in bytes. Raises LengthRequired."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit():
        raise LengthRequired(_("请求没有说明文件长度，无法核对是否完整。"))
    return int(length)


def take_body(request: HttpRequest) -> Digest:
    """Take the raw body into the store, checked against its announced length and hash.

    Raises BlobCutOff, BlobAltered, BlobTooLarge, LengthRequired, and Invalid for a malformed hash.
    """
    expected = request.headers.get("X-Content-SHA256")
    if expected is not None and not _HEX.fullmatch(expected):
        raise Invalid({"file": _("校验值的格式不对。")})
    length = announced_length(request)
    if length == 0:
        raise Invalid({"file": _("文件是空的，没有保存。")})
    try:
        return store().put_stream(request, limit=UPLOAD_LIMIT, expected_size=length, expected_sha256=expected)
    except UnreadablePostError as problem:
        raise BlobCutOff(_("上传中断，没有保存，请重新上传。")) from problem


class StoredUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """A file of a form that already lies in the store."""

    def __init__(self, name: str, digest: Digest) -> None:
        """Keep its name and identity; there are no bytes here."""
        super().__init__(file=None, name=name, size=digest.size)
        self.digest = digest


class StoreUploadHandler(FileUploadHandler):
    """Writes each file of a form into the store as its bytes arrive."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest) -> None:
        """Open nothing yet."""
        super().__init__(request)
        self._incoming: Incoming | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the next file."""
        super().new_file(*args, **kwargs)
        self._incoming = store().begin(limit=UPLOAD_LIMIT)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next bytes; returning None keeps them from every other handler."""
        del start
        if self._incoming is not None:
            try:
                self._incoming.write(raw_data)
            except AnjianError:
                self.upload_interrupted()
                raise

    def file_complete(self, file_size: int) -> StoredUpload | None:
        """Give the file its name in the store; an empty one is left out."""
        incoming, self._incoming = self._incoming, None
        if incoming is None:
            return None
        with incoming:
            return StoredUpload(self.file_name or "", incoming.commit()) if file_size else None

    def upload_interrupted(self) -> None:
        """Remove what was begun."""
        if self._incoming is not None:
            self._incoming.abandon()
            self._incoming = None


class _Counted:
    """Counts what was read of a body, since the form parser takes a cut-off form for a complete one."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.count = 0

    def read(self, *size: int) -> bytes:
        block: bytes = self._stream.read(*size)
        self.count += len(block)
        return block

    def readline(self, *size: int) -> bytes:
        line: bytes = self._stream.readline(*size)
        self.count += len(line)
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def take_form(request: HttpRequest) -> list[StoredUpload]:
    """Return the files of the form, already in the store. Raises BlobCutOff when the form was cut off."""
    files = [item for item in request.FILES.getlist("files") if isinstance(item, StoredUpload)]
    counted = vars(request).get("_stream")
    if isinstance(counted, _Counted) and counted.count < announced_length(request):
        raise BlobCutOff(_("上传中断，没有登记任何文件，请重新上传。"))
    return files


def prepare_form(request: HttpRequest) -> None:
    """Route the form's files into the store; must come before anything reads the form."""
    announced_length(request)
    # Django keeps the bounded body here; there is no public place to count what is read of it.
    vars(request)["_stream"] = _Counted(vars(request)["_stream"])
    request.upload_handlers = [StoreUploadHandler(request)]
