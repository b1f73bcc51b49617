"""Zhang says Li assigned the work; Li says Zhang went by himself."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from anjian.testimony.cases import read_cases, statements
from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Alarm, Person, Statement
from anjian.testimony.prompts import check

ZHANG = Person("A", "张某", "工人", ("小张",), 1)
LI = Person("B", "李某", "带班班长", ("李班长", "老李"), 2)

QUESTIONS = [
    "3号罐动火作业是谁安排的？",
    "10月1日的危险作业由谁安排？",
    "谁让你们去动火的？",
    "当天是谁叫你们上罐焊接的？",
]
ZHANG_SAYS = [
    "是李某安排我和另外几个人去的。",
    "李某让我们几个去的，我们不敢不去。",
    "李班长派的活，早上点名叫我去的。",
    "老李叫我带着另外两个人上去焊的。",
    "李某。",
    "带班班长安排的。",
]
LI_SAYS = [
    "我没有安排，是张某他自己去的。",
    "我没让他去，他自己跑上去的。",
    "不是我安排的，张某自作主张。",
    "没有，我从来没派过他，他私自干的。",
    "我可没叫他们去，是小张主动要去的。",
    "不是我。",
]


def statement(sid: str, pid: str, question: str, answer: str) -> Statement:
    return Statement(sid, pid, 1, "09:00:00", question, answer)


def two_rooms(zhang: str, li: str, question: str = QUESTIONS[0]) -> tuple[Alarm, ...]:
    crosscheck = CrossCheck([ZHANG, LI])
    assert crosscheck.add(statement("A1", "A", question, zhang)) == ()
    return crosscheck.add(statement("B1", "B", question, li))


class TestZhangAndLi:
    @pytest.mark.parametrize("zhang", ZHANG_SAYS)
    @pytest.mark.parametrize("li", LI_SAYS)
    @pytest.mark.parametrize("question", QUESTIONS)
    def test_is_found_in_red_as_a_matter_of_who_ordered(self, question: str, zhang: str, li: str) -> None:
        alarms = two_rooms(zhang, li, question)
        assert [(a.slot, a.tier) for a in alarms] == [("order_by", "red")]

    @pytest.mark.parametrize("zhang", ZHANG_SAYS[:3])
    def test_order_of_arrival_does_not_matter(self, zhang: str) -> None:
        crosscheck = CrossCheck([ZHANG, LI])
        crosscheck.add(statement("B1", "B", QUESTIONS[0], LI_SAYS[0]))
        assert crosscheck.add(statement("A1", "A", QUESTIONS[0], zhang))[0].slot == "order_by"

    def test_yes_no_question_to_li_is_understood(self) -> None:
        crosscheck = CrossCheck([ZHANG, LI])
        crosscheck.add(statement("A1", "A", QUESTIONS[0], ZHANG_SAYS[0]))
        alarms = crosscheck.add(statement("B1", "B", "3号罐动火是你安排的吗？", "不是，他自己去的。"))
        assert [a.slot for a in alarms] == ["order_by"]

    def test_the_card_explains_itself_and_asks_neutrally(self) -> None:
        (alarm,) = two_rooms(ZHANG_SAYS[0], LI_SAYS[0])
        assert alarm.title == "核实：3号罐动火作业由谁安排"
        assert "张某说由李某安排" in alarm.because
        assert "否认" in alarm.because
        assert alarm.because.endswith("。")
        assert ZHANG_SAYS[0][slice(*alarm.a_span)] == "是李某安排我和另外几个人去的"
        assert LI_SAYS[0][slice(*alarm.b_span)].startswith("我没有安排")
        assert not {"张", "李"} & set(alarm.ask)
        told = [
            statement("A1", "A", QUESTIONS[0], ZHANG_SAYS[0]),
            statement("B1", "B", QUESTIONS[0], LI_SAYS[0]),
        ]
        assert check(alarm.ask, persons=[ZHANG, LI], testimonies=told) == ()

    def test_takes_milliseconds(self) -> None:
        two_rooms(ZHANG_SAYS[0], LI_SAYS[0])
        started = time.perf_counter()
        two_rooms(ZHANG_SAYS[1], LI_SAYS[1])
        assert time.perf_counter() - started < 0.2

    @pytest.mark.parametrize(
        ("zhang", "li"),
        [
            ("是李某安排我和另外几个人去的。", "是我安排的，我点的名。"),
            ("是李某安排我和另外几个人去的。", "对，是我让他们去的。"),
            ("李班长派的活。", "我早上派的，派了张某他们三个。"),
            ("是李某安排我和另外几个人去的。", "这个我记不清了。"),
            ("不清楚，反正有人喊我就去了。", "我没有安排，是他自己去的。"),
        ],
    )
    def test_agreement_and_ignorance_stay_silent(self, zhang: str, li: str) -> None:
        assert two_rooms(zhang, li) == ()


def test_the_title_does_not_stammer() -> None:
    crosscheck = CrossCheck([Person("A", "张伟", "工人"), Person("B", "李建国", "班组长")])
    crosscheck.add(
        Statement("a1", "A", 1, "", "当天的动火作业是谁安排的？", "是李建国安排我和另外两个人去的。")
    )
    (alarm,) = crosscheck.add(
        Statement("b1", "B", 2, "", "当天的动火作业由谁安排？", "我没有安排，是张伟他自己去的。")
    )
    assert "由由" not in alarm.title + alarm.ask
    assert "由谁安排" in alarm.title


def test_a_plain_contradiction_is_found_among_thousands_of_answers_too() -> None:
    names = ("张伟", "李建国", "陈志强", "赵明", "周海", "吴刚", "郑斌", "孙立")
    rooms = CrossCheck(
        tuple(Person(str(i), name, "作业工人") for i, name in enumerate(names)),
        incident_on=date(2026, 10, 8),
        interview_on=date(2026, 10, 9),
    )
    path = Path(__file__).parents[2] / "data" / "testimony_bench_public.jsonl"
    said = [s for case in read_cases(path) for s in statements(case)]
    for number in range(2_000):
        other = said[number * 7 % len(said)]
        rooms.add(Statement(f"f{number}", str(number % 8), number, number, other.question, other.answer))
    rooms.add(
        Statement("a", "0", 2_001, 2_001, "999号罐的动火作业是谁安排的？", "999号罐是李建国指派我去的。")
    )
    raised = rooms.add(
        Statement(
            "b", "1", 2_002, 2_002, "999号罐的动火作业由谁安排？", "我没有安排，999号罐是张伟自己去的。"
        )
    )
    assert [(alarm.a_sid, alarm.tier) for alarm in raised] == [("a", "red")]
