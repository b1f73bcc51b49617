"""Joint meetings: bound to cases, seen by those who may see the cases, final once closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from anjian.evidence.store import store
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.registers import access
from anjian.registers.actions import meetings as actions
from anjian.registers.models import Meeting
from anjian.registers.queries import meetings as queries
from tests.action.faults.fault import case_of
from tests.factories.registered import MET
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from anjian.config.demo.play import Play
    from anjian.kit.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("meetings")) as town:
        yield a_case(town, until="lead")


class Room:
    """The meeting room of a bureau with one case."""

    def __init__(self, p: Play) -> None:
        self.p = p

    def who(self, name: str) -> Actor:
        return self.p.place.actor(name, on=self.p.today)

    def hold(self, **told: Any) -> UUID:
        return actions.hold(
            actions.HoldMeeting(held_at=self.p.now, **(MET | told)), by=self.who("何清"), at=self.p.now
        )

    def row(self, meeting_id: UUID) -> Meeting:
        return access.meeting(self.who("何清"), meeting_id)

    def conclude(self, meeting_id: UUID, word: str = "证据不足，不移送。") -> None:
        told = actions.ConcludeCase(meeting_id=meeting_id, case_no=self.p.no, conclusion=word)
        actions.conclude(told, by=self.who("何清"), at=self.p.now)

    def task(self, meeting_id: UUID, **told: Any) -> UUID:
        due = self.p.today + timedelta(days=10)
        given = {"text": "补充鉴定意见", "body": "agency", "who": "王虎", "due_on": due} | told
        return actions.agree_task(
            actions.AgreeTask(meeting_id=meeting_id, **given), by=self.who("何清"), at=self.p.now
        )


@pytest.fixture
def room(db: None, played: Play) -> Room:
    return Room(played)


def test_the_case_shows_what_was_concluded_on_it(room: Room) -> None:
    made = room.hold()
    room.conclude(made)
    room.task(made, case_no=room.p.no)
    case = case_of(room.p)
    (line,) = queries.of_case(case.org_id, case.id)
    assert (line.meeting.id, line.conclusion) == (made, "证据不足，不移送。")
    assert [t.row.text for t in line.tasks] == ["补充鉴定意见"]


def test_who_may_not_see_a_case_learns_of_no_meeting_on_it(room: Room) -> None:
    made = room.hold()
    room.conclude(made)
    for name in ("石磊", "沈维"):
        assert queries.page(room.who(name)).lines == []
        with pytest.raises(NotFound):
            access.meeting(room.who(name), made)
    handler = room.who("刘建军")
    assert [m.id for m in queries.page(handler).lines] == [made]


def test_a_meeting_on_no_case_is_for_its_conveners(room: Room) -> None:
    made = room.hold()
    assert [m.id for m in queries.page(room.who("方知")).lines] == [made]
    with pytest.raises(NotFound):
        access.meeting(room.who("石磊"), made)


def test_closed_it_stays_as_it_is(room: Room) -> None:
    made = room.hold(minutes="会议认为证据不足。")
    room.conclude(made)
    task = room.task(made)
    actions.close(made, by=room.who("何清"), at=room.p.now)
    assert len(room.row(made).sha256) == 64
    told = actions.HoldMeeting(held_at=room.p.now, meeting_id=made, **MET)
    with pytest.raises(Refused):
        actions.hold(told, by=room.who("何清"), at=room.p.now)
    with pytest.raises(Refused):
        room.task(made)
    late = store().put_bytes(b"late")
    with pytest.raises(Refused):
        actions.add_file(made, "late.pdf", late, by=room.who("何清"), at=room.p.now)
    for sql in ("UPDATE registers_meeting SET topic = 'x'", "DELETE FROM registers_meeting_case"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    # A later word on a case and a done mark are added, and change nothing.
    room.conclude(made, "公安机关已受理。")
    done = actions.FinishTask(meeting_id=made, task_id=task, done_on=room.p.today, note="已补充。")
    actions.finish_task(done, by=room.who("何清"), at=room.p.now)
    with pytest.raises(Conflict):
        actions.finish_task(done, by=room.who("何清"), at=room.p.now)
    shown = queries.told(room.who("何清"), room.row(made))
    assert [len(rows) for _case, rows in shown.conclusions] == [2]
    assert shown.tasks[0].done is not None


def test_empty_minutes_are_not_closed(room: Room) -> None:
    with pytest.raises(Refused):
        actions.close(room.hold(), by=room.who("何清"), at=room.p.now)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"topic": " "}, "topic"),
        ({"place": ""}, "place"),
        ({"host": "x"}, "host"),
        ({"participants": (("agency", "何清", ""),)}, "participants"),
    ],
)
def test_what_is_missing_is_said(room: Room, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as problem:
        room.hold(**told)
    assert field in problem.value.fields


def test_field_officers_enter_none(room: Room) -> None:
    with pytest.raises(Refused):
        actions.hold(actions.HoldMeeting(held_at=room.p.now, **MET), by=room.who("王虎"), at=room.p.now)


def test_a_task_belongs_to_a_case_that_was_discussed(room: Room) -> None:
    with pytest.raises(Invalid):
        room.task(room.hold(), case_no=room.p.no)
