"""Lawful inputs of measures, orders and transfers; what a test is about is changed one thing at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

Two = tuple[Any, Any]
ITEM = {"name": "汽油桶", "quantity": "12只", "kind": "goods", "measure": "detain", "related": True}
MEMBERS = ({"agency": "市消防救援支队", "duty": "查处消防设施违法行为。"},)
MATERIALS = (
    {"name": "涉嫌犯罪案件移送书", "kind": "letter", "copies": 2},
    {"name": "调查报告", "kind": "report", "copies": 1},
    {"name": "涉案物品清单", "kind": "goods_list", "copies": 1},
    {"name": "检测报告", "kind": "appraisal", "copies": 1, "qualified": True},
    {"name": "询问笔录", "kind": "statement", "copies": 3, "lead_only": True},
)


def opening(both: Two, *, alone: bool) -> dict[str, Any]:
    """Who handles: named in a file of its own, the handlers of the case in a case."""
    return {"handlers": both, "no_conflict": True} if alone else {}


def ground(**changes: Any) -> dict[str, Any]:
    """Why and what to seize."""
    return {
        "power": "wsl",
        "reason": "未经许可在居民楼内储存汽油，违法储存危险物品。",
        "items": (ITEM,),
        "period_days": 30,
    } | changes


def on_the_spot(at: datetime, **changes: Any) -> dict[str, Any]:
    """A measure carried out in the presence of the party."""
    return {
        "carried_out_at": at,
        "party_called": True,
        "certificates_shown": True,
        "rights_told": True,
        "defence": "当事人表示没有意见。",
        "presence": "signed",
        "list_copies": 2,
        "keeper": "市局罚没物资库",
        "kept_at": "市局罚没物资库",
        "way": "moved",
    } | changes


def service(both: Two, on: date, **changes: Any) -> dict[str, Any]:
    """Direct service."""
    return {
        "method": "direct",
        "served_on": on,
        "receiver": "李某",
        "place": "当事人住所地",
        "officers": both,
    } | changes


def cut_off(on: date, **changes: Any) -> dict[str, Any]:
    """Why power is to be cut."""
    return {
        "supply": "power",
        "order_no": "（云州）应急现决〔2026〕3号",
        "order_served_on": on,
        "major_hazard": True,
        "hazard": "储罐区可燃气体报警系统停用，属于重大事故隐患。",
        "refused": True,
        "refusal": "责令停止使用后当事人仍连续三日组织装卸作业，有录像为证。",
        "danger": True,
        "safe": True,
        "safety_plan": "保留消防和应急照明电源。",
        "households": False,
        "supplier": "国网云州供电公司",
        "scope": "储罐区动力电源",
        "urgent": False,
    } | changes


def hazards(on: date, *, first: int = 1, days: tuple[int, ...] = (15, 20)) -> tuple[dict[str, Any], ...]:
    """Hazards due so many days from a day, numbered on from the first."""
    return tuple(
        {
            "item_no": first + n,
            "description": f"第{first + n}处安全出口被货物堵塞。",
            "violated": "《安全生产法》第四十二条",
            "requirement": "立即清理，保持畅通。",
            "due_on": on + timedelta(days=after),
        }
        for n, after in enumerate(days)
    )


def order(now: datetime, **changes: Any) -> dict[str, Any]:
    """An order to correct two hazards."""
    return {"found_at": now, "place": "厂区仓库", "hazards": hazards(now.date())} | changes


def measure(now: datetime, **changes: Any) -> dict[str, Any]:
    """Equipment stands still because of a major hazard."""
    hazard = hazards(now.date(), days=(0,))[0] | {"major": True}
    return {
        "found_at": now,
        "place": "储罐区",
        "hazards": (hazard,),
        "major_ground": "《化工和危险化学品生产经营单位重大生产安全事故隐患判定标准》",
        "measures": ({"measure": "stop_use", "object": "3号储罐及其装卸泵"},),
        "until_on": now.date() + timedelta(days=30),
    } | changes


def review(now: datetime, both: Two, *results: tuple[int, str], **changes: Any) -> dict[str, Any]:
    """A review of numbered hazards."""
    return {
        "reviewed_at": now,
        "review_results": tuple(
            {"item_no": no, "result": result, "finding": "现场查看，有照片。"} for no, result in results
        ),
        "officers": both,
    } | changes


def suspicion(**changes: Any) -> dict[str, Any]:
    """What the task group reports."""
    return {
        "crime": "dangerous_work",
        "way": "unlicensed",
        "disputed": False,
        "to": "市公安局",
        "crime_facts": "未经许可储存汽油一点一吨，具有现实危险。",
        "fine_paid": 0,
    } | changes


def hand_over(at: datetime, **changes: Any) -> dict[str, Any]:
    """The whole package goes to the police, a copy of the letter to the procuratorate."""
    return {
        "handed_at": at,
        "police": "市公安局",
        "same_level": True,
        "copied": True,
        "procuratorate": "市人民检察院",
        "materials": MATERIALS,
    } | changes


def elsewhere(**changes: Any) -> dict[str, Any]:
    """A matter of another agency."""
    return {
        "kind": "subject",
        "to": "市市场监督管理局",
        "duty": "《特种设备安全法》第五条",
        "reason": "起重机械超期未检，属于特种设备安全监督管理职责。",
        "danger": False,
    } | changes


def joint(org: str, **changes: Any) -> dict[str, Any]:
    """A plan for two."""
    return {
        "title": "仓储企业消防和危险化学品联合办理",
        "purpose": "查清同一企业的多项违法行为。",
        "lead": org,
        "members": ({"agency": org, "duty": "查处危险化学品违法行为。"}, *MEMBERS),
    } | changes
