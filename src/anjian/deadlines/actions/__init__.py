"""Clocks: running them inside the caller's action, telling of them, counting them anew."""

from __future__ import annotations

from anjian.deadlines.actions.running import (
    StartClock,
    extend,
    pause,
    resume,
    start,
    stop,
    stop_all,
    void_all,
)
from anjian.deadlines.actions.sweeping import BATCH, Moved, recompute, sweep

__all__ = [
    "BATCH",
    "Moved",
    "StartClock",
    "extend",
    "pause",
    "recompute",
    "resume",
    "start",
    "stop",
    "stop_all",
    "sweep",
    "void_all",
]
