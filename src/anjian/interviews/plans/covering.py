"""Which planned questions are answered already: by words and by the cross-check's claims. Pure.

1. A question that was put in from the plan, or whose every group of words stands in question and
   answer (one group at least in the question itself), is asked.
2. It is answered when the answer says something (not only 不清楚, silence) and gives a value of the
   kind the fact needs (who ordered, when, how many, yes or no …).
3. What an officer ticked or unticked by hand goes before, until a later answer.

The same answers always give the same list; each entry says which number answered it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from anjian.testimony.engine import CrossCheck
from anjian.testimony.lexicon import frame
from anjian.testimony.model import SLOT_LABELS, Person, Statement
from anjian.testimony.normalise import normalise
from anjian.testimony.persons import Cast
from anjian.testimony.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from anjian.interviews.plans import Question

_ALIKE = {
    "order_by": {"order_by", "actor"},
    "actor": {"actor", "order_by"},
    "present": {"present", "actor", "order_by", "count"},
    "time": {"time", "sequence"},
    "place": {"place"},
    "amount": {"amount", "count"},
    "count": {"count", "amount", "present"},
    "sequence": {"sequence", "time"},
    "cert": {"cert", "yesno", "object"},
    "object": {"object", "yesno"},
    "yesno": {"yesno", "cert", "object"},
}
_SILENT = re.compile(r"^[（(]?(沉默|不语|不回答|未作答|低头|…)+[）)]?[。]?$")
_DIGIT = re.compile(r"[\d一二两三四五六七八九十百千半]")
_WHERE = re.compile(r"[室楼厂车间库罐池井区路号门旁边侧里上下处层段站点]")
_STANCE = re.compile(r"有|没|无|不|是|已|未|办|做|配|戴|开|关|停|了|过")


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and answer on record, as the plan is held against it."""

    session_no: int
    no: int
    question: str
    answer: str
    plan_item: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tick:
    """An officer's word on a planned question."""

    ticked: bool
    at: datetime
    officer: str


@dataclass(frozen=True, slots=True)
class Covered:
    """Where a planned question stands: open, asked (without an answer to the point), answered, ticked."""

    state: str
    session_no: int = 0
    no: int = 0
    why: str = ""
    officer: str = ""
    at: datetime | None = None

    @property
    def done(self) -> bool:
        """Whether nothing is left to ask."""
        return self.state in {"answered", "ticked"}


OPEN = Covered("open")


@dataclass(frozen=True, slots=True)
class _Told:
    text: str
    asked: str
    says: bool
    slots: frozenset[str]
    yes_no: bool
    named: bool


@lru_cache(maxsize=4096)
def _told(question: str, answer: str, cast: tuple[Person, ...], incident: date | None) -> _Told:
    """What one question and answer say, read as the cross-check reads them."""
    speaker = cast[0]
    statement = Statement(sid="s", pid=speaker.pid, seq=1, at="", question=question, answer=answer)
    engine = CrossCheck(cast, incident_on=incident)
    engine.add(statement)
    reading = read(statement, Cast(cast), incident)
    plain = normalise(answer).strip()
    known = [c for c in reading.clauses if c.source != "unknown"]
    told = bool(plain) and not _SILENT.match(plain)
    says = told and bool(known) and not (reading.head == "unknown" and _only_unknown(plain))
    return _Told(
        text=f"{normalise(question)} {plain}",
        asked=normalise(question),
        says=says,
        slots=frozenset(claim.slot for claim in engine.claims_of("s")),
        yes_no=reading.head in {"yes", "no"},
        named=bool(reading.answer_people) or bool(re.search(r"我|自己|老板|领导|班长|队长|经理|主任", plain)),
    )


def _only_unknown(answer: str) -> bool:
    """Whether every clause only says that the person does not know."""
    clauses = [c for c in re.split(r"[，。；！？]", answer) if c.strip()]
    return all(frame("unknown").search(c) or len(c.strip()) <= 2 for c in clauses)


def _about(question: Question, told: _Told) -> bool:
    if not question.about:
        return False
    everywhere = all(any(word in told.text for word in group) for group in question.about)
    return everywhere and any(any(word in told.asked for word in group) for group in question.about)


def _to_the_point(question: Question, told: _Told) -> bool:
    """Whether the answer gives the kind of value the fact needs."""
    slot = question.slot
    if not told.says:
        return False
    if not slot or told.slots & _ALIKE[slot]:
        return True
    answer = told.text[len(told.asked) + 1 :]
    if slot in {"yesno", "cert", "object"}:
        return told.yes_no or bool(_STANCE.search(answer))
    if slot in {"order_by", "actor", "present"}:
        return told.named
    if slot == "place":
        return bool(_WHERE.search(answer))
    return bool(_DIGIT.search(answer))


def cover(
    question: Question,
    answers: Sequence[Answer],
    *,
    cast: tuple[Person, ...],
    incident: date | None = None,
    tick: Tick | None = None,
    this_session: int = 1,
) -> Covered:
    """Say where one planned question stands. ``cast`` names the person questioned first."""
    found = OPEN
    for one in answers:
        if tick is not None and one.at <= tick.at:
            continue
        told = _told(one.question, one.answer, cast, incident)
        if one.plan_item != question.code and not _about(question, told):
            continue
        where = f"第{one.no}问" if one.session_no == this_session else f"第{one.session_no}次询问第{one.no}问"
        if _to_the_point(question, told):
            kind = f"（{SLOT_LABELS[question.slot]}）" if question.slot else ""
            return Covered("answered", one.session_no, one.no, f"{where}已回答{kind}", at=one.at)
        if found is OPEN:
            found = Covered("asked", one.session_no, one.no, f"{where}问过，没有答明", at=one.at)
    if tick is not None and tick.ticked:
        return Covered("ticked", why="已由人工标为问清", officer=tick.officer, at=tick.at)
    return found


def cast_of(person: Person, others: Iterable[Person]) -> tuple[Person, ...]:
    """Return the cast with the person questioned first, as :func:`cover` wants it."""
    return (person, *(p for p in others if p.pid != person.pid))
