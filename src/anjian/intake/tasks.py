"""Jobs of intake: the virus check, and the watched folders of docking stations."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from anjian.evidence.store import store
from anjian.intake import actions, queries, scanning, watching
from anjian.intake.commands import Dock
from anjian.intake.uploads.place import shelf
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.kit.errors import AnjianError
from anjian.people import queries as people


@app.task(name="intake.check_file", queue="media", retry=2)
def check_file(*, org_id: str, sha256: str) -> None:
    """Have a content from outside checked for viruses, if the site has set a checker."""
    with store().local(sha256) as path:
        verdict = scanning.check(path, settings.VIRUS_CHECK)
    if verdict is not None:
        actions.keep_check(
            sha256, verdict, by=system_actor(UUID(org_id), people.agency(UUID(org_id)).name), at=clock.now()
        )


@app.periodic(cron="47 3 * * *")
@app.task(name="intake.clear_uploads", queue="maintenance")
def clear_uploads(timestamp: int) -> int:
    """Remove uploads that nothing came for in a week; returns how many went."""
    del timestamp
    return shelf().clear()


@app.periodic(cron="* * * * *")
@app.task(name="intake.watch_folders", queue="media", queueing_lock="intake.watch_folders")
def watch_folders(timestamp: int) -> int:
    """Take in what stations have put into their folders; returns how many files were new."""
    del timestamp
    return sum(empty_folders(agency) for agency in people.agencies())


def empty_folders(agency: people.Agency) -> int:
    """Take in what lies in the folders of one bureau's stations; a file is moved only when it is recorded."""
    taken = 0
    by = system_actor(agency.id, agency.name)
    for station in queries.stations(agency.id):
        if station.ended_at is not None:
            continue
        folder = watching.folder_of(Path(settings.DOCK_DIR), agency.place_code, station.code)
        for arrived in watching.arrivals(folder):
            told = arrived.told
            try:
                _id, new = actions.dock(
                    Dock(
                        station_id=station.id,
                        digest=arrived.digest,
                        filename=arrived.path.name,
                        device_no=told.device_no or "不明",
                        officer=told.officer,
                        started_at=told.started_at,
                        ended_at=told.ended_at,
                        marked=told.marked,
                        told=told.raw,
                    ),
                    by=by,
                    at=clock.now(),
                )
            except AnjianError as problem:
                watching.refuse(arrived.path, problem.message)
                continue
            watching.done(arrived.path)
            taken += new
    return taken
