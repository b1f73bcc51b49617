"""Serving a document: every lawful way to its end, the order of the ways, and what goes on from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from anjian.procedures import engine, registry
from anjian.procedures.definitions.guards.service import ways_left
from anjian.procedures.definitions.service_steps.outcome import ended, tries
from anjian.procedures.facts import DocumentFact
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World, at, uid

BOTH = s.BOTH


def paper(w: World, code: str) -> DocumentFact:
    return next(d for d in reversed(w.facts.documents) if d.code == code)


def opened(w: World, code: str = "D36", **changes: Any) -> UUID:
    """Open the service of the latest document of that kind."""
    w.go_to(w.today)
    w.take(
        "wang",
        "open_service",
        **{
            "document": paper(w, code).id,
            "recipient": "示例油品储运有限公司",
            "recipient_kind": "unit",
            **changes,
        },
    )
    return w.child("service")


def decided() -> World:
    w = World()
    s.to_decided(w)
    w.go_to(w.today + timedelta(days=1))
    return w


def attempt(w: World, **changes: Any) -> dict[str, Any]:
    return {
        "method": "direct",
        "attempted_at": w.facts.now,
        "place": "示例市港口路1号",
        "failure": "absent",
        "explanation": "大门上锁，无人应答。",
        "recording": "R-12",
        "officers": BOTH,
        **changes,
    }


def handed(w: World, **changes: Any) -> dict[str, Any]:
    return {
        "served_on": w.today,
        "receiver": "李某",
        "capacity": "head",
        "place": "示例市港口路1号",
        "officers": BOTH,
        **changes,
    }


def left(w: World, **changes: Any) -> dict[str, Any]:
    return {
        "served_on": w.today,
        "refused_by": "李某",
        "refuser": "head",
        "refusal_reason": "拒绝接收，未说明理由。",
        "place": "示例市港口路1号",
        "at_domicile": True,
        "recording": "R-13",
        "officers": BOTH,
        **changes,
    }


def posted(w: World, **changes: Any) -> dict[str, Any]:
    return {"posted_on": w.today, "tracking_no": "EMS1", "address": "示例市港口路1号", **changes}


def returned(w: World, **changes: Any) -> dict[str, Any]:
    return {
        "returned_on": w.today,
        "failure": "returned",
        "explanation": "逾期未领退回。",
        "recording": "退件1",
        **changes,
    }


def served(w: World, code: str, day: date, how: str) -> None:
    """What the proof of service does to the document in the case file."""
    found = paper(w, code)
    done = replace(found, status="served", served_on=day, served_how=how)
    w.facts = replace(w.facts, documents=tuple(done if d.id == found.id else d for d in w.facts.documents))


def announced(w: World, child: UUID, day: date) -> None:
    w.take(
        "wang",
        "prepare_announcement",
        child,
        ground="impossible",
        reasons="直接送达、邮寄均未能送达。",
        inquiries="向港口社区居委会、市场监管部门查询。",
        published_on=day,
        media="本机关网站",
    )
    w.paper("D65", published_on=day.isoformat())
    w.go_to(day)
    w.take("wang", "announce", child, announced_on=day, posted=[{"where": "本机关网站"}])


def test_handing_over_makes_the_proof_and_names_the_document() -> None:
    w = decided()
    child = opened(w)
    plan = w.take("wang", "deliver", child, **handed(w))
    assert plan.subject == paper(w, "D36").id
    assert plan.documents == ("D43",)
    assert w.states[child][1] == "service_delivered"
    done = ended(w.facts, paper(w, "D36").id)
    assert done is not None
    assert (done.method, done.served_on, done.relation) == ("direct", w.today, "法定代表人、主要负责人")


@pytest.mark.parametrize(
    ("kind", "capacity", "more", "allowed"),
    [
        ("unit", "office", {}, True),
        ("unit", "family", {}, False),
        ("unit", "party", {}, False),
        ("unit", "agent", {}, False),
        ("unit", "agent", {"mandate": "授权委托书"}, True),
        ("person", "party", {}, True),
        ("person", "family", {}, False),
        ("person", "family", {"adult_household": True}, True),
        ("person", "office", {}, False),
    ],
)
def test_only_those_whom_the_law_names_may_sign(
    kind: str, capacity: str, more: dict[str, Any], allowed: bool
) -> None:
    w = decided()
    child = opened(w, recipient_kind=kind)
    told = w.plan("wang", "deliver", child, **handed(w, capacity=capacity, **more))
    assert isinstance(told, engine.Plan) is allowed
    if not allowed:
        assert "receiver_may_sign" in {r.code for r in told}


def test_leaving_needs_a_refusal_that_counts_the_home_and_a_witness() -> None:
    w = decided()
    child = opened(w)
    for changes, refused in (
        ({"refuser": "agent"}, "refused_by_one_who_counts"),
        ({"at_domicile": False}, "left_at_home"),
        ({"recording": ""}, "leaving_is_witnessed"),
        ({"recording": "", "witness": "周某"}, "leaving_is_witnessed"),
    ):
        assert refused in w.refusals("wang", "leave", child, **left(w, **changes))
    w.take("wang", "leave", child, **left(w, recording="", witness="周某", witness_unit="港口社区居委会"))
    done = ended(w.facts, paper(w, "D36").id)
    assert done is not None
    assert done.particulars["witness"] == "周某"
    assert done.refusal_reason


def test_post_counts_from_the_receipt_and_a_return_is_a_try_that_failed() -> None:
    w = decided()
    child = opened(w)
    assert "direct_is_difficult" in w.refusals("wang", "post", child, **posted(w))
    w.take("wang", "post", child, **posted(w, difficulty="住所地在外省。"))
    out = w.today
    w.go_to(w.today + timedelta(days=4))
    early = {"served_on": out - timedelta(days=1), "receiver": "李某", "officers": BOTH}
    assert "after_it_went_out" in w.refusals("wang", "record_post_receipt", child, **early)
    w.take("wang", "record_return", child, **returned(w))
    assert [t.method for t in tries(w.facts, child)] == ["post"]
    w.take("wang", "post", child, **posted(w, difficulty="住所地在外省。", tracking_no="EMS2"))
    w.go_to(w.today + timedelta(days=3))
    w.take(
        "wang",
        "record_post_receipt",
        child,
        served_on=w.today - timedelta(days=1),
        receiver="李某",
        officers=BOTH,
    )
    done = ended(w.facts, paper(w, "D36").id)
    assert done is not None
    assert (done.method, done.tracking_no) == ("post", "EMS2")
    assert done.served_on == w.today - timedelta(days=1)
    assert "邮寄送达未果" in done.failed_attempts


def test_electronic_service_needs_the_signed_consent_and_counts_from_arrival() -> None:
    w = decided()
    child = opened(w)
    sent = {
        "channel": "电子邮件",
        "address": "a@example.cn",
        "sent_at": w.facts.now,
        "arrived_at": w.facts.now,
        "receipt_no": "M-1",
        "officers": BOTH,
    }
    assert "electronic_is_agreed" in w.refusals("wang", "send_electronically", child, **sent)
    w.take(
        "wang",
        "confirm_service_address",
        child,
        address="示例市港口路1号",
        phone="029-1",
        electronic_consent=True,
        electronic_address="a@example.cn",
    )
    assert "electronic_is_agreed" in w.refusals("wang", "send_electronically", child, **sent)
    w.paper("D44", electronic=True)
    w.take("wang", "send_electronically", child, **sent)
    done = ended(w.facts, paper(w, "D36").id)
    assert done is not None
    assert done.served_on == w.today


def test_a_paper_that_cuts_off_power_never_goes_electronically() -> None:
    w = decided()
    w.facts = replace(
        w.facts,
        documents=(
            *w.facts.documents,
            DocumentFact(id=uid("D20"), code="D20", status="issued", issued_at=w.facts.now),
            DocumentFact(id=uid("D44"), code="D44", status="issued", fields={"electronic": True}),
        ),
    )
    child = opened(w, "D20")
    procedure, state, seen = w.view("wang", child)
    option = next(
        o for o in engine.options(procedure, state=state, facts=seen) if o.step == "send_electronically"
    )
    assert [r.code for r in option.refusals] == ["not_on_paper_only"]
    assert "《电子签名法》第三条" in option.refusals[0].cites


def test_a_demand_is_handed_over_before_it_is_posted() -> None:
    w = decided()
    demand = DocumentFact(id=uid("D45"), code="D45", status="issued", issued_at=w.facts.now)
    w.facts = replace(w.facts, documents=(*w.facts.documents, demand))
    child = opened(w, "D45")
    assert "handed_over_first" in w.refusals("wang", "post", child, **posted(w, difficulty="住所地在外省。"))
    w.take("wang", "record_attempt", child, **attempt(w))
    w.take("wang", "post", child, **posted(w))


def test_a_public_notice_comes_last_and_runs_thirty_days() -> None:
    w = decided()
    child = opened(w)
    early = {
        "ground": "impossible",
        "reasons": "多次联系不上。",
        "inquiries": "电话联系未果。",
        "published_on": w.today,
        "media": "本机关网站",
    }
    assert "other_ways_failed" in w.refusals("wang", "prepare_announcement", child, **early)
    assert "try_is_proved" in w.refusals("wang", "record_attempt", child, **attempt(w, recording=""))
    w.take("wang", "record_attempt", child, **attempt(w))
    seen = w.view("wang", child)[2]
    assert ways_left(seen) == ("还没有邮寄或者委托送达未果的记录",)
    w.take("wang", "post", child, **posted(w))
    w.go_to(w.today + timedelta(days=6))
    w.take("wang", "record_return", child, **returned(w))
    assert "ground_is_on_record" in w.refusals(
        "wang", "prepare_announcement", child, **{**early, "ground": "missing"}
    )
    first = w.today
    announced(w, child, first)
    clock = next(c for c in w.facts.clocks if c.code == "service_announcement")
    assert clock.due_on == first + timedelta(days=30)
    w.go_to(clock.due_on)
    over = {"served_on": clock.due_on, "posted_throughout": True, "officers": BOTH}
    assert "announcement_has_run" in w.refusals("wang", "complete_announcement", child, **over)
    w.go_to(clock.due_on + timedelta(days=1))
    wrong = {**over, "served_on": first + timedelta(days=29)}
    assert "last_day_of_the_notice" in w.refusals("wang", "complete_announcement", child, **wrong)
    w.take("wang", "complete_announcement", child, **over)
    done = ended(w.facts, paper(w, "D36").id)
    assert done is not None
    assert (done.method, done.served_on, done.announced_on) == ("announcement", clock.due_on, first)
    assert done.failed_attempts.count("未果") == 2


def test_who_refused_is_not_announced_to() -> None:
    w = decided()
    child = opened(w)
    w.take("wang", "record_attempt", child, **attempt(w, failure="refused"))
    assert ways_left(w.view("wang", child)[2])[0] == "受送达人拒绝接收的，应当留置送达"


def test_somebody_who_has_gone_is_announced_to_without_a_letter() -> None:
    w = decided()
    child = opened(w)
    w.take("wang", "record_attempt", child, **attempt(w, failure="moved"))
    assert ways_left(w.view("wang", child)[2]) == ()


def test_the_parent_goes_on_from_the_proof_and_makes_no_second_one() -> None:
    w = decided()
    child = opened(w)
    w.take("wang", "deliver", child, **handed(w))
    day = w.today
    served(w, "D36", day, "direct")
    w.go_to(day + timedelta(days=2))
    other_day = s.service(w)
    assert "service_differs" in w.refusals("wang", "serve_decision", **other_day)
    assert "service_differs" in w.refusals(
        "wang", "serve_decision", **{**other_day, "served_on": day, "method": "post"}
    )
    done = ended(w.facts, paper(w, "D36").id)
    assert done is not None
    plan = w.take("wang", "serve_decision", **done.particulars)
    assert plan.serves == ()
    assert "D43" not in plan.documents
    payment = next(c for c in w.facts.clocks if c.code == "payment")
    assert payment.started_on == day


def test_a_step_cannot_claim_an_announcement_that_is_not_on_record() -> None:
    w = decided()
    told = s.service(
        w, method="announcement", announced_on=w.today - timedelta(days=40), failed_attempts="多次未果。"
    )
    assert "announcement_last_resort" in w.refusals("wang", "serve_decision", **told)


def test_one_service_for_one_document_at_a_time() -> None:
    w = decided()
    child = opened(w)
    again = {"document": paper(w, "D36").id, "recipient": "示例公司", "recipient_kind": "unit"}
    assert "document_waits" in w.refusals("wang", "open_service", **again)
    w.take("wang", "cancel_service", child, reason="文书更正后重新制发。")
    w.go_to(w.today)
    w.take("wang", "open_service", **again)


def test_two_services_of_one_instant_keep_their_documents_apart() -> None:
    w = decided()
    demand = DocumentFact(id=uid("D45"), code="D45", status="issued", issued_at=w.facts.now)
    w.facts = replace(w.facts, documents=(*w.facts.documents, demand))
    told = {"recipient": "示例油品储运有限公司", "recipient_kind": "unit"}
    w.take("wang", "open_service", document=demand.id, **told)
    first = w.child("service")
    w.take("wang", "open_service", document=paper(w, "D36").id, **told)
    second = w.child("service")
    assert w.take("wang", "deliver", first, **handed(w)).subject == demand.id
    assert w.take("wang", "deliver", second, **handed(w)).subject == paper(w, "D36").id


def test_a_prison_hands_on_to_persons_only() -> None:
    w = decided()
    told = {"via": "prison", "agency": "示例监狱", "entrusted_on": w.today, "difficulty": "当事人在押。"}
    child = opened(w)
    assert "fit_to_hand_on" in w.refusals("wang", "entrust", child, **told)
    w.take("wang", "cancel_service", child, reason="受送达人登记有误。")
    w.go_to(w.today)
    child = opened(w, recipient_kind="person", recipient="李某")
    w.take("wang", "entrust", child, **told)
    w.go_to(w.today + timedelta(days=5))
    w.take("wang", "record_entrusted", child, **handed(w, capacity="party"))
    done = ended(w.facts, paper(w, "D36").id)
    assert done is not None
    assert done.method == "handed_on"


def test_every_file_can_serve_also_after_an_exit() -> None:
    files = [p for p in registry.ALL if p.standalone]
    assert files
    for p in files:
        source = {x.code for x in p.step("open_service").source} - {"suspended"}
        assert source == {x.code for x in p.states if not x.terminal} - {"suspended"}, p.code


def test_nothing_is_recorded_before_it_happens() -> None:
    w = decided()
    child = opened(w)
    later = at(w.today, 23)
    assert "has_happened" in w.refusals("wang", "record_attempt", child, **attempt(w, attempted_at=later))
    before = w.today - timedelta(days=9)
    assert "after_the_paper" in w.refusals("wang", "deliver", child, **handed(w, served_on=before))
