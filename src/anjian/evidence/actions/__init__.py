"""Changes to evidence. Nothing is overwritten: each action adds rows and records an event.

Callers fetch the case through `cases.access` first and name it by id; the database refuses
a case of another organisation.
"""

from __future__ import annotations

from anjian.evidence.actions.custody import add_custody
from anjian.evidence.actions.files import add_file
from anjian.evidence.actions.items import add_thumbnail, correct_description, register_all, register_evidence
from anjian.evidence.actions.proof import examine, freeze, link_proof, state_fact

__all__ = [
    "add_custody",
    "add_file",
    "add_thumbnail",
    "correct_description",
    "examine",
    "freeze",
    "link_proof",
    "register_all",
    "register_evidence",
    "state_fact",
]
