"""How a file is divided: which pages are numbered, how many make one volume. Pure.

The figures are data (`data/pages.yaml`) with place, days, source and confidence, because archives
offices set them differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.law.datafiles import read_yaml
from anjian.law.parameters import Confidence, places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

FILE = Path(__file__).with_name("data") / "pages.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """The rule of a day and place: pages per volume, papers without number, where it is from."""

    pages_per_volume: int
    not_paged: frozenset[str]
    front: str
    back: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """One volume to be: its kind, number, and the positions of the papers it takes."""

    kind: str
    seq: int
    papers: tuple[int, ...]


def paging(*, on: date, place: str = "") -> Paging:
    """Return the rule of a day at a place, the nearest place first. Raises LookupError."""
    data = _data()
    numbering, volumes = _row(data["numbering"], on, place), _row(data["volumes"], on, place)
    return Paging(
        pages_per_volume=int(volumes["pages_per_volume"]),
        not_paged=frozenset(numbering["not_paged"]),
        front=numbering["front"],
        back=numbering["back"],
        source=data["sources"][volumes["source"]],
        confidence=Confidence(volumes["confidence"]),
    )


def divide(papers: Sequence[tuple[str, int]], *, limit: int) -> tuple[VolumePlan, ...]:
    """Divide papers, given as (kind of volume, pages), into volumes of at most ``limit`` pages.

    A paper is never cut: one that is longer than a volume fills a volume of its own.

    >>> [v.papers for v in divide([("正卷", 3), ("正卷", 3), ("副卷", 1)], limit=4)]
    [(0,), (1,), (2,)]
    """
    plans: list[VolumePlan] = []
    for kind in dict.fromkeys(kind for kind, _pages in papers):
        seq, filled = 1, 0
        held: list[int] = []
        for position, (own, pages) in enumerate(papers):
            if own != kind:
                continue
            # Papers without number (cover, index, note) never open a volume.
            if filled and pages and filled + pages > limit:
                plans.append(VolumePlan(kind, seq, tuple(held)))
                seq, held, filled = seq + 1, [], 0
            held.append(position)
            filled += pages
        plans.append(VolumePlan(kind, seq, tuple(held)))
    return tuple(plans)


def _row(rows: Sequence[dict[str, Any]], on: date, place: str) -> dict[str, Any]:
    for near in places(place):
        for row in rows:
            ends = row.get("valid_to")
            if row["place"] == near and row["valid_from"] <= on and (ends is None or on <= ends):
                return row
    raise LookupError(f"no paging rule on {on} at {place or 'the nation'}")


@lru_cache(maxsize=1)
def _data() -> Any:
    return read_yaml(FILE)
