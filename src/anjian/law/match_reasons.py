"""Why a row was found: the words of the officer beside the words of the row that they meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.law.features import ABSENCES

if TYPE_CHECKING:
    from anjian.law.features import Told

_MOST_REASONS = 6
_GONE = "\n"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row was found: words of the officer beside the words of the row that they meet."""

    said: str
    row: str


def reasons(told: Told, nearest: Told) -> tuple[Reason, ...]:
    """Pair the words of both sides: the same concept first, then the same run of characters."""
    pairs: dict[str, str] = {}
    for concept, said in told.sayings.items():
        if concept in ABSENCES:
            continue
        row = nearest.sayings.get(concept)
        if row and said in told.text and row in nearest.text:
            pairs.setdefault(said, row)
    rest = told.text
    for said in sorted(pairs, key=len, reverse=True):
        rest = rest.replace(said, _GONE)
    for run in _common_runs(rest, nearest.text):
        if not any(run in said for said in pairs):
            pairs[run] = run
    # Words within longer words that say the same add nothing.
    longest = [said for said in pairs if not any(said != other and said in other for other in pairs)]
    longest.sort(key=lambda said: (-len(said), told.text.find(said)))
    return tuple(Reason(said, pairs[said]) for said in longest[:_MOST_REASONS])


def _common_runs(one: str, other: str) -> list[str]:
    """Return the longest runs of at least two characters that both texts hold."""
    found: list[str] = []
    start = 0
    while start < len(one) - 1:
        end = start
        while end < len(one) and one[start : end + 1] in other:
            end += 1
        if end - start >= 2:
            found.append(one[start:end])
        start = max(end, start + 1)
    return found
