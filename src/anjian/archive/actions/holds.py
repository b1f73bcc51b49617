"""Holds 保全: a file is kept beyond its term while somebody may still need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.archive import access, roles
from anjian.archive.events import HoldChanged
from anjian.archive.models import Hold
from anjian.archive.words import HOLD_KINDS
from anjian.audit.actions import transaction
from anjian.kit.errors import Conflict, Invalid

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class LayHold:
    """Hold a file: why, at whose request, until when (None: until it is lifted)."""

    file_id: UUID
    kind: str
    body: str
    reason: str
    until: date | None = None


def lay_hold(cmd: LayHold, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Lay a hold on a file. It ends only by being lifted, ``until`` is the day to look again."""
    roles.require(by, "hold", "设定保全")
    kinds, wrong = dict(HOLD_KINDS), {}
    if cmd.kind not in kinds:
        wrong["kind"] = _("请选择保全事由。")
    if not cmd.body.strip():
        wrong["body"] = _("请写明提出保全的机关或者人员。")
    if len(cmd.reason.strip()) < 4:
        wrong["reason"] = _("请写明理由和文号。")
    if cmd.until is not None and cmd.until < at.date():
        wrong["until"] = _("日期不能早于今天。")
    if wrong:
        raise Invalid(wrong)
    with transaction(by=by, at=at, key=key) as tx:
        file = access.file_for(by, cmd.file_id, lock=True)
        row = Hold.objects.create(
            org_id=by.org_id,
            file_id=file.id,
            kind=cmd.kind,
            body=cmd.body.strip()[:120],
            reason=cmd.reason.strip(),
            until=cmd.until,
            by_name=by.name,
            at=at,
        )
        tx.record(
            HoldChanged(
                stream_id=file.case_id,
                file_no=file.no,
                kind=kinds[cmd.kind],
                body=row.body,
                deed="laid",
                reason=row.reason,
            )
        )
    return row.id


def lift_hold(
    file_id: UUID, hold_id: UUID, reason: str, *, by: Actor, at: datetime, key: str | None = None
) -> None:
    """Lift a hold with a reason. Raises NotFound, Refused, Invalid, Conflict."""
    roles.require(by, "hold", "解除保全")
    if len(reason.strip()) < 4:
        raise Invalid({"reason": _("请写明解除的理由和依据。")})
    with transaction(by=by, at=at, key=key) as tx:
        file = access.file_for(by, file_id, lock=True)
        row = access.hold_of(file, hold_id, lock=True)
        if row.lifted_at is not None:
            raise Conflict(_("这一保全已经解除。"), code="stale")
        row.lifted_at, row.lifted_by_name, row.lifted_reason = at, by.name, reason.strip()
        row.save()
        tx.record(
            HoldChanged(
                stream_id=file.case_id,
                file_no=file.no,
                kind=row.get_kind_display(),
                body=row.body,
                deed="lifted",
                reason=row.lifted_reason,
            )
        )
