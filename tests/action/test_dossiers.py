"""The register of enterprises: entered once, found by two characters, seen by its own bureau only."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from anjian.audit.models import OutboxRow
from anjian.audit.queries import chain_of
from anjian.config.demo import firms
from anjian.dossiers import access, queries
from anjian.dossiers.actions import register_enterprise
from anjian.kit.actor import Actor, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import NotFound
from anjian.people import actions as people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 8, 9, tzinfo=LOCAL_ZONE)


def bureau(name: str) -> Actor:
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name=f"{name}应急管理局", short_name=name, level="city", place_code="990900", number_region=name
        )
    )
    return system_actor(org_id, name)


@pytest.fixture
def founder() -> Actor:
    return bureau("企档市")


@pytest.fixture
def firm(founder: Actor) -> UUID:
    return register_enterprise(firms.MAIN_STORY_FIRM, by=founder, at=AT)


class TestEnterprises:
    def test_are_entered_recorded_and_told(self, founder: Actor, firm: UUID) -> None:
        known = queries.firm(founder.org_id, firm)
        assert known is not None
        assert known.name == firms.MAIN_STORY_FIRM.name
        assert [entry["type"] for entry in chain_of(founder.org_id, firm)] == [
            "dossiers.enterprise.registered"
        ]
        topics = OutboxRow.objects.filter(org_id=founder.org_id).values_list("topics", flat=True)
        assert [f"enterprise:{firm}"] in list(topics)

    @pytest.mark.parametrize("words", ["油品", "恒泰", firms.MAIN_STORY_FIRM.credit_code])
    def test_are_found_by_part_of_their_name(self, founder: Actor, firm: UUID, words: Any) -> None:
        assert [found.id for found in queries.find(founder.org_id, words)] == [firm]

    def test_are_not_found_by_what_they_are_not(self, founder: Actor, firm: UUID) -> None:
        assert queries.firm(founder.org_id, firm) is not None
        assert not queries.find(founder.org_id, "锅炉")

    def test_are_not_there_for_another_bureau(self, founder: Actor, firm: UUID) -> None:
        other = bureau("邻档市")
        assert queries.firm(other.org_id, firm) is None
        assert not queries.find(other.org_id, "油品")
        with pytest.raises(NotFound):
            access.firm_for(other, firm)
