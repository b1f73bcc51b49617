"""Jobs of remote: web pages are fetched here, never in the process that answers people."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.kit.errors import AnjianError
from anjian.remote import queries
from anjian.remote.actions import keep_capture, keep_failure
from anjian.remote.capture import browser
from anjian.remote.capture.guard import Guard
from anjian.remote.capture.run import NotCaptured, capture


@app.task(name="remote.capture", queue="media")
def fetch(*, org_id: str, capture_id: str) -> None:
    """Fetch a page, put what came into the store, register it; what failed is kept in words."""
    row = queries.capture(UUID(org_id), UUID(capture_id))
    if row is None or row.state != "waiting":
        return
    why = ""
    with tempfile.TemporaryDirectory(prefix="anjian-capture-") as folder:
        try:
            made = capture(
                row.url,
                Path(folder),
                guard=Guard(frozenset(settings.CAPTURE_ALLOW)),
                chromium=browser.find(settings.CHROMIUM),
            )
            digests = {}
            for name, path in made.files.items():
                with path.open("rb") as stream:
                    digests[name] = store().put_stream(stream, limit=256 * 1024**2)
            keep_capture(row.org_id, row.id, made.log, made.text, digests, at=clock.now())
        except NotCaptured as problem:
            why = str(problem)
        except AnjianError as problem:
            why = problem.message
    if why:
        keep_failure(row.org_id, row.id, why, by=system_actor(row.org_id, "系统"), at=clock.now())
