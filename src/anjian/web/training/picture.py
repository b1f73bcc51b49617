"""The course of an exercise as a drawing: a lane per person, a dot per answer, a line per contradiction.

Pure geometry; the template writes the marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.kit.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.training.queries import Debrief, Replay, Told

WIDTH = 1200
_LEFT, _RIGHT, _TOP, _LANE = 120, 40, 30, 76
_NEAR = 26
_TICKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """An answer."""

    x: int
    y: int
    r: int
    title: str
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A person's answers in the order of time."""

    name: str
    top: int
    height: int
    text_y: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two answers that contradict each other; ``kind`` is planted, missed or other."""

    kind: str
    sign: str
    title: str
    path: str
    x: int
    y: int

    @property
    def text_y(self) -> int:
        """Where the number's foot stands."""
        return self.y + 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A time at the upper edge, or a prompt."""

    x: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The whole drawing."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    links: tuple[Link, ...]
    ticks: tuple[Tick, ...]
    prompts: tuple[Tick, ...]


def draw(replay: Replay, debrief: Debrief) -> Picture:
    """Lay out the course of an exercise."""
    span = max(1.0, (replay.until - replay.begun_at).total_seconds())

    def across(at: datetime) -> int:
        part = (at - replay.begun_at).total_seconds() / span
        return round(_LEFT + min(1.0, max(0.0, part)) * (WIDTH - _LEFT - _RIGHT))

    where = {t.segment_id: (across(t.at), _TOP + t.lane * _LANE + _LANE // 2) for t in replay.told}
    clock = "%H:%M:%S" if span < 1200 else "%H:%M"
    step = (replay.until - replay.begun_at) / _TICKS
    return Picture(
        width=WIDTH,
        height=_TOP + _LANE * len(replay.people),
        lanes=tuple(
            Lane(
                name=name,
                top=_TOP + n * _LANE,
                height=_LANE,
                text_y=_TOP + n * _LANE + _LANE // 2 + 5,
                dots=tuple(_dot(t, where) for t in replay.told if t.lane == n),
            )
            for n, name in enumerate(replay.people)
        ),
        links=_links(debrief, where),
        ticks=tuple(
            Tick(x=across(at), label=at.astimezone(LOCAL_ZONE).strftime(clock))
            for at in (replay.begun_at + step * n for n in range(_TICKS + 1))
        ),
        prompts=tuple(
            Tick(x=across(at), label=_("提示%(no)d：%(text)s") % {"no": no, "text": text})
            for no, text, at in replay.prompts
        ),
    )


def _dot(told: Told, where: dict[UUID, tuple[int, int]]) -> Dot:
    x, y = where[told.segment_id]
    title = _("%(no)d问：%(question)s") % {"no": told.no, "question": told.question}
    return Dot(x=x, y=y, r=6 if told.asked else 4, title=title, asked=told.asked)


def _links(debrief: Debrief, where: dict[UUID, tuple[int, int]]) -> tuple[Link, ...]:
    taken: list[tuple[int, int]] = []
    found: list[Link] = []
    for card in debrief.others:
        known = ("other", card.sign, card.title)
        found += _link(known, (card.a.segment_id, card.b.segment_id), where, taken)
    for outcome in debrief.outcomes:
        ends = tuple(side.segment_id for side in outcome.sides if side.segment_id)
        if len(ends) == 2:
            kind, sign = ("planted", outcome.card.sign) if outcome.card else ("missed", "")
            found += _link((kind, sign, outcome.title), (ends[0], ends[1]), where, taken)
    return tuple(found)


def _link(
    known: tuple[str, str, str],
    ends: tuple[UUID, UUID],
    where: dict[UUID, tuple[int, int]],
    taken: list[tuple[int, int]],
) -> list[Link]:
    if not all(end in where for end in ends):
        return []
    kind, sign, title = known
    (ax, ay), (bx, by) = where[ends[0]], where[ends[1]]
    if ay == by:
        # One person against his own words: a bow above the lane.
        x, y = (ax + bx) // 2, ay - _LANE // 3
        path = f"M{ax} {ay}Q{x} {ay - 2 * (_LANE // 3)} {bx} {by}"
    else:
        x, y = (ax + bx) // 2, (ay + by) // 2
        path = f"M{ax} {ay}L{bx} {by}"
    while any(abs(x - tx) < _NEAR and abs(y - ty) < _NEAR for tx, ty in taken):
        x += _NEAR
    taken.append((x, y))
    return [Link(kind=kind, sign=sign, title=title, path=path, x=min(x, WIDTH - 14), y=y)]
