"""The verdict of one comparator on two claims."""

from __future__ import annotations

from dataclasses import dataclass

from anjian.testimony.model import Claim, Slot


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict of one comparator on two claims."""

    slot: Slot
    score: float
    rule: str
    a: Claim
    b: Claim
    gap: float = 0.0  # how far two values lie apart, 0 to 1


def source_factor(a: Claim, b: Claim) -> float:
    """How far the least certain source lets the two be trusted (1 = both saw or did it)."""
    ideal = {"norm", "plan"}
    if (a.source in ideal) != (b.source in ideal):
        return 0.0  # a rule or a plan does not contradict what happened
    factor = 1.0
    for claim in (a, b):
        factor *= {
            "heard": 0.55,
            "perceived": 0.8,
            "scoped": 0.7,
            "assumed": 0.62,
            "record": 0.7,
            "norm": 0.7,
            "plan": 0.6,
        }.get(claim.source, 1.0)
    return factor
