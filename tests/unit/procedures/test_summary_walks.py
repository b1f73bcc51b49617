"""Random lawful walks on the spot: never an uncited step, never a dead end, wherever the officers turn."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from anjian.procedures import engine
from tests.unit.procedures import test_random_walks as walks
from tests.unit.procedures.test_summary_penalty import spot
from tests.unit.procedures.world import World, uid

NO = "示应急当罚〔2026〕1号"


EXITS = {"turn_ordinary", "spare_summary", "suspend", "redo", "request_stop"}


def said(step: Any, w: World, draw: Any) -> dict[str, Any]:
    """Lawful inputs: those of every walk, and the words of a penalty on the spot."""
    given_ = walks.inputs(step, w, draw)
    told = w.facts.last("tell_summary")
    known = {
        "handlers": (uid("wang"), uid("zhao")),
        "warning": bool(told.get("warning")) if told else draw(st.booleans()),
        "paid_amount": Decimal(draw(st.sampled_from([50, 100]))),
        "attitude": "none",
        "outcome": "keep",
        "pay_by": "bank",
        "method": "direct",
        "decision_no": NO,
        "counted_on": w.today,
        "amount": Decimal(100),
        "plan": [],
    }
    return {**given_, **{k: v for k, v in known.items() if k in given_ or k == "warning"}} | (
        {} if any(f.code == "warning" for f in step.fields) else {"warning": None}
    )


def prepare(w: World) -> None:
    """Papers are finished; the form of the spot is numbered and signed."""
    walks.prepare(w)
    done = tuple(
        replace(
            d,
            no=NO,
            signed_by=("party", "officer", "officer2"),
            fields={**d.fields, "party_name": "某店", "facts": "事实", "basis": "依据", "penalty": "罚款"},
        )
        if d.code in {"D24", "D25"}
        else d
        for d in w.facts.documents
    )
    w.facts = replace(w.facts, documents=done)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_walk_on_the_spot_never_gets_lost(data: st.DataObject) -> None:
    w = spot()
    w.fine = Decimal(100)
    draw: Any = data.draw
    for _ in range(40):
        w.go_to(w.today)
        prepare(w)
        lawful = []
        for who, step, proceeding in walks.candidates(w):
            inputs = {k: v for k, v in said(step, w, draw).items() if v is not None}
            planned = w.plan(who, step.code, proceeding, **inputs)
            if isinstance(planned, engine.Plan):
                lawful.append((who, planned, proceeding))
            else:
                assert planned
                assert all(r.cites and r.reason for r in planned), planned
        if w.states[w.facts.case_id][0].state(w.state).terminal:
            break
        moving = [x for x in lawful if x[1].to_state != x[1].from_state or x[1].becomes]
        if not lawful:
            w.after_working_days(3)
            continue
        found = moving if moving and data.draw(st.integers(0, 2)) else lawful
        # The exits stand open at every step; a walk that always took them would see little of the road.
        ahead = [x for x in found if x[1].step not in EXITS]
        found = ahead if ahead and data.draw(st.integers(0, 7)) != 7 else found
        who, planned, proceeding = data.draw(st.sampled_from(found))
        assert planned.cites
        w.apply(who, planned, proceeding)
    event(w.state)
    assert w.facts.history, "somebody can act on every file"
    if w.facts.last("deliver_summary"):
        assert {"summary_report", "reconsideration"} <= {c.code for c in w.facts.clocks}
