"""Jobs of intake."""

from __future__ import annotations
