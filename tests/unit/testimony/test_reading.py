from __future__ import annotations

import pytest

from anjian.testimony.model import Person, Statement
from anjian.testimony.normalise import normalise
from anjian.testimony.persons import Cast
from anjian.testimony.reading import negated, read

CAST = Cast(
    [
        Person("A", "张伟", "清淤工", ("小张",), 1),
        Person("B", "李建国", "带班班长", ("李班长",), 2),
        Person("C", "欧阳敏", "安全员", (), 3),
    ],
    [Person("M", "王海涛", "副厂长", ("王厂长",))],
)


def reading(question: str, answer: str):
    return read(Statement("A1", "A", 1, "", question, answer), CAST, None)


class TestNormalise:
    @pytest.mark.parametrize(
        ("said", "kept", "dropped"),
        [
            ("是六月，不对，五月底搞的", "五月底", "六月"),
            ("13号，哦不是，14号那天", "14号", "13号"),
            ("三个，说错了，是四个", "四个", "三个"),
        ],
    )
    def test_only_the_corrected_value_counts(self, said: str, kept: str, dropped: str) -> None:
        text = normalise(said)
        assert kept in text
        assert dropped not in text
        assert len(text) == len(said)
        assert text.index(kept) == said.index(kept)

    def test_an_answer_that_opens_with_no_is_no_correction(self) -> None:
        assert normalise("不是，是他自己去的") == "不是，是他自己去的"


class TestHead:
    @pytest.mark.parametrize(
        ("question", "answer", "head"),
        [
            ("测了没有？", "测了，我亲自测的。", "yes"),
            ("测了没有？", "没有，什么都没测。", "no"),
            ("测过气体吗？", "从来没测过。", "no"),
            ("有证吗？", "有，在家里。", "yes"),
            ("是你让他去的吗？", "不是，他自己去的。", "no"),
            ("风机开着吗？", "关着呢。", "no"),
            ("办票了吗？", "办啥票，直接干的。", "no"),
            ("你看见了吗？", "没注意。", "unknown"),
            ("有没有人管？", "不能说没人管。", "yes"),
            ("没人安排你会去吗？", "没人安排我能去吗？", "yes"),
            ("几点开始的？", "八点。", ""),
        ],
    )
    def test_stance_of_the_answer(self, question: str, answer: str, head: str) -> None:
        assert reading(question, answer).head == head


class TestSource:
    @pytest.mark.parametrize(
        ("answer", "source"),
        [
            ("我亲眼看见的", "fact"),
            ("听说是他开的", "heard"),
            ("按规定必须办票", "norm"),
            ("要是办了票就好了", "conditional"),
            ("可能是小孙开的", "assumed"),
            ("记不清了", "unknown"),
            ("我去的时候还没接", "scoped"),
            ("没看到牌子", "perceived"),
        ],
    )
    def test_how_the_speaker_knows(self, answer: str, source: str) -> None:
        assert reading("怎么回事？", answer).clauses[0].source == source


class TestNegated:
    @pytest.mark.parametrize(
        ("text", "word", "expected"),
        [
            ("我没戴安全帽", "安全帽", True),
            ("戴了安全帽", "安全帽", False),
            ("不是没戴安全帽", "安全帽", False),
            ("谁都没培训过", "培训", True),
        ],
    )
    def test_denial_around_a_word(self, text: str, word: str, expected: bool) -> None:
        start = text.index(word)
        assert negated(text, start, start + len(word)) is expected


class TestPersons:
    @pytest.mark.parametrize(
        ("text", "who"),
        [
            ("是李建国叫的", "B"),
            ("李班长派的", "B"),
            ("班长在那儿", "B"),
            ("老李说的", "B"),
            ("建国喊的", "B"),
            ("王厂长来过", "M"),
            ("王副厂长来过", "M"),
            ("欧阳没来", ""),
            ("安全员签的", "C"),
            ("小孙开的", "x:小孙"),
            ("甲方催的", "g:甲方"),
            ("小时候的事", ""),
        ],
    )
    def test_every_way_to_call_somebody(self, text: str, who: str) -> None:
        assert [m.who for m in CAST.mentions(text)] == ([who] if who else [])
