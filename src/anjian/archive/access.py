"""Who may know what of archive."""

from __future__ import annotations
