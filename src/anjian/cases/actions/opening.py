"""Registering a lead 登记线索: a case begins here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from anjian.audit.actions import transaction
from anjian.cases import events
from anjian.cases.actions.counting import count_stage, next_number
from anjian.cases.models import Case, Member
from anjian.kit.errors import Invalid, refuse
from anjian.kit.text import bigrams
from anjian.law.statutes import APL
from anjian.procedures import registry

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor

ORDINARY = "ordinary_penalty"
OPENERS = frozenset({"case_officer", "unit_head", "case_manager"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """Register a lead 登记线索. ``source`` is a code of the procedure's list of sources."""

    title: str
    source: str
    party_kind: str
    party_name: str
    violation: str
    place_code: str
    enterprise_id: UUID | None = None
    unit_id: UUID | None = None
    procedure: str = ORDINARY


def _may_open(by: Actor) -> None:
    if by.kind == "system" or by.roles & OPENERS:
        return
    raise refuse(
        "role",
        f"{by.name}的岗位不登记线索。",
        str(APL.art(54)),
        who="执法人员、承办机构负责人、案件管理员",
        cure="把线索交给他们登记。",
    )


def open_case(cmd: OpenCase, *, by: Actor, at: datetime, key: str | None = None) -> str:
    """Register a lead and return the number of the case.

    Raises Invalid naming each wrong field, Refused for somebody whose office takes no leads.
    """
    problems = {}
    if not cmd.title.strip():
        problems["title"] = "请写明案由。"
    if not cmd.party_name.strip():
        problems["party_name"] = "请填写当事人名称或者姓名。"
    if cmd.party_kind not in {"unit", "person"}:
        problems["party_kind"] = "请选择当事人是单位还是个人。"
    unit_id = cmd.unit_id or by.unit_id
    if unit_id is None:
        problems["unit_id"] = "请选择承办机构。"
    if problems or unit_id is None:
        raise Invalid(problems)
    procedure = registry.current(cmd.procedure, on=at.date())
    opening = procedure.opening
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("cases.open")
        _may_open(by)
        no = next_number(by.org_id, at.year)
        case = Case(
            org_id=by.org_id,
            no=no,
            title=cmd.title.strip(),
            procedure=procedure.key,
            state=opening.code,
            stage=opening.stage,
            source=cmd.source,
            party_kind=cmd.party_kind,
            enterprise_id=cmd.enterprise_id,
            party_name=cmd.party_name.strip(),
            place_code=cmd.place_code,
            unit_id=unit_id,
            violation=cmd.violation,
            opened_on=at.date(),
            moved_at=at,
        )
        case.search = SearchVector(
            Value(bigrams(f"{case.no} {case.title} {case.party_name}")), config="simple"
        )
        case.save(force_insert=True)
        count_stage(case, opening.stage, +1)
        Member.objects.create(org_id=by.org_id, case_id=case.id, officer_id=by.id, part="opened", since=at)
        tx.record(
            events.CaseOpened(
                stream_id=case.id,
                org_id=by.org_id,
                unit_id=case.unit_id,
                case_no=no,
                procedure=procedure.key,
                title=case.title,
                source=cmd.source,
                party_kind=cmd.party_kind,
                party_name=case.party_name,
                enterprise_id=cmd.enterprise_id,
                place_code=cmd.place_code,
            )
        )
    return no
