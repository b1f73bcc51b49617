"""Grade tables 裁量基准: conduct, duty, penalty basis, grade, conditions of use, standard.

The structure is the ministry's (应急〔2024〕90号). A table has a place and days; one of a city goes
before one of its province, and that before the national one. A local table may lapse when another
one appears. `example`: kept to learn from, never applied (its place is not known, or it has no row).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.discretion.measures import Stated, Test, read_test
from anjian.discretion.money import Span, span
from anjian.law.parameters import NATION, Confidence, places
from anjian.law.statutes import Citation, cite
from anjian.law.violations import STAGES, TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

FOLDER = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Standard:
    """What a grade sets for one target at one stage: an amount of money or multiples of a base."""

    target: str
    stage: str
    span: Span
    base: str = "yuan"

    def in_yuan(self, bases: Mapping[str, Any]) -> Span | None:
        """Return the range in yuan; None when the sum it multiplies is not known."""
        if self.base == "yuan":
            return self.span
        known = bases.get(self.base)
        return None if known is None else self.span.times(known)

    def __str__(self) -> str:
        """Say the standard in Chinese."""
        if self.base == "yuan":
            return str(self.span)
        first, last = (f"{each:f}" for each in (self.span.low, self.span.high or self.span.low))
        return f"{first}倍" if first == last else f"{first}倍以上{last}倍以下"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade 裁量阶次: any of `when` (each a set of tests) leads to its standards.

    `seen` are amounts known from decisions where the standard itself was not read.
    """

    code: str
    when: tuple[tuple[Test, ...], ...]
    standards: tuple[Standard, ...]
    note: str = ""
    seen: tuple[str, ...] = ()

    def fits(self, stated: Stated) -> bool | None:
        """Whether the grade fits what was stated; None when that does not settle it."""
        answers = [_all(test.holds(stated) for test in each) for each in self.when]
        if any(answer is True for answer in answers):
            return True
        return None if any(answer is None for answer in answers) or not answers else False

    def standard(self, target: str, stage: str) -> Standard | None:
        """The standard for a target at a stage, or None when the grade has none."""
        return next((s for s in self.standards if s.target == target and s.stage == stage), None)

    @property
    def conditions(self) -> str:
        """The conditions of use in Chinese."""
        return "；或者".join("且".join(str(test) for test in each) for each in self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One conduct of a table with its grades, from the slightest to the gravest."""

    no: str
    conduct: str
    violations: tuple[str, ...]
    grades: tuple[Grade, ...]
    duty: Citation | None = None
    penalty: Citation | None = None
    source: str = ""
    confidence: Confidence = Confidence.LOCAL
    note: str = ""

    def grade(self, code: str) -> Grade | None:
        """The grade of that code, or None."""
        return next((g for g in self.grades if g.code == code), None)

    def fitting(self, stated: Stated) -> Grade | None:
        """The gravest grade that fits what was stated, or None."""
        return next((g for g in reversed(self.grades) if g.fits(stated)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A published grade table of one issuer, place and period."""

    code: str
    title: str
    no: str
    issuer: str
    place: str
    valid_from: date
    source: str
    confidence: Confidence
    rows: tuple[Row, ...]
    valid_to: date | None = None
    lapses_with: str = ""
    example: bool = False
    note: str = ""
    columns: tuple[str, ...] = ()

    def row_of(self, violation: str) -> Row | None:
        """The row about a violation of the catalogue, or None."""
        return next((row for row in self.rows if violation in row.violations), None)

    def __str__(self) -> str:
        """Print the table as documents cite it."""
        return f"《{self.title}》（{self.no}）" if self.no else f"《{self.title}》"


@dataclass(frozen=True, slots=True)
class Fitting:
    """A row of a table that governs an act, and the grade that fits it (None: none or unclear)."""

    table: Table
    row: Row
    grade: Grade | None


def tables() -> tuple[Table, ...]:
    """Return every table that is delivered."""
    return _delivered()


def ends_on(table: Table, among: Iterable[Table]) -> date | None:
    """Return the first day on which a table no longer governs because another one took its place."""
    return next((each.valid_from for each in among if each.code == table.lapses_with), None)


def governing(on: date, place: str = "", *, among: tuple[Table, ...] | None = None) -> tuple[Table, ...]:
    """Return the tables that govern a day at a place, the nearest place first, newest first."""
    known = _delivered() if among is None else among
    near = places(place) if place else (NATION,)
    found = [t for t in known if not t.example and t.place in near and _covers(t, on, known)]
    return tuple(sorted(found, key=lambda t: (near.index(t.place), -t.valid_from.toordinal())))


def fitting(
    violation: str, stated: Stated, *, on: date, place: str = "", among: tuple[Table, ...] | None = None
) -> Fitting | None:
    """Return the nearest row about a violation with the grade that fits, or None without any row."""
    for table in governing(on, place, among=among):
        if row := table.row_of(violation):
            return Fitting(table, row, row.fitting(stated))
    return None


def read_table(told: Mapping[str, Any]) -> Table:
    """Read a table. Raises ValueError for what it cannot say: sources, stages, targets, empty rows."""
    if not str(told.get("source") or "").strip():
        raise ValueError(f"{told.get('code')} does not say where it was read")
    found = tuple(_row(told, each) for each in told.get("rows") or ())
    numbers = [row.no for row in found]
    if len(set(numbers)) != len(numbers):
        raise ValueError(f"{told['code']} numbers two rows alike")
    if not found and not told.get("columns"):
        raise ValueError(f"{told['code']} has no row")
    return Table(
        code=str(told["code"]),
        title=str(told["title"]),
        no=str(told.get("number", "")),
        issuer=str(told.get("issuer", "")),
        place=str(told.get("place", NATION)),
        valid_from=told["valid_from"],
        valid_to=told.get("valid_to"),
        source=str(told["source"]),
        confidence=Confidence(told["confidence"]),
        rows=found,
        lapses_with=str(told.get("lapses_with", "")),
        example=bool(told.get("example", False)),
        note=str(told.get("note", "")),
        columns=tuple(told.get("columns", ())),
    )


def _row(table: Mapping[str, Any], told: Mapping[str, Any]) -> Row:
    grades = tuple(_grade(f"{table['code']} {told['number']}", each) for each in told["grades"])
    if not grades:
        raise ValueError(f"{table['code']} {told['number']} has no grade")
    return Row(
        no=str(told["number"]),
        conduct=str(told["conduct"]),
        violations=tuple(told.get("violations", ())),
        grades=grades,
        duty=cite(told["duty"]) if told.get("duty") else None,
        penalty=cite(told["penalty"]) if told.get("penalty") else None,
        source=str(told.get("source") or table["source"]),
        confidence=Confidence(told.get("confidence") or table["confidence"]),
        note=str(told.get("note", "")),
    )


def _grade(where: str, told: Mapping[str, Any]) -> Grade:
    standards = tuple(_standard(where, each) for each in told.get("standards", ()))
    when = tuple(tuple(read_test(test) for test in each) for each in told.get("when", ()))
    if not standards and not told.get("seen"):
        raise ValueError(f"{where} {told['grade']} sets nothing")
    return Grade(
        code=str(told["grade"]),
        when=when,
        standards=standards,
        note=str(told.get("note", "")),
        seen=tuple(told.get("seen", ())),
    )


def _standard(where: str, told: Mapping[str, Any]) -> Standard:
    target, stage = str(told["target"]), str(told["stage"])
    if target not in TARGETS or stage not in STAGES:
        raise ValueError(f"{where} speaks of {target} at {stage}")
    return Standard(target, stage, span(told["from"], told["to"]), str(told.get("of", "yuan")))


def _covers(table: Table, on: date, among: Iterable[Table]) -> bool:
    gone = ends_on(table, among) if table.lapses_with else None
    return (
        table.valid_from <= on
        and (table.valid_to is None or on <= table.valid_to)
        and (gone is None or on < gone)
    )


def _all(answers: Iterable[bool | None]) -> bool | None:
    told = tuple(answers)
    if False in told:
        return False
    return None if None in told else True


@lru_cache(maxsize=1)
def _delivered() -> tuple[Table, ...]:
    from anjian.law.datafiles import read_yaml

    found = tuple(read_table(read_yaml(path)) for path in sorted(FOLDER.glob("*.yaml")))
    codes = [table.code for table in found]
    if len(set(codes)) != len(codes):
        raise ValueError(f"two tables have one code among {codes}")
    return found
