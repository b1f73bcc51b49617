"""Golden cases of penalties on the spot and of what follows a fine: nothing is refused, the record holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from anjian.audit.queries import check_chain
from anjian.documents import queries as papers_of
from tests.action.faults import after, traces
from tests.action.faults.fault import case_of, standing_copy, take
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


def closed(p: Play) -> None:
    take(p, "request_closing", result="已执行完毕，隐患已整改复查。")
    p.papers("D51")
    take(p, "close", by="leader", opinion="同意结案。")
    assert case_of(p).state == "closed"


def archived(p: Play) -> None:
    from anjian.journeys.actions import AssembleFile, assemble_file

    p.wait(days=2)
    assemble_file(AssembleFile(case_no=p.no), by=p.who("archivist"), at=p.now)
    p.papers("D52", "D53", "D54")
    take(p, "archive", by="archivist", shelf="A-01", retention="10")
    assert case_of(p).state == "archived"


class TestOnTheSpot:
    @at("light", "lead")
    def test_a_unit_is_fined_and_pays_at_the_bank(self, p: Play) -> None:
        after.recorded()(p)
        assert case_of(p).fine_yuan == 1000
        p.wait(days=3)
        take(p, "record_payment", **i.payment(p, 1000))
        take(p, "perform", performed_on=p.today)
        closed(p)
        archived(p)
        codes = {row.code for row in papers_of.list_of(p.place.org_id, case_of(p).id)}
        assert "D24" in codes

    @at("light", "lead")
    def test_cash_finds_its_way_into_the_bank(self, p: Play) -> None:
        cash = {"pay_by": "cash", "collection_ground": "small", "receipt_no": "陕财票8001"}
        after.handed(100, **cash)(p)
        take(
            p,
            "collect_on_spot",
            ground="small",
            paid_amount=100,
            paid_on=p.today,
            counted_on=p.today,
            fiscal_receipt=True,
            receipt_no="陕财票8001",
        )
        after.record(p)
        take(p, "perform", performed_on=p.today)
        take(p, "hand_in_cash", handed_on=p.today, amount=100, received_by="财务室")
        take(p, "bank_cash", banked_on=p.today, amount=100, receipt_no="YH1")
        closed(p)

    @at("light", "lead")
    def test_a_person_is_warned(self, p: Play) -> None:
        person = {"party_code": "610102198506150013", "party_address": after.ADDRESS, "party_head": "周某"}
        p.said.update(person)
        after.recorded(0, "person")(p)
        take(p, "perform", performed_on=p.today)
        closed(p)

    @at("light", "lead")
    def test_what_is_disputed_goes_on_as_an_ordinary_case(self, p: Play) -> None:
        after.told()(p)
        no = p.no
        take(p, "turn_ordinary", ground="disputed", **i.REASON)
        case = case_of(p)
        assert (case.no, case.procedure.split("@")[0], case.state) == (no, "ordinary_penalty", "lead")
        take(p, "accept_lead", **i.lead(p))
        p.papers("D10")
        take(p, "file", by="leader", opinion="同意立案。")
        assert case_of(p).state == "filed"


class TestAfterTheFine:
    @at("light", "executing")
    def test_a_missed_instalment_leads_to_demand_and_court(self, p: Play) -> None:
        after.deferred(20, 50)(p)
        take(p, "serve_deferral", **i.service(p))
        p.papers("D43")
        p.wait(days=21)
        take(p, "fall_due", missed_on=p.said["due"][0])
        take(p, "remind_payment")
        p.papers("D39")
        take(p, "serve_reminder", **i.service(p))
        p.papers("D43")
        after.demanded(p)
        p.wait(days=200)
        start = max(c.due_on for c in clocks(p) if c.code in {"suit", "reconsideration"})
        take(p, "confirm_remedies_lapsed", lapsed_on=start)
        take(p, "draft_petition")
        p.papers("D46")
        take(p, "petition_court", by="head", court="云州铁路运输法院", filed_on=p.today)
        take(p, "court_accepted", accepted_on=p.today, court_no="（2027）执1号")
        take(p, "court_granted", ruled_on=p.today, court_no="（2027）执裁1号")
        take(p, "record_payment", **i.payment(p, 20_000))
        take(p, "perform", performed_on=p.today)
        closed(p)

    @at("light", "executing")
    def test_an_add_on_is_decided_served_and_paid(self, p: Play) -> None:
        after.add_on_opened(p)
        days = (p.today - next(c.due_on for c in clocks(p) if c.code == "payment")).days
        asked = after.add_on(p, days)
        take(p, "propose_add_on", child=after.ADD_ON, **asked)
        given = {k: asked[k] for k in ("days", "added_amount")}
        take(p, "decide_add_on", by="leader", child=after.ADD_ON, **given, **i.OPINION)
        p.papers("D40")
        take(p, "serve_add_on", child=after.ADD_ON, **i.service(p))
        p.papers("D43")
        take(p, "record_payment", **i.payment(p, 20_000 + asked["added_amount"]))
        take(p, "settle_add_on", child=after.ADD_ON, outcome="paid")
        take(p, "perform", performed_on=p.today)
        closed(p)

    @at("light", "executing")
    def test_who_refuses_to_correct_is_fined_day_by_day(self, p: Play) -> None:
        after.daily_due(p)
        p.papers("D64", upto="approved")
        take(
            p,
            "decide_daily",
            by="head",
            child=after.DAILY,
            to_on=p.said["ordered"] + timedelta(days=2),
            fine_amount=40_000,
            **i.OPINION,
        )
        p.papers("D64")
        take(p, "serve_daily", child=after.DAILY, **i.service(p))
        p.papers("D43")
        take(p, "publish_daily", child=after.DAILY, published_on=p.today, site="局官网", masked=True)
        take(p, "record_daily_payment", child=after.DAILY, **i.payment(p, 40_000))
        take(p, "settle_daily", child=after.DAILY, outcome="paid")
        take(p, "record_payment", **i.payment(p, 20_000))
        take(p, "perform", performed_on=p.today)
        assert case_of(p).state == "performed"

    @at("light", "executing")
    def test_a_heavy_daily_fine_is_reviewed_and_discussed(self, p: Play) -> None:
        after.daily_found(p)
        first = p.said["ordered"] + timedelta(days=1)
        heavy = after.daily(p, to_on=first + timedelta(days=3), days=4, fine_amount=80_000)
        take(p, "prepare_daily_notice", child=after.DAILY, **heavy)
        p.papers("D29", "D31", fine_amount="80000")
        take(p, "serve_daily_notice", child=after.DAILY, **i.service(p))
        p.papers("D43")
        p.wait(working_days=6)
        take(p, "review_daily_defence", child=after.DAILY, conclusion="维持告知内容。", fine_amount=80_000)
        take(p, "request_daily_review", by="unit_head", child=after.DAILY, note="请予审核。")
        take(p, "accept_legal_review", by="reviewer", child="legal_review")
        p.papers("D28", result="同意")
        take(p, "pass_legal_review", by="reviewer", child="legal_review", **i.review())
        take(p, "open_daily_discussion", by="unit_head", child=after.DAILY, subject="按日连续处罚。")
        p.wait(days=1)
        talk = "collective_discussion"
        take(p, "hold_discussion", by="head", child=talk, **i.discussion(p, fine_amount=80_000))
        p.papers("D35")
        take(p, "conclude_discussion", by="head", child=talk)
        said = {k: heavy[k] for k in ("from_on", "to_on", "days", "daily_amount", "facts")}
        submitted = after.daily_submission(p, **said, amount=80_000)
        take(p, "submit_daily", child=after.DAILY, **submitted)
        p.papers("D64", upto="approved")
        decided = {"to_on": heavy["to_on"], "fine_amount": 80_000, **i.OPINION}
        take(p, "decide_daily", by="head", child=after.DAILY, **decided)
        p.papers("D64")
        take(p, "serve_daily", child=after.DAILY, **i.service(p))
        p.papers("D43")

    @at("light", "executing")
    def test_a_slip_of_the_pen_is_corrected(self, p: Play) -> None:
        after.correction_opened(p)
        take(p, "propose_correction", child=after.CORRECTION, **after.correcting(p))
        p.papers("D63", upto="approved")
        take(p, "approve_correction", by="leader", child=after.CORRECTION, **i.OPINION)
        p.papers("D63")
        take(p, "serve_correction", child=after.CORRECTION, **i.service(p))
        p.papers("D43")
        go_on(p, "closed")

    @at("light", "pre_filing")
    def test_the_superseded_filing_form_is_withdrawn_by_itself(self, p: Play) -> None:
        p.papers("D10", upto="approved")
        p.crew.co = "韩磊"
        take(p, "change_handlers", by="unit_head", handlers=i.both(p), no_conflict=True, **i.REASON)
        rows = papers_of.list_of(p.place.org_id, case_of(p).id)
        assert sorted(row.status for row in rows if row.code == "D10") == ["draft", "withdrawn"]
        go_on(p, "filed")


def clocks(p: Play) -> list[Any]:
    """The clocks of the case."""
    from anjian.deadlines.queries import clocks_of

    return clocks_of(p.place.org_id, [case_of(p).id])
