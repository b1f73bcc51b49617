"""Work that a killed worker left behind is taken up again by the next one.

A worker tells the database every few seconds that it lives. A job of a worker silent for half a minute is
put back in the queue; every job is written so that doing it twice does no harm.
"""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

log = logging.getLogger(__name__)
SILENT_SECONDS = 30.0
KEEP_HOURS = 24 * 30


@app.periodic(cron="* * * * *")
@app.task(name="config.rescue_stalled_jobs", queue="maintenance", pass_context=False)
async def rescue_stalled_jobs(timestamp: int) -> int:
    """Put the jobs of silent workers back into the queue; answers how many."""
    del timestamp
    manager = app.job_manager
    await manager.prune_stalled_workers(SILENT_SECONDS * 4)
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS))
    for job in stalled:
        log.warning("job %s (%s) was left by a worker that is gone; doing it again", job.id, job.task_name)
        await manager.retry_job(job)
    return len(stalled)


@app.periodic(cron="41 3 * * *")
@app.task(name="config.forget_old_jobs", queue="maintenance")
async def forget_old_jobs(timestamp: int) -> None:
    """Remove finished jobs after a month; what they did is in the record, not here."""
    del timestamp
    await app.job_manager.delete_old_jobs(
        nb_hours=KEEP_HOURS, include_failed=False, include_cancelled=True, include_aborted=True
    )
