"""Redo and reopen on real cases: the record stays, papers are withdrawn, clocks and columns follow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from anjian.audit.queries import check_chain
from anjian.cases.models import StepTaken
from anjian.cases.queries import picture_of, steps
from anjian.deadlines import queries as deadlines
from anjian.deadlines.models import Clock
from anjian.documents import queries as papers
from anjian.evidence.queries import freeze_of
from tests.action.faults.fault import case_of, standing_copy, take
from tests.factories.town import go_on

if TYPE_CHECKING:
    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
WHY = {"ground": "self_correction", "reason": "送达手续有误，应当重新送达。"}


def at(track: str, stage: str) -> Any:
    return pytest.mark.parametrize("standing", [(track, stage)], indirect=True)


def seq_of(p: Play, step: str) -> int:
    return next(row["seq"] for row in reversed(steps(p.place.org_id, case_of(p).id)) if row["step"] == step)


def running(p: Play) -> dict[str, Any]:
    return {c.code: c for c in deadlines.clocks_of(p.place.org_id, [case_of(p).id]) if c.status == "open"}


@at("light", "notice_served")
def test_a_notice_is_served_again(standing: Play) -> None:
    p = standing_copy(standing)
    before = running(p)
    many = len(steps(p.place.org_id, case_of(p).id))
    take(p, "redo", by="leader", from_step=seq_of(p, "serve_notice"), **WHY)
    case = case_of(p)
    assert case.state == "notice_due"
    assert len(steps(p.place.org_id, case.id)) == many + 1
    rows = {row.code: row for row in papers.list_of(p.place.org_id, case.id) if row.status != "withdrawn"}
    assert rows["D29"].status == "issued"
    assert rows["D29"].served_on is None
    assert "D43" not in rows
    after = running(p)
    assert "defence" in before
    assert "defence" not in after
    assert after["decision"].due_on == before["decision"].due_on
    voided = Clock.objects.filter(org_id=p.place.org_id, case_id=case.id, status="void")
    assert set(voided.values_list("code", flat=True)) >= {"defence", "decision"}
    assert check_chain(p.place.org_id, case.id) is None
    go_on(p, "decided")
    assert case_of(p).state == "decided"


@at("light", "archived")
def test_a_quashed_decision_is_made_anew(standing: Play) -> None:
    p = standing_copy(standing)
    p.now += timedelta(days=120)
    old = papers.list_of(p.place.org_id, case_of(p).id)
    decision = next(row for row in old if row.code in {"D36", "D37"} and row.status != "withdrawn")
    take(
        p,
        "reopen",
        by="head",
        from_step=seq_of(p, "prepare_notice"),
        effective_on=p.today,
        ground="judgment",
        authority="云州市中级人民法院",
        paper_no="（2027）云01行终7号",
        for_procedure=True,
        reason="判决以违反法定程序为由撤销，责令重新作出决定。",
    )
    case = case_of(p)
    assert (case.state, case.decided_on, case.closed_on, case.archived_on, case.fine_yuan) == (
        "case_review",
        None,
        None,
        None,
        None,
    )
    assert freeze_of(p.place.org_id, case.id) is None
    clock = running(p)["decision"]
    assert clock.start_on == p.today
    now = {row.id: row for row in papers.list_of(p.place.org_id, case.id)}
    assert now[decision.id].status == "withdrawn"
    assert now[decision.id].no == decision.no
    picture = picture_of(case, p.who("lead"), now=p.now)
    assert picture.facts.last("decide") is None
    assert any(t.step == "decide" for t in picture.facts.undone)
    assert check_chain(p.place.org_id, case.id) is None
    go_on(p, "archived")
    assert case_of(p).state == "archived"


@at("light", "investigating")
def test_a_record_may_tell_of_steps_that_the_file_no_longer_has(standing: Play) -> None:
    p = standing_copy(standing)
    case = case_of(p)
    last = StepTaken.objects.filter(org_id=case.org_id, case_id=case.id).order_by("-seq").first()
    assert last is not None
    told = {"reason": "旧版程序中的步骤", "amount": "12"}
    StepTaken.objects.create(
        org_id=case.org_id,
        case_id=case.id,
        seq=last.seq + 1,
        procedure=case.procedure,
        step="propose_transfer",
        label="提出移送",
        from_state=case.state,
        to_state=case.state,
        inputs=told,
        actor=last.actor,
        actor_id=last.actor_id,
        at=p.now,
    )
    picture = picture_of(case, p.who("lead"), now=p.now)
    assert picture.facts.history[-1].step == "propose_transfer"
    assert picture.facts.history[-1].inputs == told
