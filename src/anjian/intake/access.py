"""Who may know what of intake."""

from __future__ import annotations
