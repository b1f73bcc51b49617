"""The grid of facts and persons: who says the same, who contradicts, who was not asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from anjian.testimony.board.disputes import Dispute
from anjian.testimony.board.matters import Matter, title
from anjian.testimony.board.points import Heard, Point, Stance
from anjian.testimony.compare import compare
from anjian.testimony.lexicon import Weights, by_id
from anjian.testimony.model import SLOT_LABELS, Claim, Span
from anjian.testimony.persons import Cast

State = Literal["conflict", "settled", "agree", "incomparable", "alone", "unknown", "silent", "unasked"]

STATES: dict[State, tuple[str, str]] = {
    "conflict": ("矛盾", "与他人的说法不能同时成立，还没有查清"),
    "settled": ("矛盾已处理", "曾与他人的说法矛盾，已在矛盾台账中处理"),
    "agree": ("一致", "至少与一人的说法相同"),
    "incomparable": ("无法比较", "说到了同一件事，但是两人的话不能直接比较"),
    "alone": ("仅此一人说", "还没有第二个人说到"),
    "unknown": ("说不知道", "问过，回答不知道、记不清"),
    "silent": ("不回答", "问过，沉默或者拒绝回答"),
    "unasked": ("未问", "还没有问过，也没有说到"),
}
_FAMILY_SLOT = {
    "order": "order_by",
    "actor": "actor",
    "present": "present",
    "place": "place",
    "time": "time",
    "number": "amount",
    "sequence": "sequence",
    "kind": "object",
}


# a clash this strong beside an agreement leaves it open: the two cannot be compared
DOUBT = 0.35


@dataclass(frozen=True, slots=True)
class Quote:
    """The stretch of an answer that a cell rests on."""

    sid: str
    pid: str
    question: str
    answer: str
    span: Span
    asked: bool
    stance: Stance
    disputes: tuple[int, ...] = ()

    @property
    def marked(self) -> str:
        """The telling words."""
        return self.answer[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person says of one question of fact."""

    pid: str
    state: State
    value: str
    quotes: tuple[Quote, ...]
    disputes: tuple[int, ...]

    @property
    def word(self) -> str:
        """The state in words."""
        return STATES[self.state][0]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One question of fact over all persons."""

    key: str
    title: str
    question: str
    slot_label: str
    cells: tuple[Cell, ...]
    disputes: tuple[Dispute, ...]
    open: bool
    asked: int
    spoken: int
    first: int

    @property
    def red(self) -> bool:
        """Whether a proven contradiction about it is open."""
        return any(d.open and d.tier == "red" for d in self.disputes)


@dataclass(frozen=True, slots=True)
class Grid:
    """Every question of fact of the case, the most disputed and most asked first."""

    pids: tuple[str, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A matter parted by person, with who agrees, who speaks and which answers are disputed."""

    matter: Matter
    said: Mapping[str, list[Point]]
    agreed: frozenset[str]
    speaking: frozenset[str]
    disputed: Mapping[str, list[Dispute]]


class Gridder:
    """Lays out the grid; a row is worked out again only when something was said or settled about it."""

    def __init__(self, heard: Mapping[str, Heard], cast: Cast) -> None:
        self.heard, self.cast = heard, cast
        self.weights = Weights()
        self._kept: dict[str, tuple[object, GridRow]] = {}

    def grid(self, matters: Iterable[Matter], pids: Sequence[str]) -> Grid:
        """All rows, in a stable order: open red, open yellow, settled, then by how many were asked."""
        rows = [self._row(m, tuple(pids)) for m in matters]
        rows.sort(key=lambda r: (not r.red, not r.open, not r.disputes, -r.asked, -r.spoken, r.first, r.key))
        return Grid(tuple(pids), tuple(rows))

    def _row(self, matter: Matter, pids: tuple[str, ...]) -> GridRow:
        mark = (tuple((p.sid, p.span) for p in matter.points), matter.disputes, pids)
        kept = self._kept.get(matter.key)
        if kept is not None and kept[0] == mark:
            return kept[1]
        row = self._work_out(matter, pids)
        self._kept[matter.key] = (mark, row)
        return row

    def _work_out(self, matter: Matter, pids: tuple[str, ...]) -> GridRow:
        said: dict[str, list[Point]] = defaultdict(list)
        for point in matter.points:
            said[point.pid].append(point)
        agreed = self._agreed(said)
        speaking = {pid for pid, points in said.items() if any(p.stance == "says" for p in points)}
        spans: dict[str, list[Dispute]] = defaultdict(list)
        for dispute in matter.disputes:
            for sid, _span in dispute.sides():
                spans[sid].append(dispute)
        about = _Said(matter, said, agreed, frozenset(speaking), spans)
        cells = tuple(self._cell(pid, about) for pid in pids)
        return GridRow(
            key=matter.key,
            title=title(matter, self.heard, self.cast),
            question=self.heard[matter.head.sid].statement.question,
            slot_label=self._slot(matter),
            cells=cells,
            disputes=matter.disputes,
            open=matter.open,
            asked=len({p.pid for p in matter.points if p.asked}),
            spoken=len(matter.persons),
            first=matter.first,
        )

    def _slot(self, matter: Matter) -> str:
        """What kind of fact it is, in words."""
        head = matter.head
        if head.family != "fact":
            return SLOT_LABELS[_FAMILY_SLOT[head.family]]
        if head.key:
            return SLOT_LABELS[by_id()[head.key].slot]
        return SLOT_LABELS["yesno"] if "yesno" in self.heard[head.sid].reading.asks else "情况"

    def _cell(self, pid: str, about: _Said) -> Cell:
        points, disputed = about.said.get(pid, []), about.disputed
        mine = {d.no: d for p in points for d in disputed.get(p.sid, ())}
        saying = [p for p in points if p.stance == "says"]
        state: State
        if any(d.open for d in mine.values()):
            state = "conflict"
        elif mine:
            state = "settled"
        elif saying and pid in about.agreed:
            state = "agree"
        elif saying:
            state = "incomparable" if about.speaking - {pid} else "alone"
        elif any(p.stance == "silent" for p in points):
            state = "silent"
        else:
            state = "unknown" if points else "unasked"
        shown = saying or points
        leading = min(shown, key=lambda p: (p.sid not in disputed, not p.asked, p.order), default=None)
        return Cell(
            pid=pid,
            state=state,
            value=self._value(leading, about) if leading else "",
            quotes=tuple(self._quote(p, disputed.get(p.sid, [])) for p in points),
            disputes=tuple(sorted(mine)),
        )

    def _quote(self, point: Point, disputes: list[Dispute]) -> Quote:
        statement = self.heard[point.sid].statement
        spans = [span for d in disputes for sid, span in d.sides() if sid == point.sid]
        return Quote(
            sid=point.sid,
            pid=point.pid,
            question=statement.question,
            answer=statement.answer,
            span=min(spans) if spans else point.span,
            asked=point.asked,
            stance=point.stance,
            disputes=tuple(sorted(d.no for d in disputes)),
        )

    def _agreed(self, said: Mapping[str, list[Point]]) -> frozenset[str]:
        """Who says the same as somebody else, by the comparators."""
        claims = {pid: [c for p in points for c in p.claims] for pid, points in said.items()}
        names = sorted(pid for pid, found in claims.items() if found)
        agreed: set[str] = set()
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                if {a, b} <= agreed:
                    continue
                if self._same(claims[a], claims[b]):
                    agreed |= {a, b}
        return frozenset(agreed)

    def _same(self, ours: list[Claim], theirs: list[Claim]) -> bool:
        scores = [
            round(finding.score, 6)
            for x in ours
            for y in theirs
            if x.kind == y.kind and (finding := compare(x, y, self.weights))
        ]
        return bool(scores) and min(scores) < 0 and max(scores) < DOUBT

    def _value(self, point: Point, about: _Said) -> str:
        if point.stance != "says":
            return ""
        shown = [c for c in point.claims if c.explicit] or list(point.claims)
        disputed = [d.value_of(point.sid) for d in about.disputed.get(point.sid, ())]
        shown.sort(key=lambda c: not any(v.endswith(c.value) for v in disputed))
        if shown and about.matter.head.family != "fact":
            return value_of(shown[0], self.cast)
        text = self.heard[point.sid].statement.answer[slice(*point.span)]
        return text if len(text) <= 16 else text[:15] + "…"


def value_of(claim: Claim, cast: Cast) -> str:
    """A claim's value in a few words."""
    people = "、".join(sorted(cast.name(p) for p in claim.people))
    if claim.kind == "order":
        fixed = {
            "deny": "否认安排",
            "nobody": "无人安排",
            "somebody": "有人安排",
            "self": f"{people}自行" if people else "自行",
        }
        if claim.value.startswith("not "):
            return f"不是{cast.name(claim.value[4:])}"
        return fixed.get(claim.value) or f"{cast.name(claim.value)}安排"
    if claim.kind == "actor":
        return {"deny": "否认", "nobody": "无人"}.get(claim.value) or cast.name(claim.value)
    return claim.value
