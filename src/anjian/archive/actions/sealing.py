"""Sealing bound volumes with the bureau's seal; the bound PDF stays what its digest says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.archive.events import VolumeSealed
from anjian.archive.models import ArchivedFile, Volume
from anjian.audit.actions import transaction
from anjian.credentials import signing
from anjian.evidence.store import store
from anjian.kit.actor import system_actor
from anjian.people import queries as people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def seal_file(org_id: UUID, file_id: UUID, *, at: datetime) -> int:
    """Seal every bound volume that is not sealed yet; returns how many.

    Repeatable; raises pades.SealingFailed when the time authority does not answer: the job tries again.
    """
    file = ArchivedFile.objects.get(org_id=org_id, id=file_id)
    sealed = 0
    for known in Volume.objects.filter(org_id=org_id, file_id=file_id, sealed_sha256="").exclude(
        pdf_sha256=""
    ):
        with store().open(known.pdf_sha256) as stream:
            made = signing.seal(org_id, stream.read(), reason="案卷归档", at=at)
        digest = store().put_bytes(made.pdf)
        with transaction(by=system_actor(org_id, people.agency(org_id).name), at=at) as tx:
            row = Volume.objects.select_for_update().get(org_id=org_id, id=known.id)
            if row.sealed_sha256:
                continue
            row.sealed_sha256, row.sealed_size = digest.sha256, digest.size
            row.save(update_fields=["sealed_sha256", "sealed_size"])
            tx.record(
                VolumeSealed(
                    stream_id=file.case_id,
                    file_no=file.no,
                    volume=f"{row.kind}{row.seq}",
                    sha256=digest.sha256,
                    authority=made.stamp_authority,
                    local=made.stamp_local,
                )
            )
        sealed += 1
    return sealed
