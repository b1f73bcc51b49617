"""Who says who told whom: people as nodes, orders as edges with their witnesses and denials."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from anjian.testimony.board.matters import Matter, title
from anjian.testimony.board.points import Heard, trimmed
from anjian.testimony.model import Claim, Span
from anjian.testimony.persons import Cast

EdgeKind = Literal["order", "actor", "present"]
NodeKind = Literal["person", "mentioned", "unlisted", "body", "someone", "deed", "scene"]
EDGE_WORDS: dict[EdgeKind, tuple[str, str]] = {
    "order": ("安排", "否认安排"),
    "actor": ("实施", "否认实施"),
    "present": ("在场", "不在场"),
}
ORDERS: tuple[EdgeKind, ...] = ("order",)
SOMEONE = "?"
SCENE = "@scene"
_FIXED = frozenset({"deny", "self", "nobody", "somebody"})


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who says so (or denies it), with the words."""

    sid: str
    pid: str
    span: Span


@dataclass(frozen=True, slots=True)
class Node:
    """A person, a body, an unnamed somebody, a deed or the scene."""

    id: str
    label: str
    kind: NodeKind


@dataclass(frozen=True, slots=True)
class Edge:
    """Who told, did or was there, as said; ``denials`` are those who deny it."""

    kind: EdgeKind
    source: str
    target: str
    matters: tuple[str, ...]
    titles: tuple[str, ...]
    witnesses: tuple[Witness, ...]
    denials: tuple[Witness, ...]
    disputes: tuple[int, ...]

    @property
    def denied_only(self) -> bool:
        """Whether nobody affirms it."""
        return not self.witnesses

    @property
    def words(self) -> str:
        """How many say so and how many deny it."""
        yes, no = EDGE_WORDS[self.kind]
        said = len({w.pid for w in self.witnesses})
        denied = len({w.pid for w in self.denials})
        parts = ([f"{said}人说{yes}"] if said else []) + ([f"{denied}人{no}"] if denied else [])
        return "，".join(parts)


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges in a stable order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(slots=True)
class _Edge:
    matters: dict[str, str] = field(default_factory=dict)
    witnesses: dict[str, Witness] = field(default_factory=dict)
    denials: dict[str, Witness] = field(default_factory=dict)
    disputes: set[int] = field(default_factory=set)


class _Drawing:
    def __init__(self, heard: Mapping[str, Heard], cast: Cast) -> None:
        self.heard, self.cast = heard, cast
        self.edges: dict[tuple[EdgeKind, str, str], _Edge] = {}
        self.labels: dict[str, str] = {}

    def edge(self, kind: EdgeKind, source: str, target: str, matter: Matter) -> _Edge:
        found = self.edges.setdefault((kind, source, target), _Edge())
        found.matters.setdefault(matter.key, title(matter, self.heard, self.cast))
        return found

    def witness(self, claim: Claim) -> Witness:
        answer = self.heard[claim.sid].statement.answer
        return Witness(claim.sid, claim.pid, trimmed(answer, claim.span))

    def orders(self, matter: Matter) -> None:
        """Edges of one matter: affirmed first, then who denies which of them."""
        said = [(p, c) for p in matter.points for c in p.claims if c.kind == "order"]
        here: dict[tuple[str, str], _Edge] = {}
        named = [c for _p, c in said if c.polarity > 0 and c.value not in _FIXED and c.people]
        told = {(c.sid, c.value) for c in named if self._targets(c) != [SOMEONE]}
        for claim in named:
            for target in self._targets(claim):
                # 是我安排的，我派张某去的: the second clause says whom the first one left open
                if target == claim.value or (target == SOMEONE and (claim.sid, claim.value) in told):
                    continue
                edge = self.edge("order", claim.value, target, matter)
                edge.witnesses.setdefault(claim.sid, self.witness(claim))
                here[(claim.value, target)] = edge
        for _point, claim in said:
            for edge in self._denied(claim, here, matter):
                if not any(w.sid == claim.sid for w in edge.witnesses.values()):
                    edge.denials.setdefault(claim.sid, self.witness(claim))
        for dispute in matter.disputes:
            if dispute.family == "order" and dispute.open:
                for edge in here.values():
                    if {dispute.a_sid, dispute.b_sid} & {*edge.witnesses, *edge.denials}:
                        edge.disputes.add(dispute.no)

    def _targets(self, claim: Claim) -> list[str]:
        """Whom the order went to: named after the verb, the speaker himself, or not said."""
        one = self.heard[claim.sid]
        end = next((c.end for c in one.reading.clauses if c.start <= claim.span[0] < c.end), claim.span[1])
        text = one.reading.answer[claim.span[0] : end]
        named = [
            m.who
            for m in one.reading.answer_people
            if claim.span[0] <= m.start < end and m.who not in {claim.value, claim.pid}
        ]
        first = "我" in text
        if claim.value == claim.pid:
            return list(dict.fromkeys(named)) or [SOMEONE]
        out = [claim.pid] if first or not named else []
        return out + [n for n in dict.fromkeys(named) if n not in out]

    def _denied(self, claim: Claim, here: Mapping[tuple[str, str], _Edge], matter: Matter) -> list[_Edge]:
        if claim.value == "deny" or claim.value.startswith("not "):
            by = claim.pid if claim.value == "deny" else claim.value.removeprefix("not ")
            mine = [e for (source, _t), e in here.items() if source == by]
            if mine or not claim.explicit:
                return mine
            return [self.edge("order", by, SOMEONE, matter)]
        if claim.value == "self":
            doers = claim.people or frozenset({claim.pid})
            return [e for (_s, target), e in here.items() if target in doers]
        if claim.value == "nobody":
            return [e for (_s, target), e in here.items() if target == claim.pid]
        return []

    def deeds(self, matter: Matter) -> None:
        """Who did what was asked about."""
        node = f"#{matter.key}"
        for point in matter.points:
            for claim in point.claims:
                if claim.kind != "actor" or not claim.people or claim.value == "nobody":
                    continue
                for who in sorted(claim.people):
                    edge = self.edge("actor", who, node, matter)
                    side = edge.denials if claim.polarity < 0 else edge.witnesses
                    side.setdefault(claim.sid, self.witness(claim))
                    self.labels[node] = title(matter, self.heard, self.cast)
        self._disputed(matter, "actor")

    def presence(self, matter: Matter) -> None:
        """Who was at the scene, by whose word; 丁一休息 in a list of those on duty is a denial."""
        for point in matter.points:
            away = {w for c in point.claims if c.kind == "present" and c.polarity < 0 for w in c.subject}
            for claim in point.claims:
                if claim.kind != "present" or not claim.polarity:
                    continue
                if claim.polarity > 0 and claim.subject & away:
                    continue
                for who in sorted(claim.subject):
                    edge = self.edge("present", who, SCENE, matter)
                    side = edge.denials if claim.polarity < 0 else edge.witnesses
                    side.setdefault(claim.sid, self.witness(claim))
        self._disputed(matter, "present")

    def _disputed(self, matter: Matter, kind: EdgeKind) -> None:
        for dispute in matter.disputes:
            if dispute.family == kind and dispute.open:
                for (k, _s, _t), edge in self.edges.items():
                    if k == kind and {dispute.a_sid, dispute.b_sid} & {*edge.witnesses, *edge.denials}:
                        edge.disputes.add(dispute.no)

    def node(self, who: str) -> Node:
        if who == SOMEONE:
            return Node(who, "（未指明）", "someone")
        if who == SCENE:
            return Node(who, "现场", "scene")
        if who.startswith("#"):
            label = self.labels[who]
            return Node(who, label if len(label) <= 14 else label[:13] + "…", "deed")
        if who.startswith("g:"):
            return Node(who, self.cast.name(who), "body")
        if who.startswith("x:"):
            return Node(who, self.cast.name(who), "unlisted")
        return Node(who, self.cast.name(who), "person" if who in self.cast.persons else "mentioned")


_KINDS: tuple[EdgeKind, ...] = ("order", "actor", "present")


def graph(
    matters: Iterable[Matter],
    heard: Mapping[str, Heard],
    cast: Cast,
    pids: Iterable[str],
    kinds: Collection[EdgeKind] = ORDERS,
) -> Graph:
    """The graph of people and orders; deeds and presence when they are asked for."""
    drawing = _Drawing(heard, cast)
    for matter in matters:
        family = matter.head.family
        if family == "order" and "order" in kinds:
            drawing.orders(matter)
        elif family == "actor" and "actor" in kinds:
            drawing.deeds(matter)
        elif family == "present" and "present" in kinds:
            drawing.presence(matter)
    edges = [
        Edge(
            kind,
            source,
            target,
            tuple(e.matters),
            tuple(e.matters.values()),
            tuple(e.witnesses.values()),
            tuple(e.denials.values()),
            tuple(sorted(e.disputes)),
        )
        for (kind, source, target), e in drawing.edges.items()
        if e.witnesses or e.denials
    ]
    edges.sort(key=lambda e: (_KINDS.index(e.kind), -len(e.witnesses), e.source, e.target))
    order = dict.fromkeys(pids)
    order |= dict.fromkeys(x for e in edges for x in (e.source, e.target))
    used = {x for e in edges for x in (e.source, e.target)}
    nodes = tuple(drawing.node(who) for who in order if who in used or who in cast.persons)
    return Graph(nodes, tuple(edges))
