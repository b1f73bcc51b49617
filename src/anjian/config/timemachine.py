"""The rehearsal's clock: an offset in one small file of the data folder, read by web and worker alike.

Only an installation in rehearsal mode installs it; a production installation has no other clock than the
machine's, and no address that could move one.
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from anjian.kit import clock

OFFSET_FILE = "clock-offset"


def rehearsal_clock(data: Path) -> clock.OffsetClock:
    """The clock of the rehearsal whose data folder this is."""
    return clock.OffsetClock(data / OFFSET_FILE)


def install(data: Path) -> None:
    """Let this process live in the rehearsal's time."""
    clock.install(rehearsal_clock(data))


def parse(text: str) -> datetime:
    """`2026-10-01` (nine in the morning) or `2026-10-01T14:30` as an instant. Raises ValueError."""
    if len(text) == len("2026-10-01"):
        return datetime.combine(date.fromisoformat(text), time(9), clock.LOCAL_ZONE)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.LOCAL_ZONE)
