"""Random changes behind the platform's back to rows, log and stored files: is each one found and named?

A case from lead to archive is played, its log signed four times; then one change after the other is made by
what a superuser of the database or somebody at the disk can do, everything is checked, and the change is
undone. Between changes the untouched records are checked too: nothing may be found in them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import ground

if TYPE_CHECKING:
    from uuid import UUID

MUTATIONS = int(os.environ.get("ANJIAN_MUTATIONS", "2000"))
UNTOUCHED_EVERY = 20


def _signed(org_id: UUID) -> None:
    """Sign as a commit would: the memory beside the database is written too."""
    from django.db import connection

    from anjian.kit import clock
    from anjian.transparency.actions import integrate

    before = len(connection.run_on_commit)
    integrate(org_id, at=clock.now())
    for _ids, remember, _robust in connection.run_on_commit[before:]:
        remember()


def measure() -> list[dict[str, Any]]:
    """Play, change, check, undo; prints every change that was not found or not named."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction

    from anjian.transparency import checking
    from anjian.transparency.checking import Progress
    from tests.factories.tampering import Tamperer
    from tests.factories.town import a_case, a_town, go_on

    kinds: Counter[str] = Counter()
    missed, unnamed, false_alarms, untouched, spent = 0, 0, 0, 0, 0.0
    with tempfile.TemporaryDirectory() as folder, a_town(Path(folder)) as town:
        played = a_case(town, until="investigating")
        org_id = played.place.org_id
        _signed(org_id)
        for state in ("notice_served", "decided", "archived"):
            go_on(played, state)
            _signed(org_id)
        connection.check_constraints()
        tampering = Tamperer(org_id, Path(settings.DATA_DIR) / "blobs", 1)
        for number in range(MUTATIONS):
            if number % UNTOUCHED_EVERY == 0:
                untouched += 1
                false_alarms += bool(list(checking.findings(org_id, Progress())))
            with transaction.atomic():
                try:
                    done = tampering.one()
                    started = time.perf_counter()
                    found = list(checking.findings(org_id, Progress()))
                    spent += time.perf_counter() - started
                finally:
                    tampering.restore_files()
                    transaction.set_rollback(True)
            kinds[done.what.split(".")[0]] += 1
            said = "\n".join(f"{one.item} {one.message}" for one in found)
            if not found:
                missed += 1
                print(f"not found: {done}", file=sys.stderr)
            elif not any(name in said for name in done.named):
                unnamed += 1
                print(f"not named: {done} {found[:3]}", file=sys.stderr)
    for what, count in sorted(kinds.items()):
        print(f"  {what:<40} {count}", file=sys.stderr)
    return [
        ground.row("changes made", MUTATIONS, "changes"),
        ground.row("kinds of changes", len(kinds), "kinds"),
        ground.row("found", MUTATIONS - missed, "changes", MUTATIONS),
        ground.row("named", MUTATIONS - missed - unnamed, "changes", MUTATIONS),
        ground.row("false alarms on untouched records", false_alarms, "alarms"),
        ground.row("checks of untouched records", untouched, "checks"),
        ground.row("one check, mean", spent / MUTATIONS * 1000, "ms"),
    ]


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    return ground.told(ground.apart("tamper_log", durable=False), as_json=json)


if __name__ == "__main__":
    if "--measure" in sys.argv:
        import json as plain

        print(plain.dumps(measure()))
    else:
        main(json="--json" in sys.argv)
