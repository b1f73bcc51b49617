"""Neutral questions a case manager may send as they are: dated data with sources, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).parent / "data" / "prompt-wordings.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Wordings about one kind of fact, with where their kind of question comes from."""

    label: str
    source: str
    texts: tuple[str, ...]


@cache
def offered() -> tuple[Group, ...]:
    """Return the wordings in groups, in the order of an inquiry."""
    entries = yaml.safe_load(_DATA.read_text("utf-8"))
    return tuple(Group(label=e["label"], source=e["source"], texts=tuple(e["texts"])) for e in entries)
