"""Nothing that a person can fetch tells whether entries of the interference register name them.

Two worlds are built from one random plan: in the second, the entries that name the reader were never
written. Whatever the reader asks for - lists, searches, filters, pages, counts, reports, every address of an
entry, pages of the case, live topics - the answers must be the same, byte for byte.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anjian.audit.queries import newest_outbox_id
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.live.topics import may_listen
from anjian.people.actions import RegisterOfficer, register_officer
from anjian.registers.actions import interference as actions
from anjian.registers.models import Interference
from tests.action.faults.fault import case_of
from tests.factories.town import START, a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from anjian.config.demo.play import Play
    from anjian.kit.actor import Actor

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
READERS = ("苏慎", "郑国安", "王虎")
SEE_CASES = ("王虎", "方知")
NAMED = ("苏慎", "郑国安", "王虎", "局外人")
_PASSING = re.compile(r'(data-csrf|nonce)="[^"]*"|name="(csrfmiddlewaretoken|key)" value="[^"]*"')
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Planned:
    """One entry of a plan; ``corrects`` counts back among the entries of the same reporter."""

    reporter: str
    named: str
    by_id: bool
    through: str
    channel: str
    level: str
    bound: bool
    corrects: int


PLANS = st.lists(
    st.builds(
        Planned,
        reporter=st.sampled_from(("王虎", "方知", "苏慎", "秦正")),
        named=st.sampled_from(NAMED),
        by_id=st.booleans(),
        through=st.sampled_from(("", "", "苏慎", "郑国安", "路人甲")),
        channel=st.sampled_from(("oral", "phone", "others")),
        level=st.sampled_from(("division", "section")),
        bound=st.booleans(),
        corrects=st.integers(0, 2),
    ),
    min_size=1,
    max_size=6,
)


class Standing:
    """A clock that stands where it is put."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


@dataclass
class World:
    """A bureau with a case, and the clock of its pages."""

    p: Play
    clock: Standing
    actors: dict[str, Actor]
    clients: dict[str, Client]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("hidden")) as town:
        p = a_case(town, until="lead")
        city = town.city
        city.officers["秦正"] = register_officer(
            RegisterOfficer(
                name="秦正",
                unit_id=city.units["综合科"],
                post="副组长",
                roles=frozenset({"discipline_head"}),
                since=START - timedelta(days=9),
                username="qinzheng",
                password_hash="!",
            ),
            by=system_actor(city.org_id, "云州"),
            at=p.now,
        )
        actors = {n: city.actor(n, on=p.today) for n in ("苏慎", "郑国安", "王虎", "方知", "秦正")}
        clients = {}
        for name, actor in actors.items():
            clients[name] = Client(raise_request_exception=False)
            clients[name].force_login(get_user_model().objects.get(officer_id=actor.id), backend=BACKEND)
        standing = Standing(p.now + timedelta(days=1))
        restore = clock.install(standing)
        yield World(p, standing, actors, clients)
        restore()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def told(one: Planned, world: World, n: int, earlier: UUID | None) -> actions.ReportInterference:
    named: dict[str, Any] = {"person_name": one.named, "person_body": "某单位"}
    if one.by_id and one.named in world.actors:
        named = {"person_id": world.actors[one.named].id}
    through: dict[str, Any] = {"through_name": one.through}
    if one.by_id and one.through in world.actors:
        through = {"through_id": world.actors[one.through].id}
    return actions.ReportInterference(
        happened_at=world.p.now,
        channel=one.channel,
        level=one.level,
        content=f"第{n}次要求照顾某企业。",
        reaction="refused",
        case_no=world.p.no if one.bound and one.reporter in SEE_CASES else "",
        corrects_id=earlier,
        correction_reason="写错了" if earlier else "",
        **named,
        **through,
    )


def build(world: World, plan: list[Planned], *, without: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the plan, leaving out what names somebody; each entry has the same id in every world."""
    written: dict[int, UUID] = {}
    names: dict[int, set[str]] = {}
    own: dict[str, list[int]] = {}
    corrected: set[int] = set()
    for n, one in enumerate(plan):
        if one.channel == "others" and not one.through:
            continue
        if one.by_id and one.reporter in {one.named, one.through}:
            continue
        mine = own.setdefault(one.reporter, [])
        target = mine[-one.corrects] if one.corrects and len(mine) >= one.corrects else None
        if target in corrected:
            target = None
        named = {one.named, one.through} | (names[target] if target is not None else set())
        mine.append(n)
        names[n] = named
        if target is not None:
            corrected.add(target)
        if without and without in named and one.reporter != without:
            continue
        entry_id = UUID(int=(0x01A2 << 112) | (0x7 << 76) | (0x8 << 60) | (n + 1) * 0x9E3779B97F)
        monkeypatch.setattr(actions, "uuid7", lambda made=entry_id: made)
        earlier = written.get(target) if target is not None else None
        actions.report(
            told(one, world, n, earlier),
            by=world.actors[one.reporter],
            at=world.p.now + timedelta(minutes=n),
        )
        written[n] = entry_id


def everything(world: World, reader: str) -> dict[str, str]:
    """Whatever the reader can fetch, without what passes from one request to the next."""
    client, actor = world.clients[reader], world.actors[reader]
    base = "/registers/interference/"
    month = f"{world.clock.instant:%Y-%m}"
    every = [UUID(int=(0x01A2 << 112) | (0x7 << 76) | (0x8 << 60) | (n + 1) * 0x9E3779B97F) for n in range(6)]
    asked = [base, f"{base}new", f"{base}reports/", "/registers/", "/", "/workbench/"]
    asked += [f"{base}?q={text}" for text in (reader, "GY", "照顾", "第1次", world.p.no)]
    asked += [f"{base}?{f}" for f in ("channel=oral", "level=division", "outcome=open", "outcome=noted")]
    asked += [f"{base}?after={e}" for e in every] + [f"{base}?before={e}" for e in every]
    asked += [f"{base}{e}/" for e in every] + [f"{base}{e}/correct" for e in every]
    asked += [f"/cases/{world.p.no}/", f"/cases/{world.p.no}/record/", f"/cases/?q={reader}"]
    asked += [
        "/registers/recusals/",
        "/registers/opinions/?as=csv",
        "/registers/typical/",
        "/registers/meetings/",
    ]
    got = {path: _plain(client.get(path)) for path in asked}
    drawn = client.post(f"{base}reports/draw", {"f-month": month})
    got["draw"] = str(drawn.status_code)
    if drawn.status_code == 303:
        report = _plain(client.get(drawn.headers["Location"]))
        got["report"] = report
        got["reports"] = re.sub(r'href="[^"]*reports/U/"', "", _plain(client.get(f"{base}reports/")))
    for e in every:
        outcome = {"f-outcome": "noted", "f-note": "登记备查。"}
        got[f"handle {e}"] = str(client.post(f"{base}{e}/handle", outcome).status_code)
        got[f"pdf {e}"] = str(client.get(f"{base}{e}/record.pdf").status_code)
        got[f"live {e}"] = str([may_listen(actor, f"{kind}:{e}") for kind in ("case", "interference", "org")])
    got["after handling"] = _plain(client.get(base))
    got["outbox"] = str(newest_outbox_id())
    got["hears the case"] = str(may_listen(actor, f"case:{case_of(world.p).id}"))
    return got


def _plain(answer: Any) -> str:
    return f"{answer.status_code} " + _UUID.sub("U", _PASSING.sub("", answer.content.decode()))


def _differences(one: dict[str, str], other: dict[str, str]) -> dict[str, list[str]]:
    """Return the lines in which the answers differ, by address."""
    return {
        path: sorted(set(one[path].split("\n")) ^ set(other[path].split("\n")))
        for path in one
        if one[path] != other[path]
    }


@settings(
    max_examples=8,
    deadline=None,
    # A page costs too much to look for the smallest plan; the one found says enough.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=PLANS, reader=st.sampled_from(READERS))
def test_a_world_without_the_entries_that_name_the_reader_looks_the_same(
    world: World, plan: list[Planned], reader: str
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        with undone():
            build(world, plan, without="", monkeypatch=monkeypatch)
            with_them = everything(world, reader)
        with undone():
            build(world, plan, without=reader, monkeypatch=monkeypatch)
            without_them = everything(world, reader)
    assert _differences(with_them, without_them) == {}


def test_the_comparison_would_see_an_entry_that_is_not_hidden(world: World) -> None:
    one = Planned(
        "王虎", "局外人", by_id=False, through="", channel="oral", level="section", bound=True, corrects=0
    )
    with pytest.MonkeyPatch.context() as monkeypatch:
        with undone():
            build(world, [one], without="", monkeypatch=monkeypatch)
            assert Interference.objects.count() == 1
            shown = everything(world, "苏慎")
        with undone():
            empty = everything(world, "苏慎")
    differing = {path for path, content in shown.items() if content != empty[path]}
    assert {"/registers/interference/", "report", "after handling"} <= differing
    # The case itself says nothing of it to anybody.
    assert not {path for path in differing if path.startswith("/cases/")}
