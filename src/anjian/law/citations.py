"""A citation: one place in one statute, printable in Chinese and storable as a short key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from anjian.law.numerals import in_chinese

_KEY = re.compile(
    r"(?P<statute>[A-Z0-9]+):(?P<article>\d+)(?:-(?P<sub>\d+))?(?:\.(?P<para>\d+))?(?:#(?P<item>\d+))?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a statute, down to paragraph (款) and item (项).

    `sub` is the inserted article of the form 第一百三十四条之一. Items are printed
    第四项, as statutes cite one another.
    """

    statute: str
    """Code of the statute, e.g. "APL"."""
    title: str
    """Short title printed between the book marks, e.g. "行政处罚法"."""
    article: int
    paragraph: int | None = None
    item: int | None = None
    sub: int | None = None

    def __str__(self) -> str:
        """Print the citation as documents do: 《行政处罚法》第四十二条第一款."""
        return f"《{self.title}》{self.place}"

    @property
    def place(self) -> str:
        """The part after the title: 第四十二条第一款."""
        return _place(self.article, self.sub, self.paragraph, self.item)

    @property
    def key(self) -> str:
        """Machine form, e.g. "APL:42.1", "WSL:97#4", "PC:134-1"; read back by `parse`."""
        key = f"{self.statute}:{self.article}"
        if self.sub is not None:
            key += f"-{self.sub}"
        if self.paragraph is not None:
            key += f".{self.paragraph}"
        if self.item is not None:
            key += f"#{self.item}"
        return key


# Every page prints the same few hundred places again and again.
@cache
def _place(article: int, sub: int | None, paragraph: int | None, item: int | None) -> str:
    words = f"第{in_chinese(article)}条"
    if sub is not None:
        words += f"之{in_chinese(sub)}"
    if paragraph is not None:
        words += f"第{in_chinese(paragraph)}款"
    if item is not None:
        words += f"第{in_chinese(item)}项"
    return words


def split_key(key: str) -> tuple[str, int, int | None, int | None, int | None]:
    """Return (statute, article, paragraph, item, sub) of a machine form, or raise ValueError."""
    found = _KEY.fullmatch(key)
    if found is None:
        message = f"not a citation: {key!r}"
        raise ValueError(message)

    def part(name: str) -> int | None:
        return int(found[name]) if found[name] else None

    return found["statute"], int(found["article"]), part("para"), part("item"), part("sub")
