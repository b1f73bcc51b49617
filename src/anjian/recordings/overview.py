"""Reads of a whole case: its recordings with what they hold, its clips on the clock, its redactions.

The number of statements does not grow with the number of recordings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.audit import reading
from anjian.evidence import queries as evidence
from anjian.kit.errors import NotFound
from anjian.recordings.models import (
    Absence,
    Certificate,
    Handout,
    Marker,
    Occasion,
    Part,
    Recording,
    Redaction,
    RedactionRun,
)
from anjian.recordings.occasions import INTERVIEW, SUBJECT
from anjian.recordings.queries import MarkerView, PartView, view_of
from anjian.recordings.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

OccasionRow = Occasion
RedactionRow = Redaction
"""The rows as pages may name their types, who import no tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecording:
    """One recording of a case: whose it is, its parts, marks and (once made) its certificate's item."""

    id: UUID
    subject: Subject
    begun_at: datetime
    parts: tuple[PartView, ...]
    markers: tuple[MarkerView, ...]
    evidence_item_id: UUID | None
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """An imported clip on the case's clock; ``duration_ms`` 0 until a worker has measured it."""

    item_id: UUID
    filename: str
    kind: str
    started_ms: int
    shown_ms: int
    drift_ms: int
    basis: str
    note: str
    by: str
    at: datetime
    duration_ms: int
    has_picture: bool
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionView:
    """An order for a copy with hidden parts, and how far it is."""

    id: UUID
    item_id: UUID
    filename: str
    of_sha256: str
    no: int
    recipe: dict[str, Any]
    recipe_sha256: str
    purpose: str
    recipient: str
    by: str
    at: datetime
    state: str
    done_ms: int
    total_ms: int
    copy_name: str
    sha256: str
    media_type: str
    size: int
    checked: dict[str, Any]
    failure: str
    handouts: tuple[HandoutView, ...] = ()

    @property
    def percent(self) -> int:
        """How far the making is, in percent."""
        if self.state == "done":
            return 100
        return min(99, self.done_ms * 100 // self.total_ms) if self.total_ms else 0

    @property
    def goes_on(self) -> bool:
        """Whether it still waits or is being made."""
        return self.state in {"queued", "running"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutView:
    """To whom a copy was handed, and until when the link holds."""

    recipient: str
    expires_at: datetime
    by: str
    at: datetime


def subject_of(occasion: Occasion) -> Subject:
    """Return a step as the subject of a recording."""
    return Subject(org_id=occasion.org_id, case_id=occasion.case_id, id=occasion.id, kind=SUBJECT)


def occasions_of(org_id: UUID, case_id: UUID) -> list[Occasion]:
    """Return the recorded steps of a case, oldest first."""
    return list(Occasion.objects.filter(org_id=org_id, case_id=case_id).order_by("id"))


def occasion_of(org_id: UUID, case_id: UUID, occasion_id: UUID) -> Occasion:
    """Return one recorded step of a case. Raises NotFound."""
    found = Occasion.objects.filter(org_id=org_id, case_id=case_id, id=occasion_id).first()
    if found is None:
        raise NotFound
    return found


def recordings_of(org_id: UUID, case_id: UUID) -> list[CaseRecording]:
    """Return all recordings of a case, of interviews and of steps, oldest first."""
    rows = list(Recording.objects.filter(org_id=org_id, case_id=case_id).order_by("begun_at", "id"))
    ids = [row.id for row in rows]
    parts = _grouped(Part.objects.filter(org_id=org_id, recording_id__in=ids).order_by("started_ms", "id"))
    marks = _grouped(Marker.objects.filter(org_id=org_id, recording_id__in=ids).order_by("at_ms", "id"))
    made = {c.recording_id: c for c in Certificate.objects.filter(org_id=org_id, recording_id__in=ids)}
    return [
        CaseRecording(
            id=row.id,
            subject=Subject(org_id=org_id, case_id=case_id, id=row.subject_id, kind=row.subject_kind),
            begun_at=row.begun_at,
            parts=tuple(view_of(part) for part in parts.get(row.id, ())),
            markers=tuple(
                MarkerView(at_ms=m.at_ms, label=m.label, by=m.by_name) for m in marks.get(row.id, ())
            ),
            evidence_item_id=made[row.id].evidence_item_id if row.id in made else None,
            complete=row.id in made and made[row.id].complete,
        )
        for row in rows
    ]


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.recording_id, []).append(row)
    return found


_CLIPS = """
SELECT DISTINCT ON (c.item_id, c.filename) c.item_id, c.filename, c.kind, c.shown_ms, c.drift_ms, c.basis,
  c.note, c.by_name, c.at, coalesce(f.duration_ms, 0), coalesce(f.has_picture, false), coalesce(f.failure, '')
FROM recordings_clip_clock c LEFT JOIN recordings_clip_facts f ON f.org_id = c.org_id AND f.sha256 = c.sha256
WHERE c.org_id = %s AND c.case_id = %s ORDER BY c.item_id, c.filename, c.id DESC
"""


def clips_of(org_id: UUID, case_id: UUID) -> list[Clip]:
    """Return the imported clips of a case that have a beginning, each with its newest finding."""
    found = []
    for row in reading.rows(_CLIPS, [org_id, case_id]):
        item, name, kind, shown, drift, basis, note, by, at, duration, picture, failure = row
        found.append(
            Clip(
                item_id=item, filename=name, kind=kind, started_ms=shown - drift, shown_ms=shown,
                drift_ms=drift, basis=basis, note=note, by=by, at=at, duration_ms=duration,
                has_picture=picture, failure=failure,
            )
        )  # fmt: skip
    return found


def recorded_kinds(org_id: UUID, case_id: UUID) -> set[str]:
    """Return which kinds of steps of a case have a recording: one of ours, or an imported clip."""
    own = Recording.objects.filter(org_id=org_id, case_id=case_id, subject_kind=SUBJECT).values("subject_id")
    kinds = set(Occasion.objects.filter(org_id=org_id, id__in=own).values_list("kind", flat=True))
    return kinds | {clip.kind for clip in clips_of(org_id, case_id) if clip.kind}


def reasons_of(org_id: UUID, case_id: UUID) -> dict[str, str]:
    """Return why kinds of steps of a case were not recorded."""
    rows = Absence.objects.filter(org_id=org_id, case_id=case_id, subject_id=case_id)
    return dict(rows.exclude(subject_kind=INTERVIEW).values_list("subject_kind", "reason"))


def content_of(item_id: UUID, sha256: str, media_type: str, filename: str, org_id: UUID) -> tuple[str, str]:
    """Return digest and type of an item's own file (empty name) or of a further one. Raises NotFound."""
    if not filename:
        return sha256, media_type
    for file in evidence.files_of(org_id, [item_id]):
        if file.filename == filename and file.sha256:
            return file.sha256, file.media_type
    raise NotFound


def redactions_of(org_id: UUID, item_id: UUID) -> list[RedactionView]:
    """Return the redactions of an item, newest first."""
    return _redactions(Redaction.objects.filter(org_id=org_id, item_id=item_id).order_by("-no"))


def redaction_of(org_id: UUID, case_id: UUID, redaction_id: UUID) -> RedactionView:
    """Return one redaction of a case. Raises NotFound."""
    found = _redactions(Redaction.objects.filter(org_id=org_id, case_id=case_id, id=redaction_id))
    if not found:
        raise NotFound
    return found[0]


def handed_out(org_id: UUID, handout_id: UUID, *, at: datetime) -> tuple[UUID, RedactionView] | None:
    """Return case and copy of a handout whose link still holds, None otherwise."""
    row = Handout.objects.filter(org_id=org_id, id=handout_id, expires_at__gt=at).first()
    order = Redaction.objects.filter(org_id=org_id, id=row.redaction_id) if row else None
    if order is None:
        return None
    (view,) = _redactions(order)
    return order.get().case_id, view


def _redactions(orders: Iterable[Redaction]) -> list[RedactionView]:
    rows = list(orders)
    if not rows:
        return []
    org_id, ids = rows[0].org_id, [row.id for row in rows]
    runs = {run.id: run for run in RedactionRun.objects.filter(org_id=org_id, id__in=ids)}
    given: dict[UUID, list[HandoutView]] = {}
    for one in Handout.objects.filter(org_id=org_id, redaction_id__in=ids).order_by("id"):
        given.setdefault(one.redaction_id, []).append(
            HandoutView(recipient=one.recipient, expires_at=one.expires_at, by=one.by_name, at=one.at)
        )
    return [_view(row, runs[row.id], tuple(given.get(row.id, ()))) for row in rows]


def _view(row: Redaction, run: RedactionRun, handouts: tuple[HandoutView, ...]) -> RedactionView:
    return RedactionView(
        id=row.id,
        item_id=row.item_id,
        filename=row.filename,
        of_sha256=row.of_sha256,
        no=row.no,
        recipe=row.recipe,
        recipe_sha256=row.recipe_sha256,
        purpose=row.purpose,
        recipient=row.recipient,
        by=row.by_name,
        at=row.at,
        state=run.state,
        done_ms=run.done_ms,
        total_ms=run.total_ms,
        copy_name=run.copy_name,
        sha256=run.sha256,
        media_type=run.media_type,
        size=run.size,
        checked=run.checked,
        failure=run.failure,
        handouts=handouts,
    )
