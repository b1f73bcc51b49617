"""A document served on a real case: the proof, the day that counts, and the step that goes on from it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from anjian.cases import queries
from anjian.deadlines import queries as deadlines
from anjian.documents import queries as documents
from anjian.kit.errors import Refused
from anjian.procedures.definitions.service_steps.outcome import ended
from anjian.web.cases.service import cards
from anjian.web.cases.suggestions import suggested
from tests.action.faults import scenes
from tests.action.faults.fault import case_of, take
from tests.action.faults.rows_children import (
    announced,
    attempt_inputs,
    deliver,
    leave,
    open_service,
    posted_and_returned,
    tried,
)
from tests.factories import inputs as i
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
SERVICE = "service"


@pytest.fixture(scope="module")
def decided(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Play]:
    """A case whose decision was issued and not served."""
    folder: Path = tmp_path_factory.mktemp("service")
    with django_db_blocker.unblock(), a_town(folder) as town:
        p = a_case(town, until="decided", defence="已经停止作业并整改，请求从轻处罚。")
        p.papers("D36")
        yield p


@pytest.fixture
def p(decided: Play, db: None, monkeypatch: pytest.MonkeyPatch) -> Play:
    """The case with a memory of its own."""
    from tests.action.faults.fault import standing_copy

    return standing_copy(decided)


def paper(p: Play, code: str) -> documents.Detail:
    return documents.one(p.place.org_id, scenes.paper(p, code).id)


def picture(p: Play) -> queries.Picture:
    return queries.picture_of(case_of(p), p.who("lead"), now=p.now)


def test_a_delivery_makes_one_proof_and_the_decision_runs_from_it(p: Play) -> None:
    open_service()(p)
    day = p.today
    deliver()(p)
    served = paper(p, "D36")
    assert (served.row.status, served.row.served_on) == ("served", day)
    assert served.service_proof_id is not None
    proof = documents.one(p.place.org_id, served.service_proof_id)
    assert proof.row.status == "issued"
    assert proof.fields["method"] == "直接送达"
    assert proof.fields["receiver_relation"] == "法定代表人、主要负责人"
    p.wait(days=2)
    with pytest.raises(Refused) as refused:
        take(p, "serve_decision", **i.service(p))
    assert "service_differs" in {r.code for r in refused.value.refusals}
    seen = picture(p)
    prefilled = suggested(seen.procedure.step("serve_decision"), case_of(p), seen, None)
    assert prefilled["served_on"] == day
    assert prefilled["method"] == "direct"
    assert len(prefilled["officers"]) == 2
    take(p, "serve_decision", **prefilled)
    proofs = [r for r in documents.list_of(p.place.org_id, case_of(p).id) if r.code == "D43"]
    served_papers = [r for r in documents.list_of(p.place.org_id, case_of(p).id) if r.proof_id]
    assert {r.id for r in proofs} == {r.proof_id for r in served_papers}
    assert not [r for r in proofs if r.status == "draft"]
    clock = next(c for c in deadlines.clocks_of(p.place.org_id, [case_of(p).id]) if c.code == "payment")
    assert clock.start_on == day


def test_a_refusal_is_answered_by_leaving_before_a_witness(p: Play) -> None:
    open_service()(p)
    leave(recording="", witness="周某", witness_unit="港口社区居委会")(p)
    proof = documents.one(p.place.org_id, paper(p, "D36").service_proof_id)  # type: ignore[arg-type]
    assert proof.fields["refused"] is True
    assert proof.fields["witnesses"] == [{"name": "周某", "unit": "港口社区居委会"}]


def test_a_public_notice_is_drafted_from_the_tries_and_counts_on_its_last_day(p: Play) -> None:
    open_service()(p)
    announced(p)
    notice = paper(p, "D65")
    first = p.today
    assert "直接送达未果" in notice.fields["tried"] or notice.fields["tried"]
    assert notice.fields["paper_no"] == paper(p, "D36").row.no
    assert "罚款" in notice.fields["content"]
    assert "行政复议" in notice.fields["rights"]
    assert notice.fields["effective_on"] == (first + timedelta(days=30)).isoformat()
    p.wait(days=31)
    last = first + timedelta(days=30)
    take(
        p,
        "complete_announcement",
        child=SERVICE,
        served_on=last,
        posted_throughout=True,
        officers=i.both(p),
    )
    assert paper(p, "D36").row.served_on == last
    done = ended(picture(p).facts, paper(p, "D36").row.id)
    assert done is not None
    take(p, "serve_decision", **done.particulars)
    assert case_of(p).state == "served"


def test_post_counts_from_the_receipt(p: Play) -> None:
    open_service()(p)
    take(p, "record_attempt", child=SERVICE, **attempt_inputs(p))
    take(p, "post", child=SERVICE, posted_on=p.today, tracking_no="EMS9", address="当事人住所地")
    p.wait(days=5)
    received = p.today - timedelta(days=2)
    take(
        p,
        "record_post_receipt",
        child=SERVICE,
        served_on=received,
        receiver="赵喆",
        officers=i.both(p),
    )
    served = paper(p, "D36")
    assert served.row.served_on == received
    proof = documents.one(p.place.org_id, served.service_proof_id)  # type: ignore[arg-type]
    assert proof.fields["tracking_no"] == "EMS9"
    assert "直接送达未果" in proof.fields["note"]


def test_electronic_service_rests_on_the_paper_that_the_step_fills(p: Play) -> None:
    open_service()(p)
    take(
        p,
        "confirm_service_address",
        child=SERVICE,
        address="当事人住所地",
        phone="029-1",
        electronic_consent=True,
        electronic_address="a@example.cn",
    )
    consent = paper(p, "D44")
    assert consent.fields["electronic"] is True
    assert consent.fields["channel"] == "a@example.cn"
    p.papers("D44")
    take(
        p,
        "send_electronically",
        child=SERVICE,
        channel="电子邮件",
        address="a@example.cn",
        sent_at=p.now,
        arrived_at=p.now,
        receipt_no="M-1",
        officers=i.both(p),
    )
    assert paper(p, "D36").row.served_on == p.today


def test_the_page_names_the_next_way_and_why_not_the_others(p: Play) -> None:
    def card() -> Any:
        return next(c for c in cards(case_of(p), picture(p)) if c.row.code == "D36")

    assert card().begin
    open_service()(p)
    assert card().best.label == "直接送达"
    shut = {o.label: o for o in card().others if not o.allowed}
    assert "还没有直接送达未果的记录" in shut["呈请公告送达"].reasons[0].reason
    assert "确认书" in shut["电子送达"].reasons[0].reason
    tried(failure="refused")(p)
    assert card().best.label == "留置送达"
    (brief,) = (c for c in cards(case_of(p), picture(p), brief=True) if c.row.code == "D36")
    assert (brief.best, brief.state, brief.tone) == (card().best, card().state, card().tone)
    assert (brief.others, brief.entries, brief.papers) == ((), (), ())
    tried()(p)
    assert card().best.label == "邮寄送达"
    posted_and_returned(p)
    assert card().best.label == "呈请公告送达"
    assert [e.label for e in card().entries] == [
        "直接送达未果",
        "直接送达未果",
        "交寄",
        "邮寄送达未果",
    ]
    deliver()(p)
    assert card().tone == "ok"
    assert card().onward.label == "送达处罚决定书"
    assert [r.code for r in card().papers] == ["D43"]


def test_undoing_the_service_lets_the_decision_wait_again(p: Play) -> None:
    open_service()(p)
    deliver()(p)
    child = picture(p).facts.child(SERVICE)
    done = picture(p).facts.last("deliver")
    assert child is not None
    assert done is not None
    redo = {
        "from_step": done.seq,
        "ground": "self_correction",
        "reason": "签收人登记有误，重新送达。",
    }
    take(p, "reopen", by="leader", child=SERVICE, **redo, **AUTHORITY, effective_on=p.today)
    assert paper(p, "D36").row.status == "issued"
    p.wait(days=1)
    deliver(receiver="李某")(p)
    assert paper(p, "D36").row.served_on == p.today


def test_undoing_the_step_of_the_parent_leaves_a_proved_service_alone(p: Play) -> None:
    open_service()(p)
    deliver()(p)
    done = ended(picture(p).facts, paper(p, "D36").row.id)
    assert done is not None
    take(p, "serve_decision", **done.particulars)
    taken = picture(p).facts.last("serve_decision")
    assert taken is not None
    take(
        p,
        "redo",
        by="leader",
        from_step=taken.seq,
        ground="self_correction",
        reason="登记的收件人有误。",
    )
    assert paper(p, "D36").row.status == "served"
    take(p, "serve_decision", **done.particulars)
    assert case_of(p).state == "served"


AUTHORITY = {"authority": "云州市应急管理局", "paper_no": "云应急〔2026〕9号"}
