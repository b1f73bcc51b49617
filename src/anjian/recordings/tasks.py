"""Scheduled work on recordings: learn what the intake took in, forget what browsers said to each other."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from anjian.kit import clock
from anjian.kit.actor import system_actor
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


@app.task(name="recordings.file_parts", queue="media", retry=5)
def file_parts(*, org_id: str, certificate_id: str) -> None:
    """Put the original parts of a certified recording into the evidence store, then make playable copies."""
    system = system_actor(UUID(org_id), "系统")
    actions.file_parts(UUID(org_id), UUID(certificate_id), by=system, at=clock.now())
    actions.make_playable(UUID(org_id), UUID(certificate_id), by=system, at=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="recordings.forget_signals", queue="maintenance")
def forget_signals(timestamp: int) -> int:
    """Remove the messages that arranged live pictures some minutes ago; returns how many."""
    del timestamp
    return signals.forget_signals(at=clock.now())
