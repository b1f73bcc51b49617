"""The signed record against a machine's transcript: differences found, agreement left alone."""

from __future__ import annotations

from datetime import date

import pytest

from anjian.testimony.differences import Answer, Difference, Utterance, differences
from anjian.testimony.model import Person
from anjian.testimony.persons import Cast

CAST = Cast((Person("a", "张伟", "作业工人"), Person("b", "李建国", "班长"), Person("c", "陈立新", "安全员")))
DAY = date(2026, 10, 1)


def compared(recorded: str, heard: str, question: str = "当时的情况？") -> tuple[Difference, ...]:
    answers = (Answer(1, question, recorded, 0, 20_000),)
    return differences(answers, (Utterance(4_000, 9_000, heard),), CAST, DAY)


@pytest.mark.parametrize(
    ("recorded", "heard", "kind", "left", "right"),
    [
        ("是李建国叫我去的。", "是陈立新叫我去的", "who", "李建国", "陈立新"),
        ("我八点半到的现场。", "我九点半到的现场", "when", "八点半", "九点半"),
        ("10月1日开始干的。", "十月二号开始干的", "when", "10月1日", "十月二号"),
        ("现场有四个人。", "现场有六个人", "how_many", "四个人", "六个人"),
        ("距离大概三米。", "距离大概八米", "how_many", "大概三米", "大概八米"),
    ],
)
def test_another_person_hour_day_or_number_is_listed(
    recorded: str, heard: str, kind: str, left: str, right: str
) -> None:
    found = compared(recorded, heard)
    assert [(d.no, d.kind) for d in found] == [(1, kind)]
    assert found[0].recorded in left
    assert found[0].heard in right
    assert found[0].at_ms == 4_000
    start, end = found[0].span
    assert recorded[start:end] == found[0].recorded


def test_denied_in_the_record_but_affirmed_on_the_recording() -> None:
    found = compared("没有办动火作业票。", "动火作业票办了的")
    assert [d.kind for d in found] == ["whether"]


def test_another_numbered_place() -> None:
    found = compared("人在二号池边上。", "人在三号池边上")
    assert "where" in {d.kind for d in found}


@pytest.mark.parametrize(
    ("recorded", "heard"),
    [
        ("是李建国叫我去的。", "是礼建国叫我去的"),
        ("是李建国叫我去的。", "是我们班长叫我去的"),
        ("我8点半到的。", "我八点三十到的"),
        ("现场有4个人。", "现场有四个人"),
        ("一共480斤。", "一共二百四十公斤"),
        ("没有办票。", "那个嗯没有办票"),
        ("10月1日干的。", "十月一号干的"),
    ],
)
def test_another_way_of_saying_the_same_is_not_listed(recorded: str, heard: str) -> None:
    assert compared(recorded, heard) == ()


def test_said_by_one_side_only_is_listed_as_such() -> None:
    missing = compared("我和李建国去的。", "我去的")
    assert [(d.kind, d.recorded, d.heard) for d in missing] == [("who", "李建国", "")]
    left_out = compared("我去的。", "我和陈立新去的")
    assert [(d.kind, d.recorded, d.heard) for d in left_out] == [("who", "", "陈立新")]


def test_words_of_the_neighbouring_answers_count_for_an_item() -> None:
    answers = (
        Answer(1, "谁安排的？", "李建国安排的。", 0, 10_000),
        Answer(2, "几点？", "八点半。", 10_000, 20_000),
    )
    heard = (Utterance(2_000, 5_000, "李建国安排的，八点半吧"), Utterance(12_000, 13_000, "刚才说过了"))
    assert differences(answers, heard, CAST, DAY) == ()


def test_an_answer_without_a_transcript_says_nothing() -> None:
    answers = (Answer(1, "谁？", "李建国。", 0, 10_000), Answer(2, "谁？", "陈立新。", 60_000, 70_000))
    heard = (Utterance(61_000, 62_000, "张伟"), Utterance(1_000, 2_000, "谁安排的", person=False))
    found = differences(answers, heard, CAST, DAY)
    assert {d.no for d in found} == {2}


def test_the_same_input_gives_the_same_list() -> None:
    answers = tuple(
        Answer(n, "？", f"现场有{n}个人，李建国在。", n * 1000, n * 1000 + 900) for n in range(2, 9)
    )
    heard = [Utterance(n * 1000 + 100, n * 1000 + 800, f"现场有{n + 20}个人") for n in range(2, 9)]
    first = differences(answers, heard, CAST, DAY)
    assert first
    assert first == differences(tuple(reversed(answers)), list(reversed(heard)), CAST, DAY)
