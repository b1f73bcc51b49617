"""Small cases for the board: the main story, and persons with statements in one line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anjian.testimony.board.board import Board
from anjian.testimony.board.disputes import Dispute, of_alarm
from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Person, Statement

ZHANG = Person("A", "张某", "作业工人", ("小张",), 1)
LI = Person("B", "李某", "带班班长", ("李班长", "老李"), 2)
WANG = Person("C", "王某", "安全员", (), 3)
DAY = date(2026, 10, 8)

MAIN = (
    ("A", "10月8日3号罐的动火作业是谁安排的？", "是李某指派我和另外两名工人去的。"),
    ("B", "10月8日3号罐的动火作业由谁安排？", "我没有安排，是张某自己去的。"),
    ("A", "几点开始动火的？", "上午九点半左右。"),
    ("B", "动火是几点开始的？", "十点一刻，我从办公室出来看的表。"),
    ("A", "当时李某在不在现场？", "在，他站在罐顶看着。"),
    ("B", "动火时你在现场吗？", "不在，我在值班室。"),
    ("A", "动火作业票办了没有？", "没有办票。"),
    ("B", "动火作业票办了没有？", "这个我记不清了。"),
    ("A", "动火前测爆了没有？", "测了。"),
    ("B", "动火前有没有测爆？", "测过的。"),
)


def statements(lines: Sequence[tuple[str, str, str]]) -> list[Statement]:
    """Statements numbered s1, s2 … in the order given."""
    return [Statement(f"s{n}", pid, n, "", q, a) for n, (pid, q, a) in enumerate(lines, 1)]


def board_of(
    lines: Sequence[tuple[str, str, str]], persons: Sequence[Person] = (ZHANG, LI)
) -> tuple[Board, tuple[Dispute, ...]]:
    """The board of a case with the contradictions that the cross-check itself finds."""
    engine = CrossCheck(persons, incident_on=DAY)
    given = statements(lines)
    for statement in given:
        engine.add(statement)
    board = Board(CrossCheck(persons, incident_on=DAY))
    board.follow(given)
    return board, tuple(of_alarm(n, alarm) for n, alarm in enumerate(engine.alarms, 1))


def drawn(board: Board, disputes: Sequence[Dispute]) -> str:
    """Everything the board says, as text that can be compared."""
    parts = [
        board.grid(disputes),
        board.silence(disputes),
        board.timeline(disputes),
        board.people(disputes, ("order", "actor", "present")),
        board.own_changes(disputes),
        board.sameness(),
    ]
    return "\n".join(map(repr, parts))
