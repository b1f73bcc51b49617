"""Tables of transparency."""

from __future__ import annotations
