"""What may be imposed for cited articles: ranges, multiples, procedure, and saying what is not known."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from anjian.config.cli import law
from anjian.discretion.articles import plain, read_days, statute_named
from anjian.discretion.assess import assess
from anjian.law.violations import every_row

PUBLISHED = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "published_fines.jsonl").read_text("utf-8").splitlines()
]


def ask(law_title="安全生产法", article="97", *, date="2024-06-01", target="unit", facts=None, **place):
    return assess(
        {
            "id": "1",
            "date": date,
            "penalty_articles": [{"law": law_title, "article": article, **place}],
            "target": target,
            "facts": facts or {},
        }
    )


class TestPublishedFines:
    @pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: f"{case['id']}-{case['target']}")
    def test_each_lies_inside_the_range(self, case):
        answer = assess({**case, "facts": {}})
        low, high = answer["range_yuan"]
        assert answer["status"] == "known"
        assert low <= case["fine_yuan"] <= high
        assert answer["trace"]

    @pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: f"{case['id']}-{case['target']}")
    def test_procedure_follows_the_amount(self, case):
        answer = assess({**case, "facts": {"amount_yuan": case["fine_yuan"]}})
        unit = case["target"] == "unit"
        assert answer["hearing_required"] is (case["fine_yuan"] >= (50_000 if unit else 20_000))
        allowed = case["fine_yuan"] <= (3_000 if unit else 200)
        if case["id"] != "js-suining-2019-store":
            assert answer["simple_procedure_allowed"] is allowed


class TestStages:
    def test_empty_facts_span_the_stages(self):
        assert ask(item=7)["range_yuan"] == [0, 200_000]

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            ({"corrected": True}, [0, 100_000]),
            ({"overdue": True}, [100_000, 200_000]),
            ({"corrected": False}, [100_000, 200_000]),
            ({"逾期未改正": True}, [100_000, 200_000]),
            ({"stage": "first"}, [0, 100_000]),
        ],
    )
    def test_facts_narrow(self, facts, expected):
        assert ask(item=7, facts=facts)["range_yuan"] == expected

    def test_article_without_item_spans_its_items(self):
        answer = ask()
        assert answer["range_yuan"] == [0, 200_000]
        assert len(answer["basis"][0]["rows"]) >= 7

    def test_manager_answers_as_person_in_charge(self):
        assert ask(article="105", item=2, target="principal")["range_yuan"] == [0, 10_000]

    def test_no_fine_for_the_target_is_said(self):
        answer = ask(article="94", target="unit")
        assert answer["status"] == "no_fine"
        assert answer["range_yuan"] is None

    def test_items_of_accident_articles_are_grades(self):
        assert ask(article="114", paragraph=1, item=2)["range_yuan"] == [1_000_000, 2_000_000]
        assert ask(article="114", facts={"accident_grade": "一般事故"})["range_yuan"] == [300_000, 1_000_000]

    def test_extreme_accident_multiplies_its_grade(self):
        answer = ask(article="114", paragraph=2, facts={"accident_grade": "general"})
        assert answer["range_yuan"] == [600_000, 5_000_000]


class TestSums:
    def test_share_of_income(self):
        assert ask(article="95", item=1, target="principal")["multiples"] == [
            {"of": "income", "low": 0.4, "high": 0.4, "stage": "accident_general"}
        ]
        answer = ask(article="95", item=1, target="principal", facts={"income_yuan": 123_456})
        assert answer["range_yuan"] == [49_382.4, 49_382.4]

    def test_gains_choose_the_side_of_the_dividing_sum(self):
        small = ask(article="103", paragraph=1, facts={"gains_yuan": 99_999})
        large = ask(article="103", paragraph=1, facts={"gains_yuan": 100_000})
        assert small["range_yuan"] == [100_000, 200_000]
        assert large["range_yuan"] == [200_000, 500_000]

    def test_unknown_gains_leave_it_open_above(self):
        answer = ask(article="103", paragraph=1)
        assert answer["range_yuan"] == [100_000, 200_000]
        assert answer["open_above"] is True
        assert answer["multiples"][0]["of"] == "illegal_gains"


class TestUnknownAndNotInForce:
    @pytest.mark.parametrize(
        ("title", "article", "place"),
        [
            ("安全生产法", "999", {}),
            ("安全生产法", "97", {"item": 40}),
            ("安全生产法", "97", {"paragraph": 5}),
            ("某某管理条例", "12", {}),
            ("安全生产法", "1", {}),
        ],
    )
    def test_unknown_is_said_and_nothing_guessed(self, title, article, place):
        answer = ask(title, article, **place)
        assert answer["status"] == "unknown"
        assert answer["range_yuan"] is None
        assert answer["hearing_required"] is None
        assert answer["unknown"]

    def test_law_of_tomorrow(self):
        answer = ask("危险化学品安全法", "103", date="2025-03")
        assert answer["status"] == "not_in_force"
        assert answer["in_force"] is False
        assert "尚未施行" in answer["trace"][0]["text"]

    def test_a_text_older_than_those_listed_is_unknown_not_unborn(self):
        answer = ask(date="2013-05")
        assert answer["status"] == "unknown"
        assert "更早的文本" in answer["unknown"]

    def test_law_of_yesterday_still_says_what_it_set(self):
        answer = ask("危险化学品安全管理条例", "80", date="2026-06-01", paragraph=1, item=4)
        assert answer["status"] == "not_in_force"
        assert answer["range_yuan"] is None
        assert answer["for_earlier_conduct"] == {"range_yuan": [50_000, 100_000], "until": "2026-04-30"}

    def test_an_act_of_its_time_is_judged_by_it(self):
        answer = ask(
            "危险化学品安全管理条例",
            "80",
            date="2026-06-01",
            paragraph=1,
            item=4,
            facts={"conduct_on": "2026-03-10"},
        )
        assert answer["range_yuan"] == [50_000, 100_000]

    def test_a_month_on_the_edge_of_two_texts(self):
        assert ask("危险化学品安全法", "103", date="2026")["status"] == "known"


class TestSeveralArticles:
    def _two(self, facts):
        articles = [
            {"law": "安全生产法", "article": "97", "item": 7},
            {"law": "安全生产法", "article": "99", "item": 1},
        ]
        return assess(
            {"id": 1, "date": "2024-06", "penalty_articles": articles, "target": "unit", "facts": facts}
        )

    def test_one_act_takes_the_higher_fine(self):
        assert self._two({"corrected": True, "acts": "one"})["range_yuan"] == [0, 100_000]

    def test_several_acts_are_merged(self):
        assert self._two({"corrected": True, "acts": "several"})["range_yuan"] == [0, 150_000]

    def test_unsaid_spans_both(self):
        assert self._two({"corrected": True})["range_yuan"] == [0, 150_000]

    def test_a_reducing_article_opens_the_floor(self):
        articles = [
            {"law": "烟花爆竹安全管理条例", "article": "36", "paragraph": 1},
            {"law": "行政处罚法", "article": "32", "item": 1},
        ]
        answer = assess({"id": 1, "date": "2024-06", "penalty_articles": articles, "target": "unit"})
        assert answer["range_yuan"][0] == 0
        assert answer["status"] == "known"


class TestWords:
    @pytest.mark.parametrize(
        "title",
        [
            "中华人民共和国安全生产法",
            "《安全生产法》",
            "安全生产法（2021年修正）",
            "《中华人民共和国安全生产法》(2021修正)",
        ],
    )
    def test_titles_as_people_write_them(self, title):
        assert statute_named(title).code == "WSL"

    def test_rule_with_number_of_its_order(self):
        assert statute_named("烟花爆竹经营许可实施办法（总局令第65号）").code == "FWB"
        assert plain("烟花爆竹安全管理条例2016修订") == "烟花爆竹安全管理条例"

    def test_dates(self):
        assert read_days("2024").last.isoformat() == "2024-12-31"
        assert read_days("2024-02").last.isoformat() == "2024-02-29"
        with pytest.raises(ValueError, match="Invalid"):
            read_days("last year")

    def test_unused_facts_are_named(self):
        assert "天气" in ask(item=7, facts={"天气": "晴"})["trace"][-1]["text"]


class TestWholeCatalogue:
    NAMES = {"other_head": "safety_manager", "responsible": "responsible_person"}

    def test_every_row_answers_for_everyone_it_fines(self):
        wrong = []
        for row in every_row():
            cited = row.penalty
            place = {"article": cited.article, "paragraph": cited.paragraph, "item": cited.item}
            if cited.sub:
                place["article"] = f"{cited.article}-{cited.sub}"
            targets = {target for stage in row.stages for target in stage.fines}
            for target in targets:
                name = self.NAMES.get(target, target)
                found = assess(
                    {
                        "id": row.code,
                        "date": str(row.valid_from),
                        "penalty_articles": [{"law": cited.title, **place}],
                        "target": name,
                    }
                )
                if found["status"] != "known" or not (found["range_yuan"] or found["multiples"]):
                    wrong.append((row.code, target, found["status"], found.get("unknown")))
        assert wrong == []

    def test_numbers_in_chinese(self):
        assert ask(article="第九十七条", item="第七项")["range_yuan"] == ask(item=7)["range_yuan"]


class TestCommand:
    def test_file_to_file(self, tmp_path, capsys):
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        questions = [{**PUBLISHED[0], "facts": {}}, {"id": "x", "date": "someday", "penalty_articles": []}]
        source.write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in questions), "utf-8")
        assert law.run(["assess", "--input", str(source), "--output", str(target)]) == 0
        first, second = (json.loads(line) for line in target.read_text("utf-8").splitlines())
        assert first["range_yuan"] == [20_000, 100_000]
        assert second["id"] == "x"
        assert second["problem"]
        assert "2 →" in capsys.readouterr().out

    def test_daily_fines(self):
        from datetime import date

        from anjian.discretion.daily import total

        assert total(Decimal(20_000), date(2026, 3, 1), date(2026, 3, 4)) == 60_000
        with pytest.raises(ValueError, match="次日"):
            total(Decimal(20_000), date(2026, 3, 1), date(2026, 3, 1))
