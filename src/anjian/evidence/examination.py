"""What is looked at when an item is examined: points by kind of evidence (`rules/examination.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anjian.evidence.custody_rules import FOLDER
from anjian.law.datafiles import read_yaml

ANSWERS: Final = {"yes": "符合", "no": "不符合", "na": "不适用"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of the checklist; ``form`` and ``thing`` say to which items of a kind it applies."""

    code: str
    trait: str
    text: str
    cites: tuple[str, ...]
    form: str = ""
    thing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Authentic 真实性, lawful 合法性 or relevant 关联性, with the article it rests on."""

    code: str
    label: str
    cites: tuple[str, ...]


@lru_cache(maxsize=1)
def _content() -> tuple[dict[str, Trait], dict[str, tuple[Point, ...]]]:
    data = read_yaml(FOLDER / "examination.yaml")
    traits = {
        code: Trait(code=code, label=row["label"], cites=tuple(row["cites"]))
        for code, row in data["traits"].items()
    }
    points = {
        kind: tuple(Point(**{**row, "cites": tuple(row["cites"])}) for row in rows)
        for kind, rows in data["points"].items()
    }
    strange = {point.trait for rows in points.values() for point in rows} - set(traits)
    if strange:
        raise ValueError(f"points of unknown traits: {strange}")
    return traits, points


def traits() -> dict[str, Trait]:
    """Return the three traits in the order in which they are examined."""
    return _content()[0]


def points(kind: str, form: str, *, thing: bool = False) -> tuple[Point, ...]:
    """Return the points for an item: those of its kind first, then those of every kind."""
    found = _content()[1]
    return tuple(
        point
        for point in (*found.get(kind, ()), *found["all"])
        if point.form in ("", form) and (thing or not point.thing)
    )
