"""The ordinary procedure and what it opens: what a lawful officer would write."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from anjian.procedures.definitions.guards import common
from tests.unit.procedures.fillers.ask import Ask, days
from tests.unit.procedures.world import at, uid

ENDED = frozenset({"executing", "deferred", "dunned", "court", "served", "decided", "spot_delivered"})
WITHDRAW = ("facts_not_established", "time_barred", "no_power", "duplicate")


def penalty(a: Ask) -> dict[str, Any]:
    """The penalty as it was planned before; in the report as the walk wants it."""
    before = common.planned(a.f)
    if a.step.code == "report" or not before:
        return {"fine_amount": a.w.fine, "warning": a.w.fine == 0}
    return {code: before.get(code) for code in ("fine_amount", "warning", "stop_business", "licence")}


def report(a: Ask) -> dict[str, Any]:
    return penalty(a) | {
        "criminal_suspicion": "no",
        "criminal_reason": "逐一排查危险作业罪、重大责任事故罪等，均不符合构成要件。",
        "complex": a.wants("open_discussion", "request_legal_review") or a.rng.random() < 0.3,
    }


def replies(a: Ask) -> dict[str, Any]:
    said = [row["point"] for t in a.f.history if t.step.startswith("receive_") for row in t.get("points", ())]
    return {"replies": [{"point": p, "adopted": "no", "reply": "已经考虑。"} for p in dict.fromkeys(said)]}


def plan(a: Ask) -> dict[str, Any]:
    left = common.final_fine(a.f) - common.paid(a.f)
    half = (left / 2).quantize(Decimal("0.01"))
    first = days(a, 2, 30)
    return {
        "plan": [
            {"due_on": first, "amount": half},
            {"due_on": first + timedelta(days=a.rng.randint(1, 40)), "amount": left - half},
        ]
    }


def pay(a: Ask) -> dict[str, Any]:
    left = max(common.owed(a.f) - common.paid(a.f), Decimal(0))
    part = (left / 2).quantize(Decimal("0.01"))
    paid = part if a.rng.random() < 0.3 and not a.wants("perform", "settle_add_on") else left
    return {"paid_amount": paid, "channel": a.some(bank=3, electronic=1)}


def stop(a: Ask) -> dict[str, Any]:
    kind = "terminate" if a.wants("terminate") or not a.wants("withdraw") else "withdraw"
    return {"kind": kind}


def ruled(a: Ask) -> dict[str, Any]:
    result = a.some(upheld=4, changed=1, quashed=1, unlawful=1, withdrawn=1)
    if a.wants("withdraw_publication", "record_refund") or a.rng.random() < 0.1:
        result = "quashed"
    changed = {"changed_fine": (common.final_fine(a.f) / 2).quantize(Decimal("0.01"))}
    return {"result": result} | (changed if result == "changed" else {})


def last_instalment(a: Ask) -> dict[str, Any]:
    asked = a.f.last("request_deferral")
    return {"last_due_on": max(row["due_on"] for row in asked.get("plan"))} if asked else {}


def longer(a: Ask) -> dict[str, Any]:
    clock = a.f.clock("decision")
    later = (clock.due_on if clock else a.f.today) + timedelta(days=a.rng.randint(1, 60))
    return {"new_due_on": max(later, a.f.today + timedelta(days=1)), "basis": "《某规章》第三十一条"}


def lead(a: Ask) -> dict[str, Any]:
    return {"found_on": a.f.today, "conduct_on": a.f.today - timedelta(days=7)}


def recusal(a: Ask) -> dict[str, Any]:
    named = [h.id for h in a.f.handlers]
    return {"officer": a.rng.choice(named) if named else uid("wang")}


def weighed(a: Ask) -> dict[str, Any]:
    row = {"act": "1", "violation": "WSL-101-3", "target": "unit", "stage": "first", "reason": "首次查处。"}
    return {"acts": [row | {"amount": a.w.fine, "deviation": "影响多个班组。"}], "fine_amount": a.w.fine}


TABLE = {
    "accept_lead": lead,
    "weigh": weighed,
    "report": report,
    "prepare_notice": penalty,
    "submit_decision": penalty,
    "review_defence": lambda a: penalty(a) | replies(a),
    "decide": lambda a: {"fine_amount": common.planned(a.f).get("fine_amount")},
    "decide_no_penalty": lambda a: {"education": "已当面进行法律教育。"},
    "renotify": lambda a: {"ground": a.some(new_facts=1, new_evidence=1, law_changed=1, notice_defect=1)},
    "record_payment": pay,
    "perform": lambda a: {"others_performed": True},
    "request_deferral": plan,
    "approve_deferral": last_instalment,
    "extend_decision": longer,
    "hear_demand_plea": lambda a: {"reply": "经复核，意见不成立。"},
    "record_remedy_result": ruled,
    "request_stop": stop,
    "withdraw": lambda a: {"ground": a.rng.choice(WITHDRAW)},
    "terminate": lambda a: {"ground": a.some(party_died=1, party_dissolved=1, other=2)},
    "request_recusal": recusal,
    "decide_recusal": lambda a: {"upheld": a.rng.random() < 0.25},
    "confirm_address": lambda a: {"electronic_consent": True, "electronic_address": "a@example.cn"},
    "decline_hearing_request": lambda a: {"told_on": a.f.today},
    "open_daily_fine": lambda a: {},
}


# Hearing, review, discussion, registration


def appoint(a: Ask) -> dict[str, Any]:
    upheld = any(t.step == "decide_hearing_recusal" and t.get("upheld") for t in a.f.history)
    told = {"chair": uid("zhou" if not upheld else "guan"), "hearing_at": hour(a)}
    if upheld:
        told["clerk"] = f"记录员{a.f.history[-1].seq}"
    if a.rng.random() < 0.2:
        told |= {"public": False, "closed_ground": "trade_secret", "closed_reason": "涉及工艺配方。"}
    return told


def hour(a: Ask) -> Any:
    before = [t.get("hearing_at") for t in a.f.history if t.get("hearing_at")]
    day = max([a.f.today, *(b.date() for b in before)]) + timedelta(days=a.rng.randint(14, 20))
    return at(day, 9)


def session(a: Ask) -> dict[str, Any]:
    told = a.f.own("appoint_hearing", "postpone_hearing", "resume_hearing")
    began = told.get("hearing_at") if told else a.f.now
    people = [{"name": "周主持", "capacity": "chair"}, {"name": "王虎", "capacity": "investigator"}]
    agent = {"name": "律师", "capacity": "agent", "mandate": "授权委托书"}
    return {
        "opened_at": began,
        "ended_at": began + timedelta(minutes=50),
        "attendees": [*people, {"name": "李某", "capacity": "party"}, agent],
    }


def discussed(a: Ask) -> dict[str, Any]:
    said = "penalise" if a.rng.random() < 0.8 else a.some(no_penalty=1, investigate=1, transfer=1)
    return {
        "held_at": a.f.now,
        "chair": uid("li"),
        "reporter": "王虎",
        "attendees": [
            {"officer": uid(who), "vote": "agree", "view": "同意处罚建议。"} for who in ("li", "chen", "sun")
        ],
        "outcome": said,
        "fine_amount": a.f.notified_fine,
    }


def answers(a: Ask) -> dict[str, Any]:
    given = a.f.own("advise_amendment", "return_review")
    points = [row["point"] for row in given.get("points", ())] if given else []
    return {"answers": [{"point": p, "done": "已经补充。"} for p in points]}


def recused_seat(a: Ask) -> dict[str, Any]:
    return {"seat": a.some(chair=1, clerk=1)}


ITEMS = [{"name": "电焊机", "quantity": "一台"}]


def disposal(a: Ask) -> dict[str, Any]:
    lost = any(t.step == "record_loss" and t.proceeding_id == a.f.proceeding_id for t in a.f.history)
    outcome = "lost" if lost else a.some(keep_copy=1, **{"return": 2}, appraise=1, seize=1, transfer=1)
    return {"outcomes": [{"name": "电焊机", "outcome": outcome, "reason": "写明依据和去向。"}]}


def urgent(a: Ask) -> dict[str, Any]:
    return {
        "items": ITEMS,
        "agreed_by": uid("chen"),
        "agreed_at": a.f.now - timedelta(minutes=30),
        "acted_at": a.f.now - timedelta(minutes=20),
    }


TABLE_CHILDREN = {
    "appoint_hearing": appoint,
    "postpone_hearing": lambda a: {"hearing_at": hour(a)},
    "resume_hearing": lambda a: {"hearing_at": hour(a)},
    "hold_hearing": session,
    "adjourn_hearing": session,
    "serve_hearing_notice": lambda a: {"others_told": "已电话通知。"},
    "request_hearing_recusal": recused_seat,
    "decide_hearing_recusal": lambda a: {"upheld": a.rng.random() < 0.3},
    "register_participants": lambda a: {
        "participants": [{"name": "承包人", "capacity": "third_party", "interest": "承担连带责任。"}]
    },
    "hold_discussion": discussed,
    "resubmit_review": answers,
    "apply_registration": lambda a: {"items": ITEMS},
    "register_urgently": urgent,
    "propose_disposal": disposal,
    "record_loss": lambda a: {"lost": [{"name": "电焊机", "what": "被盗", "cause": "仓库被撬"}]},
}


# Add-on, daily fine, correction


def refusal(a: Ask) -> dict[str, Any]:
    ordered = next(d for d in reversed(a.f.documents) if d.code == "D04")
    day = ordered.served_on or a.f.today
    return {"order_no": ordered.no, "order_on": day, "correct_by": day + timedelta(days=3)}


def daily_days(a: Ask) -> dict[str, Any]:
    seen = a.f.own("find_refusal")
    first = (seen.get("order_on") if seen else a.f.today) + timedelta(days=1)
    count = 2 if a.w.fine < 20000 and not a.wants("open_daily_discussion", "request_daily_hearing") else 4
    each = common.final_fine(a.f)
    return {
        "from_on": first,
        "to_on": first + timedelta(days=count - 1),
        "days": count,
        "daily_amount": each,
        "fine_amount": each * count,
        "basis": "《安全生产法》第一百一十二条",
    }


def daily_total(a: Ask) -> dict[str, Any]:
    return {"fine_amount": a.own("prepare_daily_notice", "fine_amount")}


def daily_again(a: Ask) -> dict[str, Any]:
    told = a.f.own("prepare_daily_notice")
    seen = a.f.own("find_refusal")
    if told is None or seen is None:
        return {}
    kept = {code: told.get(code) for code in ("from_on", "to_on", "days", "daily_amount", "facts")}
    return {
        **kept,
        "order_no": seen.get("order_no"),
        "order_on": seen.get("order_on"),
        "amount": told.get("fine_amount"),
    }


def daily_payment(a: Ask) -> dict[str, Any]:
    from anjian.procedures.definitions.guards.daily_fine import daily_owed

    return {"paid_amount": daily_owed(a.f), "channel": "bank"}


def slip(a: Ask) -> dict[str, Any]:
    papers = [d for d in a.f.documents if d.no and d.reached("issued") and d.code != "D63"]
    row = {"place": "第一页", "kind": "文字笔误", "wrong": "港囗路", "right": "港口路"}
    return {"paper_no": papers[-1].no if papers else "没有", "corrections": [row]}


TABLE_AFTER = {
    "decide_add_on": lambda a: {
        "days": a.own("propose_add_on", "days"),
        "added_amount": a.own("propose_add_on", "added_amount"),
    },
    "settle_add_on": lambda a: {
        "outcome": "ended" if a.f.last("terminate") else a.some(paid=4, remitted=1),
        "agreement": "执行协议1号",
    },
    "find_refusal": refusal,
    "prepare_daily_notice": daily_days,
    "review_daily_defence": lambda a: replies(a) | daily_total(a),
    "submit_daily": daily_again,
    "decide_daily": lambda a: daily_total(a) | {"to_on": a.own("prepare_daily_notice", "to_on")},
    "record_daily_payment": daily_payment,
    "settle_daily": lambda a: {
        "outcome": "ended" if a.f.last("terminate") else "court" if a.f.own("petition_daily") else "paid"
    },
    "propose_correction": slip,
}
