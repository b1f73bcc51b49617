"""The kinds of evidence (《行政处罚法》第四十六条), custody acts, media types by their first bytes."""

from __future__ import annotations

import mimetypes
from typing import Final

KINDS: Final[dict[str, str]] = {
    "documentary": "书证",
    "physical": "物证",
    "audiovisual": "视听资料",
    "electronic": "电子数据",
    "witness_testimony": "证人证言",
    "party_statement": "当事人的陈述",
    "expert_opinion": "鉴定意见",
    "scene_record": "勘验笔录、现场笔录",
}

FORMS: Final[dict[str, str]] = {"original": "原件、原物或原始载体", "copy": "复制件、照片或录像"}

CUSTODY_ACTS: Final[dict[str, str]] = {
    "take": "提取",
    "seal": "封存",
    "transfer": "移交",
    "open": "启封",
    "copy": "复制",
    "test": "送检",
    "test_back": "检毕收回",
    "lend": "借出",
    "lend_back": "归还",
    "sample": "抽取样品",
    "split": "分样留样",
    "check": "核对",
    "return": "返还",
    "destroy": "销毁",
}

ENDING_ACTS: Final = frozenset({"return", "destroy"})
"""After these nothing more can happen to the thing itself; the stored file stays."""

SHOWN_IN_PAGE: Final = frozenset(
    {"image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf", "audio/mpeg", "audio/wav",
     "video/mp4", "video/webm", "text/plain"}
)  # fmt: skip
"""Types a browser may show; anything else is only ever handed out as a download."""

_SIGNATURES: Final = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"PK\x03\x04", "application/zip"),
)


def media_type_of(head: bytes, filename: str) -> str:
    """Return the media type told by a file's first bytes, else by its name; nothing is parsed.

    A name that claims a type whose bytes would look otherwise is not believed.

    >>> media_type_of(b"%PDF-1.7", "photo.jpg")
    'application/pdf'
    >>> media_type_of(b"<script>", "photo.jpg")
    'application/octet-stream'
    """
    for offset, mark, media_type in _SIGNATURES:
        if head[offset : offset + len(mark)] == mark:
            office = mimetypes.guess_type(filename)[0] or ""
            return office if media_type == "application/zip" and "openxml" in office else media_type
    guessed = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    tellable = {media_type for _, _, media_type in _SIGNATURES}
    return "application/octet-stream" if guessed in tellable or guessed == "text/html" else guessed


def icon_of(media_type: str) -> str:
    """Return the icon name under which a file without a thumbnail is shown."""
    if media_type == "application/pdf":
        return "file-text"
    family = media_type.split("/", 1)[0]
    return {"image": "photo", "audio": "microphone", "video": "video", "text": "file-text"}.get(
        family, "file"
    )
