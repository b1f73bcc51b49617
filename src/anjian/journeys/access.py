"""Journeys reach every case through `anjian.cases.access`; nothing else is fetched here."""

from __future__ import annotations

from anjian.cases.access import case_for

__all__ = ["case_for"]
