"""The ordinary procedure told stretch by stretch, with lawful inputs; tests start from any point of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.unit.procedures.world import World, at, uid

BOTH = (uid("wang"), uid("zhao"))
PLAIN = {"warning": False, "stop_business": False, "licence": False}
QUESTIONS = {
    "major_violation": False,
    "major_public_interest": False,
    "complex": False,
    "statutory_review": False,
    "outside_scale": False,
}


def lead_inputs(w: World, **changes: Any) -> dict[str, Any]:
    """A lead from an inspection."""
    return {
        "lead_source": "inspection",
        "found_on": w.today,
        "conduct_on": w.today - timedelta(days=7),
        "harm_to_life": False,
        "summary": "检查发现动火作业未办理审批且无专人管理。",
        "handlers": BOTH,
        "no_conflict": True,
        **changes,
    }


def service(w: World, **changes: Any) -> dict[str, Any]:
    """A direct service today."""
    return {
        "method": "direct",
        "served_on": w.today,
        "receiver": "李某",
        "place": "示例市港口路1号",
        "officers": BOTH,
        **changes,
    }


def report_inputs(fine: int, **changes: Any) -> dict[str, Any]:
    """The end of an inquiry without suspicion of crime."""
    return {
        "criminal_suspicion": "no",
        "criminal_reason": "经逐一排查，不符合危险作业罪等构成要件。",
        "exculpatory": "未发现。",
        "fine_amount": Decimal(fine),
        **PLAIN,
        **QUESTIONS,
        **changes,
    }


def penalty(fine: int, **changes: Any) -> dict[str, Any]:
    """A fine and nothing else."""
    return {"fine_amount": Decimal(fine), **PLAIN, **changes}


def to_pre_filing(w: World) -> None:
    w.take("wang", "accept_lead", **lead_inputs(w))
    w.paper("D10", "approved")


def to_filed(w: World) -> None:
    to_pre_filing(w)
    w.take("chen", "file", opinion="同意立案。")


def start_inputs(w: World, **changes: Any) -> dict[str, Any]:
    return {
        "told_at": w.facts.now,
        "told_to": "李某",
        "certificates_shown": True,
        "recusal_told": True,
        "officers": BOTH,
        **changes,
    }


def to_investigating(w: World) -> None:
    to_filed(w)
    w.take("wang", "start_investigation", **start_inputs(w))


def ready_to_report(w: World) -> None:
    to_investigating(w)
    w.go_to(w.today + timedelta(days=1))
    w.prove()
    w.go_to(w.today + timedelta(days=4))


def to_case_review(w: World, fine: int = 30000, **answers: Any) -> None:
    ready_to_report(w)
    w.fine = Decimal(fine)
    w.take("wang", "report", **report_inputs(fine, **answers))
    w.paper("D26")
    w.take("wang", "submit_review")
    w.paper("D27", "approved")


def legal_review(w: World, asked_by: str = "liu", step: str = "request_legal_review") -> None:
    w.take(asked_by, step)
    review = w.child("legal_review")
    w.take("fa", "accept_legal_review", review)
    w.paper("D28")
    items = ("subject", "facts", "evidence", "law", "procedure", "power", "form", "crime")
    w.take("fa", "pass_legal_review", review, **{f"{i}_ok": True for i in items}, opinion="同意。")


def to_notice_due(w: World, fine: int = 30000, **answers: Any) -> None:
    to_case_review(w, fine, **answers)
    legal_review(w)
    w.take("wang", "prepare_notice", **penalty(fine))
    w.paper("D29")
    if any(d.code == "D31" for d in w.facts.documents):
        w.paper("D31")


def to_notice_served(w: World, fine: int = 30000, **answers: Any) -> None:
    to_notice_due(w, fine, **answers)
    w.take("wang", "serve_notice", **service(w))
    w.paper("D43")


def defence(w: World, *points: str, **changes: Any) -> None:
    w.go_to(w.today + timedelta(days=1))
    w.take(
        "wang",
        "receive_defence",
        received_on=w.today,
        manner="written",
        speaker="李某",
        points=[{"point": p} for p in points or ("已经整改，请求从轻。",)],
        final=changes.get("final", False),
        hearing_waived=changes.get("hearing_waived", False),
        officers=BOTH,
    )


def review_defence(w: World, fine: int, *points: str) -> None:
    w.take(
        "wang",
        "review_defence",
        replies=[{"point": p, "adopted": "no", "reply": "整改情况已在裁量中考虑。"} for p in points],
        conclusion="维持拟处罚。",
        **penalty(fine),
    )


def to_review_of_defence(w: World, fine: int = 30000, **answers: Any) -> None:
    to_notice_served(w, fine, **answers)
    defence(w)
    w.after("defence")
    review_defence(w, fine, "已经整改，请求从轻。")


def hearing(w: World) -> None:
    """From the request to the report."""
    w.go_to(w.today + timedelta(days=1))
    w.take("wang", "request_hearing", requested_on=w.today, requested_by="示例公司", manner="written")
    child = w.child("hearing")
    when = at(w.today + timedelta(days=21), 9)
    w.take(
        "chen",
        "appoint_hearing",
        child,
        chair=uid("zhou"),
        clerk="钱某",
        hearing_at=when,
        place="听证室",
        public=True,
    )
    w.paper("D32")
    w.take("wang", "serve_hearing_notice", child, **service(w))
    w.paper("D43")
    w.go_to(when.date(), 14)
    people = [("周主持", "chair"), ("王虎", "investigator"), ("李某", "party"), ("律师", "agent")]
    w.take(
        "zhou",
        "hold_hearing",
        child,
        opened_at=when,
        ended_at=when + timedelta(hours=2),
        attendees=[
            {"name": n, "capacity": c, **({"mandate": "委托书"} if c == "agent" else {})} for n, c in people
        ],
        summary="双方举证、申辩并质证。",
    )
    w.paper("D33")
    w.take("zhou", "check_hearing_record", child, read=True, signed=True)
    w.paper("D34")
    w.take("zhou", "report_hearing", child, recommendation="uphold", opinion="建议维持。")


def discussion(w: World, fine: int, **changes: Any) -> None:
    w.take("liu", "open_discussion", subject="案件事实和处罚建议。")
    child = w.child("collective_discussion")
    w.go_to(w.today + timedelta(days=1))
    w.take("li", "hold_discussion", child, **discussion_inputs(w, fine, **changes))
    w.paper("D35")
    w.take("li", "conclude_discussion", child)


def discussion_inputs(w: World, fine: int, **changes: Any) -> dict[str, Any]:
    return {
        "held_at": w.facts.now,
        "place": "会议室",
        "chair": uid("li"),
        "reporter": "王虎",
        "recorder": "钱某",
        "attendees": [
            {"officer": uid(who), "vote": "agree", "view": "同意处罚建议。"} for who in ("li", "chen", "sun")
        ],
        "conflicts_asked": True,
        "handlers_left": True,
        "outcome": "penalise",
        "fine_amount": Decimal(fine),
        "conclusion": "给予罚款。",
        **changes,
    }


def to_decision_due(w: World, fine: int = 30000) -> None:
    to_review_of_defence(w, fine)
    w.take("wang", "submit_decision", **penalty(fine))
    w.paper("D35a", "approved")
    w.paper("D36", "approved")


def to_decided(w: World, fine: int = 30000) -> None:
    to_decision_due(w, fine)
    w.take("li", "decide", fine_amount=Decimal(fine), opinion="同意。")
    w.paper("D36")


def to_executing(w: World, fine: int = 30000) -> None:
    to_decided(w, fine)
    w.go_to(w.today + timedelta(days=1))
    w.take("wang", "serve_decision", **service(w))
    w.go_to(w.today, 10)
    w.paper("D43")
    w.take("wang", "begin_execution")


def pay(w: World, amount: int) -> None:
    w.take(
        "wang",
        "record_payment",
        paid_on=w.today,
        paid_amount=Decimal(amount),
        channel="bank",
        receipt_no="8001",
    )


def to_performed(w: World, fine: int = 30000) -> None:
    to_executing(w, fine)
    w.go_to(w.today + timedelta(days=3))
    pay(w, fine)
    w.take("wang", "perform", performed_on=w.today)


def to_closed(w: World) -> None:
    to_performed(w)
    w.take("wang", "request_closing", result="罚款已缴清。")
    w.issue_all("D51")
    w.paper("D51", "approved")
    w.take("chen", "close", opinion="同意结案。")


def to_archived(w: World) -> None:
    to_closed(w)
    w.papers("D51", "D52", "D53", "D54")
    w.take("dang", "archive", shelf="三号柜二层", retention="permanent")


START = date(2026, 10, 8)
