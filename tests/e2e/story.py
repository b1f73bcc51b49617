"""What the chapters of the main story share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.e2e.desk import Desk

HANDLERS = ("王虎", "赵敏")

People = Callable[[str], Desk]

_WORDS = {
    "见证": "无",
    "电话": "13900000000",
    "记录人": "何清",
}


def words(label: str, kind: str) -> str:
    """What an officer writes where a document asks for words that nothing else fills."""
    if kind == "date":
        return "2026-10-08"
    if kind == "datetime-local":
        return "2026-10-08T09:30"
    for part, text in _WORDS.items():
        if part in label:
            return text
    return f"{label}见案卷材料，经核对无误。"


@dataclass(slots=True)
class Story:
    """What the chapters hand on to each other."""

    no: str = ""
