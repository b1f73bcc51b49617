"""The cross-check of one case: statements in, alarms out, one statement at a time.

1. read the statement (question kind, stance, clauses, people);
2. derive its claims;
3. look up the statements of other persons that share a key or topic words;
4. let the comparators judge each pair of claims;
5. agreement on the same question vetoes a weaker conflict;
6. keep at most `LIMIT` alarms per statement and group them by question of fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from anjian.testimony import explain, judge
from anjian.testimony.claims_acts import act_claims, credit_claims
from anjian.testimony.claims_facts import polar_claims, time_claims
from anjian.testimony.claims_kinds import object_claims, sequence_claims, state_claims, which_claims
from anjian.testimony.claims_numbers import quantity_claims
from anjian.testimony.claims_orders import order_claims
from anjian.testimony.claims_people import actor_claims
from anjian.testimony.claims_presence import presence_claims
from anjian.testimony.compare import compare, settle, soft
from anjian.testimony.features import features
from anjian.testimony.finding import Finding
from anjian.testimony.issues import Issues
from anjian.testimony.lexicon import Weights
from anjian.testimony.model import Alarm, Claim, Person, Statement, Tier
from anjian.testimony.nearness import Bond, hooks, likeness, nearness, signs
from anjian.testimony.persons import Cast
from anjian.testimony.reading import Reading, read

RED = judge.RED
YELLOW = judge.YELLOW
LIMIT = 2
CANDIDATES = 60
# what the trainer hangs in to see every pair the judge sees, and every pair of neighbours
Probe = Callable[[list[Finding], Reading, Reading, Weights, Bond], None]
Watch = Callable[[Reading, Reading, dict[str, float]], None]


@dataclass(slots=True)
class _Entry:
    reading: Reading
    claims: tuple[Claim, ...]
    hooks: frozenset[str] = frozenset()
    # per other person: how alike his best match so far is, and which statement that is
    best: dict[str, tuple[float, str]] = field(default_factory=dict)


class CrossCheck:
    """All testimonies of one case, compared as they arrive (incremental, deterministic)."""

    def __init__(
        self,
        persons: Sequence[Person],
        mentioned: Iterable[Person] = (),
        incident_on: date | None = None,
        interview_on: date | None = None,
        *,
        yellow: float = YELLOW,
        red: float = RED,
    ) -> None:
        self.cast = Cast(persons, mentioned)
        self.incident_on = incident_on or interview_on
        self.weights = Weights()
        self._yellow, self._red = yellow, red
        self.probe: Probe | None = None
        self.watch: Watch | None = None
        self.near_model: Mapping[str, float] | None = None
        self._entries: dict[str, _Entry] = {}
        self._order: list[str] = []
        self._words: dict[str, list[str]] = defaultdict(list)
        self._spoken = 0
        self._by_person: dict[str, int] = defaultdict(int)
        self._told: dict[tuple[str, str], int] = defaultdict(int)
        self._alarms: dict[tuple[str, str], Alarm] = {}
        self._issues = Issues()
        self.joined: tuple[tuple[str, str], ...] = ()

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """Every alarm that stands, in the order raised."""
        return tuple(self._alarms.values())

    def add(self, statement: Statement) -> tuple[Alarm, ...]:
        """Take one statement in; the alarms it raises against earlier ones of other persons."""
        reading, claims = self.derive(statement)
        entry = _Entry(reading, claims, hooks(reading, claims))
        raised: list[Alarm] = []
        if claims:
            self.weights.learn(reading.topic)
            nearby = self._candidates(entry)
            judged = [
                verdict
                for other, bond in zip(nearby, self._bonds(nearby, entry), strict=True)
                if (verdict := self._judge(other, entry, bond))
            ]
            judged.sort(key=lambda v: (-v[0].score, v[0].a_sid))
            raised = self._group(judged[:LIMIT])
        self._entries[statement.sid] = entry
        self._order.append(statement.sid)
        for hook in entry.hooks:
            self._told[statement.pid, hook] += 1
        if claims:
            self._spoken += 1
            self._by_person[statement.pid] += 1
            for word in reading.topic:
                self._words[word].append(statement.sid)
        return tuple(raised)

    def _group(self, judged: list[tuple[Alarm, Finding]]) -> list[Alarm]:
        """Give each alarm its issue; alarms of an issue that another took over follow it."""
        joined: list[tuple[str, str]] = []
        raised = []
        for alarm, finding in judged:
            grouped, taken = self._issues.put(alarm, finding.a, finding.b, self.weights)
            joined += [(old, grouped.issue) for old in taken]
            self._alarms[(alarm.a_sid, alarm.b_sid)] = grouped
            raised.append((alarm.a_sid, alarm.b_sid))
        if joined:
            self._alarms = {k: replace(a, issue=self._issues.of(a)) for k, a in self._alarms.items()}
        self.joined = tuple(joined)
        return [self._alarms[pair] for pair in raised]

    def withdraw(self, sid: str) -> tuple[Alarm, ...]:
        """Take a statement out (struck or replaced); the alarms that fall with it."""
        entry = self._entries.pop(sid, None)
        if entry is None:
            return ()
        self._order.remove(sid)
        for hook in entry.hooks:
            self._told[entry.reading.statement.pid, hook] -= 1
        if entry.claims:
            self._spoken -= 1
            self._by_person[entry.reading.statement.pid] -= 1
        for other in self._entries.values():
            if other.best.get(entry.reading.statement.pid, (0.0, ""))[1] == sid:
                del other.best[entry.reading.statement.pid]
        for word in entry.reading.topic:
            if sid in self._words.get(word, ()):
                self._words[word].remove(sid)
        fallen = tuple(a for key, a in self._alarms.items() if sid in key)
        for alarm in fallen:
            del self._alarms[(alarm.a_sid, alarm.b_sid)]
            self._issues.drop(alarm)
        return fallen

    def correct(self, statement: Statement) -> tuple[tuple[Alarm, ...], tuple[Alarm, ...]]:
        """Replace a statement by its corrected wording; (alarms fallen, alarms raised)."""
        fallen = self.withdraw(statement.sid)
        return fallen, self.add(statement)

    def own_changes(self, sid: str) -> tuple[Alarm, ...]:
        """Where this statement does not fit what the same person said before (red findings only).

        A separate list for the officer in that room; it never joins the alarms between persons.
        """
        later = self._entries[sid]
        me = later.reading.statement.pid
        earlier = [
            e
            for s in self._order
            if s != sid and (e := self._entries[s]).reading.statement.pid == me and e.claims
        ]
        earlier = [e for e in earlier if e.reading.statement.seq < later.reading.statement.seq]
        found = [
            verdict[0]
            for e, bond in zip(earlier, self._bonds(earlier, later), strict=True)
            if (verdict := self._judge(e, later, bond))
        ]
        return tuple(sorted((a for a in found if a.tier == "red"), key=lambda a: -a.score)[:1])

    def claims_of(self, sid: str) -> tuple[Claim, ...]:
        """The claims derived from one statement (for the grid of facts and persons)."""
        return self._entries[sid].claims

    def derive(self, statement: Statement) -> tuple[Reading, tuple[Claim, ...]]:
        """Read a statement and derive its claims without taking it in (the board reads this way)."""
        reading = read(statement, self.cast, self.incident_on)
        return reading, () if reading.boilerplate else tuple(
            self._sourced(self._claims(reading), statement.pid)
        )

    def _claims(self, reading: Reading) -> Iterable[Claim]:
        hedged = any(c.source == "unknown" for c in reading.clauses)
        for claim in chain(order_claims(reading), actor_claims(reading, self.cast)):
            # 汤队交代的，至于是谁跟他说的我不知道: what he names may only be a link of the chain
            unsure = hedged and claim.polarity > 0 and claim.people != {claim.pid}
            yield replace(claim, source="assumed") if unsure else claim
        yield from credit_claims(reading, self.cast)
        yield from presence_claims(reading, self.cast)
        yield from polar_claims(reading)
        yield from quantity_claims(reading)
        yield from time_claims(reading, self.incident_on)
        yield from sequence_claims(reading, self.cast)
        yield from object_claims(reading, self.cast)
        yield from state_claims(reading)
        yield from which_claims(reading)
        yield from act_claims(reading)

    def _sourced(self, claims: Iterable[Claim], pid: str) -> Iterable[Claim]:
        """What a document says is a record, whatever it says; a device measured what it shows."""
        kind = self._kind_of(pid)
        for claim in claims:
            if kind == "document" and claim.source not in {"norm", "plan"}:
                yield replace(claim, source="record")
            elif kind == "device" and claim.source == "record":
                yield replace(claim, source="fact")
            else:
                yield claim

    def _candidates(self, entry: _Entry) -> list[_Entry]:
        """Earlier statements of other persons most likely to speak of the same thing."""
        points: dict[str, float] = defaultdict(float)
        for word in entry.reading.topic:
            weight = self.weights.of(word)
            for sid in self._words.get(word, ()):
                points[sid] += weight
        me = entry.reading.statement.pid
        people = {p for c in entry.claims for p in (*c.subject, *c.people)} | {me}
        for sid, other in self._entries.items():
            if (
                other.reading.statement.pid != me
                and sid not in points
                and any(
                    c.kind in {"order", "present"} and (c.subject | c.people) & people for c in other.claims
                )
            ):
                points[sid] = 0.01
        ranked = sorted(points, key=lambda s: (-points[s], s))
        chosen = [self._entries[s] for s in ranked if self._entries[s].reading.statement.pid != me]
        return chosen[:CANDIDATES]

    def _findings(self, earlier: _Entry, later: _Entry, near: float) -> list[Finding]:
        return settle(
            [
                finding
                for a in earlier.claims
                for b in later.claims
                if a.kind == b.kind and (finding := compare(a, b, self.weights, near))
            ]
        )

    def _bonds(self, nearby: list[_Entry], entry: _Entry) -> list[Bond]:
        """How each neighbour stands to the new statement; what is learned of it is kept for later ones."""
        me, sid = entry.reading.statement.pid, entry.reading.statement.sid
        alike = [likeness(other.reading, entry.reading, self.weights) for other in nearby]
        value = [0.5 * (whole + asked) for whole, asked, _ in alike]
        best: dict[str, float] = {}
        for other, mark in zip(nearby, value, strict=True):
            best[other.reading.statement.pid] = max(best.get(other.reading.statement.pid, 1e-6), mark)
        bonds = []
        for other, seen, mark in zip(nearby, alike, value, strict=True):
            rank = mark / best[other.reading.statement.pid]
            known = other.best.get(me, (0.0, ""))
            if mark > known[0]:
                known = other.best[me] = (mark, sid)
            mutual = mark / max(known[0], 1e-6)
            shared = {h: self._sole(other, entry, h) for h in other.hooks & entry.hooks}
            found = signs(other.reading, entry.reading, seen, (rank, mutual), shared)
            if self.watch is not None:
                self.watch(other.reading, entry.reading, found)
            bonds.append(Bond(rank, mutual, nearness(found, self.near_model)))
        return bonds

    def _sole(self, earlier: _Entry, later: _Entry, hook: str) -> float:
        """1 when each of both has told of such a thing only once so far, less with every other time."""
        there = self._told.get((earlier.reading.statement.pid, hook), 1)
        here = self._told.get((later.reading.statement.pid, hook), 0)
        return 1.0 / max(1, there) / max(1, here + (later.reading.statement.sid not in self._entries))

    def _kind_of(self, pid: str) -> str:
        witness = self.cast.persons.get(pid)
        return witness.kind if witness else "person"

    def _judge(self, earlier: _Entry, later: _Entry, bond: Bond) -> tuple[Alarm, Finding] | None:
        findings = self._findings(earlier, later, bond.near)
        if self.probe is not None and findings:
            self.probe(findings, earlier.reading, later.reading, self.weights, bond)
        clashes = [f for f in findings if f.score > 0]
        if not clashes:
            return None
        sight = features(findings, earlier.reading, later.reading, self.weights, bond)
        others = self._spoken - self._by_person.get(later.reading.statement.pid, 0)
        score = judge.probability(sight, others)
        if score < self._yellow:
            return None
        best = max(clashes, key=judge.preference)
        written = "document" in {self._kind_of(best.a.pid), self._kind_of(best.b.pid)}
        red = score >= self._red and best.score >= judge.PROOF and not soft(best) and not written
        tier: Tier = "red" if red else "yellow"
        shown = explain.alarm(
            best, min(score, 0.99), tier, earlier=earlier.reading, later=later.reading, cast=self.cast
        )
        return shown, best
