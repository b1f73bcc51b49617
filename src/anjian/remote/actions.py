"""Writes of remote: each action is one transaction."""

from __future__ import annotations
