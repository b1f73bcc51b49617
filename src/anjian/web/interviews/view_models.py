"""What the console and the room show, cut to size for their templates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

from anjian.kit.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anjian.interviews.queries import AnswerView, ContradictionView, IssueCard, MarkView, RoomColumn


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer and the contradictions it is part of, written ①②."""

    text: str
    marks: tuple[MarkView, ...] = ()
    ends: tuple[MarkView, ...] = ()

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

    answer: AnswerView
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One room of the console."""

    room: RoomColumn
    talks: tuple[Talk, ...]


def pieces(answer: str, marks: Iterable[MarkView]) -> tuple[Piece, ...]:
    """Cut an answer where marked stretches begin and end; overlapping ones share pieces."""
    spans = [(max(0, m.start), min(len(answer), m.end), m) for m in marks]
    spans = [(s, e, m) for s, e, m in spans if s < e]
    cuts = sorted({0, len(answer), *(s for s, _e, _m in spans), *(e for _s, e, _m in spans)})
    return tuple(
        Piece(
            answer[start:end],
            tuple(m for s, e, m in spans if s <= start and end <= e),
            tuple(m for _s, e, m in spans if e == end),
        )
        for start, end in pairwise(cuts)
    )


def talk(answer: AnswerView) -> Talk:
    """Return an answer cut at its contradictions."""
    return Talk(answer, pieces(answer.answer, answer.marks))


def columns(rooms: Iterable[RoomColumn]) -> tuple[Column, ...]:
    """Return the rooms with every answer cut at its contradictions."""
    return tuple(Column(room, tuple(talk(a) for a in room.answers)) for room in rooms)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """Which cards are shown, as it stands in the address of the page."""

    person: UUID | None = None
    slot: str = ""
    tier: str = ""
    state: str = ""
    material: str = ""
    disputed: bool = False
    q: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> BoardFilter:
        """Read it from an address. Raises NotFound for an id that is none."""
        try:
            person = UUID(query["who"]) if query.get("who") else None
        except ValueError as problem:
            raise NotFound from problem
        return cls(
            person=person,
            slot=query.get("slot", ""),
            tier=query.get("tier", ""),
            state=query.get("state", ""),
            material=query.get("material", ""),
            disputed=query.get("disputed") == "1",
            q=query.get("q", "").strip()[:60],
        )

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return self != BoardFilter()

    @property
    def cards(self) -> bool:
        """Whether cards are filtered."""
        return bool(self.person or self.slot or self.tier or self.state or self.material)

    def fits(self, card: IssueCard) -> bool:
        """Whether a contradiction of the card is one of those looked for."""
        return any(self._fits(view) for view in card.all)

    def _fits(self, view: ContradictionView) -> bool:
        return (
            (self.person is None or self.person in {view.a.person_id, view.b.person_id})
            and self.slot in {"", view.slot}
            and self.tier in {"", view.tier}
            and (self.state in {"", view.state} or (self.state == "settled" and view.settled))
            and (self.material in {"", "yes" if view.material else "no"})
        )
