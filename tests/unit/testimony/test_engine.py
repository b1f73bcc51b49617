"""The engine on the labelled cases: nothing below the line we stand on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anjian.testimony.cases import open_case, read_cases, statements
from anjian.testimony.cli import main
from anjian.testimony.engine import LIMIT, CrossCheck
from anjian.testimony.model import SLOT_LABELS, Alarm, Person, Statement
from anjian.testimony.prompts import check
from anjian.testimony.scoring import Prediction, figures
from benchmarks.crosscheck import unrelated

DATA = Path(__file__).parents[2] / "data"
CASES = list(read_cases(DATA / "testimony_bench_public.jsonl"))
PAIRS = list(read_cases(DATA / "testimony_pairs.jsonl"))


def alarms_of(case: dict) -> list[Alarm]:
    crosscheck = open_case(case)
    return [alarm for statement in statements(case) for alarm in crosscheck.add(statement)]


@pytest.fixture(scope="module")
def everything() -> dict[str, list[Alarm]]:
    return {case["case_id"]: alarms_of(case) for case in CASES}


def predictions(everything: dict[str, list[Alarm]], tiers: set[str]) -> list[Prediction]:
    return [
        Prediction(case_id, a.a_sid, a.b_sid, a.slot, a.score, a.tier)
        for case_id, found in everything.items()
        for a in found
        if a.tier in tiers
    ]


class TestQuality:
    def test_shipped_model_on_the_labelled_cases(self, everything: dict[str, list[Alarm]]) -> None:
        found = figures(CASES, predictions(everything, {"red", "yellow"}))
        assert found["issue_recall"] >= 0.58
        assert found["slot_f1"] >= 0.52
        assert found["false_alarms_per_100"] <= 2
        assert found["hard_negative_pass"] >= 0.96

    def test_red_can_be_relied_on(self, everything: dict[str, list[Alarm]]) -> None:
        found = figures(CASES, predictions(everything, {"red"}))
        assert found["precision"] >= 0.85
        assert found["issue_recall"] >= 0.35

    def test_short_pairs(self) -> None:
        found = figures(PAIRS, predictions({c["case_id"]: alarms_of(c) for c in PAIRS}, {"red", "yellow"}))
        assert found["precision"] >= 0.8
        assert found["recall"] >= 0.55

    def test_people_who_speak_of_different_accidents_do_not_contradict(self) -> None:
        assert unrelated(CASES, 1000) <= 2


class TestAlarms:
    def test_every_alarm_can_be_shown(self, everything: dict[str, list[Alarm]]) -> None:
        for case in CASES:
            said = {s.sid: s for s in statements(case)}
            for alarm in everything[case["case_id"]]:
                assert alarm.a_pid != alarm.b_pid
                assert alarm.slot in SLOT_LABELS
                for sid, span in ((alarm.a_sid, alarm.a_span), (alarm.b_sid, alarm.b_span)):
                    assert said[sid].answer[slice(*span)].strip()
                assert alarm.title.startswith("核实：")
                assert alarm.because.endswith("。")
                assert alarm.rule

    def test_what_is_asked_never_leaks(self, everything: dict[str, list[Alarm]]) -> None:
        for case in CASES:
            cast = open_case(case).cast.everyone
            said = list(statements(case))
            for alarm in everything[case["case_id"]]:
                assert check(alarm.ask, persons=cast, testimonies=said) == (), alarm.ask

    def test_same_statements_same_alarms(self) -> None:
        assert [alarms_of(c) for c in CASES[:5]] == [alarms_of(c) for c in CASES[:5]]

    def test_no_statement_raises_more_than_the_limit(self) -> None:
        for case in CASES[:20]:
            crosscheck = open_case(case)
            assert all(len(crosscheck.add(s)) <= LIMIT for s in statements(case))


ZHANG, LI = Person("A", "张某", "工人", (), 1), Person("B", "李某", "班长", ("李班长",), 2)
ORDERED = Statement("A1", "A", 1, "", "谁安排的动火？", "李班长安排我去的。")
DENIED = Statement("B1", "B", 1, "", "谁安排的动火？", "我没有安排，他自己去的。")


class TestCorrections:
    def crosscheck(self) -> CrossCheck:
        crosscheck = CrossCheck([ZHANG, LI])
        crosscheck.add(ORDERED)
        assert len(crosscheck.add(DENIED)) == 1
        return crosscheck

    def test_a_withdrawn_answer_takes_its_alarms_along(self) -> None:
        crosscheck = self.crosscheck()
        assert [a.b_sid for a in crosscheck.withdraw("B1")] == ["B1"]
        assert crosscheck.alarms == ()
        assert crosscheck.withdraw("B1") == ()

    def test_a_corrected_answer_is_judged_anew(self) -> None:
        crosscheck = self.crosscheck()
        agreed = Statement("B1", "B", 1, "", "谁安排的动火？", "是我安排的。")
        fallen, raised = crosscheck.correct(agreed)
        assert len(fallen) == 1
        assert raised == ()

    def test_adding_after_withdrawing_is_as_if_it_had_never_been_there(self) -> None:
        crosscheck = self.crosscheck()
        crosscheck.withdraw("B1")
        assert len(crosscheck.add(DENIED)) == 1

    def test_one_person_changing_his_story_is_a_list_of_its_own(self) -> None:
        crosscheck = CrossCheck([ZHANG, LI])
        crosscheck.add(Statement("A1", "A", 1, "", "作业前气体检测做了吗？", "做了，我看着测的。"))
        assert (
            crosscheck.add(Statement("A2", "A", 2, "", "作业前到底做没做气体检测？", "没有做气体检测。"))
            == ()
        )
        assert [a.a_sid for a in crosscheck.own_changes("A2")] == ["A1"]


class TestCommand:
    def test_writes_what_the_console_would_show(self, tmp_path: Path) -> None:
        source, target = tmp_path / "cases.jsonl", tmp_path / "found.jsonl"
        case = {k: v for k, v in CASES[0].items() if k != "gold"}
        source.write_text(json.dumps(case, ensure_ascii=False) + "\n", encoding="utf-8")
        assert main(["--input", str(source), "--output", str(target)]) == 0
        rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        assert rows
        assert {"case_id", "a", "b", "slot", "score", "explain", "latency_ms", "tier"} <= set(rows[0])
        assert {r["tier"] for r in rows} <= {"red", "yellow"}

    def test_a_case_without_gold_gives_the_same_as_with(self) -> None:
        blind = {k: v for k, v in CASES[3].items() if k != "gold"}
        assert alarms_of(blind) == alarms_of(CASES[3])

    @pytest.mark.parametrize(
        "content", ["{not json}\n", '{"case_id": "X"}\n', '{"statements": [{"q": "x"}]}\n']
    )
    def test_bad_input_is_refused_in_words(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
    ) -> None:
        source = tmp_path / "bad.jsonl"
        source.write_text(content, encoding="utf-8")
        assert main(["--input", str(source), "--output", str(tmp_path / "out.jsonl")]) == 2
        assert "无法完成比对" in capsys.readouterr().err

    def test_an_empty_answer_says_nothing(self) -> None:
        crosscheck = CrossCheck([ZHANG, LI])
        crosscheck.add(Statement("A1", "A", 1, "", "", ""))
        assert crosscheck.add(Statement("B1", "B", 1, "", "谁安排的？", "")) == ()
