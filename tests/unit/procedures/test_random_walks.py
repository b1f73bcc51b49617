"""Random lawful walks: never an uncited step, never a lost clock, never a dead end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anjian.procedures import engine
from anjian.procedures.controls import CODES
from anjian.procedures.spec import Field, Step
from tests.unit.procedures.world import CAST, World, actor, uid

_ROLES = {role: who for who in reversed(CAST) if who != "wai" for role in CAST[who][1]}
_DAYS = {"last_due_on": 60, "new_due_on": 200, "due_on": 60}
_NEVER = {"dismiss", "dismiss_registration"}


def value(field: Field, step: Step, w: World, draw: st.DrawFn) -> Any:
    """A lawful value where the law leaves a choice, else what the situation asks for."""
    if field.code == "fine_amount":
        return w.fine
    if field.code == "paid_amount":
        decided = [t for t in w.facts.history if t.step == "decide"]
        return (decided[-1].get("fine_amount") - w.facts.paid) if decided else Decimal(0)
    if field.code == "chair":
        return uid("li" if step.code == "hold_discussion" else "zhou")
    if field.code == "hearing_at":
        return w.facts.now + timedelta(days=25)
    if field.code == "opened_at":
        return w.facts.now
    if field.code == "basis":
        return "《某规章》第三十一条"
    match field.type:
        case "taken":
            own = [t.seq for t in w.facts.history if t.step not in CODES]
            return draw(st.sampled_from(own)) if own else 0
        case "document":
            papers = [d.id for d in w.facts.documents if d.status == "issued"]
            return draw(st.sampled_from(papers)) if papers else uid("no paper")
        case "text" | "longtext":
            return "随机走查填写的内容。"
        case "date":
            return w.today + timedelta(days=_DAYS.get(field.code, 0))
        case "datetime":
            return w.facts.now
        case "yuan":
            return w.fine if field.code == "amount" else Decimal(0)
        case "int":
            return 0
        case "bool":
            return field.code not in {
                "stop_business",
                "licence",
                "good_reason",
                "upheld",
                "complex",
                "outside_scale",
            } and (field.required or draw(st.booleans()))
        case "choice":
            return draw(st.sampled_from([code for code, _ in field.choices]))
        case "officer" | "person":
            return uid("wang")
        case "officers":
            return (uid("wang"), uid("zhao")) if field.required else ()
        case "table":
            return rows(field, step, w, draw)
    raise AssertionError(field.type)


def rows(field: Field, step: Step, w: World, draw: st.DrawFn) -> list[dict[str, Any]]:
    if field.code == "replies":
        points = [
            row["point"] for t in w.facts.history if t.step == "receive_defence" for row in t.get("points")
        ]
        return [{"point": p, "adopted": "no", "reply": "已经考虑。"} for p in points]
    if field.code == "attendees" and step.code == "hold_discussion":
        return [{"officer": uid(who), "vote": "agree", "view": "同意。"} for who in ("li", "chen", "sun")]
    if field.code == "attendees":
        return [{"name": "某人", "capacity": c} for c in ("chair", "investigator", "party")]
    if field.code == "acts":
        # Inside the statute; outside the band it has its reason, and the leaders discuss it.
        act = {"act": "1", "violation": "WSL-97-7", "target": "unit", "stage": "first", "amount": w.fine}
        return [{**act, "reason": "按情节确定。", "deviation": "另有情况。"}]
    return [{c.code: value(c, step, w, draw) for c in field.columns}]


def inputs(step: Step, w: World, draw: st.DrawFn) -> dict[str, Any]:
    """Lawful inputs of a step; optional ones only where a condition may want them."""
    wanted = {
        "witness",
        "failed_attempts",
        "announced_on",
        "education",
        "closed_reason",
        "others_performed",
        "replies",
        "authority",
        "paper_no",
    }
    given_ = {f.code: value(f, step, w, draw) for f in step.fields if f.required or f.code in wanted}
    given_ = {code: v for code, v in given_.items() if v not in ([], (), None)}
    if given_.get("method") in {"announcement", "electronic"}:
        given_["method"] = "direct"
    if "criminal_suspicion" in given_:
        given_["criminal_suspicion"] = "no"
    if given_.get("channel") == "officer":
        given_["channel"] = "bank"
    if given_.get("ground") == "heavier":
        given_["ground"] = "new_facts"
    if "outcome" in given_ and step.code == "hold_discussion":
        given_["outcome"] = "penalise"
    return given_


def prepare(w: World) -> None:
    """Everything that is no step: papers are finished, evidence is taken, time passes."""
    for d in w.facts.documents:
        if not d.reached("issued"):
            decided = w.facts.last("decide") is not None
            w.paper(d.code, "approved" if d.code in {"D36", "D37"} and not decided else "issued")
    if w.state in {"filed", "investigating"} and not w.facts.evidence:
        w.prove()


def candidates(w: World) -> list[tuple[str, Step, UUID | None]]:
    """Every step of every open proceeding, with somebody whose role may take it."""
    found: list[tuple[str, Step, UUID | None]] = []
    for proceeding, (procedure, state) in w.states.items():
        main = proceeding == w.facts.case_id
        for step in procedure.steps_from(state):
            handler = step.handler_only or "case_officer" in step.by
            who = "wang" if handler else _ROLES[step.by[0]]
            found.append((who, step, None if main else proceeding))
    return found


def check(w: World, plan: engine.Plan) -> None:
    procedure = next(p for p, _ in w.states.values() if p.key == plan.procedure)
    step = procedure.step(plan.step)
    assert plan.cites
    assert all(c.startswith("《") for c in plan.cites)
    for clock in procedure.clocks:
        moved = {op.kind for op in plan.clocks if op.clock == clock.code}
        if step.code in clock.starts_on and clock.until is not None:
            # An approved plan names the next day, or there is none left to wait for.
            assert moved
        elif step.code in clock.starts_on and (clock.when is None or "start" in moved):
            assert "start" in moved
        elif step.code in clock.stops_on:
            assert "stop" in moved
    for op in plan.clocks:
        assert op.kind != "start" or (op.term is None) != (not op.parameter)
        assert isinstance(op.on, date)
        assert not isinstance(op.on, datetime)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_walk_never_gets_lost(data: st.DataObject) -> None:
    w = World()
    w.fine = Decimal(data.draw(st.sampled_from([0, 3000, 30000, 80000])))
    draw: Any = data.draw
    for _ in range(60):
        w.go_to(w.today)
        prepare(w)
        lawful = []
        for who, step, proceeding in candidates(w):
            planned = w.plan(who, step.code, proceeding, **inputs(step, w, draw))
            if isinstance(planned, engine.Plan):
                lawful.append((who, planned, proceeding))
            else:
                assert planned
                assert all(r.cites and r.reason for r in planned), planned
        state = w.states[w.facts.case_id][0].state(w.state)
        if state.terminal:
            # What has ended is over, unless a court or the agency above opens it again.
            assert not [x for x in lawful if x[2] is None and x[1].step != "reopen"]
            break
        moving = [x for x in lawful if x[1].to_state != x[1].from_state]
        if moving and data.draw(st.integers(0, 2)):
            who, planned, proceeding = data.draw(st.sampled_from(moving))
        elif lawful:
            who, planned, proceeding = data.draw(st.sampled_from(lawful))
        else:
            w.after_working_days(3)
            continue
        check(w, planned)
        w.apply(who, planned, proceeding)
        if data.draw(st.integers(0, 3)) == 0:
            w.after_working_days(data.draw(st.integers(1, 8)))
    steps = {(t.procedure, t.step) for t in w.facts.history}
    assert len(w.facts.history) >= 2 or "dismiss" in {code for _, code in steps}
    started = {c.code for c in w.facts.clocks}
    if w.facts.last("file"):
        assert "decision" in started
    if w.facts.last("serve_decision"):
        assert {"service", "payment", "reconsideration", "suit"} <= started


def test_from_every_state_somebody_can_act() -> None:
    """With time and papers, no state of a walk through the main line is a dead end."""
    from tests.unit.procedures import story as s

    for reach in (s.to_filed, s.to_case_review, s.to_notice_due, s.to_notice_served, s.to_review_of_defence,
                  s.to_decision_due, s.to_decided, s.to_executing, s.to_performed, s.to_closed):  # fmt: skip
        w = World()
        reach(w)
        w.issue_all("D36") if w.state == "decision_due" else w.issue_all()
        procedure, state, seen = w.view("wang")
        may = [
            o.step
            for who in CAST
            if who != "wai"
            for o in engine.options(procedure, state=state, facts=replace(seen, actor=actor(who)))
            if o.allowed
        ]
        assert may, w.state
