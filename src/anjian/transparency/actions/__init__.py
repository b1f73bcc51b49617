"""Writes of the log: giving entries their place, signing, stamping, what witnesses and checks said.

None of these is an act of a person, so none is an event: an event is entered into the log itself.
"""

from __future__ import annotations

from anjian.transparency.actions.attesting import ask_witnesses, authority, stamp, warn
from anjian.transparency.actions.sequencing import LogDamaged, integrate

__all__ = ["LogDamaged", "ask_witnesses", "authority", "integrate", "stamp", "warn"]
