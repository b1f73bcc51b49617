"""An interview as recordings know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.recordings.access import Subject

if TYPE_CHECKING:
    from anjian.interviews.models import Session


def subject_of(session: Session) -> Subject:
    """Return the session as the subject of a recording."""
    return Subject(org_id=session.org_id, case_id=session.case_id, id=session.id)
