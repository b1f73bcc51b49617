"""Random lawful walks through every procedure, with suspension, redo and reopening at any point.

After each step: it cites its law, the record is whole, every clock is what an independent count of the
steps that stand gives, and what was done again is as if it had not been done. No refusal is without its
articles, and from wherever a walk came to its file can be brought to an end.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anjian.procedures import registry
from anjian.procedures.controls import CODES
from anjian.procedures.spec import Procedure
from tests.unit.procedures.walks.starts import begin
from tests.unit.procedures.walks.walker import Walk

TAKEN_AT_LEAST = 0.9
"""The share of a procedure's steps that its walks must take at least once."""


def walk_to(procedure: Procedure, goal: str, number: int, *, controls: float) -> Walk:
    """Head for one step, wandering on the way, then bring the file to an end."""
    w, opens = begin(procedure, number, goal)
    walk = Walk(w, Random(f"{procedure.key} {goal} {number}"))
    if opens:
        assert walk.go(opens, moves=30, wander=0.0), (opens, walk.trail)
    walk.focus = procedure.code
    walk.go(goal, moves=90, controls=controls)
    return walk


def to_the_end(walk: Walk) -> None:
    """No dead end: time, papers and lawful steps bring the file to its end."""
    assert walk.go(None, moves=160, wander=0.02), walk.stuck()


@pytest.mark.parametrize("procedure", registry.ALL, ids=lambda p: p.code)
def test_walks_head_for_every_step_and_come_to_an_end(procedure: Procedure) -> None:
    goals = [step.code for step in procedure.steps]
    taken: Counter[str] = Counter()
    reached: set[str] = {procedure.opening.code}
    ended = 0
    for number, goal in enumerate(goals * (3 if len(goals) < 20 else 2)):
        walk = walk_to(procedure, goal, number, controls=0.05)
        if number % 3 == 0:
            to_the_end(walk)
        taken += Counter({code: n for (p, code), n in walk.taken.items() if p == procedure.code})
        reached |= {state for p, state in walk.visited if p == procedure.code}
        ended += walk.ended[procedure.code]
    left = [code for code in goals if not taken[code]]
    states = {state.code for state in procedure.states}
    share = f"{len(goals) - len(left)}/{len(goals)} steps, {len(reached & states)}/{len(states)} states"
    print(f"{procedure.code}: {share}, {ended} ends; not taken: {left}; not reached: {states - reached}")
    assert len(reached & states) >= TAKEN_AT_LEAST * len(states)
    assert len(left) <= max(1, (1 - TAKEN_AT_LEAST) * len(goals)), left
    assert ended


@settings(
    max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
@pytest.mark.parametrize("procedure", registry.ALL, ids=lambda p: p.code)
def test_walks_that_stop_and_turn_back_anywhere_come_to_an_end(
    procedure: Procedure, data: st.DataObject
) -> None:
    goal = data.draw(st.sampled_from([s.code for s in procedure.steps if s.code not in CODES]))
    number = data.draw(st.integers(0, 10_000))
    walk = walk_to(procedure, goal, number, controls=0.3)
    to_the_end(walk)
