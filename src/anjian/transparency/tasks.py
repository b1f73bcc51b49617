"""Jobs of the log: every minute entries get their place and others attest; at night all is checked."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from anjian.kit import clock
from anjian.kit.errors import AnjianError
from anjian.proof.timestamps import TimestampError
from anjian.transparency import actions, queries

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="transparency.keep_logs", queue="maintenance")
def keep_logs(timestamp: int) -> int:
    """Bring every log up to date; answers how many organisations have one. One damaged log stops no other."""
    del timestamp
    found = queries.logs()
    for org_id in found:
        keep_log(org_id)
    return len(found)


def keep_log(org_id: UUID) -> None:
    """Give pending entries their place, sign, have it stamped and cosigned; what fails is tried again."""
    try:
        actions.integrate(org_id, at=clock.now())
    except AnjianError as problem:
        log.error("log of %s: %s", org_id, problem)  # noqa: TRY400  a sentence, not a defect
    try:
        actions.stamp(org_id, at=clock.now())
    except TimestampError as problem:
        log.warning("log of %s: %s", org_id, problem)
    actions.ask_witnesses(org_id, at=clock.now())


@app.periodic(cron="23 2 * * *")
@app.task(name="transparency.check_all", queue="maintenance")
def check_all(timestamp: int) -> int:
    """Check every organisation's records through; answers how many have findings."""
    del timestamp
    failed = 0
    for org_id in queries.logs():
        try:
            check_id = actions.ask_for_check(org_id, asked_by="", at=clock.now())
        except AnjianError as running:
            log.warning("check of %s: %s", org_id, running)
            continue
        failed += check_records(org_id=str(org_id), check_id=str(check_id)) > 0
    return failed


@app.task(name="transparency.check_records", queue="maintenance")
def check_records(org_id: str, check_id: str) -> int:
    """Do one check that was asked for; answers how many findings it has."""
    org, check = UUID(org_id), UUID(check_id)
    try:
        done = actions.run_check(org, check, at=clock.now())
    except Exception:
        actions.give_up_check(org, check, at=clock.now())
        raise
    if done.findings:
        log.error("check of %s: %d findings", org_id, len(done.findings))
    return len(done.findings)
