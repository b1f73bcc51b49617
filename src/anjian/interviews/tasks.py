"""Scheduled work on interviews: tell rooms and console when an interview has lasted long."""

from __future__ import annotations

from procrastinate.contrib.django import app

from anjian.interviews import actions
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.people import queries as people


@app.periodic(cron="* * * * *")
@app.task(name="interviews.tell_length", queue="maintenance")
def tell_length(timestamp: int) -> int:
    """Mark the interviews that have just passed the warning or the limit; returns how many."""
    del timestamp
    at = clock.now()
    return sum(
        actions.tell_length(by=system_actor(agency.id, agency.name), at=at) for agency in people.agencies()
    )
