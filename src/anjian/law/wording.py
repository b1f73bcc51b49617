"""How officers put things: concepts with the words for them, and conducts that combine concepts.

Both are data (`words/*.yaml`, one file per theme), so that a new way of saying a thing is a line in
a file. A concept lists its words; `*` stands for up to twelve characters of the same clause, a word
beginning with `re:` is a regular expression. A conduct names what it means in the language of the
law and the concepts that must come together in one clause (`A|B`: one of them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from anjian.law.datafiles import read_yaml

FOLDER = Path(__file__).parent / "words"
_GAP = r"[^，。；;,、！!？?\n]{0,12}?"
_ENDS = re.compile(r"[，。；;,！!？?\n]+")
_WIDTHS = str.maketrans({"（": "(", "）": ")", "：": ":", "“": "", "”": "", "《": "", "》": "", "　": ""})


@dataclass(frozen=True, slots=True)
class Found:
    """A concept in a text: which one, and the words that say it."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """A way of breaking the law as it is recognised: all groups of concepts, none of `unless`.

    `absorbs`: the other clauses of the sentence tell its circumstances, not further conduct.
    """

    means: str
    when: tuple[frozenset[str], ...]
    unless: frozenset[str] = frozenset()
    absorbs: bool = False
    weight: float = 1.0

    def told_by(self, concepts: frozenset[str]) -> bool:
        """Whether these concepts together say it."""
        return not (self.unless & concepts) and all(group & concepts for group in self.when)


@dataclass(slots=True)
class Vocabulary:
    """All concepts, conducts and industries of the word files, ready to read texts."""

    conducts: tuple[Conduct, ...] = ()
    industries: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Industry code to the concepts that point to it."""
    hints: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Industry code to the concepts that leave it open whether it is meant."""
    statutes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Statute code to the industries it is made for."""
    about: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Statute code to the concepts that its articles take for granted."""
    fillers: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    _root: dict[str, Any] = field(default_factory=dict)
    _patterns: dict[str, list[tuple[str, re.Pattern[str]]]] = field(default_factory=dict)
    """Patterns by the letter they begin with; those of free form under an empty one."""

    def learn(self, concept: str, words: Iterable[str]) -> None:
        """Add words for a concept."""
        for word in (concept, *words):
            if word.startswith("re:"):
                self._patterns.setdefault("", []).append((concept, re.compile(word[3:])))
            elif "*" in word:
                pattern = re.compile(_GAP.join(map(re.escape, word.split("*"))))
                self._patterns.setdefault(word[0], []).append((concept, pattern))
            else:
                node = self._root
                for letter in word:
                    node = node.setdefault(letter, {})
                node.setdefault("", []).append(concept)

    def find(self, text: str) -> tuple[Found, ...]:
        """Return every concept a text names, in the order of the text."""
        found: set[Found] = set()
        for start in range(len(text)):
            node = self._root
            for end in range(start, len(text)):
                following = node.get(text[end])
                if following is None:
                    break
                node = following
                found.update(Found(concept, start, end + 1) for concept in node.get("", ()))
        for letter in {"", *text}:
            for concept, pattern in self._patterns.get(letter, ()):
                for hit in pattern.finditer(text):
                    found.add(Found(concept, hit.start(), hit.end()))
        return tuple(sorted(found, key=lambda each: (each.start, -each.end, each.concept)))

    def conducts_told(self, concepts: frozenset[str]) -> tuple[Conduct, ...]:
        """Return the conducts that these concepts together say."""
        return tuple(each for each in self.conducts if each.told_by(concepts))

    def industries_of(self, concepts: frozenset[str]) -> frozenset[str]:
        """Return the industries that these concepts name."""
        return frozenset(code for code, cues in self.industries.items() if cues & concepts)

    def industries_hinted(self, concepts: frozenset[str]) -> frozenset[str]:
        """Return the industries that these concepts leave open."""
        return frozenset(code for code, cues in self.hints.items() if cues & concepts)


def clean(text: str) -> str:
    """Bring a text to one width and drop quotation marks and spaces."""
    return re.sub(r"[ \t\r]+", "", text.translate(_WIDTHS))


def clauses(text: str) -> tuple[str, ...]:
    """Split a cleaned text where one observation ends and the next begins."""
    return tuple(text[start:end] for start, end in spans(text))


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the clauses of a cleaned text begin and end."""
    ends = [hit.span() for hit in _ENDS.finditer(text)]
    starts = [0, *(end for _start, end in ends)]
    stops = [*(start for start, _end in ends), len(text)]
    return tuple((start, stop) for start, stop in zip(starts, stops, strict=True) if stop - start > 1)


def read_vocabulary(files: Iterable[Mapping[str, Any]]) -> Vocabulary:
    """Read word files. Raises ValueError for a conduct or industry that names an unknown concept."""
    concepts: dict[str, list[str]] = {}
    conducts: list[Conduct] = []
    industries: dict[str, frozenset[str]] = {}
    hints: dict[str, frozenset[str]] = {}
    statutes: dict[str, frozenset[str]] = {}
    about: dict[str, frozenset[str]] = {}
    fillers: list[str] = []
    negations: list[str] = []
    for told in files:
        for concept, words in (told.get("concepts") or {}).items():
            concepts.setdefault(str(concept), []).extend(str(word) for word in words)
        conducts.extend(_conduct(each) for each in told.get("conducts") or ())
        industries.update({code: frozenset(cues) for code, cues in (told.get("industries") or {}).items()})
        hints.update({code: frozenset(cues) for code, cues in (told.get("hints") or {}).items()})
        statutes.update({code: frozenset(its) for code, its in (told.get("statutes") or {}).items()})
        about.update({code: frozenset(its) for code, its in (told.get("about") or {}).items()})
        fillers.extend(told.get("fillers") or ())
        negations.extend(told.get("negations") or ())
    asked = {name for each in conducts for group in (*each.when, each.unless) for name in group}
    unknown = (
        asked | {cue for cues in (*industries.values(), *hints.values()) for cue in cues}
    ) - concepts.keys()
    if unknown:
        raise ValueError(f"no words for {sorted(unknown)}")
    longest_first = tuple(sorted(set(fillers), key=len, reverse=True))
    found = Vocabulary(
        conducts=tuple(conducts),
        industries=industries,
        hints=hints,
        statutes=statutes,
        about=about,
        fillers=longest_first,
        negations=tuple(sorted(set(negations), key=len, reverse=True)),
    )
    for concept, words in concepts.items():
        found.learn(concept, words)
    return found


def _conduct(told: Mapping[str, Any]) -> Conduct:
    return Conduct(
        means=str(told["means"]),
        when=tuple(frozenset(str(group).split("|")) for group in told["when"]),
        unless=frozenset(told.get("unless") or ()),
        absorbs=bool(told.get("absorbs", False)),
        weight=float(told.get("weight", 1.0)),
    )


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the delivered vocabulary."""
    return read_vocabulary(read_yaml(path) for path in sorted(FOLDER.glob("*.yaml")))
