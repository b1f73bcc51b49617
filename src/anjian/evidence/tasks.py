"""Jobs on evidence: thumbnails are made here, never in the process that answers people."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from anjian.evidence import queries, thumbnails
from anjian.evidence.actions import add_thumbnail, keep_reading
from anjian.evidence.reading import Told, letters, read_apart
from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.actor import system_actor


@app.task(name="evidence.make_thumbnail", queue="media", retry=2)
def make_thumbnail(*, org_id: str, item_id: str) -> None:
    """Make the thumbnail of one image and keep it beside the original, or keep why it failed."""
    original = queries.original_of(UUID(org_id), UUID(item_id))
    if original is None:
        return
    with store().local(original) as path:
        made = thumbnails.make(path)
    add_thumbnail(
        UUID(item_id),
        of_sha256=original,
        made=store().put_bytes(made.data) if made.data else None,
        size=made.size,
        recipe=made.recipe,
        failure=made.failure,
        by=system_actor(UUID(org_id), "系统"),
        at=clock.now(),
    )


@app.task(name="evidence.read_file", queue="media", retry=2)
def read_file(*, org_id: str, item_id: str) -> None:
    """Read what an item's file says of itself, in a process of its own."""
    known = queries.item_by_id(UUID(org_id), UUID(item_id))
    if known is None or not known.sha256:
        return
    with store().local(known.sha256) as path:
        told = read_apart(path, filename=known.filename)
    keep_reading(UUID(item_id), told, by=system_actor(UUID(org_id), "系统"), at=clock.now())
    if told.family == "image" and letters.available():
        app.configure_task("evidence.read_letters", queue="media", priority=-20).defer(
            org_id=org_id, item_id=item_id
        )


@app.task(name="evidence.read_letters", queue="media", retry=1)
def read_letters(*, org_id: str, item_id: str) -> None:
    """Read the letters in a picture with the engine the site has installed, as a suggestion."""
    known = queries.item_by_id(UUID(org_id), UUID(item_id))
    if known is None or not known.sha256:
        return
    with store().local(known.sha256) as path:
        read = letters.read_letters(path)
    told = Told(family="image", text=read.text, software=read.engine, failure=read.failure)
    by = system_actor(UUID(org_id), "系统")
    keep_reading(UUID(item_id), told, by=by, at=clock.now(), reader=letters.LETTERS)


@app.periodic(cron="41 3 * * *")
@app.task(name="evidence.clear_abandoned_uploads", queue="maintenance")
def clear_abandoned_uploads(timestamp: int) -> int:
    """Remove what broken uploads left behind more than a day ago."""
    del timestamp
    return store().clear_abandoned()
