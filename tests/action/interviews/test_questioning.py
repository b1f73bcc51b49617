"""The record grows by numbered segments; contradictions reach the board, never a room."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from anjian.audit import queries as audit
from anjian.audit.models import OutboxRow
from anjian.interviews import actions, crosscheck, queries
from anjian.interviews.models import Contradiction, Segment
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.procedures.facts import ContradictionFact
from tests.action.interviews.conftest import png

if TYPE_CHECKING:
    from tests.action.interviews.conftest import Hall


class TestCommitSegment:
    def test_numbers_in_the_session_and_over_the_case(self, hall: Hall) -> None:
        first, second = hall.questioning(0), hall.questioning(1, "李某")
        hall.ask(first, "几点到岗？", "八点。")
        hall.ask(second, "几点到岗？", "八点半。", 1)
        hall.ask(first, "和谁一起？", "两名工人。")
        rows = Segment.objects.filter(case_id=hall.case_id).order_by("case_seq")
        assert [(r.session_id == first, r.no, r.case_seq) for r in rows] == [
            (True, 1, 1), (False, 1, 2), (True, 2, 3),
        ]  # fmt: skip

    def test_a_repeated_key_adds_nothing(self, hall: Hall) -> None:
        session_id = hall.questioning()
        hall.ask(session_id, "几点到岗？", "八点。", key="k1")
        with pytest.raises(Conflict) as problem:
            hall.ask(session_id, "几点到岗？", "八点。", key="k1")
        assert problem.value.code == "already_done"
        assert hall.session(session_id).segment_count == 1

    def test_needs_question_and_answer(self, hall: Hall) -> None:
        session_id = hall.questioning()
        with pytest.raises(Invalid) as problem:
            hall.ask(session_id, "", " ")
        assert set(problem.value.fields) == {"question", "answer"}

    def test_nothing_is_recorded_during_a_pause(self, hall: Hall) -> None:
        session_id = hall.questioning()
        with pytest.raises(Invalid):
            actions.pause(session_id, reason="", by=hall.pairs[0][0], at=hall.now())
        actions.pause(session_id, reason="用餐", by=hall.pairs[0][0], at=hall.now())
        with pytest.raises(Refused):
            hall.ask(session_id, "几点到岗？", "八点。")

    def test_only_the_rooms_own_officers_write(self, hall: Hall) -> None:
        session_id = hall.questioning()
        with pytest.raises(NotFound):
            hall.ask(session_id, "几点到岗？", "八点。", 1)
        with pytest.raises(NotFound):
            actions.commit_segment(
                actions.CommitSegment(session_id=session_id, question="问", answer="答"),
                by=hall.manager,
                at=hall.now(),
            )

    def test_rows_cannot_be_rewritten(self, hall: Hall) -> None:
        hall.ask(hall.questioning(), "几点到岗？", "八点。")
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute("UPDATE interviews_segment SET answer = '九点'")


class TestCorrectSegment:
    def test_the_former_version_stays(self, hall: Hall) -> None:
        session_id = hall.questioning()
        hall.ask(session_id, "几点到岗？", "八点。")
        command = actions.CorrectSegment(
            session_id=session_id, no=1, question="几点到岗？", answer="八点半。", reason="录入有误"
        )
        actions.correct_segment(command, by=hall.pairs[0][0], at=hall.now())
        (view,) = queries.segments_of(hall.org_id, [session_id])
        assert (view.answer, view.version, view.former) == ("八点半。", 2, (("几点到岗？", "八点。"),))
        assert Segment.objects.filter(session_id=session_id).count() == 2

    def test_at_read_back_the_person_initials_it(self, hall: Hall) -> None:
        session_id = hall.questioning()
        hall.ask(session_id, "几点到岗？", "八点。")
        actions.start_read_back(session_id, by=hall.pairs[0][0], at=hall.now())
        command: dict[str, Any] = {
            "session_id": session_id, "no": 1, "question": "几点到岗？", "answer": "七点。", "reason": "记错",
        }  # fmt: skip
        with pytest.raises(Invalid) as problem:
            actions.correct_segment(actions.CorrectSegment(**command), by=hall.pairs[0][0], at=hall.now())
        assert "initial" in problem.value.fields
        actions.correct_segment(
            actions.CorrectSegment(**command, initial=png()), by=hall.pairs[0][0], at=hall.now()
        )
        assert hall.session(session_id).record_version == 2
        assert any(
            "更正前" in line.text for p in queries.pages_of(hall.session(session_id)) for line in p.lines
        )

    def test_what_was_left_out_can_be_added(self, hall: Hall) -> None:
        session_id = hall.questioning()
        hall.ask(session_id, "几点到岗？", "八点。")
        actions.start_read_back(session_id, by=hall.pairs[0][0], at=hall.now())
        command = actions.CorrectSegment(
            session_id=session_id, no=0, question="有无补充？", answer="当天没有监护人。", reason="补充",
            initial=png(),
        )  # fmt: skip
        actions.correct_segment(command, by=hall.pairs[0][0], at=hall.now())
        assert [s.no for s in queries.segments_of(hall.org_id, [session_id])] == [1, 2]


class TestContradictions:
    def test_found_in_the_same_action_with_both_quotes_and_a_neutral_question(self, hall: Hall) -> None:
        first, second = hall.contradict()
        (view,) = queries.contradictions(hall.org_id, hall.case_id)
        assert (view.no, view.sign, view.slot) == (1, "①", "order_by")
        assert {view.a.session_id, view.b.session_id} == {first, second}
        assert view.a.marked
        assert view.b.marked
        assert view.because
        assert "张某" not in view.ask
        assert "李某" not in view.ask

    def test_no_room_and_no_display_hears_of_it(self, hall: Hall) -> None:
        first, second = hall.contradict()
        rows = OutboxRow.objects.filter(type="interviews.contradiction.found")
        assert rows
        for row in rows:
            assert set(row.topics) == {f"case:{hall.case_id}", f"interview:{hall.case_id}"}
        words = json.dumps(
            [r.data for r in OutboxRow.objects.filter(topics__overlap=[f"room:{first}", f"room:{second}"])],
            ensure_ascii=False,
        )
        assert "指派" not in words
        own = OutboxRow.objects.filter(topics__contains=[f"room:{first}"]).values_list("data", flat=True)
        assert all(str(second) not in json.dumps(data) for data in own)

    def test_the_same_alarms_after_a_restart(self, hall: Hall) -> None:
        first, second = hall.contradict()
        crosscheck.forget()
        hall.ask(second, "再说一遍，动火作业由谁安排？", "我没有安排过，是张某自己去的。", 1)
        assert Contradiction.objects.filter(case_id=hall.case_id).count() >= 2
        hall.ask(first, "当天天气怎么样？", "晴天。")
        numbers = [c.no for c in queries.contradictions(hall.org_id, hall.case_id)]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))

    def test_a_rolled_back_answer_leaves_no_trace_in_the_check(self, hall: Hall) -> None:
        first, second = hall.questioning(0), hall.questioning(1, "李某")
        hall.ask(first, "动火作业是谁安排的？", "是李某指派我去的。", key="same")
        with pytest.raises(Conflict):
            hall.ask(first, "动火作业是谁安排的？", "是李某指派我去的。", key="same")
        hall.ask(second, "动火作业由谁安排？", "我没有安排，是张某自己去的。", 1)
        assert Contradiction.objects.filter(case_id=hall.case_id).count() == 1

    def test_settling_needs_a_reason_and_a_fresh_card(self, hall: Hall) -> None:
        hall.contradict()
        (view,) = queries.contradictions(hall.org_id, hall.case_id)
        settle = actions.SettleContradiction
        with pytest.raises(Invalid):
            actions.settle_contradiction(
                settle(contradiction_id=view.id, state="resolved"), by=hall.manager, at=hall.now()
            )
        actions.settle_contradiction(
            settle(contradiction_id=view.id, state="verified", seen="open"), by=hall.manager, at=hall.now()
        )
        with pytest.raises(Conflict):
            actions.settle_contradiction(
                settle(contradiction_id=view.id, state="verified", seen="open"),
                by=hall.manager,
                at=hall.now(),
            )
        actions.settle_contradiction(
            settle(contradiction_id=view.id, state="resolved", reason="早班会记录本证实由李某安排"),
            by=hall.manager,
            at=hall.now(),
        )
        (view,) = queries.contradictions(hall.org_id, hall.case_id)
        assert (view.state_label, view.settled_by) == ("已解决", "何清")
        assert "早班会记录本证实" in queries.report_of(hall.org_id, hall.case_id)

    def test_an_interviewer_neither_sees_nor_settles(self, hall: Hall) -> None:
        hall.contradict()
        (view,) = queries.contradictions(hall.org_id, hall.case_id)
        command = actions.SettleContradiction(contradiction_id=view.id, state="left", reason="不影响")
        with pytest.raises(NotFound):
            actions.settle_contradiction(command, by=hall.pairs[0][0], at=hall.now())

    def test_the_procedure_learns_of_it(self, hall: Hall) -> None:
        hall.contradict()
        facts = queries.facts_of(hall.org_id, hall.case_id)
        assert [c.status for c in facts["contradictions"]] == ["open"]
        assert isinstance(facts["contradictions"][0], ContradictionFact)
        assert [i.closed for i in facts["interviews"]] == [False, False]
        (view,) = queries.contradictions(hall.org_id, hall.case_id)
        actions.settle_contradiction(
            actions.SettleContradiction(contradiction_id=view.id, state="explained", reason="说的不是同一天"),
            by=hall.manager,
            at=hall.now(),
        )
        facts = queries.facts_of(hall.org_id, hall.case_id)
        assert [c.status for c in facts["contradictions"]] == ["reasoned"]


def test_the_chain_stays_whole(hall: Hall) -> None:
    hall.contradict()
    assert audit.check_chain(hall.org_id, hall.case_id) is None
