"""Comparing two texts of one statute article by article, also where the numbers have moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from anjian.law.texts import Article

ALIKE = 0.45
"""Share of common character pairs from which two articles are the same one in two texts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one side: kept on both, or only there."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One article in both texts; a side is None when it has none."""

    kind: Literal["same", "moved", "changed", "new", "gone"]
    old: Article | None
    new: Article | None
    old_pieces: tuple[Piece, ...] = ()
    new_pieces: tuple[Piece, ...] = ()


def compare(old: Sequence[Article], new: Sequence[Article]) -> tuple[Change, ...]:
    """Return the articles of both texts side by side, in the order of the new text.

    Articles keep their order between texts, so the pairs are those that keep the most in common
    without crossing; what has no partner is new or gone.
    """
    pairs = _align([_features(each) for each in old], [_features(each) for each in new])
    changes: list[Change] = []
    at_old = at_new = 0
    for one, other in [*pairs, (len(old), len(new))]:
        changes += [Change(kind="gone", old=each, new=None) for each in old[at_old:one]]
        changes += [Change(kind="new", old=None, new=each) for each in new[at_new:other]]
        if one < len(old) and other < len(new):
            changes.append(_change(old[one], new[other]))
        at_old, at_new = one + 1, other + 1
    return tuple(changes)


def _change(old: Article, new: Article) -> Change:
    if old.plain == new.plain:
        moved = (old.number, old.sub) != (new.number, new.sub)
        return Change(kind="moved" if moved else "same", old=old, new=new)
    before, after = _pieces(old.plain, new.plain)
    return Change(kind="changed", old=old, new=new, old_pieces=before, new_pieces=after)


def _features(article: Article) -> frozenset[str]:
    text = article.plain
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    share = 2 * len(one & other) / (len(one) + len(other))
    return share if share >= ALIKE else 0.0


def _align(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Return pairs of places that do not cross and have the most in common (dynamic programming)."""
    # Equal ends need no search: most articles of an amended law stand where they stood.
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    rest_old, rest_new = old[start:], new[start:]
    best = [[0.0] * (len(rest_new) + 1) for _ in range(len(rest_old) + 1)]
    alike = [[_alike(one, other) for other in rest_new] for one in rest_old]
    for i in range(len(rest_old) - 1, -1, -1):
        for j in range(len(rest_new) - 1, -1, -1):
            taken = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], taken)
    pairs = [(place, place) for place in range(start)]
    i = j = 0
    while i < len(rest_old) and j < len(rest_new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((start + i, start + j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both sides cut into runs: lines against their like, then character by character."""
    before: list[Piece] = []
    after: list[Piece] = []
    lines, others = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        if kind == "equal":
            _put(before, "same", "".join(lines[a:b]))
            _put(after, "same", "".join(others[c:d]))
            continue
        both = min(b - a, d - c)
        for one, other in zip(lines[a : a + both], others[c : c + both], strict=True):
            _within(one, other, before, after)
        _put(before, "gone", "".join(lines[a + both : b]))
        _put(after, "new", "".join(others[c + both : d]))
    return tuple(before), tuple(after)


def _within(old: str, new: str, before: list[Piece], after: list[Piece]) -> None:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        _put(before, "gone", old)
        _put(after, "new", new)
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        _put(before, "same" if kind == "equal" else "gone", old[a:b])
        _put(after, "same" if kind == "equal" else "new", new[c:d])


def _put(pieces: list[Piece], kind: Literal["same", "gone", "new"], text: str) -> None:
    """Add a run, joined to the one before it where that is of the same kind."""
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))
