"""A bureau of the demo city with one firm, and a district that must see nothing of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from anjian.config.demo import cast, firms, story
from anjian.config.demo.city import FOUNDED, Founded, found_bureau
from anjian.config.demo.play import Crew, Play
from anjian.dossiers.actions import register_enterprise
from anjian.dossiers.queries import Firm
from anjian.dossiers.queries import firms as firms_of
from anjian.kit.actor import Certificate, system_actor
from anjian.people.actions import RegisterOfficer, register_officer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_PASSWORD = "!"
START = date(2026, 10, 12)
FACT = "动火作业现场未安排专门人员进行现场安全管理"


@dataclass(slots=True)
class Town:
    """The city's bureau, one of its districts, and the firm that cases are about."""

    city: Founded
    district: Founded
    firm: Firm

    def crew(self, **parts: str) -> Crew:
        """The usual cast of the city; parts may be played by somebody else."""
        usual = {
            "lead": "王虎",
            "co": "赵敏",
            "unit_head": "刘建军",
            "reviewer": "方知",
            "leader": "陈立",
            "head": "郑国安",
            "archivist": "杜安",
            "chair": "高明",
            "unit": "执法支队一大队",
        }
        return Crew(**(usual | parts))


def found_town(*, committed: bool = False) -> Town:
    """Found the city's bureau and the district next to it; nobody can sign in by password.

    A town that is ``committed`` stays in the test database for good, because the tables refuse to be
    cleared: its bureaux get names of their own and no accounts, so that it is in nobody's way.
    """
    bureaux = [_of_its_own(b) if committed else b for b in cast.BUREAUX[:2]]
    city = found_bureau(bureaux[0], parent=None, password=NO_PASSWORD)
    district = found_bureau(bureaux[1], parent=city.org_id, password=NO_PASSWORD)
    firm_id = register_enterprise(
        firms.MAIN_STORY_FIRM, by=system_actor(city.org_id, cast.CITY.name), at=FOUNDED
    )
    city.firms.append(firm_id)
    _hire(city, "孙旧", valid_to=START - timedelta(days=4))
    _hire(city, "许助", valid_to=None)
    return Town(city, district, firms_of(city.org_id, [firm_id])[firm_id])


def _of_its_own(bureau: cast.Bureau) -> cast.Bureau:
    name = f"{uuid4().hex[:6]}{bureau.name}"
    return replace(
        bureau, name=name, people=tuple(replace(someone, username="") for someone in bureau.people)
    )


def _hire(city: Founded, name: str, *, valid_to: date | None) -> None:
    """Let somebody join the first brigade whose certificate has run out, or who never had one."""
    certificate = Certificate(
        no=f"990100-{name}",
        issuer="云州市人民政府",
        field="应急管理（安全生产）",
        area="云州市",
        valid_from=date(2021, 6, 1),
        valid_to=valid_to or date(2021, 6, 1),
    )
    city.officers[name] = register_officer(
        RegisterOfficer(
            name=name,
            unit_id=city.units["执法支队一大队"],
            post="科员",
            roles=frozenset({"case_officer", "interviewer"}),
            since=FOUNDED.date(),
            certificates=(certificate,) if valid_to else (),
        ),
        by=system_actor(city.org_id, cast.CITY.name),
        at=FOUNDED,
    )


def a_case(town: Town, *, until: str = "investigating", on: date = START, **traits: Any) -> Play:
    """Play a case up to a state of ``story.STOPS``; ``traits`` override what the story is told.

    ``crew`` names other players, ``hour`` another time of the first move.
    """
    crew = town.crew(**traits.pop("crew", {}))
    p = Play(
        place=town.city,
        crew=crew,
        now=story.morning(on, traits.pop("hour", 9)),
        rng=Random(traits.pop("seed", 1)),
    )
    told: dict[str, Any] = {
        "title": f"{town.firm.name}动火作业未安排专门人员进行现场安全管理案",
        "firm_id": town.firm.id,
        "party_name": town.firm.name,
        "party_head": town.firm.legal_person,
        "place_code": town.firm.place_code,
        "violation": "WSL-101-3",
        "facts": (FACT,),
        "fine": 20_000,
        "legal_review": False,
        "discussion": False,
    }
    p.said["story"] = story.play(p, stop=until, **(told | traits))
    return p


def go_on(p: Play, until: str) -> Play:
    """Play the same case on to a later state."""
    story.go_on(p, p.said["story"], stop=until)
    return p


@contextmanager
def a_town(folder: Path) -> Iterator[Town]:
    """Found a town for several tests and take everything back afterwards.

    Meant for fixtures of a module: each test then runs between savepoints of its own, so that all of
    them may start from the same case without playing it again.
    """
    before = settings.DATA_DIR
    settings.DATA_DIR = folder
    try:
        with transaction.atomic():
            yield found_town()
            transaction.set_rollback(True)
    finally:
        settings.DATA_DIR = before
