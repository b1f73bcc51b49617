"""What a change of a table would do: past sheets weighed again with the draft in place of the old table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from anjian.discretion.money import ZERO, Span
from anjian.discretion.tables import Table, tables
from anjian.discretion.weighing import Act, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Past:
    """A past sheet: its case, its acts, the day and place it was weighed for."""

    no: str
    acts: tuple[Act, ...]
    on: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One past case under the draft: what was fined, what would be at the same place in the band."""

    no: str
    before: Decimal
    after: Decimal
    band_before: Mapping[str, Span]
    band_after: Mapping[str, Span]

    @property
    def difference(self) -> Decimal:
        """How much more (positive) or less would have been fined."""
        return self.after - self.before


def simulate(past: Iterable[Past], draft: Table) -> tuple[Change, ...]:
    """Return what each past case would have come to, the largest differences first.

    The draft stands in for the delivered table of its code, or beside the others; it is tried on
    every day, whatever its own days. An amount keeps its relative place in the band.
    """
    trial = replace(draft, valid_from=date.min, valid_to=None, lapses_with="", example=False)
    others = tuple(each for each in tables() if each.code != draft.code)
    found = [_change(each, (trial, *others)) for each in past]
    return tuple(sorted(found, key=lambda c: -abs(c.difference)))


def _change(past: Past, among: tuple[Table, ...]) -> Change:
    old = weigh(past.acts, on=past.on, place=past.place)
    new = weigh(past.acts, on=past.on, place=past.place, among=among)
    moved = [
        replace(one.act, amount=_moved(one.act.amount, one.span, other.span))
        for one, other in zip(old.acts, new.acts, strict=True)
    ]
    after = weigh(moved, on=past.on, place=past.place, among=among)
    return Change(
        no=past.no,
        before=sum(old.totals.values(), ZERO),
        after=sum(after.totals.values(), ZERO),
        band_before=old.bands,
        band_after=after.bands,
    )


def _moved(amount: Decimal, old: Span | None, new: Span | None) -> Decimal:
    if new is None:
        return ZERO if old is not None else amount
    if old is None or old == new or old.high is None or new.high is None:
        return amount if amount in new else max(new.low, min(amount, new.high or amount))
    width = old.high - old.low
    share = Decimal("0.5") if width == 0 else max(ZERO, min(Decimal(1), (amount - old.low) / width))
    return (new.low + share * (new.high - new.low)).quantize(Decimal(1))
