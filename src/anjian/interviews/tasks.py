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
    """Mark the interviews that passed a limit, or in which a rest or meal is due; returns how many."""
    del timestamp
    at = clock.now()
    told = 0
    for agency in people.agencies():
        system = system_actor(agency.id, agency.name)
        told += actions.tell_length(by=system, at=at) + actions.tell_breaks(by=system, at=at)
    return told
