"""The catalogue of laws and State Council regulations against figures read a second time in the texts."""

from __future__ import annotations

from datetime import date

import pytest

from anjian.law.violations import Violation, every_row, get, violations

NOW = date(2026, 10, 1)
CHEMICALS_BEFORE = date(2026, 4, 30)
LAW_BEFORE = date(2021, 8, 31)
MINES_BEFORE = date(2024, 4, 30)
RESPONSE_BEFORE = date(2024, 10, 31)

# Every article that fixes a fine, by text, and how many items it counts (0: none).
ARTICLES = [
    ("WSL", NOW, {
        92: 0, 93: 0, 94: 0, 95: 0, 96: 0, 97: 7, 98: 4, 99: 8, 101: 5, 102: 0, 103: 0, 104: 0, 105: 2,
        106: 0, 108: 0, 109: 0, 110: 0, 114: 0,
    }),
    ("WSL", LAW_BEFORE, {
        89: 0, 90: 0, 91: 0, 92: 0, 94: 7, 95: 4, 96: 6, 98: 4, 99: 0, 100: 0, 101: 0, 102: 2, 103: 0,
        105: 0, 106: 0, 109: 0,
    }),
    ("DCS", NOW, {
        98: 0, 99: 5, 100: 0, 101: 17, 102: 0, 103: 9, 104: 6, 105: 0, 106: 0, 107: 3, 109: 10, 110: 5,
        111: 4, 112: 4, 114: 2, 116: 0,
    }),
    ("DCR", CHEMICALS_BEFORE, {
        75: 0, 76: 0, 77: 0, 78: 12, 79: 0, 80: 7, 81: 6, 82: 0, 83: 0, 84: 3, 86: 7, 87: 4, 88: 4, 89: 4,
        91: 2, 93: 0,
    }),
    ("SPL", NOW, {19: 0, 20: 0, 21: 0}),
    ("FWR", NOW, {36: 0, 37: 6, 38: 0, 39: 0, 40: 8, 41: 0, 42: 0}),
    ("ERR", NOW, {32: 0}),
    ("ARR", NOW, {35: 3, 36: 6, 37: 0, 38: 0}),
    ("EPL", NOW, {96: 4}),
    ("EPL", RESPONSE_BEFORE, {64: 4}),
    ("CMR", NOW, {61: 0, 63: 7, 64: 0, 65: 0, 66: 3, 67: 0, 68: 0}),
    ("CMS", MINES_BEFORE, {5: 0, 9: 0, 10: 0, 11: 0, 13: 0, 16: 0, 21: 0, 22: 0}),
    ("MSL", NOW, {40: 5, 43: 0}),
]  # fmt: skip

# code, day, stage, target, lowest, highest (yuan, percent of income or multiple), base
FIGURES = [
    ("WSL-92-1", NOW, "first", "unit", 30_000, 100_000, "yuan"),
    ("WSL-92-2", NOW, "gains_large", "unit", 2, 5, "illegal_gains"),
    ("WSL-92-2", NOW, "gains_small", "unit", 100_000, 200_000, "yuan"),
    ("WSL-92-2", NOW, "gains_small", "responsible", 50_000, 100_000, "yuan"),
    ("WSL-93", NOW, "accident", "principal", 20_000, 200_000, "yuan"),
    ("WSL-95", NOW, "accident_major", "principal", 80, 80, "income"),
    ("WSL-96", NOW, "accident", "other_head", 20, 50, "income"),
    ("WSL-97-7", NOW, "first", "unit", 0, 100_000, "yuan"),
    ("WSL-98-2", NOW, "first", "responsible", 20_000, 50_000, "yuan"),
    ("WSL-98-2", NOW, "uncorrected", "responsible", 50_000, 100_000, "yuan"),
    ("WSL-99-8", NOW, "uncorrected", "unit", 50_000, 200_000, "yuan"),
    ("WSL-101-4", NOW, "uncorrected", "responsible", 20_000, 50_000, "yuan"),
    ("WSL-102", NOW, "first", "unit", 0, 50_000, "yuan"),
    ("WSL-103-1", NOW, "first", "unit", 100_000, 200_000, "yuan"),
    ("WSL-103-2", NOW, "first", "unit", 0, 50_000, "yuan"),
    ("WSL-103-3", NOW, "first", "responsible", 0, 20_000, "yuan"),
    ("WSL-103-3-2", NOW, "gains_small", "responsible", 50_000, 100_000, "yuan"),
    ("WSL-104", NOW, "first", "responsible", 0, 10_000, "yuan"),
    ("WSL-105-2", NOW, "first", "responsible", 0, 10_000, "yuan"),
    ("WSL-109", NOW, "uncorrected", "unit", 100_000, 200_000, "yuan"),
    ("WSL-110-1", NOW, "accident", "principal", 60, 100, "income"),
    ("WSL-114", NOW, "accident_general", "unit", 300_000, 1_000_000, "yuan"),
    ("WSL-114", NOW, "accident_larger", "unit", 1_000_000, 2_000_000, "yuan"),
    ("WSL-114", NOW, "accident_major", "unit", 2_000_000, 10_000_000, "yuan"),
    ("WSL-114", NOW, "accident_extreme", "unit", 10_000_000, 20_000_000, "yuan"),
    ("WSL-114", NOW, "accident_grave", "unit", 2, 5, "base_fine"),
    ("WSL-89", LAW_BEFORE, "gains_small", "responsible", 20_000, 50_000, "yuan"),
    ("WSL-91", LAW_BEFORE, "uncorrected", "principal", 20_000, 50_000, "yuan"),
    ("WSL-92", LAW_BEFORE, "accident_general", "principal", 30, 30, "income"),
    ("WSL-92", LAW_BEFORE, "accident_extreme", "principal", 80, 80, "income"),
    ("WSL-94-4", LAW_BEFORE, "first", "unit", 0, 50_000, "yuan"),
    ("WSL-94-4", LAW_BEFORE, "uncorrected", "unit", 50_000, 100_000, "yuan"),
    ("WSL-94-4", LAW_BEFORE, "uncorrected", "responsible", 10_000, 20_000, "yuan"),
    ("WSL-95-4", LAW_BEFORE, "uncorrected", "unit", 500_000, 1_000_000, "yuan"),
    ("WSL-96-1", LAW_BEFORE, "uncorrected", "unit", 50_000, 200_000, "yuan"),
    ("WSL-98-4", LAW_BEFORE, "first", "unit", 0, 100_000, "yuan"),
    ("WSL-99", LAW_BEFORE, "uncorrected", "unit", 100_000, 500_000, "yuan"),
    ("WSL-102-2", LAW_BEFORE, "first", "unit", 0, 50_000, "yuan"),
    ("WSL-109", LAW_BEFORE, "accident_larger", "unit", 500_000, 1_000_000, "yuan"),
    ("WSL-109", LAW_BEFORE, "accident_grave", "unit", 10_000_000, 20_000_000, "yuan"),
    ("DCS-98-1", NOW, "goods_small", "unit", 300_000, 500_000, "yuan"),
    ("DCS-98-1", NOW, "goods_large", "unit", 5, 10, "goods_value"),
    ("DCS-99-1-1", NOW, "first", "unit", 100_000, 500_000, "yuan"),
    ("DCS-99-1-5", NOW, "uncorrected", "responsible", 50_000, 100_000, "yuan"),
    ("DCS-100-2", NOW, "first", "unit", 100_000, 500_000, "yuan"),
    ("DCS-100-3", NOW, "first", "unit", 100_000, 500_000, "yuan"),
    ("DCS-101-1-10", NOW, "first", "unit", 0, 100_000, "yuan"),
    ("DCS-101-1-10", NOW, "uncorrected", "unit", 100_000, 200_000, "yuan"),
    ("DCS-101-1-17", NOW, "uncorrected", "responsible", 20_000, 50_000, "yuan"),
    ("DCS-102-1", NOW, "first", "unit", 200_000, 500_000, "yuan"),
    ("DCS-103-1-5", NOW, "first", "unit", 50_000, 100_000, "yuan"),
    ("DCS-103-1-5", NOW, "uncorrected", "unit", 100_000, 200_000, "yuan"),
    ("DCS-103-1-5", NOW, "uncorrected", "responsible", 20_000, 50_000, "yuan"),
    ("DCS-104-2", NOW, "first", "unit", 20_000, 100_000, "yuan"),
    ("DCS-104-3", NOW, "uncorrected", "responsible", 10_000, 50_000, "yuan"),
    ("DCS-105-1", NOW, "first", "unit", 100_000, 500_000, "yuan"),
    ("DCS-105-2", NOW, "uncorrected", "unit", 100_000, 200_000, "yuan"),
    ("DCS-106", NOW, "first", "unit", 200_000, 500_000, "yuan"),
    ("DCS-107-1-3", NOW, "uncorrected", "responsible", 50_000, 100_000, "yuan"),
    ("DCS-107-2", NOW, "first", "individual", 20_000, 50_000, "yuan"),
    ("DCS-109-1-2", NOW, "first", "unit", 50_000, 500_000, "yuan"),
    ("DCS-110-1-1", NOW, "first", "unit", 200_000, 300_000, "yuan"),
    ("DCS-111-1", NOW, "first", "unit", 100_000, 200_000, "yuan"),
    ("DCS-112-2", NOW, "first", "unit", 50_000, 100_000, "yuan"),
    ("DCS-114-1", NOW, "uncorrected", "unit", 50_000, 100_000, "yuan"),
    ("DCS-116-2", NOW, "first", "unit", 200_000, 300_000, "yuan"),
    ("DCR-75-1", CHEMICALS_BEFORE, "first", "unit", 200_000, 500_000, "yuan"),
    ("DCR-76-1", CHEMICALS_BEFORE, "uncorrected", "unit", 500_000, 1_000_000, "yuan"),
    ("DCR-77-3", CHEMICALS_BEFORE, "first", "unit", 100_000, 200_000, "yuan"),
    ("DCR-78-1-8", CHEMICALS_BEFORE, "first", "unit", 0, 50_000, "yuan"),
    ("DCR-80-1-4", CHEMICALS_BEFORE, "first", "unit", 50_000, 100_000, "yuan"),
    ("DCR-81-2", CHEMICALS_BEFORE, "uncorrected", "unit", 10_000, 50_000, "yuan"),
    ("DCR-84-2", CHEMICALS_BEFORE, "first", "individual", 0, 5_000, "yuan"),
    ("DCR-93-2", CHEMICALS_BEFORE, "first", "unit", 100_000, 200_000, "yuan"),
    ("SPL-19", NOW, "first", "unit", 100_000, 500_000, "yuan"),
    ("SPL-20", NOW, "first", "unit", 50_000, 100_000, "yuan"),
    ("FWR-36-1-2", NOW, "first", "unit", 20_000, 100_000, "yuan"),
    ("FWR-37-2", NOW, "first", "unit", 10_000, 50_000, "yuan"),
    ("FWR-38-2", NOW, "first", "unit", 1_000, 5_000, "yuan"),
    ("FWR-39", NOW, "first", "principal", 5_000, 20_000, "yuan"),
    ("FWR-42-2", NOW, "first", "individual", 100, 500, "yuan"),
    ("ERR-32-1", NOW, "uncorrected", "unit", 30_000, 50_000, "yuan"),
    ("ERR-32-2", NOW, "uncorrected", "responsible", 10_000, 20_000, "yuan"),
    ("ARR-35-2", NOW, "accident", "principal", 40, 80, "income"),
    ("ARR-36-1", NOW, "accident", "unit", 1_000_000, 5_000_000, "yuan"),
    ("ARR-36-1", NOW, "accident", "responsible", 60, 100, "income"),
    ("ARR-37", NOW, "accident_major", "unit", 500_000, 2_000_000, "yuan"),
    ("EPL-96-1-3", NOW, "extreme_grave", "unit", 200_000, 1_000_000, "yuan"),
    ("EPL-64-1-3", RESPONSE_BEFORE, "first", "unit", 50_000, 200_000, "yuan"),
    ("CMR-61-1", NOW, "gains_large", "unit", 2, 5, "illegal_gains"),
    ("CMR-63-1", NOW, "uncorrected", "unit", 200_000, 500_000, "yuan"),
    ("CMR-64", NOW, "first", "unit", 500_000, 2_000_000, "yuan"),
    ("CMR-64", NOW, "first", "principal", 30_000, 150_000, "yuan"),
    ("CMR-66-3", NOW, "uncorrected", "unit", 100_000, 200_000, "yuan"),
    ("CMR-67", NOW, "accident_larger", "unit", 1_500_000, 2_000_000, "yuan"),
    ("CMS-16-2", MINES_BEFORE, "first", "unit", 100_000, 500_000, "yuan"),
    ("MSL-40-1", NOW, "first", "unit", 0, 40_000, "yuan"),
    ("MSL-43", NOW, "first", "unit", 50_000, 100_000, "yuan"),
]

# The conduct that teams meet most, in the order of their own list, and the rows that carry it.
MOST_MET = {
    1: ["WSL-94"], 2: ["WSL-95"], 3: ["WSL-96"], 4: ["WSL-97-1"], 5: ["WSL-97-2"], 6: ["WSL-97-3"],
    7: ["WSL-97-4"], 8: ["WSL-97-5"], 9: ["WSL-97-6"], 10: ["WSL-97-7"],
    11: ["WSL-98-1", "WSL-98-2", "WSL-98-3", "WSL-98-4"], 12: ["WSL-99-1"], 13: ["WSL-99-2"],
    14: ["WSL-99-3"], 15: ["WSL-99-4"], 16: ["WSL-99-5"], 17: ["WSL-99-7"], 18: ["WSL-99-8"],
    19: ["WSL-101-1"], 20: ["WSL-101-2"], 21: ["WSL-101-3"], 22: ["WSL-101-4"], 23: ["WSL-101-5"],
    24: ["WSL-102"], 25: ["WSL-103-1"], 26: ["WSL-103-2"], 27: ["WSL-104"],
    28: ["WSL-105-1", "WSL-105-2"], 29: ["WSL-106"], 30: ["WSL-108"], 31: ["WSL-109"],
    32: ["WSL-110-1", "WSL-110-2"], 33: ["WSL-114"], 34: ["WSL-92-1", "WSL-92-2"],
    35: ["ERR-32-1", "ERR-32-2"], 36: ["SPL-19"], 37: ["SPL-20"], 38: ["FWR-36-1-1", "FWR-36-1-2"],
    39: ["DCS-100-3"], 40: [f"DCS-101-1-{n}" for n in range(1, 18)],
    41: [f"DCS-103-1-{n}" for n in range(1, 10)], 42: ["DCS-98-1", "DCS-98-3"],
}  # fmt: skip


def _of(statute: str, day: date) -> list[Violation]:
    return [row for row in violations(day) if row.penalty.statute == statute]


@pytest.mark.parametrize(("statute", "day", "articles"), ARTICLES)
def test_every_article_that_fixes_a_fine_is_there_with_all_its_items(statute, day, articles):
    rows = _of(statute, day)
    assert {row.penalty.article for row in rows} == set(articles)
    for article, items in articles.items():
        found = {row.penalty.item for row in rows if row.penalty.article == article} - {None}
        assert found == set(range(1, items + 1)), f"{statute} {article}"


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: "-".join(map(str, (figure[0], *figure[2:4]))))
def test_figures_as_read_a_second_time(figure):
    code, day, stage, target, low, high, base = figure
    fine = get(code, day).fine(target, stage)
    assert (fine.low, fine.high, fine.base) == (low, high, base)


def test_enough_figures_are_checked():
    assert len(FIGURES) >= 90
    assert {code.split("-")[0] for code, *_ in FIGURES} == {statute for statute, *_ in ARTICLES}


@pytest.mark.parametrize("number", sorted(MOST_MET))
def test_the_conduct_that_teams_meet_most_has_rows(number):
    for code in MOST_MET[number]:
        row = get(code, NOW)
        assert row is not None, code
        assert row.verified
        assert row.decided_by == ""


def test_forty_two_kinds():
    assert sorted(MOST_MET) == list(range(1, 43))


class TestConsequencesBesideTheFine:
    def test_may_or_shall(self):
        assert get("DCS-101-1-1", NOW).stage("first").may
        assert not get("DCS-103-1-5", NOW).stage("first").may
        assert get("DCR-78-1-8", CHEMICALS_BEFORE).stage("first").may
        assert not get("WSL-99-1", NOW).stage("first").may
        assert get("WSL-96-1", LAW_BEFORE).stage("first").may

    def test_confiscation(self):
        assert get("DCS-98-1", NOW).stage("goods_small").confiscate == ("gains", "goods", "tools")
        assert get("DCS-100-3", NOW).stage("first").confiscate == ("goods", "gains")
        assert get("SPL-19", NOW).stage("first").confiscate == ("gains",)
        assert get("FWR-36-1-2", NOW).stage("first").confiscate == ("goods", "gains")
        assert get("WSL-99-1", NOW).stage("first").confiscate == ()

    def test_anybody_who_trades_without_a_licence_is_fined_as_a_unit_is(self):
        for code in ("FWR-36-1-1", "FWR-36-1-2", "FWR-38-2", "DCS-98-1", "DCS-100-3", "SPL-19", "CMR-61-1"):
            for stage in get(code, NOW).stages:
                assert stage.fines["individual"] == stage.fines["unit"], code
            assert get(code, NOW).liable == ("unit", "individual")
        assert "individual" not in get("DCS-103-1-5", NOW).liable

    def test_licences_and_bans(self):
        assert "五年内不得从业" in get("WSL-92-2", NOW).stage("gains_small").other
        assert get("DCS-103-1-1", NOW).stage("uncorrected").other == ("吊销相关许可证件",)
        assert get("FWR-37-1", NOW).stage("grave").other == ("吊销安全生产许可证",)

    def test_where_a_sum_divides_two_stages(self):
        assert get("DCS-98-1", NOW).stage("goods_large").label == "货值金额10万元以上"
        assert get("WSL-92-2", NOW).stage("gains_small").label == "没有违法所得或者违法所得不足10万元"

    def test_daily_fines_belong_to_the_law_of_2021_only(self):
        daily = [row for row in every_row() if row.daily]
        assert daily
        assert {(row.penalty.statute, row.valid_from) for row in daily} == {("WSL", date(2021, 9, 1))}

    def test_the_law_goes_before_the_older_regulation_on_accidents(self):
        assert "ARR-37" in get("WSL-114", NOW).instead_of
        assert "ARR-38" in get("WSL-95", NOW).instead_of
        assert "ARR-35-2" in get("WSL-110-2", NOW).instead_of

    def test_other_agencies_decide_about_transport_and_poisons(self):
        others = {row.code for row in _of("DCS", NOW) if row.decided_by}
        assert {"DCS-101-2", "DCS-104-1-1", "DCS-109-1-1", "DCS-111-1", "DCS-112-1"} <= others
        assert not others & {"DCS-104-2", "DCS-104-3", "DCS-106", "DCS-107-1-1"}
