"""Scheduled work on clocks: sweep every quarter of an hour, recompute when the calendar changed."""

from __future__ import annotations

from procrastinate.contrib.django import app

from anjian.deadlines import actions
from anjian.kit import clock
from anjian.people.queries import agencies


@app.periodic(cron="*/15 * * * *")
@app.task(name="deadlines.sweep", queue="maintenance")
def sweep(timestamp: int) -> int:
    """Tell of clocks that ran out or come near their end, in every organisation."""
    del timestamp
    now = clock.now()
    return sum(actions.sweep(org_id=a.id, org_name=a.name, at=now) for a in agencies())


@app.periodic(cron="30 1 * * *")
@app.task(name="deadlines.recompute", queue="maintenance")
def recompute(timestamp: int) -> int:
    """Compute open clocks anew whose calendar has changed since; returns how many moved."""
    del timestamp
    now = clock.now()
    return sum(len(actions.recompute(org_id=a.id, org_name=a.name, at=now)) for a in agencies())
