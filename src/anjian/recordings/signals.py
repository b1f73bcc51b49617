"""Reads of the messages between browsers that arrange a live picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anjian.recordings.models import Signal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from anjian.recordings.subject import Subject

TO_ALL = "all"
FRESH = timedelta(seconds=10)
"""A call to everybody, and a wish for a picture, are news only for so long: who still wants asks again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalView:
    """A message as its recipient gets it."""

    id: UUID
    sender: str
    recipient: str
    kind: str
    data: dict[str, Any]


def waiting_for(
    subject: Subject, recipients: Iterable[str], *, after: UUID | None, at: datetime
) -> list[SignalView]:
    """Return what waits for these names, oldest first, after a message already had."""
    rows = Signal.objects.filter(
        org_id=subject.org_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        recipient__in=list(recipients),
    )
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [
        SignalView(id=row.id, sender=row.sender, recipient=row.recipient, kind=row.kind, data=row.data)
        for row in rows.order_by("id")
        if row.at > at - FRESH or (row.recipient != TO_ALL and row.kind != "want")
    ]
