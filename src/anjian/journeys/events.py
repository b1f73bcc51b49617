"""Journeys have no events of their own; what they export is kept as an access."""

from __future__ import annotations
