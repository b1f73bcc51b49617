"""Undoing without erasing: which steps still stand after a redo or a reopening.

A step that was wrong is not rewritten: it stays on record, and a later step says from where the
proceeding is done again. Rules judge by the steps that stand, and everybody can read the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from anjian.procedures.facts import ChildFact, Taken
from anjian.procedures.spec import Procedure

REDO, REOPEN = "redo", "reopen"
UNDOING = frozenset({REDO, REOPEN})
FROM_STEP = "from_step"
Lookup = Callable[[str], Procedure]


@dataclass(frozen=True, slots=True)
class Record:
    """The steps of a case that stand, those undone, and the child proceedings that fell with them."""

    standing: tuple[Taken, ...]
    undone: tuple[Taken, ...]
    fallen: frozenset[UUID]


def undone_by(
    standing: Sequence[Taken], children: Sequence[ChildFact], proceeding_id: UUID, seq: int, lookup: Lookup
) -> tuple[frozenset[int], frozenset[UUID]]:
    """The numbers of the steps that fall when a proceeding is done again from step `seq`.

    With a step fall the child proceedings that it opened, and all that was done in them.
    """
    falling = [t for t in standing if t.proceeding_id == proceeding_id and t.seq >= seq]
    numbers = {t.seq for t in falling}
    fallen: set[UUID] = set()
    while falling:
        opened = {(t.at, _opens(t, lookup)) for t in falling}
        below = {c.proceeding_id for c in children if (c.opened_at, c.procedure) in opened} - fallen
        fallen |= below
        falling = [t for t in standing if t.proceeding_id in below and t.seq not in numbers]
        numbers |= {t.seq for t in falling}
    return frozenset(numbers), frozenset(fallen)


def record_of(history: Iterable[Taken], children: Sequence[ChildFact], lookup: Lookup) -> Record:
    """Sort the whole record of a case into what stands and what was undone."""
    standing: list[Taken] = []
    undone: list[Taken] = []
    fallen: frozenset[UUID] = frozenset()
    for taken in history:
        seq = taken.get(FROM_STEP)
        if taken.step in UNDOING and isinstance(seq, int):
            numbers, below = undone_by(standing, children, taken.proceeding_id, seq, lookup)
            undone += [t for t in standing if t.seq in numbers]
            standing = [t for t in standing if t.seq not in numbers]
            fallen |= below
        standing.append(taken)
    return Record(tuple(standing), tuple(undone), fallen)


def _opens(taken: Taken, lookup: Lookup) -> str:
    steps = lookup(taken.procedure).by_step
    return steps[taken.step].opens if taken.step in steps else ""
