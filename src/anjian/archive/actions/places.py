"""Where volumes stand, and what is noted of them: missing sheets, their condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.archive import access, roles
from anjian.archive.events import VolumeNoted, VolumePlaced
from anjian.archive.models import VolumeNote, VolumePlace
from anjian.archive.words import NOTE_KINDS
from anjian.audit.actions import transaction
from anjian.kit.errors import Invalid

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceVolume:
    """Put a volume into a place: room, cabinet, shelf, box."""

    file_id: UUID
    volume_id: UUID
    room: str
    cabinet: str = ""
    shelf: str = ""
    box: str = ""
    reason: str = ""


def place_volume(cmd: PlaceVolume, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Record where a volume stands from now on. Raises NotFound, Refused, Invalid."""
    roles.require(by, "keep", "调整案卷位置")
    if not cmd.room.strip():
        raise Invalid({"room": _("请填写库房。")})
    with transaction(by=by, at=at, key=key) as tx:
        file = access.file_for(by, cmd.file_id)
        volume = access.volume_of(file, cmd.volume_id, lock=True)
        parts = [part.strip()[:40] for part in (cmd.room, cmd.cabinet, cmd.shelf, cmd.box)]
        VolumePlace.objects.create(
            org_id=by.org_id,
            volume_id=volume.id,
            room=parts[0],
            cabinet=parts[1],
            shelf=parts[2],
            box=parts[3],
            reason=cmd.reason.strip()[:200],
            by_name=by.name,
            at=at,
        )
        tx.record(
            VolumePlaced(
                stream_id=file.case_id,
                file_no=file.no,
                volume=f"{volume.kind}{volume.seq}",
                place="-".join(part for part in parts if part),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVolume:
    """Note something of a volume: a missing sheet, one that was found, its condition."""

    file_id: UUID
    volume_id: UUID
    kind: str
    text: str
    pages: str = ""


def note_volume(cmd: NoteVolume, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Note something of a volume; a note is never taken back. Raises NotFound, Refused, Invalid."""
    roles.require(by, "keep", "登记案卷状况")
    words, wrong = dict(NOTE_KINDS), {}
    if cmd.kind not in words:
        wrong["kind"] = _("请选择登记事项。")
    if not cmd.text.strip():
        wrong["text"] = _("请写明情况。")
    if cmd.kind in {"missing", "found"} and not cmd.pages.strip():
        wrong["pages"] = _("请写明是哪几页。")
    if wrong:
        raise Invalid(wrong)
    with transaction(by=by, at=at, key=key) as tx:
        file = access.file_for(by, cmd.file_id)
        volume = access.volume_of(file, cmd.volume_id)
        VolumeNote.objects.create(
            org_id=by.org_id,
            volume_id=volume.id,
            kind=cmd.kind,
            pages=cmd.pages.strip()[:60],
            text=cmd.text.strip()[:300],
            by_name=by.name,
            at=at,
        )
        tx.record(
            VolumeNoted(
                stream_id=file.case_id,
                file_no=file.no,
                volume=f"{volume.kind}{volume.seq}",
                note=words[cmd.kind],
                pages=cmd.pages.strip()[:60],
            )
        )
