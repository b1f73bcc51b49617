"""Suspend, resume, redo, reopen: the same four steps in every procedure, with clocks counted anew."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from anjian.procedures import engine, registry
from anjian.procedures.controls import CODES
from anjian.procedures.spec import Procedure
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World

WHY = {"ground": "self_correction", "reason": "发现前面的手续有误，应当重做。"}
QUASHED = {
    "ground": "judgment",
    "authority": "云州市中级人民法院",
    "paper_no": "（2026）云行终1号",
    "reason": "判决撤销并责令重新作出决定。",
}


def seq_of(w: World, step: str) -> int:
    taken = w.facts.last(step)
    assert taken is not None
    return taken.seq


@pytest.mark.parametrize("procedure", registry.ALL, ids=lambda p: p.code)
def test_every_procedure_has_all_four(procedure: Procedure) -> None:
    steps = {step.code: step for step in procedure.steps}
    assert set(steps) >= CODES
    working = {x.code for x in procedure.states if not x.terminal and not x.side}
    assert {x.code for x in steps["suspend"].source} == working
    assert {x.code for x in steps["reopen"].source} == {x.code for x in procedure.states if x.terminal}
    assert all(steps[code].cites for code in CODES)


def discussed(w: World) -> None:
    """A heavy case whose collective discussion was held."""
    s.to_review_of_defence(w, 80000)
    s.discussion(w, 80000)


class TestRedo:
    def test_goes_back_before_the_step_and_keeps_the_record(self) -> None:
        w = World()
        s.to_notice_served(w)
        before = len(w.facts.history)
        planned = w.take("chen", "redo", from_step=seq_of(w, "prepare_notice"), **WHY)
        assert w.state == "legal_review"
        assert planned.undoes == {t.seq for t in w.facts.undone}
        assert {"prepare_notice", "serve_notice"} <= {t.step for t in w.facts.undone}
        assert len(w.facts.history) + len(w.facts.undone) == before + 1
        assert w.facts.document("D29") is None

    def test_counts_the_clocks_anew_from_the_standing_steps(self) -> None:
        w = World()
        s.to_notice_served(w)
        decision = w.facts.clock("decision")
        assert w.facts.clock("defence") is not None
        w.after_working_days(9)
        w.take("chen", "redo", from_step=seq_of(w, "serve_notice"), **WHY)
        assert w.facts.clock("defence") is None
        again = w.facts.clock("decision")
        assert again is not None
        assert decision is not None
        assert (again.started_on, again.due_on, again.status) == (
            decision.started_on,
            decision.due_on,
            "running",
        )
        assert w.facts.document("D29", status="issued") is not None
        assert w.facts.document("D29", status="served") is None

    def test_takes_child_proceedings_with_it(self) -> None:
        w = World()
        discussed(w)
        held = w.child("collective_discussion")
        w.take("chen", "redo", from_step=seq_of(w, "open_discussion"), **WHY)
        assert w.facts.child("collective_discussion") is None
        assert held not in w.states
        assert not [t for t in w.facts.history if t.proceeding_id == held]
        assert [t for t in w.facts.undone if t.proceeding_id == held]
        assert w.state == "review_of_defence"

    def test_of_a_child_leaves_the_case_where_it_is(self) -> None:
        w = World()
        s.to_review_of_defence(w, 80000)
        w.take("liu", "open_discussion", subject="处罚建议")
        child = w.child("collective_discussion")
        w.go_to(w.today + timedelta(days=1))
        w.take("li", "hold_discussion", child, **s.discussion_inputs(w, 80000))
        first = next(t for t in w.facts.history if t.proceeding_id == child)
        state = w.state
        w.take("chen", "redo", child, from_step=first.seq, **WHY)
        assert w.state == state
        assert w.states[child][1] == first.from_state

    def test_is_refused_for_a_step_that_no_longer_stands(self) -> None:
        w = World()
        s.to_notice_served(w)
        seq = seq_of(w, "serve_notice")
        w.take("chen", "redo", from_step=seq, **WHY)
        assert "step_stands" in w.refusals("chen", "redo", from_step=seq, **WHY)
        assert "step_stands" in w.refusals("chen", "redo", from_step=seq_of(w, "redo"), **WHY)

    def test_is_not_for_the_handler(self) -> None:
        w = World()
        s.to_notice_served(w)
        codes = w.refusals("wang", "redo", from_step=seq_of(w, "serve_notice"), **WHY)
        assert {"wrong_role", "approver_is_not_handler"} <= codes


class TestReopen:
    def test_starts_the_ninety_days_on_the_day_of_the_judgment(self) -> None:
        w = World()
        s.to_archived(w)
        w.go_to(w.today + timedelta(days=200))
        day = w.today - timedelta(days=2)
        w.take("li", "reopen", from_step=seq_of(w, "report"), effective_on=day, **QUASHED)
        assert w.state == "investigating"
        clock = w.facts.clock("decision")
        assert clock is not None
        assert clock.started_on == day
        assert clock.due_on >= day + timedelta(days=90)
        assert clock.status == "running"
        assert not w.facts.ran_out("decision")
        assert w.facts.clock("payment") is None
        assert w.facts.decision is None

    def test_wants_the_paper(self) -> None:
        w = World()
        s.to_archived(w)
        told = {**QUASHED, "authority": "", "paper_no": ""}
        codes = w.refusals("li", "reopen", from_step=seq_of(w, "report"), effective_on=w.today, **told)
        assert "reopening_has_its_paper" in codes

    def test_the_same_again_on_the_same_facts_is_refused(self) -> None:
        w = World()
        s.to_executing(w)
        w.take("li", "redo", from_step=seq_of(w, "decide"), **QUASHED)
        assert w.state == "decision_due"
        assert "not_the_same_again" in w.refusals(
            "li", "decide", fine_amount=Decimal(30000), opinion="同意。"
        )
        w2 = World()
        s.to_executing(w2)
        w2.take("li", "redo", from_step=seq_of(w2, "decide"), for_procedure=True, **QUASHED)
        assert "not_the_same_again" not in w2.refusals(
            "li", "decide", fine_amount=Decimal(30000), opinion="不"
        )


class TestSuspend:
    def test_at_every_point_of_the_main_line_and_back(self) -> None:
        points = (s.to_filed, s.to_case_review, s.to_notice_due, s.to_notice_served, s.to_review_of_defence)
        for reach in (*points, s.to_decision_due, s.to_decided, s.to_executing):
            w = World()
            reach(w)
            state = w.state
            w.take("chen", "suspend", ground="other_case", reason="须等待另一案件的结果。")
            assert w.state == "suspended"
            procedure, here, seen = w.view("chen")
            assert {o.step for o in engine.options(procedure, state=here, facts=seen) if o.allowed} >= {
                "resume"
            }
            w.take("chen", "resume", reason="另一案件已经有结果。")
            assert w.state == state

    def test_children_that_judge_the_case_stand_still_with_it(self) -> None:
        w = World()
        s.to_review_of_defence(w, 80000)
        w.take("liu", "open_discussion", subject="处罚建议")
        w.take("chen", "suspend", ground="other_case", reason="须等待另一案件的结果。")
        codes = w.refusals("li", "hold_discussion", w.child("collective_discussion"))
        assert "case_suspended" in codes
