"""Each condition of each procedure, tried on its passing and its refusing example."""

from __future__ import annotations

import pytest

from anjian.procedures import examples, registry
from anjian.procedures.engine import refusal_of
from anjian.procedures.spec import Guard

GUARDS: dict[str, Guard] = {g.code: g for p in registry.ALL for s in p.steps for g in s.guards}
EXAMPLES = examples.load()
CASES = [(code, kind) for code in sorted(GUARDS) for kind in ("passes", "refuses")]


@pytest.mark.parametrize(("code", "kind"), CASES)
def test_example(code: str, kind: str) -> None:
    facts, inputs = examples.build(EXAMPLES[code][kind])
    verdict = GUARDS[code].holds(facts, inputs)
    assert (verdict is True) == (kind == "passes"), verdict


@pytest.mark.parametrize("code", sorted(GUARDS))
def test_a_refusal_says_what_who_and_how(code: str) -> None:
    facts, inputs = examples.build(EXAMPLES[code]["refuses"])
    refusal = refusal_of(GUARDS[code], GUARDS[code].holds(facts, inputs))
    assert refusal.cites
    assert all(c.startswith("《") and "第" in c for c in refusal.cites)
    assert refusal.who
    assert refusal.cure
    assert len(refusal.reason) > 5


def test_conditions_of_one_name_are_one_condition() -> None:
    for p in registry.ALL:
        for s in p.steps:
            assert all(GUARDS[g.code] is g for g in s.guards)
