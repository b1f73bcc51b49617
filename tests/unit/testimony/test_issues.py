"""One card per question of fact: alarms joined into issues."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from anjian.testimony.cases import open_case, read_cases, statements
from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Person, Statement

CASES = list(read_cases(Path(__file__).parents[2] / "data" / "testimony_bench_public.jsonl"))
PEOPLE = (
    Person("A", "张强", "焊工", ("小张",), 1),
    Person("B", "李国栋", "带班班长", ("李班长",), 2),
    Person("C", "王芳", "安全员", ("小王",), 3),
)


def said(number: int, pid: str, question: str, answer: str) -> Statement:
    return Statement(f"s{number}", pid, number, number, question, answer)


class TestIssues:
    def test_three_rooms_about_one_order_are_one_issue(self) -> None:
        check = CrossCheck(PEOPLE)
        check.add(said(1, "A", "进罐作业是谁安排的？", "李班长安排的。"))
        (first,) = check.add(said(2, "B", "进罐作业是谁安排的？", "我没安排，他自己进去的。"))
        (second,) = check.add(said(3, "C", "进罐作业是谁安排的？", "李班长安排的，我在旁边。"))
        assert first.issue
        assert first.issue == second.issue

    def test_two_facts_are_two_issues(self) -> None:
        check = CrossCheck(PEOPLE)
        check.add(said(1, "A", "进罐作业是谁安排的？", "李班长安排的。"))
        check.add(said(2, "A", "进罐前测过气体没有？", "没测。"))
        (order,) = check.add(said(3, "B", "进罐作业是谁安排的？", "我没安排，他自己进去的。"))
        (test,) = check.add(said(4, "B", "进罐前测过气体没有？", "测了，我拿四合一测的。"))
        assert order.issue != test.issue

    def test_an_issue_keeps_its_name_when_an_alarm_falls_and_comes_again(self) -> None:
        check = CrossCheck(PEOPLE)
        check.add(said(1, "A", "进罐作业是谁安排的？", "李班长安排的。"))
        (first,) = check.add(said(2, "B", "进罐作业是谁安排的？", "我没安排，他自己进去的。"))
        check.add(said(3, "C", "进罐作业是谁安排的？", "李班长安排的，我在旁边。"))
        fallen, raised = check.correct(said(2, "B", "进罐作业是谁安排的？", "不是我安排的。"))
        assert {a.issue for a in (*fallen, *raised)} == {first.issue}

    def test_the_same_statements_give_the_same_issues(self) -> None:
        for case in CASES[:6]:
            runs = []
            for _ in range(2):
                check = open_case(case)
                for statement in statements(case):
                    check.add(statement)
                runs.append([(a.a_sid, a.b_sid, a.issue) for a in check.alarms])
            assert runs[0] == runs[1]
            assert all(issue for _, _, issue in runs[0])

    def test_issues_follow_the_labelled_ones(self) -> None:
        """Of two found pairs about one labelled fact most share a card; few cards mix two facts."""
        together = apart = mixed = cards = 0
        for case in CASES:
            gold = {frozenset((g["a"], g["b"])): g["issue"] for g in case["gold"]["contradictions"]}
            check = open_case(case)
            for statement in statements(case):
                check.add(statement)
            by_gold, by_card = defaultdict(list), defaultdict(set)
            for alarm in check.alarms:
                label = gold.get(frozenset((alarm.a_sid, alarm.b_sid)))
                if label:
                    by_gold[label].append(alarm.issue)
                    by_card[alarm.issue].add(label)
            for cards_of in by_gold.values():
                together += sum(c == cards_of[0] for c in cards_of[1:])
                apart += sum(c != cards_of[0] for c in cards_of[1:])
            cards += len(by_card)
            mixed += sum(len(labels) > 1 for labels in by_card.values())
        assert together / (together + apart) >= 0.75
        assert mixed / cards <= 0.08
