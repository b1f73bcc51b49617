"""What a procedure looks up once says what its file says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anjian.procedures import registry
from anjian.procedures.spec import Procedure, State


@pytest.mark.parametrize("procedure", registry.ALL, ids=lambda p: p.key)
def test_steps_of_a_state_are_those_that_name_it(procedure: Procedure) -> None:
    for state in procedure.states:
        named = tuple(s for s in procedure.steps if any(x.code == state.code for x in s.source))
        assert procedure.steps_from(state.code) == named
    assert procedure.steps_from("nowhere") == ()
    assert [procedure.step(s.code) for s in procedure.steps] == list(procedure.steps)
    assert {s.code: s.articles for s in procedure.steps} == {
        s.code: tuple(str(c) for c in s.cites) for s in procedure.steps
    }


def test_a_changed_procedure_does_not_keep_the_lookups_of_the_one_it_was_made_of() -> None:
    procedure = registry.ALL[0]
    assert procedure.steps_from(procedure.opening.code)
    moved = tuple(replace(s, source=(State("elsewhere", "别处"),)) for s in procedure.steps)
    changed = replace(procedure, steps=moved)
    assert changed.steps_from(procedure.opening.code) == ()
    assert changed.steps_from("elsewhere") == moved


def test_the_version_in_force_is_the_newest_that_has_begun() -> None:
    for procedure in registry.ALL:
        first = date.fromisoformat(procedure.version)
        assert registry.current(procedure.code, first) is procedure
    oldest = min(date.fromisoformat(p.version) for p in registry.ALL if p.code == "ordinary_penalty")
    with pytest.raises(KeyError):
        registry.current("ordinary_penalty", oldest - timedelta(days=1))
