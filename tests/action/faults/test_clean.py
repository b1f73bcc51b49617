"""Cases in order: nothing is refused that the law allows, and every record holds to the end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from anjian.audit.queries import check_chain
from anjian.cases.queries import steps
from anjian.documents import queries as papers_of
from tests.action.faults import scenes, traces
from tests.action.faults.fault import case_of, standing_copy, take
from tests.action.faults.rows_decision import HEARING, REVIEW, hearing_notified
from tests.factories import inputs as i
from tests.factories.town import a_case, go_on

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


def state(p: Play) -> str:
    return case_of(p).state


def close(p: Play, result: str = "已处理完毕，隐患已整改复查。") -> None:
    take(p, "request_closing", result=result)
    p.papers("D51")
    take(p, "close", by="leader", opinion="同意结案。")


def to_the_archive(p: Play) -> None:
    go_on(p, "archived")
    assert state(p) == "archived"
    assert all(
        row.status in {"issued", "served", "withdrawn"}
        for row in papers_of.list_of(p.place.org_id, case_of(p).id)
    )


class TestAPenalty:
    @at("light", "archived")
    def test_with_defence(self, p: Play) -> None:
        assert state(p) == "archived"

    @at("heavy", "archived")
    def test_with_legal_review_and_discussion(self, p: Play) -> None:
        assert state(p) == "archived"

    @at("light", "notice_served")
    def test_without_defence(self, p: Play) -> None:
        p.said["story"]["defence"] = ""
        to_the_archive(p)

    @at("heavy", "notice_served")
    def test_with_hearing(self, p: Play) -> None:
        hearing_notified(p)
        began = case_hour(p)
        p.now = began + timedelta(hours=2, minutes=30)
        people = (("高明", "chair"), ("王虎", "investigator"), ("赵喆", "party"))
        lawyer = {"name": "律师", "capacity": "agent", "mandate": "2026年10月20日授权委托书"}
        take(
            p,
            "hold_hearing",
            by="chair",
            child=HEARING,
            opened_at=began,
            ended_at=began + timedelta(hours=2),
            attendees=(*({"name": n, "capacity": c} for n, c in people), lawyer),
            summary="双方举证、申辩并质证。",
        )
        p.papers("D33")
        take(p, "check_hearing_record", by="chair", child=HEARING, read=True, signed=True)
        p.papers("D34")
        take(
            p,
            "report_hearing",
            by="chair",
            child=HEARING,
            recommendation="uphold",
            opinion="建议维持。",
        )
        p.wait(days=1)
        take(p, "review_defence", **i.answer(p, replies=()))
        take(p, "review_after_hearing", by="unit_head", note="听证后再次送审。")
        take(p, "accept_legal_review", by="reviewer", child=REVIEW)
        p.papers("D28", result="同意")
        take(p, "pass_legal_review", by="reviewer", child=REVIEW, **i.review())
        go_on(p, "closed")
        assert state(p) == "closed"

    @at("light", "executing")
    def test_paid_in_two_instalments(self, p: Play) -> None:
        due = [p.today + timedelta(days=d) for d in (20, 50)]
        plan = tuple({"due_on": d, "amount": 10_000} for d in due)
        take(p, "request_deferral", requested_by_party=True, reason="经营困难，申请分期。", plan=plan)
        p.papers("D41")
        take(p, "approve_deferral", by="leader", last_due_on=due[1], **i.OPINION)
        p.papers("D42")
        for _ in due:
            p.wait(days=15)
            take(p, "record_payment", **i.payment(p, 10_000))
        take(p, "perform", performed_on=p.today)
        assert state(p) == "performed"

    @at("light", "investigating")
    def test_of_goods_registered_first(self, p: Play) -> None:
        scenes.registered(p)
        child = "advance_registration"
        take(p, "propose_disposal", child=child, outcomes=({"name": "电焊机", "outcome": "return"},))
        p.papers("D18")
        take(p, "dispose_registration", by="leader", child=child, **i.OPINION)
        p.papers("D19")
        take(p, "serve_disposal", child=child, **i.service(p))
        go_on(p, "notice_served")
        assert state(p) == "notice_served"

    @at("light", "investigating")
    def test_suspended_and_resumed(self, p: Play) -> None:
        take(p, "suspend", by="leader", ground="appraisal", **i.REASON)
        assert state(p) == "suspended"
        p.wait(days=7)
        take(p, "resume", by="leader", **i.REASON)
        assert state(p) == "investigating"
        go_on(p, "case_review")
        assert state(p) == "case_review"

    @at("light", "pre_filing")
    def test_handled_by_others_than_first_named(self, p: Play) -> None:
        scenes.withdraw("D10")(p)
        p.crew.co = "韩磊"
        take(p, "change_handlers", by="unit_head", handlers=i.both(p), no_conflict=True, **i.REASON)
        go_on(p, "reported")
        assert state(p) == "reported"


class TestAPerson:
    @at("light", "lead")
    def test_is_punished_as_a_person(self, standing: Play, stages: Any) -> None:
        mine = a_case(
            stages.town,
            until="closed",
            on=date(2026, 10, 15),
            party_kind="person",
            party_name="周某",
            party_head="周某",
            firm_id=None,
            fine=1_000,
        )
        assert case_of(mine).state == "closed"
        codes = {row.code for row in papers_of.list_of(mine.place.org_id, case_of(mine).id)}
        assert "D37" in codes
        assert "D36" not in codes
        assert check_chain(mine.place.org_id, case_of(mine).id) is None


class TestNoPenalty:
    @at("light", "case_review")
    def test_for_a_minor_breach(self, p: Play) -> None:
        take(
            p,
            "decide_no_penalty",
            by="leader",
            ground="minor_corrected",
            reasons="违法行为轻微并及时改正，没有造成危害后果。",
            education="已当面进行安全生产法律教育。",
        )
        p.papers("D27", "D38")
        take(p, "serve_no_penalty", **i.service(p))
        close(p)
        to_the_archive(p)

    @at("light", "investigating")
    def test_when_the_filing_is_withdrawn(self, p: Play) -> None:
        take(p, "request_stop", kind="withdraw", reason="经查违法事实不能成立。")
        p.papers("D55")
        take(p, "withdraw", by="leader", ground="facts_not_established", **i.REASON)
        assert state(p) == "withdrawn"
        told = {"told_on": p.today, "manner": "written", "told_to": "赵喆"}
        take(p, "tell_stopped", **told, content="本案立案已经撤销。")
        close(p)
        to_the_archive(p)

    @at("light", "lead")
    def test_when_the_lead_is_dismissed(self, p: Play) -> None:
        take(p, "dismiss", by="unit_head", ground="no_conduct", explanation="现场核实没有违法事实。")
        assert state(p) == "dismissed"


def case_hour(p: Play) -> Any:
    """The hour for which the hearing was called."""
    row = next(r for r in steps(p.place.org_id, case_of(p).id) if r["step"] == "appoint_hearing")
    return datetime.fromisoformat(row["inputs"]["hearing_at"])
