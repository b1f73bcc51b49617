"""What kind of file the bytes are, and what is peculiar about them, without parsing any of it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from anjian.evidence.kinds import media_type_of

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = 1024 * 1024
_TAIL = 256 * 1024
_MORE: Final = (
    (0, b"II*\0", "image"),
    (0, b"MM\0*", "image"),
    (0, b"BM", "image"),
    (0, b"OggS", "audio"),
    (0, b"fLaC", "audio"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"Rar!", "archive"),
    (0, b"\x1f\x8b", "archive"),
    (0, b"PK\x05\x06", "archive"),
)
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")

MARKS: Final[dict[str, str]] = {
    "empty": "文件是空的，0 字节",
    "name_differs": "扩展名与内容不一致",
    "program": "文件可以作为程序运行；平台不会运行它",
    "double": "同一个文件可以当作两种类型打开",
    "appended": "正常内容之后附有其他数据",
    "script": "含有脚本或者自动执行的动作",
    "attached": "里面嵌有其他文件",
    "encrypted": "有密码保护，内容无法读取",
    "bomb": "展开以后异常巨大，没有展开",
    "unsafe_names": "压缩包里有指向外部的路径",
    "nested": "压缩包里还有压缩包",
    "control_name": "文件名含有控制字符或者反向书写字符",
    "edited": "由图像处理软件保存过",
    "no_original_data": "没有拍摄时间和设备信息，可能经过转发或者截屏",
}
"""Codes of peculiarities and what they mean to a person."""


def family_of(path: Path) -> str:
    """Return image, video, audio, pdf, archive, text or other, by the first bytes alone."""
    with path.open("rb") as stream:
        head = stream.read(4096)
    for offset, mark, family in _MORE:
        if head[offset : offset + len(mark)] == mark:
            return family
    told = media_type_of(head, "")
    if told == "application/pdf":
        return "pdf"
    if told == "application/zip":
        return "archive"
    family = told.split("/", 1)[0]
    if family in {"image", "video", "audio"}:
        return family
    return "text" if head and b"\0" not in head and _is_text(head) else "other"


def _is_text(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            # The head may end inside a character.
            head[: len(head) - 4 or None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def peculiarities(path: Path, filename: str, family: str) -> tuple[str, ...]:
    """Return the codes of what is peculiar about the bytes and the name (see MARKS)."""
    size = path.stat().st_size
    if size == 0:
        return ("empty",)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        stream.seek(max(0, size - _TAIL))
        tail = stream.read(_TAIL)
    found = []
    if any(ord(c) < 32 or c in "\u202e\u202d\u2066\u2067\u2068" for c in filename):
        found.append("control_name")
    if head.startswith(_PROGRAMS):
        found.append("program")
    claimed = _CLAIMS.get(PurePosixPath(filename).suffix.lower(), "")
    if claimed and claimed != family:
        found.append("name_differs")
    zip_end = tail.rfind(b"PK\x05\x06")
    if (family not in {"archive", "other"} and zip_end >= 0) or (
        family in {"image", "audio", "video", "archive"} and b"%PDF-" in head[:1024]
    ):
        found.append("double")
    if _appended(family, head, tail, size):
        found.append("appended")
    return tuple(found)


_CLAIMS: Final = {
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff"), "image"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".webm", ".mkv"), "video"),
    **dict.fromkeys((".mp3", ".wav", ".ogg", ".m4a", ".flac"), "audio"),
    **dict.fromkeys((".zip", ".docx", ".xlsx", ".pptx", ".7z", ".rar", ".gz"), "archive"),
    ".pdf": "pdf",
    ".txt": "text",
    ".csv": "text",
}


def _appended(family: str, head: bytes, tail: bytes, size: int) -> bool:
    """Whether something lies behind the end that the format itself marks."""
    if family == "image" and head.startswith(b"\x89PNG"):
        end = tail.rfind(b"IEND")
        return end >= 0 and len(tail) - end > 8 + 16
    if family == "image" and head.startswith(b"\xff\xd8"):
        end = tail.rfind(b"\xff\xd9")
        return end < 0 < size - len(tail) or (end >= 0 and len(tail) - end > 2 + 64)
    if family == "pdf":
        end = tail.rfind(b"%%EOF")
        return end >= 0 and len(tail) - end > 5 + 64
    return False
