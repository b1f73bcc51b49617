"""A bureau with certified officers and two open cases, as the tests of evidence see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from anjian.cases.models import Case
from anjian.evidence import actions
from anjian.evidence.commands import Registered, RegisterEvidence
from anjian.evidence.store import store
from anjian.kit.actor import Actor, Certificate, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import actions as people
from anjian.people import queries as staff

AT = datetime(2026, 10, 8, 15, 0, tzinfo=LOCAL_ZONE)


@dataclass(frozen=True)
class Scene:
    """A bureau as the tests see it."""

    officer: Actor
    colleague: Actor
    reviewer: Actor
    expired: Actor
    administrator: Actor
    case_id: UUID
    other_case_id: UUID

    def register(self, data: bytes = b"\xff\xd8\xff picture", **changes: Any) -> Registered:
        by = changes.pop("by", self.officer)
        at = changes.pop("at", AT)
        return actions.register_evidence(self.command(data, **changes), by=by, at=at)

    def command(self, data: bytes = b"\xff\xd8\xff picture", **changes: Any) -> RegisterEvidence:
        command = RegisterEvidence(
            case_id=self.case_id,
            kind="physical",
            title="动火作业现场照片",
            purpose="未办理动火作业票即实施焊接",
            source="执法人员现场拍摄",
            collectors=(self.officer.id, self.colleague.id),
            place="云州石油储运有限公司3号罐区",
            collected_at=AT - timedelta(hours=2),
            digest=store().put_bytes(data),
            filename="IMG_0001.jpg",
            device="执法记录仪 07",
        )
        return replace(command, **changes)


def found(name: str) -> Scene:
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name=f"{name}应急管理局", short_name=name, level="city", place_code="990100", number_region=name
        )
    )
    founder = system_actor(org_id, f"{name}应急管理局")
    unit_id = people.set_up_unit(people.SetUpUnit(name="执法支队一大队"), by=founder, at=AT)

    def officer(who: str, *roles: str, valid_to: date = date(2028, 1, 1)) -> Actor:
        certificate = Certificate(
            no=f"{name}-{who}",
            issuer="省政府",
            field="应急",
            area="全市",
            valid_from=date(2024, 1, 1),
            valid_to=valid_to,
        )
        officer_id = people.register_officer(
            people.RegisterOfficer(
                name=who, unit_id=unit_id, post="执法人员", roles=frozenset(roles), since=date(2024, 1, 1),
                certificates=(certificate,), username=f"{name}-{who}", password_hash="!",
            ),
            by=founder,
            at=AT,
        )  # fmt: skip
        known = staff.actor(org_id, officer_id, on=AT.date())
        assert known is not None
        return known

    def case(number: str) -> UUID:
        row = Case.objects.create(
            org_id=org_id, no=number, title="动火作业案", procedure="ordinary_penalty@2021-07-15",
            state="investigating",
            stage="investigation", source="inspection", party_kind="unit", party_name="云州石油储运有限公司",
            place_code="990100", unit_id=unit_id, opened_on=AT.date(), moved_at=AT,
        )  # fmt: skip
        return row.id

    return Scene(
        officer=officer("王虎", "case_officer"),
        colleague=officer("赵敏", "case_officer"),
        reviewer=officer("方正", "legal_reviewer"),
        expired=officer("孙旧", "case_officer", valid_to=date(2026, 10, 7)),
        administrator=officer("管理", "system_admin"),
        case_id=case("2026-0001"),
        other_case_id=case("2026-0002"),
    )
