"""Docking stations, and the recordings they bring."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.evidence.kinds import media_type_of
from anjian.evidence.store import store
from anjian.intake import access
from anjian.intake.actions.submissions import ask_for_check
from anjian.intake.events import MediaDocked, StationEnded, StationFounded
from anjian.intake.models import DockedFile, DockStation
from anjian.kit.errors import Conflict, Invalid
from anjian.kit.hashing import sha256_hex
from anjian.people import queries as people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.intake.commands import Dock, FoundStation
    from anjian.kit.actor import Actor


def found_station(cmd: FoundStation, *, by: Actor, at: datetime, key: str | None = None) -> tuple[UUID, str]:
    """Put a station into service; returns its id and its key, which is told only here.

    Raises Refused, Invalid.
    """
    access.require_keeper(by)
    wrong = {}
    if not cmd.code.strip().isascii() or not cmd.code.strip().replace("-", "").isalnum():
        wrong["code"] = _("编号只能用英文字母、数字和连字符，例如 D1。")
    if not cmd.name.strip():
        wrong["name"] = _("请填写采集站的名称。")
    if not cmd.place.strip():
        wrong["place"] = _("请填写放置地点。")
    if DockStation.objects.filter(org_id=by.org_id, code=cmd.code.strip()).exists():
        wrong["code"] = _("这个编号已经用过。")
    if wrong:
        raise Invalid(wrong)
    token = secrets.token_urlsafe(32)
    with transaction(by=by, at=at, key=key) as tx:
        row = DockStation.objects.create(
            org_id=by.org_id,
            code=cmd.code.strip(),
            name=cmd.name.strip(),
            place=cmd.place.strip(),
            token_sha256=sha256_hex(token.encode()),
            made_at=at,
        )
        tx.record(StationFounded(stream_id=row.id, code=row.code, name=row.name))
    return row.id, token


def end_station(station_id: UUID, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Take a station out of service; its key opens nothing any more. Raises Refused, Conflict, NotFound."""
    access.require_keeper(by)
    with transaction(by=by, at=at, key=key) as tx:
        row = access.station(by, station_id)
        if row.ended_at is not None:
            raise Conflict(_("这个采集站已经停用。"), code="already_done")
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        tx.record(StationEnded(stream_id=row.id, code=row.code, name=row.name))


def dock(cmd: Dock, *, by: Actor, at: datetime) -> tuple[UUID, bool]:
    """Take a recording in; returns its id and whether it is new. The same file again changes nothing.

    The wearer is found by name or certificate number; an unknown one is kept as told. Raises Invalid.
    """
    if not cmd.device_no.strip() or not cmd.filename.strip():
        raise Invalid({"device_no": _("缺少记录仪编号或者文件名。")})
    if cmd.started_at and cmd.ended_at and cmd.ended_at < cmd.started_at:
        raise Invalid({"ended_at": _("结束时间早于开始时间。")})
    same = {
        "org_id": by.org_id,
        "device_no": cmd.device_no.strip(),
        "filename": cmd.filename[:255],
        "sha256": cmd.digest.sha256,
    }
    known = DockedFile.objects.filter(**same).first()
    if known is not None:
        return known.id, False
    with transaction(by=by, at=at) as tx:
        wearer = people.officer_called(by.org_id, cmd.officer.strip(), on=at.date()) if cmd.officer else None
        over = cmd.ended_at or cmd.started_at
        with store().open(cmd.digest.sha256) as stream:
            head = stream.read(64)
        row, new = DockedFile.objects.get_or_create(
            **same,
            defaults={
                "station_id": cmd.station_id,
                "officer_id": wearer.id if wearer else None,
                "officer_name": wearer.name if wearer else cmd.officer.strip()[:40],
                "started_at": cmd.started_at,
                "ended_at": cmd.ended_at,
                "marked": cmd.marked,
                "media_type": media_type_of(head, cmd.filename),
                "sm3": cmd.digest.sm3,
                "size": cmd.digest.size,
                "told": dict(cmd.told),
                "docked_at": at,
                "late_hours": max(0, int((at - over).total_seconds() // 3600)) if over else 0,
            },
        )
        if new:
            tx.record(
                MediaDocked(
                    stream_id=cmd.station_id,
                    file_id=row.id,
                    device_no=row.device_no,
                    filename=row.filename,
                    sha256=row.sha256,
                    size=row.size,
                    late_hours=row.late_hours,
                )
            )
            ask_for_check(by.org_id, row.sha256)
    return row.id, new
