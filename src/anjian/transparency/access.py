"""Who may know what of transparency."""

from __future__ import annotations
