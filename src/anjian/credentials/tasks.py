"""Jobs of credentials."""

from __future__ import annotations

from procrastinate.contrib.django import app

from anjian.credentials import actions
from anjian.kit import clock
from anjian.people import queries as people


@app.periodic(cron="20 3 * * *")
@app.task(name="credentials.revoke_left", queue="default")
def revoke_left(timestamp: int) -> int:
    """Each night revoke the certificates of officers who have left; returns how many."""
    del timestamp
    now = clock.now()
    return sum(actions.revoke_of_those_who_left(agency.id, at=now) for agency in people.agencies())
