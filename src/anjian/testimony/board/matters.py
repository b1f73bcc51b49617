"""Rows joined by the ledger: what a contradiction says is one question of fact becomes one matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from anjian.testimony.board.disputes import NOT_ONE, Dispute
from anjian.testimony.board.points import FAMILY_OF, Heard, Point, trimmed
from anjian.testimony.board.rows import Row
from anjian.testimony.lexicon import by_id
from anjian.testimony.model import Span
from anjian.testimony.persons import Cast


@dataclass(frozen=True, slots=True)
class Matter:
    """One question of fact with everything said of it and every contradiction about it.

    ``key`` stays the same while the case goes on, unless an earlier question turns out to ask the same.
    """

    key: str
    head: Point
    points: tuple[Point, ...]
    disputes: tuple[Dispute, ...]

    @property
    def first(self) -> int:
        """When it was first spoken of, in the order of arrival."""
        return self.points[0].order

    @property
    def open(self) -> bool:
        """Whether a contradiction about it still has to be settled."""
        return any(d.open for d in self.disputes)

    @property
    def persons(self) -> frozenset[str]:
        """Everybody who was asked for it or spoke of it."""
        return frozenset(p.pid for p in self.points)


def matters(rows: Iterable[Row], heard: Mapping[str, Heard], disputes: Iterable[Dispute]) -> list[Matter]:
    """Join rows by the contradictions that stand, in the order of their first questions.

    A contradiction of which an answer was corrected since has no place here; one judged not to be
    any neither. The order in which disputes are given does not matter.
    """
    merging = _Merging(list(rows), heard)
    for dispute in sorted(disputes, key=lambda d: d.no):
        if dispute.state != NOT_ONE and dispute.a_sid in heard and dispute.b_sid in heard:
            merging.take(dispute)
    return merging.matters()


class _Merging:
    def __init__(self, rows: list[Row], heard: Mapping[str, Heard]) -> None:
        self.heard = heard
        self.heads = [row.head for row in rows]
        self.points: list[list[Point]] = [list(row.points) for row in rows]
        self.disputes: dict[int, list[Dispute]] = defaultdict(list)
        self.parent = list(range(len(rows)))
        self.of_sid: dict[str, list[int]] = defaultdict(list)
        self.issues: dict[tuple[str, str], int] = {}
        for no, points in enumerate(self.points):
            for point in points:
                self.of_sid[point.sid].append(no)

    def find(self, no: int) -> int:
        while self.parent[no] != no:
            self.parent[no] = self.parent[self.parent[no]]
            no = self.parent[no]
        return no

    def take(self, dispute: Dispute) -> None:
        """Find the row the contradiction belongs to and bring both answers into it."""
        best = max(
            (
                (self._suits(no, sid, dispute), -no)
                for sid, _span in dispute.sides()
                for no in self.of_sid.get(sid, ())
            ),
            default=(0.0, 0),
        )
        if best[0] >= 2:
            host = -best[1]
        else:
            host = len(self.heads)
            self.heads.append(self._point(dispute, *dispute.sides()[0]))
            self.points.append([])
            self.parent.append(host)
        for sid, span in dispute.sides():
            self._bring(host, sid, span, dispute)
        self.disputes[host].append(dispute)
        if dispute.issue:
            # one card may hold who did it and whether he was there: two questions of fact
            other = self.issues.setdefault((dispute.issue, dispute.family), host)
            self._join(other, host)

    def _suits(self, no: int, sid: str, dispute: Dispute) -> float:
        head = self.heads[no]
        point = next(p for p in self.points[no] if p.sid == sid)
        fits = 2.0 if head.family == dispute.family else 0.0
        if dispute.concept and head.key == dispute.concept:
            fits += 1.0
        elif dispute.concept and head.key and head.family == "fact":
            fits -= 1.0
        return fits + (0.5 if point.asked else 0.0)

    def _bring(self, host: int, sid: str, span: Span, dispute: Dispute) -> None:
        root = self.find(host)
        inside = [p for no, ps in enumerate(self.points) if self.find(no) == root for p in ps]
        if any(p.sid == sid for p in inside):
            return
        for no in self.of_sid.get(sid, ()):
            if self._suits(no, sid, dispute) >= 2.5 and self.heads[no].family == self.heads[host].family:
                self._join(no, host)
                return
        self.points[host].append(self._point(dispute, sid, span))
        self.of_sid[sid].append(host)

    def _join(self, a: int, b: int) -> None:
        low, high = sorted((self.find(a), self.find(b)))
        self.parent[high] = low

    def _point(self, dispute: Dispute, sid: str, span: Span) -> Point:
        heard = self.heard[sid]
        claims = tuple(
            c
            for c in heard.claims
            if FAMILY_OF.get(c.kind) == dispute.family and c.span[0] < span[1] and span[0] < c.span[1]
        )
        return Point(
            sid=sid,
            pid=heard.statement.pid,
            order=heard.order,
            family=dispute.family,
            key=dispute.concept,
            asked=False,
            stance="says",
            span=trimmed(heard.statement.answer, span),
            claims=claims,
            topic=heard.reading.topic,
            event=heard.reading.question_event,
        )

    def matters(self) -> list[Matter]:
        groups: dict[int, list[int]] = defaultdict(list)
        for no in range(len(self.heads)):
            groups[self.find(no)].append(no)
        found = []
        for members in groups.values():
            points: dict[tuple[str, Span], Point] = {}
            for no in members:
                for point in self.points[no]:
                    points.setdefault((point.sid, point.span), point)
            ordered = tuple(sorted(points.values(), key=lambda p: (p.order, not p.asked, p.span)))
            head = self.heads[min(members)]
            disputes = tuple(sorted((d for no in members for d in self.disputes[no]), key=lambda d: d.no))
            found.append(
                Matter(head.sid if head.asked else f"{head.sid}.{head.family}", head, ordered, disputes)
            )
        return sorted(found, key=lambda m: (m.first, m.key))


def title(matter: Matter, heard: Mapping[str, Heard], cast: Cast) -> str:
    """What a matter is called: as its contradiction is, or by the fact, or as it was asked."""
    named = [d for d in matter.disputes if d.named]
    if named:
        return min(named, key=lambda d: (not d.open, d.tier != "red", d.no)).matter
    head = matter.head
    if head.family == "present" and head.key:
        return f"{cast.name(head.key)}是否在场"
    if head.family == "place" and head.key not in {"", "*"}:
        return f"{cast.name(head.key)}当时的位置"
    question = heard[head.sid].statement.question.strip("？?。 ")
    if head.family == "fact" and head.key and (len(question) > 24 or not head.asked):
        return by_id()[head.key].label
    return question if len(question) <= 40 else question[:39] + "…"
