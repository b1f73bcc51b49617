"""Rooms, officers, rights and identity: who may question whom, where and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from anjian.audit import queries as audit
from anjian.audit.models import OutboxRow
from anjian.interviews import access, actions, queries
from anjian.interviews.models import RightsLine
from anjian.kit.actor import system_actor
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from tests.action.interviews.conftest import AT, recuse

if TYPE_CHECKING:
    from tests.action.interviews.conftest import Hall


def codes(problem: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {r.code.removeprefix("interview.") for r in problem.value.refusals}


class TestPrepareSession:
    def test_numbers_the_interviews_of_one_person(self, hall: Hall) -> None:
        first = hall.session(hall.prepare())
        again = hall.session(hall.prepare(person_id=first.person_id))
        assert (first.no, again.no, again.person_id) == (1, 2, first.person_id)

    def test_refuses_one_officer_twice(self, hall: Hall) -> None:
        with pytest.raises(Refused) as problem:
            hall.prepare(recorder_id=hall.pairs[0][0].id)
        assert codes(problem) == {"two_officers"}
        assert problem.value.refusals[0].cites == ("《行政处罚法》第四十二条第一款",)

    def test_refuses_an_expired_certificate_and_a_recused_officer_together(self, hall: Hall) -> None:
        recuse(hall, hall.pairs[0][0])
        with pytest.raises(Refused) as problem:
            hall.prepare(recorder_id=hall.expired.id)
        assert codes(problem) == {"certificate", "recused"}

    def test_an_interviewer_may_not_arrange(self, hall: Hall) -> None:
        command = actions.PrepareSession(
            case_id=hall.case_id, name="张某", room_id=hall.rooms[0], lead_id=hall.pairs[0][0].id,
            recorder_id=hall.pairs[0][1].id, matter="",
        )  # fmt: skip
        with pytest.raises(NotFound):
            actions.prepare_session(command, by=hall.pairs[0][0], at=AT)

    def test_another_bureau_sees_nothing(self, hall: Hall, elsewhere: Hall) -> None:
        session_id = hall.prepare()
        with pytest.raises(NotFound):
            access.console_case(elsewhere.manager, hall.case_id)
        with pytest.raises(NotFound):
            access.session_for(elsewhere.manager, session_id)
        with pytest.raises(NotFound):
            hall.prepare(room_id=elsewhere.rooms[0])

    def test_cancelling_needs_a_reason_and_an_unbegun_interview(self, hall: Hall) -> None:
        session_id = hall.prepare()
        with pytest.raises(Invalid):
            actions.cancel_session(session_id, reason=" ", by=hall.manager, at=hall.now())
        actions.cancel_session(session_id, reason="改日", by=hall.manager, at=hall.now())
        assert hall.session(session_id).state == "cancelled"
        running = hall.questioning()
        with pytest.raises(Refused):
            actions.cancel_session(running, reason="改日", by=hall.manager, at=hall.now())


class TestPresence:
    def test_nobody_sits_in_two_rooms(self, hall: Hall) -> None:
        first = hall.prepare()
        second = hall.prepare(1, "李某", lead_id=hall.pairs[0][0].id)
        hall.enter(first)
        with pytest.raises(Refused) as problem:
            actions.enter_room(second, by=hall.pairs[0][0], at=hall.now())
        assert codes(problem) == {"elsewhere"}

    def test_one_person_per_room(self, hall: Hall) -> None:
        first = hall.prepare()
        second = hall.prepare(
            1, "李某", room_id=hall.rooms[0], lead_id=hall.pairs[1][0].id, recorder_id=hall.pairs[1][1].id
        )
        hall.enter(first)
        with pytest.raises(Conflict):
            hall.enter(second, 1)

    def test_a_person_is_questioned_in_one_room_only(self, hall: Hall) -> None:
        first = hall.prepare()
        second = hall.prepare(1, person_id=hall.session(first).person_id)
        hall.enter(first)
        with pytest.raises(Conflict):
            hall.enter(second, 1)

    def test_leaving_pauses_the_interview(self, hall: Hall) -> None:
        session_id = hall.questioning()
        actions.leave_room(session_id, hall.pairs[0][1].id, note="接电话", by=hall.pairs[0][0], at=hall.now())
        assert hall.session(session_id).state == "paused"
        with pytest.raises(Refused) as problem:
            actions.resume(session_id, by=hall.pairs[0][0], at=hall.now())
        assert codes(problem) == {"absent"}
        actions.enter_room(session_id, by=hall.pairs[0][1], at=hall.now())
        actions.resume(session_id, by=hall.pairs[0][0], at=hall.now())
        assert hall.session(session_id).state == "questioning"

    def test_whoever_sits_in_a_room_cannot_watch_the_others(self, hall: Hall) -> None:
        session_id = hall.prepare(lead_id=hall.handler.id)
        assert access.console_case(hall.handler, hall.case_id)
        actions.enter_room(session_id, by=hall.handler, at=hall.now())
        with pytest.raises(Refused) as problem:
            access.console_case(hall.handler, hall.case_id)
        assert codes(problem) == {"sitting"}
        assert not access.may_hear(hall.handler, "interview", hall.case_id)
        assert access.may_hear(hall.handler, "room", session_id)


class TestBeginQuestions:
    def test_says_everything_that_is_missing_at_once(self, hall: Hall) -> None:
        session_id = hall.prepare()
        with pytest.raises(Refused) as problem:
            actions.begin_questions(session_id, by=hall.pairs[0][0], at=hall.now())
        assert codes(problem) == {"absent", "rights", "identity"}

    def test_rights_need_both_officers(self, hall: Hall) -> None:
        session_id = hall.prepare()
        actions.enter_room(session_id, by=hall.pairs[0][0], at=hall.now())
        with pytest.raises(Refused) as problem:
            hall.tell(session_id)
        assert codes(problem) == {"absent"}

    def test_every_line_of_the_script_keeps_its_time(self, hall: Hall) -> None:
        session_id = hall.questioning()
        rows = list(RightsLine.objects.filter(session_id=session_id).order_by("id"))
        assert len(rows) == 8
        assert "孙晓（证号云州-孙晓）" in rows[0].text
        assert hall.session(session_id).started_at == rows[0].at
        assert rows[0].at < rows[-1].at

    def test_a_minor_needs_a_guardian(self, hall: Hall) -> None:
        minor = {"born_on": date(2010, 2, 3), "id_no": "610104201002031122", "sex": "女"}
        with pytest.raises(Refused) as problem:
            hall.questioning(**minor)
        assert codes(problem) == {"guardian"}

    def test_a_minor_without_guardian_may_be_questioned_for_a_written_reason(self, hall: Hall) -> None:
        session_id = hall.questioning(
            born_on=date(2010, 2, 3),
            id_no="610104201002031122",
            sex="女",
            guardian_absent="父母在外地，电话通知后表示无法到场",
        )
        assert hall.session(session_id).state == "questioning"

    def test_other_language_needs_an_interpreter(self, hall: Hall) -> None:
        with pytest.raises(Refused) as problem:
            hall.questioning(needs="language")
        assert codes(problem) == {"interpreter"}

    def test_a_mistyped_identity_number_is_told(self, hall: Hall) -> None:
        session_id = hall.prepare()
        with pytest.raises(Invalid) as problem:
            hall.identify(session_id, id_no="610102198506150014")
        assert "校验位" in problem.value.fields["id_no"]


class TestLength:
    def test_rooms_and_console_are_told_once_at_each_limit(self, hall: Hall) -> None:
        session_id = hall.questioning()
        started = hall.session(session_id).started_at
        assert started is not None
        system = system_actor(hall.org_id, "云州应急管理局")
        told = [
            actions.tell_length(by=system, at=started + timedelta(minutes=minutes))
            for minutes in (239, 240, 241, 480, 481)
        ]
        assert told == [0, 1, 0, 1, 0]
        topics = OutboxRow.objects.filter(type="interviews.session.long").values_list("topics", flat=True)
        assert all({f"room:{session_id}", f"interview:{hall.case_id}"} <= set(t) for t in topics)

    def test_warns_at_four_hours_and_stops_at_eight(self, hall: Hall) -> None:
        session_id = hall.questioning()
        started = hall.session(session_id).started_at
        assert started is not None
        hall.at = started + timedelta(hours=4, minutes=1)
        assert queries.console(hall.org_id, hall.case_id, at=hall.at).columns[0].head.too_long == "warn"
        hall.ask(session_id, "还有补充吗？", "没有。")
        hall.at = started + timedelta(hours=8)
        with pytest.raises(Refused) as problem:
            hall.ask(session_id, "再问一句？", "不知道。")
        assert codes(problem) == {"too_long"}
        actions.start_read_back(session_id, by=hall.pairs[0][0], at=hall.now())


def test_the_cases_chain_holds_everything(hall: Hall) -> None:
    hall.questioning()
    assert audit.check_chain(hall.org_id, hall.case_id) is None
    types = {line.type for line in audit.activity_of(hall.org_id, hall.case_id, limit=100)}
    assert {"interviews.session.prepared", "interviews.officer.came", "interviews.rights.told"} <= types
