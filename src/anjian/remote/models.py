"""Tables of remote."""

from __future__ import annotations
