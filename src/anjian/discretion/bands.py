"""The band inside a statutory range: a grade of the table, or the default rule, moved by circumstances.

With a grade that fits, its standard (clamped to the statute) is the band; lighter takes its lower,
heavier its upper part. Without one the default rule divides the statutory range. A reduction goes
below the statutory minimum and nothing else does.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from anjian.discretion import flaws
from anjian.discretion.money import ZERO, Span, in_yuan, yuan
from anjian.discretion.tables import fitting
from anjian.discretion.trace import Line, line
from anjian.law.parameters import parameter
from anjian.law.statutes import APL
from anjian.law.violations import STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from anjian.discretion.measures import Stated
    from anjian.discretion.tables import Fitting, Table
    from anjian.law.violations import Violation

LEVELS: dict[str, str] = {
    "lighter": "从轻",
    "general": "一般",
    "heavier": "从重",
    "reduced": "减轻",
    "none": "不予处罚",
}
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The statutory range and the band inside it; `span` None when no penalty may be given."""

    statutory: Span
    span: Span | None
    level: str
    fitted: Fitting | None
    lines: tuple[Line, ...]

    @property
    def grade(self) -> str:
        """The grade used, as documents name it: 序号46裁量阶次A; empty for the default rule."""
        if self.fitted is None or self.fitted.grade is None:
            return ""
        return f"{self.fitted.table}序号{self.fitted.row.no}裁量阶次{self.fitted.grade.code}"


def statutory_span(
    violation: Violation, target: str, stage: str, bases: Mapping[str, Decimal]
) -> Span | None:
    """Return the statutory range in yuan, or None: no fine there, or its measure is not known.

    A multiple of the base fine (WSL 114.2) without a stated base is counted from all grades.
    """
    found = next((s for s in violation.stages if s.code == stage), None)
    fine = found.fines.get(target) if found else None
    if fine is None:
        return None
    if fine.base == "base_fine" and "base_fine" not in bases:
        plain = [
            each.fines[target]
            for each in violation.stages
            if target in each.fines and each.fines[target].base == "yuan"
        ]
        if not plain:
            return None
        return Span(
            Decimal(min(f.low for f in plain) * fine.low), Decimal(max(f.high for f in plain) * fine.high)
        )
    return in_yuan(fine, bases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An act as a grade table looks at it; `among` are other tables than those delivered (what-if)."""

    violation: Violation
    target: str
    stage: str
    statutory: Span
    stated: Stated
    bases: Mapping[str, Decimal]
    on: date
    place: str = ""
    among: tuple[Table, ...] | None = None


def divide(act: Measured, *, level: str, grade: str = "") -> Band:
    """Return the band of an act at a level; `grade` overrides the grade that the facts fit."""
    told: list[Line] = []
    statutory, on, place = act.statutory, act.on, act.place
    fitted = fitting(act.violation.code, act.stated, on=on, place=place, among=act.among)
    if fitted and grade:
        fitted = type(fitted)(fitted.table, fitted.row, fitted.row.grade(grade) or fitted.grade)
    from_table = _from_table(fitted, act, told)
    if level == "none":
        return Band(statutory=statutory, span=None, level=level, fitted=fitted, lines=tuple(told))
    if level == "reduced":
        span = Span(ZERO, statutory.low)
        if statutory.low == 0:
            told.append(
                line(
                    "band",
                    "法定幅度没有下限，减轻与从轻一并在低位掌握。",
                    APL.art(32),
                    confidence="inference",
                )
            )
            span = _third(statutory, "lighter", on, place, told)
        else:
            told.append(line("band", f"减轻处罚，在法定下限{yuan(statutory.low)}以下确定。", APL.art(32)))
        return Band(statutory=statutory, span=span, level=level, fitted=fitted, lines=tuple(told))
    base = from_table or statutory
    if from_table is None or level != "general":
        span = _third(base, level, on, place, told)
    else:
        span = base
        told.append(line("band", f"没有从轻、从重情节，按该档{span}。", APL.art(34)))
    return Band(statutory=statutory, span=span, level=level, fitted=fitted, lines=tuple(told))


def _from_table(fitted: Fitting | None, act: Measured, told: list[Line]) -> Span | None:
    violation, stage = act.violation, act.stage
    if fitted is None:
        told.append(
            line(
                "table",
                "裁量基准没有录入该违法行为的条目，按默认幅度规则。",
                APL.art(34),
                confidence="inference",
            )
        )
        return None
    table, row, grade = fitted.table, fitted.row, fitted.grade
    origin = {"source": row.source, "confidence": str(row.confidence)}
    if grade is None:
        told.append(
            line(
                "table",
                f"{table}序号{row.no}：已知情况不能确定裁量阶次，按默认幅度规则。",
                APL.art(34),
                **origin,
            )
        )
        return None
    standard = grade.standard(act.target, stage)
    if standard is None:
        seen = f"；已知实例：{'，'.join(grade.seen)}" if grade.seen else ""
        told.append(
            line(
                "table",
                f"{table}序号{row.no}裁量阶次{grade.code}：该情形的幅度没有录入{seen}，按默认幅度规则。",
                APL.art(34),
                **origin,
            )
        )
        return None
    used, printed, cut = flaws.clamp(standard, violation, act.bases)
    if used is None:
        told.append(
            line("table", f"{table}序号{row.no}裁量阶次{grade.code}没有可用的数额。", **origin, warning=True)
        )
        return None
    told.append(
        line(
            "table",
            f"{table}序号{row.no}裁量阶次{grade.code}（{grade.conditions}），{STAGES[stage]}：{printed}。",
            APL.art(34),
            **origin,
        )
    )
    if cut:
        told.append(
            line(
                "table",
                f"该档{printed}超出法定幅度，按法定幅度修正为{used}，应当提请制定机关更正。",
                violation.penalty,
                APL.art(34),
                warning=True,
            )
        )
    return used


def _third(base: Span, level: str, on: date, place: str, told: list[Line]) -> Span:
    """The lower, middle or upper part of a range by the dated percentages."""
    try:
        low = parameter("discretion.lighter", on=on, place=place)
        high = parameter("discretion.heavier", on=on, place=place)
    except (KeyError, LookupError):
        told.append(line("band", "当日没有默认幅度规则，在法定幅度内综合确定。", APL.art(5, 2)))
        return base
    first, last = (low.value or ZERO), (high.value or _HUNDRED)
    parts = {"lighter": (ZERO, first), "general": (first, last), "heavier": (last, _HUNDRED)}
    bounds = parts[level]
    span = base.part(*bounds)
    told.append(
        line(
            "band",
            f"{LEVELS[level]}：取{base}的{bounds[0]:f}%至{bounds[1]:f}%，为{span}。",
            APL.art(34),
            source=low.source,
            confidence=str(low.confidence),
        )
    )
    return span
