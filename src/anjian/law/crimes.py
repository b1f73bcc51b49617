"""Crimes that an inquiry is screened for before any penalty, with the figures at which they begin.

Sources are the articles themselves and the two joint interpretations; the rows are data with dates,
source and confidence like every other figure of the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from anjian.law.datafiles import read_yaml
from anjian.law.parameters import Confidence
from anjian.law.statutes import Citation, cite

FOLDER = Path(__file__).parent / "crimes"
FIGURES = {
    "deaths": "死亡人数",
    "injuries": "重伤人数",
    "loss": "直接经济损失（元）",
    "gains": "违法所得（元）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeItem:
    """One of several ways in which a crime can be committed."""

    code: str
    text: str
    also: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crime:
    """A crime, the question that screens for it and, where harm is needed, the harm that suffices.

    `thresholds` by code of :data:`FIGURES`: persons or yuan; any one that is reached suffices.
    """

    code: str
    name: str
    article: Citation
    question: str
    harm: bool
    thresholds: Mapping[str, Decimal]
    figures: Citation | None
    items: tuple[CrimeItem, ...]
    also: tuple[Citation, ...]
    subjects: str
    note: str
    source: str
    confidence: Confidence
    valid_from: date
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the row speaks of conduct of that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def reached(self, harm: Mapping[str, Any]) -> bool:
        """Whether one of the figures is reached; a crime without figures needs none."""
        if not self.thresholds:
            return True
        return any(Decimal(harm.get(code) or 0) >= least for code, least in self.thresholds.items())

    def figures_in_words(self) -> str:
        """The figures in Chinese, with the article that gives them; empty without figures."""
        if not self.thresholds:
            return ""
        said = "，或者".join(f"{FIGURES[code]}达到{least:f}" for code, least in self.thresholds.items())
        return f"{said}（{self.figures}）"


def crimes(on: date) -> tuple[Crime, ...]:
    """Every crime of the list as it is asked about conduct of a day, in the order of the code."""
    return tuple(row for row in _delivered() if row.covers(on))


def all_crimes() -> tuple[Crime, ...]:
    """Every row, of whatever day."""
    return _delivered()


def crime(code: str) -> Crime:
    """The crime of that code. Raises KeyError for an unknown one."""
    return next((row for row in _delivered() if row.code == code), None) or _missing(code)


def _missing(code: str) -> Crime:
    raise KeyError(code)


def crimes_of(article: Citation) -> tuple[Crime, ...]:
    """The crimes of an article of the criminal law; a paragraph asks for its own and no other."""
    return tuple(
        row
        for row in _delivered()
        if (row.article.article, row.article.sub) == (article.article, article.sub)
        and article.paragraph in {None, row.article.paragraph}
    )


def read_crimes(files: Iterable[Mapping[str, Any]]) -> tuple[Crime, ...]:
    """Read and check rows. Raises ValueError for a code that comes twice, or harm without figures."""
    found: dict[str, Crime] = {}
    for file in files:
        for row in file["rows"]:
            one = _crime(row, file)
            if one.code in found:
                raise ValueError(f"{one.code} is declared twice")
            if one.harm != bool(one.thresholds) or bool(one.thresholds) != (one.figures is not None):
                raise ValueError(f"{one.code} asks for harm and does not say how much, or the reverse")
            if unknown := set(one.thresholds) - set(FIGURES):
                raise ValueError(f"{one.code} has unknown figures {sorted(unknown)}")
            found[one.code] = one
    return tuple(found.values())


def _crime(row: Mapping[str, Any], file: Mapping[str, Any]) -> Crime:
    return Crime(
        code=str(row["code"]),
        name=str(row["name"]),
        article=cite(row["article"]),
        question=str(row["question"]),
        harm=bool(row["harm"]),
        thresholds={code: Decimal(value) for code, value in row.get("thresholds", {}).items()},
        figures=cite(row["figures"]) if "figures" in row else None,
        items=tuple(
            CrimeItem(code=i["code"], text=i["text"], also=tuple(map(cite, i.get("also", ()))))
            for i in row.get("items", ())
        ),
        also=tuple(map(cite, row.get("also", ()))),
        subjects=str(row.get("subjects", "")),
        note=str(row.get("note", "")),
        source=str(row.get("source", file["source"])),
        confidence=Confidence(row.get("confidence", file["confidence"])),
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
    )


@lru_cache(maxsize=1)
def _delivered() -> tuple[Crime, ...]:
    return read_crimes(read_yaml(path) for path in sorted(FOLDER.glob("*.yaml")))
