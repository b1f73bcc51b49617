"""A bureau with two rooms, four certified interviewers, a case manager and one open case."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from anjian.cases.models import Case, Member
from anjian.interviews import actions, crosscheck
from anjian.interviews.models import Session
from anjian.interviews.script import script_on
from anjian.kit.actor import Actor, Certificate, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import actions as people
from anjian.people import queries as staff

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 10, 9, 9, 0, tzinfo=LOCAL_ZONE)
ZHANG = {
    "name": "张某",
    "sex": "男",
    "born_on": date(1985, 6, 15),
    "id_no": "610102198506150013",
    "employer": "云州石油储运有限公司",
    "post": "作业工人",
    "phone": "13800000001",
    "address": "云州市临江区码头路1号",
    "relation": "涉案作业人员",
    "delegate": "否",
    "needs": "none",
}
LI = ZHANG | {"name": "李某", "born_on": date(1990, 3, 12), "id_no": "E12345678", "post": "班组长"}


def png(shade: int = 0) -> str:
    """A valid one-pixel PNG as the signature pad sends it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    body = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes([0, shade])))
        + chunk(b"IEND", b"")
    )
    return "data:image/png;base64," + base64.b64encode(body).decode()


def finger(shade: int = 7) -> bytes:
    """A valid one-pixel PNG as a fingerprint reader sends it."""
    return base64.b64decode(png(shade).partition(",")[2])


@dataclass
class Hall:
    """The interview centre as the tests see it; ``at`` moves on by a minute per action."""

    org_id: UUID
    case_id: UUID
    rooms: tuple[UUID, UUID]
    manager: Actor
    pairs: tuple[tuple[Actor, Actor], tuple[Actor, Actor]]
    handler: Actor
    expired: Actor
    at: datetime = AT

    def now(self, minutes: int = 1) -> datetime:
        self.at += timedelta(minutes=minutes)
        return self.at

    def prepare(self, room: int = 0, name: str = "张某", **changes: Any) -> UUID:
        lead, recorder = self.pairs[room]
        command = actions.PrepareSession(
            case_id=self.case_id,
            name=name,
            room_id=self.rooms[room],
            lead_id=lead.id,
            recorder_id=recorder.id,
            matter="10月8日3号罐动火作业",
        )
        return actions.prepare_session(replace(command, **changes), by=self.manager, at=self.now())

    def enter(self, session_id: UUID, room: int = 0) -> None:
        for officer in self.pairs[room]:
            actions.enter_room(session_id, by=officer, at=self.now())

    def tell(self, session_id: UUID, room: int = 0) -> None:
        for line in script_on(self.at.date()).lines:
            actions.tell_rights(
                actions.TellRights(session_id=session_id, code=line.code, answer=line.answer),
                by=self.pairs[room][0],
                at=self.now(),
            )

    def identify(self, session_id: UUID, room: int = 0, **values: Any) -> None:
        known = (ZHANG if room == 0 else LI) | values
        actions.record_identity(
            actions.RecordIdentity(session_id=session_id, **known), by=self.pairs[room][0], at=self.now()
        )

    def questioning(self, room: int = 0, name: str = "张某", **identity: Any) -> UUID:
        session_id = self.prepare(room, name)
        self.enter(session_id, room)
        self.identify(session_id, room, **identity)
        self.tell(session_id, room)
        actions.begin_questions(session_id, by=self.pairs[room][0], at=self.now())
        return session_id

    def ask(self, session_id: UUID, question: str, answer: str, room: int = 0, **more: Any) -> UUID:
        key = more.pop("key", None)
        command = actions.CommitSegment(session_id=session_id, question=question, answer=answer, **more)
        return actions.commit_segment(command, by=self.pairs[room][0], at=self.now(), key=key)

    def session(self, session_id: UUID) -> Session:
        return Session.objects.get(org_id=self.org_id, id=session_id)

    def contradict(self) -> tuple[UUID, UUID]:
        """张某 and 李某 contradict each other about who ordered the work."""
        first = self.questioning(0, "张某")
        second = self.questioning(1, "李某")
        self.ask(first, "10月8日3号罐的动火作业是谁安排的？", "是李某指派我和另外两名工人去的。", 0)
        self.ask(second, "10月8日3号罐的动火作业由谁安排？", "我没有安排，是张某自己去的。", 1)
        return first, second


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    crosscheck.forget()


def found(name: str = "云州") -> Hall:
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name=f"{name}应急管理局", short_name=name, level="city", place_code="990100", number_region=name
        )
    )
    founder = system_actor(org_id, f"{name}应急管理局")
    unit_id = people.set_up_unit(people.SetUpUnit(name="案件管理中心"), by=founder, at=AT)

    def officer(who: str, *roles: str, valid_to: date = date(2028, 1, 1)) -> Actor:
        certificate = Certificate(
            no=f"{name}-{who}", issuer="省政府", field="应急", area="全市",
            valid_from=date(2024, 1, 1), valid_to=valid_to,
        )  # fmt: skip
        command = people.RegisterOfficer(
            name=who, unit_id=unit_id, post="执法人员", roles=frozenset(roles), since=date(2024, 1, 1),
            certificates=(certificate,),
        )  # fmt: skip
        officer_id = people.register_officer(command, by=founder, at=AT)
        known = staff.actor(org_id, officer_id, on=AT.date())
        assert known is not None
        return known

    handler = officer("王虎", "case_officer")
    row = Case.objects.create(
        org_id=org_id, no="2026-0001", title="动火作业案", procedure="ordinary_penalty@2021-07-15",
        state="investigating", stage="investigation", source="inspection", party_kind="unit",
        party_name="云州石油储运有限公司", place_code="990100", unit_id=unit_id, lead_officer_id=handler.id,
        opened_on=AT.date(), conduct_on=date(2026, 10, 8), moved_at=AT,
    )  # fmt: skip
    manager = officer("何清", "case_manager")
    rooms = tuple(
        actions.set_up_room(actions.SetUpRoom(name=f"询问{n}室", position=i), by=manager, at=AT)
        for i, n in enumerate("一二")
    )
    return Hall(
        org_id=org_id,
        case_id=row.id,
        rooms=(rooms[0], rooms[1]),
        manager=manager,
        pairs=(
            (officer("孙晓", "interviewer"), officer("吴越", "interviewer")),
            (officer("钱进", "interviewer"), officer("冯雪", "interviewer")),
        ),
        handler=handler,
        expired=officer("旧证", "interviewer", valid_to=date(2026, 10, 1)),
    )


@pytest.fixture
def hall(db: None) -> Hall:
    return found()


@pytest.fixture
def elsewhere(db: None) -> Hall:
    return found("海州")


def recuse(hall: Hall, officer: Actor) -> None:
    Member.objects.create(
        org_id=hall.org_id, case_id=hall.case_id, officer_id=officer.id, part="recused", since=AT
    )
