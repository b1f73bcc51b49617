"""Scheduled work on the record: forget live messages that nobody can still replay."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from anjian.audit import actions
from anjian.kit import clock

KEEP = timedelta(days=7)


@app.periodic(cron="17 3 * * *")
@app.task(name="audit.forget_messages", queue="maintenance")
def forget_messages(timestamp: int) -> int:
    """Remove outbox rows older than a week; a page that old loads afresh instead of replaying."""
    del timestamp
    return actions.forget_messages(before=clock.now() - KEEP)
