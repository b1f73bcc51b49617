"""Question plans 询问提纲: what must still be asked of whom, as dated data. One file, one plan.

Pure: knows no database. Which questions are answered already says :mod:`covering`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_FOLDER = Path(__file__).parent
BASICS = "basics"
"""The plan that every interview has."""

PARTS = {
    "worker": "作业人员",
    "foreman": "班组长、现场负责人",
    "safety_manager": "安全管理人员",
    "legal_representative": "主要负责人",
}
"""What a person is in the accident or the violation; questions are put accordingly."""

_PART_WORDS = (
    (
        "legal_representative",
        "法定代表人|法人代表|总经理|主要负责人|董事长|总裁|厂长|矿长|实际控制人|站长|经营者",
    ),
    ("safety_manager", "安全管理|安全员|安全总监|安环|安全科|安全部|安监|安全主管|安全工程师"),
    ("foreman", "班组长|班长|组长|队长|工长|领班|车间主任|项目经理|现场负责|带班|值班长|施工员|主管|科长"),
)
_FACT = re.compile(r"fact:F-\d{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One planned question: the fact it is to prove, for whom, and how an answer is recognised.

    ``about`` are groups of words: an answered question is about this fact when each group is met.
    ``slot`` is the cross-check's kind of value the answer must give (由谁安排, 时间 …), "" for any.
    """

    code: str
    fact: str
    ask: str
    ask_as: tuple[tuple[str, str], ...]
    about: tuple[tuple[str, ...], ...]
    slot: str
    parts: tuple[str, ...]

    def for_part(self, part: str) -> bool:
        """Whether this question is put to such a person."""
        return not self.parts or part in self.parts

    def wording(self, part: str) -> str:
        """How the question is put to such a person."""
        return dict(self.ask_as).get(part, self.ask)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A question plan for a kind of accident or violation, in force from a day on."""

    code: str
    title: str
    valid_from: date
    words: tuple[str, ...]
    source: str
    confidence: str
    cites: tuple[str, ...]
    questions: tuple[Question, ...]


def _question(plan: str, row: dict[str, Any]) -> Question:
    return Question(
        code=f"{plan}.{row['code']}",
        fact=row["fact"],
        ask=row["ask"],
        ask_as=tuple(row.get("ask_as", {}).items()),
        about=tuple(tuple(group) for group in row["about"]),
        slot=row.get("slot", ""),
        parts=tuple(row.get("parts", ())),
    )


@cache
def _all() -> tuple[Plan, ...]:
    found = []
    for path in sorted(_FOLDER.glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        found.append(
            Plan(
                code=data["code"],
                title=data["title"],
                valid_from=data["valid_from"],
                words=tuple(data["words"]),
                source=data["source"].strip(),
                confidence=data["confidence"],
                cites=tuple(data["cites"]),
                questions=tuple(_question(data["code"], row) for row in data["questions"]),
            )
        )
    return tuple(found)


@cache
def plans_on(on: date) -> tuple[Plan, ...]:
    """Return the newest plan of each kind that is in force on a day, the basics first."""
    newest: dict[str, Plan] = {}
    for plan in _all():
        if plan.valid_from <= on and (
            plan.code not in newest or newest[plan.code].valid_from < plan.valid_from
        ):
            newest[plan.code] = plan
    return tuple(sorted(newest.values(), key=lambda p: (p.code != BASICS, p.code)))


@cache
def codes() -> frozenset[str]:
    """Return the codes of all plans."""
    return frozenset(plan.code for plan in _all())


@cache
def items() -> frozenset[str]:
    """Return the codes of all planned questions."""
    return frozenset(question.code for plan in _all() for question in plan.questions)


def known_item(code: str) -> bool:
    """Whether a code names a planned question, or a fact stated in a case (``fact:F-1``).

    >>> known_item("fact:F-12"), known_item("fact:x")
    (True, False)
    """
    return code in items() or bool(_FACT.fullmatch(code))


def suggested(text: str, on: date) -> tuple[str, ...]:
    """Return the plans whose words stand in a case's cause or the matter of the interview."""
    return tuple(
        plan.code for plan in plans_on(on) if plan.code == BASICS or any(word in text for word in plan.words)
    )


def relevance(plan: Plan, matter: str, title: str) -> int:
    """Say how much a plan is about the matter asked about, and less so the case's title."""
    return sum(3 * (word in matter) + (word in title) for word in plan.words)


def part_of(*about: str) -> str:
    """Return what a person is, told by post and relation to the case.

    >>> part_of("安全生产管理部主管"), part_of("维修班长"), part_of("焊工")
    ('safety_manager', 'foreman', 'worker')
    """
    text = " ".join(about)
    return next((part for part, words in _PART_WORDS if re.search(words, text)), "worker")


def chosen(suggestions: Iterable[str], marks: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the plans in use: the suggested ones, as officers chose and dropped (kind, code) since."""
    used = set(suggestions)
    for kind, code in marks:
        if kind == "chosen":
            used.add(code)
        elif kind == "dropped":
            used.discard(code)
    return frozenset(used | {BASICS})
