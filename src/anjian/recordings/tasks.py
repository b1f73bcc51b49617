"""Scheduled work on recordings: learn what the intake took in, forget what browsers said to each other."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.people import queries as people
from anjian.recordings import actions
from anjian.recordings.actions import occasions, redactions, signals
from anjian.recordings.clips import measure


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


@app.task(name="recordings.measure_clip", queue="media", retry=2)
def measure_clip(*, org_id: str, sha256: str) -> None:
    """Find out how long an imported clip is, or keep why that cannot be found."""
    with store().local(sha256) as path:
        found = measure(path)
    occasions.keep_facts(UUID(org_id), sha256, found, at=clock.now())


@app.task(name="recordings.make_redaction", queue="media", retry=1)
def make_redaction(*, org_id: str, redaction_id: str) -> str:
    """Make a copy with hidden parts; says how it ended."""
    system = system_actor(UUID(org_id), "系统")
    return redactions.make_redaction(UUID(org_id), UUID(redaction_id), by=system, now=clock.now)


@app.task(name="recordings.check_redaction", queue="media")
def check_redaction(*, org_id: str, redaction_id: str) -> bool:
    """Make a copy once more and compare it with the one that is kept."""
    return redactions.check_redaction(UUID(org_id), UUID(redaction_id), at=clock.now())
