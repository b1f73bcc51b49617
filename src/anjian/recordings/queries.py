"""Reads of recordings: rows say which parts there are, files what they hold."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext

from anjian.evidence import queries as evidence
from anjian.proof.recording import names_of
from anjian.recordings import copystate
from anjian.recordings.causes import LABELS
from anjian.recordings.completeness import Held, Missing, Run, Wanted, examine, locate
from anjian.recordings.models import Absence, Certificate, Marker, Part, Preflight, Recording
from anjian.recordings.shelf import server_ms, vault
from anjian.recordings.subject import Subject
from anjian.recordings.vault import Kept, VaultError

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.evidence.records import FileView
    from anjian.recordings.copystate import CopyState

SILENT_MS = 5000
"""A recorder that has sent nothing for so long is cut off, or its page is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A part with what is kept of it; ``kept`` is None when its files cannot be read."""

    id: UUID
    stream: str
    no: int
    who: str
    mime: str
    client_id: UUID
    started_ms: int
    offset_ms: int
    previous_client_id: UUID | None
    previous_cause: str
    opened_at: datetime
    kept: Kept | None

    @property
    def ended(self) -> bool:
        """Whether its recorder said that this is all, or an officer that no more will come."""
        return self.kept is not None and self.kept.ended

    @property
    def declared(self) -> str:
        """Why an officer declared its rest lost, empty when the recorder itself ended it."""
        end = self.kept.end if self.kept else None
        return str(end.get("reason", "")) if end and end.get("by") == "officer" else ""

    @property
    def cause(self) -> str:
        """Why its run ended, empty while it goes on."""
        return str(self.kept.end.get("cause", "unknown")) if self.kept and self.kept.end else ""

    @property
    def bytes(self) -> int:
        """How many bytes are kept."""
        return self.kept.bytes if self.kept else 0

    @property
    def duration_ms(self) -> int:
        """How long it is."""
        return self.kept.duration_ms if self.kept else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerView:
    """A marked moment."""

    at_ms: int
    label: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamState:
    """One stream as room and console show it. Milliseconds; ``silent_ms`` since the last chunk came."""

    stream: str
    who: str
    part: UUID
    no: int
    running: bool
    silent_ms: int
    bytes: int
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingState:
    """How a recording stands at this moment. ``state``: none, recording, silent, paused, ended, certified."""

    state: str
    since_ms: int
    streams: tuple[StreamState, ...]
    gaps: tuple[Missing, ...]
    missing_ms: int
    copy: CopyState
    free_bytes: int


def recording_of(subject: Subject, *, lock: bool = False) -> Recording | None:
    """Return the recording of a subject, None while there is none."""
    rows = Recording.objects.filter(
        org_id=subject.org_id, subject_kind=subject.kind, subject_id=subject.id, case_id=subject.case_id
    )
    return (rows.select_for_update() if lock else rows).first()


def has_recording(subject: Subject) -> bool:
    """Whether anything was recorded of the subject."""
    return recording_of(subject) is not None


def parts_of(subject: Subject) -> list[PartView]:
    """Return the parts of a subject's recording in order of their beginning."""
    recording = recording_of(subject)
    if recording is None:
        return []
    rows = list(
        Part.objects.filter(org_id=subject.org_id, recording_id=recording.id).order_by("started_ms", "id")
    )
    return [view_of(row) for row in rows]


def view_of(row: Part) -> PartView:
    """Return a part with what is kept of it."""
    return PartView(
        id=row.id,
        stream=row.stream,
        no=row.no,
        who=row.who,
        mime=row.mime,
        client_id=row.client_id,
        started_ms=row.started_ms,
        offset_ms=row.offset_ms,
        previous_client_id=row.previous_client_id,
        previous_cause=row.previous_cause,
        opened_at=row.opened_at,
        kept=_kept(row),
    )


def _kept(row: Part) -> Kept | None:
    try:
        return vault().kept(row.org_id, row.id)
    except VaultError:
        return None


def run_of(org_id: UUID, part: PartView) -> Run:
    """Return a part as the computation of gaps needs it."""
    client, lasted, server = vault().times(org_id, part.id) if part.kept else ((), (), ())
    return Run(
        part=str(part.id),
        stream=part.stream,
        no=part.no,
        client_id=str(part.client_id),
        started_ms=part.started_ms,
        offset_ms=part.offset_ms,
        client_ms=client,
        duration_ms=lasted,
        server_ms=server,
        cause=part.cause,
        previous_client_id=str(part.previous_client_id or ""),
        previous_cause=part.previous_cause,
    )


def completeness(subject: Subject, wanted: Wanted, parts: list[PartView] | None = None) -> tuple[Held, ...]:
    """Return what each stream holds of what must be recorded."""
    found = parts_of(subject) if parts is None else parts
    return examine([run_of(subject.org_id, part) for part in found], wanted)


def markers_of(subject: Subject) -> list[MarkerView]:
    """Return the marked moments in order of time."""
    recording = recording_of(subject)
    if recording is None:
        return []
    rows = Marker.objects.filter(org_id=subject.org_id, recording_id=recording.id).order_by("at_ms", "id")
    return [MarkerView(at_ms=r.at_ms, label=r.label, by=r.by_name) for r in rows]


def moment_of(subject: Subject, at: datetime, *, stream: str = "picture") -> tuple[UUID, int, bool] | None:
    """Return the part that shows an instant, the milliseconds from its start, and whether it really does."""
    runs = [run_of(subject.org_id, part) for part in parts_of(subject) if part.stream == stream]
    found = locate(runs, round(at.timestamp() * 1000), stream=stream)
    return (UUID(found[0].part), found[1], found[2]) if found else None


def state_of(subject: Subject, wanted: Wanted | None = None) -> RecordingState:
    """Return how a recording stands; with ``wanted`` also the gaps of its picture so far."""
    parts, now = parts_of(subject), server_ms()
    newest: dict[str, PartView] = {}
    for part in parts:
        newest[part.stream] = part
    streams = tuple(
        _stream(part, now) for _name, part in sorted(newest.items(), key=lambda i: (i[0] != "picture", i[0]))
    )
    held = completeness(subject, wanted, parts) if wanted and parts else ()
    gaps = held[0].gaps if held else ()
    copied = copystate.state_of(subject.org_id, [part.id for part in parts])
    return RecordingState(
        state=_state(subject, streams, parts),
        since_ms=min((part.started_ms for part in parts), default=0),
        streams=streams,
        gaps=gaps,
        missing_ms=sum(gap.ms for gap in gaps),
        copy=copied,
        free_bytes=free_bytes(),
    )


def _stream(part: PartView, now: int) -> StreamState:
    last = (
        part.kept.last_server_ms
        if part.kept and part.kept.chunks
        else round(part.opened_at.timestamp() * 1000)
    )
    return StreamState(
        stream=part.stream,
        who=part.who,
        part=part.id,
        no=part.no,
        running=not part.ended,
        silent_ms=max(0, now - last),
        bytes=part.bytes,
        cause=part.cause,
    )


def _state(subject: Subject, streams: tuple[StreamState, ...], parts: list[PartView]) -> str:
    if not streams:
        return "none"
    if certificate_of(subject) is not None:
        return "certified"
    running = [stream for stream in streams if stream.running]
    if running:
        return "recording" if min(stream.silent_ms for stream in running) <= SILENT_MS else "silent"
    return "paused" if parts[-1].cause == "paused" else "ended"


def free_bytes() -> int:
    """Return how many bytes the disk of the recordings still takes."""
    root = vault().root
    while not root.exists():
        root = root.parent
    found = os.statvfs(root)
    return found.f_bavail * found.f_frsize


def certificate_of(subject: Subject) -> Certificate | None:
    """Return the completeness certificate, None while there is none."""
    recording = recording_of(subject)
    if recording is None:
        return None
    return Certificate.objects.filter(org_id=subject.org_id, recording_id=recording.id).first()


def absence_of(subject: Subject) -> Absence | None:
    """Return the note that the subject was not recorded, None when there is none."""
    return Absence.objects.filter(
        org_id=subject.org_id, subject_kind=subject.kind, subject_id=subject.id
    ).first()


def preflight_of(subject: Subject) -> Preflight | None:
    """Return the newest check before recording."""
    rows = Preflight.objects.filter(
        org_id=subject.org_id, subject_kind=subject.kind, subject_id=subject.id
    ).order_by("-id")
    return rows.first()


def label_of(cause: str) -> str:
    """Return a cause in words, in the reader's language."""
    return gettext(LABELS.get(cause, cause))


def certified_parts(certificate: Certificate) -> list[dict[str, Any]]:
    """Return the parts a certificate names, as it names them."""
    parts: list[dict[str, Any]] = json.loads(certificate.statement)["statement"]["parts"]
    return parts


def certified_items(org_id: UUID, case_id: UUID) -> dict[str, list[tuple[str, str, str]]]:
    """Return the items of evidence that are certified recordings: per item its parts, media and chains.

    Each part is told with the file names of its media and of its hash chain; parts without content are not.
    """
    rows = Certificate.objects.filter(
        org_id=org_id, recording_id__in=Recording.objects.filter(org_id=org_id, case_id=case_id).values("id")
    )
    return {
        str(row.evidence_item_id): [
            (str(part["part"]), *names_of(part)) for part in certified_parts(row) if part["chunks"]
        ]
        for row in rows
    }


def files_of(certificate: Certificate) -> list[FileView]:
    """Return the files of the evidence item a recording became."""
    return evidence.files_of(certificate.org_id, [certificate.evidence_item_id])


def subject_of(certificate: Certificate) -> Subject:
    """Return whose certificate it is."""
    row = Recording.objects.get(org_id=certificate.org_id, id=certificate.recording_id)
    return Subject(org_id=row.org_id, case_id=row.case_id, id=row.subject_id, kind=row.subject_kind)


def evidence_no(certificate: Certificate) -> str:
    """Return the number of the item of evidence a recording became."""
    return evidence.number_of(certificate.org_id, certificate.evidence_item_id)


def unfiled(org_id: UUID, case_id: UUID) -> list[str]:
    """Return the numbers of items whose original parts are not all in the store yet."""
    missing = []
    for row in Certificate.objects.filter(
        org_id=org_id,
        recording_id__in=Recording.objects.filter(org_id=org_id, case_id=case_id).values("id"),
    ):
        there = {file.filename for file in files_of(row)}
        wanted = {name for part in certified_parts(row) if part["chunks"] for name in names_of(part)}
        if wanted - there:
            missing.append(evidence_no(row))
    return missing
