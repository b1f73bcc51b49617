"""Changes to recordings. Callers have checked that the actor may act on the subject."""

from __future__ import annotations

from anjian.recordings.actions.notes import CheckRoom, SetMarker, check_room, note_absence, set_marker
from anjian.recordings.actions.parts import OpenedPart, OpenPart, learn, open_part

__all__ = [
    "CheckRoom",
    "OpenPart",
    "OpenedPart",
    "SetMarker",
    "check_room",
    "learn",
    "note_absence",
    "open_part",
    "set_marker",
]
