"""Writes of intake: each action is one transaction."""

from __future__ import annotations
