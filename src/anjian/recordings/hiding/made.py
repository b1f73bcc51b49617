"""What came of making a copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Unfit(Exception):
    """No copy can be made of this file; the message says why, in Chinese."""


class Stopped(Exception):
    """Somebody cancelled the making."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A copy: what it is, by which tool, its frames and how many of them are covered somewhere."""

    media_type: str
    suffix: str
    tool: dict[str, Any]
    frames: int
    covered: int
    duration_ms: int
