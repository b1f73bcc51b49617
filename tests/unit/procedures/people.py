"""Who plays in a case in memory, and a plain case in which nothing has happened yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from anjian.kit.actor import Actor, Certificate
from anjian.kit.clock import LOCAL_ZONE
from anjian.law.calendar import WorkCalendar
from anjian.law.statutes import APL, Kind, Term, Unit
from anjian.procedures.facts import (
    CaseFacts,
    EvidenceFact,
    HandlerFact,
    InterviewFact,
    OrgFact,
    ProvedFact,
    Threshold,
)

CALENDAR = WorkCalendar.load()
ORG = uuid5(NAMESPACE_OID, "bureau")
PARAMETERS = {
    "defence.period": Term(5, Unit.WORKING_DAY, (APL.art(44),), Kind.WAIT),
    "legal_review.period": Term(10, Unit.WORKING_DAY, (APL.art(58),)),
    "archive.period": Term(30, Unit.CALENDAR_DAY, (APL.art(47),)),
}
CAST = {
    "wang": ("王虎", {"case_officer", "interviewer"}),
    "zhao": ("赵敏", {"case_officer", "interviewer"}),
    "qian": ("钱进", {"case_officer"}),
    "liu": ("刘队", {"unit_head"}),
    "fa": ("法制", {"legal_reviewer"}),
    "fa2": ("法制二", {"legal_reviewer"}),
    "chen": ("陈副局长", {"agency_leader"}),
    "sun": ("孙副局长", {"agency_leader"}),
    "li": ("李局长", {"agency_head"}),
    "zhou": ("周主持", {"hearing_chair"}),
    "dang": ("档案员", {"archivist"}),
    "guan": ("案管员", {"case_manager"}),
    "wai": ("外区", {"case_officer"}),
}
CERTIFICATE = Certificate(
    no="610-0231",
    issuer="市司法局",
    field="安全生产",
    area="全市",
    valid_from=date(2024, 1, 1),
    valid_to=date(2028, 12, 31),
)


def uid(name: str) -> UUID:
    """A stable identity for a name."""
    return uuid5(NAMESPACE_OID, name)


def actor(who: str, **changes: Any) -> Actor:
    """One of the cast."""
    name, roles = CAST[who]
    return replace(
        Actor(
            id=uid(who),
            org_id=uid("other bureau") if who == "wai" else ORG,
            unit_id=None,
            kind="officer",
            name=name,
            org_name="示例市应急管理局",
            roles=frozenset(roles),
            certificates=(CERTIFICATE,) if "case_officer" in roles else (),
            legal_qualified="legal_reviewer" in roles,
        ),
        **changes,
    )


def handler(who: str, **changes: Any) -> HandlerFact:
    """One of the cast as handler or leader."""
    a = actor(who)
    return replace(HandlerFact(id=a.id, name=a.name, org_id=a.org_id, certificates=a.certificates), **changes)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant in the bureau's zone."""
    return datetime.combine(day, time(hour, minute), LOCAL_ZONE)


NOTICE_FIELDS = {
    "facts": "未安排专人进行动火作业现场安全管理。",
    "violated": "《安全生产法》第四十三条",
    "basis": "《安全生产法》第一百零一条第三项",
    "penalty": "处罚款",
    "evidence": [{"name": "现场检查记录"}],
}
DECISION_FIELDS = {
    **NOTICE_FIELDS,
    "party_name": "示例油品储运有限公司",
    "party_address": "示例市港口路1号",
    "penalties": [{"kind": "罚款", "content": "罚款"}],
    "manner": "到指定银行缴纳",
}


def facts(**changes: Any) -> CaseFacts:
    """A plain case in which nothing has happened yet."""
    day = date(2026, 10, 8)
    return replace(
        CaseFacts(
            now=at(day),
            actor=actor("wang"),
            org=OrgFact(id=ORG, name="示例市应急管理局"),
            case_id=uid("case"),
            proceeding_id=uid("case"),
            party_name="示例油品储运有限公司",
            opened_on=day,
            violations=("hot_work_without_supervisor",),
            leaders=(handler("li", head=True), handler("chen"), handler("sun")),
            thresholds={
                code: Threshold(value=Decimal(value))
                for code, value in (
                    ("hearing.unit", 50000),
                    ("hearing.person", 20000),
                    ("discussion.unit", 50000),
                    ("discussion.person", 20000),
                    ("discussion.quorum", 50),
                    ("discussion.members", 2),
                )
            },
            is_working_day=CALENDAR.is_working_day,
        ),
        **changes,
    )


def proof(when: datetime) -> dict[str, Any]:
    """Evidence, interviews and one fact to prove, all in order, taken at that instant by both handlers."""
    both = (uid("wang"), uid("zhao"))
    return {
        "to_prove": (ProvedFact(id="1", text="动火作业没有专人管理"),),
        "evidence": (
            EvidenceFact(
                id=uid("photo"),
                kind="audiovisual",
                name="照片",
                collected_at=when,
                collectors=both,
                proves=("1",),
            ),
            EvidenceFact(
                id=uid("zhang's words"),
                kind="witness_testimony",
                name="张某笔录",
                collected_at=when,
                collectors=both,
                proves=("1",),
            ),
        ),
        "interviews": (
            InterviewFact(
                id=uid("interview"),
                person="张某",
                officers=both,
                started_at=when,
                ended_at=when + timedelta(hours=1),
                pages=2,
                signed_pages=2,
            ),
        ),
    }
