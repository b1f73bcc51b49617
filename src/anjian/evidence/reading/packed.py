"""Archives and office files: what they hold by their directory; nothing is unpacked."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Final

from anjian.evidence.reading.sheets import clean
from anjian.evidence.reading.told import Told

if TYPE_CHECKING:
    from pathlib import Path

MOST_MEMBERS: Final = 100_000
MOST_UNPACKED: Final = 50 * 1024**3
WORST_RATIO: Final = 200
_SMALL: Final = 8 * 1024 * 1024
_NESTED = re.compile(r"\.(zip|7z|rar|gz|tar|jar)$", re.IGNORECASE)
_CORE = re.compile(
    rb"<(?:dcterms:(created|modified)|dc:(creator)|cp:(lastModifiedBy))[^>]{0,200}>([^<]{0,200})<"
)
_TAG = re.compile(r"<[^>]*>")


def read_archive(path: Path) -> Told:
    """Read the directory of a ZIP; of an office file also who wrote it when, and its text."""
    if not zipfile.is_zipfile(path):
        return Told(more={"note": "不是 ZIP 压缩包，只保存不读取"})
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        marks = []
        if (
            len(members) > MOST_MEMBERS
            or unpacked > MOST_UNPACKED
            or (packed and unpacked / packed > WORST_RATIO and unpacked > 100 * 1024**2)
        ):
            marks.append("bomb")
        if any(_leads_out(member.filename) for member in members):
            marks.append("unsafe_names")
        if any(_NESTED.search(member.filename) for member in members):
            marks.append("nested")
        if any(member.flag_bits & 1 for member in members):
            marks.append("encrypted")
        if any(member.filename.endswith("vbaProject.bin") for member in members):
            marks.append("script")
        told = {} if marks else _office(archive, {member.filename: member for member in members})
    return Told(
        members=len(members),
        unpacked=unpacked,
        marks=tuple(marks),
        taken_at=told.get("created", ""),
        changed_at=told.get("modified", ""),
        author=told.get("creator", ""),
        software=told.get("software", ""),
        text=told.get("text", ""),
    )


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name[:3] or ".." in re.split(r"[\\/]", name)


def _office(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Return created, modified, creator, software, text of an Office Open XML file; else nothing.

    The XML is searched by pattern and not parsed: an entity cannot expand where none is resolved.
    """
    told: dict[str, str] = {}
    core = members.get("docProps/core.xml")
    if core is not None and core.file_size <= _SMALL:
        for created, creator, changer, value in _CORE.findall(archive.read(core)):
            name = (created or creator or changer).decode()
            told.setdefault("creator" if name in {"creator", "lastModifiedBy"} else name, _plain(value))
    body = members.get("word/document.xml")
    if body is not None and body.file_size <= _SMALL:
        marked = archive.read(body).decode("utf-8", "replace").replace("</w:p>", "\n")
        told["text"] = clean(_TAG.sub("", marked))
    return told


def _plain(value: bytes) -> str:
    return clean(value.decode("utf-8", "replace")).strip()[:120]
