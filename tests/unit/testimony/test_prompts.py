"""What may be released to a room: a neutral question and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Person, Statement
from anjian.testimony.prompts import check

DATA = Path(__file__).parents[2] / "data" / "prompts_labelled.jsonl"
PERSONS = (
    Person("A", "张伟", "清淤工", ("小张", "张师傅"), 1),
    Person("B", "李建国", "带班班长", ("老李", "李班长"), 2),
    Person("C", "赵敏", "安全员", ("小赵", "赵安全员"), 3),
    Person("M", "王海涛", "副厂长", ("王厂长",)),
)


def told(sid: str, question: str, answer: str) -> Statement:
    return Statement(sid, sid[0], int(sid[1:]), "09:00:00", question, answer)


RECORD = (
    told(
        "A4",
        "5月12号那天，是谁安排你们下二号池清淤的？",
        "是班长李建国安排的，他点名叫我和另外三个人下去，说赶紧干完好交差。",
    ),
    told("A5", "下池之前有没有人测过气体？", "没有，什么都没测，直接就顺着梯子下去了。"),
    told("A9", "现场有监护人吗？", "池子上面当时就老李站着抽烟，别的没人。"),
    told("A11", "李建国后来有没有跟你说过什么？", "事后他跟我说，公安要是问，就说是你们自己下去的。"),
    told("B4", "12号清淤作业是谁安排下池的？", "我没安排啊，是张伟他自己前面下去的。"),
    told("B5", "作业前做气体检测没有？", "测了，我拿四合一测的，指标都正常才下的，氧气19.8%。"),
    told("C4", "当班几个人？", "十一个人，我点过名的。"),
    told("C5", "进了多少货？", "一百二十箱。"),
)


def labelled(*, bad: bool, folds: frozenset[str]) -> list[str]:
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    return [r["text"] for r in rows if r["bad"] is bad and r["fold"] in folds]


class TestLabelledPrompts:
    def test_there_are_enough_of_both_kinds(self) -> None:
        everything = frozenset({"dev", "held", "unseen"})
        assert len(labelled(bad=True, folds=everything)) >= 100
        assert len(labelled(bad=False, folds=everything)) >= 100

    @pytest.mark.parametrize("folds", [frozenset({"dev"}), frozenset({"held", "unseen"})])
    def test_bad_ones_are_blocked(self, folds: frozenset[str]) -> None:
        prompts = labelled(bad=True, folds=folds)
        passed = [p for p in prompts if not check(p, persons=PERSONS, testimonies=RECORD)]
        assert len(passed) <= 0.05 * len(prompts), passed

    @pytest.mark.parametrize("folds", [frozenset({"dev"}), frozenset({"held", "unseen"})])
    def test_good_ones_pass(self, folds: frozenset[str]) -> None:
        prompts = labelled(bad=False, folds=folds)
        blocked = [p for p in prompts if check(p, persons=PERSONS, testimonies=RECORD)]
        assert len(blocked) <= 0.05 * len(prompts), blocked


class TestProblems:
    def test_the_story_question_may_go_out(self) -> None:
        assert check("核实危险作业由谁安排", persons=PERSONS, testimonies=RECORD) == ()

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("张伟说是你安排的，你怎么解释？", "names_testimony"),
            ("是不是李建国让你去的？", "leading"),
            ("再不说实话就把你抓起来。", "threat"),
            ("只要你承认，就不处罚你。", "promise"),
            ("监控都拍到你了，还不说？", "deceit"),
            ("这起事故就是你的责任。", "accuse"),
            ("当时测得的氧气是19.8%，请说明由谁测的。", "leak_value"),
            ("请说明直接就顺着梯子下去的经过。", "leak_wording"),
            ("票是后来补的。", "not_neutral"),
            ("   ", "empty"),
        ],
    )
    def test_names_the_fault_with_its_article_and_a_cure(self, text: str, code: str) -> None:
        problems = {p.code: p for p in check(text, persons=PERSONS, testimonies=RECORD)}
        assert code in problems
        problem = problems[code]
        assert problem.reason
        assert problem.suggestion
        assert code == "empty" or "条" in problem.cite
        assert 0 <= problem.span[0] < problem.span[1] <= len(text)

    def test_what_was_asked_before_is_no_leak(self) -> None:
        assert check("下池之前有没有人测过气体？", persons=PERSONS, testimonies=RECORD) == ()


class TestOurOwnQuestions:
    def test_every_question_the_engine_proposes_may_go_out(self) -> None:
        crosscheck = CrossCheck(PERSONS)
        raised = [alarm for statement in RECORD for alarm in crosscheck.add(statement)]
        assert raised
        for alarm in raised:
            assert check(alarm.ask, persons=PERSONS, testimonies=RECORD) == ()
