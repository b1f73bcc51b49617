"""Changes to recordings. Callers have checked that the actor may act on the subject."""

from __future__ import annotations

from anjian.recordings.actions.closing import Certify, certify, file_parts, make_playable, open_parts
from anjian.recordings.actions.notes import CheckRoom, SetMarker, check_room, note_absence, set_marker
from anjian.recordings.actions.parts import CITE, OpenedPart, OpenPart, learn, open_part

__all__ = [
    "CITE",
    "Certify",
    "CheckRoom",
    "OpenPart",
    "OpenedPart",
    "SetMarker",
    "certify",
    "check_room",
    "file_parts",
    "learn",
    "make_playable",
    "note_absence",
    "open_part",
    "open_parts",
    "set_marker",
]
