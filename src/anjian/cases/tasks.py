"""Jobs on cases: verify every night that no case's record was touched."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from anjian.audit.queries import check_chain
from anjian.cases.queries import moved_since
from anjian.kit import clock

log = logging.getLogger(__name__)


@app.periodic(cron="5 2 * * *")
@app.task(name="cases.check_records", queue="maintenance")
def check_records(timestamp: int) -> int:
    """Check the chain of every case that moved within two days; returns how many are broken."""
    del timestamp
    broken = 0
    for org_id, case_id, no in moved_since(clock.now(), days=2):
        problem = check_chain(org_id, case_id)
        if problem:
            broken += 1
            log.error("the record of case %s does not hold: %s", no, problem)
    return broken
