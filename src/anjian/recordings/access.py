"""Fetch a recording of a subject. Who may is decided by the caller, which knows the subject.

Interviews check the room or the console (`interviews.access`) before they ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.kit.errors import NotFound
from anjian.recordings.models import Part, Recording

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is recorded: an interview session of a case."""

    org_id: UUID
    case_id: UUID
    id: UUID
    kind: str = "interview"


def recording_of(subject: Subject, *, lock: bool = False) -> Recording | None:
    """Return the recording of a subject, None while there is none."""
    rows = Recording.objects.filter(
        org_id=subject.org_id, subject_kind=subject.kind, subject_id=subject.id, case_id=subject.case_id
    )
    return (rows.select_for_update() if lock else rows).first()


def part_of(subject: Subject, part_id: UUID) -> Part:
    """Return a part of the subject's recording. Raises NotFound."""
    recording = recording_of(subject)
    found = (
        Part.objects.filter(org_id=subject.org_id, recording_id=recording.id, id=part_id).first()
        if recording
        else None
    )
    if found is None:
        raise NotFound
    return found


def same_organisation(actor: Actor, subject: Subject) -> None:
    """Raise NotFound when the subject is another organisation's."""
    if actor.org_id != subject.org_id:
        raise NotFound
