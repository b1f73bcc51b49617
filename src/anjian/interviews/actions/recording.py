"""Recording an interview: what recordings do for any subject, for those who may act on this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.interviews import access, rules
from anjian.interviews.actions._common import require
from anjian.interviews.queries.recording import subject_of
from anjian.recordings import actions as recordings

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor


def open_part(
    session_id: UUID, cmd: recordings.OpenPart, *, by: Actor, at: datetime
) -> recordings.OpenedPart:
    """Open a part for a browser in the room. A closed interview still takes what a browser had kept.

    Refuses a cancelled interview and a certified recording. Raises NotFound for others than its officers.
    """
    session = access.room_session(by, session_id)
    require(rules.state(session.state, (*rules.STILL_OPEN, "closed"), _("录音录像")))
    return recordings.open_part(subject_of(session), cmd, by=by, at=at)


def set_marker(
    session_id: UUID, cmd: recordings.SetMarker, *, by: Actor, at: datetime, key: str | None = None
) -> None:
    """Mark a moment of the recording; in the room or at the console."""
    session = access.session_for(by, session_id)
    recordings.set_marker(subject_of(session), cmd, by=by, at=at, key=key)


def check_room(session_id: UUID, cmd: recordings.CheckRoom, *, by: Actor, at: datetime) -> bool:
    """Keep what the room's browser found before recording; returns whether all is well."""
    session = access.room_session(by, session_id)
    return recordings.check_room(subject_of(session), cmd, by=by, at=at)
