"""Opening parts, and learning from the files which of them are complete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.audit.events import instant_text
from anjian.kit.actor import system_actor
from anjian.kit.errors import Invalid, refuse
from anjian.proof.recording import FORMAT
from anjian.recordings import access
from anjian.recordings.causes import CAUSES
from anjian.recordings.events import PartEnded, PartOpened
from anjian.recordings.models import Certificate, Part, PartEnd, Recording
from anjian.recordings.shelf import vault
from anjian.recordings.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from anjian.audit.actions import Transaction
    from anjian.kit.actor import Actor
    from anjian.recordings.access import Subject

STREAM = re.compile(r"picture|guest|mic-[1-9]")
"""The mix, what a guest elsewhere sends of itself, or one microphone."""
MIME = re.compile(r"(video|audio)/(webm|mp4)(;\s?codecs=[A-Za-z0-9.,\" ]{1,40})?")
CITE = "《行政处罚法》第四十七条"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPart:
    """A recorder begins a run of a stream. Milliseconds; ``started_ms`` is corrected by ``offset_ms``.

    ``in_charge`` is the officer who answers for a part that somebody without an account records.
    """

    client_id: UUID
    stream: str
    who: str
    mime: str
    started_ms: int
    offset_ms: int = 0
    rtt_ms: int = 0
    previous_client_id: UUID | None = None
    previous_cause: str = ""
    in_charge: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPart:
    """A part to which chunks may be sent; ``next`` is the chunk awaited, ``fresh`` when it is new."""

    part: UUID
    no: int
    next: int
    fresh: bool


def open_part(subject: Subject, cmd: OpenPart, *, by: Actor, at: datetime) -> OpenedPart:
    """Open a part, or return the one that this browser opened before under the same ``client_id``.

    Raises Invalid for what cannot be, Refused once the recording is certified.
    """
    access.same_organisation(by, subject)
    _check(cmd)
    with transaction(by=by, at=at) as tx:
        recording = access.recording_of(subject, lock=True) or _begin(tx, subject, cmd.in_charge)
        row = Part.objects.filter(
            org_id=by.org_id, recording_id=recording.id, client_id=cmd.client_id
        ).first()
        fresh = row is None
        if row is None:
            _refuse_certified(recording)
            row = _add(tx, subject, recording, cmd)
    about = _about(subject, recording, row, by)
    vault().create(by.org_id, row.id, about)
    return OpenedPart(part=row.id, no=row.no, next=vault().kept(by.org_id, row.id).chunks, fresh=fresh)


def _check(cmd: OpenPart) -> None:
    wrong: dict[str, str] = {}
    if not STREAM.fullmatch(cmd.stream):
        wrong["stream"] = _("没有这样的声道或画面。")
    if not MIME.fullmatch(cmd.mime):
        wrong["mime"] = _("不支持这种录像格式。")
    if cmd.previous_cause and cmd.previous_cause not in CAUSES:
        wrong["previous"] = _("没有这样的中断原因。")
    if not 0 < cmd.started_ms < 1 << 53 or abs(cmd.offset_ms) >= 1 << 53 or not 0 <= cmd.rtt_ms < 1 << 31:
        wrong["started_ms"] = _("时间不正确。")
    if len(cmd.who) > 40:
        wrong["who"] = _("人员名称过长。")
    if wrong:
        raise Invalid(wrong)


def _begin(tx: Transaction, subject: Subject, in_charge: UUID | None) -> Recording:
    Recording.objects.bulk_create(
        [
            Recording(
                org_id=subject.org_id,
                case_id=subject.case_id,
                subject_kind=subject.kind,
                subject_id=subject.id,
                begun_at=tx.at,
                begun_by=in_charge or tx.by.id,
            )
        ],
        ignore_conflicts=True,
    )
    found = access.recording_of(subject, lock=True)
    assert found  # noqa: S101  made by us or by somebody a moment before
    return found


def _refuse_certified(recording: Recording) -> None:
    if Certificate.objects.filter(org_id=recording.org_id, recording_id=recording.id).exists():
        raise refuse(
            "recording.certified",
            _("本次录音录像已经出具完整性证明，不能再增加录像。"),
            CITE,
            who=_("任何人都不能"),
            cure=_("需要继续询问的，另行安排一次询问。"),
        )


def _add(tx: Transaction, subject: Subject, recording: Recording, cmd: OpenPart) -> Part:
    last = (
        Part.objects.filter(org_id=tx.org_id, recording_id=recording.id, stream=cmd.stream)
        .order_by("-no")
        .values_list("no", flat=True)
        .first()
    )
    row = Part.objects.create(
        org_id=tx.org_id,
        recording_id=recording.id,
        stream=cmd.stream,
        no=(last or 0) + 1,
        who=cmd.who.strip(),
        mime=cmd.mime,
        client_id=cmd.client_id,
        started_ms=cmd.started_ms,
        offset_ms=cmd.offset_ms,
        rtt_ms=cmd.rtt_ms,
        previous_client_id=cmd.previous_client_id,
        previous_cause=cmd.previous_cause,
        opened_at=tx.at,
        opened_by=cmd.in_charge or tx.by.id,
    )
    tx.record(
        PartOpened(
            stream_id=subject.case_id,
            subject_kind=subject.kind,
            subject_id=subject.id,
            part_id=row.id,
            stream=row.stream,
            no=row.no,
            who=row.who,
            previous_cause=row.previous_cause,
            cites=(CITE,),
        )
    )
    return row


def _about(subject: Subject, recording: Recording, row: Part, by: Actor) -> dict[str, Any]:
    """Return what the part's folder says of itself, so that it can be understood without the database."""
    return {
        "format": FORMAT,
        "part": str(row.id),
        "organisation": str(subject.org_id),
        "case": str(subject.case_id),
        "subject": {"kind": subject.kind, "id": str(subject.id)},
        "recording": str(recording.id),
        "stream": row.stream,
        "no": row.no,
        "who": row.who,
        "mime": row.mime,
        "client_id": str(row.client_id),
        "started_ms": row.started_ms,
        "clock": {"offset_ms": row.offset_ms, "rtt_ms": row.rtt_ms},
        "previous": {"client_id": str(row.previous_client_id), "cause": row.previous_cause}
        if row.previous_client_id
        else None,
        "opened_at": instant_text(row.opened_at),
        "opened_by": by.name,
    }


def learn(org_id: UUID, *, at: datetime, recordings: Sequence[UUID] | None = None) -> int:
    """Put on record which parts the files say are complete; returns how many were new.

    The intake does without the database, so the database learns afterwards.
    """
    ended = PartEnd.objects.filter(org_id=org_id).values("id")
    rows = Part.objects.filter(org_id=org_id).exclude(id__in=ended).order_by("id")
    if recordings is not None:
        rows = rows.filter(recording_id__in=recordings)
    done = 0
    for row in rows:
        try:
            kept = vault().kept(org_id, row.id)
        except VaultError:
            continue
        if kept.end is not None:
            done += _note_end(row, by=system_actor(org_id, "系统"), at=at)
    return done


def _note_end(row: Part, *, by: Actor, at: datetime) -> bool:
    """Add the row and event of a part's end as its files tell it; False when it was there already."""
    kept = vault().kept(row.org_id, row.id)
    said = kept.end or {}
    with transaction(by=by, at=at) as tx:
        recording = Recording.objects.select_for_update().get(org_id=row.org_id, id=row.recording_id)
        if PartEnd.objects.filter(org_id=row.org_id, id=row.id).exists():
            return False
        PartEnd.objects.create(
            org_id=row.org_id,
            id=row.id,
            chunks=kept.chunks,
            bytes=kept.bytes,
            duration_ms=kept.duration_ms,
            head=kept.head,
            cause=said.get("cause", "unknown"),
            by="officer" if said.get("by") == "officer" else "recorder",
            reason=str(said.get("reason", ""))[:200],
            ended_ms=int(said.get("client_ms", kept.last_ms)),
            noted_at=at,
        )
        tx.record(
            PartEnded(
                stream_id=recording.case_id,
                subject_kind=recording.subject_kind,
                subject_id=recording.subject_id,
                part_id=row.id,
                stream=row.stream,
                no=row.no,
                chunks=kept.chunks,
                bytes=kept.bytes,
                head=kept.head,
                cause=said.get("cause", "unknown"),
                by="officer" if said.get("by") == "officer" else "recorder",
                reason=str(said.get("reason", ""))[:200],
            )
        )
    return True
