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


@app.task(
    name="documents.seal_pdf", queue="documents", retry=RetryStrategy(max_attempts=8, exponential_wait=3)
)
def seal_pdf(org_id: str, instrument_id: str) -> str:
    """Put the bureau's electronic seal on one drawn document; doing it again changes nothing."""
    return actions.ensure_sealed(UUID(org_id), UUID(instrument_id), at=clock.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="documents.seal_missing", queue="documents")
def seal_missing(timestamp: int) -> int:
    """Seal what was issued before there were seals, or while the time authority was away."""
    del timestamp
    return actions.seal_missing(at=clock.now(), limit=200)
