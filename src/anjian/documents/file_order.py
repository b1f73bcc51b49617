"""The order of documents in the case file (卷内排列顺序).

Main volume 正卷: the decision first, then the papers in the order of the procedure;
side volume 副卷: internal opinions.  Source: the practice of a municipal rule on case
files (2009, local, to be confirmed by the local archives office); the order is data
so that a bureau can replace it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from anjian.documents.kinds import get

SOURCE = "案卷排列次序的地方规定（2009年，地方做法，需经同级档案主管部门确认）"
CONFIDENCE = "local"

MAIN_ORDER: tuple[str, ...] = (
    "D52", "D53",
    "D36", "D37", "D64", "D38", "D24", "D25", "D63",
    "D61", "D61a",
    "D10",
    "D11", "D12",
    "D13", "D14", "D23", "D60",
    "D16", "D17", "D18", "D19",
    "D62d", "D01", "D01a", "D01b", "D02", "D56",
    "D03", "D04", "D57", "D58", "D05",
    "D06", "D07", "D07a", "D08", "D09",
    "D20", "D21", "D22",
    "D15", "D62e",
    "D26", "D27",
    "D29", "D30",
    "D31", "D32", "D33", "D34",
    "D35a",
    "D50", "D59",
    "D39", "D40",
    "D41", "D42",
    "D43", "D44", "D65",
    "D45", "D46",
    "D47", "D48", "D48a", "D49",
    "D62a", "D62f",
    "D55", "D51",
    "D54",
)  # fmt: skip
SIDE_ORDER: tuple[str, ...] = ("D28", "D35", "D62b", "D62c")
NOT_PAGED = frozenset({"D52", "D53", "D54"})
"""Cover, index and note carry no page number of the file."""


class Filed(Protocol):
    """What is needed of a document to place it."""

    @property
    def code(self) -> str:
        """Kind of document."""

    @property
    def issued_at(self) -> datetime | None:
        """When it was issued."""


T = TypeVar("T", bound=Filed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a kind of document stands: volume (正卷, 副卷) and rank in it."""

    volume: str
    rank: int


def place_of(code: str) -> Place:
    """The place of a kind; kinds without a place follow before the closing papers."""
    try:
        volume = get(code).volume
    except KeyError:
        volume = "正卷"
    order = SIDE_ORDER if volume == "副卷" else MAIN_ORDER
    fallback = order.index("D55") if "D55" in order else len(order)
    return Place(volume=volume, rank=order.index(code) if code in order else fallback)


def in_file_order(documents: Iterable[T]) -> list[T]:
    """Main volume first, each volume by rank; equals by the moment of issue, drafts last."""

    def key(item: T) -> tuple[bool, int, bool, float]:
        place = place_of(item.code)
        at = item.issued_at
        return (place.volume == "副卷", place.rank, at is None, at.timestamp() if at else 0.0)

    return sorted(documents, key=key)
