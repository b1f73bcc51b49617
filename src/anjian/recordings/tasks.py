"""Scheduled work on recordings: the database learns what the intake took in without it."""

from __future__ import annotations

from procrastinate.contrib.django import app

from anjian.kit import clock
from anjian.people import queries as people
from anjian.recordings import actions


@app.periodic(cron="* * * * *")
@app.task(name="recordings.learn", queue="maintenance")
def learn(timestamp: int) -> int:
    """Put on record the parts whose recorders said they are complete; returns how many."""
    del timestamp
    at = clock.now()
    return sum(actions.learn(agency.id, at=at) for agency in people.agencies())
