"""Changes to evidence. Nothing is overwritten: each action adds rows and records an event.

Callers fetch the case through `cases.access` first and name it by id; the database refuses
a case of another organisation.
"""

from __future__ import annotations

from anjian.evidence.actions.custody import add_custody
from anjian.evidence.actions.files import add_file
from anjian.evidence.actions.handover import answer_act, propose_act, sign_together
from anjian.evidence.actions.items import add_thumbnail, correct_description, register_all, register_evidence
from anjian.evidence.actions.places import count_place, set_up_place
from anjian.evidence.actions.proof import (
    answer_exculpatory,
    examine,
    freeze,
    link_proof,
    set_proofs,
    state_fact,
)
from anjian.evidence.actions.reading import keep_reading
from anjian.evidence.actions.things import register_thing, take_samples, tie_measure

__all__ = [
    "add_custody",
    "add_file",
    "add_thumbnail",
    "answer_act",
    "answer_exculpatory",
    "correct_description",
    "count_place",
    "examine",
    "freeze",
    "keep_reading",
    "link_proof",
    "propose_act",
    "register_all",
    "register_evidence",
    "register_thing",
    "set_proofs",
    "set_up_place",
    "sign_together",
    "state_fact",
    "take_samples",
    "tie_measure",
]
