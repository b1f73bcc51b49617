"""What happens in credentials, as typed events."""

from __future__ import annotations
