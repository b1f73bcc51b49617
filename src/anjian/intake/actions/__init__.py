"""Writes of intake: each action is one transaction."""

from anjian.intake.actions.docking import dock, end_station, found_station
from anjian.intake.actions.links import close_link, enter_code, make_link
from anjian.intake.actions.submissions import hand_in, keep_check, refuse_file

__all__ = [
    "close_link",
    "dock",
    "end_station",
    "enter_code",
    "found_station",
    "hand_in",
    "keep_check",
    "make_link",
    "refuse_file",
]
