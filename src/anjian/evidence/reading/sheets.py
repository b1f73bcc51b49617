"""PDFs and plain text: who made them when, how many pages, what they say."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Final

from anjian.evidence.reading.told import Told

if TYPE_CHECKING:
    from pathlib import Path

MOST_TEXT: Final = 200_000
MOST_PAGES: Final = 300
LARGEST: Final = 300 * 1024 * 1024
_WHEN = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?([+\-Z])?(?:(\d\d)'?(\d\d)?)?")


def read_pdf(path: Path) -> Told:
    """Read a PDF's own data, its text, and whether it carries scripts or files."""
    from pypdf import PdfReader

    logging.disable()
    if path.stat().st_size > LARGEST:
        return Told(failure="文件过大，没有读取内容；原件不受影响")
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return Told(marks=("encrypted",))
    said: Any = reader.metadata or {}
    pages, text, length = len(reader.pages), [], 0
    for number in range(min(pages, MOST_PAGES)):
        piece = reader.pages[number].extract_text() or ""
        text.append(piece)
        length += len(piece)
        if length > MOST_TEXT:
            break
    marks = []
    catalogue: Any = reader.trailer["/Root"]
    names: Any = catalogue.get("/Names") or {}
    if "/OpenAction" in catalogue or "/AA" in catalogue or "/JavaScript" in names:
        marks.append("script")
    if "/EmbeddedFiles" in names:
        marks.append("attached")
    return Told(
        taken_at=_when(said.get("/CreationDate")),
        changed_at=_when(said.get("/ModDate")),
        author=_line(said.get("/Author")),
        software=" ".join(filter(None, (_line(said.get("/Creator")), _line(said.get("/Producer"))))),
        pages=pages,
        text=clean("\n".join(text)),
        marks=tuple(marks),
    )


def read_text(path: Path) -> Told:
    """Read plain text in UTF-8 or GB 18030."""
    with path.open("rb") as stream:
        data = stream.read(MOST_TEXT * 3)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return Told(text=clean(data.decode(encoding)), more={"encoding": encoding})
        except UnicodeDecodeError:
            continue
    return Told(text=clean(data.decode("utf-8", "replace")))


def clean(text: str) -> str:
    """Return text that a database can keep: without control characters and not too long."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")[:MOST_TEXT]


def _line(value: Any) -> str:
    return "" if value is None else clean(str(value)).replace("\n", " ").strip()[:120]


def _when(value: Any) -> str:
    """Return a date of ISO 32000-1, 7.9.4 as ISO 8601; "" when it is none."""
    found = _WHEN.match("" if value is None else str(value))
    if not found:
        return ""
    year, month, day, hour, minute, second, sign, off_hour, off_minute = found.groups()
    zone = "" if sign is None else "Z" if sign == "Z" else f"{sign}{off_hour or '00'}:{off_minute or '00'}"
    return f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}"
