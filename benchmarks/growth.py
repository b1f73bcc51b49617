"""Does the list, or the page of a case, cost more with ten times the cases? As an ordinary case officer.

10,000 and then 100,000 cases are loaded by plain SQL: teams of very different size, the officer in the
largest but one, and for every case the rows that a real one has (steps, members, a clock, documents,
evidence, the record), copied from a case played by the real actions. Blocks touched are free of noise;
processor time is not.
"""

# ruff: noqa: S608  the statements are made of our own names only

from __future__ import annotations

import json as codec
import re
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks import ground

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.test import Client

SIZES = (10_000, 100_000)
TEAMS = 60
ROUNDS = 40

# Teams get cases like 1/(rank + 6): the largest has some 5 % of them, the smallest 0.5 %.
_PREPARE = """
CREATE TABLE bench_team AS
  SELECT rank, unit_id, lead, co,
    sum(weight) OVER (ORDER BY rank) / sum(weight) OVER () AS upto
  FROM (SELECT row_number() OVER () AS rank, u.id AS unit_id,
      1.0 / (row_number() OVER () + 6) AS weight,
      (SELECT o.id FROM people_officer o WHERE o.org_id = u.org_id AND o.unit_id = u.id
        ORDER BY o.id LIMIT 1) AS lead,
      (SELECT o.id FROM people_officer o WHERE o.org_id = u.org_id AND o.unit_id = u.id
        ORDER BY o.id DESC LIMIT 1) AS co
    FROM people_unit u WHERE u.org_id = %(org)s AND EXISTS (SELECT 1 FROM people_officer o
      WHERE o.org_id = u.org_id AND o.unit_id = u.id)
    ORDER BY (u.id = %(unit)s) DESC, u.name) AS ranked;
CREATE TABLE bench_case (n int PRIMARY KEY, id uuid, unit_id uuid, lead uuid, co uuid);
"""

# Ids rise with the number, as time-ordered ids do; the low part keeps them apart.
_CASES = """
INSERT INTO bench_case
SELECT n, (lpad(to_hex(1750000000000 + n::bigint * 60000), 12, '0') || '7000' || '8000'
    || lpad(to_hex(n), 12, '0'))::uuid, t.unit_id, t.lead, t.co
FROM generate_series(%(from)s, %(to)s) AS n
JOIN LATERAL (SELECT * FROM bench_team t WHERE t.upto >= (abs(hashint4(n)) %% 10000) / 10000.0
  ORDER BY t.rank LIMIT 1) AS t ON true;
"""


_COUNTS = """
INSERT INTO cases_stage_count (id, org_id, unit_id, stage, count)
SELECT gen_random_uuid(), c.org_id, c.unit_id, c.stage, count(*)
FROM cases_case c JOIN bench_case b ON b.id = c.id
WHERE c.org_id = %(org)s AND b.n BETWEEN %(from)s AND %(to)s GROUP BY 2, 3, 4
ON CONFLICT (org_id, unit_id, stage) DO UPDATE SET count = cases_stage_count.count + excluded.count
"""


def _columns(table: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _copied(table: str, source: str, **changed: str) -> str:
    """SQL that copies chosen rows of the played case for every new case; ids are derived, not random."""
    names = _columns(table)
    values = [changed.get(name, f's."{name}"') for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {table} ({listed}) SELECT {', '.join(values)} FROM bench_case b, "
        f"LATERAL (SELECT * FROM {table} WHERE {source}) s WHERE b.n BETWEEN %(from)s AND %(to)s"
    )


def _derived(column: str) -> str:
    return f"md5(s.{column}::text || b.n)::uuid"


def fill(org_id: UUID, case_id: UUID, first: int, last: int) -> None:
    """Add the cases numbered first to last."""
    from django.db import connection

    told = {"from": first, "to": last, "org": org_id, "case": case_id}
    own, new = "org_id = %(org)s AND case_id = %(case)s", {"id": _derived("id"), "case_id": "b.id"}
    papers = f"instrument_id IN (SELECT id FROM documents_instrument WHERE {own} ORDER BY id LIMIT 2)"
    things = f"item_id IN (SELECT id FROM evidence_item WHERE {own})"
    statements = [
        _CASES,
        _copied(
            "cases_case", "org_id = %(org)s AND id = %(case)s", id="b.id", no="'B-' || b.n",
            unit_id="b.unit_id", lead_officer_id="b.lead", co_officer_id="b.co",
            enterprise_id="NULL", party_name="'当事人' || b.n",
            stage="(ARRAY['investigation','filing','decision','execution','closing'])[1 + b.n %% 5]",
            moved_at="s.moved_at + b.n * interval '1 minute'",
        ),
        _copied("cases_step", own, **new),
        _copied("cases_member", f"{own} AND part IN ('lead', 'co')", **new,
                officer_id="CASE s.part WHEN 'lead' THEN b.lead ELSE b.co END"),
        _copied("deadlines_clock", own, **new),
        _copied("documents_instrument", f"id IN (SELECT id FROM documents_instrument WHERE {own} "
                "ORDER BY id LIMIT 2)", **new, no="''", seq="NULL", service_proof_id="NULL"),
        _copied("documents_version", papers, id=_derived("id"), instrument_id=_derived("instrument_id")),
        _copied("documents_mark", papers, id=_derived("id"), instrument_id=_derived("instrument_id")),
        _copied("evidence_item", own, **new),
        _copied("evidence_fact", own, **new),
        _copied("evidence_proof", own, **new, item_id=_derived("item_id")),
        _copied("evidence_examination", things, id=_derived("id"), item_id=_derived("item_id")),
        _copied("evidence_custody", things, id=_derived("id"), item_id=_derived("item_id")),
        _copied("audit_event", "org_id = %(org)s AND stream_id = %(case)s ORDER BY seq LIMIT 8",
                id=_derived("id"), stream_id="b.id"),
        _COUNTS,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        # The rows are copies of sound ones: keys and triggers need not look at each of them again.
        cursor.execute("SET session_replication_role TO replica")
        for statement in statements:
            cursor.execute(statement, told)
        cursor.execute("SET session_replication_role TO origin")
        cursor.execute("VACUUM ANALYZE")


def _blocks(sql: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()
    top = (codec.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return int(top["Shared Hit Blocks"]) + int(top["Shared Read Blocks"])


def _cost(client: Client, url: str) -> tuple[int, int, float, float]:
    """Queries, blocks touched, processor ms of page and of database, of one address."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        if client.get(url).status_code != 200:
            raise SystemExit(f"{url} does not answer")
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    statements = [query["sql"] for query in asked.captured_queries]
    blocks = sum(_blocks(sql) for sql in statements if re.match(r"\s*SELECT", sql))
    web, database = [], []
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    for _ in range(4):
        before = ground.cpu_ms(backend)
        started = time.process_time()
        for _ in range(ROUNDS // 4):
            client.get(url)
        web.append((time.process_time() - started) * 1000 / (ROUNDS // 4))
        database.append((ground.cpu_ms(backend) - before) / (ROUNDS // 4))
    return len(statements), blocks, min(web), sum(database) / len(database)


def _more_teams(org_id: UUID, unit_id: UUID) -> None:
    """Give the bureau as many teams of two as a large city has."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_unit (id, org_id, name, body, line_manager, local_manager, position) "
            "SELECT md5('team' || n)::uuid, %(org)s, '大队' || n, 'agency', '', '', 100 "
            "FROM generate_series(1, %(n)s) n;"
            "INSERT INTO people_officer (id, org_id, name, name_sort, unit_id, post, legal_qualified) "
            "SELECT md5('officer' || n)::uuid, %(org)s, '队员' || n, 'duiyuan', "
            "md5('team' || (1 + n / 2))::uuid, '科员', false FROM generate_series(0, 2 * %(n)s - 1) n",
            {"org": org_id, "n": TEAMS},
        )
        cursor.execute(_PREPARE, {"org": org_id, "unit": unit_id})


def measure() -> list[dict[str, Any]]:
    """Load, measure, load more, measure again."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from anjian.people.models import User
    from anjian.web.cases import views
    from tests.factories.town import a_case, found_town

    town = found_town()
    play = a_case(town, until="notice_served")
    officer, case_id = play.who("lead"), play.case().id
    assert officer.unit_id
    _more_teams(town.city.org_id, officer.unit_id)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="wanghu"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    views.PAGE_SIZE = 100
    questions: dict[str, Callable[[int], str]] = {
        "list 100": lambda _n: "/cases/",
        "list 100 of one stage": lambda _n: "/cases/?stage=decision",
        "list 100 found by words": lambda _n: "/cases/?q=动火",
        "case page": lambda _n: f"/cases/{play.no}/",
    }
    results: list[dict[str, Any]] = []
    before: dict[str, tuple[int, int, float, float]] = {}
    loaded = 0
    for size in SIZES:
        fill(town.city.org_id, case_id, loaded + 1, size)
        loaded = size
        for name, url in questions.items():
            found = _cost(client, url(size))
            units = ("queries", "blocks", "ms CPU web", "ms CPU database")
            for index, unit in enumerate(units):
                than = before[name][index] if name in before else None
                results.append(ground.row(f"{name}, {size:,} cases", found[index], unit, than))
            before[name] = found
    return results


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    return ground.told(ground.apart("growth", durable=False), as_json=json)


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(codec.dumps(measure(), ensure_ascii=False))
    else:
        main(json="--json" in sys.argv)
