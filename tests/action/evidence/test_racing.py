"""Two people at once: numbers stay gapless and unique, the same content is registered once.

These tests commit. They work in a bureau of their own, so nothing has to be cleared away: the
tables refuse that anyway.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection

from anjian.audit import queries as record
from anjian.evidence import actions, queries
from anjian.evidence.commands import AddCustody
from anjian.kit.errors import Conflict
from tests.action.evidence.scene import AT, Scene, found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock():
        yield found(uuid4().hex[:8])
        connection.close()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run the works in threads that start together; return their results or errors."""
    start = threading.Barrier(len(works))
    outcomes: list[Any] = [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        start.wait()
        try:
            outcomes[number] = work()
        except Exception as problem:  # noqa: BLE001  the test looks at every outcome
            outcomes[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


class TestRacing:
    def test_numbers_are_unique_and_gapless(self, scene: Scene) -> None:
        works = [lambda n=n: scene.register(bytes([n]) * 30, filename="a.bin") for n in range(6)]
        assert sorted(done.no for done in at_once(*works)) == [f"E-{n}" for n in range(1, 7)]
        assert record.check_chain(scene.officer.org_id, scene.case_id) is None

    def test_the_same_content_is_registered_once(self, scene: Scene) -> None:
        outcomes = at_once(*[lambda: scene.register(b"same", filename="a.bin")] * 4)
        assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 3
        assert queries.count(scene.officer.org_id, scene.case_id) == 1

    def test_custody_stays_one_chain(self, scene: Scene) -> None:
        item_id = scene.register(b"thing", filename="a.bin").id
        command = AddCustody(
            case_id=scene.case_id,
            no="E-1",
            act="open",
            to_holder="检验室",
            reason="检验",
            signers=("王虎", "赵敏"),
            happened_at=AT,
        )
        outcomes = at_once(*[lambda: actions.add_custody(command, by=scene.officer, at=AT)] * 4)
        assert outcomes == [None] * 4
        assert [link.seq for link in queries.custody_of(scene.officer.org_id, item_id)] == [1, 2, 3, 4, 5]
        assert queries.check_custody(scene.officer.org_id, item_id) is None
