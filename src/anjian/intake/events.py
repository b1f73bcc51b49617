"""What happens in intake, as typed events."""

from __future__ import annotations
