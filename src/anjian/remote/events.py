"""What happens in remote, as typed events."""

from __future__ import annotations
