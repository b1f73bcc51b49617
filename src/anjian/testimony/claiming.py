"""Small helpers with which every kind of claim is made from a reading."""

from __future__ import annotations

import re

from anjian.testimony.model import Claim
from anjian.testimony.persons import Mention
from anjian.testimony.reading import Clause, Reading


def speaker(reading: Reading) -> str:
    """Who made the statement."""
    return reading.statement.pid


def agent_before(people: tuple[Mention, ...], start: int, distance: int) -> Mention | None:
    """The person named last before the place, near enough to be its agent."""
    near = [m for m in people if m.end <= start and start - m.end <= distance]
    return near[-1] if near else None


def pronoun(reading: Reading, at: int) -> str:
    """Whom 他/她 at this place means: last other person in the answer before, else in the question."""
    before = [m.who for m in reading.answer_people if m.end <= at and m.who != speaker(reading)]
    if before:
        return before[-1]
    asked = [m.who for m in reading.question_people if m.who != speaker(reading)]
    return asked[-1] if asked else ""


def make(
    reading: Reading, clause: Clause, span: tuple[int, int], kind: str, rule: str, **more: object
) -> Claim:
    """A claim of the speaker at this place of his answer."""
    base: dict[str, object] = {
        "sid": reading.statement.sid,
        "pid": speaker(reading),
        "kind": kind,
        "span": span,
        "rule": rule,
        "source": clause.source,
        "event": clause.event,
    }
    base.update(more)
    return Claim(**base)  # type: ignore[arg-type]


def said_of(reading: Reading, text: str, base: int, *, question: bool) -> frozenset[str]:
    """Whose doing the fact is, when it is said."""
    me = reading.statement.pid
    people = (
        reading.question_people
        if question
        else tuple(m for m in reading.answer_people if base <= m.start < base + len(text))
    )
    if people:
        return frozenset(m.who for m in people if not m.who.startswith("g:"))
    if not question and re.search("[他她](?!们)", text) and (who := pronoun(reading, base)):
        return frozenset({who})
    if question:
        return frozenset({me}) if re.search("你(?!们)", text) else frozenset()
    if re.search("我(?!们)", text):
        return frozenset({me})
    return frozenset()
