"""Reads of recordings."""

from __future__ import annotations
