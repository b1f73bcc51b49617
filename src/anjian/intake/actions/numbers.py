"""Numbers of receipts: one running number per organisation and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from anjian.intake.models import Submission
from anjian.kit.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

_LOCK = 0x494E54414B45


def next_receipt(org_id: UUID, at: datetime) -> str:
    """Return the next receipt number of the day, as 20261123-0007; holds the organisation's turn."""
    day = at.astimezone(LOCAL_ZONE).strftime("%Y%m%d")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)",
            [_LOCK ^ int.from_bytes(org_id.bytes[8:], "big", signed=True)],
        )
    count = Submission.objects.filter(org_id=org_id, receipt_no__startswith=f"{day}-").count()
    return f"{day}-{count + 1:04d}"
