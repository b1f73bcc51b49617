"""Whether something must be recorded: dated data with source, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from datetime import date

_FILE = Path(__file__).parent / "data" / "requirement.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Whether interviews must be recorded, on which articles, known from where."""

    interview: bool
    cites: tuple[str, ...]
    source: str


@cache
def requirement_on(on: date) -> Requirement:
    """Return the requirement in force on a day. Raises LookupError when there is none."""
    due = [entry for entry in yaml.safe_load(_FILE.read_text("utf-8")) if entry["valid_from"] <= on]
    if not due:
        message = f"no entry is in force on {on}"
        raise LookupError(message)
    chosen = max(due, key=lambda entry: entry["valid_from"])
    return Requirement(
        interview=bool(chosen["interview"]),
        cites=tuple(chosen["cites"]),
        source=" ".join(chosen["source"].split()),
    )
