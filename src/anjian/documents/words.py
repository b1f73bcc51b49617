"""The word (字) and the pattern of public numbers: figures of time and place, not of the program.

Which word stands in a number differs between bureaus and changes with their rules on papers, so it
is data with a place, days and a confidence, like every other figure nobody has read in a law.
What the organisation itself has set goes first, then the nearest division, then the kind's own word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from anjian.documents.issuer import Issuer
from anjian.documents.kinds.spec import DocumentKind
from anjian.documents.numbering import PATTERN, check_pattern
from anjian.law.datafiles import read_yaml
from anjian.law.parameters import Confidence, places

FILE = Path(__file__).with_name("words.yaml")
OWN = "本机关设定"
_KIND = "文书种类自带的默认用字"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One word or pattern with its place, its days, where it is from and how sure it is."""

    text: str
    source: str
    confidence: Confidence
    place: str = ""
    valid_from: date = date.min
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it applies on a day (both ends included)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


Wordings = dict[str, tuple[Wording, ...]]


def word_of(kind: DocumentKind, issuer: Issuer, *, on: date) -> Wording:
    """The word in the numbers of a kind at a bureau on a day."""
    return _chosen(kind.code, issuer, on) or Wording(
        text=kind.word, source=_KIND, confidence=Confidence.KNOWLEDGE
    )


def pattern_of(issuer: Issuer, *, on: date) -> Wording:
    """The pattern of numbers at a bureau on a day; has ``{word}``, ``{year}`` and ``{seq}``."""
    return _chosen("", issuer, on) or Wording(
        text=PATTERN, source="GB/T 9704", confidence=Confidence.KNOWLEDGE
    )


def _chosen(key: str, issuer: Issuer, on: date) -> Wording | None:
    own = issuer.own_wording(key, on=on)
    if own:
        return Wording(text=own, source=OWN, confidence=Confidence.LOCAL)
    for near in places(issuer.place):
        for row in _delivered().get(key, ()):
            if row.place == near and row.covers(on):
                return row
    return None


def read_wordings(data: Mapping[str, Any]) -> Wordings:
    """Read and check the file: kinds by code, the patterns under "".

    Raises ValueError for a row without source, a place twice at one time, or a bad pattern.
    """
    found: dict[str, list[Wording]] = {}
    for row in (*data["patterns"], *data["words"]):
        key, text = str(row.get("kind", "")), str(row["pattern"] if "pattern" in row else row["word"])
        if not key:
            check_pattern(text)
        source = data["sources"].get(row.get("source"))
        if not source:
            raise ValueError(f"the word of {key or 'the pattern'} has no source")
        found.setdefault(key, []).append(
            Wording(
                text=text,
                source=source,
                confidence=Confidence(row["confidence"]),
                place=str(row["place"]),
                valid_from=row["valid_from"],
                valid_to=row.get("valid_to"),
            )
        )
    for key, rows in found.items():
        _check_overlap(key, rows)
    return {key: tuple(rows) for key, rows in found.items()}


def _check_overlap(key: str, rows: list[Wording]) -> None:
    last: dict[str, Wording] = {}
    for row in sorted(rows, key=lambda w: (w.place, w.valid_from)):
        before = last.get(row.place)
        if before is not None and (before.valid_to is None or row.valid_from <= before.valid_to):
            raise ValueError(f"{key or 'the pattern'} has two words at {row.place} from {row.valid_from}")
        last[row.place] = row


@lru_cache(maxsize=1)
def _delivered() -> Wordings:
    return read_wordings(read_yaml(FILE))
