"""A bureau with one case, for the tests of clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from anjian.audit import queries as record
from anjian.audit.actions import transaction
from anjian.cases.models import Case
from anjian.deadlines import actions, queries
from anjian.kit.actor import Actor, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.law.statutes import APL
from anjian.law.terms import Term
from anjian.people import actions as people
from anjian.people import queries as staff


def at(month: int, day: int, hour: int = 9, *, year: int = 2026) -> datetime:
    """An instant of the story's year in the bureau's zone."""
    return datetime(year, month, day, hour, tzinfo=LOCAL_ZONE)


@dataclass
class Scene:
    """A bureau and its case."""

    org_id: UUID
    name: str
    officer: Actor
    case_id: UUID

    def start(self, code: str = "decision", term: Term | None = None, **changes: Any) -> UUID:
        """Start a clock by the officer; the ninety days from 3 July unless told otherwise."""
        when = changes.pop("when", at(7, 3))
        command = actions.StartClock(
            case_id=self.case_id,
            code=code,
            label=changes.pop("label", "作出处罚决定"),
            kind=changes.pop("kind", "limit"),
            term=term or APL.term(90, art=60),
            start_on=changes.pop("start_on", when.date()),
            **changes,
        )
        with transaction(by=self.officer, at=when) as tx:
            return actions.start(tx, command)

    def do(self, verb: Any, when: datetime, *args: Any, **named: Any) -> None:
        """Run one of the actions on the case's clocks in its own transaction."""
        with transaction(by=self.officer, at=when) as tx:
            verb(tx, self.case_id, *args, **named)

    def sweep(self, when: datetime, **named: Any) -> int:
        return actions.sweep(org_id=self.org_id, org_name=self.name, at=when, **named)

    def clock(self, code: str = "decision") -> queries.ClockView:
        """The latest clock of that code."""
        return [c for c in queries.clocks_of(self.org_id, [self.case_id]) if c.code == code][-1]

    def happened(self) -> list[str]:
        """The types of the events on the case's record, oldest first."""
        return [body["type"] for body in record.chain_of(self.org_id, self.case_id)]


def found(name: str) -> Scene:
    bureau = f"{name}应急管理局"
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name=bureau, short_name=name, level="city", place_code="990100", number_region=name
        )
    )
    founder = system_actor(org_id, bureau)
    unit_id = people.set_up_unit(people.SetUpUnit(name="执法支队一大队"), by=founder, at=at(1, 5))
    officer_id = people.register_officer(
        people.RegisterOfficer(
            name="王虎",
            unit_id=unit_id,
            post="执法人员",
            roles=frozenset({"case_officer"}),
            since=date(2024, 1, 1),
            certificates=(),
            username=f"{name}-wang",
            password_hash="!",
        ),
        by=founder,
        at=at(1, 5),
    )
    officer = staff.actor(org_id, officer_id, on=date(2026, 7, 1))
    assert officer is not None
    case = Case.objects.create(
        org_id=org_id,
        no="2026-0001",
        title="动火作业案",
        procedure="ordinary_penalty@2021-07-15",
        state="lead",
        stage="lead",
        source="inspection",
        party_kind="unit",
        party_name="云州石油储运有限公司",
        place_code="990100",
        unit_id=unit_id,
        opened_on=date(2026, 7, 1),
        moved_at=at(7, 1),
    )
    return Scene(org_id, bureau, officer, case.id)
