"""The live line against a real server: order, replay, limits, rights, restarts."""

from __future__ import annotations

import asyncio
import statistics
import threading
import time
from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest
from django.db import connection, connections
from django.db import transaction as database

from anjian.audit import queries as audit
from anjian.audit.actions import OUTBOX_CHANNEL
from anjian.audit.models import OutboxRow
from anjian.cases.models import Member
from anjian.kit.ids import uuid7
from anjian.live import hub, stream
from anjian.live.relay import _address
from tests.live.conftest import AT
from tests.live.reader import Reader

if TYPE_CHECKING:
    from tests.live.conftest import Bureau, Server


class TestOrder:
    def test_events_arrive_in_commit_order_with_their_type_and_stream(
        self, live: Server, bureau: Bureau
    ) -> None:
        with Reader(live, bureau) as reader:
            for number in range(50):
                bureau.publish(number)
            reader.wait(50)
        assert reader.ids == sorted(reader.ids)
        assert {kind for _i, kind, _d, _t in reader.events} == {"interviews.contradiction.settled"}
        assert {data["stream"] for _i, _k, data, _t in reader.events} == {str(bureau.case_id)}

    def test_published_to_received_within_a_blink(self, live: Server, bureau: Bureau) -> None:
        delays: list[float] = []
        with Reader(live, bureau) as reader:
            for number in range(40):
                bureau.publish(number)
                committed = time.monotonic()
                reader.wait(number + 1)
                delays.append(reader.events[-1][3] - committed)
        assert statistics.median(delays) < 0.1
        assert max(delays) < 1.0

    def test_a_number_that_commits_late_in_another_bureau_is_not_lost(
        self, live: Server, bureau: Bureau, elsewhere: Bureau
    ) -> None:
        """Numbers are in commit order inside a bureau only: the lower one may come second."""
        drawn, go = threading.Event(), threading.Event()

        def slow() -> None:
            with database.atomic():
                row = OutboxRow.objects.create(
                    org_id=bureau.org_id, topics=[bureau.topic], type="late", data={}, created_at=AT
                )
                drawn.set()
                go.wait(5)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_notify(%s, %s)", [OUTBOX_CHANNEL, str(row.id)])
            connections.close_all()

        with Reader(live, bureau) as ours, Reader(live, elsewhere) as theirs:
            thread = threading.Thread(target=slow)
            thread.start()
            assert drawn.wait(5)
            elsewhere.publish()
            theirs.wait(1)
            go.set()
            thread.join()
            ours.wait(1)
        assert ours.events[0][1] == "late"
        assert ours.ids[0] < theirs.ids[0]


class TestReplay:
    def test_continues_after_the_last_event_without_gap_or_duplicate(
        self, live: Server, bureau: Bureau
    ) -> None:
        seen: list[int] = []
        publisher = threading.Thread(target=_publish_many, args=(bureau, 120))
        publisher.start()
        last = 0
        while len(seen) < 120:
            with Reader(live, bureau, last_id=last) as reader:
                reader.wait(min(20, 120 - len(seen)))
            fresh = [i for i in reader.ids if i > last]
            assert fresh == reader.ids, "an event came twice"
            seen += fresh
            last = seen[-1]
        publisher.join()
        assert seen == [m.id for m in audit.replay(bureau.org_id, bureau.topic, 0)]

    def test_survives_a_restart_of_the_server(self, live: Server, bureau: Bureau) -> None:
        with Reader(live, bureau, last_id=0) as reader:
            bureau.publish(1)
            reader.wait(1)
            assert live.stop() < 3
            assert reader.ended.wait(3)
        bureau.publish(2)
        live.start()
        with Reader(live, bureau, last_id=reader.ids[-1]) as again:
            bureau.publish(3)
            again.wait(2)
        assert len({*reader.ids, *again.ids}) == 3

    def test_survives_the_loss_of_its_database_connection(self, live: Server, bureau: Bureau) -> None:
        with Reader(live, bureau) as reader:
            bureau.publish(1)
            reader.wait(1)
            with psycopg.connect(autocommit=True, **{**_address(), "application_name": "test"}) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name = %s",
                    ["anjian live"],
                )
            bureau.publish(2)
            reader.wait(2)
        assert reader.ids == sorted(set(reader.ids))

    def test_says_so_when_the_requested_event_is_no_longer_there(self, live: Server, bureau: Bureau) -> None:
        for number in range(3):
            bureau.publish(number)
        newest = audit.newest_outbox_id()
        with Reader(live, bureau, last_id=newest + 1000) as reader:
            reader.wait(1)
            bureau.publish(9)
            reader.wait(2)
        assert reader.events[0][:2] == (newest, "resync")
        assert reader.ids[1] > newest


def _publish_many(bureau: Bureau, count: int) -> None:
    for number in range(count):
        bureau.publish(number)
    connections.close_all()


class TestRights:
    @pytest.mark.parametrize(
        "topic",
        [
            "case:{other}",
            "interview:{other}",
            "org:{other_org}",
            "room:{other}",
            "case:nonsense",
            "all:{own}",
            "",
        ],
    )
    def test_what_is_none_of_their_business_does_not_exist(
        self, live: Server, bureau: Bureau, elsewhere: Bureau, topic: str
    ) -> None:
        asked = topic.format(other=elsewhere.case_id, other_org=elsewhere.org_id, own=bureau.case_id)
        with Reader(live, bureau, asked) as reader:
            assert reader.ended.wait(3)
        assert reader.status == 404

    def test_one_foreign_topic_among_own_ones_closes_the_whole_stream(
        self, live: Server, bureau: Bureau, elsewhere: Bureau
    ) -> None:
        with Reader(live, bureau, bureau.topic, elsewhere.topic) as reader:
            assert reader.ended.wait(3)
        assert reader.status == 404

    def test_nobody_listens_without_signing_in(self, live: Server, bureau: Bureau) -> None:
        bureau.cookie = "anjian_session=forged"
        with Reader(live, bureau) as reader:
            assert reader.ended.wait(3)
        assert reader.status == 401

    def test_another_bureaus_events_stay_there(self, live: Server, bureau: Bureau, elsewhere: Bureau) -> None:
        with Reader(live, bureau, bureau.topic, f"org:{bureau.org_id}") as ours:
            elsewhere.publish()
            bureau.publish()
            ours.wait(1)
            time.sleep(0.1)
        assert [data["stream"] for _i, _k, data, _t in ours.events] == [str(bureau.case_id)]

    def test_a_recusal_ends_the_stream(
        self, live: Server, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "RECHECK_S", 0.1)
        with Reader(live, bureau) as reader:
            Member.objects.create(
                id=uuid7(), org_id=bureau.org_id, case_id=bureau.case_id, officer_id=bureau.actor.id,
                part="recused", since=AT,
            )  # fmt: skip
            assert reader.ended.wait(3)

    def test_only_get(self, live: Server, bureau: Bureau) -> None:
        answer = httpx.post(f"http://127.0.0.1:{live.port}/events", headers={"Cookie": bureau.cookie})
        assert answer.status_code == 405


class TestManyClients:
    def test_a_thousand_clients_hear_the_same_events(self, live: Server, bureau: Bureau) -> None:
        received = asyncio.run(_thousand(live, bureau))
        assert len(received) == 1000
        assert set(received) == {3}
        live.until(lambda: live.app.clients == 0)

    def test_a_client_that_lags_is_dropped_and_replays(
        self, live: Server, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = hub.Client(bureau.org_id, (bureau.topic,))
        crowd = hub.Hub()
        crowd.add(client)
        for number in range(hub.QUEUE + 1):
            crowd.publish([audit.Message(number, bureau.org_id, (bureau.topic,), "t", {})])
        assert client.lagging.is_set()
        crowd.remove(client)
        assert crowd.count == 0


async def _thousand(live: Server, bureau: Bureau) -> list[int]:
    request = (
        f"GET /events?topic={bureau.topic} HTTP/1.1\r\nHost: localhost\r\nCookie: {bureau.cookie}\r\n\r\n"
    ).encode()
    opened = 0
    everybody = asyncio.Event()

    async def one() -> int:
        nonlocal opened
        reader, writer = await asyncio.open_connection("127.0.0.1", live.port)
        writer.write(request)
        await reader.readuntil(b"retry: 1000")
        opened += 1
        if opened == 1000:
            everybody.set()
        heard = b""
        while heard.count(b"event: ") < 3:
            heard += await asyncio.wait_for(reader.read(65536), 20)
        writer.close()
        return heard.count(b"event: ")

    tasks = [asyncio.create_task(one()) for _n in range(1000)]
    await asyncio.wait_for(everybody.wait(), 60)
    await asyncio.to_thread(_publish_many, bureau, 3)
    return await asyncio.gather(*tasks)
