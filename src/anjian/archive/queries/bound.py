"""The bound volumes of a locked file, as a bundle takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.archive.models import ArchivedFile, Tombstone, Volume

if TYPE_CHECKING:
    from uuid import UUID


def bound_volumes(org_id: UUID, case_id: UUID) -> list[Volume]:
    """Return the volumes of a case's file, main before side; empty while one of them is not bound yet."""
    newest = ArchivedFile.objects.filter(org_id=org_id, case_id=case_id).order_by("-round").first()
    if newest is None:
        return []
    volumes = list(Volume.objects.filter(org_id=org_id, file_id=newest.id).order_by("-kind", "seq"))
    return volumes if all(volume.pdf_sha256 for volume in volumes) else []


def tombstones_of(org_id: UUID, case_id: UUID) -> list[Tombstone]:
    """Return what remains of the destroyed bytes of a case's files, in the order of destruction."""
    files = ArchivedFile.objects.filter(org_id=org_id, case_id=case_id).values("id")
    return list(Tombstone.objects.filter(org_id=org_id, file_id__in=files).order_by("id"))
