"""What happens in archive, as typed events."""

from __future__ import annotations
