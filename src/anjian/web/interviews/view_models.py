"""What the console and the room show, cut to size for their templates."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from anjian.interviews.queries import ConsoleView, ContradictionView, RoomColumn, SegmentView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer and the contradictions it is part of, written ①②."""

    text: str
    marks: tuple[ContradictionView, ...] = ()
    ends: tuple[ContradictionView, ...] = ()

    @property
    def tone(self) -> str:
        """The tier of the most serious open mark, or ``settled``."""
        still = [m for m in self.marks if not m.settled]
        if not still:
            return "settled"
        return "red" if any(m.tier == "red" for m in still) else "yellow"

    @property
    def numbers(self) -> str:
        """The numbers of the marks, for the script that joins pairs."""
        return " ".join(str(m.no) for m in self.marks)


@dataclass(frozen=True, slots=True)
class Talk:
    """A numbered question with its answer in pieces."""

    segment: SegmentView
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One room of the console."""

    room: RoomColumn
    talks: tuple[Talk, ...]


def pieces(answer: str, marks: Iterable[tuple[int, int, ContradictionView]]) -> tuple[Piece, ...]:
    """Cut an answer where marked stretches begin and end; overlapping ones share pieces."""
    spans = [(max(0, s), min(len(answer), e), c) for s, e, c in marks]
    spans = [(s, e, c) for s, e, c in spans if s < e]
    cuts = sorted({0, len(answer), *(s for s, _e, _c in spans), *(e for _s, e, _c in spans)})
    return tuple(
        Piece(
            answer[start:end],
            tuple(c for s, e, c in spans if s <= start and end <= e),
            tuple(c for _s, e, c in spans if e == end),
        )
        for start, end in pairwise(cuts)
    )


def columns(view: ConsoleView) -> tuple[Column, ...]:
    """Return the rooms with every answer cut at its contradictions; dismissed ones are not marked."""
    marks: dict[UUID, list[tuple[int, int, ContradictionView]]] = defaultdict(list)
    for found in view.contradictions:
        if found.state == "dismissed":
            continue
        for side in (found.a, found.b):
            start = len(side.before)
            marks[side.segment_id].append((start, start + len(side.marked), found))
    return tuple(
        Column(room, tuple(Talk(s, pieces(s.answer, marks.get(s.id, ()))) for s in room.segments))
        for room in view.columns
    )
