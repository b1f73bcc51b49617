"""The room's forms around the questions, and the screen on which the person reads his own record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from anjian.interviews import actions, queries
from anjian.interviews.models import Companion, PageReading, PlanMark, Segment
from tests.action.interviews.conftest import Hall, finger
from tests.action.interviews.test_reading import ready_to_sign, sign_all
from tests.action.interviews.test_reading_pages import picture
from tests.http.interviews.test_pages import signed_in

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db
SECRET = "是李某指派我和另外两名工人去的"


class Room:
    """A room's officer at the keyboard."""

    def __init__(self, hall: Hall, session_id: UUID, pair: int = 0) -> None:
        self.client: Client = signed_in(hall.pairs[pair][0])
        self.session_id = session_id

    def post(self, to: str, *more: int, **data: Any) -> int:
        address = reverse(f"interviews:{to}", args=[self.session_id, *more])
        return self.client.post(address, data).status_code

    def page(self, name: str = "room", query: str = "") -> str:
        answer = self.client.get(reverse(f"interviews:{name}", args=[self.session_id]) + query)
        assert answer.status_code == 200
        return answer.content.decode()


def reading(hall: Hall, answers: int = 14) -> tuple[UUID, UUID]:
    """张某 reads his record back while 李某 is still questioned in the next room."""
    mine = hall.questioning(0, "张某")
    other = hall.questioning(1, "李某")
    hall.ask(other, "动火作业由谁安排？", "我没有安排，是张某自己去的。", 1)
    hall.ask(mine, "动火作业是谁安排的？", SECRET, 0)
    for n in range(answers):
        hall.ask(mine, f"第{n + 2}个问题？", "那天早上八点，我和另外两名工人到了3号罐区。" * 2, 0)
    actions.start_read_back(mine, by=hall.pairs[0][0], at=hall.now())
    return mine, other


class TestDisplay:
    def test_shows_one_page_of_the_persons_own_record_and_nothing_else(self, hall: Hall) -> None:
        mine, _other = reading(hall)
        actions.send_prompt(
            actions.SendPrompt(
                case_id=hall.case_id, text="核实危险作业由谁安排", channel="officer", session_ids=(mine,)
            ),
            by=hall.manager,
            at=hall.now(),
        )
        room = Room(hall, mine)
        html = room.page("display")
        pages = queries.pages_of(hall.session(mine))
        assert len(pages) > 1
        for line in pages[0].lines:
            assert line.text in html
        assert "第1页 共" in html
        assert pages[1].lines[-1].text not in html
        whole = html + room.page("display", "?page=2") + room.page("display", "?page=99")
        assert "张某自己去的" not in whole, "another's testimony"
        assert "核实危险作业" not in whole, "a prompt to the officers"
        assert "提纲" not in whole
        assert "李某指派" in whole, "his own words"

    def test_before_and_after_the_reading_no_word_of_the_record_is_there(self, hall: Hall) -> None:
        session_id = hall.questioning()
        hall.ask(session_id, "动火作业是谁安排的？", SECRET)
        room = Room(hall, session_id)
        assert SECRET not in room.page("display")
        actions.start_read_back(session_id, by=hall.pairs[0][0], at=hall.now())
        assert "李某指派" in room.page("display", "?page=2")
        actions.confirm_record(session_id, how="self", by=hall.pairs[0][0], at=hall.now())
        assert "李某指派" not in room.page("display", "?page=2")

    def test_the_person_finishes_pages_one_after_the_other(self, hall: Hall) -> None:
        mine, _other = reading(hall)
        room = Room(hall, mine)
        pages = queries.pages_of(hall.session(mine))
        assert room.post("look", 1, sha256=pages[0].sha256, verdict="read") == 303
        assert "第2页 共" in room.page("display")
        assert room.post("look", 2, sha256=pages[1].sha256, verdict="wrong", note="时间不对") == 303
        assert room.post("look", 2, sha256="0" * 64, verdict="read") == 409
        rows = PageReading.objects.filter(session_id=mine).order_by("id")
        assert [(r.page_no, r.verdict, r.note) for r in rows] == [(1, "read", ""), (2, "wrong", "时间不对")]
        html = room.page()
        assert "时间不对" in html
        assert room.post("confirm", how="self") == 409

    def test_belongs_to_its_room(self, hall: Hall) -> None:
        mine, _other = reading(hall)
        sha = queries.pages_of(hall.session(mine))[0].sha256
        stranger = Room(hall, mine, pair=1)
        assert stranger.post("look", 1, sha256=sha, verdict="read") == 404
        assert stranger.client.get(reverse("interviews:display", args=[mine])).status_code == 404
        assert PageReading.objects.count() == 0


class TestPlan:
    def test_lists_what_is_open_and_says_which_answer_settled_what(self, hall: Hall) -> None:
        session_id = hall.questioning()
        room = Room(hall, session_id)
        html = room.page()
        assert 'data-plan-use="hot_work.order"' in html
        assert 'data-keys="zcdhzyysap' in html
        hall.ask(session_id, "这次动火作业由谁安排？", SECRET)
        html = room.page()
        assert 'data-plan-use="hot_work.order"' not in html
        assert "第1问已回答（由谁安排）" in html

    def test_ticking_is_under_ones_name_and_can_be_taken_back(self, hall: Hall) -> None:
        room = Room(hall, hall.questioning())
        assert room.post("plan", kind="ticked", code="hot_work.gas") == 303
        assert "已由人工标为问清" in room.page()
        assert "孙晓" in room.page()
        assert room.post("plan", kind="unticked", code="hot_work.gas") == 303
        assert 'data-plan-use="hot_work.gas"' in room.page()
        assert [m.kind for m in PlanMark.objects.order_by("id")] == ["ticked", "unticked"]

    def test_plans_are_chosen_and_dropped_and_wordings_follow_the_person(self, hall: Hall) -> None:
        room = Room(hall, hall.questioning())
        assert room.post("plan", kind="chosen", code="training") == 303
        assert 'data-plan-use="training.exam"' in room.page()
        assert room.post("plan", kind="dropped", code="hot_work") == 303
        assert 'data-plan-use="hot_work.gas"' not in room.page()
        assert room.post("plan", kind="part", code="legal_representative") == 303
        assert 'data-plan-use="training.plan"' in room.page()

    @pytest.mark.parametrize(
        ("kind", "code"),
        [("ticked", "nothing"), ("chosen", "nothing"), ("part", "king"), ("burnt", "basics"), ("", "")],
    )
    def test_unknown_codes_are_nowhere(self, hall: Hall, kind: str, code: str) -> None:
        room = Room(hall, hall.questioning())
        assert room.post("plan", kind=kind, code=code) == 404


class TestEntry:
    def test_words_of_the_case_can_be_put_in_and_nothing_others_said(self, hall: Hall) -> None:
        first, _second = hall.contradict()
        html = Room(hall, first).page()
        for word, keys in (("李某", "lm"), ("云州石油储运有限公司", "yzsycyyxgs"), ("动火作业票", "dhzyp")):
            assert f'data-text="{word}" data-keys="{keys}"' in html
        assert "张某自己去的" not in html

    def test_when_the_question_was_begun_comes_from_the_room(self, hall: Hall) -> None:
        session_id = hall.questioning()
        room = Room(hall, session_id)
        begun = hall.at + timedelta(seconds=30)
        ms = str(round(begun.timestamp() * 1000))
        asked = {"question": "几点到岗？", "answer": "八点。", "plan_item": "basics.arrived", "key": "k"}
        assert room.post("commit", **asked, asked_ms=ms) == 303
        assert room.post("commit", question="和谁？", answer="一个人。", asked_ms="1e400") == 303
        first, second = Segment.objects.order_by("no")
        assert first.asked_at == begun
        assert first.plan_item == "basics.arrived"
        assert second.asked_at is None


class TestForms:
    def test_a_guardian_signs_in_and_out(self, hall: Hall) -> None:
        session_id = hall.prepare()
        room = Room(hall, session_id)
        assert room.post("companion", part="guardian", name="张父") == 422
        who = {"part": "guardian", "name": "张父", "relation": "父亲", "phone": "13800000009"}
        assert room.post("companion", **who) == 303
        assert "张父签退" in room.page()
        assert room.post("companion_leaves", part="guardian", note="回家") == 303
        assert not Companion.objects.get(session_id=session_id).present
        assert "张父签到" in room.page()

    def test_a_rest_is_begun_and_ended(self, hall: Hall) -> None:
        room = Room(hall, hall.questioning())
        assert room.post("begin_break", kind="rest", wanted_by="person", key="b1") == 303
        html = room.page()
        assert "询问已暂停" in html
        assert "登记结束" in html
        assert room.post("begin_break", kind="meal") == 409
        assert room.post("end_break") == 303
        assert room.post("resume") == 303
        assert "被询问人提出" in room.page()

    def test_the_page_says_when_a_rest_is_due(self, hall: Hall) -> None:
        room = Room(hall, hall.questioning())
        assert "没有休息。" not in room.page()
        hall.now(125)
        assert "没有休息。" in room.page()

    def test_a_self_written_paper_is_taken_in(self, hall: Hall) -> None:
        session_id = hall.questioning()
        room = Room(hall, session_id)

        def paper() -> SimpleUploadedFile:
            return SimpleUploadedFile("说明.png", picture(), "image/png")

        assert room.post("statement", title="说明", sheets="0", signed="yes", file=paper()) == 422
        assert room.post("statement", title="说明", sheets="2", file=paper()) == 422
        assert room.post("statement", title="说明", sheets="2", signed="yes", file=paper()) == 303
        assert "E-1 · 2页" in room.page()

    def test_fingerprints_are_shown_to_those_who_may_see_the_record(self, hall: Hall) -> None:
        session_id = ready_to_sign(hall)
        sign_all(hall, session_id)
        slot = queries.pages_of(hall.session(session_id))[0].slots[0]
        address = reverse("interviews:image", args=[session_id, slot.fingerprint_sha256])
        answer = signed_in(hall.pairs[0][0]).get(address)
        assert (answer.content, answer["Content-Type"]) == (finger(), "image/png")
        assert signed_in(hall.pairs[1][0]).get(address).status_code == 404


class TestEarlierRecord:
    def test_who_questions_the_same_person_again_may_read_it(self, hall: Hall) -> None:
        first = ready_to_sign(hall)
        sign_all(hall, first)
        actions.close_session(first, by=hall.pairs[0][0], at=hall.now())
        address = reverse("interviews:record", args=[first])
        later = signed_in(hall.pairs[1][0])
        assert later.get(address).status_code == 404
        second = hall.prepare(1, person_id=hall.session(first).person_id)
        assert later.get(address).content.startswith(b"%PDF")
        assert address in Room(hall, second, pair=1).page()
