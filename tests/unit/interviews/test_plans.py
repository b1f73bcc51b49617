"""Question plans: what they hold, whom they ask what, and which answers settle a question."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from anjian.interviews import plans
from anjian.interviews.plans.covering import Answer, Covered, Tick, cover
from anjian.kit.clock import LOCAL_ZONE
from anjian.testimony.model import SLOT_LABELS, Person

DAY = date(2026, 10, 9)
NINE = datetime(2026, 10, 9, 9, 0, tzinfo=LOCAL_ZONE)
CAST = (Person(pid="1", name="周海", role="维修工"), Person(pid="2", name="李建国", role="班组长"))


def question(code: str) -> plans.Question:
    return next(q for plan in plans.plans_on(DAY) for q in plan.questions if q.code == code)


def asked(*spoken: tuple[str, str], item: str = "", session: int = 1) -> list[Answer]:
    return [Answer(session, n, q, a, item, NINE + timedelta(minutes=n)) for n, (q, a) in enumerate(spoken, 1)]


def held(code: str, *spoken: tuple[str, str], **more: object) -> Covered:
    return cover(question(code), asked(*spoken), cast=CAST, **more)  # type: ignore[arg-type]


class TestFiles:
    def test_there_are_plans_for_what_happens_most(self) -> None:
        found = {plan.code for plan in plans.plans_on(DAY)}
        assert found >= {
            "basics", "hot_work", "confined_space", "fall_from_height", "electric", "machinery", "lifting",
            "collapse", "hazardous_storage", "training", "head_duties", "dust", "accident_report",
        }  # fmt: skip

    @pytest.mark.parametrize("plan", plans.plans_on(DAY), ids=lambda plan: plan.code)
    def test_every_plan_is_dated_cited_and_recognises_its_answers(self, plan: plans.Plan) -> None:
        assert plan.source
        assert plan.cites
        assert plan.confidence in {"law", "inference"}
        assert len(plan.questions) >= 10
        assert len({q.code for q in plan.questions}) == len(plan.questions)
        for q in plan.questions:
            assert q.ask.endswith(("？", "。")), q.code
            assert q.about, q.code
            assert all(q.about), q.code
            assert q.slot in SLOT_LABELS or q.slot == "", q.code
            assert set(q.parts) <= set(plans.PARTS), q.code
            assert {part for part, _words in q.ask_as} <= set(plans.PARTS), q.code

    @pytest.mark.parametrize("plan", plans.plans_on(DAY), ids=lambda plan: plan.code)
    def test_a_planned_question_is_about_its_own_fact(self, plan: plans.Plan) -> None:
        """Asked in the plan's own words, without the mark of the plan, a clear answer settles it."""
        for q in plan.questions:
            told = cover(q, asked((q.ask, "有，是李建国8点在罐区安排的3个人，10吨。")), cast=CAST)
            assert told.state == "answered", q.code

    def test_before_its_day_a_plan_is_not_in_force(self) -> None:
        assert "hazardous_storage" not in {p.code for p in plans.plans_on(date(2026, 4, 30))}
        assert "hazardous_storage" in {p.code for p in plans.plans_on(date(2026, 5, 1))}


class TestChoice:
    def test_the_case_suggests_and_officers_decide(self) -> None:
        text = "未安排专门人员进行动火作业现场安全管理"
        assert plans.suggested(text, DAY) == ("basics", "hot_work")
        marks = [("chosen", "training"), ("dropped", "hot_work"), ("dropped", "basics")]
        assert plans.chosen(plans.suggested(text, DAY), marks) == {"basics", "training"}

    @pytest.mark.parametrize(
        ("about", "part"),
        [
            (("焊工", "作业人员"), "worker"),
            (("维修班组长", ""), "foreman"),
            (("安全科科长", ""), "safety_manager"),
            (("总经理", "法定代表人"), "legal_representative"),
            (("", ""), "worker"),
        ],
    )
    def test_post_and_relation_say_what_somebody_is(self, about: tuple[str, str], part: str) -> None:
        assert plans.part_of(*about) == part

    def test_the_head_is_asked_otherwise_than_the_worker(self) -> None:
        q = question("hot_work.order")
        assert q.wording("legal_representative") != q.wording("worker") == q.ask
        assert not question("hot_work.system").for_part("worker")


class TestCover:
    def test_an_answer_to_the_point_settles_it_and_says_where(self) -> None:
        told = held("hot_work.order", ("10月7日的动火作业是谁安排的？", "是李建国安排我去的。"))
        assert (told.state, told.no, told.why) == ("answered", 1, "第1问已回答（由谁安排）")

    def test_no_is_an_answer(self) -> None:
        assert held("hot_work.permit", ("作业前办理动火作业票没有？", "没有办。")).done

    @pytest.mark.parametrize("answer", ["不清楚。", "我不知道，记不得了。", "（沉默）", "……"])
    def test_not_to_know_and_to_be_silent_settle_nothing(self, answer: str) -> None:
        told = held("hot_work.permit", ("作业前办理动火作业票没有？", answer))
        assert (told.state, told.why) == ("asked", "第1问问过，没有答明")

    def test_who_must_be_answered_by_somebody(self) -> None:
        assert held("hot_work.order", ("动火作业由谁安排？", "就是平常的活。")).state == "asked"

    def test_another_subject_is_not_touched(self) -> None:
        assert held("hot_work.gas", ("几点到岗？", "八点。")).state == "open"
        assert held("hot_work.gas", ("几点到岗？", "八点，没有检测气体。")).state == "open", "nobody asked it"

    def test_a_question_put_in_from_the_plan_counts_whatever_its_words(self) -> None:
        answers = asked(("那东西弄过没有？", "弄过，是我自己弄的。"), item="hot_work.gas")
        assert cover(question("hot_work.gas"), answers, cast=CAST).state == "answered"

    def test_a_later_answer_settles_what_an_earlier_left(self) -> None:
        told = held("hot_work.permit", ("办票没有？", "不清楚。"), ("到底办票没有？", "没有办。"))
        assert (told.state, told.no) == ("answered", 2)

    def test_the_same_persons_earlier_interview_counts(self) -> None:
        answers = asked(("办票没有？", "没有办。"))
        told = cover(question("hot_work.permit"), answers, cast=CAST, this_session=2)
        assert told.why == "第1次询问第1问已回答（有无）"

    def test_a_hand_goes_before_until_somebody_answers_again(self) -> None:
        ticked = Tick(True, NINE, "孙晓")
        told = held("hot_work.gas", tick=ticked)
        assert (told.state, told.officer) == ("ticked", "孙晓")
        doubted = Tick(False, NINE + timedelta(minutes=1), "孙晓")
        said = ("办票没有？", "没有办。")
        assert held("hot_work.permit", said, tick=doubted).state == "open"
        assert held("hot_work.permit", said, ("再说一遍，办票没有？", "没有。"), tick=doubted).done

    def test_the_same_answers_always_give_the_same(self) -> None:
        spoken = (("办票没有？", "没有办。"), ("谁安排动火？", "李建国。"))
        assert held("hot_work.order", *spoken) == held("hot_work.order", *spoken)
