"""Five hundred actions while web, worker and database are killed: nothing acknowledged is lost."""

from __future__ import annotations

import os
import re
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from anjian.audit.events import instant_text
from anjian.config.demo import cast
from anjian.config.installation import Installation, Plan
from anjian.kit.ids import uuid7
from anjian.proof.chain import Link, verify_stream

ACTIONS = 500
WRITERS = 4
_LEAD = {
    "f-procedure": "ordinary_penalty",
    "f-source": "inspection",
    "f-party_kind": "unit",
    "f-party_name": "云州断电试验有限公司",
    "f-violation": "WSL-101-3",
}


@pytest.fixture(scope="module")
def site() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="anjian-kill-") as name:
        Path(name).chmod(0o711)
        data = Path(name) / "data"
        data.mkdir()
        plan = Plan(data=data, port=0, mode="production", front_end=False, cases=0)
        with Installation(plan, say=lambda text: None).running() as made:
            yield made


def signed_in(site: Installation, username: str) -> httpx.Client:
    client = httpx.Client(base_url=site.address, follow_redirects=False, timeout=30)
    client.get("/accounts/login/")
    token = client.cookies["anjian_csrf"]
    form = {"login": username, "password": cast.PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/accounts/login/", data=form).status_code == 302
    return client


class Writer(threading.Thread):
    """Registers leads until all are done; what got no answer is repeated with the same key."""

    def __init__(self, client: httpx.Client, numbers: Iterator[int]) -> None:
        super().__init__()
        self.client, self.numbers = client, numbers
        self.acknowledged: dict[int, str] = {}
        self.troubles = 0

    def run(self) -> None:
        for number in self.numbers:
            self._register(number, str(uuid7()))

    def _register(self, number: int, key: str) -> None:
        form = {**_LEAD, "f-title": f"断电试验第{number}件", "key": key}
        for _attempt in range(200):
            form["csrfmiddlewaretoken"] = self.client.cookies["anjian_csrf"]
            try:
                answer = self.client.post("/cases/new", data=form)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code == 303:
                self.acknowledged[number] = answer.headers["location"].split("/")[2]
                return
            if answer is not None and answer.status_code == 409 and "办理过" in answer.text:
                # The answer got lost after the commit: the key tells that it was done.
                self.acknowledged[number] = ""
                return
            self.troubles += 1
            time.sleep(0.1)
        pytest.fail(f"action {number} found no living server")


def victims(site: Installation) -> dict[str, int]:
    """Return the processes that can be hit now, by name; the database is one of them."""
    found = {child.name: child.process.pid for child in site.supervisor.children if child.process}
    cluster = site.supervisor.cluster
    if cluster and cluster.process and cluster.process.poll() is None:
        found["database"] = cluster.process.pid
    return found


def test_nothing_acknowledged_is_lost(site: Installation) -> None:
    clients = [signed_in(site, "wanghu") for _ in range(WRITERS)]
    lock = threading.Lock()
    counter = iter(range(ACTIONS))

    def numbers() -> Iterator[int]:
        while True:
            with lock:
                number = next(counter, None)
            if number is None:
                return
            yield number

    writers = [Writer(client, numbers()) for client in clients]
    for writer in writers:
        writer.start()
    hit: Counter[str] = Counter()
    # Each blow falls in the middle of the work, when so many actions have been acknowledged.
    blows = list(range(60, ACTIONS - 40, 70))
    while any(writer.is_alive() for writer in writers):
        site.supervisor.tend()
        time.sleep(0.05)
        standing = victims(site)
        if blows and standing and sum(len(writer.acknowledged) for writer in writers) >= blows[0]:
            name = min(standing, key=lambda n: (hit[n], n))
            os.kill(standing[name], signal.SIGKILL)
            hit[name] += 1
            blows.pop(0)
    for writer in writers:
        writer.join()
    done = {number: no for writer in writers for number, no in writer.acknowledged.items()}
    assert set(done) == set(range(ACTIONS))
    assert len(hit) == 3, hit
    check(site, done)
    for client in clients:
        client.close()


def check(site: Installation, done: dict[int, str]) -> None:
    """Every acknowledged case is there once, numbers have no gap, every chain holds."""
    assert site.supervisor.cluster
    with psycopg.connect(site.supervisor.cluster.url()) as db:
        rows = db.execute("SELECT title, no, id FROM cases_case WHERE title LIKE '断电试验%'").fetchall()
        titles = {int(re.findall(r"\d+", title)[0]): no for title, no, _id in rows}
        assert len(rows) == ACTIONS, "an action was lost or done twice"
        assert all(titles[number] == no for number, no in done.items() if no)
        ordered = sorted(int(no.split("-")[1]) for no in titles.values())
        assert ordered == list(range(ordered[0], ordered[0] + ACTIONS))
        names = [
            "id",
            "stream_id",
            "seq",
            "type",
            "payload",
            "sentence",
            "actor",
            "occurred_at",
            "recorded_at",
            "cites",
            "procedure",
            "act_id",
            "prev_hash",
            "hash",
        ]
        for _title, _no, case_id in rows:
            entries = db.execute(
                f"SELECT {', '.join(names)} FROM audit_event WHERE stream_id = %s ORDER BY seq",  # noqa: S608
                [case_id],
            ).fetchall()
            links = []
            for entry in entries:
                record = dict(zip(names, entry, strict=True))
                for name in ("id", "stream_id", "act_id"):
                    record[name] = str(record[name])
                for name in ("occurred_at", "recorded_at"):
                    record[name] = instant_text(record[name])
                links.append(Link.from_record(record))
            assert links
            assert verify_stream(links) is None
