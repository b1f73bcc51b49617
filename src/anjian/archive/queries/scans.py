"""Scans of a case and their sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.archive.models import Scan, ScanSheet, Supplement

if TYPE_CHECKING:
    from uuid import UUID


def scans_of(org_id: UUID, case_id: UUID) -> list[Scan]:
    """Return the scans of a case, the newest first."""
    return list(Scan.objects.filter(org_id=org_id, case_id=case_id).order_by("-id"))


def sheets_of(scan: Scan) -> list[ScanSheet]:
    """Return the sheets of a scan in their order; retaken ones are left out."""
    rows = list(ScanSheet.objects.filter(org_id=scan.org_id, scan_id=scan.id).order_by("place", "id"))
    retaken = {row.replaces_id for row in rows if row.replaces_id}
    return [row for row in rows if row.id not in retaken]


def free_scans(org_id: UUID, case_id: UUID) -> list[Scan]:
    """Return bound scans of a case that no supplement has taken up yet."""
    taken = Supplement.objects.filter(org_id=org_id).exclude(decision="refused").values("scan_id")
    rows = Scan.objects.filter(org_id=org_id, case_id=case_id, state="bound").exclude(id__in=taken)
    return list(rows.order_by("-id"))
