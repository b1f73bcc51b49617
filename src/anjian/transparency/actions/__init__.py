"""Writes of the log: giving entries their place, signing, stamping, what witnesses and checks said.

None of these is an act of a person, so none is an event: an event is entered into the log itself.
"""

from __future__ import annotations

from anjian.transparency.actions.attesting import ask_witnesses, stamp, warn
from anjian.transparency.actions.checks import ask_for_check, give_up_check, run_check
from anjian.transparency.actions.sequencing import LogDamaged, integrate

__all__ = [
    "LogDamaged",
    "ask_for_check",
    "ask_witnesses",
    "give_up_check",
    "integrate",
    "run_check",
    "stamp",
    "warn",
]
