"""Which answers speak of one question of fact: rows of the grid, grown statement by statement.

A row is headed by the first question that asked for it. A later question joins the row whose head
it is nearest to; what somebody says by the way joins where a comparator can compare it with the
head's own answer or where the concept is the same. Nothing leaves a row again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from anjian.testimony.board.points import FAMILY_OF, THING, Family, Heard, Point, volunteered
from anjian.testimony.compare import compare
from anjian.testimony.lexicon import Weights, by_id
from anjian.testimony.model import Claim
from anjian.testimony.occasions import events_differ

NEAR = 0.33
BY_THE_WAY = 0.5
HEADS = 24
_PERSONAL_FAMILIES = frozenset({"present", "place"})


@dataclass(slots=True)
class Row:
    """Answers to one question of fact: those asked for it, and those that speak of it by the way."""

    no: int
    head: Point
    points: list[Point] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    @property
    def family(self) -> Family:
        """What kind of fact it is."""
        return self.head.family

    @property
    def key(self) -> str:
        """The concept or person it is about; may be empty."""
        return self.head.key


class Rows:
    """The rows of a case, in the order in which their questions were first asked."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.weights = Weights()
        self._heads: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self._by_word: dict[str, list[Row]] = defaultdict(list)
        self._claims: dict[tuple[str, str], list[tuple[Heard, Claim]]] = defaultdict(list)

    def add(self, heard: Heard) -> None:
        """Put a statement into its row, and what it says by the way into others."""
        own: Row | None = None
        if heard.point is not None:
            own = self._nearest(heard.point)
            if own is None:
                own = self._open(heard.point)
                self._look_back(own)
            else:
                own.points.append(heard.point)
        for address, claims in _by_the_way(heard):
            for row in self._hosts(address, claims):
                if row is not own and not any(p.sid == heard.statement.sid for p in row.points):
                    row.points.append(volunteered(heard, row.family, row.key, claims))
            self._claims[address] += [(heard, c) for c in claims]

    def place_of(self, point: Point) -> Row | None:
        """The row a question would join, without putting it there."""
        return self._nearest(point)

    def _open(self, point: Point) -> Row:
        row = Row(len(self.rows), point, [point])
        self.rows.append(row)
        self._heads[(point.family, point.key)].append(row)
        for word in point.topic:
            if len(word) > 1:
                self._by_word[word].append(row)
        return row

    def _nearest(self, point: Point) -> Row | None:
        best: tuple[float, int] | None = None
        for row in self._candidates(point):
            score = round(self._closeness(row.head, point), 6)
            if score >= NEAR and (best is None or (-score, row.no) < best):
                best = (-score, row.no)
        return self.rows[best[1]] if best else None

    def _candidates(self, point: Point) -> list[Row]:
        shared: dict[int, float] = defaultdict(float)
        for word in point.topic:
            if len(word) > 1:
                weight = self.weights.of(word)
                for row in self._by_word.get(word, ()):
                    if row.family == point.family:
                        shared[row.no] += weight
        if point.family in _PERSONAL_FAMILIES:
            for row in self._heads.get((point.family, point.key), ()):
                shared[row.no] += 1.0
        ranked = sorted(shared, key=lambda no: (-round(shared[no], 6), no))[:HEADS]
        return [self.rows[no] for no in ranked]

    def _closeness(self, head: Point, point: Point) -> float:
        """How surely two questions ask for one fact (0 to about 1.5)."""
        if events_differ(head.event, point.event):
            return 0.0
        close = self._alike(head.topic, point.topic)
        if head.family in _PERSONAL_FAMILIES:
            if head.key != point.key:
                return 0.0
            return close if head.key == THING else 0.5 + close
        if head.family == "fact" and (head.key or point.key):
            if head.key != point.key:
                # another word for the same thing: only the comparators may say so
                return self._compared(head, point) if close >= 0.3 else 0.0
            concept = by_id()[head.key]
            if concept.personal and not _same_people(head, point):
                return 0.0
            return close + (0.12 if concept.generic else 0.27)
        if close < 0.22:
            return 0.0
        return max(close, self._compared(head, point))

    def _alike(self, a: frozenset[str], b: frozenset[str]) -> float:
        """How much two topics share; rounded, because sums over sets differ in their last digits."""
        dice, contain = self.weights.similarity(a, b)
        return round(max(dice, 0.7 * contain), 6)

    def _compared(self, a: Point, b: Point) -> float:
        scores = [
            abs(finding.score)
            for x in a.claims
            for y in b.claims
            if x.explicit and y.explicit and (finding := compare(x, y, self.weights))
        ]
        best = round(max(scores, default=0.0), 6)
        return best if best >= 0.55 else 0.0

    def _hosts(self, address: tuple[str, str], claims: list[Claim]) -> Iterator[Row]:
        family, key = address
        if family in _PERSONAL_FAMILIES or (family == "fact" and key):
            rows = self._heads.get(address, [])
        else:
            found: dict[int, Row] = {}
            for word in claims[0].topic:
                if len(word) > 1:
                    for row in self._by_word.get(word, ()):
                        if row.family == family:
                            found[row.no] = row
            rows = [found[no] for no in sorted(found)]
        for row in rows:
            if any(self._speaks_of(row, claim) for claim in claims):
                yield row

    def _look_back(self, row: Row) -> None:
        address = (row.family, row.key)
        if row.family == "fact" and not row.key:
            return
        if row.family not in _PERSONAL_FAMILIES and row.family != "fact":
            address = (row.family, "")
        kept: dict[str, tuple[Heard, list[Claim]]] = {}
        for heard, claim in self._claims.get(address, ()):
            if self._speaks_of(row, claim):
                kept.setdefault(heard.statement.sid, (heard, []))[1].append(claim)
        row.points += [volunteered(h, row.family, row.key, c) for h, c in kept.values()]

    def _speaks_of(self, row: Row, claim: Claim) -> bool:
        """Whether something said by the way bears on the row's question."""
        head = row.head
        if events_differ(head.event, claim.event):
            return False
        close = self._alike(head.topic, claim.topic)
        if row.family in _PERSONAL_FAMILIES:
            return row.key in claim.subject and (row.key != THING or close > 0.3)
        if row.family == "fact":
            concept = by_id()[row.key]
            if concept.personal and claim.subject and not _about(head) & claim.subject:
                return False
            return claim.focus >= 1.0 and close >= (0.3 if concept.generic else 0.16)
        if row.family == "order":
            return close >= 0.22
        for own in head.claims:
            finding = compare(own, claim, self.weights)
            if finding is not None and round(abs(finding.score), 6) >= BY_THE_WAY:
                return True
        return False


def _about(point: Point) -> frozenset[str]:
    people = frozenset().union(*(c.subject for c in point.claims)) if point.claims else frozenset()
    return people or frozenset({point.pid})


def _same_people(a: Point, b: Point) -> bool:
    named = [frozenset().union(*(c.subject for c in p.claims)) for p in (a, b)]
    return not (named[0] and named[1]) or bool(named[0] & named[1])


def _by_the_way(heard: Heard) -> Iterator[tuple[tuple[str, str], list[Claim]]]:
    """The claims an answer makes beyond its question, by the address where rows look for them."""
    grouped: dict[tuple[str, str], list[Claim]] = {}
    own = heard.point
    for claim in heard.claims:
        family = FAMILY_OF.get(claim.kind)
        if (
            family is None
            or claim.source in {"norm", "plan", "conditional"}
            or (claim.kind == "polar" and not claim.key)
        ):
            continue
        if family == "present" and not claim.explicit and claim.pid in claim.subject:
            continue  # whoever tells what he did was there: that says nothing about the question
        if family == "fact":
            keys = [claim.key] if claim.kind == "polar" else []
        elif family in _PERSONAL_FAMILIES:
            keys = sorted(claim.subject)
        else:
            keys = [""]
        for key in keys:
            if own is not None and (own.family, own.key) == (family, key):
                continue
            grouped.setdefault((family, key), []).append(claim)
    yield from grouped.items()
