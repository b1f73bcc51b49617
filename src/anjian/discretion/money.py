"""Ranges of money: statutory ranges made yuan, bands inside them, and their sums.

Amounts are `Decimal` yuan. A share of income or a multiple of gains is exact to the fen; bounds that
a percentage of a range sets are whole yuan, rounded inwards so that no bound leaves the band.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anjian.law.violations import Fine

ZERO = Decimal(0)
_YUAN, _FEN = Decimal(1), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Span:
    """Amounts from `low` to `high` in yuan, both included; `high` None has no upper end."""

    low: Decimal
    high: Decimal | None

    def __contains__(self, amount: object) -> bool:
        """Whether an amount lies inside."""
        if not isinstance(amount, int | Decimal):
            return False
        return self.low <= amount and (self.high is None or amount <= self.high)

    def __str__(self) -> str:
        """Print the range as officers write it."""
        if self.high is None:
            return f"{yuan(self.low)}以上"
        if self.low == self.high:
            return yuan(self.low)
        return f"{yuan(self.high)}以下" if self.low == 0 else f"{yuan(self.low)}以上{yuan(self.high)}以下"

    def clamp(self, outer: Span) -> Span:
        """Return the part inside another range; the nearest bound when both do not meet."""
        low = max(self.low, outer.low)
        if outer.high is not None:
            low = min(low, outer.high)
        high = _least(self.high, outer.high)
        return Span(low, high if high is None or high >= low else low)

    def part(self, first: Decimal, last: Decimal) -> Span:
        """Return the part between two percentages of the width, in whole yuan rounded inwards."""
        if self.high is None or self.high == self.low:
            return self
        width = self.high - self.low
        low = self.low if first == 0 else _whole(self.low + width * first / 100, ROUND_CEILING)
        high = self.high if last == 100 else _whole(self.low + width * last / 100, ROUND_FLOOR)
        return Span(low, max(low, high))

    def times(self, factor: int | Decimal) -> Span:
        """Return the range multiplied."""
        return Span(self.low * factor, None if self.high is None else self.high * factor)

    def as_json(self) -> list[Any]:
        """Return [low, high] as numbers; None for an open end."""
        return [number(self.low), None if self.high is None else number(self.high)]


def span(low: int | str | Decimal, high: int | str | Decimal | None) -> Span:
    """Return a range. Raises ValueError when it ends before it begins or begins below zero."""
    first, last = Decimal(low), None if high is None else Decimal(high)
    if first < 0 or (last is not None and last < first):
        raise ValueError(f"no range of money goes from {low} to {high}")
    return Span(first, last)


def union(spans: Iterable[Span]) -> Span | None:
    """Return the smallest range that holds all of them; None for none."""
    found = tuple(spans)
    if not found:
        return None
    highs = [each.high for each in found]
    return Span(
        min(each.low for each in found), None if None in highs else max(h for h in highs if h is not None)
    )


def total(spans: Iterable[Span]) -> Span | None:
    """Return the sum of ranges: several acts, decided one by one and merged."""
    found = tuple(spans)
    if not found:
        return None
    highs = [each.high for each in found]
    top = None if None in highs else sum((h for h in highs if h is not None), ZERO)
    return Span(sum((each.low for each in found), ZERO), top)


def heavier(one: Span, other: Span) -> Span:
    """Return the range with the higher maximum, then the higher minimum (APL art. 29)."""
    return max(one, other, key=weight)


def weight(each: Span) -> tuple[Decimal, Decimal]:
    """Return by what ranges are compared: the maximum first, then the minimum."""
    return (each.high if each.high is not None else Decimal("Infinity"), each.low)


def in_yuan(fine: Fine, bases: Mapping[str, Decimal]) -> Span | None:
    """Return a statutory range in yuan; None when the sum it is measured by is not known.

    `bases` gives last year's income, illegal gains, the value of the goods or the base fine by the
    codes of the catalogue (income, illegal_gains, goods_value, base_fine).
    """
    if fine.base == "yuan":
        return Span(Decimal(fine.low), Decimal(fine.high))
    known = bases.get(fine.base)
    if known is None:
        return None
    share = Decimal(100) if fine.base == "income" else Decimal(1)
    return Span(_fen(known * fine.low / share), _fen(known * fine.high / share))


def yuan(amount: Decimal | int) -> str:
    """Print an amount: 20000 is 2万元, 1500 is 1500元, 12.50 is 12.5元.

    >>> yuan(53750), yuan(20000), yuan(Decimal("12.50"))
    ('5.375万元', '2万元', '12.5元')
    """
    value = Decimal(amount)
    if value and value % 10 == 0 and value >= 10_000:
        return f"{_plain(value / 10_000)}万元"
    return f"{_plain(value)}元"


def number(amount: Decimal) -> int | float:
    """Return an amount as a JSON number: whole when it is whole."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _plain(value: Decimal) -> str:
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _least(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    known = [each for each in (one, other) if each is not None]
    return min(known) if known else None


def _whole(value: Decimal, way: str) -> Decimal:
    return value.quantize(_YUAN, rounding=way)


def _fen(value: Decimal) -> Decimal:
    return value.quantize(_FEN, rounding=ROUND_HALF_UP)
