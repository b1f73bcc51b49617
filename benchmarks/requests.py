"""Processor time per request, web and database apart, of the four things an officer does all day.

Create a case, list fifty, open a case, attach a file of 10 MB: through the server that `./anjian up`
starts, over connections that stay open, as an ordinary case officer. Read from /proc, so that other work
on the machine changes the figures little. The floor is a bare Django view with one SELECT behind the
same server in the same run.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from anjian.kit import clock
from anjian.law import violations
from benchmarks import ground

Asked = Callable[[ground.Browser], None]
SIZE = 10 * 1024 * 1024
MB = 1_000_000
CLIENTS = (1, 8)
ROUNDS = {"floor": 400, "create case": 80, "list 50": 96, "case page": 96, "attach 10 MB": 24}


def a_town() -> tuple[str, str]:
    """Found the city's bureau with sixty leads and one case on its way; returns session and its number."""
    import django

    django.setup()
    from anjian.cases.actions import OpenCase, open_case
    from tests.factories.town import a_case, found_town

    town = found_town()
    case = a_case(town, until="notice_served")
    for index in range(60):
        open_case(
            OpenCase(title=f"未按规定培训案{index}", source="report", party_kind="unit",
                     party_name=f"云州测试{index}有限公司", violation="WSL-101-3", place_code="990100"),
            by=case.who("lead"), at=case.now,
        )  # fmt: skip
    return ground.a_session("wanghu"), case.no


def work(clients: int, rounds: int, session: str, port: int, one: Asked) -> list[float]:
    """Let some clients repeat one request; returns the seconds of each."""
    took: list[float] = []
    failed: list[BaseException] = []

    def client() -> None:
        browser = ground.Browser(port, session)
        try:
            for _ in range(rounds // clients):
                started = time.perf_counter()
                one(browser)
                took.append(time.perf_counter() - started)
        except BaseException as error:  # noqa: BLE001  raised again below, in the thread that reports
            failed.append(error)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return took


def expect(status: int, answer: tuple[int, bytes, Any]) -> None:
    """Stop the measurement at the first answer that is not the one meant."""
    if answer[0] != status:
        raise SystemExit(f"{answer[0]} instead of {status}: {answer[1][:400]!r}")


def requests_of(case_no: str) -> dict[str, Asked]:
    """The four requests, each ending with a check of its answer."""
    firm, code = "云州基准测试有限公司", violations.violations(clock.today())[0].code

    def create(browser: ground.Browser) -> None:
        said = {"procedure": "ordinary_penalty", "source": "report", "party_kind": "unit",
                "party_name": firm, "violation": code, "title": f"{firm}未按规定培训案"}  # fmt: skip
        form = {f"f-{name}": value for name, value in said.items()} | {"key": str(uuid4())}
        answer = browser.ask("POST", "/cases/new", urlencode(form).encode(),
                             Content_Type="application/x-www-form-urlencoded")  # fmt: skip
        expect(303, answer)

    def ticket_of(browser: ground.Browser) -> str:
        if not tickets:
            page = browser.ask("GET", f"/cases/{case_no}/evidence/")[1].decode()
            tickets.append(page.partition('data-ticket="')[2].partition('"')[0])
        return tickets[0]

    def attach(browser: ground.Browser) -> None:
        answer = browser.ask(
            "POST", "/uploads/", contents.pop(), Content_Type="application/offset+octet-stream",
            Tus_Resumable="1.0.0", Authorization=f"Bearer {ticket_of(browser)}", Upload_Length=str(SIZE),
            Upload_Metadata="filename c2l0ZS5qcGc=",
        )  # fmt: skip
        expect(201, answer)

    tickets: list[str] = []
    contents = [b"\xff\xd8\xff" + os.urandom(SIZE - 3) for _ in range(2 * ROUNDS["attach 10 MB"] + 2)]
    return {
        "create case": create,
        "list 50": lambda browser: expect(200, browser.ask("GET", "/cases/")),
        "case page": lambda browser: expect(200, browser.ask("GET", f"/cases/{case_no}/")),
        "attach 10 MB": attach,
    }


def figures(name: str, port: int, pid: int, session: str, one: Asked) -> list[dict[str, Any]]:
    """Measure one request at 1 and 8 clients."""
    results = []
    work(1, 2, session, port, one)
    for clients in CLIENTS:
        web, database = ground.cpu_ms(pid), ground.database_cpu_ms()
        started = time.perf_counter()
        took = work(clients, ROUNDS[name], session, port, one)
        elapsed = time.perf_counter() - started
        web = (ground.cpu_ms(pid) - web) / len(took)
        database = (ground.database_cpu_ms() - database) / len(took)
        at = f"{name}, {clients} client{'s' if clients > 1 else ''}"
        results += [
            ground.row(f"{at}: web + database", web + database, "ms CPU"),
            ground.row(f"{at}: web", web, "ms CPU"),
            ground.row(f"{at}: database", database, "ms CPU"),
            ground.row(f"{at}: p50", ground.percentile(took, 0.5) * 1000, "ms"),
            ground.row(f"{at}: p99", ground.percentile(took, 0.99) * 1000, "ms"),
            ground.row(f"{at}: rate", len(took) / elapsed, "1/s"),
        ]
        if name.startswith("attach"):
            results.append(ground.row(f"{at}: throughput", len(took) * SIZE / MB / elapsed, "MB/s"))
    return results


def measure() -> list[dict[str, Any]]:
    """Measure the floor and the four requests."""
    session, case_no = a_town()
    with ground.serving("benchmarks.floor") as (port, pid):
        ground.wait_ready(port)
        floor = figures("floor", port, pid, "", lambda browser: expect(200, browser.ask("GET", "/")))
    least = floor[0]["value"]
    results = [*floor]
    with ground.serving("anjian.config.serve", "web") as (port, pid):
        ground.wait_ready(port)
        for name, one in requests_of(case_no).items():
            found = figures(name, port, pid, session, one)
            first = found[0]
            results += found
            results.append(ground.row(f"{name}: in floors", first["value"], "ms CPU", least))
    return results


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    return ground.told(ground.apart("requests"), as_json=json)


if __name__ == "__main__":
    if "--measure" in sys.argv:
        from json import dumps

        print(dumps(measure(), ensure_ascii=False))
    else:
        main(json="--json" in sys.argv)
