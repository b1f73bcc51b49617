"""Suspicious sameness of wording, and a person's own changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from anjian.testimony.board.board import Board
from anjian.testimony.board.disputes import of_alarm
from anjian.testimony.cases import open_case, read_cases, statements
from tests.unit.testimony.board.story import LI, MAIN, WANG, ZHANG, board_of

BENCH = Path(__file__).parents[3] / "data" / "testimony_bench_public.jsonl"
LEARNT = "当时班组按照交接班安排把罐口盖板打开通风，随后检查焊把线接头完好才开始干活。"
Q1, Q2 = "事发经过请你讲一下。", "请你说说事发经过。"


@pytest.mark.parametrize(
    "other",
    [
        LEARNT,
        "当时班组按照交接班的安排把罐口的盖板打开通风，随后检查了焊把线接头，完好才开始干的活。",
        "我记得当时班组按照交接班安排把罐口盖板打开通风，随后检查焊把线接头完好，后来的事我就不清楚了。",
        "按照交接班安排把罐口盖板打开通风，大家喝了点水，然后检查焊把线接头完好才开始干活。",
    ],
)
def test_a_learnt_account_is_found_in_both(other: str) -> None:
    board, _disputes = board_of((("A", Q1, LEARNT), ("B", Q2, other)))
    (pair,) = board.sameness()
    assert pair.characters >= 15
    for sid, spans, answer in ((pair.a_sid, pair.a_spans, LEARNT), (pair.b_sid, pair.b_spans, other)):
        assert board.heard[sid].statement.answer == answer
        assert all(0 <= start < end <= len(answer) for start, end in spans)
    assert "字相同" in pair.because


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (LEARNT, "罐盖是我们打开通风的，焊把线我看过没问题，然后就开始焊了。"),
        ("李某安排我和另外两个人去3号罐动火。", "李某安排我和另外两个人去5号罐清理。"),
        ("没有，我从来没有让他去过。", "没有，我从来没有让他去过。"),
        ("上面写的是《动火作业许可证管理办法实施细则》。", "看过《动火作业许可证管理办法实施细则》。"),
        ("2026年10月8日上午九点三十分到的。", "2026年10月8日上午九点三十分走的。"),
        ("测了，四合一气体检测仪。", "测了，四合一气体检测仪。"),
    ],
)
def test_agreement_names_titles_and_numbers_do_not_count(a: str, b: str) -> None:
    board, _disputes = board_of((("A", Q1, a), ("B", Q2, b)))
    assert board.sameness() == ()


def test_the_words_of_a_question_do_not_count() -> None:
    asked = "作业前有没有按照规定对罐内进行强制通风并且分层检测可燃气体浓度？"
    said = "有，按照规定对罐内进行强制通风并且分层检测可燃气体浓度了。"
    board, _disputes = board_of((("A", asked, said), ("B", asked, said)))
    assert board.sameness() == ()


def test_a_wording_that_a_later_question_repeats_no_longer_counts() -> None:
    board, _disputes = board_of((("A", Q1, LEARNT), ("B", Q2, LEARNT)))
    assert len(board.sameness()) == 1
    board, _disputes = board_of(
        (("A", Q1, LEARNT), ("B", Q2, LEARNT), ("C", LEARNT, "是。")), (ZHANG, LI, WANG)
    )
    assert board.sameness() == ()


def test_one_person_repeating_himself_is_no_sameness() -> None:
    board, _disputes = board_of((("A", Q1, LEARNT), ("A", Q2, LEARNT)))
    assert board.sameness() == ()


def test_nothing_fires_on_the_public_cases() -> None:
    """60 cases of people who saw the same thing and say it in their own words."""
    for case in read_cases(BENCH):
        board = Board(open_case(case))
        board.follow(list(statements(case)))
        assert board.sameness() == (), case["case_id"]


class TestOwnChanges:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (("动火作业票办了没有？", "办了，安全科批的。"), ("动火作业票到底办了没有？", "没有办。")),
            (("动火前做气体检测没有？", "测了。"), ("动火前有没有做气体检测？", "没有测，时间来不及。")),
            (("动火时你在现场吗？", "我不在现场。"), ("动火时你在现场吗？", "在现场，我看着他们干的。")),
            (("动火是几点开始的？", "上午九点二十分。"), ("动火是几点开始的？", "上午十点四十分。")),
        ],
    )
    def test_a_turn_is_listed_with_both_quotes(self, first: tuple[str, str], second: tuple[str, str]) -> None:
        board, disputes = board_of((("A", *first), ("A", *second)))
        (change,) = board.own_changes(disputes)
        assert (change.pid, change.a_sid, change.b_sid) == ("A", "s1", "s2")
        assert first[1][slice(*change.a_span)] in change.because
        assert second[1][slice(*change.b_span)] in change.because

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (("动火作业票办了没有？", "办了。"), ("动火作业票到底办了没有？", "办了的，安全科批的。")),
            (("动火作业票办了没有？", "听他们说没办。"), ("动火作业票到底办了没有？", "办了。")),
            (("动火是几点开始的？", "上午九点多。"), ("动火是几点开始的？", "九点二十分。")),
            (("10月8日你在现场吗？", "在现场。"), ("10月9日你在现场吗？", "不在，我休息。")),
        ],
    )
    def test_precision_other_days_and_hearsay_are_none(
        self, first: tuple[str, str], second: tuple[str, str]
    ) -> None:
        board, disputes = board_of((("A", *first), ("A", *second)))
        assert board.own_changes(disputes) == ()

    def test_two_persons_are_no_change_of_one(self) -> None:
        board, disputes = board_of(MAIN)
        assert board.own_changes(disputes) == ()

    def test_at_most_one_false_one_on_the_public_cases(self) -> None:
        """Nobody in them turns on himself, as far as the labels and a reading go."""
        found = []
        for case in read_cases(BENCH):
            engine = open_case(case)
            said = list(statements(case))
            for statement in said:
                engine.add(statement)
            board = Board(open_case(case))
            board.follow(said)
            found += board.own_changes([of_alarm(n, a) for n, a in enumerate(engine.alarms, 1)])
        assert len(found) <= 1
