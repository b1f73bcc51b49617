"""The analysis of all testimonies of a case as its pages show it. Constant queries, whatever its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.interviews.queries.analysed import (
    CellView,
    FactsView,
    MomentView,
    PairView,
    PeopleView,
    RowDetail,
    RowView,
    TellingView,
    Voice,
    Words,
)
from anjian.interviews.queries.board import circled
from anjian.interviews.queries.hearings import Hearing, Spot, disputes_of, hearing_of
from anjian.interviews.queries.sessions import sessions_of
from anjian.testimony.board.grid import STATES, Cell, Grid, GridRow
from anjian.testimony.board.orders import EDGE_WORDS, Witness
from anjian.testimony.board.silence import NextQuestion, PlanQuestion, SilenceMap
from anjian.testimony.board.timeline import CERTAINTY, Moment, Timeline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from anjian.interviews.queries.sessions import SessionLine
    from anjian.testimony.board.points import Heard
    from anjian.testimony.model import Span


PAGE = 40
NOT_WRITTEN = ("没有记载", "这份书证或者读数没有说到")
SHOWN: dict[str, str] = {
    "many": "两人以上说到",
    "open": "有矛盾未查清",
    "gaps": "有人未问或者说不知道",
    "all": "全部",
}


class Analysis:
    """One look at the analysis of a case: everything in it speaks of the same moment."""

    def __init__(self, org_id: UUID, case_id: UUID) -> None:
        self.lines = sessions_of(org_id, case_id)
        self.disputes = disputes_of(org_id, case_id)
        self.hearing: Hearing = hearing_of(org_id, case_id)
        self.board = self.hearing.board
        self.voices = _voices(self.lines)
        with self.hearing.lock:
            self.board.pids = tuple(v.pid for v in self.voices)
        self._names = {v.pid: v.name for v in self.voices}

    @property
    def answers(self) -> int:
        """How many answers stand."""
        return len(self.board.heard)

    def name(self, who: str) -> str:
        """How a person is called on the console."""
        return self._names.get(who) or self.board.cast.name(who)

    def facts(self, show: str = "", page: int = 1, *, size: int = PAGE) -> FactsView:
        """A page of the grid: rows with two or more voices unless something else is asked for."""
        with self.hearing.lock:
            grid = self.board.grid(self.disputes)
        picked = {code: [r for r in grid.rows if _shown(r, code)] for code in SHOWN}
        chosen = show if show in picked else "many" if picked["many"] else "all"
        rows = picked[chosen]
        pages = max(1, -(-len(rows) // size))
        page = min(max(page, 1), pages)
        return FactsView(
            voices=self.voices,
            rows=tuple(self._row(r) for r in rows[(page - 1) * size : page * size]),
            counts={code: len(found) for code, found in picked.items()},
            total=len(grid.rows),
            show=chosen,
            page=page,
            pages=pages,
        )

    def row(self, key: str) -> RowDetail | None:
        """Everything said about one question of fact; nothing when there is no such row (any more)."""
        with self.hearing.lock:
            grid: Grid = self.board.grid(self.disputes)
        found = next((r for r in grid.rows if r.key == key), None)
        if found is None:
            return None
        view = self._row(found)
        people = tuple(
            (
                shown,
                tuple(self._quoted(q.sid, q.span, _note(q.asked, q.stance), q.disputes) for q in c.quotes),
            )
            for shown, c in zip(view.cells, found.cells, strict=True)
        )
        return RowDetail(row=view, people=people, disputes=tuple((circled(d.no), d) for d in found.disputes))

    def silence(self, plan: Iterable[PlanQuestion] = ()) -> SilenceMap:
        """Who evaded what, who was not asked, what to ask next."""
        with self.hearing.lock:
            return self.board.silence(self.disputes, plan)

    def next_by_voice(self, found: SilenceMap) -> list[tuple[Voice, list[NextQuestion]]]:
        """The next questions of each person, in the order of the rooms."""
        return [(v, [q for q in found.questions if q.pid == v.pid]) for v in self.voices if not v.paper]

    def timeline(self) -> Timeline:
        """What happened when, by whose word."""
        with self.hearing.lock:
            return self.board.timeline(self.disputes)

    def moment(self, moment: Moment) -> MomentView:
        """A time with its words."""
        return MomentView(
            moment=moment,
            certainty=CERTAINTY[moment.certainty],
            signs=tuple(circled(n) for n in moment.disputes),
            words=self._quoted(moment.sid, moment.span),
        )

    def people(self, kinds: Collection[str]) -> PeopleView:
        """Who says who told whom, and if asked for who did what and who was there."""
        wanted = tuple(k for k in EDGE_WORDS if k in kinds) or ("order",)
        with self.hearing.lock:
            graph = self.board.people(self.disputes, wanted)
        labels = {n.id: n.label for n in graph.nodes}
        return PeopleView(
            nodes=graph.nodes,
            tellings=tuple(
                TellingView(
                    edge=edge,
                    source=labels[edge.source],
                    target=edge.titles[0] if edge.kind == "actor" else labels[edge.target],
                    verb=EDGE_WORDS[edge.kind][0],
                    signs=tuple(circled(n) for n in edge.disputes),
                    witnesses=tuple(self._witness(w) for w in edge.witnesses),
                    denials=tuple(self._witness(w) for w in edge.denials),
                )
                for edge in graph.edges
            ),
            kinds=wanted,
        )

    def own_changes(self) -> list[PairView]:
        """Where a person's later answer does not fit an earlier one."""
        with self.hearing.lock:
            found = self.board.own_changes(self.disputes)
        return [
            PairView(
                because=f"{self.name(c.pid)}：{c.because}",
                a=self._quoted(c.a_sid, c.a_span, "先"),
                b=self._quoted(c.b_sid, c.b_span, "后"),
            )
            for c in found
        ]

    def sameness(self) -> list[PairView]:
        """Answers of two persons in suspiciously equal words."""
        with self.hearing.lock:
            found = self.board.sameness()
        return [
            PairView(
                because=s.because,
                a=self._quoted(s.a_sid, (0, 0)),
                b=self._quoted(s.b_sid, (0, 0)),
                a_pieces=_pieces(self.board.heard[s.a_sid].statement.answer, s.a_spans),
                b_pieces=_pieces(self.board.heard[s.b_sid].statement.answer, s.b_spans),
                share=round(100 * s.share),
            )
            for s in found
        ]

    def _row(self, row: GridRow) -> RowView:
        return RowView(
            key=row.key,
            title=row.title,
            question=row.question,
            slot_label=row.slot_label,
            signs=tuple(circled(d.no) for d in row.disputes),
            open=row.open,
            red=row.red,
            cells=tuple(self._cell(c) for c in row.cells),
        )

    def _cell(self, cell: Cell) -> CellView:
        word, meaning = STATES[cell.state]
        if cell.state == "unasked" and cell.pid in self.board.papers:
            word, meaning = NOT_WRITTEN
        return CellView(
            pid=cell.pid,
            person=self.name(cell.pid),
            state=cell.state,
            word=word,
            meaning=meaning,
            value=cell.value,
            signs=tuple(circled(n) for n in cell.disputes),
            count=len(cell.quotes),
        )

    def _witness(self, witness: Witness) -> Words:
        return self._quoted(witness.sid, witness.span)

    def _quoted(self, sid: str, span: Span, note: str = "", disputes: Iterable[int] = ()) -> Words:
        heard: Heard = self.board.heard[sid]
        spot: Spot = self.hearing.spots[sid]
        answer = heard.statement.answer
        return Words(
            segment_id=sid,
            session_id=spot.session_id,
            person=self.name(heard.statement.pid),
            no=spot.no,
            at=spot.at,
            question=heard.statement.question,
            before=answer[: span[0]],
            marked=answer[span[0] : span[1]],
            after=answer[span[1] :],
            note=note,
            signs=tuple(circled(n) for n in disputes),
            paper=heard.statement.pid in self.board.papers,
        )


def _voices(lines: Iterable[SessionLine]) -> tuple[Voice, ...]:
    """Return the persons in the order of the console's columns, each by the newest session."""
    newest = {line.person_id: line for line in sorted(lines, key=lambda x: x.id)}
    return tuple(
        Voice(
            pid=str(line.person_id),
            name=line.person,
            post=line.post,
            room=line.room,
            session_id=line.id,
            state_label=line.state_label,
            live=line.live,
            paper=line.state == "source",
        )
        for line in sorted(newest.values(), key=lambda x: (x.room_position, x.room, x.id))
    )


def _shown(row: GridRow, code: str) -> bool:
    if code == "open":
        return row.open
    if code == "many":
        return row.spoken >= 2 or bool(row.disputes)
    if code == "gaps":
        states = {c.state for c in row.cells}
        return bool(states & {"unknown", "silent"}) or (
            "unasked" in states and (row.spoken >= 2 or bool(row.disputes))
        )
    return True


def _note(asked: bool, stance: str) -> str:
    if stance == "silent":
        return "不回答"
    if stance == "unknown":
        return "说不知道"
    return "" if asked else "顺带说到"


def _pieces(answer: str, spans: Iterable[Span]) -> tuple[tuple[str, bool], ...]:
    """The answer cut into pieces, those that both share marked."""
    out: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(spans):
        if start > at:
            out.append((answer[at:start], False))
        if end > max(at, start):
            out.append((answer[max(at, start) : end], True))
        at = max(at, end)
    if at < len(answer):
        out.append((answer[at:], False))
    return tuple(out)
