"""Golden cases that rest, turn back and begin again, or whose papers are hard to deliver: none is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from anjian.audit.queries import check_chain
from anjian.cases import queries
from anjian.deadlines.queries import clocks_of
from anjian.documents import queries as papers_of
from tests.action.faults import after, scenes, traces
from tests.action.faults import measures as x
from tests.action.faults.fault import case_of, standing_copy, take
from tests.action.faults.rows_children import SERVICE, announced, attempt_inputs, deliver, open_service, tried
from tests.action.faults.rows_controls import redo, reopen, resume, suspend
from tests.action.faults.rows_decision import HEARING, REVIEW, TALK, hearing_notified, talk, talk_opened
from tests.action.faults.rows_inquiry import DECISION, grant
from tests.factories import inputs as i
from tests.factories.town import go_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db


def at(track: str, stage: str) -> Any:
    return pytest.mark.parametrize("standing", [(track, stage)], indirect=True)


@pytest.fixture
def p(standing: Play) -> Iterator[Play]:
    """A case of one's own; afterwards its record must hold and tell of no refusal."""
    mine = standing_copy(standing)
    refused = len(traces.refusals_on_record(mine.place.org_id))
    yield mine
    assert check_chain(mine.place.org_id, case_of(mine).id) is None
    assert len(traces.refusals_on_record(mine.place.org_id)) == refused


def to_the_archive(p: Play) -> None:
    go_on(p, "archived")
    assert case_of(p).state == "archived"


def running(p: Play) -> dict[str, Any]:
    return {c.code: c for c in clocks_of(p.place.org_id, [case_of(p).id]) if c.status == "open"}


def child_state(p: Play, procedure: str) -> str:
    rows = queries.proceedings(p.place.org_id, case_of(p).id)
    return next(r["state"] for r in reversed(rows) if r["procedure"].split("@")[0] == procedure)


class TestRest:
    @at("heavy", "notice_served")
    def test_a_case_rests_while_the_party_can_speak_and_goes_on(self, p: Play) -> None:
        before = running(p)["decision"].due_on
        suspend()(p)
        p.wait(days=4)
        resume()(p)
        assert case_of(p).state == "notice_served"
        assert running(p)["decision"].due_on == before
        to_the_archive(p)

    @at("light", "executing")
    def test_carrying_out_rests_during_a_suit_and_goes_on(self, p: Play) -> None:
        suspend(ground="remedy")(p)
        p.wait(days=6)
        resume()(p)
        to_the_archive(p)

    @at("light", "investigating")
    def test_a_seizure_rests_and_is_settled(self, p: Play) -> None:
        x.seized(p)
        suspend(child=x.SEIZURE)(p)
        p.wait(days=2)
        resume(child=x.SEIZURE)(p)
        take(p, "propose_outcome", child=x.SEIZURE, **x.outcome())
        take(p, "decide_outcome", by="leader", child=x.SEIZURE, **i.OPINION)
        assert child_state(p, x.SEIZURE) == "seizure_decided"

    @at("light", "lead")
    def test_a_penalty_on_the_spot_rests_before_it_is_paid(self, p: Play) -> None:
        after.recorded()(p)
        suspend(ground="remedy")(p)
        p.wait(days=3)
        resume()(p)
        take(p, "record_payment", **i.payment(p, 1000))
        take(p, "perform", performed_on=p.today)
        assert case_of(p).state == "performed"


class TestAgain:
    @at("light", "notice_served")
    def test_a_notice_is_served_again_and_the_case_goes_to_the_archive(self, p: Play) -> None:
        redo("serve_notice")(p)
        assert case_of(p).state == "notice_due"
        assert "defence" not in running(p)
        to_the_archive(p)

    @at("light", "decided")
    def test_a_decision_is_corrected_by_the_bureau_itself(self, p: Play) -> None:
        redo("decide", by="head")(p)
        assert case_of(p).state == "decision_due"
        take(p, "decide", by="head", **DECISION)
        to_the_archive(p)

    @at("heavy", "review_of_defence")
    def test_a_discussion_is_held_again_with_the_same_leaders(self, p: Play) -> None:
        talk_opened(p)
        talk()(p)
        redo("hold_discussion", child=TALK, by="head")(p)
        p.wait(days=1)
        talk()(p)
        p.papers("D35")
        take(p, "conclude_discussion", by="head", child=TALK)
        to_the_archive(p)

    @at("heavy", "case_review")
    def test_a_review_is_taken_up_again(self, p: Play) -> None:
        p.papers("D27")
        take(p, "request_legal_review", by="unit_head", note="请予审核。")
        take(p, "accept_legal_review", by="reviewer", child=REVIEW)
        redo("accept_legal_review", child=REVIEW, by="head")(p)
        take(p, "accept_legal_review", by="reviewer", child=REVIEW)
        p.papers("D28", result="同意")
        take(p, "pass_legal_review", by="reviewer", child=REVIEW, **i.review())
        assert child_state(p, REVIEW) == "review_passed"

    @at("light", "archived")
    def test_after_a_judgment_the_notice_and_all_that_follows_is_done_again(self, p: Play) -> None:
        p.now += timedelta(days=120)
        reopen("prepare_notice", for_procedure=True)(p)
        assert running(p)["decision"].start_on == p.today
        to_the_archive(p)

    @at("light", "archived")
    def test_the_procuratorate_has_a_closed_case_carried_out_anew(self, p: Play) -> None:
        p.now += timedelta(days=60)
        reopen(
            "serve_decision",
            ground="supervision",
            authority="云州市人民检察院",
            paper_no="云检行监〔2027〕3号",
        )(p)
        assert case_of(p).state == "decided"
        to_the_archive(p)


class TestTheBench:
    @at("heavy", "notice_served")
    def test_a_chair_steps_back_and_another_hears_the_party(self, p: Play) -> None:
        grant(p, "何清", "hearing_chair")
        hearing_notified(p)
        grounds = {"requested_by": "当事人", "requested_on": p.today, "grounds": "主持人与本案有利害关系。"}
        take(p, "request_hearing_recusal", child=HEARING, seat="chair", **grounds)
        take(p, "decide_hearing_recusal", by="head", child=HEARING, upheld=True, **i.REASON)
        other = p.place.officers["何清"]
        take(p, "appoint_hearing", by="leader", child=HEARING, **i.appointment(p, days=21, chair=other))
        p.papers("D32")
        take(p, "serve_hearing_notice", child=HEARING, **i.service(p))
        began = i.hour_of(p, 21)
        p.now = began + timedelta(hours=2, minutes=30)
        rows = (("何清", "chair"), ("王虎", "investigator"), ("赵喆", "party"))
        people = tuple({"name": n, "capacity": c} for n, c in rows)
        said = {"opened_at": began, "ended_at": began + timedelta(hours=2), "summary": "双方举证、质证。"}
        take(p, "hold_hearing", by="何清", child=HEARING, attendees=people, **said)
        p.papers("D33")
        take(p, "check_hearing_record", by="何清", child=HEARING, read=True, signed=True)
        p.crew.chair = "何清"
        p.papers("D34")
        take(p, "report_hearing", by="何清", child=HEARING, recommendation="lighter", opinion="建议从轻。")
        assert child_state(p, HEARING) == "hearing_reported"


class TestDelivery:
    @at("light", "decided")
    def test_a_public_notice_runs_after_every_other_way_failed(self, p: Play) -> None:
        p.papers("D36")
        open_service()(p)
        announced(p)
        due = running(p)["service_announcement"].due_on
        p.now += due - p.today + timedelta(days=1)
        take(
            p,
            "complete_announcement",
            child=SERVICE,
            served_on=due,
            posted_throughout=True,
            officers=i.both(p),
        )
        rows = papers_of.list_of(p.place.org_id, case_of(p).id, withdrawn=False)
        assert next(r for r in rows if r.code == "D36").served_on == due
        assert child_state(p, SERVICE) == "service_delivered"

    @at("light", "decided")
    def test_a_second_visit_finds_the_head_of_the_firm(self, p: Play) -> None:
        p.papers("D36")
        open_service()(p)
        tried()(p)
        p.wait(days=1)
        deliver()(p)
        assert attempt_inputs(p)["failure"] == "absent"
        assert child_state(p, SERVICE) == "service_delivered"

    @at("light", "notice_served")
    def test_the_address_is_confirmed_before_papers_go_by_mail(self, p: Play) -> None:
        take(
            p,
            "confirm_address",
            address="云州市临江区码头路1号",
            phone="029-88880000",
            electronic_consent=False,
        )
        p.papers("D44")
        assert scenes.paper(p, "D44").status in {"issued", "served"}
        to_the_archive(p)


class TestLateDeferral:
    @at("light", "executing")
    def test_is_granted_after_the_fifteen_days_and_moves_the_term(self, p: Play) -> None:
        p.wait(days=17)
        before = running(p)["payment"].due_on
        assert before < p.today
        after.deferred(20, 50)(p)
        assert case_of(p).state == "deferred"
        assert running(p)["payment"].due_on == p.said["due"][-1]
        for _ in p.said["due"]:
            p.wait(days=12)
            take(p, "record_payment", **i.payment(p, 10_000))
        take(p, "perform", performed_on=p.today)
        assert case_of(p).state == "performed"
