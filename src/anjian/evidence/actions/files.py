"""Items that consist of several files: the parts of a recording, and copies made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.audit.actions import transaction
from anjian.evidence import access
from anjian.evidence.events import FileAdded
from anjian.evidence.models import ItemFile
from anjian.evidence.records import item_no
from anjian.evidence.store import store
from anjian.kit.blobs import BlobMissing

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.evidence.commands import AddFile
    from anjian.kit.actor import Actor


def add_file(cmd: AddFile, *, by: Actor, at: datetime) -> bool:
    """Add a file to an item under a name of its own; False when the item has one of this name.

    Raises NotFound for an unknown item, BlobMissing when the file is not in the store.
    """
    if cmd.digest is not None and not store().has(cmd.digest.sha256, size=cmd.digest.size):
        raise BlobMissing(cmd.digest.sha256)
    with transaction(by=by, at=at) as tx:
        row = access.item_by_id(by, cmd.item_id, lock=True)
        there = ItemFile.objects.filter(org_id=by.org_id, item_id=row.id)
        if there.filter(filename=cmd.filename).exists():
            return False
        made = cmd.digest
        ItemFile.objects.create(
            org_id=by.org_id,
            item_id=row.id,
            seq=there.count() + 1,
            role=cmd.role,
            title=cmd.title,
            filename=cmd.filename,
            media_type=cmd.media_type,
            sha256=made.sha256 if made else "",
            sm3=made.sm3 if made else "",
            size=made.size if made else 0,
            of_sha256=cmd.of_sha256,
            recipe=dict(cmd.recipe or {}),
            failure=cmd.failure[:200],
            added_at=at,
        )
        tx.record(
            FileAdded(
                stream_id=row.case_id,
                item_id=row.id,
                no=item_no(row.seq),
                filename=cmd.filename,
                title=cmd.title,
                role=cmd.role,
                sha256=made.sha256 if made else "",
                size=made.size if made else 0,
                of_sha256=cmd.of_sha256,
                failure=cmd.failure[:200],
            )
        )
    return True
