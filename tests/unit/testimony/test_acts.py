"""Acts by their verb, who is credited with one, and what must not raise an alarm."""

from __future__ import annotations

from datetime import date

import pytest

from anjian.testimony.compare import compare
from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Claim, Person, Statement
from anjian.testimony.normalise import normalise

PEOPLE = (
    Person("A", "张强", "焊工", ("小张",), 1),
    Person("B", "丁一", "班长", (), 2),
    Person("C", "李燕", "安全员", (), 3),
)


def claims(question: str, answer: str, pid: str = "A") -> tuple[Claim, ...]:
    check = CrossCheck(PEOPLE, incident_on=date(2024, 6, 20))
    check.add(Statement("s", pid, 1, 1, question, answer))
    return check.claims_of("s")


def alarms(one: tuple[str, str], other: tuple[str, str]) -> int:
    check = CrossCheck(PEOPLE)
    check.add(Statement("a", "A", 1, 1, *one))
    return len(check.add(Statement("b", "B", 2, 2, *other)))


class TestActs:
    def test_a_verb_denied_and_the_same_verb_done(self) -> None:
        denied = [c for c in claims("皮带的事？", "从来没调过。") if c.kind == "act"]
        done = [c for c in claims("皮带的事？", "上个班刚调过。") if c.kind == "act"]
        assert denied[0].polarity < 0 < done[0].polarity
        assert denied[0].object & done[0].object == {"调"}

    def test_what_one_did_and_another_did_not_is_no_clash(self) -> None:
        check = CrossCheck(PEOPLE)
        mine = [c for c in claims("签了没有？", "我签了。") if c.kind == "act" and c.subject]
        his = [c for c in claims("签了没有？", "我没签。", "B") if c.kind == "act" and c.subject]
        assert mine
        assert his
        assert all(compare(a, b, check.weights, 0.9) is None for a in mine for b in his)


class TestCredit:
    @pytest.mark.parametrize(
        "answer",
        ["闸是丁一拉开的。", "拉闸的是丁一。", "闸被丁一拉开了。", "丁一自己拉的。"],
    )
    def test_who_did_it_however_it_is_put(self, answer: str) -> None:
        found = [c for c in claims("后来怎么样？", answer) if c.kind == "actor" and c.polarity > 0]
        assert {p for c in found for p in c.people} == {"B"}

    def test_not_for_me_to_do(self) -> None:
        found = [c for c in claims("谁拉的闸？", "轮不到我拉。") if c.rule == "credit"]
        assert [(c.value, c.people) for c in found] == [("deny", frozenset({"A"}))]


class TestPlaces:
    def test_posted_without_a_word_for_at(self) -> None:
        found = [c for c in claims("丁一那会儿在哪？", "他蹲皮带边上抽烟。") if c.kind == "place"]
        assert ("B", "皮带边上") in {(next(iter(c.subject)), c.value) for c in found}

    def test_whose_place_was_asked(self) -> None:
        found = [c for c in claims("出事时你在哪？", "配电室里。") if c.kind == "place"]
        assert {next(iter(c.subject)) for c in found} == {"A"}


class TestNumbers:
    def test_one_count_said_twice_is_not_added_up(self) -> None:
        found = [c for c in claims("几个人？", "八个人，单子上就八个。") if c.kind == "quantity"]
        assert max(c.hi for c in found) == 8

    def test_a_decimal_is_no_clock_time(self) -> None:
        found = claims("表压多少？", "最高零点八。")
        assert not [c for c in found if c.kind == "clock"]
        assert [(c.key, c.lo) for c in found if c.kind == "quantity"] == [("mpa", 0.8)]

    def test_kilograms_of_a_gauge(self) -> None:
        found = [c for c in claims("压力多大？", "十七公斤。") if c.kind == "quantity"]
        assert [(c.key, round(c.lo, 2)) for c in found] == [("mpa", 1.7)]

    def test_so_long_ago_is_a_stretch_of_days(self) -> None:
        (found,) = [c for c in claims("上次清理是什么时候？", "有三个月没清了。") if c.rule == "ago"]
        assert found.lo < date(2024, 3, 20).toordinal() < found.hi


class TestQuiet:
    @pytest.mark.parametrize("silence", ["（低头不语）", "我不想说。", "不愿意回答。"])
    def test_silence_contradicts_nothing(self, silence: str) -> None:
        assert not alarms(("阀门你关了没有？", "关了，我亲手关的。"), ("阀门关了没有？", silence))

    def test_who_rests_is_not_there(self) -> None:
        found = [
            c
            for c in claims("当晚谁在值班？", "我值班，丁一休息。")
            if c.kind == "present" and c.polarity > 0
        ]
        assert not any("B" in c.subject for c in found)

    def test_after_school_is_no_clock_time(self) -> None:
        assert not [c for c in claims("什么时候？", "孩子放学那会儿。") if c.kind == "clock"]


class TestRegional:
    def test_the_length_stays(self) -> None:
        for text in ("俺搁仓库那头哩", "阿拉没看见", "侬讲", "冇关", "自个儿弄的", "金额和额定"):
            assert len(normalise(text)) == len(text)

    def test_words(self) -> None:
        assert normalise("俺搁仓库那头") == "我在仓库那头"
        assert normalise("额定载荷、限额、额头") == "额定载荷、限额、额头"
        assert normalise("这事搁置了") == "这事搁置了"
