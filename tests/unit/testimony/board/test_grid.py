"""The grid of facts and persons: the main story as it stands, and what may not depend on chance."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjian.testimony.board.board import Board
from anjian.testimony.board.disputes import Dispute, of_alarm
from anjian.testimony.board.grid import STATES, Grid
from anjian.testimony.cases import open_case, read_cases, statements
from anjian.testimony.model import Statement
from tests.unit.testimony.board.story import LI, MAIN, WANG, ZHANG, board_of, drawn

BENCH = Path(__file__).parents[3] / "data" / "testimony_bench_public.jsonl"


def table(grid: Grid, board: Board) -> str:
    """The grid as text, one line a row."""
    return "\n".join(
        f"{''.join(str(d.no) for d in row.disputes):2}{row.title}｜"
        + "｜".join(f"{board.cast.name(c.pid)} {c.word} {c.value}".rstrip() for c in row.cells)
        for row in grid.rows
    )


MAIN_STORY = """\
1 3号罐动火作业由谁安排｜张某 矛盾 李某安排｜李某 矛盾 否认安排
2 几点开始动火的｜张某 矛盾 上午九点半左右｜李某 矛盾 十点一刻
3 李某当时是否在场｜张某 矛盾 在场｜李某 矛盾 不在场
  动火作业票办了没有｜张某 仅此一人说 没有办票｜李某 说不知道
  动火前测爆了没有｜张某 一致 测了｜李某 一致 测过的"""


def test_the_main_story() -> None:
    board, disputes = board_of(MAIN)
    assert table(board.grid(disputes), board) == MAIN_STORY


def test_a_cell_rests_on_exact_stretches_of_the_answers() -> None:
    board, disputes = board_of(MAIN)
    said = {s.statement.sid: s.statement.answer for s in board.heard.values()}
    quotes = [q for row in board.grid(disputes).rows for cell in row.cells for q in cell.quotes]
    assert {q.sid for q in quotes} == set(said)
    for quote in quotes:
        assert quote.answer == said[quote.sid]
        assert quote.marked
        assert quote.marked in said[quote.sid]
    first = board.grid(disputes).rows[0].cells[0].quotes[0]
    assert (first.marked, first.disputes) == ("是李某指派我和另外两名工人去的", (1,))


@pytest.mark.parametrize(
    ("state", "shown"),
    [("open", "conflict"), ("verified", "conflict"), ("resolved", "settled"), ("dismissed", "incomparable")],
)
def test_a_cell_follows_the_ledger(state: str, shown: str) -> None:
    board, disputes = board_of(MAIN)
    changed = [replace(d, state=state) if d.no == 1 else d for d in disputes]
    row = next(r for r in board.grid(changed).rows if "安排" in r.title)
    assert {c.state for c in row.cells} == {shown}


def test_who_was_not_asked_stands_in_the_row_as_not_asked() -> None:
    board, disputes = board_of(MAIN, (ZHANG, LI, WANG))
    assert {row.cells[2].state for row in board.grid(disputes).rows} == {"unasked"}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("不知道。", "unknown"),
        ("这个我记不清了。", "unknown"),
        ("（沉默）", "silent"),
        ("（低头不语）", "silent"),
        ("我不想说。", "silent"),
        ("没测。", "conflict"),
        ("测过，我看着他测的。", "agree"),
    ],
)
def test_what_an_answer_makes_of_the_cell(answer: str, state: str) -> None:
    asked = "动火前做气体检测没有？"
    board, disputes = board_of((("A", asked, "测了，我拿四合一测的。"), ("B", asked, answer)))
    (row,) = board.grid(disputes if state == "conflict" else ()).rows
    assert row.cells[1].state == state


def test_formal_questions_are_no_facts() -> None:
    formal = (
        ("A", "对我们两位执法人员有没有要回避的？", "没有。"),
        ("B", "以上笔录请你核对，跟你说的是否一致？", "一致。"),
        ("A", "你还有没有别的要说的？", "没有了。"),
    )
    board, disputes = board_of(formal)
    assert board.grid(disputes).rows == ()


def test_what_is_said_by_the_way_joins_the_question() -> None:
    board, disputes = board_of(
        (
            ("A", "作业前做气体检测没有？", "没有，什么都没测。"),
            ("B", "你到现场以后做了什么？", "我先拿仪器做了气体检测，然后通知他们干活。"),
        )
    )
    row = board.grid(disputes).rows[0]
    assert [c.quotes[0].asked for c in row.cells] == [True, False]


def test_every_state_has_its_word_and_meaning() -> None:
    assert len({word for word, _meaning in STATES.values()}) == len(STATES)
    assert all(meaning for _word, meaning in STATES.values())


class TestChance:
    """The same statements give the same board, however they came in."""

    @staticmethod
    @cache
    def case(no: int) -> tuple[dict[str, object], tuple[Statement, ...], tuple[Dispute, ...]]:
        for n, case in enumerate(read_cases(BENCH)):
            if n == no:
                engine = open_case(case)
                given_ = tuple(statements(case))
                for statement in given_:
                    engine.add(statement)
                return case, given_, tuple(of_alarm(i, a) for i, a in enumerate(engine.alarms, 1))
        raise LookupError(no)

    @settings(max_examples=12, deadline=None)
    @given(no=st.integers(0, 59), cuts=st.lists(st.integers(0, 45), max_size=6), look=st.booleans())
    def test_in_portions_as_at_once(self, no: int, cuts: list[int], look: bool) -> None:
        case, said, disputes = self.case(no)
        whole, portions = Board(open_case(case)), Board(open_case(case))
        whole.follow(said)
        for cut in sorted(cuts):
            portions.follow(said[:cut])
            if look:
                drawn(portions, disputes)
        portions.follow(said)
        assert drawn(portions, disputes) == drawn(whole, disputes)

    @settings(max_examples=12, deadline=None)
    @given(no=st.integers(0, 59), seed=st.integers())
    def test_the_order_of_the_ledger_does_not_matter(self, no: int, seed: int) -> None:
        case, said, disputes = self.case(no)
        board = Board(open_case(case))
        board.follow(said)
        shuffled = list(disputes)
        Random(seed).shuffle(shuffled)
        assert drawn(board, shuffled) == drawn(board, disputes)

    @settings(max_examples=12, deadline=None)
    @given(no=st.integers(0, 59), data=st.data())
    def test_a_correction_leaves_nothing_of_what_it_replaced(self, no: int, data: st.DataObject) -> None:
        case, said, disputes = self.case(no)
        gone = data.draw(st.integers(0, len(said) - 1))
        new = replace(said[gone], sid="new", answer="这个我记不清了。")
        after = [*said[:gone], *said[gone + 1 :], new]
        corrected, fresh = Board(open_case(case)), Board(open_case(case))
        corrected.follow(said)
        drawn(corrected, disputes)
        corrected.follow(after)
        fresh.follow(after)
        assert drawn(corrected, disputes) == drawn(fresh, disputes)
        assert said[gone].sid not in corrected.heard

    def test_a_contradiction_about_a_replaced_answer_has_no_place(self) -> None:
        board, disputes = board_of(MAIN)
        kept = [h.statement for h in board.heard.values() if h.statement.sid != "s2"]
        board.follow(kept)
        assert [d.no for r in board.grid(disputes).rows for d in r.disputes] == [2, 3]


def test_contradictory_pairs_of_the_public_cases_stand_in_one_row() -> None:
    """All that the cross-check alarms on, and half of the labelled pairs without any alarm."""
    labelled = together = 0
    for case in read_cases(BENCH):
        engine = open_case(case)
        board = Board(open_case(case))
        said = list(statements(case))
        for statement in said:
            engine.add(statement)
        board.follow(said)
        disputes = [of_alarm(n, a) for n, a in enumerate(engine.alarms, 1)]
        for dispute in disputes:
            rows = [r for r in board.grid(disputes).rows if dispute in r.disputes]
            assert len(rows) == 1
            cells = {q.sid: c.state for c in rows[0].cells for q in c.quotes}
            assert cells[dispute.a_sid] == cells[dispute.b_sid] == "conflict"
        rows = [{q.sid for c in r.cells for q in c.quotes} for r in board.grid(()).rows]
        for pair in case["gold"]["contradictions"]:
            labelled += 1
            together += any({pair["a"], pair["b"]} <= row for row in rows)
    assert together / labelled >= 0.5
