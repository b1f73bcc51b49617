"""The opening script and the length limits: dated data with sources, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from datetime import date

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the script: what is read out, the usual answer, the articles it rests on."""

    code: str
    text: str
    answer: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """An opening script 告知事项, in force from a day on."""

    code: str
    title: str
    valid_from: date
    source: str
    lines: tuple[Line, ...]

    def line(self, code: str) -> Line:
        """Return one line. Raises KeyError for an unknown code."""
        return (
            next(item for item in self.lines if item.code == code) if code in self.codes else _unknown(code)
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all lines in the order of telling."""
        return tuple(item.code for item in self.lines)


def _unknown(code: str) -> Line:
    raise KeyError(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long an interview may last, in minutes from its start, and without a rest or a meal."""

    warn_minutes: int
    stop_minutes: int
    rest_minutes: int
    meal_minutes: int
    source: str


def _in_force(items: list[dict[str, Any]], on: date) -> dict[str, Any]:
    due = [item for item in items if item["valid_from"] <= on]
    if not due:
        message = f"no entry is in force on {on}"
        raise LookupError(message)
    return max(due, key=lambda item: item["valid_from"])


@cache
def script_on(on: date) -> Script:
    """Return the opening script in force on a day. Raises LookupError when there is none."""
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(_DATA.glob("rights-*.yaml"))]
    chosen = _in_force(files, on)
    return Script(
        code=chosen["code"],
        title=chosen["title"],
        valid_from=chosen["valid_from"],
        source=chosen["source"],
        lines=tuple(
            Line(code=x["code"], text=x["text"], answer=x["answer"], cites=tuple(x["cites"]))
            for x in chosen["lines"]
        ),
    )


@cache
def limits_on(on: date) -> Limits:
    """Return the length limits in force on a day. Raises LookupError when there are none."""
    chosen = _in_force(yaml.safe_load((_DATA / "limits.yaml").read_text("utf-8")), on)
    return Limits(
        warn_minutes=chosen["warn_minutes"],
        stop_minutes=chosen["stop_minutes"],
        rest_minutes=chosen["rest_minutes"],
        meal_minutes=chosen["meal_minutes"],
        source=chosen["source"],
    )
