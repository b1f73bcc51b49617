"""Fetch a recording of a subject. Who may is decided by the caller, which knows the subject.

Interviews check the room or the console (`interviews.access`) before they ask here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.kit.errors import NotFound
from anjian.recordings.models import Part
from anjian.recordings.queries import recording_of
from anjian.recordings.subject import Subject

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor

PartRow = Part
"""A part as pages may name its type, who import no tables."""

__all__ = ["PartRow", "Subject", "part_of", "recording_of", "same_organisation"]


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
