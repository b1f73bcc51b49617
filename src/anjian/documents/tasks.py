"""Background work on documents: drawing the PDF of what was issued."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anjian.documents import actions
from anjian.kit import clock


@app.task(
    name="documents.render_pdf", queue="documents", retry=RetryStrategy(max_attempts=5, exponential_wait=2)
)
def render_pdf(org_id: str, instrument_id: str) -> str:
    """Draw one issued document; doing it again changes nothing."""
    return actions.ensure_pdf(UUID(org_id), UUID(instrument_id), at=clock.now())
