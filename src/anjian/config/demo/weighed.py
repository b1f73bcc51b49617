"""Discretion sheets of the demo: the circumstances that lead to the fine a story is told with."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from anjian.discretion.factors import Use
from anjian.discretion.telling import inputs_of
from anjian.discretion.weighing import Act, weigh
from anjian.law.violations import get

if TYPE_CHECKING:
    from datetime import date

_CIRCUMSTANCES: tuple[tuple[Use, ...], ...] = (
    (),
    (Use("eliminated_harm", "lighter", "整改照片和复查意见书"),),
    (Use("many_exposed", "heavier", "现场检查记录"),),
)


def sheet_for(violation: str, fine: int, *, on: date, place: str) -> dict[str, Any] | None:
    """Return the inputs of a sheet whose band holds the fine; None when no circumstances lead there."""
    row = get(violation, on)
    for stage in row.stages if row else ():
        for uses in _CIRCUMSTANCES:
            act = Act(
                no="1",
                violation=violation,
                target="unit",
                stage=stage.code,
                uses=uses,
                amount=Decimal(fine),
                reason="综合违法行为的事实、性质、情节和改正情况确定。",
            )
            sheet = weigh([act], on=on, place=place)
            if not sheet.faults and not sheet.deviates:
                return inputs_of([act], sheet, place=place)
    return None
