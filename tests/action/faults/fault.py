"""What a fault is, from which point of which case it is tried, and what must not have moved."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from anjian.cases import actions, queries
from anjian.cases.models import Case
from anjian.config.demo.story import STOPS
from tests.factories.town import START, a_case, go_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.config.demo.play import Play
    from anjian.kit.actor import Actor
    from tests.factories.town import Town

TRACKS: dict[str, dict[str, Any]] = {
    "light": {"on": START, "defence": "已经停止作业并整改，请求从轻处罚。"},
    "heavy": {
        "on": date(2026, 10, 13),
        "fine": 60_000,
        "legal_review": True,
        "discussion": True,
        "defence": "已经停止作业并整改，请求从轻处罚。",
    },
    "outside": {"on": date(2026, 10, 14), "place_code": "610100"},
}
"""The cases that faults are tried on; the days differ so that no two are about the same conduct."""


def _nothing(_p: Play) -> None:
    """Nothing else has happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One procedural fault, tried on a case that is in order up to there.

    ``error`` is the number among the fifteen errors that void penalties, 0 for others. ``code``
    is the refusal that must be among the reasons, ``cites`` an article that it must cite.
    """

    id: str
    error: int
    title: str
    track: str
    stage: str
    code: str
    cites: str
    attempt: Callable[[Play], None]
    before: Callable[[Play], None] = _nothing

    @property
    def order(self) -> tuple[str, int]:
        """Where on its track the fault is tried, so that a track is played only once."""
        return self.track, STOPS.index(self.stage)


def step(
    code: str, inputs: Callable[[Play], dict[str, Any]] | None = None, *, by: str = "lead", child: str = ""
) -> Callable[[Play], None]:
    """Try a step; ``by`` is a part of the crew or the name of an officer of the city."""

    def attempt(p: Play) -> None:
        take(p, code, by=by, child=child, **(inputs(p) if inputs else {}))

    return attempt


def take(p: Play, code: str, *, by: str = "lead", child: str = "", **inputs: Any) -> None:
    """Take a step as somebody."""
    proceeding = None
    if child:
        rows = queries.proceedings(p.place.org_id, case_of(p).id)
        proceeding = next(r["id"] for r in reversed(rows) if r["procedure"].split("@")[0] == child)
    actions.take_step(
        actions.TakeStep(case_no=p.no, step=code, inputs=inputs, proceeding_id=proceeding),
        by=somebody(p, by),
        at=p.now,
    )
    p.wait()


def somebody(p: Play, who: str) -> Actor:
    """Return who plays a part, or the officer of that name."""
    return p.who(who) if hasattr(p.crew, who) else p.place.actor(who, on=p.today)


def case_of(p: Play) -> Case:
    """Return the case whoever may see it."""
    return Case.objects.get(org_id=p.place.org_id, no=p.no)


def several(*moves: Callable[[Play], None]) -> Callable[[Play], None]:
    """Return one move that makes several, in order."""

    def attempt(p: Play) -> None:
        for move in moves:
            move(p)

    return attempt


def papers(*codes: str, upto: str = "issued", **fields: Any) -> Callable[[Play], None]:
    """Return the move that completes these documents."""
    return lambda p: p.papers(*codes, upto=upto, **fields)


class Stages:
    """The tracks, each played no further than somebody asked for, and never twice."""

    def __init__(self, town: Town) -> None:
        """Begin with no case at all."""
        self.town = town
        self._plays: dict[str, Play] = {}
        self._stood: dict[str, str] = {}
        self._again = 0

    def at(self, track: str, stage: str) -> Play:
        """Return a case standing at a stage; who tries something on it does so on a copy."""
        known = self._plays.get(track)
        if known is None or STOPS.index(stage) < STOPS.index(self._stood[track]):
            traits = TRACKS[track] | {"on": TRACKS[track]["on"] + timedelta(weeks=self._again)}
            self._again += 1
            known = a_case(self.town, until=stage, **traits)
        else:
            go_on(known, stage)
        self._plays[track] = known
        self._stood[track] = stage
        known.said["stranger"] = self.town.district.officers["林远"]
        return known


def standing_copy(p: Play) -> Play:
    """Return the play with a memory of its own: the database forgets what is tried, and so must it."""
    return replace(p, crew=replace(p.crew), said=copy.deepcopy(p.said), rng=Random(7))
