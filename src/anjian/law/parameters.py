"""Dated parameters: figures that differ by time and place, each with its source and how sure it is.

A figure that is not fixed by a verified statute (a province's hearing threshold, an internal
period) never becomes a constant: it is a row with the days on which it applies, where it applies,
where it is from, and a confidence that screens show beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.law.statutes import Citation, cite
from anjian.law.terms import Kind, Term, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = Path(__file__).parent / "parameters"
NATION = "000000"
_MONEY = {"yuan": "元", "percent": "%", "person": "人", "metre": "米", "minute": "分钟"}
_UNITS = frozenset({*_MONEY, *map(str, Unit)})


class Confidence(StrEnum):
    """How far a figure can be relied on; anything but TEXT wants a jurist's check."""

    TEXT = "text"
    """Read in the text of the law."""
    LOCAL = "local"
    """Verified, but from another place or from practice."""
    KNOWLEDGE = "knowledge"
    """Known, but not seen in a text."""
    INFERENCE = "inference"
    """Our reading where the law is silent."""
    UNVERIFIED = "unverified"
    """Carried over from a rule that has been replaced by one not yet read."""

    @property
    def label(self) -> str:
        """The confidence in Chinese."""
        return _CONFIDENCE_LABELS[self]


_CONFIDENCE_LABELS = {
    Confidence.TEXT: "已核对条文",
    Confidence.LOCAL: "外地或者本地做法",
    Confidence.KNOWLEDGE: "凭经验录入，待核对",
    Confidence.INFERENCE: "法律未规定，推定",
    Confidence.UNVERIFIED: "沿用旧规定，待核实",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One figure for one place and period. `value` None: it is known that no figure is known."""

    code: str
    label: str
    value: Decimal | None
    unit: str
    source: str
    confidence: Confidence
    valid_from: date
    valid_to: date | None = None
    place: str = NATION
    cites: tuple[Citation, ...] = ()
    kind: Kind = Kind.LIMIT
    rolls: bool = True

    def __str__(self) -> str:
        """Print the figure with its unit: 50000元, 3%, 5个工作日."""
        if self.value is None:
            return "未知"
        return f"{self.value:f}{_MONEY.get(self.unit) or Unit(self.unit).label}"

    def covers(self, day: date) -> bool:
        """Whether the figure applies on a day (both ends included)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def verified(self) -> bool:
        """Whether the figure was read in a text."""
        return self.confidence is Confidence.TEXT

    def term(self) -> Term:
        """Return the figure as a term. Raises ValueError when it is not a length of time."""
        if self.value is None or self.unit not in set(Unit):
            raise ValueError(f"{self.code} is not a period")
        return Term(int(self.value), Unit(self.unit), self.cites, self.kind, self.rolls)


def parameter(code: str, *, on: date, place: str = "") -> Parameter:
    """Return the figure that applies on a day at a place: the nearest place goes first.

    Raises KeyError for an unknown code, LookupError when no figure covers the day.
    """
    rows = _delivered()[code]
    for near in places(place):
        for row in rows:
            if row.place == near and row.covers(on):
                return row
    raise LookupError(f"no figure of {code} on {on} at {place or NATION}")


def parameters_on(on: date, place: str = "") -> dict[str, Parameter]:
    """Return every figure that applies on a day at a place, by code."""
    found: dict[str, Parameter] = {}
    for code in _delivered():
        try:
            found[code] = parameter(code, on=on, place=place)
        except LookupError:
            continue
    return found


def term_of(code: str, *, on: date, place: str = "") -> Term:
    """Return the term that a dated parameter sets. Raises as `parameter` and `Parameter.term` do."""
    return parameter(code, on=on, place=place).term()


def codes() -> frozenset[str]:
    """Return every code there is."""
    return frozenset(_delivered())


def places(place: str) -> tuple[str, ...]:
    """Return a division and those above it, nearest first.

    >>> places("610113")
    ('610113', '610100', '610000', '000000')
    """
    own = place[:6].ljust(6, "0")
    return tuple(dict.fromkeys((own, f"{own[:4]}00", f"{own[:2]}0000", NATION)))


def read_parameters(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Parameter, ...]]:
    """Read and check the rows of parameter files.

    Raises ValueError for a code that comes twice, an unknown unit, a figure without source or
    confidence, and periods of one place that overlap.
    """
    found: dict[str, tuple[Parameter, ...]] = {}
    for row in rows:
        code = str(row["code"])
        if code in found:
            raise ValueError(f"{code} is declared twice")
        if row["unit"] not in _UNITS:
            raise ValueError(f"{code} has the unknown unit {row['unit']}")
        figures = tuple(_figure(row, each) for each in row["values"])
        _check_overlap(code, figures)
        found[code] = figures
    return found


def _figure(row: Mapping[str, Any], each: Mapping[str, Any]) -> Parameter:
    source = str(each.get("source") or "").strip()
    if not source:
        raise ValueError(f"{row['code']} has a figure without source")
    if each.get("confidence") not in set(Confidence):
        raise ValueError(f"{row['code']} does not say how sure it is")
    valid_to = each.get("valid_to")
    if valid_to is not None and valid_to < each["valid_from"]:
        raise ValueError(f"{row['code']} ends before it begins")
    return Parameter(
        code=str(row["code"]),
        label=str(row["label"]),
        value=None if each["value"] is None else Decimal(str(each["value"])),
        unit=str(row["unit"]),
        source=source,
        confidence=Confidence(each["confidence"]),
        valid_from=each["valid_from"],
        valid_to=valid_to,
        place=str(each.get("place", NATION)),
        cites=tuple(cite(key) for key in row.get("cites", ())),
        kind=Kind(row.get("kind", Kind.LIMIT)),
        rolls=bool(row.get("rolls", True)),
    )


def _check_overlap(code: str, figures: Iterable[Parameter]) -> None:
    ends: dict[str, date | None] = {}
    for each in sorted(figures, key=lambda p: (p.place, p.valid_from)):
        if each.place in ends:
            end = ends[each.place]
            if end is None or each.valid_from <= end:
                raise ValueError(f"{code} has overlapping figures at {each.place} from {each.valid_from}")
        ends[each.place] = each.valid_to


@lru_cache(maxsize=1)
def _delivered() -> dict[str, tuple[Parameter, ...]]:
    from anjian.law.datafiles import read_yaml

    return read_parameters(row for path in sorted(FOLDER.glob("*.yaml")) for row in read_yaml(path))
