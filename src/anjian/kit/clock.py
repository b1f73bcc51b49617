"""The one place that reads the time; a rehearsal may install another clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that can tell an aware instant."""

    def now(self) -> datetime:
        """Return the present instant, with its zone."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's present instant."""
        return datetime.now(UTC)


class OffsetClock:
    """A rehearsal clock: machine time plus an offset in seconds kept in a small shared file."""

    def __init__(self, path: Path) -> None:
        """Remember where the offset is stored; a missing file means no offset."""
        self._path = path

    def now(self) -> datetime:
        """Return the machine's instant moved by the stored offset."""
        return datetime.now(UTC) + timedelta(seconds=self.offset())

    def offset(self) -> float:
        """Return the stored offset in seconds."""
        try:
            return float(self._path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0.0

    def move_to(self, instant: datetime) -> None:
        """Let the clock stand at this instant now and go on from there."""
        staged = self._path.with_suffix(".new")
        staged.write_text(str((instant - datetime.now(UTC)).total_seconds()), encoding="ascii")
        staged.replace(self._path)


_installed: list[Clock] = [SystemClock()]


def install(clock: Clock) -> Callable[[], None]:
    """Make this the process's clock; the returned function puts the former one back."""
    former = _installed[0]
    _installed[0] = clock

    def restore() -> None:
        _installed[0] = former

    return restore


def now() -> datetime:
    """Return the present instant in the bureau's zone (UTC+8)."""
    return _installed[0].now().astimezone(LOCAL_ZONE)


def today() -> date:
    """Return the present calendar day in the bureau's zone."""
    return now().date()
