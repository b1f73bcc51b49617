"""Cases played inside the installation of the browser tests, where a chapter does not need every click."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.conftest import House

_PLAY = """
import django
django.setup()
from datetime import date
from random import Random
from anjian.config.demo import cast, story
from anjian.config.demo.city import Founded
from anjian.config.demo.play import Crew, Play
from anjian.dossiers.models import Enterprise
from anjian.people.models import Officer, Organisation, Unit
org = Organisation.objects.get(name=cast.CITY.name)
place = Founded(org.id, cast.CITY)
place.officers = dict(Officer.objects.filter(org_id=org.id).values_list("name", "id"))
place.units = dict(Unit.objects.filter(org_id=org.id).values_list("name", "id"))
firm = Enterprise.objects.filter(org_id=org.id).order_by("-id")[{nth}]
crew = Crew(lead="王虎", co="赵敏", unit_head="刘建军", reviewer="方知", leader="陈立", head="郑国安",
            archivist="杜安", chair="高明", unit="执法支队一大队")
p = Play(place=place, crew=crew, now=story.morning(date.fromisoformat({on!r}), 9), rng=Random(1))
story.play(p, stop={until!r}, title=firm.name + "动火作业未安排专门人员进行现场安全管理案", firm_id=firm.id,
           party_name=firm.name, party_head=firm.legal_person, place_code=firm.place_code,
           violation="WSL-101-3", facts=("动火作业现场未安排专门人员进行现场安全管理",), fine=20_000,
           legal_review=False, discussion=False, defence="已经整改，请求从轻。")
from pathlib import Path
Path({note!r}).write_text(p.no, encoding="utf-8")
"""


def a_case(house: House, *, until: str, nth: int, on: str = "2026-10-08") -> str:
    """Play a case about the nth firm (from the last) up to a stop of the demo's story; return its number."""
    note = house.data / f"{until}-{nth}.txt"
    house.python(_PLAY.format(on=on, until=until, nth=nth, note=str(note)))
    return note.read_text(encoding="utf-8")
