"""Who may know what of credentials."""

from __future__ import annotations
