"""What must hold after every step of a walk, and of every refusal on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.kit.errors import Refusal
from anjian.procedures import engine, registry
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Step
from tests.unit.procedures.walks.recount import recount

if TYPE_CHECKING:
    from tests.unit.procedures.walks.walker import Walk


def look(walk: Walk) -> None:
    """The record is whole, and every clock of every proceeding is what an independent count gives."""
    f = walk.w.facts
    numbers = [t.seq for t in (*f.history, *f.undone)]
    assert len(set(numbers)) == len(numbers) == walk.count, walk.trail
    for proceeding in walk.w.states:
        own = [t for t in f.history if t.proceeding_id == proceeding]
        procedures = {t.procedure: registry.get(t.procedure) for t in own}
        expected = recount(procedures, own, walk.seen)
        found = {c.code: c for c in f.clocks if c.proceeding_id == proceeding}
        assert set(found) == set(expected), (set(found) ^ set(expected), walk.trail)
        for code, clock in found.items():
            counted = expected[code]
            told = (clock.status, clock.due_on)
            assert told == (counted.status, counted.due_on), (code, told, counted, walk.trail)
    assert {c.proceeding_id for c in f.clocks} <= set(walk.w.states), walk.trail


def as_if_never_taken(
    walk: Walk, plan: engine.Plan, proceeding: UUID, before: CaseFacts, states: dict[UUID, Any]
) -> None:
    """State, documents and children are what they were without the undone steps."""
    f = walk.w.facts
    first = min(t.seq for t in before.history if t.seq in plan.undoes and t.proceeding_id == proceeding)
    named = next(t for t in before.history if t.seq == first)
    assert plan.inputs["from_step"] == first
    assert walk.w.states[proceeding][1] == named.from_state, walk.trail
    gone = {t.seq for t in before.history} - {t.seq for t in f.history}
    assert gone == set(plan.undoes)
    later = {t.seq for t in before.history if t.proceeding_id == proceeding and t.seq >= first}
    fallen = {p for p, seq in walk.opened.items() if seq in gone and p in states}
    assert set(plan.fallen) == fallen, walk.trail
    within = {t.seq for t in before.history if t.proceeding_id in fallen}
    assert gone == later | within, walk.trail
    assert {c.proceeding_id for c in f.children} == {c.proceeding_id for c in before.children} - fallen
    for p in set(states) - fallen - {proceeding}:
        assert walk.w.states[p] == states[p], walk.trail
    kept = {d.id: d for d in f.documents}
    for d in before.documents:
        stays = walk.made.get(d.id, 0) not in gone and d.proceeding_id not in fallen
        assert (d.id in kept) is stays, (d.code, walk.trail)
        if stays and walk.served.get(d.id) in gone:
            assert kept[d.id].status == "issued", (d.code, walk.trail)
        elif stays:
            assert kept[d.id] == d, (d.code, walk.trail)
    assert not [t for t in f.history if t.proceeding_id in fallen]


def says_its_law(refusal: Refusal, step: Step) -> None:
    """No refusal without its sentence, its articles, who may and what to do."""
    assert refusal.reason, (step.code, refusal)
    assert refusal.cites, (step.code, refusal)
    assert all(c.startswith("《") for c in refusal.cites), (step.code, refusal)
    assert refusal.who, (step.code, refusal)
    assert refusal.cure, (step.code, refusal)
