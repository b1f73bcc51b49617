"""From an officer's action to the pages that watch the case: how long until each has been told.

Some hundred pages hold a stream open on one case. Facts are stated on it, one after the other, by the
real action; the time runs from the call of the action, its commit included, to the moment each page
has read the message.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks import ground

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor

PAGES = 300
FACTS = 60
PAUSE_S = 0.1


async def _listen(
    port: int, session: str, topic: str, heard: list[tuple[str, float]], ready: asyncio.Event
) -> None:
    """Hold one stream and note when each fact's message has been read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"GET /events?topic={topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: anjian_session={session}\r\n"
        "Accept: text/event-stream\r\n\r\n".encode()
    )
    await writer.drain()
    if b" 200 " not in await reader.readline():
        raise SystemExit("the stream was refused")
    ready.set()
    while line := await reader.readline():
        if line.startswith(b"data: "):
            heard.append(time.perf_counter())


async def _run(port: int, session: str, scene: tuple[UUID, Actor, datetime]) -> tuple[list[float], int]:
    from anjian.evidence.actions import state_fact
    from anjian.evidence.commands import StateFact

    case_id, officer, at_work = scene
    heard: list[list[float]] = [[] for _ in range(PAGES)]
    ready = [asyncio.Event() for _ in range(PAGES)]
    tasks = [
        asyncio.create_task(_listen(port, session, f"case:{case_id}", heard[i], ready[i]))
        for i in range(PAGES)
    ]
    await asyncio.gather(*(event.wait() for event in ready))
    await asyncio.sleep(0.5)
    began: list[float] = []

    def state(text: str) -> None:
        began.append(time.perf_counter())
        state_fact(StateFact(case_id=case_id, text=text), by=officer, at=at_work)

    for index in range(FACTS):
        await asyncio.to_thread(state, f"第{index}项待证事实")
        await asyncio.sleep(PAUSE_S)
    await asyncio.sleep(2)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    took = [at - started for messages in heard for at, started in zip(messages, began, strict=False)]
    return took, sum(len(messages) for messages in heard)


def measure() -> list[dict[str, Any]]:
    """Open the streams, act, and count what arrived."""
    import django

    django.setup()
    from django.db import connection

    from tests.factories.town import a_case, found_town

    play = a_case(found_town(), until="investigating")
    scene = (play.case().id, play.who("lead"), play.now)
    session = ground.a_session("wanghu")
    connection.close()
    with ground.serving("anjian.config.serve", "web") as (port, pid):
        ground.wait_ready(port)
        before = ground.cpu_ms(pid)
        took, messages = asyncio.run(_run(port, session, scene))
        used = ground.cpu_ms(pid) - before
    if messages != PAGES * FACTS:
        raise SystemExit(f"{messages} messages instead of {PAGES * FACTS}")
    at = f"{PAGES} pages"
    return [
        ground.row(f"{at}: action to page, p50", ground.percentile(took, 0.5) * 1000, "ms"),
        ground.row(f"{at}: action to page, p99", ground.percentile(took, 0.99) * 1000, "ms"),
        ground.row(f"{at}: slowest", max(took) * 1000, "ms"),
        ground.row(f"{at}: messages lost", PAGES * FACTS - messages, "messages"),
        ground.row(f"{at}: server's processor time per delivery", used * 1000 / messages, "us"),
    ]


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    return ground.told(ground.apart("live"), as_json=json)


if __name__ == "__main__":
    if "--measure" in sys.argv:
        from json import dumps

        print(dumps(measure(), ensure_ascii=False))
    else:
        main(json="--json" in sys.argv)
