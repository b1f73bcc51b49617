"""Documents and devices as witnesses: a paper says what was written, a device what it measured."""

from __future__ import annotations

from typing import Literal

from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Alarm, Person, Statement

WORKER = Person("A", "张强", "焊工", ("小张",), 1)


def alarms(
    kind: Literal["person", "document", "device"], question: str, says: str, answer: str
) -> tuple[Alarm, ...]:
    check = CrossCheck((WORKER, Person("W", "证物", "", (), None, kind)))
    check.add(Statement("w", "W", 1, 1, question, says))
    return check.add(Statement("a", "A", 2, 2, question, answer))


class TestWitnesses:
    def test_a_reading_may_contradict_a_person_in_red(self) -> None:
        (alarm,) = alarms(
            "device", "进罐前测过气体没有？", "没有测过，当天无检测数据。", "测过，我拿四合一测的。"
        )
        assert alarm.tier == "red"

    def test_a_paper_is_yellow_at_most(self) -> None:
        for found in (
            alarms("document", "进罐前测过气体没有？", "没有测过。", "测过，我拿四合一测的。"),
            alarms("document", "进罐作业有几个人？", "八个人。", "三个人。"),
        ):
            assert all(a.tier == "yellow" for a in found)

    def test_what_a_device_recorded_is_what_it_measured(self) -> None:
        check = CrossCheck((WORKER, Person("W", "温度记录仪", "", (), None, "device")))
        check.add(Statement("w", "W", 1, 1, "停止加料时温度是多少？", "记录显示八十二度。"))
        assert {c.source for c in check.claims_of("w")} == {"fact"}
