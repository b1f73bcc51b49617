"""Jobs of archive."""

from __future__ import annotations
