"""Markers, the check before recording, and that a subject was not recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.kit.errors import Invalid, NotFound
from anjian.recordings import access
from anjian.recordings.events import MarkerSet, NotRecorded, PreflightDone
from anjian.recordings.models import Absence, Marker, Preflight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from anjian.audit.actions import Transaction
    from anjian.kit.actor import Actor
    from anjian.recordings.access import Subject

CHECKS = {
    "camera": "摄像头",
    "microphones": "话筒",
    "clock": "时钟",
    "space": "本机存储空间",
    "server_space": "服务器存储空间",
    "second_copy": "第二份拷贝",
    "people": "在场人员",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMarker:
    """Mark a moment of a recording; epoch milliseconds by the server's clock."""

    at_ms: int
    label: str


def set_marker(subject: Subject, cmd: SetMarker, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Mark a moment. Raises NotFound while nothing was recorded."""
    access.same_organisation(by, subject)
    if not 0 < cmd.at_ms < 1 << 53:
        raise Invalid({"at_ms": _("时间不正确。")})
    with transaction(by=by, at=at, key=key) as tx:
        recording = access.recording_of(subject)
        if recording is None:
            raise NotFound
        label = cmd.label.strip()[:80] or _("打点")
        Marker.objects.create(
            org_id=by.org_id,
            recording_id=recording.id,
            at_ms=cmd.at_ms,
            label=label,
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        tx.record(
            MarkerSet(
                stream_id=subject.case_id,
                subject_kind=subject.kind,
                subject_id=subject.id,
                at_ms=cmd.at_ms,
                label_text=label,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRoom:
    """What the room's browser found before recording.

    Each check: ``{code, ok, value}`` with ``code`` of `CHECKS`; ``value`` is what was measured, in words.
    """

    checks: Sequence[Mapping[str, Any]]
    override_reason: str = ""


def check_room(subject: Subject, cmd: CheckRoom, *, by: Actor, at: datetime) -> bool:
    """Keep the results; returns whether all passed. Raises Invalid when one failed and no reason is given."""
    access.same_organisation(by, subject)
    checks = [
        {"code": c["code"], "ok": c.get("ok") is True, "value": str(c.get("value", ""))[:200]}
        for c in cmd.checks[:40]
        if c.get("code") in CHECKS
    ]
    failed = tuple(CHECKS[c["code"]] for c in checks if not c["ok"])
    if not checks:
        raise Invalid({"checks": _("没有检查结果。")})
    if failed and not cmd.override_reason.strip():
        raise Invalid({"override_reason": _("有检查未通过，仍要继续的，请写明理由。")})
    with transaction(by=by, at=at) as tx:
        Preflight.objects.create(
            org_id=by.org_id,
            case_id=subject.case_id,
            subject_kind=subject.kind,
            subject_id=subject.id,
            checks=checks,
            passed=not failed,
            override_reason=cmd.override_reason.strip()[:200] if failed else "",
            at=at,
            by_id=by.id,
            by_name=by.name,
        )
        tx.record(
            PreflightDone(
                stream_id=subject.case_id,
                subject_kind=subject.kind,
                subject_id=subject.id,
                failed=tuple(dict.fromkeys(failed)),
                override_reason=cmd.override_reason.strip()[:200] if failed else "",
            )
        )
    return not failed


def note_absence(
    tx: Transaction, subject: Subject, *, reason: str, required: bool, cites: tuple[str, ...] = ()
) -> None:
    """Put on record, inside the closing of a subject, that it was not recorded, and why."""
    Absence.objects.create(
        org_id=tx.org_id,
        case_id=subject.case_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        reason=reason.strip()[:200],
        required=required,
        cites=list(cites),
        at=tx.at,
        by_id=tx.by.id,
    )
    tx.record(
        NotRecorded(
            stream_id=subject.case_id,
            subject_kind=subject.kind,
            subject_id=subject.id,
            required=required,
            reason=reason.strip()[:200],
            cites=cites,
        )
    )
