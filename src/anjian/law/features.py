"""What a text is compared by: pairs of characters, concepts, and conducts, each with a weight."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from anjian.law.wording import Conduct, Vocabulary, clauses

Features: TypeAlias = Mapping[str, float]

_PAIR, _CONCEPT, _CONDUCT, _MEANT = 1.0, 1.6, 3.2, 0.55
_NO = "未"
_TEXT = re.compile(r"[一-鿿A-Za-z0-9]+")
# Concepts that say only that something is missing: too common to tell rows apart.
_ABSENCES = frozenset({"缺", "未设置", "未建立", "未开展", "未配备"})


@dataclass(frozen=True, slots=True)
class Told:
    """A text as it is compared: features with weights, concepts with the words that say them."""

    text: str
    features: Features
    concepts: frozenset[str]
    conducts: tuple[Conduct, ...]
    sayings: Mapping[str, str]


def read_text(text: str, words: Vocabulary) -> Told:
    """Turn a cleaned text into features.

    Conducts are looked for in each clause and, where a clause alone says none, in it and its neighbour.
    """
    found = words.find(text)
    sayings: dict[str, str] = {}
    for each in found:
        said = text[each.start : each.end]
        if len(said) > len(sayings.get(each.concept, "")):
            sayings[each.concept] = said
    features: dict[str, float] = {}
    for pair in _pairs(text, words):
        features[f"b:{pair}"] = _PAIR
    for concept in sayings:
        if concept not in _ABSENCES:
            features[f"c:{concept}"] = _CONCEPT
    conducts = _conducts(text, words)
    for conduct in conducts:
        features[f"f:{conduct.means}"] = _CONDUCT * conduct.weight
        for pair in _pairs(conduct.means, words):
            features.setdefault(f"b:{pair}", _MEANT)
    return Told(text, features, frozenset(sayings), conducts, sayings)


def _conducts(text: str, words: Vocabulary) -> tuple[Conduct, ...]:
    each_clause = [frozenset(hit.concept for hit in words.find(part)) for part in clauses(text)]
    told: dict[tuple[str, frozenset[frozenset[str]]], Conduct] = {}

    def keep(found: Iterable[Conduct]) -> None:
        for conduct in found:
            told.setdefault((conduct.means, frozenset(conduct.when)), conduct)

    spoken = [words.conducts_told(concepts) for concepts in each_clause]
    for found in spoken:
        keep(found)
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
