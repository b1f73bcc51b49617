"""Keeping what files say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.audit.actions import transaction
from anjian.evidence import access
from anjian.evidence.events import FileRead
from anjian.evidence.models import FileReading
from anjian.evidence.queries.reading import signed
from anjian.evidence.reading.told import READER
from anjian.evidence.records import item_no

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.evidence.reading.told import Told
    from anjian.kit.actor import Actor


def keep_reading(item_id: UUID, told: Told, *, by: Actor, at: datetime, reader: str = READER) -> None:
    """Keep what a reader (and its version) read of an item; a second time changes nothing.

    Raises NotFound.
    """
    with transaction(by=by, at=at) as tx:
        row = access.item_by_id(by, item_id, lock=True)
        if FileReading.objects.filter(org_id=by.org_id, item_id=row.id, reader=reader).exists():
            return
        FileReading.objects.create(
            org_id=by.org_id,
            item_id=row.id,
            case_id=row.case_id,
            sha256=row.sha256,
            reader=reader,
            told=told.as_json(),
            likeness=signed(told.likeness) if told.likeness else None,
            at=at,
        )
        tx.record(
            FileRead(
                stream_id=row.case_id,
                item_id=row.id,
                no=item_no(row.seq),
                sha256=row.sha256,
                taken_at=told.taken_at,
                marks=told.marks,
                failure=told.failure,
            )
        )
