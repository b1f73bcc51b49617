"""What a sender says of a file before it comes: checked once, so that nothing later has to distrust it."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from anjian.kit.errors import AnjianError

LONGEST = 8 * 1024
"""Bytes of the metadata header; more is no description of a file."""
_HEX = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"[0-9TZ:.+-]{10,40}")
_NAME, _PATH, _FOLDERS = 255, 1000, 40


class UploadRefused(AnjianError):
    """An upload is not taken; the message tells the sender why and what helps."""

    def __init__(self, message: str, *, code: str, status: int = 422) -> None:
        """Keep the sentence for people, the code for the page and the HTTP status."""
        super().__init__(message, code=code, status=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A file that is to come: its name, where it lay in a folder, size in bytes, when it was changed last.

    ``sha256`` is what the sender announces of the content, empty when it did not.
    """

    name: str
    length: int
    path: str = ""
    modified: str = ""
    media_type: str = ""
    sha256: str = ""


def wish_of(length: str, metadata: str) -> Wish:
    """Read the headers ``Upload-Length`` and ``Upload-Metadata`` (tus 1.0). Raises UploadRefused."""
    if not (length.isascii() and length.isdigit() and len(length) <= 15):
        raise UploadRefused(_("没有说明文件大小，无法核对是否完整。"), code="length", status=400)
    if int(length) == 0:
        raise UploadRefused(_("文件是空的，没有保存。"), code="empty")
    said = _pairs(metadata)
    path = said.get("relativePath", "").strip()
    name = said.get("filename", "").strip() or path.rpartition("/")[2]
    modified, sha256 = said.get("modified", ""), said.get("sha256", "").lower()
    if sha256 and not _HEX.fullmatch(sha256):
        raise UploadRefused(_("校验值的格式不对。"), code="digest")
    return Wish(
        name=checked_filename(name),
        length=int(length),
        path=_checked_path(path),
        modified=modified if _INSTANT.fullmatch(modified) else "",
        media_type=_plain(said.get("filetype", ""))[:100],
        sha256=sha256,
    )


def _pairs(metadata: str) -> dict[str, str]:
    if len(metadata) > LONGEST:
        raise UploadRefused(_("文件说明太长，没有保存。"), code="metadata", status=431)
    said: dict[str, str] = {}
    for pair in metadata.split(",") if metadata.strip() else ():
        key, _space, value = pair.strip().partition(" ")
        try:
            said[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError) as problem:
            raise UploadRefused(_("文件说明无法识别，没有保存。"), code="metadata", status=400) from problem
    return said


def checked_filename(name: str) -> str:
    """Return a name that is nothing but a name. Raises UploadRefused.

    Characters that do not show (controls, NUL, a reversed direction of writing) are refused: with them a
    name can look like another one.
    """
    if not name:
        raise UploadRefused(_("文件没有名称。"), code="name")
    if len(name) > _NAME or len(name.encode()) > 4 * _NAME:
        raise UploadRefused(_("文件名太长，请缩短到255个字以内再上传。"), code="name")
    if _hidden(name):
        raise UploadRefused(_("文件名中有看不见的控制字符，请改名后再上传。"), code="name")
    if "/" in name or "\\" in name or name in {".", ".."}:
        raise UploadRefused(_("文件名不能包含路径，请改名后再上传。"), code="name")
    return name


def _checked_path(path: str) -> str:
    parts = path.split("/")
    if not path:
        return ""
    if _hidden(path) or len(path) > _PATH or len(parts) > _FOLDERS:
        raise UploadRefused(_("文件夹名称无法使用，请改名后再上传。"), code="path")
    if "\\" in path or any(part in {"", ".", ".."} for part in parts):
        raise UploadRefused(_("文件夹名称不能指向别处，没有保存。"), code="path")
    return path


def _hidden(text: str) -> bool:
    """Whether it holds characters that do not show: controls, formats, line ends, halves of a pair."""
    return any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in text)


def _plain(text: str) -> str:
    return text if text.isascii() and text.isprintable() else ""
