"""Who gave no answer, who was not asked, and the next best question per room."""

from __future__ import annotations

import pytest

from anjian.testimony.board.silence import NextQuestion
from anjian.testimony.prompts import check
from tests.unit.testimony.board.story import LI, MAIN, WANG, ZHANG, board_of


def questions(pid: str, plan: tuple[tuple[str, str, str], ...] = ()) -> list[NextQuestion]:
    board, disputes = board_of(MAIN, (ZHANG, LI, WANG))
    return [q for q in board.silence(disputes, plan).questions if q.pid == pid]


def test_counts_answers_and_evasions() -> None:
    board, disputes = board_of(MAIN)
    zhang, li = board.silence(disputes).persons
    assert (zhang.asked, zhang.answered, zhang.share) == (5, 5, 0)
    assert (li.asked, li.answered, li.unknown, li.share) == (5, 4, 1, 20)
    (evasion,) = li.evaded
    assert (evasion.question, evasion.others) == ("动火作业票办了没有？", ("A",))


def test_whoever_knows_nothing_of_a_dispute_is_asked_about_it() -> None:
    first = questions("C")[0]
    assert first.text == "请核实：3号罐动火作业由谁安排？什么时间、什么方式、谁在场？"
    assert "可帮助查清1处矛盾" in first.why
    assert first.why.endswith("王某还没有被问到。")


def test_nobody_is_sent_a_question_already_answered() -> None:
    assert questions("A") == []
    assert questions("B") == []


def test_one_question_that_settles_two_disputes_goes_first() -> None:
    persons = (ZHANG, LI, WANG)
    lines = (
        ("A", "动火时李某在现场吗？", "在，他在罐顶看着。"),
        ("B", "动火时你在现场吗？", "不在，我在值班室。"),
        ("B", "动火时张某在现场吗？", "在现场，他动的火。"),
        ("A", "动火时你在现场吗？", "不在，我去库房了。"),
    )
    board, disputes = board_of(lines, persons)
    assert len(disputes) == 2
    first = next(q for q in board.silence(disputes).questions if q.pid == "C")
    assert len(first.keys) == 2
    assert "可帮助查清2处矛盾" in first.why


@pytest.mark.parametrize("pid", ["A", "B", "C"])
def test_every_suggestion_may_be_shown_in_a_room(pid: str) -> None:
    board, _disputes = board_of(MAIN, (ZHANG, LI, WANG))
    told = [h.statement for h in board.heard.values()]
    for question in questions(pid, (("P1", "动火作业票是谁签发的？", "actor"),)):
        assert check(question.text, persons=[ZHANG, LI, WANG], testimonies=told) == ()


class TestPlan:
    PLAN = (
        ("P1", "动火作业票是谁签发的？", "actor"),
        ("P2", "动火前有没有做测爆？", "yesno"),
        ("P3", "李某是不是让你不办票就动火？", "order_by"),
    )

    def test_open_questions_of_the_plan_are_offered_to_who_was_not_asked(self) -> None:
        codes = {c for q in questions("A", self.PLAN) for c in q.codes}
        assert codes == {"P1"}

    def test_a_plan_question_about_an_open_matter_joins_it(self) -> None:
        board, disputes = board_of(MAIN[8:], (ZHANG, LI, WANG))
        found = [q for q in board.silence(disputes, self.PLAN).questions if "P2" in q.codes]
        assert [(q.pid, q.titles) for q in found] == [("C", ("动火前测爆了没有",))]

    def test_one_that_leads_or_names_is_left_out(self) -> None:
        assert all("P3" not in q.codes for pid in "ABC" for q in questions(pid, self.PLAN))


def test_gaps_name_who_spoke_who_evaded_and_who_was_not_asked() -> None:
    board, disputes = board_of(MAIN, (ZHANG, LI, WANG))
    gaps = {g.title: g for g in board.silence(disputes).gaps}
    ordered = gaps["3号罐动火作业由谁安排"]
    assert (ordered.spoken, ordered.unasked, ordered.disputes) == (("A", "B"), ("C",), (1,))
    permit = gaps["动火作业票办了没有"]
    assert (permit.spoken, permit.evaded, permit.unasked) == (("A",), ("B",), ("C",))


def test_a_question_that_quotes_a_single_answer_is_never_suggested() -> None:
    """A wording that only one answer contains would carry it into another room."""
    lines = (
        ("A", "现场情况怎么样？", "焊渣掉进了敞开的废油桶。"),
        ("B", "现场情况怎么样？", "我没看见。"),
    )
    board, disputes = board_of(lines, (ZHANG, LI, WANG))
    plan = (("P1", "焊渣掉进了敞开的废油桶是怎么回事？", "yesno"),)
    assert all("废油桶" not in q.text for q in board.silence(disputes, plan).questions)
