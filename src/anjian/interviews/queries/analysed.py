"""What the pages of the analysis show: cells, quotes, times, tellings, pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.testimony.board.disputes import Dispute
    from anjian.testimony.board.grid import State
    from anjian.testimony.board.orders import Edge, EdgeKind, Node
    from anjian.testimony.board.timeline import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A person of the case with the room of the newest session."""

    pid: str
    name: str
    post: str
    room: str
    session_id: UUID
    state_label: str
    live: bool
    paper: bool
    """Whether it is a document or an instrument that stands beside the persons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of an answer with what stands around it and where to find it."""

    segment_id: str
    session_id: UUID
    person: str
    no: int
    at: datetime
    question: str
    before: str
    marked: str
    after: str
    note: str = ""
    signs: tuple[str, ...] = ()
    paper: bool = False

    @property
    def seat(self) -> str:
        """The anchor of the answer on the console."""
        return f"seg-{self.segment_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A cell as drawn: state by sign and word, the value in short."""

    pid: str
    person: str
    state: State
    word: str
    meaning: str
    value: str
    signs: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A question of fact as drawn."""

    key: str
    title: str
    question: str
    slot_label: str
    signs: tuple[str, ...]
    open: bool
    red: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDetail:
    """Everything said about a question of fact, by person, with the contradictions about it."""

    row: RowView
    people: tuple[tuple[CellView, tuple[Words, ...]], ...]
    disputes: tuple[tuple[str, Dispute], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsView:
    """A page of the grid with how many rows of each kind there are."""

    voices: tuple[Voice, ...]
    rows: tuple[RowView, ...]
    counts: dict[str, int]
    total: int
    show: str
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentView:
    """A time as listed, with its words."""

    moment: Moment
    certainty: str
    signs: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingView:
    """Who says or denies an edge of the graph."""

    edge: Edge
    source: str
    target: str
    verb: str
    signs: tuple[str, ...]
    witnesses: tuple[Words, ...]
    denials: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    """The graph as nodes and told edges."""

    nodes: tuple[Node, ...]
    tellings: tuple[TellingView, ...]
    kinds: tuple[EdgeKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two answers side by side: a change of one person's account, or two alike in wording."""

    because: str
    a: Words
    b: Words
    a_pieces: tuple[tuple[str, bool], ...] = ()
    b_pieces: tuple[tuple[str, bool], ...] = ()
    share: int = 0
