"""Chunks as a browser really cut them: six seconds of picture and five of sound, recorded by Chromium."""

from __future__ import annotations

import json
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "recorded"


def chunks(name: str = "picture") -> list[tuple[bytes, int]]:
    """Return the chunks of ``picture`` or ``sound`` with the milliseconds each lasted."""
    raw, at, found = (DATA / f"{name}.webm").read_bytes(), 0, []
    for length, lasted in json.loads((DATA / "chunks.json").read_text())[name]:
        found.append((raw[at : at + length], lasted))
        at += length
    return found
