"""The written record as text: identity rules, lines, pages and their hashes. Knows no database.

The record is laid out here, not by the printer, because a page's signature must bind the very
lines that stood on it: ``lay_out`` always breaks the same lines at the same places.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sha256_hex, sm3_hex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LINE_WIDTH = 34
"""Full-width characters in a line of the record form D12 (仿宋三号, GB/T 9704 text width)."""
LINES_PER_PAGE = 22
ADULT = 18

_RESIDENT = re.compile(r"\d{17}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record: what it is (问, 答, 更正, 正文, 空行) and its words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PageText:
    """One page of the record with the hashes its signatures bind to."""

    no: int
    lines: tuple[Line, ...]
    sha256: str
    sm3: str


def age_on(born_on: date, day: date) -> int:
    """Return full years of age on a day.

    >>> age_on(date(2008, 11, 23), date(2026, 11, 22))
    17
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def id_problem(id_no: str, born_on: date | None, sex: str) -> str:
    """Say what is wrong with a resident identity number (GB 11643), or return an empty text.

    Other documents (passport, residence permit) are not checked.

    >>> id_problem("610102198506150014", date(1985, 6, 15), "男")
    '身份证号的校验位不对，请核对。'
    >>> id_problem("E12345678", None, "")
    ''
    """
    number = id_no.strip().upper()
    if not _RESIDENT.fullmatch(number):
        return "身份证号应为18位，请核对。" if number.isdigit() and len(number) in {15, 16, 17, 19} else ""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if _CHECK[total % 11] != number[17]:
        return "身份证号的校验位不对，请核对。"
    if born_on is not None and number[6:14] != f"{born_on:%Y%m%d}":
        return "身份证号中的出生日期与填写的不一致。"
    if sex and (int(number[16]) % 2 == 1) != (sex == "男"):
        return "身份证号与性别不一致。"
    return ""


def masked(id_no: str) -> str:
    """Return an identity number as lists may show it.

    >>> masked("610102198506150013")
    '610102********0013'
    """
    if len(id_no) < 8:
        return "*" * len(id_no)
    return id_no[: len(id_no) - 12] + "********" + id_no[-4:] if len(id_no) >= 12 else "****" + id_no[-4:]


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


_NO_LINE_START = "，。、；：？！）》】”’…%"


def wrap(text: str, *, indent: int = 0) -> list[str]:
    """Break a text into lines of the form's width; no line starts with closing punctuation.

    >>> [len(x) for x in wrap("案" * 70)]
    [34, 34, 2]
    """
    out: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "　" * indent, indent * 2
        for character in paragraph:
            width = _width(character)
            if used + width > LINE_WIDTH * 2 and character not in _NO_LINE_START:
                out.append(line)
                line, used = "", 0
            line += character
            used += width
        out.append(line)
    return out


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the record before it is broken into lines."""

    kind: str
    text: str


def lay_out(passages: Iterable[Passage]) -> tuple[PageText, ...]:
    """Break passages into numbered pages and hash each page's lines together with its number."""
    lines = [Line(p.kind, words) for p in passages for words in wrap(p.text)]
    pages: list[PageText] = []
    for start in range(0, max(len(lines), 1), LINES_PER_PAGE):
        part = tuple(lines[start : start + LINES_PER_PAGE])
        no = len(pages) + 1
        content = page_bytes(no, [(line.kind, line.text) for line in part])
        pages.append(PageText(no, part, sha256_hex(content), sm3_hex(content)))
    return tuple(pages)


def page_bytes(no: int, lines: Sequence[tuple[str, str]]) -> bytes:
    """Return the bytes a page's hashes are taken over (RFC 8785 of number and lines)."""
    return canonical_bytes({"page": no, "lines": [list(line) for line in lines]})
