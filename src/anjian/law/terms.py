"""A term (期限): how long, in which unit, and which article says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anjian.law.citations import Citation


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"

    @property
    def label(self) -> str:
        """The unit in Chinese, as explanations print it."""
        return _LABELS[self]


_LABELS = {
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_DAY: "日",
    Unit.HOUR: "小时",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}


class Kind(StrEnum):
    """Which side of its last day an act must fall on."""

    LIMIT = "limit"
    """The act must be done by the last day (decide within ninety days)."""
    WAIT = "wait"
    """The act may only be done after the last day (dispose after the defence period)."""


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time set by law or by a dated parameter.

    `rolls`: a last day that is not a working day moves to the next working day
    (《民事诉讼法》第八十五条第三款, applied to administrative periods by analogy). False for
    ceilings on a power of the agency, where the earlier day is the safe one.
    `cites` begins with the article that sets the term; the counting rule follows.
    """

    amount: int
    unit: Unit
    cites: tuple[Citation, ...] = ()
    kind: Kind = Kind.LIMIT
    rolls: bool = True

    def __post_init__(self) -> None:
        """Refuse a term of no length."""
        if self.amount < 1:
            message = f"a term of {self.amount} is no term"
            raise ValueError(message)

    def __str__(self) -> str:
        """Print the length: 5个工作日, 90日, 24小时."""
        return f"{self.amount}{self.unit.label}"

    def spec(self) -> dict[str, Any]:
        """Return the term as plain JSON values, read back by `from_spec`."""
        return {
            "amount": self.amount,
            "unit": str(self.unit),
            "kind": str(self.kind),
            "rolls": self.rolls,
            "cites": [cite.key for cite in self.cites],
        }

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> Term:
        """Rebuild a term stored by `spec`."""
        from anjian.law.statutes import cite  # statutes are built from terms

        return cls(
            amount=int(spec["amount"]),
            unit=Unit(spec["unit"]),
            kind=Kind(spec["kind"]),
            rolls=bool(spec["rolls"]),
            cites=tuple(cite(key) for key in spec["cites"]),
        )
