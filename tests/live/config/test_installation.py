"""A whole rehearsal installation, as a browser meets it: served, moved in time, hit, and served again."""

from __future__ import annotations

import os
import re
import signal
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from anjian.config import timemachine
from anjian.config.demo import cast
from anjian.config.installation import Installation, Plan
from anjian.kit import clock

START = datetime(2026, 10, 1, 9, tzinfo=clock.LOCAL_ZONE)


@pytest.fixture(scope="module")
def site() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="anjian-site-") as name:
        Path(name).chmod(0o711)
        data = Path(name) / "data"
        data.mkdir()
        timemachine.rehearsal_clock(data).move_to(START)
        plan = Plan(data=data, port=0, mode="rehearsal", front_end=False, cases=2)
        with Installation(plan, say=lambda text: None).running() as made:
            yield made


@pytest.fixture
def officer(site: Installation) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.address, follow_redirects=False, timeout=20) as client:
        client.get("/accounts/login/")
        answer = client.post(
            "/accounts/login/",
            data={"login": cast.accounts()[0].username, "password": cast.PASSWORD, **token(client)},
        )
        assert answer.status_code == 302
        yield client


def token(client: httpx.Client) -> dict[str, str]:
    return {"csrfmiddlewaretoken": client.cookies["anjian_csrf"]}


def shown_time(client: httpx.Client) -> datetime:
    page = client.get("/accounts/logout/").text
    found = re.search(r'name="server-time" content="([^"]+)"', page)
    assert found
    return datetime.fromisoformat(found[1])


class TestRehearsal:
    def test_pages_live_in_the_rehearsals_time_and_it_moves_on(self, officer: httpx.Client) -> None:
        first = shown_time(officer)
        assert timedelta(0) <= first - START < timedelta(hours=1)
        assert 'action="/rehearsal/advance"' in officer.get("/workbench/", follow_redirects=True).text
        answer = officer.post(
            "/rehearsal/advance", data={"to": "2026-11-02T14:30", "next": "/x", **token(officer)}
        )
        assert (answer.status_code, answer.headers["location"]) == (302, "/x")
        moved = shown_time(officer)
        assert (
            timedelta(0)
            <= moved - datetime(2026, 11, 2, 14, 30, tzinfo=clock.LOCAL_ZONE)
            < timedelta(minutes=5)
        )

    @pytest.mark.parametrize("to", ["2026-09-01", "tomorrow", ""])
    def test_refuses_the_past_and_the_unreadable(self, officer: httpx.Client, to: str) -> None:
        before = shown_time(officer)
        answer = officer.post("/rehearsal/advance", data={"to": to, **token(officer)})
        assert answer.status_code == 422
        assert shown_time(officer) - before < timedelta(minutes=5)

    def test_sends_the_browser_nowhere_else(self, officer: httpx.Client) -> None:
        later = (shown_time(officer) + timedelta(hours=2)).isoformat()
        answer = officer.post(
            "/rehearsal/advance", data={"to": later, "next": "https://elsewhere.example/", **token(officer)}
        )
        assert answer.headers["location"] == "/"

    def test_a_stranger_cannot_move_it(self, site: Installation) -> None:
        with httpx.Client(base_url=site.address) as stranger:
            stranger.get("/accounts/login/")
            answer = stranger.post("/rehearsal/advance", data={"to": "2027-01-01", **token(stranger)})
        assert answer.status_code == 302
        assert "login" in answer.headers["location"]


class TestOnePort:
    def test_underscore_headers_are_dropped(self, site: Installation) -> None:
        forged = {"X_Forwarded_Proto": "https", "Host": site.address.removeprefix("http://")}
        assert httpx.get(f"{site.address}/health", headers=forged).status_code == 200

    def test_goes_on_after_every_child_was_killed(self, site: Installation, officer: httpx.Client) -> None:
        killed = [child.process.pid for child in site.supervisor.children if child.process]
        assert site.supervisor.cluster
        assert site.supervisor.cluster.process
        for pid in (*killed, site.supervisor.cluster.process.pid):
            os.kill(pid, signal.SIGKILL)
        limit = time.monotonic() + 40
        while True:
            site.supervisor.tend()
            try:
                if httpx.get(f"{site.address}/health", timeout=2).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            assert time.monotonic() < limit
            time.sleep(0.2)
        # The session was in the database: nobody has to sign in again.
        assert officer.get("/accounts/logout/").status_code == 200
