"""Passing messages between browsers that arrange a live picture; kept for minutes, no part of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.kit.errors import Conflict, Invalid
from anjian.recordings import access
from anjian.recordings.models import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor
    from anjian.recordings.access import Subject

KINDS = frozenset({"want", "offer", "answer", "ice", "bye"})
KEPT = timedelta(minutes=5)
MOST = 2000
"""Messages of one subject that wait at once; many pages watching one room make some dozens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendSignal:
    """A message from one browser to another; who may speak for ``sender`` is checked by the caller."""

    sender: str
    recipient: str
    kind: str
    data: Mapping[str, Any]


def send_signal(
    subject: Subject, cmd: SendSignal, *, topics: tuple[str, ...], by: Actor, at: datetime
) -> UUID:
    """Keep a message and say on ``topics`` that it waits. Raises Invalid, Conflict when too many wait."""
    access.same_organisation(by, subject)
    if cmd.kind not in KINDS:
        raise Invalid({"kind": _("没有这样的连接消息。")})
    with transaction(by=by, at=at) as tx:
        waiting = Signal.objects.filter(
            org_id=subject.org_id, subject_kind=subject.kind, subject_id=subject.id
        )
        if waiting.count() >= MOST:
            raise Conflict(_("等待的连接消息过多，请稍后再试。"), code="too_many")
        row = Signal.objects.create(
            org_id=subject.org_id,
            subject_kind=subject.kind,
            subject_id=subject.id,
            sender=cmd.sender,
            recipient=cmd.recipient,
            kind=cmd.kind,
            data=dict(cmd.data),
            at=at,
        )
        tx.announce(
            "signal.waiting",
            topics,
            {"session": str(subject.id), "to": cmd.recipient, "id": str(row.id)},
        )
    return row.id


def forget_signals(*, at: datetime) -> int:
    """Remove the messages nobody waits for any more; returns how many."""
    removed, _each = Signal.objects.filter(at__lt=at - KEPT).delete()
    return removed
