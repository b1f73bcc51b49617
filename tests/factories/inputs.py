"""Lawful inputs of the steps, so that a test changes only the one thing it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.config.demo.play import Play

DEFENCE = "已经停止作业并整改，请求从轻处罚。"
OPINION = {"opinion": "同意。"}
REASON = {"reason": "案件办理需要，依法办理。"}


def both(p: Play) -> tuple[Any, Any]:
    """The two handlers."""
    return p.id_of("lead"), p.id_of("co")


def lead(p: Play, **changes: Any) -> dict[str, Any]:
    """A lead from an inspection, with two handlers."""
    return {
        "lead_source": "inspection",
        "found_on": p.today,
        "conduct_on": p.today - timedelta(days=1),
        "harm_to_life": False,
        "summary": "检查发现动火作业现场无人专门管理。",
        "handlers": both(p),
        "no_conflict": True,
    } | changes


def start(p: Play, **changes: Any) -> dict[str, Any]:
    """Certificates shown, rights told."""
    return {
        "told_at": p.now,
        "told_to": "赵喆",
        "certificates_shown": True,
        "recusal_told": True,
        "officers": both(p),
    } | changes


def penalty(p: Play, **changes: Any) -> dict[str, Any]:
    """The fine of the story and nothing else."""
    fine = p.said["story"]["fine"]
    return {"warning": False, "fine_amount": fine, "stop_business": False, "licence": False} | changes


def report(p: Play, **changes: Any) -> dict[str, Any]:
    """The end of the inquiry, without suspicion of crime."""
    return {
        "criminal_suspicion": "no",
        "criminal_reason": "经逐项排查未发现涉嫌犯罪。",
        "exculpatory": "当事人当日停止作业。",
        "major_violation": False,
        "major_public_interest": False,
        "complex": False,
        "statutory_review": False,
        "outside_scale": False,
        **penalty(p),
    } | changes


def service(p: Play, **changes: Any) -> dict[str, Any]:
    """Direct service today by both handlers."""
    return {
        "method": "direct",
        "served_on": p.today,
        "receiver": "赵喆",
        "place": "当事人住所地",
        "officers": both(p),
    } | changes


def defence(p: Play, **changes: Any) -> dict[str, Any]:
    """A written defence of one point."""
    return {
        "received_on": p.today,
        "manner": "written",
        "speaker": "赵喆",
        "points": ({"point": DEFENCE},),
        "final": False,
        "hearing_waived": False,
        "officers": both(p),
    } | changes


def answer(p: Play, **changes: Any) -> dict[str, Any]:
    """The answer to that defence."""
    return {
        "replies": ({"point": DEFENCE, "adopted": "no", "reply": "已在裁量中考虑整改情况。"},),
        "conclusion": "维持告知内容。",
        **penalty(p),
    } | changes


def hearing_request(p: Play, **changes: Any) -> dict[str, Any]:
    """A request in writing, today."""
    return {"requested_on": p.today, "requested_by": "当事人", "manner": "written"} | changes


def appointment(p: Play, *, days: int = 21, **changes: Any) -> dict[str, Any]:
    """A public hearing in some weeks under the usual chair."""
    return {
        "chair": p.id_of("chair"),
        "clerk": "钱进",
        "hearing_at": hour_of(p, days),
        "place": "局听证室",
        "public": True,
    } | changes


def hour_of(p: Play, days: int) -> datetime:
    """Nine in the morning so many days from today."""
    return (p.now + timedelta(days=days)).replace(hour=9, minute=30)


def discussion(p: Play, **changes: Any) -> dict[str, Any]:
    """All leaders of the bureau agree."""
    leaders = p.place.with_role("agency_head") + p.place.with_role("agency_leader")
    return {
        "held_at": p.now,
        "place": "局会议室",
        "chair": p.id_of("head"),
        "reporter": p.crew.lead,
        "recorder": "会议记录员",
        "attendees": tuple(
            {"officer": p.place.officers[n], "vote": "agree", "view": "同意处罚建议。"} for n in leaders
        ),
        "conflicts_asked": True,
        "handlers_left": True,
        "outcome": "penalise",
        "fine_amount": p.said["story"]["fine"],
        "conclusion": "一致同意。",
    } | changes


def review(**changes: Any) -> dict[str, Any]:
    """Every item of the review in order."""
    items = ("subject", "facts", "evidence", "law", "procedure", "power", "form", "crime")
    return {f"{i}_ok": True for i in items} | {"opinion": "同意。"} | changes


def payment(p: Play, amount: int, **changes: Any) -> dict[str, Any]:
    """A payment at the bank."""
    return {"paid_on": p.today, "paid_amount": amount, "channel": "bank", "receipt_no": "8001"} | changes


def registration(**changes: Any) -> dict[str, Any]:
    """One welding machine, kept where it stands."""
    return {
        "reason": "设备可能被转移灭失。",
        "items": ({"name": "电焊机", "quantity": "1台"},),
        "keeper": "赵喆",
        "place": "当事人库房",
        "way": "on_site",
    } | changes
