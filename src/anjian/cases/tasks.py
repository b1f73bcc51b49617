"""Jobs on cases: verify records every night, examine cases for what would void them all day."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from anjian.audit.queries import check_chain
from anjian.cases.actions.checking import check_due
from anjian.cases.queries import moved_since
from anjian.kit import clock
from anjian.people.queries import agencies

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


@app.periodic(cron="*/10 * * * *")
@app.task(name="cases.check_validity", queue="maintenance")
def check_validity(timestamp: int) -> int:
    """Examine the open cases with something new on their record; returns how many."""
    del timestamp
    now = clock.now()
    return sum(check_due(org_id=a.id, org_name=a.name, at=now) for a in agencies())
