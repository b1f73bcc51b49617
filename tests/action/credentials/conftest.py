"""A bureau with an officer and a system administrator, and a folder of keys of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from anjian.kit.actor import Actor, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import actions as people
from anjian.people import queries as staff

AT = datetime(2026, 10, 8, 15, 0, tzinfo=LOCAL_ZONE)


@dataclass(frozen=True)
class Bureau:
    """Who acts in these tests."""

    org_id: UUID
    officer: Actor
    admin: Actor


def found(name: str) -> Bureau:
    """A bureau of this name."""
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name=f"{name}应急管理局", short_name=name, level="city", place_code="990100", number_region=name
        )
    )
    founder = system_actor(org_id, name)
    unit = people.set_up_unit(people.SetUpUnit(name="执法支队一大队"), by=founder, at=AT)

    def one(who: str, role: str) -> Actor:
        command = people.RegisterOfficer(
            name=who, unit_id=unit, post="执法人员", roles=frozenset({role}), since=date(2024, 1, 1)
        )
        made = staff.actor(org_id, people.register_officer(command, by=founder, at=AT), on=AT.date())
        assert made is not None
        return made

    return Bureau(org_id, one("欧阳喆堃", "case_officer"), one("孙丽", "system_admin"))


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bureau(db: None) -> Bureau:
    return found("示例市")


@pytest.fixture
def elsewhere(db: None) -> Bureau:
    return found("邻市")
