"""Numbers for the pictures of a page: the scale of one act and the spread of past fines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from anjian.discretion.money import Span, yuan

WIDTH, MARGIN = 640, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A statutory range as a line, the band on it and the chosen amount, in units of the picture."""

    band_x: float
    band_width: float
    mark_x: float
    inside: bool
    low: str
    high: str
    band: str
    chosen: str
    middle: float = WIDTH / 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One class of past fines: its words, how many, and where its bar stands."""

    label: str
    count: int
    x: float
    width: float
    height: float
    y: float


def scale(statutory: Span, band: Span | None, amount: Decimal) -> Scale | None:
    """Return the scale of an act; None for a range without an upper end or without width."""
    low = statutory.low if band is None else min(statutory.low, band.low)
    if statutory.high is None or statutory.high <= low:
        return None
    width = statutory.high - low

    def place(value: Decimal) -> float:
        share = (min(max(value, low), statutory.high or value) - low) / width
        return round(MARGIN + float(share) * (WIDTH - 2 * MARGIN), 1)

    first = MARGIN if band is None else place(band.low)
    last = MARGIN if band is None else place(statutory.high if band.high is None else band.high)
    return Scale(
        band_x=first,
        band_width=0.0 if band is None else max(round(last - first, 1), 3.0),
        mark_x=place(amount),
        inside=band is not None and amount in band,
        low=yuan(low),
        high=yuan(statutory.high),
        band="" if band is None else str(band),
        chosen=yuan(amount),
    )


def spread(fines: Iterable[int], *, classes: int = 8, height: int = 110) -> tuple[Bar, ...]:
    """Return past fines in classes of equal width, for a histogram; empty without fines."""
    found = sorted(fines)
    if not found:
        return ()
    low, high = found[0], found[-1]
    if low == high:
        return (Bar(yuan(low), len(found), WIDTH / 2 - 30, 60, height, 0),)
    step = -(-(high - low) // classes)
    counted = Counter(min((each - low) // step, classes - 1) for each in found)
    most = max(counted.values())
    each_width = (WIDTH - 2 * MARGIN) / classes
    bars = []
    for index in range(classes):
        number = counted.get(index, 0)
        tall = round(number / most * height, 1)
        start = low + index * step
        label = f"{yuan(start)}–{yuan(min(start + step, high))}"
        bars.append(
            Bar(
                label,
                number,
                round(MARGIN + index * each_width + 2, 1),
                round(each_width - 4, 1),
                tall,
                round(height - tall, 1),
            )
        )
    return tuple(bars)


def middle(fines: Iterable[int]) -> int | None:
    """Return the median, or None."""
    found = sorted(fines)
    if not found:
        return None
    half = len(found) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) // 2
