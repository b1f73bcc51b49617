"""Guardian and interpreter: signed in and out, on the pages and in D12; rests and meals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from anjian.interviews import actions, queries
from anjian.interviews.models import Break, Mark
from anjian.kit.actor import system_actor
from anjian.kit.errors import Conflict, Invalid, Refused

from .conftest import Hall
from .test_reading import sign_all

MINOR = {"born_on": date(2010, 2, 3), "id_no": "610104201002031122", "sex": "女"}
FATHER = {"part": "guardian", "name": "张父", "relation": "父亲", "phone": "13800000009"}
SIGNING = {
    "part": "interpreter", "name": "周译", "relation": "手语", "unit": "市聋人协会", "phone": "13800000008",
}  # fmt: skip


def comes(hall: Hall, session_id: UUID, **who: Any) -> None:
    command = actions.CompanionComes(session_id=session_id, **who)
    actions.companion_comes(command, by=hall.pairs[0][0], at=hall.now())


def beside(hall: Hall, who: dict[str, str], **identity: Any) -> UUID:
    session_id = hall.prepare()
    hall.enter(session_id)
    hall.identify(session_id, **identity)
    comes(hall, session_id, **who)
    hall.tell(session_id)
    actions.begin_questions(session_id, by=hall.pairs[0][0], at=hall.now())
    return session_id


def kinds(session_id: UUID) -> list[str]:
    return list(Mark.objects.filter(session_id=session_id).order_by("id").values_list("kind", flat=True))


class TestCompanions:
    def test_a_minor_is_questioned_while_the_guardian_is_there(self, hall: Hall) -> None:
        session_id = beside(hall, FATHER, **MINOR)
        assert hall.session(session_id).guardian == "张父（父亲，13800000009）"
        actions.companion_leaves(session_id, "guardian", note="接电话", by=hall.pairs[0][0], at=hall.now())
        assert hall.session(session_id).state == "paused"
        assert kinds(session_id)[-2:] == ["parted", "paused"]
        with pytest.raises(Refused, match="监护人或者合适成年人没有在场"):
            actions.resume(session_id, by=hall.pairs[0][0], at=hall.now())
        comes(hall, session_id, **FATHER)
        actions.resume(session_id, by=hall.pairs[0][0], at=hall.now())
        assert hall.session(session_id).state == "questioning"

    def test_an_interpreter_leaving_pauses(self, hall: Hall) -> None:
        session_id = beside(hall, SIGNING, needs="deaf")
        actions.companion_leaves(session_id, "interpreter", note="", by=hall.pairs[0][0], at=hall.now())
        assert hall.session(session_id).state == "paused"

    def test_a_guardian_of_a_grown_person_may_leave(self, hall: Hall) -> None:
        session_id = beside(hall, FATHER)
        actions.companion_leaves(session_id, "guardian", note="", by=hall.pairs[0][0], at=hall.now())
        assert hall.session(session_id).state == "questioning"

    def test_who_is_questioned_or_asks_cannot_sit_beside(self, hall: Hall) -> None:
        session_id = hall.prepare()
        hall.prepare(1, "李某")
        for name in ("李某", hall.pairs[0][1].name):
            with pytest.raises(Refused, match="不能担任"):
                comes(hall, session_id, **(SIGNING | {"name": name}))

    def test_particulars_are_asked_for(self, hall: Hall) -> None:
        session_id = hall.prepare()
        with pytest.raises(Invalid) as problem:
            comes(hall, session_id, part="interpreter", name=" ")
        assert problem.value.fields.keys() == {"name", "phone", "unit", "relation"}

    def test_both_sign_every_page_and_stand_in_the_head(self, hall: Hall) -> None:
        session_id = hall.prepare()
        hall.enter(session_id)
        hall.identify(session_id, needs="deaf", **MINOR)
        comes(hall, session_id, **FATHER)
        comes(hall, session_id, **SIGNING)
        hall.tell(session_id)
        lead = hall.pairs[0][0]
        actions.begin_questions(session_id, by=lead, at=hall.now())
        for n in range(12):
            hall.ask(session_id, f"第{n + 1}个问题？", "那天早上八点我到了罐区，看见他们在焊管子。" * 2)
        actions.start_read_back(session_id, by=lead, at=hall.now())
        pages = queries.pages_of(hall.session(session_id))
        assert len(pages) > 1
        assert [s.slot for s in pages[0].slots] == ["person", "guardian", "interpreter"]
        assert [s.slot for s in pages[-1].slots] == ["person", "guardian", "interpreter", "lead", "recorder"]
        head = "".join(line.text for line in pages[0].lines)
        assert "监护人（合适成年人）：张父" in head
        assert "翻译人员：周译　语言：手语" in head
        actions.confirm_record(session_id, how="aloud", by=lead, at=hall.now())
        sign_all(hall, session_id)
        actions.close_session(session_id, by=lead, at=hall.now())
        assert hall.session(session_id).state == "closed"


class TestBreaks:
    def begin(self, hall: Hall, session_id: UUID, kind: str, **more: str) -> None:
        command = actions.BeginBreak(session_id=session_id, kind=kind, **more)
        actions.begin_break(command, by=hall.pairs[0][0], at=hall.now())

    def test_a_rest_pauses_and_going_on_ends_it(self, hall: Hall) -> None:
        session_id = hall.questioning()
        self.begin(hall, session_id, "rest", wanted_by="person", note="头晕")
        assert hall.session(session_id).state == "paused"
        hall.now(9)
        actions.resume(session_id, by=hall.pairs[0][0], at=hall.now())
        (one,) = queries.breaks_of(hall.session(session_id))
        assert (one.label, one.minutes, one.wanted_by, one.begun_by) == ("休息", 10, "被询问人提出", "孙晓")
        assert kinds(session_id)[-4:] == ["break_begun", "paused", "break_ended", "resumed"]

    def test_water_does_not_pause(self, hall: Hall) -> None:
        session_id = hall.questioning()
        self.begin(hall, session_id, "water")
        assert hall.session(session_id).state == "questioning"
        actions.end_break(session_id, by=hall.pairs[0][0], at=hall.now())
        actions.end_break(session_id, by=hall.pairs[0][0], at=hall.now())
        assert Break.objects.filter(session_id=session_id, ended_at__isnull=True).count() == 0

    def test_one_break_at_a_time(self, hall: Hall) -> None:
        session_id = hall.questioning()
        self.begin(hall, session_id, "toilet")
        with pytest.raises(Conflict, match="还没有结束"):
            self.begin(hall, session_id, "meal")

    def test_unknown_kinds_are_refused(self, hall: Hall) -> None:
        session_id = hall.questioning()
        with pytest.raises(Invalid):
            self.begin(hall, session_id, "holiday")
        with pytest.raises(Invalid):
            self.begin(hall, session_id, "rest", wanted_by="nobody")

    def test_a_rest_that_is_due_is_told_once_per_stretch(self, hall: Hall) -> None:
        session_id = hall.questioning()
        system = system_actor(hall.org_id, "云州应急管理局")
        assert actions.tell_breaks(by=system, at=hall.now(90)) == 0
        assert actions.tell_breaks(by=system, at=hall.now(40)) == 1
        assert actions.tell_breaks(by=system, at=hall.now(5)) == 0
        self.begin(hall, session_id, "rest")
        actions.resume(session_id, by=hall.pairs[0][0], at=hall.now(15))
        assert actions.tell_breaks(by=system, at=hall.now(30)) == 0
        assert actions.tell_breaks(by=system, at=hall.now(95)) == 1
        assert kinds(session_id).count("rest_due") == 2
        assert actions.tell_breaks(by=system, at=hall.at + timedelta(minutes=60)) == 1
        assert kinds(session_id)[-1] == "meal_due"

    def test_breaks_and_exhibits_stand_in_the_record_where_they_happened(self, hall: Hall) -> None:
        session_id = hall.questioning()
        lead = hall.pairs[0][0]
        hall.ask(session_id, "几点到岗？", "八点。")
        actions.release_exhibit(
            actions.ReleaseExhibit(session_id=session_id, title="E-1 现场照片"), by=lead, at=hall.now()
        )
        hall.ask(session_id, "这是哪里？", "是三号罐西侧。")
        self.begin(hall, session_id, "meal")
        actions.resume(session_id, by=lead, at=hall.now(30))
        hall.ask(session_id, "谁安排的？", "班长李某。")
        actions.start_read_back(session_id, by=lead, at=hall.now())
        lines = [line.text for page in queries.pages_of(hall.session(session_id)) for line in page.lines]
        text = "".join(lines)
        order = [text.index(x) for x in ("1问：", "示证：", "2问：", "，用餐，", "3问：")]
        assert order == sorted(order)
        (shown,) = queries.exhibits_of(hall.session(session_id))
        assert shown.cleared_at is not None, "the read-back takes exhibits away"
