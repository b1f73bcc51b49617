"""Eight rooms that have talked for hours: what the measurement of the console stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks import ground

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

ROOMS, ANSWERS, VIEWERS = 8, 300, 20
TALK = Path(__file__).parents[1] / "tests" / "data" / "testimony_bench_public.jsonl"
NAMES = ("张伟", "李建国", "陈志强", "赵明", "周海", "吴刚", "郑斌", "孙立")
WATCHERS = ("anguan", "wanghu", "liudui", "fenguan", "juzhang")


@dataclass
class Scene:
    """The case, its sessions, and who may sign in."""

    case_id: UUID
    sessions: list[UUID]
    rooms: list[str] = field(default_factory=list)
    viewers: list[str] = field(default_factory=list)


def _lines() -> list[tuple[str, str]]:
    """Questions and answers of other inquiries, for rooms that have talked for hours."""
    from anjian.testimony.cases import read_cases, statements

    return [(s.question, s.answer) for case in read_cases(TALK) for s in statements(case)]


def set_scene() -> Scene:
    """Found a town, arrange eight interviews, begin them, and fill their records."""
    from django.utils import timezone

    from anjian.interviews import actions
    from anjian.interviews.script import script_on
    from anjian.kit.actor import Certificate
    from anjian.people import actions as people
    from anjian.people import queries as staff
    from anjian.people.models import User
    from tests.action.interviews.conftest import ZHANG
    from tests.factories.town import a_case, found_town

    play = a_case(found_town(), until="investigating")
    case, at = play.case(), timezone.now() - timedelta(hours=3)
    today = at.date()
    manager = play.place.actor("何清", on=today)
    if manager.unit_id is None:
        raise SystemExit("the manager has no unit")
    unit_id = manager.unit_id
    scene = Scene(case_id=case.id, sessions=[])

    def officer(name: str) -> Any:
        certificate = Certificate(
            no=f"B-{name}", issuer="省政府", field="应急", area="全市",
            valid_from=today - timedelta(days=400), valid_to=today + timedelta(days=400),
        )  # fmt: skip
        command = people.RegisterOfficer(
            name=name, unit_id=unit_id, post="执法人员", roles=frozenset({"interviewer"}),
            since=today - timedelta(days=400), certificates=(certificate,),
        )  # fmt: skip
        officer_id = people.register_officer(command, by=manager, at=at)
        User.objects.create(username=f"b-{name}", org_id=case.org_id, officer_id=officer_id)
        found = staff.actor(case.org_id, officer_id, on=today)
        if found is None:
            raise SystemExit("an officer is missing")
        return found

    for n in range(ROOMS):
        room = actions.set_up_room(
            actions.SetUpRoom(name=f"测量{n + 1}室", position=50 + n), by=manager, at=at
        )
        lead, second = officer(f"甲{n}"), officer(f"乙{n}")
        session = actions.prepare_session(
            actions.PrepareSession(
                case_id=case.id, name=NAMES[n], room_id=room, lead_id=lead.id, recorder_id=second.id,
                matter="动火作业",
            ), by=manager, at=at,
        )  # fmt: skip
        for one in (lead, second):
            actions.enter_room(session, by=one, at=at)
        known: dict[str, Any] = ZHANG | {"name": NAMES[n], "phone": f"1380000{n:04}", "id_no": f"E{n:08}"}
        actions.record_identity(actions.RecordIdentity(session_id=session, **known), by=lead, at=at)
        for line in script_on(today).lines:
            told = actions.TellRights(session_id=session, code=line.code, answer=line.answer)
            actions.tell_rights(told, by=lead, at=at)
        actions.begin_questions(session, by=lead, at=at)
        scene.sessions.append(session)
        scene.rooms.append(ground.a_session(f"b-甲{n}"))
    _fill(scene, case.org_id, at)
    names = [u.username for u in User.objects.filter(org_id=case.org_id)]
    watching = [w for w in WATCHERS if w in names] or ["wanghu"]
    scene.viewers = [ground.a_session(watching[i % len(watching)]) for i in range(VIEWERS + 1)]
    return scene


def _fill(scene: Scene, org_id: UUID, at: datetime) -> None:
    """Write three hundred answers into every room, as hours of questioning leave them."""
    from anjian.interviews.models import Board, Seat, Segment, Session
    from anjian.kit.ids import uuid7

    lines, chance = _lines(), Random(8)
    rows, seq = [], 0
    persons = dict(Session.objects.filter(id__in=scene.sessions).values_list("id", "person_id"))
    authors = dict(
        Seat.objects.filter(session_id__in=scene.sessions, part="lead").values_list(
            "session_id", "officer_id"
        )
    )
    for no in range(1, ANSWERS + 1):
        for one in scene.sessions:
            seq += 1
            question, answer = chance.choice(lines)
            rows.append(
                Segment(
                    id=uuid7(), org_id=org_id, case_id=scene.case_id, session_id=one, person_id=persons[one],
                    no=no, case_seq=seq, question=question, answer=answer, author_id=authors[one],
                    committed_at=at + timedelta(seconds=seq * 4),
                )
            )  # fmt: skip
    Segment.objects.bulk_create(rows, batch_size=600)
    Session.objects.filter(id__in=scene.sessions).update(segment_count=ANSWERS)
    Board.objects.filter(id=scene.case_id).update(segment_count=seq)
