"""Written cases to practise on: who says what when, and where it contradicts.

Pure: knows no database. The answers' times are those of the written record; playing divides the pauses by the
speed and never waits longer than ``LONGEST_PAUSE_S``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from anjian.kit.text import bigrams
from anjian.testimony.cases import read_cases

FOLDER = Path(__file__).parent / "data"
LONGEST_PAUSE_S = 60.0
SPEEDS = (1, 2, 5, 10, 30)
"""How many times faster than the written times an exercise can be played."""


@dataclass(frozen=True, slots=True)
class Player:
    """A person questioned in the exercise."""

    pid: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer; ``after_s`` seconds after the line before it, at speed 1."""

    sid: str
    pid: str
    question: str
    answer: str
    after_s: float


@dataclass(frozen=True, slots=True)
class Issue:
    """A fact on which the persons contradict each other: the pairs of lines that show it."""

    code: str
    note: str
    slot: str
    pairs: frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A written case: people, lines in the order of arrival, and what is wrong between them."""

    code: str
    title: str
    domain: str
    background: str
    players: tuple[Player, ...]
    lines: tuple[Line, ...]
    issues: tuple[Issue, ...]
    borderline: frozenset[frozenset[str]]

    @property
    def minutes(self) -> int:
        """How long it takes at speed 1."""
        return round(sum(line.after_s for line in self.lines) / 60)


@lru_cache(maxsize=1)
def scenarios() -> dict[str, Scenario]:
    """Return every written case by its code, in the order of the files."""
    found = (_scenario(row) for path in sorted(FOLDER.glob("*.jsonl")) for row in read_cases(path))
    return {scenario.code: scenario for scenario in found}


def _scenario(row: dict[str, Any]) -> Scenario:
    lines, last = [], None
    for statement in row["statements"]:
        at = _seconds(str(statement.get("t", "")))
        pause = LONGEST_PAUSE_S / 2 if last is None or at is None else max(0.0, at - last)
        lines.append(
            Line(
                statement["sid"],
                statement["pid"],
                statement["q"],
                statement["a"],
                min(pause, LONGEST_PAUSE_S),
            )
        )
        last = at if at is not None else last
    gold = row.get("gold") or {}
    issues: dict[str, list[dict[str, Any]]] = {}
    for pair in gold.get("contradictions", ()):
        issues.setdefault(str(pair["issue"]), []).append(pair)
    return Scenario(
        code=row["case_id"],
        title=row["title"],
        domain=row.get("domain", ""),
        background=row.get("background", ""),
        players=tuple(Player(p["pid"], p["name"], p.get("role", "")) for p in row["persons"]),
        lines=tuple(lines),
        issues=tuple(
            Issue(
                code,
                pairs[0].get("note", ""),
                pairs[0]["slot"],
                frozenset(frozenset((p["a"], p["b"])) for p in pairs),
            )
            for code, pairs in issues.items()
        ),
        borderline=frozenset(frozenset((p["a"], p["b"])) for p in gold.get("acceptable", ())),
    )


def _seconds(text: str) -> float | None:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", text)
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0) if match else None


def again(prompt: str, said: list[Line]) -> Line | None:
    """Return what the person has said on the matter of a prompt, None when nothing comes near it."""
    wanted = set(bigrams(prompt).split())
    best, most = None, 0
    for line in said:
        words = set(bigrams(f"{line.question} {line.answer}").split())
        shared = sum(len(word) for word in wanted & words)
        if shared > most:
            best, most = line, shared
    return best if most >= _NEAR else None


_NEAR = 6
