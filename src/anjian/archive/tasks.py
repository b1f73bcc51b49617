"""Jobs of the archive: binding, scans, reading rights that end."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from anjian.archive import actions
from anjian.kit import clock


@app.task(name="archive.bind", queue="documents", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def bind(org_id: str, file_id: str) -> int:
    """Bind the volumes of a locked file, take its text, seal them; doing it again changes nothing."""
    bound = actions.bind_file(UUID(org_id), UUID(file_id), at=clock.now())
    actions.seal_file(UUID(org_id), UUID(file_id), at=clock.now())
    return bound


@app.task(name="archive.look_at_scan", queue="media", retry=2)
def look_at_scan(org_id: str, scan_id: str) -> int:
    """Make small pictures of the sheets of a scan and note what is poor about them."""
    return actions.look_at_scan(UUID(org_id), UUID(scan_id), at=clock.now())


@app.task(name="archive.bind_scan", queue="media", retry=2)
def bind_scan(org_id: str, scan_id: str) -> str:
    """Make one PDF of the sheets of a scan in their order."""
    return actions.bind_scan(UUID(org_id), UUID(scan_id), at=clock.now())


@app.task(name="archive.destroy_bytes", queue="maintenance", retry=5)
def destroy_bytes(org_id: str, list_id: str) -> int:
    """Remove the bytes under the tombstones of a destruction list; doing it again changes nothing."""
    return actions.destroy_bytes(UUID(org_id), UUID(list_id))


@app.periodic(cron="7 0 * * *")
@app.task(name="archive.end_readings", queue="maintenance")
def end_readings(timestamp: int) -> int:
    """End the reading rights whose last day has passed."""
    del timestamp
    return actions.end_readings(at=clock.now())
