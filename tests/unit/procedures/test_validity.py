"""The compiler view: a case in order shows nothing, and every error shows itself with article and cure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from anjian.law.datafiles import read_yaml
from anjian.procedures import examples, registry, validity
from anjian.procedures.validity import ERRORS, GRAVITIES, Check, checks, examine
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World

OWN = read_yaml(Path(validity.__file__).parent / "examples.yaml")
BY_STEP = {g.code for p in registry.ALL for step in p.steps for g in step.guards}
CHECKS = {check.code: check for check in checks()}
MINE = sorted(code for code in CHECKS if code not in BY_STEP)


def judged(check: Check, kind: str) -> Any:
    facts, _inputs = examples.build(OWN[check.code][kind] or {})
    assert check.applies(facts), "the example must have come so far"
    return check.rule(facts)


def test_every_check_has_its_examples_and_no_example_is_left_over() -> None:
    assert sorted(OWN) == MINE


@pytest.mark.parametrize("code", MINE)
def test_an_example_in_order_passes(code: str) -> None:
    assert judged(CHECKS[code], "passes") is True


@pytest.mark.parametrize("code", MINE)
def test_an_example_with_the_defect_is_found(code: str) -> None:
    facts, _inputs = examples.build(OWN[code]["refuses"])
    found = {d.code: d for d in examine(facts).defects}
    assert code in found
    defect = found[code]
    assert defect.cites
    assert all(c.startswith("《") and "第" in c for c in defect.cites)
    assert defect.who
    assert defect.cure
    assert defect.consequence


def test_all_fifteen_errors_are_asked_for() -> None:
    assert {check.error for check in CHECKS.values()} >= set(ERRORS)
    assert {check.gravity for check in CHECKS.values()} == set(GRAVITIES)


def test_cures_name_steps_that_exist() -> None:
    steps = {step.code for p in registry.ALL for step in p.steps}
    assert {check.cured_by for check in CHECKS.values() if check.cured_by} <= steps


@pytest.mark.parametrize(
    "reach",
    [s.to_filed, s.to_case_review, s.to_notice_due, s.to_notice_served, s.to_review_of_defence,
     s.to_decision_due, s.to_decided, s.to_executing, s.to_performed, s.to_archived],
    ids=lambda f: f.__name__,
)  # fmt: skip
def test_a_case_in_order_shows_nothing(reach: Any) -> None:
    w = World()
    reach(w)
    report = examine(w.facts)
    assert report.defects == ()
    assert report.in_order
    assert len(report.in_order) + len(report.not_due) == len(CHECKS)


def test_a_heavy_case_with_hearing_and_discussion_shows_nothing() -> None:
    w = World()
    s.to_notice_served(w, 80000)
    s.hearing(w)
    s.review_defence(w, 80000)
    report = examine(w.facts)
    assert [d for d in report.defects if d.gravity != "risk"] == []


def test_the_gravest_come_first() -> None:
    facts, _ = examples.build(
        {
            "org": {"may_penalise": False},
            "history": [{"step": "file"}, {"step": "start_investigation", "inputs": {}}],
            "clocks": [{"code": "decision", "due_on": s.World().today}],
        }
    )
    order = [d.gravity for d in examine(facts).defects]
    assert order[0] == "void"
    assert order == sorted(order, key=list(GRAVITIES).index)
