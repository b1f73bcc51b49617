"""Cases as files: one JSON object a line, statements in order of arrival."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Person, Statement


def read_cases(path: Path) -> Iterator[dict[str, Any]]:
    """Every case of a JSON-lines file; a bad line is named by its number."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                case = json.loads(line)
            except ValueError as error:
                raise ValueError(f"{path.name} 第 {number} 行不是有效的 JSON：{error}") from error
            if not isinstance(case, dict) or "statements" not in case:
                raise ValueError(f"{path.name} 第 {number} 行缺少 statements")
            yield case


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def person(row: Mapping[str, Any], fallback: str) -> Person:
    """One person row (interviewed or mentioned)."""
    return Person(
        str(row.get("pid") or fallback),
        str(row.get("name", "")),
        str(row.get("role", "")),
        tuple(row.get("aliases") or ()),
        row.get("room"),
        {"document": "document", "device": "device"}.get(str(row.get("kind", "")), "person"),  # type: ignore[arg-type]
    )


def open_case(case: Mapping[str, Any]) -> CrossCheck:
    """An empty cross-check for the persons and dates of the case; `gold` is never read."""
    return CrossCheck(
        [person(p, f"P{i}") for i, p in enumerate(case.get("persons") or ())],
        [person(p, f"M{i}") for i, p in enumerate(case.get("mentioned") or ())],
        incident_on=_day(case.get("incident_date")),
        interview_on=_day(case.get("interview_date")),
    )


def statements(case: Mapping[str, Any]) -> Iterator[Statement]:
    """The statements of the case in file order, which is their order of arrival."""
    for number, row in enumerate(case["statements"]):
        yield Statement(
            str(row["sid"]),
            str(row["pid"]),
            int(row.get("seq", number)),
            row.get("t", ""),
            str(row.get("q", "")),
            str(row.get("a", "")),
        )
