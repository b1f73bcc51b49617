"""Who may know what of remote."""

from __future__ import annotations
