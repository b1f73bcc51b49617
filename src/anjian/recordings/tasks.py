"""Scheduled work on recordings: learn what the intake took in, forget what browsers said to each other."""

from __future__ import annotations

from procrastinate.contrib.django import app

from anjian.kit import clock
from anjian.people import queries as people
from anjian.recordings import actions
from anjian.recordings.actions import signals


@app.periodic(cron="* * * * *")
@app.task(name="recordings.learn", queue="maintenance")
def learn(timestamp: int) -> int:
    """Put on record the parts whose recorders said they are complete; returns how many."""
    del timestamp
    at = clock.now()
    return sum(actions.learn(agency.id, at=at) for agency in people.agencies())


@app.periodic(cron="*/5 * * * *")
@app.task(name="recordings.forget_signals", queue="maintenance")
def forget_signals(timestamp: int) -> int:
    """Remove the messages that arranged live pictures some minutes ago; returns how many."""
    del timestamp
    return signals.forget_signals(at=clock.now())
