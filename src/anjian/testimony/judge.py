"""How likely a pair of statements is a contradiction: a small linear model, weights in a file.

The weights are learned from our own labelled cases by `benchmarks/train_crosscheck.py`
(logistic regression in plain Python, deterministic) and shipped as `data/judge.json`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from anjian.testimony.datafile import load
from anjian.testimony.finding import Finding

# a finding this strong stands by itself: two incompatible values for one question of fact
PROOF = 0.55


@lru_cache(maxsize=1)
def _model() -> Mapping[str, float]:
    return {k: float(v) for k, v in load("judge.json")["weights"].items()}


@lru_cache(maxsize=1)
def thresholds() -> tuple[float, float]:
    """Default thresholds (yellow, red) chosen by cross-validation over cases."""
    data = load("judge.json")
    return float(data["yellow"]), float(data["red"])


YELLOW, RED = thresholds()
RIDGE = 1.5


# The more statements of others a new one meets, the likelier a chance clash: each doubling
# beyond a room's worth asks for more evidence (an alarm budget that grows with the case).
ROOM = 30.0
BUDGET = 0.5


def crowd(others: int) -> float:
    """What is taken off the log-odds when a statement meets this many of other persons."""
    return BUDGET * math.log(others / ROOM) if others > ROOM else 0.0


def probability(sight: Mapping[str, float], others: int = 0) -> float:
    """The model's probability that the pair is a contradiction."""
    model = _model()
    total = sum(model.get(name, 0.0) * value for name, value in sight.items()) - crowd(others)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


_SPECIFIC = {
    "order": 0.12,
    "actor": 0.06,
    "sequence": 0.1,
    "quantity": 0.1,
    "clock": 0.08,
    "day": 0.08,
    "present": 0.0,
    "place": 0.05,
}


def preference(finding: Finding) -> float:
    """Which finding names the disputed fact best: a value says more than a bare yes or no."""
    if finding.a.kind == "polar" and not finding.a.key:
        return finding.score - 0.1
    return finding.score + _SPECIFIC.get(finding.a.kind, 0.0)
