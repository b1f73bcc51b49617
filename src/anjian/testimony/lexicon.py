"""Predicate concepts, frames of speech and topic words, read from the data files."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from anjian.testimony.datafile import load
from anjian.testimony.model import Slot

_NUMBER = re.compile(
    r"[\d.]+|[零一二两三四五六七八九十百千万亿半]+(?=[个人名位次回趟台只瓶桶箱根张具辆条米吨公斤升元块度分小天年月号点])"
)
_INSTANCE = re.compile(
    r"([\d一二三四五六七八九十]{1,3})(号|#|楼)?(池|罐|杆|楼|机|库|炉|井|门|皮带|线|车间|仓|台|塔|泵|釜|坑|柜|箱|窑|洞|层|桥|站|磨|矿|"
    r"风机|锅炉|阀|梯|工作面|绞车|车|桩|槽|舱|段|区|栋|机组)"
)
_SIDE = re.compile(
    r"(进口|出口|入口|东|西|南|北|左|右|进料|出料|进风|回风|主|副|上|下)(侧|边)?(门|阀|口|巷|井|仓|区|泵|平台|墙|厂房|楼梯)"
)
_NEEDS_MARK = frozenset(
    ["台", "车", "层", "机", "门", "线", "楼", "站", "箱", "罐", "桥", "洞", "阀", "段", "区", "栋", "梯"]
)
# kinds of special work: what is said of one does not speak of another
_WORK = {
    "动火": "动火",
    "受限空间": "受限",
    "有限空间": "受限",
    "高处作业": "高处",
    "登高": "高处",
    "吊装": "吊装",
    "临时用电": "用电",
    "动土": "动土",
    "盲板": "盲板",
    "粉尘防爆": "粉尘",
}
_CN_DIGIT = {c: str(i) for i, c in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Concept:
    """A predicate of work safety with the words that affirm and deny it."""

    id: str
    slot: Slot
    label: str
    positive: re.Pattern[str]
    negative: re.Pattern[str] | None
    generic: bool  # says little without its object (检查过, 戴了, 坏了)
    personal: bool  # about one person only (证, 培训, 饮酒): another's says nothing about his


@dataclass(frozen=True, slots=True)
class Hit:
    """One concept found in a text; `sign` -1 when said by its opposite state."""

    concept: Concept
    start: int
    end: int
    sign: int


def _pattern(surfaces: str) -> re.Pattern[str] | None:
    words = sorted(surfaces.split(), key=len, reverse=True)
    if not words:
        return None
    return re.compile("|".join(r"[^，。；！？]{0,4}".join(map(re.escape, w.split("~"))) for w in words))


@lru_cache(maxsize=1)
def concepts() -> tuple[Concept, ...]:
    """All concepts of the shipped lexicon."""
    found = []
    for row in load("concepts.json")["concepts"]:
        positive = _pattern(row["pos"]) or re.compile("(?!)")
        found.append(
            Concept(
                row["id"],
                row["slot"],
                row["label"],
                positive,
                _pattern(row["neg"]),
                bool(row["generic"]),
                bool(row["personal"]),
            )
        )
    return tuple(found)


@lru_cache(maxsize=1)
def by_id() -> Mapping[str, Concept]:
    """Concepts by their code."""
    return {c.id: c for c in concepts()}


@cache
def frame(name: str) -> re.Pattern[str]:
    """A frame of speech (unknown, heard, norm, plan, …) as one pattern."""
    return re.compile("|".join(f"(?:{x})" for x in load("language.json")[name]))


@lru_cache(maxsize=1)
def _stop() -> re.Pattern[str]:
    words = sorted(load("language.json")["stop"], key=len, reverse=True)
    return re.compile("|".join(w if "?" in w else re.escape(w) for w in words))


@lru_cache(maxsize=8192)
def hits(text: str) -> tuple[Hit, ...]:
    """Concepts in the text; an opposite state wins over a surface it contains."""
    found: list[Hit] = []
    for concept in concepts():
        covered: list[tuple[int, int]] = []
        if concept.negative:
            covered = [m.span() for m in concept.negative.finditer(text)]
        found += [Hit(concept, start, end, -1) for start, end in covered]
        affirmed = [m.span() for m in concept.positive.finditer(text)]
        found += [
            Hit(concept, start, end, 1)
            for start, end in affirmed
            if not any(s < end and start < e for s, e in covered)
        ]
    return tuple(sorted(found, key=lambda h: (h.start, -h.end)))


def digits(number: str) -> str:
    """A short numeral in digits, character by character for ten and more (十一 → 11)."""
    if not number or number[0].isascii():
        return number.upper()
    tens, mark, ones = number.partition("十")
    if mark:
        return f"{_CN_DIGIT.get(tens, '1')}{_CN_DIGIT.get(ones, '0')}"
    return "".join(_CN_DIGIT.get(c, c) for c in number)


def instances(text: str) -> frozenset[str]:
    """Numbered things (二号池, 3号罐) with the number in digits."""
    found = set()
    for match in _INSTANCE.finditer(text):
        if not match[2] and match[3] in _NEEDS_MARK:
            continue
        found.add("".join(_CN_DIGIT.get(c, c) for c in match[1]) + "#" + match[3])
    found.update(_WORK[match[0]] + "#作业" for match in re.finditer("|".join(_WORK), text))
    found.update(f"{match[1]}#{match[3]}" for match in _SIDE.finditer(text))
    return frozenset(found)


@lru_cache(maxsize=1)
def _synonyms() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    table: dict[str, list[str]] = {}
    for group, words in load("synonyms.json")["groups"].items():
        for word in words.split():
            table.setdefault(word, []).append(group)
    longest = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), {w: tuple(g) for w, g in table.items()}


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset(str(load("language.json")["light"]))


@lru_cache(maxsize=8192)
def topic(text: str) -> frozenset[str]:
    """What the text is about: concepts, two-character pieces and single content characters."""
    found = {"C:" + h.concept.id for h in hits(text)} | {"I:" + i for i in instances(text)}
    pattern, groups = _synonyms()
    for match in pattern.finditer(text):
        found.update("S:" + group for group in groups[match[0]])
    rest = _stop().sub(" ", _NUMBER.sub(" ", text))
    for piece in re.findall(r"[一-鿿a-zA-Z]+", rest):
        found.update(c for c in piece if c not in _light())
        found.update(piece[i : i + 2] for i in range(len(piece) - 1))
    return frozenset(found)


@lru_cache(maxsize=1)
def _background() -> tuple[int, Mapping[str, int]]:
    data = load("background.json")
    return int(data["statements"]), cast("Mapping[str, int]", data["df"])


@lru_cache(maxsize=65536)
def _weight(word: str, here: int) -> float:
    total, table = _background()
    weight = math.log((total + 60) / (table.get(word, 0) + 3.0 * here + 2.0)) / 6.0
    kind = 1.2 if word.startswith("C:") else 1.1 if word.startswith("S:") else 1.0 if len(word) >= 2 else 0.45
    return max(0.05, weight) * kind


class Weights:
    """How telling a topic word is: rare in interviews at large and rare in this case."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._known: dict[str, float] = {}
        self._count = 0

    def learn(self, words: Iterable[str]) -> None:
        """Count one more statement of the case."""
        self._count += 1
        for word in words:
            self._seen[word] = self._seen.get(word, 0) + 1
            self._known.pop(word, None)

    def of(self, word: str) -> float:
        """The weight of one topic word."""
        weight = self._known.get(word)
        if weight is None:
            weight = self._known[word] = _weight(word, min(self._seen.get(word, 0), 60))
        return weight

    def similarity(self, a: frozenset[str], b: frozenset[str]) -> tuple[float, float]:
        """Weighted Dice overlap and containment of two topics."""
        of = self.of
        shared = sum([of(w) for w in a & b])
        if not shared:
            return 0.0, 0.0
        size_a, size_b = sum([of(w) for w in a]), sum([of(w) for w in b])
        return 2 * shared / (size_a + size_b), shared / max(min(size_a, size_b), 1.2)
