"""Suspicious sameness: long stretches that two persons say in the same words.

People who saw the same thing agree in substance and differ in wording. Long identical or nearly
identical stretches may mean that an account was agreed on or read from one paper; that is a reason
to ask, never a proof. What both merely repeat (the questions' words, titles of papers, names,
numbers, forms of politeness) does not count.

Winnowing (Schleimer, Wilkerson, Aiken 2003) finds the candidates, matching blocks measure them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from zlib import crc32

from anjian.testimony.board.points import Heard
from anjian.testimony.lexicon import Weights
from anjian.testimony.model import Span
from anjian.testimony.persons import Cast

SHINGLE = 5
WINDOW = 3
BLOCK = 5
LONG = 13
TOTAL = 15
SHARE = 0.7
_LIGHT = frozenset("的了吧啊呢嘛呀哦嗯呃就都也还又是我他她你们这那个些会儿来去过着得地 ")
_BREAK = re.compile(r"[^一-鿿A-Za-z]+")
_TITLE = re.compile(r"《[^》]{1,40}》|“[^”]{1,20}”")
_NUMBER = re.compile(r"[\d零〇一二两三四五六七八九十百千万半]+[一-鿿]?")
_GAP = "\x00"


@dataclass(frozen=True, slots=True)
class Sameness:
    """Two answers of two persons with the stretches they share word for word."""

    a_sid: str
    b_sid: str
    a_pid: str
    b_pid: str
    a_spans: tuple[Span, ...]
    b_spans: tuple[Span, ...]
    characters: int
    share: float
    weight: float
    because: str


@dataclass(frozen=True, slots=True)
class _Text:
    heard: Heard
    letters: str
    places: tuple[int, ...]
    prints: frozenset[int]


class SamenessFinder:
    """Takes statements in one by one and keeps the pairs whose wording is too much alike."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.weights = Weights()
        self.found: list[Sameness] = []
        self._texts: dict[str, _Text] = {}
        self._prints: dict[int, list[str]] = defaultdict(list)
        self._asked: set[str] = set()

    def add(self, heard: Heard) -> None:
        """Compare one more answer with what others said before."""
        self._ask(heard.statement.question)
        if heard.point is None:
            return
        text = self._text(heard)
        shared: dict[str, int] = defaultdict(int)
        for mark in text.prints:
            for sid in self._prints[mark]:
                if self._texts[sid].heard.statement.pid != heard.statement.pid:
                    shared[sid] += 1
        for sid in sorted(s for s, n in shared.items() if n >= 2):
            if pair := self._compare(self._texts[sid], text):
                self.found.append(pair)
        self._texts[heard.statement.sid] = text
        for mark in sorted(text.prints):
            self._prints[mark].append(heard.statement.sid)

    def standing(self) -> tuple[Sameness, ...]:
        """All pairs, the heaviest first. A wording that a question used since then no longer counts."""
        kept = []
        for pair in self.found:
            fresh = self._compare(self._texts[pair.a_sid], self._texts[pair.b_sid])
            if fresh is not None:
                kept.append(fresh)
        return tuple(sorted(kept, key=lambda p: (-p.weight, p.a_sid, p.b_sid)))

    def _ask(self, question: str) -> None:
        letters = "".join(c for c in question if c not in _LIGHT and _is_letter(c))
        self._asked.update(letters[i : i + SHINGLE] for i in range(len(letters) - SHINGLE + 1))

    def _text(self, heard: Heard) -> _Text:
        answer = heard.statement.answer
        hidden = [False] * len(answer)
        for pattern in (_TITLE, _NUMBER):
            for match in pattern.finditer(answer):
                hidden[match.start() : match.end()] = [True] * (match.end() - match.start())
        for mention in heard.reading.answer_people:
            if mention.known or mention.who.startswith("x:"):
                hidden[mention.start : mention.end] = [True] * (mention.end - mention.start)
        letters: list[str] = []
        places: list[int] = []
        for at, letter in enumerate(answer):
            if hidden[at]:
                if letters and letters[-1] != _GAP:
                    letters.append(_GAP)
                    places.append(at)
            elif letter not in _LIGHT and _is_letter(letter):
                letters.append(letter)
                places.append(at)
        said = "".join(letters)
        return _Text(heard, said, tuple(places), _winnow(said))

    def _compare(self, a: _Text, b: _Text) -> Sameness | None:
        blocks = [
            (x, y, n)
            for i, j, size in SequenceMatcher(
                None, a.letters, b.letters, autojunk=False
            ).get_matching_blocks()
            for x, y, n in self._own_words(a.letters, i, j, size)
        ]
        if not blocks:
            return None
        total = sum(n for _x, _y, n in blocks)
        shorter = min(len(t.letters.replace(_GAP, "")) for t in (a, b))
        share = total / max(shorter, 1)
        longest = max(n for _x, _y, n in blocks)
        if not (longest >= LONG or (total >= TOTAL and share >= SHARE)):
            return None
        weight = sum(
            self.weights.of(a.letters[i : i + 2]) for x, _y, n in blocks for i in range(x, x + n - 1)
        )
        manner = "几乎逐字相同" if share >= 0.85 else "有长段相同"
        return Sameness(
            a_sid=a.heard.statement.sid,
            b_sid=b.heard.statement.sid,
            a_pid=a.heard.statement.pid,
            b_pid=b.heard.statement.pid,
            a_spans=tuple((a.places[x], a.places[x + n - 1] + 1) for x, _y, n in blocks),
            b_spans=tuple((b.places[y], b.places[y + n - 1] + 1) for _x, y, n in blocks),
            characters=total,
            share=round(share, 2),
            weight=round(weight, 2),
            because=(
                f"{self.cast.name(a.heard.statement.pid)}与{self.cast.name(b.heard.statement.pid)}的回答{manner}："
                f"除去语气词、人名、数字和问话用语，仍有{total}字相同，占较短一份的{round(100 * share)}%。"
            ),
        )

    def _own_words(self, letters: str, i: int, j: int, size: int) -> Iterable[tuple[int, int, int]]:
        """The parts of a matching block that no question of the case contains."""
        start = i
        at = i
        end = i + size
        while at < end:
            piece = letters[at : at + SHINGLE]
            if letters[at] == _GAP or (at + SHINGLE <= end and piece in self._asked):
                if at - start >= BLOCK:
                    yield start, j + start - i, at - start
                at += 1 if letters[at] == _GAP else SHINGLE
                start = at
            else:
                at += 1
        if end - start >= BLOCK:
            yield start, j + start - i, end - start


def _is_letter(letter: str) -> bool:
    return not _BREAK.match(letter)


def _winnow(text: str) -> frozenset[int]:
    """Fingerprints of a text: the least hash of every window of shingles (text without gaps)."""
    marks: set[int] = set()
    for piece in text.split(_GAP):
        hashes = [crc32(piece[i : i + SHINGLE].encode()) for i in range(len(piece) - SHINGLE + 1)]
        for i in range(max(1, len(hashes) - WINDOW + 1) if hashes else 0):
            marks.add(min(hashes[i : i + WINDOW]))
    return frozenset(marks)
