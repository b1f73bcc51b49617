"""Where the moments of one day are drawn: a lane per person, bars that never hide each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from anjian.testimony.board.timeline import DAY, DayLanes, Moment

WIDTH = 1300.0
GUTTER = 92.0
LETTER = 13.0
LINE = 40.0
TOP = 26.0
LANE_PADDING = 10.0
LEAST = 7.0
LABEL = 22
SPACE = 14.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A moment's bar and its label."""

    moment: Moment
    x: float
    y: float
    width: float
    label_x: float
    label_y: float
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A person's stripe of the drawing."""

    pid: str
    y: float
    height: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A full hour on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """One day drawn."""

    width: float
    height: float
    left: float
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]


def draw(day: DayLanes, pids: Sequence[str]) -> Lanes:
    """Lay a day out; only persons who give a time have a lane."""
    per_minute = (WIDTH - GUTTER - SPACE) / (day.end - day.start)

    def at(minute: float) -> float:
        return round(GUTTER + (minute - day.start) * per_minute, 1)

    parted: dict[str, list[Moment]] = {}
    for moment in day.moments:
        parted.setdefault(moment.pid, []).append(moment)
    lanes: list[Lane] = []
    y = TOP
    for pid in pids:
        if pid in parted:
            bars, lines = _bars(parted[pid], at, y + LANE_PADDING)
            height = lines * LINE + 2 * LANE_PADDING
            lanes.append(Lane(pid, y, height, bars))
            y += height
    marks = tuple(Tick(at(m), f"{m // 60 % 24}:{m % 60:02d}") for m in ticks(day.start, day.end))
    return Lanes(WIDTH, y + 4, GUTTER, marks, tuple(lanes))


def _bars(moments: Sequence[Moment], at: Callable[[float], float], top: float) -> tuple[tuple[Bar, ...], int]:
    free: list[float] = []
    bars: list[Bar] = []
    for moment in sorted(moments, key=lambda m: (m.low, m.high, m.sid, m.span)):
        x = at(moment.low)
        width = max(LEAST, round(at(moment.high) - x, 1))
        label = _label(moment)
        wide = LETTER * sum(1 if ord(c) > 255 else 0.55 for c in label)
        label_x = max(GUTTER, min(x, WIDTH - wide - 4))
        line = next((n for n, right in enumerate(free) if min(x, label_x) >= right), len(free))
        if line == len(free):
            free.append(0.0)
        free[line] = max(x + width, label_x + wide) + SPACE
        y = top + line * LINE
        bars.append(Bar(moment, x, y, width, round(label_x, 1), y + 27, label))
    return tuple(bars), max(1, len(free))


def _label(moment: Moment) -> str:
    text = moment.what if moment.said and moment.said in moment.what else f"{moment.said} {moment.what}"
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"


def ticks(start: int, end: int) -> list[int]:
    """Full hours, or every second, third, sixth, so that there are at most about ten.

    >>> ticks(480, 600), ticks(0, 2880)[:3]
    ([480, 540, 600], [0, 360, 720])
    """
    for step in (60, 120, 180, 360, DAY // 2):
        marks = list(range(-(-start // step) * step, end + 1, step))
        if len(marks) <= 10:
            break
    return marks
