"""One town for all faults of the catalogue; each attempt runs between savepoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from anjian.audit.actions import close_separate_connection
from tests.action.faults.fault import Stages
from tests.factories.town import a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play


@pytest.fixture(scope="module")
def stages(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Stages]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("town")) as town:
        yield Stages(town)
    close_separate_connection()


@pytest.fixture(scope="module")
def standing(request: pytest.FixtureRequest, stages: Stages) -> Play:
    """A case at the named stage of the named track, played outside of the test's own transaction."""
    return stages.at(*request.param)
