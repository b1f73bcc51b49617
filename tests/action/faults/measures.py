"""Measures, orders and transfers played on real cases, in a case or as a file of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anjian.cases.actions import OpenCase
from anjian.documents import queries as papers_of
from tests.action.faults.fault import case_of, take
from tests.factories import inputs as i
from tests.factories import measures as m
from tests.factories.town import go_on

if TYPE_CHECKING:
    from anjian.config.demo.play import Play

SEIZURE, SUPPLY, ORDER = "seizure", "stop_supply", "correction_order"
MEASURE, REVIEW, CRIME = "onsite_measure", "review", "criminal_transfer"
AGENCY, JOINT = "agency_transfer", "joint_handling"
FIRE = "市消防救援支队"
PAPER = {"paper_original": "纸质原件存法制科1号柜"}


def own_file(procedure: str, p: Play) -> None:
    """Go on with a file of its own, about the same firm."""
    case = case_of(p)
    p.open(
        OpenCase(
            title=f"{case.party_name}{procedure}",
            source="inspection",
            party_kind=case.party_kind,
            party_name=case.party_name,
            violation=case.violation,
            place_code=case.place_code,
            enterprise_id=case.enterprise_id,
            unit_id=case.unit_id,
            procedure=procedure,
        )
    )


def alone(p: Play) -> dict[str, Any]:
    """Who handles the file."""
    return m.opening(i.both(p), alone=True)


def serve(p: Play, **changes: Any) -> dict[str, Any]:
    """Direct service by both handlers today."""
    return m.service(i.both(p), p.today, **changes)


# Sealing and detention, in a case


def seizure_opened(p: Play) -> None:
    take(p, "open_seizure", cause="现场发现违法储存的汽油。")


def seizure_applied(p: Play, **changes: Any) -> None:
    seizure_opened(p)
    take(p, "apply_seizure", child=SEIZURE, **m.ground(**changes))


def seizure_approved(p: Play) -> None:
    seizure_applied(p)
    p.papers("D06")
    take(p, "approve_seizure", by="head", child=SEIZURE, opinion="同意。")
    p.papers("D07", "D07a")


def on_the_spot(p: Play, **changes: Any) -> dict[str, Any]:
    return m.on_the_spot(p.now) | serve(p) | changes


def seized(p: Play) -> None:
    seizure_approved(p)
    take(p, "carry_out_seizure", child=SEIZURE, **on_the_spot(p))


def outcome(kind: str = "return", **changes: Any) -> dict[str, Any]:
    return {
        "outcomes": ({"name": m.ITEM["name"], "outcome": kind},),
        "ground": "no_need",
        "reason": "不再需要扣押。",
    } | changes


def emergency(p: Play, **changes: Any) -> dict[str, Any]:
    return (
        m.ground()
        | m.on_the_spot(p.now)
        | {"urgency": "汽油正在泄漏，来不及事先报批，必须立即扣押容器。", "officers": i.both(p)}
        | changes
    )


def seized_at_once(p: Play) -> None:
    seizure_opened(p)
    take(p, "seize_emergency", child=SEIZURE, **emergency(p))
    p.papers("D06", "D07", emergency=True)
    p.papers("D07a")
    take(p, "report_emergency", child=SEIZURE, reported_at=p.now, reported_to="郑国安", manner="phone")
    take(p, "serve_seizure", child=SEIZURE, **serve(p))


# Cutting off


def supply_opened(p: Play) -> None:
    take(p, "open_stop_supply", cause="当事人拒不执行停止使用决定。")


def supply_applied(p: Play, **changes: Any) -> None:
    supply_opened(p)
    take(p, "apply_stop_supply", child=SUPPLY, **m.cut_off(p.today, **changes))
    p.papers("D06")


def supply_approved(p: Play, **changes: Any) -> None:
    supply_applied(p, **changes)
    take(p, "approve_stop_supply", by="head", child=SUPPLY, opinion="同意。")
    begins = p.now + timedelta(days=2)
    p.papers("D21", told_at=p.now.isoformat(), start_at=begins.isoformat())
    p.papers("D20")


def notice_to_firm(p: Play, hours: int) -> dict[str, Any]:
    return {"notified_at": p.now, "begins_at": p.now + timedelta(hours=hours)} | PAPER | serve(p)


def to_supplier(p: Play, **changes: Any) -> dict[str, Any]:
    return {"still_refusing": True, "cut_at": p.now} | PAPER | serve(p) | changes


# Orders and reviews


def ordered(p: Play) -> None:
    take(p, "open_order", cause="现场存在多处隐患。")
    take(p, "draft_order", child=ORDER, **m.order(p.now))
    p.papers("D02", "D04")
    take(p, "serve_order", child=ORDER, first_due_on=p.today + timedelta(days=15), **serve(p))


def review_opened(p: Play) -> None:
    ordered(p)
    p.wait(days=21)
    take(p, "open_review", trigger="due")


def looked(p: Play, *results: tuple[int, str], **changes: Any) -> dict[str, Any]:
    return m.review(p.now, i.both(p), *results, **changes)


def measured(p: Play) -> None:
    take(p, "open_measure", cause="储罐区报警系统停用。")
    take(p, "decide_measure", child=MEASURE, **m.measure(p.now))
    p.papers("D02")
    p.papers("D03", major_hazard=True)
    take(p, "serve_measure", child=MEASURE, **serve(p))


# Transfers


def suspected(p: Play) -> None:
    take(p, "open_criminal_transfer", suspicion="未经许可储存大量汽油。")
    take(p, "appoint_task_group", by="unit_head", child=CRIME, group=i.both(p))


def crime_reported(p: Play) -> None:
    suspected(p)
    take(p, "report_transfer", child=CRIME, **m.suspicion())
    p.papers("D26")
    p.papers("D47")


def crime_approved(p: Play) -> None:
    crime_reported(p)
    take(p, "approve_transfer", by="head", child=CRIME, opinion="同意移送。")
    p.papers("D48a")
    p.papers("D49")


def crime_sent(p: Play) -> None:
    crime_approved(p)
    take(p, "hand_over_case", child=CRIME, **m.hand_over(p.now))
    take(p, "transfer_criminal")


def crime_accepted(p: Play) -> None:
    crime_sent(p)
    take(p, "record_police_receipt", child=CRIME, received_on=p.today, received_by="民警周某")


def crime_not_filed(p: Play) -> None:
    crime_accepted(p)
    p.wait(days=2)
    take(
        p,
        "record_not_filed",
        child=CRIME,
        received_on=p.today,
        paper_no="云公不立字〔2026〕7号",
        refusal="情节显著轻微。",
        material_returned=True,
    )


def crime_filed(p: Play) -> None:
    crime_accepted(p)
    p.wait(days=2)
    take(
        p,
        "record_police_filing",
        child=CRIME,
        received_on=p.today,
        paper_no="云公立字〔2026〕7号",
        filed_by_police_on=p.today,
    )


def objection(p: Play) -> dict[str, Any]:
    return {"asked_on": p.today, "objection": "储存量大且紧邻住户，具有现实危险。"}


def agency_proposed(p: Play, **changes: Any) -> None:
    take(p, "open_agency_transfer", cause="属于其他机关主管。")
    take(p, "propose_agency_transfer", child=AGENCY, **m.elsewhere(**changes))
    p.papers("D26")
    p.papers("D47")


def agency_sent(p: Play) -> None:
    agency_proposed(p)
    take(p, "approve_agency_transfer", by="leader", child=AGENCY, opinion="同意。")
    p.papers("D48")
    take(
        p,
        "hand_over_to_agency",
        child=AGENCY,
        handed_on=p.today,
        agency="市市场监督管理局",
        way="direct",
        materials=({"name": "案卷", "copies": 1},),
    )


def agency_refused(p: Play) -> None:
    agency_sent(p)
    take(p, "record_agency_refusal", child=AGENCY, refused_on=p.today, refusal="认为不属于其职责。")


def joint_planned(p: Play) -> None:
    take(p, "open_joint", cause="同一企业多项违法行为。")
    take(p, "plan_joint", child=JOINT, **m.joint("云州市应急管理局"))


def joint_approved(p: Play) -> None:
    joint_planned(p)
    p.papers("D62d", targets=[{"name": "临江仓储区", "items": "危险化学品、消防设施"}])
    take(p, "approve_joint", by="leader", child=JOINT, opinion="同意。")


def joint_running(p: Play) -> None:
    joint_approved(p)
    take(p, "record_agreement", child=JOINT, agency=FIRE, agreed=True, answered_on=p.today)
    take(p, "start_joint", by="unit_head", child=JOINT)


def measured_unserved(p: Play) -> None:
    """The order to stop exists and has not reached the firm."""
    take(p, "open_measure", cause="储罐区报警系统停用。")
    take(p, "decide_measure", child=MEASURE, **m.measure(p.now))
    p.papers("D02")
    p.papers("D03", major_hazard=True)


def order_no(p: Play) -> str:
    """The number of the order to stop."""
    rows = papers_of.list_of(p.place.org_id, case_of(p).id)
    return next(row.no for row in rows if row.code == "D03")


def performed_with_hazards(p: Play) -> None:
    """The fine is paid, and a hazard that was ordered away has not been reviewed."""
    ordered(p)
    go_on(p, "performed")
