"""The closure counter (WSL art. 113): major hazards and three penalties in 180 days, or four in a year.

The bureau proposes, the local government decides on closure (WSL art. 115).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from anjian.law.statutes import WSL, Citation

_WINDOWS = ((timedelta(days=180), 3), (timedelta(days=365), 4))


@dataclass(frozen=True, slots=True)
class Closure:
    """Whether closure is to be proposed, the decisions counted, and the words for it."""

    due: bool
    in_half_year: int
    in_year: int
    text: str
    cite: Citation


def count(decided: Iterable[date], *, on: date, major_hazard: bool) -> Closure:
    """Count the penalties of a unit whose hazard is major, up to a day (the day itself counts)."""
    days = [day for day in decided if day <= on]
    half, year = (sum(1 for day in days if on - day < window) for window, _ in _WINDOWS)
    due = major_hazard and any(
        number >= least for number, (_, least) in zip((half, year), _WINDOWS, strict=True)
    )
    text = f"存在重大事故隐患，180日内受处罚{half}次、一年内{year}次" if major_hazard else "没有重大事故隐患"
    text += (
        "，应当提请地方人民政府予以关闭" if due else "，未达到提请关闭的次数" if major_hazard else "，不适用"
    )
    return Closure(due, half, year, f"{text}。", WSL.art(113))
