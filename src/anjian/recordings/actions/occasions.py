"""Recording other steps than interviews, saying why one was not recorded, and putting clips on the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from anjian.audit.actions import transaction
from anjian.evidence import access as evidence_access
from anjian.kit.errors import Invalid, NotFound, Refusal, Refused
from anjian.people import queries as people
from anjian.people.keys import signer_for
from anjian.recordings import overview, queries
from anjian.recordings.actions.closing import Certify, certify, open_parts
from anjian.recordings.actions.parts import CITE
from anjian.recordings.case_events import ClipClocked, OccasionExcused, OccasionOpened
from anjian.recordings.clips import Facts
from anjian.recordings.completeness import Wanted
from anjian.recordings.models import Absence, ClipClock, ClipFacts, Occasion
from anjian.recordings.occasions import BASES, KINDS

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor

FURTHEST_MS = 10 * 365 * 24 * 3600 * 1000
"""No device's clock is believed to be further off than ten years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOccasion:
    """Get ready to record a step of a case; ``officers`` are the two who carry it out."""

    case_id: UUID
    kind: str
    title: str
    place: str
    officers: tuple[UUID, ...]


def open_occasion(cmd: OpenOccasion, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Put on record what is going to be recorded; returns its id. Raises Invalid, Refused."""
    evidence_access.require_role(by, evidence_access.HANDLING_ROLES, _("录制执法过程"))
    wrong: dict[str, str] = {}
    if cmd.kind not in KINDS:
        wrong["kind"] = _("请选择要录制的环节。")
    if not cmd.title.strip():
        wrong["title"] = _("请写明录制的内容，例如“对一车间的现场检查”。")
    if not cmd.place.strip():
        wrong["place"] = _("请写明地点。")
    names = people.names(by.org_id, set(cmd.officers))
    if len(set(cmd.officers)) < 2 or len(names) < 2:
        wrong["officers"] = _("请选择两名执法人员。")
    if wrong:
        raise Invalid(wrong)
    with transaction(by=by, at=at, key=key) as tx:
        told = tuple(names[officer] for officer in dict.fromkeys(cmd.officers))
        row = Occasion.objects.create(
            org_id=by.org_id,
            case_id=cmd.case_id,
            kind=cmd.kind,
            title=cmd.title.strip()[:120],
            place=cmd.place.strip()[:200],
            officers=list(dict.fromkeys(cmd.officers)),
            officer_names=list(told),
            opened_at=at,
            opened_by=by.id,
        )
        tx.record(
            OccasionOpened(
                stream_id=cmd.case_id,
                occasion_id=row.id,
                kind=row.kind,
                title=row.title,
                place=row.place,
                officers=told,
                cites=(CITE,),
            )
        )
    return row.id


def certify_occasion(occasion: Occasion, *, by: Actor, at: datetime, reason: str = "") -> UUID:
    """Sign the completeness certificate of a step's recording; returns its evidence item.

    What had to be recorded reaches from the beginning of the first part to the end of the last one: a step
    has no other beginning than that somebody pressed the button. Raises NotFound, Refused as `certify`.
    """
    subject = overview.subject_of(occasion)
    parts = [part for part in queries.parts_of(subject) if part.kept and part.kept.chunks]
    if not parts:
        raise NotFound
    unfinished = open_parts(parts)
    if unfinished and not reason.strip():
        raise Refused(tuple(unfinished))
    start = min(part.started_ms for part in parts)
    end = max(part.started_ms + part.duration_ms for part in parts)
    return certify(
        subject,
        Certify(
            wanted=Wanted(from_ms=start, to_ms=end),
            title=f"{occasion.title}录音录像",
            purpose=f"证明{KINDS[occasion.kind]}的经过和程序",
            place=occasion.place,
            collectors=tuple(occasion.officers),
            collected_at=occasion.opened_at,
            override_reason=reason,
            source="执法全过程录音录像",
            about={"occasion": KINDS[occasion.kind], "title": occasion.title},
        ),
        signer_for(by.org_id),
        by=by,
        at=at,
    )


def excuse(case_id: UUID, kind: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Say why a kind of step was not recorded; said once, it stays. Raises Invalid, Refused."""
    evidence_access.require_role(by, evidence_access.HANDLING_ROLES, _("说明未录制的理由"))
    if kind not in KINDS or not reason.strip():
        raise Invalid({"reason": _("请写明没有录音录像的理由。")})
    with transaction(by=by, at=at) as tx:
        if Absence.objects.filter(org_id=by.org_id, subject_kind=kind, subject_id=case_id).exists():
            raise Refused(
                (
                    Refusal(
                        code="recording.excused",
                        reason=_("这一环节已经说明过理由。"),
                        cites=(CITE,),
                        who=_("任何人都不能"),
                        cure=_("理由不能更改；需要补充的，在办案记录中说明。"),
                    ),
                )
            )
        Absence.objects.create(
            org_id=by.org_id,
            case_id=case_id,
            subject_kind=kind,
            subject_id=case_id,
            reason=reason.strip()[:200],
            required=True,
            cites=[CITE],
            at=at,
            by_id=by.id,
        )
        tx.record(OccasionExcused(stream_id=case_id, kind=kind, reason=reason.strip()[:200], cites=(CITE,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClipClock:
    """Say when a clip began: what its device showed, how far that clock was ahead, and how this is known."""

    case_id: UUID
    no: str
    filename: str
    shown_ms: int
    drift_ms: int
    basis: str
    note: str = ""
    kind: str = ""


def set_clip_clock(cmd: SetClipClock, *, by: Actor, at: datetime) -> None:
    """Put an imported clip on the case's clock, and have a worker find out how long it is.

    The file is not touched; an earlier finding stays on record. Raises NotFound, Invalid, Refused.
    """
    evidence_access.require_role(by, evidence_access.HANDLING_ROLES, _("核定视听资料的时间"))
    item = evidence_access.item_for(by, cmd.case_id, cmd.no)
    sha256, media_type = overview.content_of(item.id, item.sha256, item.media_type, cmd.filename, by.org_id)
    wrong: dict[str, str] = {}
    if media_type.partition("/")[0] not in {"video", "audio"}:
        wrong["basis"] = _("只有录音、录像可以核定起始时间。")
    if cmd.basis not in BASES:
        wrong["basis"] = _("请选择时间的依据。")
    if cmd.kind and cmd.kind not in KINDS:
        wrong["kind"] = _("没有这个环节。")
    if not 0 < cmd.shown_ms < 1 << 52 or abs(cmd.drift_ms) > FURTHEST_MS:
        wrong["shown"] = _("请填写录像开始时设备显示的时间。")
    if cmd.drift_ms and not cmd.note.strip():
        wrong["note"] = _("设备时钟有偏差的，请写明如何比对得出。")
    if wrong:
        raise Invalid(wrong)
    with transaction(by=by, at=at) as tx:
        ClipClock.objects.create(
            org_id=by.org_id,
            case_id=cmd.case_id,
            item_id=item.id,
            filename=cmd.filename,
            sha256=sha256,
            kind=cmd.kind,
            shown_ms=cmd.shown_ms,
            drift_ms=cmd.drift_ms,
            basis=cmd.basis,
            note=cmd.note.strip()[:300],
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        tx.record(
            ClipClocked(
                stream_id=cmd.case_id,
                evidence_no=cmd.no,
                filename=cmd.filename,
                kind=cmd.kind,
                shown_ms=cmd.shown_ms,
                drift_ms=cmd.drift_ms,
                basis=cmd.basis,
            )
        )
        jobs.configure_task("recordings.measure_clip", lock=f"clip-{sha256}").defer(
            org_id=str(by.org_id), sha256=sha256
        )


def keep_facts(org_id: UUID, sha256: str, found: Facts, *, at: datetime) -> None:
    """Keep what a worker found a media file to be; what is known already stays."""
    ClipFacts.objects.bulk_create(
        [
            ClipFacts(
                org_id=org_id,
                sha256=sha256,
                duration_ms=found.duration_ms,
                width=found.width,
                height=found.height,
                has_picture=found.has_picture,
                has_sound=found.has_sound,
                failure=found.failure[:200],
                at=at,
            )
        ],
        ignore_conflicts=True,
    )
