"""Reads of intake."""

from anjian.intake.queries.docking import Candidate, candidates, docked_page, stations
from anjian.intake.queries.links import (
    Handed,
    Known,
    checks_of,
    code_digest,
    handed_in,
    known_of,
    links_of,
    state_of,
    submission_of_link,
    waiting,
)

__all__ = [
    "Candidate",
    "Handed",
    "Known",
    "candidates",
    "checks_of",
    "code_digest",
    "docked_page",
    "handed_in",
    "known_of",
    "links_of",
    "state_of",
    "stations",
    "submission_of_link",
    "waiting",
]
