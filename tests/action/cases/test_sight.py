"""Who may know of a case: the list's conditions and the rule for other queries say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from anjian.cases import access, queries
from anjian.cases.models import Case, Member
from anjian.cases.queries import sight
from anjian.config.demo.story import morning
from anjian.kit.actor import Actor, system_actor
from anjian.kit.errors import NotFound
from tests.factories.town import START, Town, found_town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

pytestmark = pytest.mark.django_db

PARTS = ("lead", "co", "reviewer", "opened", "recused")


@pytest.fixture
def town() -> Town:
    """A city with sixty cases over all its units and people, a part of them in hands that left."""
    made = found_town()
    rng = Random(7)
    people, units = list(made.city.officers.values()), list(made.city.units.values())
    moment = a_morning()
    for number in range(60):
        lead, co = rng.sample(people, 2)
        case = Case.objects.create(
            org_id=made.city.org_id,
            no=f"2026-{number:04d}",
            title="案",
            procedure="ordinary_penalty@2021-07-15",
            state=rng.choice(("lead", "filed", "investigating")),
            stage="lead",
            source="inspection",
            party_kind="unit",
            party_name="甲",
            place_code="990100",
            unit_id=rng.choice(units),
            lead_officer_id=rng.choice((lead, None)),
            co_officer_id=rng.choice((co, None)),
            opened_on=START,
            moved_at=moment + timedelta(minutes=rng.randrange(10**6)),
        )
        for officer in rng.sample(people, 4):
            Member.objects.create(
                org_id=made.city.org_id,
                case_id=case.id,
                officer_id=officer,
                part=rng.choice(PARTS),
                since=moment,
                until=rng.choice((None, moment)),
            )
    return made


def a_morning() -> datetime:
    return morning(START)


def everybody(town: Town) -> Sequence[Actor]:
    """All people of both bureaux, one without any role, and the system."""
    city = [town.city.actor(name, on=START) for name in town.city.officers]
    district = [town.district.actor(name, on=START) for name in town.district.officers]
    return [
        *city,
        *district,
        replace(city[0], roles=frozenset({"system_admin"})),
        system_actor(town.city.org_id, "系统"),
    ]


def ids(lines: Sequence[Any]) -> list[UUID]:
    return [line.id for line in lines]


class TestSight:
    def test_lists_exactly_what_the_rule_lets_an_officer_know(self, town: Town) -> None:
        seen = set()
        for actor in everybody(town):
            known = list(sight.visible(actor).order_by("-id").values_list("id", flat=True))
            assert ids(queries.page(actor, queries.Filter(), size=100).lines) == known
            assert set(queries.lines(actor, known)) == set(known)
            seen.add(len(known))
        assert {0, 60} < seen
        assert len(seen) > 4

    def test_lets_a_case_be_fetched_by_those_alone_who_find_it_in_their_list(self, town: Town) -> None:
        numbers = dict(Case.objects.values_list("no", "id"))
        for actor in everybody(town):
            known = set(sight.visible(actor).values_list("id", flat=True))
            for no, case_id in numbers.items():
                assert access.may_see(actor, case_id) is (case_id in known)
                if case_id in known:
                    assert access.case_for(actor, no).id == case_id
                else:
                    with pytest.raises(NotFound):
                        access.case_by_id(actor, case_id, lock=True)

    @pytest.mark.parametrize(("name", "size"), [("王虎", 2), ("方知", 7)])
    def test_pages_through_all_cases_forwards_and_backwards(self, town: Town, name: str, size: int) -> None:
        actor = town.city.actor(name, on=START)
        whole = ids(queries.page(actor, queries.Filter(), size=100).lines)
        forwards: list[UUID] = []
        page = queries.page(actor, queries.Filter(), size=size)
        while True:
            forwards += ids(page.lines)
            if page.older is None:
                break
            page = queries.page(actor, queries.Filter(), before=page.older, size=size)
        assert forwards == whole
        back = queries.page(actor, queries.Filter(), after=page.newer, size=size)
        first = whole.index(page.lines[0].id)
        assert ids(back.lines) == whole[max(0, first - size) : first]

    def test_offers_work_by_how_long_it_waits(self, town: Town) -> None:
        for actor in everybody(town):
            waiting = sight.visible(actor).filter(state__in=["filed"]).order_by("moved_at")
            assert ids(queries.waiting_in(actor, ["filed"], limit=9)) == list(
                waiting.values_list("id", flat=True)[:9]
            )
            own = {c.id for c in sight.visible(actor) if actor.id in {c.lead_officer_id, c.co_officer_id}}
            desk = queries.mine(actor, limit=60)
            assert own <= set(ids(desk))
            assert all(line.lead_officer_id is None for line in desk if line.id not in own)
            by_filter = queries.page(actor, queries.Filter(mine=True), size=60)
            assert set(ids(by_filter.lines)) == own
