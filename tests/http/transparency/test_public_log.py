"""The log in public, read by a client written from the specifications alone."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from anjian.kit import clock
from anjian.transparency import queries
from anjian.transparency.actions import integrate
from tests.action.transparency.test_sequencing import behind_the_triggers, queue
from tests.factories.tlog_client import PublicLog, Untrue

pytestmark = pytest.mark.django_db
AT = clock.now()


@pytest.fixture
def org_id() -> UUID:
    return uuid4()


def reader(org_id: UUID) -> PublicLog:
    client = Client()

    def fetch(name: str) -> bytes:
        answer = client.get(f"/log/{org_id}/{name}")
        assert answer.status_code == 200, name
        return answer.content

    return PublicLog(fetch, fetch("key").decode())


@pytest.mark.parametrize("sizes", [(1,), (256,), (300, 700), (5, 66_000)])
def test_a_stranger_reads_and_verifies_the_whole_log(org_id: UUID, sizes: tuple[int, ...]) -> None:
    for size in sizes:
        queue(org_id, size)
        integrate(org_id, at=AT)
    assert reader(org_id).audit() == sum(sizes)


def test_a_stranger_notices_what_was_changed(org_id: UUID) -> None:
    queue(org_id, 300)
    integrate(org_id, at=AT)
    behind_the_triggers(
        'UPDATE transparency_entry SET salt = digest WHERE org_id = %s AND "index" = 290', org_id
    )
    with pytest.raises(Untrue, match="root"):
        reader(org_id).audit()
    behind_the_triggers(
        'UPDATE transparency_entry SET salt = digest WHERE org_id = %s AND "index" = 3', org_id
    )
    with pytest.raises(Untrue, match="entries"):
        reader(org_id).audit()


def test_what_is_cached_and_how_long(org_id: UUID) -> None:
    queue(org_id, 300)
    integrate(org_id, at=AT)
    client = Client()
    head = client.get(f"/log/{org_id}/checkpoint")
    assert head.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert head.headers["Cache-Control"] == "public, max-age=5"
    tile = client.get(f"/log/{org_id}/tile/0/000")
    assert tile.headers["Content-Type"] == "application/octet-stream"
    assert "immutable" in tile.headers["Cache-Control"]
    assert len(tile.content) == 8192
    assert client.get(f"/log/{org_id}/stamp.tsr").content[:1] == b"\x30"


@pytest.mark.parametrize(
    "name",
    ["0/001", "0/001.p/45", "0/001.p/256", "0/002", "1/000", "2/000.p/1", "0/1", "0/000.p/0", "x", "64/000",
     "entries/001", "entries/002", "0/x000/001"],
)  # fmt: skip
def test_what_is_not_published_is_not_there(org_id: UUID, name: str) -> None:
    queue(org_id, 300)
    integrate(org_id, at=AT)
    assert Client().get(f"/log/{org_id}/tile/{name}").status_code == 404


def test_earlier_partial_tiles_stay(org_id: UUID) -> None:
    queue(org_id, 20)
    integrate(org_id, at=AT)
    before = Client().get(f"/log/{org_id}/tile/0/000.p/20").content
    queue(org_id, 500)
    integrate(org_id, at=AT)
    assert Client().get(f"/log/{org_id}/tile/0/000.p/20").content == before
    assert Client().get(f"/log/{org_id}/tile/0/000").content[: 20 * 32] == before


def test_what_is_not_signed_yet_is_not_told(org_id: UUID) -> None:
    for name in ("checkpoint", "key", "stamp.tsr", "tile/0/000.p/1"):
        assert Client().get(f"/log/{org_id}/{name}").status_code == 404
    queue(org_id, 3)
    integrate(org_id, at=AT)
    queue(org_id, 1)
    assert Client().get(f"/log/{org_id}/tile/0/000.p/4").status_code == 404
    assert Client().post(f"/log/{org_id}/checkpoint").status_code == 405
    assert queries.waiting(org_id) == 1
