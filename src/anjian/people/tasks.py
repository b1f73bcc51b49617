"""Scheduled work on staff: tell which certificates run out soon."""

from __future__ import annotations

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from anjian.kit import clock
from anjian.people import queries

log = logging.getLogger(__name__)


@app.periodic(cron="40 6 * * *")
@app.task(name="people.certificates_running_out", queue="maintenance")
def certificates_running_out(timestamp: int) -> int:
    """Log the officers whose certificate ends within sixty days."""
    del timestamp
    today = clock.today()
    ending = queries.certificates_ending(before=today + timedelta(days=60), after=today)
    for name, no, valid_to in ending:
        log.warning("certificate %s of %s ends on %s", no, name, valid_to)
    return len(ending)
