"""What is wrong with a grade table, told when it is loaded: no table stands above the statute.

A range that leaves the statute is clamped when it is used (`clamp`), and said; bands that overlap,
run backwards or leave two grades for one set of facts are said as well, for its issuer to mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from anjian.discretion.money import Span, union, yuan
from anjian.law.violations import BASES, STAGES, TARGETS, get

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from anjian.discretion.tables import Grade, Row, Standard, Table
    from anjian.law.violations import Violation

KINDS: dict[str, str] = {
    "below_statute": "低于法定下限",
    "above_statute": "高于法定上限",
    "no_such_fine": "法律没有这一罚款",
    "same": "两档幅度相同",
    "reversed": "幅度倒挂",
    "overlap": "适用条件重叠",
    "unknown_violation": "违法行为不在目录中",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One flaw of a table: where, what, and by which article."""

    kind: str
    table: str
    row: str
    grade: str
    text: str
    cite: str = ""

    def __str__(self) -> str:
        """Say the flaw with its place."""
        where = f"序号{self.row}" + (f"第{self.grade}档" if self.grade else "")
        return f"{where}：{self.text}" + (f"（{self.cite}）" if self.cite else "")


def flaws(table: Table) -> tuple[Flaw, ...]:
    """Return every flaw of a table, row by row."""
    return tuple(flaw for row in table.rows for flaw in _of_row(table, row))


def statutory(violation: Violation, target: str, stage: str, base: str = "yuan") -> Span | None:
    """Return the range of the statute in a base for a target at a stage, or None."""
    from decimal import Decimal

    found = [s for s in violation.stages if s.code == stage]
    fine = found[0].fines.get(target) if found else None
    if fine is None or fine.base != base:
        return None
    return Span(Decimal(fine.low), Decimal(fine.high))


def clamp(
    standard: Standard, violation: Violation, bases: Mapping[str, Decimal]
) -> tuple[Span | None, Span | None, bool]:
    """Return (range to use, range as printed, whether the statute had to cut it), all in yuan."""
    outer = statutory(violation, standard.target, standard.stage, standard.base)
    printed = standard.in_yuan(bases)
    if printed is None:
        return None, None, False
    if outer is None:
        return None, printed, False
    limit = outer if standard.base == "yuan" else outer.times(bases[standard.base])
    used = printed.clamp(limit)
    return used, printed, used != printed


def _of_row(table: Table, row: Row) -> Iterator[Flaw]:
    known = [v for code in row.violations if (v := get(code, table.valid_from))]
    for code in row.violations:
        if all(v.code != code for v in known):
            yield _flaw("unknown_violation", table, row, "", f"目录中{table.valid_from}没有{code}")
    for grade in row.grades:
        for violation in known:
            yield from _against_statute(table, row, grade, violation)
    for one, following in pairwise(row.grades):
        yield from _order(table, row, one, following)
    for index, one in enumerate(row.grades):
        for other in row.grades[index + 1 :]:
            if _one_measure(one) and _one_measure(other) and _meet(one, other):
                yield _flaw(
                    "overlap",
                    table,
                    row,
                    other.code,
                    f"与第{one.code}档的适用条件重叠：{one.conditions}；{other.conditions}",
                )


def _against_statute(table: Table, row: Row, grade: Grade, violation: Violation) -> Iterator[Flaw]:
    for each in grade.standards:
        who = f"{STAGES[each.stage]}，{TARGETS[each.target]}"
        outer = statutory(violation, each.target, each.stage, each.base)
        cited = str(violation.penalty)
        if outer is None:
            yield _flaw("no_such_fine", table, row, grade.code, f"{who}{each}，法律没有规定", cited)
            continue
        money = each.base == "yuan"
        if each.span.low < outer.low:
            low = yuan(outer.low) if money else f"{BASES[each.base]}{outer.low}倍"
            yield _flaw("below_statute", table, row, grade.code, f"{who}{each}，低于法定下限{low}", cited)
        if outer.high is not None and (each.span.high is None or each.span.high > outer.high):
            high = yuan(outer.high) if money else f"{BASES[each.base]}{outer.high}倍"
            yield _flaw("above_statute", table, row, grade.code, f"{who}{each}，高于法定上限{high}", cited)


def _order(table: Table, row: Row, one: Grade, following: Grade) -> Iterator[Flaw]:
    for each in following.standards:
        before = one.standard(each.target, each.stage)
        if before is None or before.base != each.base:
            continue
        who = f"{STAGES[each.stage]}，{TARGETS[each.target]}"
        if before.span == each.span:
            yield _flaw("same", table, row, following.code, f"{who}与第{one.code}档同为{each}")
        elif _lower(each.span, before.span):
            yield _flaw("reversed", table, row, following.code, f"{who}{each}，轻于第{one.code}档的{before}")


def _lower(grave: Span, slight: Span) -> bool:
    both = union((grave, slight))
    return both is not None and (
        grave.low < slight.low
        or (slight.high is not None and grave.high is not None and grave.high < slight.high)
        or (slight.high is None and grave.high is not None)
    )


def _one_measure(grade: Grade) -> bool:
    return bool(grade.when) and all(len(each) == 1 for each in grade.when)


def _meet(one: Grade, other: Grade) -> bool:
    # Alternatives on different measures (six months, or gains of 500,000) meet by their nature.
    return any(a[0].meets(b[0]) for a in one.when for b in other.when)


def _flaw(kind: str, table: Table, row: Row, *told: str) -> Flaw:
    grade, text, cite = (*told, "")[:3]
    return Flaw(kind=kind, table=table.code, row=row.no, grade=grade, text=text, cite=cite)
