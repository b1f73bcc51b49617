"""A case closed and one archived, each test between savepoints of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from anjian.archive.models import ArchivedFile
from anjian.audit.actions import close_separate_connection
from tests.action.faults.fault import case_of
from tests.factories.town import Town, a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from anjian.cases.access import Case
    from anjian.config.demo.play import Play
    from anjian.kit.actor import Actor


@dataclass
class Room:
    """The archive of a bureau with one case."""

    town: Town
    p: Play

    def who(self, name: str) -> Actor:
        return self.p.place.actor(name, on=self.p.today)

    @property
    def now(self) -> datetime:
        return self.p.now

    @property
    def case(self) -> Case:
        return case_of(self.p)

    @property
    def file(self) -> ArchivedFile:
        return ArchivedFile.objects.filter(case_id=self.case.id).order_by("-round")[0]


@pytest.fixture(scope="module")
def story(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[Town, Play]]:
    """A case played up to the state that the module names."""
    until = getattr(request.module, "UNTIL", "archived")
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("archive")) as town:
        yield town, a_case(town, until=until)


@pytest.fixture
def room(db: None, story: tuple[Town, Play], tmp_path: Path, settings: Any) -> Room:
    """The case between savepoints, and a copy of the store, since files are not rolled back."""
    town, p = story
    copy = tmp_path / "data"
    shutil.copytree(settings.DATA_DIR, copy)
    settings.DATA_DIR = copy
    return Room(town, p)


@pytest.fixture(scope="session", autouse=True)
def record_line(django_db_setup: None) -> Iterator[None]:
    """Close the record's own connection before the test database is dropped."""
    yield
    close_separate_connection()
