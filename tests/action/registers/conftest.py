"""A bureau of its own for the registers, with its head of discipline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from anjian.audit.actions import close_separate_connection
from anjian.kit.actor import Actor, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.people.actions import RegisterOfficer, register_officer
from tests.factories.town import START, Town, found_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Bureau:
    """The town's bureau, whose clock goes on by a minute at each look."""

    town: Town
    at: datetime = datetime(2026, 10, 12, 9, 0, tzinfo=LOCAL_ZONE)

    def now(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def who(self, name: str) -> Actor:
        return self.town.city.actor(name, on=self.at.date())

    def hire(self, name: str, *roles: str, unit: str = "综合科") -> Actor:
        """A new officer of that name; the latest counts."""
        city = self.town.city
        city.officers[name] = register_officer(
            RegisterOfficer(
                name=name,
                unit_id=city.units[unit],
                post="科员",
                roles=frozenset(roles),
                since=START - timedelta(days=9),
            ),
            by=system_actor(city.org_id, "云州"),
            at=self.now(),
        )
        return self.who(name)


@pytest.fixture
def bureau(db: None, tmp_path: Path, settings: Any) -> Bureau:
    settings.DATA_DIR = tmp_path
    return Bureau(found_town())


@pytest.fixture(scope="session", autouse=True)
def record_line(django_db_setup: None) -> Iterator[None]:
    """Close the record's own connection before the test database is dropped."""
    yield
    close_separate_connection()
