"""Alarms about one question of fact joined into one issue, so that the console shows one card.

Union-find over the alarms that stand. An issue is called after the first alarm of it that was
raised (the same statements in the same order give the same names); when a later alarm shows
that two issues are one, the older name stays and `joined` says which name it took over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from anjian.testimony.lexicon import Weights
from anjian.testimony.model import Alarm, Claim

# how alike two disputed facts must be when they share no statement
ALIKE = 0.5
_PEOPLE = frozenset({"order_by", "actor"})


@dataclass(frozen=True, slots=True)
class _Matter:
    """What an alarm is about: slot, concept, persons it is said of, words."""

    slot: str
    kind: str
    key: str
    subject: frozenset[str]
    words: frozenset[str]


def _matter(alarm: Alarm, a: Claim, b: Claim) -> _Matter:
    return _Matter(alarm.slot, a.kind, a.key, a.subject | b.subject, a.topic | b.topic)


def _name(alarm: Alarm) -> str:
    return "k" + sha256(f"{alarm.a_sid} {alarm.b_sid}".encode()).hexdigest()[:10]


class Issues:
    """The issues of one case."""

    def __init__(self) -> None:
        self._matters: dict[tuple[str, str], _Matter] = {}
        self._order: list[tuple[str, str]] = []
        self._issue: dict[tuple[str, str], str] = {}
        self._born: dict[str, int] = {}
        self._names = 0

    def put(self, alarm: Alarm, a: Claim, b: Claim, weights: Weights) -> tuple[Alarm, tuple[str, ...]]:
        """The alarm with its issue, and the names of issues that now belong to the same one."""
        pair, matter = (alarm.a_sid, alarm.b_sid), _matter(alarm, a, b)
        met = {self._issue[p] for p in self._order if self._same(pair, matter, p, self._matters[p], weights)}
        if met:
            name, *taken = sorted(met, key=lambda n: self._born[n])
        else:
            name, taken = _name(alarm), []
        if name not in self._born:
            self._names += 1
            self._born[name] = self._names
        for other, issue in self._issue.items():
            if issue in taken:
                self._issue[other] = name
        if pair not in self._issue:
            self._order.append(pair)
        self._matters[pair], self._issue[pair] = matter, name
        return replace(alarm, issue=name), tuple(taken)

    def of(self, alarm: Alarm) -> str:
        """The issue an alarm belongs to now."""
        return self._issue[(alarm.a_sid, alarm.b_sid)]

    def drop(self, alarm: Alarm) -> None:
        """Forget a withdrawn alarm; the others of its issue keep their name."""
        pair = (alarm.a_sid, alarm.b_sid)
        del self._matters[pair], self._issue[pair]
        self._order.remove(pair)

    @staticmethod
    def _same(
        pair: tuple[str, str],
        matter: _Matter,
        other_pair: tuple[str, str],
        other: _Matter,
        weights: Weights,
    ) -> bool:
        dice, contain = weights.similarity(matter.words, other.words)
        near = max(dice, 0.8 * contain)
        slots = {matter.slot, other.slot}
        alike = len(slots) == 1 or slots <= _PEOPLE or (matter.kind, matter.key) == (other.kind, other.key)
        apart = bool(matter.subject and other.subject and not matter.subject & other.subject)
        if apart and "present" in {matter.kind, other.kind}:
            return False
        if set(pair) & set(other_pair):
            return near >= (ALIKE / 4 if alike else ALIKE)
        return alike and near >= ALIKE
