"""The lines of procedure a penalty may cross: hearing, legal review, discussion, on-the-spot, report up.

Every figure is a dated parameter of a place. An unknown figure is read strictly: the guarantee applies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.discretion.money import ZERO, yuan
from anjian.discretion.trace import Line, line
from anjian.law.parameters import Parameter, parameter
from anjian.law.statutes import APL

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

NAMES: dict[str, str] = {"hearing": "听证", "legal_review": "法制审核", "discussion": "集体讨论"}
_ARTICLES = {"hearing": APL.art(63), "legal_review": APL.art(58), "discussion": APL.art(57, 2)}
# Orders and other penalties that are grave by their kind (APL art. 63): words of the catalogue.
_GRAVE = (
    "停产停业",
    "停止建设",
    "停止施工",
    "关闭",
    "吊销",
    "撤销",
    "降低资质",
    "禁止",
    "不得从事",
    "终身不得",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """A penalty whose procedure is asked about; `fine` is the highest that is possible or the planned one.

    `open_above`: the fine has no known upper end. `others`: orders and penalties beside the fine.
    """

    fine: Decimal
    person: bool
    open_above: bool = False
    confiscation: Decimal = ZERO
    others: tuple[str, ...] = ()

    @property
    def grave_kinds(self) -> tuple[str, ...]:
        """Those of the other penalties that need the guarantees whatever the sum."""
        return tuple(each for each in self.others if any(word in each for word in _GRAVE))


@dataclass(frozen=True, slots=True)
class Crossing:
    """Whether a line is crossed, and the figure it was read against."""

    required: bool
    figure: Parameter | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The procedure a penalty needs."""

    hearing: Crossing
    legal_review: Crossing
    discussion: Crossing
    simple_allowed: bool
    simple_limit: Parameter | None
    report_up: bool
    trace: tuple[Line, ...]


def judge(penalty: Penalty, *, on: date, place: str = "") -> Lines:
    """Return which lines of procedure a penalty crosses on a day at a place."""
    told: list[Line] = []
    found = {name: _crossing(name, penalty, on, place, told) for name in NAMES}
    limit = _figure("summary.person" if penalty.person else "summary.unit", on, place)
    simple = (
        limit is not None
        and limit.value is not None
        and not penalty.open_above
        and penalty.fine <= limit.value
        and not penalty.confiscation
        and not penalty.grave_kinds
    )
    if limit is not None:
        word = "可以" if simple else "不能"
        told.append(
            line("lines", f"当场处罚的罚款上限{limit}，{word}适用简易程序。", APL.art(51), **_origin(limit))
        )
    upward = _figure("report_up.unit", on, place)
    report = (
        upward is not None
        and upward.value is not None
        and not penalty.person
        and penalty.fine >= upward.value
    )
    if report and upward is not None:
        told.append(
            line("lines", f"罚款达到{upward}，决定后报上一级机关备案。", *upward.cites, **_origin(upward))
        )
    return Lines(
        hearing=found["hearing"],
        legal_review=found["legal_review"],
        discussion=found["discussion"],
        simple_allowed=simple,
        simple_limit=limit,
        report_up=report,
        trace=tuple(told),
    )


def _crossing(name: str, penalty: Penalty, on: date, place: str, told: list[Line]) -> Crossing:
    figure = _figure(f"{name}.{'person' if penalty.person else 'unit'}", on, place)
    taken = _figure(f"{name}.confiscation", on, place)
    known = figure.value if figure else None
    by_sum = penalty.open_above or penalty.fine >= (known if known is not None else ZERO)
    if known is None and not penalty.fine and not penalty.open_above:
        by_sum = False
    by_goods = bool(taken and taken.value is not None and penalty.confiscation >= taken.value)
    kinds = penalty.grave_kinds
    why = [
        *(
            [f"罚款{_reach(penalty)}，{'达到' if known is not None else '没有已知的'}标准{figure or ''}"]
            if by_sum
            else []
        ),
        *([f"没收数额达到{taken}"] if by_goods else []),
        *([f"包含“{'、'.join(kinds)}”"] if kinds else []),
    ]
    text = (
        f"{'；'.join(why)}，应当{_DUTY[name]}。"
        if why
        else f"罚款{_reach(penalty)}，不足标准{figure}，不因数额{_DUTY[name]}。"
    )
    told.append(line("lines", text, _ARTICLES[name], **_origin(figure)))
    return Crossing(bool(why), figure)


_DUTY = {"hearing": "告知听证权利", "legal_review": "经法制审核", "discussion": "由机关负责人集体讨论"}


def _reach(penalty: Penalty) -> str:
    return "没有上限" if penalty.open_above else yuan(penalty.fine)


def _figure(code: str, on: date, place: str) -> Parameter | None:
    try:
        return parameter(code, on=on, place=place)
    except (KeyError, LookupError):
        return None


def _origin(figure: Parameter | None) -> dict[str, str]:
    return {"source": figure.source, "confidence": str(figure.confidence)} if figure else {}


def grave(words: Iterable[str]) -> bool:
    """Whether any of these orders is grave by its kind."""
    return any(each in word for word in words for each in _GRAVE)
