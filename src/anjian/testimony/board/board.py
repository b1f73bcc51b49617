"""The board of one case: statements in, views out; what was derived once is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from anjian.testimony import prompts
from anjian.testimony.board.disputes import Dispute
from anjian.testimony.board.grid import Grid, Gridder
from anjian.testimony.board.matters import Matter, matters
from anjian.testimony.board.orders import ORDERS, EdgeKind, Graph, graph
from anjian.testimony.board.own import OwnChange, OwnChanges
from anjian.testimony.board.points import Heard, hear
from anjian.testimony.board.rows import Rows
from anjian.testimony.board.sameness import Sameness, SamenessFinder
from anjian.testimony.board.silence import PlanQuestion, Silence, SilenceMap
from anjian.testimony.board.timeline import Timeline, timeline
from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Statement


class Board:
    """All views of one case's testimonies.

    The engine is only asked to read statements; it may be empty. `follow` takes the statements
    that stand, in their order of arrival: new ones at the end are added, anything else (an answer
    corrected, so that its former version no longer stands) lays the rows anew from what was read.
    ``pids`` are those shown, in their order; ``papers`` are the documents and instruments among
    them, which nobody asks and whose words people may well repeat.
    """

    def __init__(
        self, engine: CrossCheck, pids: Iterable[str] = (), papers: Collection[str] = frozenset()
    ) -> None:
        self.engine = engine
        self.cast = engine.cast
        self.pids = tuple(pids) or tuple(engine.cast.persons)
        self.papers = frozenset(papers)
        self._read: dict[str, Heard] = {}
        self._allowed: dict[str, tuple[int, bool]] = {}
        self._start()

    def _start(self) -> None:
        self.heard: dict[str, Heard] = {}
        self._statements: list[Statement] = []
        self._rows = Rows()
        self._same = SamenessFinder(self.cast)
        self._gridder = Gridder(self.heard, self.cast)
        self._own = OwnChanges(self.heard, self._rows.weights)
        self._matters: tuple[object, list[Matter]] | None = None
        self._allowed.clear()

    def follow(self, statements: Sequence[Statement]) -> None:
        """Take in what stands now."""
        known = self._statements
        if len(statements) < len(known) or any(
            a.sid != b.sid for a, b in zip(known, statements, strict=False)
        ):
            self._start()
        for statement in statements[len(self._statements) :]:
            self._hear(statement)

    def _hear(self, statement: Statement) -> None:
        order = len(self._statements)
        kept = self._read.get(statement.sid)
        if kept is None or kept.order != order or kept.statement != statement:
            kept = hear(statement, order, *self.engine.derive(statement))
            self._read[statement.sid] = kept
        self.heard[statement.sid] = kept
        self._statements.append(statement)
        self._rows.add(kept)
        if statement.pid not in self.papers:
            self._same.add(kept)

    def matters(self, disputes: Iterable[Dispute]) -> list[Matter]:
        """The questions of fact, joined by the ledger."""
        given = tuple(sorted(disputes, key=lambda d: d.no))
        mark = (len(self._statements), given)
        if self._matters is None or self._matters[0] != mark:
            self._matters = (mark, matters(self._rows.rows, self.heard, given))
        return self._matters[1]

    def grid(self, disputes: Iterable[Dispute]) -> Grid:
        """Facts and persons."""
        return self._gridder.grid(self.matters(disputes), self.pids)

    def silence(self, disputes: Iterable[Dispute], plan: Iterable[PlanQuestion] = ()) -> SilenceMap:
        """Who evaded, who was not asked, and what to ask next."""
        view = Silence(self.heard, self.cast, self._may_be_shown, self._place)
        asked = [pid for pid in self.pids if pid not in self.papers]
        return view.map(self.matters(disputes), asked, plan)

    def timeline(self, disputes: Iterable[Dispute]) -> Timeline:
        """What happened when, by whose word."""
        found = self.matters(disputes)
        return timeline(self.heard.values(), found, self.pids, self.engine.incident_on)

    def people(self, disputes: Iterable[Dispute], kinds: Collection[EdgeKind] = ORDERS) -> Graph:
        """Who says who told whom."""
        return graph(self.matters(disputes), self.heard, self.cast, self.pids, kinds)

    def own_changes(self, disputes: Iterable[Dispute]) -> tuple[OwnChange, ...]:
        """Where a person contradicts himself."""
        found = self._own.find(self.matters(disputes))
        return tuple(change for change in found if change.pid not in self.papers)

    def sameness(self) -> tuple[Sameness, ...]:
        """Answers of different persons in suspiciously equal words."""
        return self._same.standing()

    def _place(self, pid: str, question: str) -> str:
        """The key of the matter a question would belong to, were it put to this person."""
        asked = Statement("", pid, 0, "", question, "（待问）")
        point = hear(asked, 0, *self.engine.derive(asked)).point
        row = self._rows.place_of(point) if point else None
        if row is None or self._matters is None:
            return ""
        return next((m.key for m in self._matters[1] if any(p is row.head for p in m.points)), "")

    def _may_be_shown(self, text: str) -> bool:
        """Whether `prompts.check` lets the text into a room; only new statements are checked again."""
        upto, allowed = self._allowed.get(text, (0, True))
        if upto == len(self._statements):
            return allowed
        everyone = self.cast.everyone
        fresh = self._statements[upto:] if allowed else self._statements
        allowed = not prompts.check(text, persons=everyone, testimonies=fresh)
        if not allowed and len(fresh) < len(self._statements):
            allowed = not prompts.check(text, persons=everyone, testimonies=self._statements)
        self._allowed[text] = (len(self._statements), allowed)
        return allowed
