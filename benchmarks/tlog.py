"""The log: what entering a row costs beside a plain commit, and how long the proof of one of a million takes.

Appending is measured honestly: each append is one committed row of a table with the trigger, while the
sequencer works in a process of its own; the floor is the same row, committed into the same table without.
Both are done in turns, so that the machine is the same for both.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from benchmarks.ground import ROOT, apart, row, told

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 6
SECONDS = 1.0
CLIENTS = (1, 4)
ENTRIES = 1_000_000
PROOFS = 300
LIMIT_MS = 50.0

_TABLE = (
    "CREATE TABLE {name} (org_id uuid NOT NULL, id uuid NOT NULL, hash varchar(64) NOT NULL, "
    "body text NOT NULL, PRIMARY KEY (org_id, id))"
)


def _commits(table: str, org_id: UUID, clients: int) -> float:
    """Committed rows a second of so many clients, each row its own transaction."""
    import psycopg

    counts = [0] * clients
    stop = time.perf_counter() + SECONDS
    body = "x" * 600

    def work(number: int) -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
            while time.perf_counter() < stop:
                line.execute(
                    f"INSERT INTO {table} VALUES (%s, %s, %s, %s)",  # noqa: S608  one of two names of ours
                    (org_id, uuid4(), os.urandom(32).hex(), body),
                )
                counts[number] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def sequence(org_id: UUID) -> None:
    """Give entries their place once a second until told to stop: the sequencer's process."""
    import django

    django.setup()
    from anjian.kit import clock
    from anjian.transparency.actions import integrate

    while True:
        integrate(org_id, at=clock.now())
        time.sleep(1)


def _appending() -> list[dict[str, Any]]:
    from django.db import connection

    from anjian.transparency.queries import waiting
    from anjian.transparency.reading import size_of
    from anjian.transparency.schema import EnterInLog

    org_id = uuid4()
    with connection.cursor() as cursor:
        for name in ("bench_plain", "bench_logged"):
            cursor.execute(_TABLE.format(name=name))
        cursor.execute(EnterInLog("bench_logged", kind="event", digest="hash").forwards_sql())
    sequencer = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.tlog", "--sequence", str(org_id)], cwd=ROOT, env=dict(os.environ)
    )
    found = []
    try:
        for clients in CLIENTS:
            plain: list[float] = []
            logged: list[float] = []
            for number in range(ROUNDS):
                turns = [("bench_plain", plain), ("bench_logged", logged)]
                for table, rates in turns if number % 2 else reversed(turns):
                    rates.append(_commits(table, org_id, clients))
            rate, floor = statistics.median(logged), statistics.median(plain)
            who = "1 client" if clients == 1 else f"{clients} clients"
            found.append(row(f"append, {who}", rate, "/s", floor))
    finally:
        sequencer.terminate()
        sequencer.wait()
    entered = size_of(org_id) + waiting(org_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench_logged")
        ((written,),) = cursor.fetchall()
    assert entered == written, (entered, written)
    return found


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def _proving() -> list[dict[str, Any]]:
    from django.db import connection

    from anjian.kit import clock
    from anjian.proof.tlog.note import Verifier
    from anjian.proof.tlog.proof_text import Extra, ProofText
    from anjian.transparency import queries
    from anjian.transparency.actions import integrate

    org_id = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO transparency_pending (org_id, kind, subject_id, digest, salt) "
            "SELECT %s, 'event', gen_random_uuid(), sha256(n::text::bytea), "
            "sha256(uuid_send(gen_random_uuid())) FROM generate_series(1, %s) n",
            [org_id, ENTRIES],
        )
    started = time.perf_counter()
    head = integrate(org_id, at=clock.now())
    spent = time.perf_counter() - started
    assert head.size == ENTRIES
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE transparency_entry, transparency_tile")
        cursor.execute("SELECT subject_id FROM transparency_entry WHERE org_id = %s", [org_id])
        subjects = [subject for (subject,) in cursor.fetchall()]
    drawn = random.Random(1).sample(subjects, PROOFS)
    verifier = Verifier.parse(queries.log_key(org_id))
    for subject in drawn[:20]:
        proof = queries.proof_of(org_id, "event", subject)
        assert proof is not None
        parsed = ProofText.parse(proof.text)
        assert parsed.proves(Extra.parse(parsed.extra).entry, verifier).size == ENTRIES
    before = time.process_time()
    times = sorted(_timed(lambda s=subject: queries.proof_of(org_id, "event", s)) for subject in drawn)
    spent_cpu = (time.process_time() - before) * 1000 / PROOFS
    bulk = _timed(lambda: queries.proofs_of(org_id, [("event", subject) for subject in drawn])) / PROOFS
    return [
        row("sequencing, a million at once", ENTRIES / spent, "/s"),
        row("proof of one in a million, p50", statistics.median(times), "ms", LIMIT_MS),
        row("proof of one in a million, p99", times[len(times) * 99 // 100], "ms", LIMIT_MS),
        row("proof of one in a million, processor time", spent_cpu, "ms", LIMIT_MS),
        row("proof in bulk, each", bulk, "ms", LIMIT_MS),
    ]


def measure() -> list[dict[str, Any]]:
    """Run everything in a database of its own."""
    import django

    django.setup()
    return [*_appending(), *_proving()]


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    return told(apart("tlog"), as_json=json)


if __name__ == "__main__":
    if "--sequence" in sys.argv:
        sequence(UUID(sys.argv[-1]))
    elif "--measure" in sys.argv:
        import json as plain

        print(plain.dumps(measure()))
    else:
        main(json="--json" in sys.argv)
