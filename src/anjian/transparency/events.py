"""What happens in transparency, as typed events."""

from __future__ import annotations
