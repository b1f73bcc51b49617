"""The list of crimes: figures of the interpretations, and what a row may not be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anjian.law import crimes
from anjian.law.statutes import cite

ROW = {
    "code": "x",
    "name": "某罪",
    "article": "PC:134.1",
    "question": "是否？",
    "harm": False,
    "valid_from": date(2020, 1, 1),
}


def file(**changes: Any) -> dict[str, Any]:
    return {"source": "条文", "confidence": "text", "rows": [ROW | changes]}


class TestTheList:
    def test_covers_the_articles_an_inquiry_is_screened_for(self) -> None:
        named = {c.article.key.split(".")[0] for c in crimes.crimes(date(2026, 11, 23))}
        assert named == {
            "PC:134",
            "PC:134-1",
            "PC:135",
            "PC:136",
            "PC:139",
            "PC:139-1",
            "PC:229",
            "PC:277",
            "PC:280",
        }

    def test_says_every_figure_with_its_article(self) -> None:
        for one in crimes.all_crimes():
            assert one.harm == bool(one.thresholds)
            assert bool(one.figures_in_words()) == one.harm
            assert one.question.endswith("？")

    def test_a_crime_did_not_exist_before_its_day(self) -> None:
        codes = {c.code for c in crimes.crimes(date(2020, 6, 1))}
        assert "dangerous_work" not in codes
        assert "major_liability_accident" in codes


class TestFigures:
    @pytest.mark.parametrize(
        ("harm", "reached"),
        [
            ({"deaths": 1}, True),
            ({"injuries": 3}, True),
            ({"loss": 1_000_000}, True),
            ({"injuries": 2, "loss": 999_999}, False),
            ({}, False),
        ],
    )
    def test_any_one_that_is_reached_suffices(self, harm: dict[str, int], reached: bool) -> None:
        assert crimes.crime("major_liability_accident").reached(harm) is reached

    def test_false_assessments_begin_at_half_a_million(self) -> None:
        assert crimes.crime("false_assessment").reached({"loss": 500_000})
        assert not crimes.crime("inaccurate_assessment").reached({"loss": 500_000})

    def test_dangerous_work_needs_no_harm_and_has_three_ways(self) -> None:
        one = crimes.crime("dangerous_work")
        assert one.reached({})
        assert [i.code for i in one.items] == ["monitors", "stop_order", "unlicensed"]


def test_an_article_leads_to_its_crimes() -> None:
    assert [c.code for c in crimes.crimes_of(cite("PC:134"))] == [
        "major_liability_accident",
        "forced_risky_work",
    ]
    assert [c.code for c in crimes.crimes_of(cite("PC:134-1"))] == ["dangerous_work"]
    assert [c.code for c in crimes.crimes_of(cite("PC:229.3"))] == ["inaccurate_assessment"]
    assert crimes.crimes_of(cite("PC:264")) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"harm": True},
        {"thresholds": {"deaths": 1}, "figures": "CSI:6"},
        {"harm": True, "thresholds": {"deaths": 1}},
        {"harm": True, "thresholds": {"sorrow": 1}, "figures": "CSI:6"},
    ],
)
def test_a_row_says_how_much_harm_or_needs_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="x "):
        crimes.read_crimes([file(**wrong)])


def test_a_code_comes_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        crimes.read_crimes([file(), file()])
    with pytest.raises(KeyError):
        crimes.crime("nothing")
