"""What a grade table may ask of an act: counts, shares, sums, periods, yes or no, each with its unit.

Conditions are data. `Test` compares one measure with bounds; a grade lists alternatives, each of
several tests that must hold together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be stated about an act; `kind` number or yes (a yes-or-no question)."""

    code: str
    label: str
    unit: str = ""
    kind: Literal["number", "yes"] = "number"


MEASURES: dict[str, Measure] = {
    each.code: each
    for each in (
        Measure("places", "涉及处数", "处"),
        Measure("general_hazards", "一般事故隐患", "处"),
        Measure("major_hazards", "重大事故隐患", "处"),
        Measure("persons", "涉及人数", "人"),
        Measure("share", "涉及人数占比", "%"),
        Measure("quantity", "涉及数量", ""),
        Measure("tonnes", "涉及重量", "吨"),
        Measure("over_share", "超量比例", "%"),
        Measure("gains", "违法所得", "元"),
        Measure("goods_value", "货值金额", "元"),
        Measure("income", "上一年年收入", "元"),
        Measure("base_fine", "未加重时的罚款数额", "元"),
        Measure("months", "持续时间", "个月"),
        Measure("days", "持续天数", "日"),
        Measure("investment", "项目投资额", "元"),
        Measure("hours", "缺少学时", "学时"),
        Measure("times_in_year", "一年内受处罚次数", "次"),
        Measure("deaths", "死亡人数", "人"),
        Measure("high_risk", "属于高危行业", kind="yes"),
        Measure("overdue", "逾期未改正", kind="yes"),
        Measure("repeat", "再次违法", kind="yes"),
        Measure("first_time", "初次违法", kind="yes"),
        Measure("forged", "弄虚作假", kind="yes"),
        Measure("cooperated", "配合调查并主动消除危害", kind="yes"),
        Measure("harm", "造成危害后果", kind="yes"),
        Measure("grave", "后果严重", kind="yes"),
    )
}
# The measures that the ranges of the catalogue are counted by, and the names they have there.
BASES: dict[str, str] = {
    "gains": "illegal_gains",
    "goods_value": "goods_value",
    "income": "income",
    "base_fine": "base_fine",
}
_BOUNDS = ("at_least", "above", "at_most", "below", "equals", "is")
Stated = Mapping[str, Decimal | bool]


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison: 以上 and 以下 include the number, 超过 and 不满 do not."""

    measure: str
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    equals: Decimal | None = None
    yes: bool | None = None

    def holds(self, stated: Stated) -> bool | None:
        """Whether it holds; None when nothing was stated about the measure."""
        value = stated.get(self.measure)
        if value is None:
            return None
        if self.yes is not None or isinstance(value, bool):
            return bool(value) is self.yes
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
            and (self.equals is None or value == self.equals)
        )

    def meets(self, other: Test) -> bool:
        """Whether one value could satisfy both; tests of different measures say nothing."""
        if self.measure != other.measure:
            return False
        if self.yes is not None or other.yes is not None:
            return self.yes == other.yes
        low, low_open = max(self._low(), other._low())
        high, high_shut = min(self._high(), other._high())
        return low < high or (low == high and not low_open and high_shut)

    def __str__(self) -> str:
        """Say the condition in Chinese."""
        asked = MEASURES[self.measure]
        if self.yes is not None:
            return asked.label if self.yes else f"没有{asked.label}"
        if self.equals is not None:
            return f"{asked.label}{_figure(self.equals, asked.unit)}"
        lower = "" if self.at_least is None else f"{_figure(self.at_least, asked.unit)}以上"
        lower = lower if self.above is None else f"超过{_figure(self.above, asked.unit)}"
        upper = "" if self.at_most is None else f"{_figure(self.at_most, asked.unit)}以下"
        upper = upper if self.below is None else f"不满{_figure(self.below, asked.unit)}"
        return f"{asked.label}{lower}{upper}"

    def _low(self) -> tuple[Decimal, bool]:
        if self.equals is not None:
            return self.equals, False
        if self.above is not None:
            return self.above, True
        return (self.at_least if self.at_least is not None else Decimal("-Infinity")), False

    def _high(self) -> tuple[Decimal, bool]:
        if self.equals is not None:
            return self.equals, True
        if self.below is not None:
            return self.below, False
        return (self.at_most if self.at_most is not None else Decimal("Infinity")), True


def read_test(told: Mapping[str, Any]) -> Test:
    """Read a condition. Raises ValueError for an unknown measure, bound, or a test of nothing."""
    asked = MEASURES.get(str(told.get("measure")))
    bounds = {key: value for key, value in told.items() if key != "measure"}
    if asked is None or not bounds or set(bounds) - set(_BOUNDS):
        raise ValueError(f"not a condition: {dict(told)}")
    if ("is" in bounds) != (asked.kind == "yes"):
        raise ValueError(f"{asked.code} is not asked like this: {dict(told)}")
    if "is" in bounds:
        return Test(asked.code, yes=bool(bounds["is"]))
    figures = {key: Decimal(str(value)) for key, value in bounds.items()}
    return Test(
        asked.code,
        at_least=figures.get("at_least"),
        above=figures.get("above"),
        at_most=figures.get("at_most"),
        below=figures.get("below"),
        equals=figures.get("equals"),
    )


def _figure(value: Decimal, unit: str) -> str:
    if unit == "元" and value >= 10_000 and value % 1_000 == 0:
        return f"{(value / 10_000).normalize():f}万元"
    return f"{value.normalize():f}{unit}"
