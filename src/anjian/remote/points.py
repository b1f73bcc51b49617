"""What is read aloud before evidence is taken at a distance: dated data with its articles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing told: its words with places to fill in, and the articles it rests on."""

    code: str
    text: str
    cites: tuple[str, ...]

    def said(self, about: Mapping[str, str]) -> str:
        """Return the words as they are read aloud in one session."""
        return self.text.format_map(dict(about))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """All points of one kind of session in force on a day, and where they come from."""

    code: str
    source: str
    confidence: str
    points: tuple[Point, ...]


@cache
def notice_on(on: date, kind: str) -> Notice:
    """Return the notice in force on a day. Raises LookupError when there is none."""
    found = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(_DATA.glob("points-*.yaml"))]
    due = [one for one in found if one["valid_from"] <= on]
    if not due:
        message = f"no notice is in force on {on}"
        raise LookupError(message)
    chosen = max(due, key=lambda one: one["valid_from"])
    return Notice(
        code=chosen["code"],
        source=chosen["source"],
        confidence=chosen["confidence"],
        points=tuple(
            Point(code=one["code"], text=one["text"], cites=tuple(one["cites"]))
            for one in chosen["points"]
            if kind in one["for"]
        ),
    )
