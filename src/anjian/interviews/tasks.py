"""Scheduled work on interviews: lengths and breaks that are due, transcripts of what was recorded."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from anjian.interviews import actions, dictation, queries, second_opinion, transcribing
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.people import queries as people
from anjian.speech.model import SpeechUnavailable

log = logging.getLogger(__name__)
TRANSCRIBED_FOR = timedelta(days=7)
"""How long after its end an interview is still transcribed by itself, should the engine have been away."""


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


@app.periodic(cron="*/2 * * * *")
@app.task(name="interviews.transcribe", queue="media", lock="interviews.transcribe")
def transcribe(timestamp: int) -> int:
    """Have one closed and recorded interview of each agency written down; returns how many parts.

    Does nothing without a speech engine. An engine that is away is asked again at the next run.
    """
    del timestamp
    if not dictation.available():
        return 0
    at, done = clock.now(), 0
    for agency in people.agencies():
        session = queries.to_transcribe(agency.id, since=at - TRANSCRIBED_FOR)
        if session is None:
            continue
        try:
            done += transcribing.transcribe(session, by=system_actor(agency.id, agency.name), at=at)
        except SpeechUnavailable as problem:
            log.warning("interview not transcribed: %s", problem)
            return done
    return done


@app.task(name=actions.JUDGE_JOB, queue="media")
def judge(*, org_id: str, contradiction_id: str) -> None:
    """Ask the agency's model about one suspected contradiction and keep what it says beside it."""
    note = second_opinion.of(UUID(org_id), UUID(contradiction_id))
    if note:
        by = system_actor(UUID(org_id), "系统")
        actions.note_opinion(UUID(contradiction_id), note, by=by, at=clock.now())
