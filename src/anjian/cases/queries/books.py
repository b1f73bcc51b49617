"""The two-way books over the cases an officer may know of: one read for the page, one for its terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.audit import reading
from anjian.cases.queries import sight
from anjian.deadlines import queries as deadlines
from anjian.procedures import books

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.deadlines.queries import ClockView
    from anjian.kit.actor import Actor
    from anjian.procedures.books import Entry

_ALL = ", ".join(f"'{c.step}'" for c in books.CROSSINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """An entry of the books with its case, who registered it, and the term it set going."""

    id: UUID
    case_no: str
    case_title: str
    party_name: str
    entry: Entry
    at: datetime
    by: str
    clock: ClockView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPage:
    """A keyset page, newest first, with the keys of its neighbours (None at the ends)."""

    lines: tuple[BookLine, ...]
    newer: UUID | None = None
    older: UUID | None = None


def book(  # one argument per control of the page
    actor: Actor,
    *,
    organ_kind: str = "",
    direction: str = "",
    case_id: UUID | None = None,
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = 50,
) -> BookPage:
    """Return one page of the books of visible cases, or of one case."""
    told: dict[str, Any] = {**sight.asks(actor), "size": size + 1}
    conditions = [f"s.step IN ({_ALL})"]
    if organ_kind:
        told |= {
            "of_kind": list(books.steps_with(organ_kind)),
            "own": list(books.OF_ITS_OWN_ORGAN),
            "kind": organ_kind,
        }
        conditions.append(
            "(s.step = ANY(%(of_kind)s) OR (s.step = ANY(%(own)s) AND s.inputs->>'organ_kind' = %(kind)s))"
        )
    if direction:
        told |= {
            "going": list(books.steps_going(direction)),
            "either": list(books.OF_ITS_OWN_DIRECTION),
            "direction": direction,
        }
        conditions.append(
            "(s.step = ANY(%(going)s) OR "
            "(s.step = ANY(%(either)s) AND s.inputs->>'direction' = %(direction)s))"
        )
    if case_id is not None:
        told["case"] = case_id
        conditions.append("s.case_id = %(case)s")
    backwards = after is not None
    if backwards:
        told["edge"] = after
        conditions.append("s.id > %(edge)s")
    elif before is not None:
        told["edge"] = before
        conditions.append("s.id < %(edge)s")
    found = reading.rows(
        "SELECT s.id, s.step, s.inputs, s.actor->>'name', s.at, s.proceeding_id, c.id, c.no, c.title, "  # noqa: S608
        "c.party_name FROM cases_step s JOIN cases_case c ON c.org_id = s.org_id AND c.id = s.case_id "
        f"WHERE s.org_id = %(org)s AND {' AND '.join(conditions)} AND {sight.NOT_RECUSED} "
        f"AND ({' OR '.join(sight.ways(actor))}) ORDER BY s.id {'ASC' if backwards else 'DESC'} "
        "LIMIT %(size)s",
        told,
        planned_anew=True,
    )
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return BookPage(lines=())
    running = {
        (c.case_id, c.proceeding_id, c.code): c
        for c in deadlines.clocks_of(actor.org_id, sorted({row[6] for row in found}))
        if c.status == "open"
    }
    lines = tuple(_line(row, running) for row in found)
    return BookPage(
        lines=lines,
        newer=lines[0].id if (more if backwards else before is not None) else None,
        older=lines[-1].id if (True if backwards else more) else None,
    )


def _line(row: tuple[Any, ...], running: dict[tuple[Any, ...], ClockView]) -> BookLine:
    entry = books.entry(row[1], reading.parsed(row[2]))
    return BookLine(
        id=row[0],
        case_no=row[7],
        case_title=row[8],
        party_name=row[9],
        entry=entry,
        at=row[4],
        by=row[3],
        clock=running.get((row[6], row[5], entry.clock)) if entry.clock else None,
    )
