"""A case played to the archive by the real actions, in a bureau of its own."""

from __future__ import annotations

from tests.action.archive.conftest import Room, record_line, room, story

__all__ = ["Room", "record_line", "room", "story"]
