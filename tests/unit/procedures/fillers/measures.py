"""Coercion, orders, transfers, service and penalties on the spot: what a lawful officer would write."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from anjian.procedures.definitions.guards import common
from anjian.procedures.hazards import hazards, still_open
from tests.factories import measures as m
from tests.unit.procedures.fillers.ask import Ask, days
from tests.unit.procedures.world import uid

# Sealing and cutting off


def on_the_spot(a: Ask) -> dict[str, Any]:
    told = m.on_the_spot(a.f.now, presence=a.some(signed=2, refused=1, absent=1))
    return told | {"refusal_note": "拒绝签名，已注明。", "onlooker": "见证人周某"}


def ground(a: Ask) -> dict[str, Any]:
    return m.ground(power=a.some(wsl=2, dcs=1), period_days=a.rng.randint(1, 30))


def outcomes(a: Ask) -> dict[str, Any]:
    rows = ({"name": m.ITEM["name"], "outcome": a.some(unseal=1, **{"return": 1}, destroy=1)},)
    return {"outcomes": rows}


def longer(a: Ask) -> dict[str, Any]:
    clock = a.f.clock("seizure")
    last = clock.due_on if clock else a.f.today
    return {"new_due_on": last + timedelta(days=a.rng.randint(1, 30))}


def cut_off(a: Ask) -> dict[str, Any]:
    urgent = a.wants("instruct_supplier") and a.rng.random() < 0.2
    told = m.cut_off(a.f.today, urgent=urgent, supply=a.some(power=3, explosives=1))
    return told | {"order_no": "（云州）应急现决〔2026〕3号", "urgency": "可燃气体持续报警，随时可能爆炸。"}


def notice(a: Ask) -> dict[str, Any]:
    return {"begins_at": a.f.now + timedelta(hours=a.rng.randint(24, 60))}


SEIZURE = {
    "apply_seizure": ground,
    "seize_emergency": lambda a: ground(a) | on_the_spot(a) | {"urgency": "汽油正在泄漏，来不及事先报批。"},
    "carry_out_seizure": on_the_spot,
    "start_testing": lambda a: {"ends_on": days(a, 1, 12)},
    "extend_testing": lambda a: {"ends_on": days(a, 1, 12)},
    "extend_seizure": longer,
    "propose_outcome": outcomes,
    "apply_stop_supply": cut_off,
    "notify_firm": notice,
    "record_compliance": lambda a: {"hazard_removed": True},
}


# Orders, measures, reviews


def next_number(a: Ask) -> int:
    return max((h.no for h in hazards(a.f.history)), default=0) + 1


def order(a: Ask) -> dict[str, Any]:
    return m.order(a.f.now, hazards=m.hazards(a.f.today, first=next_number(a), days=(15, 20)))


def measure(a: Ask) -> dict[str, Any]:
    told = m.measure(a.f.now, until_on=a.f.today + timedelta(days=30))
    rows = m.hazards(a.f.today, first=next_number(a), days=(0,))
    return told | {"hazards": tuple(row | {"major": True} for row in rows)}


def looked(a: Ask) -> dict[str, Any]:
    known = still_open(a.f.history)
    result = "corrected" if a.rng.random() < 0.7 else "not_corrected"
    if a.wants("finish_order", "approve_resumption", "request_closing"):
        result = "corrected"
    rows = tuple(
        {"item_no": no, "result": result, "finding": "现场查看，有照片。"}
        for no in ([h.no for h in known] or [1])
    )
    return {"reviewed_at": a.f.now, "review_results": rows, "next_step": "penalty"}


def wishes(a: Ask) -> dict[str, Any]:
    rows = still_open(a.f.history, a.f.proceeding_id)[:1]
    return {"wishes": [{"item_no": h.no, "due_on": a.f.today + timedelta(days=40)} for h in rows]}


def answer(a: Ask) -> dict[str, Any]:
    asked = a.f.own("request_correction_extension")
    granted = a.rng.random() < 0.6
    rows = [dict(row) for row in asked.get("wishes", ())] if asked and granted else []
    return {"granted": granted, "new_dates": rows}


def first_due(a: Ask) -> dict[str, Any]:
    drafted = a.f.own("draft_order")
    return {"first_due_on": min(r["due_on"] for r in drafted.get("hazards"))} if drafted else {}


ORDERS = {
    "draft_order": order,
    "serve_order": first_due,
    "request_correction_extension": wishes,
    "answer_extension": answer,
    "decide_measure": measure,
    "carry_out_review": looked,
}


# Transfers


def suspicion(a: Ask) -> dict[str, Any]:
    return m.suspicion(fine_paid=0)


def agency(a: Ask) -> dict[str, Any]:
    kinds = {"subject": 2, "venue": 1, "upward": 1, "downward": 1, "referral": 1}
    return m.elsewhere(kind=a.some(**kinds), danger=False)


def partner(a: Ask) -> dict[str, Any]:
    return {"agency": m.MEMBERS[0]["agency"], "agreed": True, "signed_by": "李某", "receipt_no": "1号"}


def longer_check(a: Ask) -> dict[str, Any]:
    received = a.own("record_police_receipt", "received_on") or a.f.today
    clock = a.f.clock("police_filing")
    last = clock.due_on if clock else received
    return {"until_on": min(last + timedelta(days=a.rng.randint(1, 9)), received + timedelta(days=30))}


TRANSFERS = {
    "report_transfer": suspicion,
    "appoint_task_group": lambda a: {"group": tuple(h.id for h in a.f.handlers)[:2]},
    "hand_over_case": lambda a: m.hand_over(a.f.now, late_reason="节假日前后交接。"),
    "record_longer_check": longer_check,
    "hand_over_goods": lambda a: {"told_in_writing": True},
    "conclude_transfer": lambda a: {"offset_told": True},
    "record_police_filing": lambda a: {"copied": True},
    "propose_agency_transfer": agency,
    "plan_joint": lambda a: m.joint(a.f.org.name),
    "record_agreement": partner,
    "exchange_evidence": partner,
    "record_own_decision": partner,
    "ask_assistance": partner,
}


# Service


def to_whom(a: Ask) -> dict[str, Any]:
    return {"capacity": a.some(head=3, office=1) if not person(a) else "party"}


def person(a: Ask) -> bool:
    from anjian.procedures.definitions.guards.service import recipient_kind

    return recipient_kind(a.f) == "person"


def left(a: Ask) -> dict[str, Any]:
    return {"refuser": "party" if person(a) else "head", "recording": "R-13"}


def announcement(a: Ask) -> dict[str, Any]:
    return {"ground": "impossible", "published_on": a.f.today}


def announced(a: Ask) -> dict[str, Any]:
    paper = a.f.document("D65", status="issued")
    return {"posted": [{"where": "本机关网站"}], "announced_on": a.f.today} if paper else {}


def run_out(a: Ask) -> dict[str, Any]:
    clock = a.f.clock("service_announcement")
    return {"served_on": clock.due_on} if clock else {}


SERVICE = {
    "deliver": to_whom,
    "leave": left,
    "record_attempt": lambda a: {
        "recording": "R-12",
        "failure": a.some(absent=2, unreachable=1, other=1),
    },
    "post": lambda a: {"difficulty": "住所地在外省。"},
    "entrust": lambda a: {
        "difficulty": "住所地在外省。",
        "via": a.some(military=1, prison=1, education=1) if person(a) else "agency",
    },
    "record_entrusted": to_whom,
    "confirm_service_address": lambda a: {"electronic_consent": True, "electronic_address": "a@example.cn"},
    "prepare_announcement": announcement,
    "announce": announced,
    "complete_announcement": run_out,
}


# On the spot


_CASH = ("collect_on_spot", "hand_in_cash", "bank_cash")


def told(a: Ask) -> dict[str, Any]:
    fine = a.rng.choice([0, 100, 1000, 3000])
    if a.wants(*_CASH):
        fine = 100
    elif a.wants("approve_deferral", "serve_demand", "settle_add_on", "open_add_on"):
        fine = 3000
    return {"fine_amount": Decimal(fine), "warning": fine == 0, "conduct_on": a.f.today}


def spot(a: Ask) -> dict[str, Any]:
    before = a.f.last("tell_summary")
    fine = before.get("fine_amount") if before else Decimal(0)
    cash = {"pay_by": "cash", "collection_ground": "small", "receipt_no": "8001"}
    pays = cash if 0 < fine <= 100 and a.wants(*_CASH) else {"pay_by": "bank"}
    return {"fine_amount": fine, "warning": fine == 0, **pays}


def spot_no(a: Ask) -> dict[str, Any]:
    paper = a.f.document("D24", "D25")
    return {"decision_no": paper.no if paper else ""}


def cash(a: Ask) -> dict[str, Any]:
    taken = a.f.last("collect_on_spot")
    return {"amount": taken.get("paid_amount") if taken else Decimal(0)}


def on_paper(a: Ask) -> dict[str, Any]:
    method = a.some(direct=3, left=1)
    return {"method": method, "refusal_note": "拒绝签收，已注明。", "witness": "见证人周某"}


SUMMARY = {
    "tell_summary": told,
    "hear_summary": lambda a: {"attitude": a.some(none=2, refuses=1), "outcome": "keep"},
    "decide_summary": spot,
    "deliver_summary": on_paper,
    "record_summary": spot_no,
    "spare_summary": lambda a: {"education": "已当面进行法律教育。"},
    "collect_on_spot": lambda a: {
        "ground": "small",
        "paid_amount": common.final_fine(a.f) - common.paid(a.f),
    },
    "hand_in_cash": cash,
    "bank_cash": cash,
}
CONTROLS = {
    code: lambda a: {
        "authority": "云州市中级人民法院",
        "paper_no": "（2026）云行终1号",
        "effective_on": a.f.today,
    }
    for code in ("redo", "reopen")
}
BOTH = (uid("wang"), uid("zhao"))
