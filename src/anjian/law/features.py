"""What a text is compared by: pairs of characters, concepts, and conducts, each with a weight."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from anjian.law.wording import Conduct, Found, Vocabulary, clauses, spans

Features: TypeAlias = Mapping[str, float]

_PAIR, _CONCEPT, _CONDUCT, _MEANT = 1.0, 1.6, 3.2, 0.55
_NO = "未"
# A row that puts its conduct nearly as a known conduct is put means that conduct.
_SAME, _LEAST_PAIRS = 0.75, 6
_TEXT = re.compile(r"[一-鿿A-Za-z0-9]+")
# Concepts that say only that something is missing: too common to tell rows apart.
ABSENCES = frozenset({"缺", "未设置", "未建立", "未开展", "未配备"})


@dataclass(frozen=True, slots=True)
class Told:
    """A text as it is compared: features with weights, concepts with the words that say them."""

    text: str
    features: Features
    concepts: frozenset[str]
    conducts: tuple[Conduct, ...]
    sayings: Mapping[str, str]


class Meanings:
    """Recognises known conducts in texts of the law by the words in which the law puts them."""

    def __init__(self, words: Vocabulary) -> None:
        """Index the parts of what each conduct means."""
        self._pieces: list[tuple[Conduct, int]] = []
        self._holding: dict[str, list[int]] = {}
        for conduct in words.conducts:
            for part in clauses(conduct.means.replace("或者", "；")):
                pairs = frozenset(_pairs(part, words))
                if len(pairs) < _LEAST_PAIRS:
                    continue
                for pair in pairs:
                    self._holding.setdefault(pair, []).append(len(self._pieces))
                self._pieces.append((conduct, len(pairs)))

    def of(self, told: Told) -> tuple[Conduct, ...]:
        """Return the conducts that a text of the law puts in nearly the same words."""
        pairs = [
            name[2:] for name, weight in told.features.items() if name.startswith("b:") and weight >= _PAIR
        ]
        met: dict[int, int] = {}
        for pair in pairs:
            for number in self._holding.get(pair, ()):
                met[number] = met.get(number, 0) + 1
        found = {
            self._pieces[number][0].means: self._pieces[number][0]
            for number, count in met.items()
            if not self._pieces[number][0].unless & told.concepts
            and len(pairs) >= _LEAST_PAIRS
            and 2 * count / (self._pieces[number][1] + len(pairs)) >= _SAME
        }
        return tuple(found.values())


def with_meanings(told: Told, meanings: Meanings) -> Told:
    """Add to a text of the law the conducts that it means by its own words."""
    added = {f"f:{c.means}": _CONDUCT * c.weight for c in meanings.of(told)}
    return replace(told, features={**added, **told.features})


def read_text(text: str, words: Vocabulary, *, about: frozenset[str] = frozenset()) -> Told:
    """Turn a cleaned text into features.

    Conducts are looked for in each clause and, where a clause alone says none, in it and its neighbour.
    `about`: concepts that go without saying, as a rule on confined spaces does not repeat their name.
    """
    found = words.find(text)
    sayings: dict[str, str] = {}
    for each in found:
        said = text[each.start : each.end]
        if len(said) > len(sayings.get(each.concept, "")):
            sayings[each.concept] = said
    for concept in about:
        sayings.setdefault(concept, concept)
    features: dict[str, float] = {}
    for pair in _pairs(text, words):
        features[f"b:{pair}"] = _PAIR
    for concept in sayings:
        if concept not in ABSENCES:
            features[f"c:{concept}"] = _CONCEPT
    conducts = _conducts(text, found, words, about)
    for conduct in conducts:
        features[f"f:{conduct.means}"] = _CONDUCT * conduct.weight
        for pair in _pairs(conduct.means, words):
            features.setdefault(f"b:{pair}", _MEANT)
    return Told(text, features, frozenset(sayings), conducts, sayings)


def _conducts(
    text: str, found: Iterable[Found], words: Vocabulary, about: frozenset[str]
) -> tuple[Conduct, ...]:
    hits = list(found)
    each_clause = [
        about | {hit.concept for hit in hits if start <= hit.start and hit.end <= end}
        for start, end in spans(text)
    ]
    told: dict[tuple[str, frozenset[frozenset[str]]], Conduct] = {}

    def keep(those: Iterable[Conduct]) -> None:
        for conduct in those:
            told.setdefault((conduct.means, frozenset(conduct.when)), conduct)

    spoken = [words.conducts_told(concepts) for concepts in each_clause]
    for those in spoken:
        keep(those)
    for one, following in zip(range(len(each_clause)), range(1, len(each_clause)), strict=False):
        if not spoken[one] or not spoken[following]:
            keep(words.conducts_told(each_clause[one] | each_clause[following]))
    return tuple(told.values())


def _pairs(text: str, words: Vocabulary) -> list[str]:
    """Return the pairs of neighbouring characters, one word for every negation, fillers left out."""
    for negation in words.negations:
        text = text.replace(negation, _NO)
    for filler in words.fillers:
        text = text.replace(filler, "")
    return [part[i : i + 2] for part in _TEXT.findall(text) for i in range(len(part) - 1)]


def weigh(documents: Iterable[Iterable[str]]) -> dict[str, float]:
    """Return how telling each feature is: the logarithm of how few of the rows have it."""
    counts: dict[str, int] = {}
    total = 0
    for names in documents:
        total += 1
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    return {
        name: math.log(1 + (total - count + 0.5) / (count + 0.5)) ** 0.5 for name, count in counts.items()
    }
