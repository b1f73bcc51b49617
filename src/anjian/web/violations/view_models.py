"""The catalogue as it is read: statutes with their counts, rows found, one row in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.law import violations
from anjian.law.statutes import statute
from anjian.law.violations import CONFISCATED, INDUSTRIES, TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from anjian.law.statutes import Version
    from anjian.law.violations import Stage, Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What stands in the address: words, a statute, an industry, the day of the conduct."""

    text: str = ""
    statute: str = ""
    industry: str = ""
    on: date

    @property
    def narrowed(self) -> bool:
        """Whether rows are asked for, and not the list of statutes."""
        return bool(self.text or self.statute or self.industry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the list, with the first fine that can meet a unit or a person."""

    row: Violation
    fine: str
    whom: str
    may: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A statute of the day with its rows."""

    code: str
    title: str
    version: Version | None
    lines: tuple[Line, ...]

    @property
    def doubtful(self) -> int:
        """How many rows were not read in a text."""
        return sum(not line.row.verified for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One line of the table of consequences: a stage and one of those it meets."""

    stage: Stage
    whom: str
    fine: str
    confiscated: str
    other: str


def groups(wanted: Wanted) -> tuple[Group, ...]:
    """Return what is found, statute by statute: laws, then regulations, then rules."""
    found: dict[str, list[Line]] = {}
    for row in violations.violations(wanted.on):
        if _fits(row, wanted):
            found.setdefault(row.penalty.statute, []).append(_line(row))
    return tuple(
        Group(
            code=code,
            title=statute(code).short,
            version=statute(code).in_force(wanted.on),
            lines=tuple(lines),
        )
        for code, lines in sorted(found.items(), key=lambda item: _rank(item[0]))
    )


def statutes_of(on: date) -> tuple[tuple[str, str], ...]:
    """Return code and short title of the statutes that punish on a day."""
    codes = dict.fromkeys(row.penalty.statute for row in violations.violations(on))
    return tuple((code, statute(code).short) for code in sorted(codes, key=_rank))


def consequences(row: Violation) -> tuple[Consequence, ...]:
    """Return the table of what follows, one line for each stage and whom it meets."""
    lines: list[Consequence] = []
    for stage in row.stages:
        confiscated = "，".join(CONFISCATED[code] for code in stage.confiscate)
        other = "，".join(stage.other)
        met = [(TARGETS[target], str(fine)) for target, fine in stage.fines.items()] or [("", "")]
        lines.extend(
            Consequence(stage=stage, whom=whom, fine=fine, confiscated=confiscated, other=other)
            for whom, fine in met
        )
    return tuple(lines)


def before(row: Violation, on: date) -> tuple[Violation, ...]:
    """Return the rows of special or higher law that go before this one on a day."""
    return tuple(each for each in violations.violations(on) if row.code in each.instead_of)


def after(row: Violation, on: date) -> tuple[Violation, ...]:
    """Return the rows that this one goes before on a day."""
    found = (violations.get(code, on) for code in row.instead_of)
    return tuple(each for each in found if each is not None)


def other_texts(row: Violation) -> tuple[Violation, ...]:
    """Return the rows of the same code in other texts, the newest first."""
    same = (each for each in violations.every_row() if each.code == row.code and each != row)
    return tuple(sorted(same, key=lambda each: each.valid_from, reverse=True))


def newest(code: str) -> Violation | None:
    """Return the newest row of a code, whether or not it is in force."""
    same = [each for each in violations.every_row() if each.code == code]
    return max(same, key=lambda each: each.valid_from, default=None)


def industries(codes: Iterable[str]) -> str:
    """Write industries in a row."""
    return "、".join(INDUSTRIES[code] for code in codes)


def liable(codes: Sequence[str]) -> str:
    """Write those who answer in a row."""
    return "、".join(TARGETS[code] for code in codes)


def _rank(code: str) -> int:
    """Higher law first; the sort is stable, so the order of the catalogue remains within a rank."""
    ranks = ("law", "regulation", "rule")
    return ranks.index(found) if (found := statute(code).rank) in ranks else len(ranks)


def _fits(row: Violation, wanted: Wanted) -> bool:
    if wanted.statute and row.penalty.statute != wanted.statute:
        return False
    if wanted.industry and not row.concerns((wanted.industry,)):
        return False
    if not wanted.text:
        return True
    said = " ".join((row.code, row.conduct, str(row.penalty), str(row.duty), *row.words)).casefold()
    return all(word in said for word in wanted.text.casefold().split())


def _line(row: Violation) -> Line:
    for stage in row.stages:
        for target, fine in stage.fines.items():
            return Line(row=row, fine=str(fine), whom=TARGETS[target], may=stage.may)
    return Line(row=row, fine="", whom="", may=False)
