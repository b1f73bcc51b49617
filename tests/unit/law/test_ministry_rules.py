"""The rules of the ministry in the catalogue: every file, its figures, its days and its marks."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from anjian.law.catalogue_reading import read_catalogue
from anjian.law.datafiles import read_yaml
from anjian.law.parameters import Confidence
from anjian.law.statutes import all_statutes
from anjian.law.violations import FOLDER, Fine, Violation, get, violations

ROWS = {
    "afr_2015": 16,
    "afr_2024": 18,
    "cso_2015": 7,
    "csr_2024": 8,
    "der_2021": 13,
    "epm_2016": 9,
    "epm_2019": 9,
    "fwb_2013": 20,
    "fwp_2012": 8,
    "hcb_2015": 11,
    "hcb_2026": 11,
    "hcg_2012": 6,
    "hcg_2026": 6,
    "hcl_2017": 10,
    "hcl_2026": 10,
    "hcp_2015": 10,
    "hcp_2026": 10,
    "hcu_2017": 10,
    "hcu_2026": 10,
    "hzr_2008": 6,
    "mhs_2015": 13,
    "mhs_2026": 13,
    "mpr_2015": 21,
    "mpr_2026": 21,
    "sai_2019": 12,
    "sai_2026": 12,
    "sot_2015": 5,
    "sot_2026": 5,
    "trm_2015": 8,
    "trr_2015": 7,
    "tsm_2015": 9,
}
CARRIED_OVER = tuple(sorted(name for name in ROWS if name.endswith("_2026")))
RULES = frozenset(name.split("_")[0].upper() for name in ROWS)
# Rules that inspections cite, whose fines were read nowhere or which fine nobody.
ONLY_CITED = ("FWO", "MTR", "FDR", "NCM", "DIS", "DIT", "XXG")

# (row, day, stage, target, lowest, highest) as the articles say, restated by hand.
YUAN = [
    ("CSR-19-1", "2024-01-01", "first", "unit", 0, 50_000),
    ("CSR-19-2", "2026-11-23", "uncorrected", "unit", 50_000, 200_000),
    ("CSR-19-2", "2026-11-23", "uncorrected", "responsible", 10_000, 20_000),
    ("CSR-20-1", "2026-11-23", "first", "unit", 0, 100_000),
    ("CSR-20-2", "2026-11-23", "uncorrected", "responsible", 20_000, 50_000),
    ("CSR-21-1", "2026-11-23", "first", "unit", 0, 50_000),
    ("CSR-21-3", "2026-11-23", "first", "responsible", 0, 10_000),
    ("CSO-28-2", "2022-03-08", "first", "unit", 0, 50_000),
    ("CSO-29-1", "2022-03-08", "uncorrected", "unit", 50_000, 100_000),
    ("CSO-30-2", "2022-03-08", "first", "unit", 0, 30_000),
    ("DER-27-2", "2024-04-02", "uncorrected", "unit", 50_000, 200_000),
    ("DER-28-1", "2024-04-02", "uncorrected", "unit", 100_000, 200_000),
    ("DER-29", "2024-04-02", "uncorrected", "responsible", 50_000, 100_000),
    ("DER-30-4", "2022-10-15", "first", "unit", 0, 30_000),
    ("DER-30-4", "2022-10-15", "first", "responsible", 0, 10_000),
    ("DER-31-1", "2024-04-02", "first", "unit", 30_000, 100_000),
    ("SOT-38", "2024-04-02", "first", "unit", 0, 10_000),
    ("SOT-40", "2024-04-02", "first", "unit", 10_000, 30_000),
    ("SOT-41-1", "2024-04-02", "first", "individual", 1_000, 5_000),
    ("SOT-41-2", "2024-04-02", "first", "individual", 2_000, 10_000),
    ("TRR-29-1", "2024-04-02", "first", "unit", 10_000, 30_000),
    ("TRR-30-1-3", "2020-04-02", "first", "unit", 0, 50_000),
    ("TRR-30-2", "2024-04-02", "first", "unit", 100_000, 500_000),
    ("TRM-34-1-2", "2024-04-02", "uncorrected", "unit", 10_000, 30_000),
    ("TRM-35", "2024-04-02", "first", "individual", 0, 3_000),
    ("TRM-36-1", "2024-04-02", "first", "unit", 0, 30_000),
    ("EPM-45-3", "2018-04-02", "first", "unit", 10_000, 30_000),
    ("EPM-45-2", "2024-04-02", "uncorrected", "unit", 30_000, 50_000),
    ("EPM-45-2", "2024-04-02", "uncorrected", "responsible", 10_000, 20_000),
    ("HZR-26-2", "2024-04-02", "first", "unit", 0, 30_000),
    ("FWB-31", "2024-04-02", "first", "unit", 20_000, 100_000),
    ("FWB-32-6", "2025-07-01", "first", "unit", 5_000, 30_000),
    ("FWB-33-1", "2024-04-02", "first", "unit", 20_000, 100_000),
    ("FWB-34-1", "2024-04-02", "first", "unit", 1_000, 5_000),
    ("FWB-35-2", "2024-01-12", "first", "unit", 1_000, 5_000),
    ("FWB-35-2", "2024-01-12", "grave", "unit", 5_000, 30_000),
    ("FWB-36-1", "2024-01-12", "first", "unit", 10_000, 30_000),
    ("FWP-45-1-1", "2024-01-12", "first", "unit", 100_000, 500_000),
    ("HCB-30-3", "2024-01-12", "first", "unit", 50_000, 100_000),
    ("HCB-33", "2024-01-12", "first", "unit", 0, 10_000),
    ("HCU-37-1", "2024-01-12", "first", "unit", 100_000, 200_000),
    ("HCP-35-1", "2024-01-12", "uncorrected", "unit", 500_000, 1_000_000),
    ("HCL-46", "2024-01-12", "first", "unit", 50_000, 100_000),
    ("HCG-29", "2024-01-12", "uncorrected", "unit", 50_000, 100_000),
    ("MHS-32-1", "2024-01-12", "first", "unit", 0, 100_000),
    ("MHS-34-4", "2024-01-12", "first", "unit", 5_000, 30_000),
    ("TSM-28-2", "2020-01-12", "uncorrected", "unit", 500_000, 1_000_000),
    ("TSM-29", "2024-01-12", "first", "unit", 10_000, 30_000),
    ("TSM-30-4", "2024-01-12", "first", "unit", 5_000, 30_000),
    ("SAI-30-8", "2024-01-12", "grave", "staff", 5_000, 10_000),
    ("AFR-14-1", "2020-01-12", "accident_general", "unit", 200_000, 500_000),
    ("AFR-16-1-2", "2020-01-12", "accident_major", "unit", 3_000_000, 5_000_000),
    ("AFR-14-1", "2024-03-01", "accident_general", "unit", 300_000, 500_000),
    ("AFR-14-2", "2024-03-01", "accident_general", "unit", 500_000, 700_000),
    ("AFR-14-3", "2024-03-01", "accident_general", "unit", 700_000, 1_000_000),
    ("AFR-15-3", "2024-03-01", "accident_larger", "unit", 1_500_000, 2_000_000),
    ("AFR-21", "2024-03-01", "accident_extreme", "principal", 150_000, 200_000),
    ("MPR-43-1-1", "2024-03-01", "first", "principal", 5_000, 10_000),
    ("MPR-45-1", "2026-01-31", "first", "unit", 10_000, 30_000),
    ("MPR-45-1", "2026-01-31", "first", "individual", 1_000, 10_000),
    ("MPR-47-2", "2026-01-31", "first", "principal", 50_000, 100_000),
    ("MPR-49-3", "2026-01-31", "first", "unit", 400_000, 500_000),
]
# The same for shares of a year's income and multiples.
SHARES = [
    ("AFR-11-1", "2020-01-12", "accident", "principal", "income", 100, 100),
    ("AFR-11-2-1", "2020-01-12", "accident", "principal", "income", 60, 80),
    ("AFR-13-1", "2020-01-12", "accident", "responsible", "income", 80, 90),
    ("AFR-11-1", "2024-03-01", "harm", "principal", "income", 80, 100),
    ("AFR-19", "2024-03-01", "accident_general", "principal", "income", 40, 40),
    ("AFR-20", "2024-03-01", "accident_major", "other_head", "income", 40, 50),
    ("AFR-18", "2024-03-01", "accident_grave", "unit", "base_fine", 2, 5),
    ("MPR-50", "2024-03-01", "gains_large", "unit", "illegal_gains", 1, 3),
]
# Fines that agencies published: what was imposed must lie within the row.
IMPOSED = [
    ("CSO-28-2", "2022-03-08", "first", "unit", 20_000),
    ("CSR-21-1", "2025-06-23", "first", "unit", 40_000),
    ("CSR-21-1", "2025-06-23", "first", "responsible", 7_000),
    ("DER-30-4", "2022-10-15", "first", "unit", 19_000),
    ("FWB-35-2", "2021-11-10", "first", "unit", 2_000),
    ("FWB-35-2", "2024-01-12", "first", "unit", 3_000),
    ("FWB-35-2", "2024-01-15", "first", "unit", 2_900),
]


def _told(name: str) -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(FOLDER / f"{name}.yaml")
    return told


def _fine(code: str, day: str, stage: str, target: str) -> Fine:
    row = get(code, date.fromisoformat(day))
    assert row is not None, (code, day)
    fine = row.fine(target, stage)
    assert fine is not None, (code, stage, target)
    return fine


@pytest.mark.parametrize("name", sorted(ROWS))
def test_every_file_loads_and_has_its_rows(name: str) -> None:
    rows = read_catalogue(_told(name))
    assert len(rows) == ROWS[name]
    assert all(row.source and row.stages for row in rows)


def test_sum_of_rows_per_rule_in_force_today() -> None:
    counted = Counter(row.penalty.statute for row in violations(date(2026, 11, 23)))
    assert {code: counted[code] for code in sorted(RULES)} == {
        "AFR": 18,
        "CSO": 0,
        "CSR": 8,
        "DER": 13,
        "EPM": 9,
        "FWB": 20,
        "FWP": 8,
        "HCB": 11,
        "HCG": 6,
        "HCL": 10,
        "HCP": 10,
        "HCU": 10,
        "HZR": 6,
        "MHS": 13,
        "MPR": 21,
        "SAI": 12,
        "SOT": 5,
        "TRM": 8,
        "TRR": 7,
        "TSM": 9,
    }


@pytest.mark.parametrize("told", YUAN, ids=lambda told: f"{told[0]}-{told[2]}-{told[3]}")
def test_figures_in_yuan(told: tuple[str, str, str, str, int, int]) -> None:
    *where, low, high = told
    fine = _fine(*map(str, where))
    assert (fine.base, fine.low, fine.high) == ("yuan", low, high)


@pytest.mark.parametrize("told", SHARES, ids=lambda told: f"{told[0]}-{told[2]}-{told[3]}")
def test_shares_and_multiples(told: tuple[str, str, str, str, str, int, int]) -> None:
    *where, base, low, high = told
    fine = _fine(*map(str, where))
    assert (fine.base, fine.low, fine.high) == (base, low, high)


@pytest.mark.parametrize(("code", "day", "stage", "target", "yuan"), IMPOSED)
def test_published_fines_lie_within_their_rows(
    code: str, day: str, stage: str, target: str, yuan: int
) -> None:
    fine = _fine(code, day, stage, target)
    assert fine.low <= yuan <= fine.high


@pytest.mark.parametrize("name", CARRIED_OVER)
def test_what_outlived_its_law_is_unverified_and_displaces_nothing(name: str) -> None:
    for row in read_catalogue(_told(name)):
        assert row.confidence is Confidence.UNVERIFIED
        assert not row.instead_of
        assert row.note


def test_only_carried_over_rows_are_unverified() -> None:
    for name in set(ROWS) - set(CARRIED_OVER):
        unsure = [r.code for r in read_catalogue(_told(name)) if r.confidence is Confidence.UNVERIFIED]
        assert unsure == [], name


def test_knowledge_is_named_as_such_in_its_source() -> None:
    for name in set(ROWS) - set(CARRIED_OVER):
        for row in read_catalogue(_told(name)):
            assert (row.confidence is Confidence.KNOWLEDGE) == (
                "业务知识" in row.source and not _read(row)
            ), row.code


def _read(row: Violation) -> bool:
    # Amount and items were read, only the wording of the item was not.
    return row.confidence is Confidence.TEXT and "读到" in row.source


@pytest.mark.parametrize(
    ("before", "after", "order"),
    [("mpr_2015", "mpr_2026", 18), ("sot_2015", "sot_2026", 19), ("sai_2019", "sai_2026", 20)],
)
def test_no_figure_is_given_for_an_order_that_was_not_read(before: str, after: str, order: int) -> None:
    old = read_catalogue(_told(before))
    new = read_catalogue(_told(after))
    assert [row.code for row in new] == [row.code for row in old]
    for row in new:
        assert all(not stage.fines and not stage.other and not stage.order for stage in row.stages)
        assert f"应急管理部令第{order}号" in row.note
        assert row.note.startswith(f"原第{row.penalty.article}条2026年")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cso_2015", "csr_2024"),
        ("afr_2015", "afr_2024"),
        ("epm_2016", "epm_2019"),
        ("mpr_2015", "mpr_2026"),
        ("sai_2019", "sai_2026"),
        ("sot_2015", "sot_2026"),
        ("hcb_2015", "hcb_2026"),
        ("hcu_2017", "hcu_2026"),
        ("hcp_2015", "hcp_2026"),
        ("hcl_2017", "hcl_2026"),
        ("hcg_2012", "hcg_2026"),
        ("mhs_2015", "mhs_2026"),
    ],
)
def test_old_and_new_text_meet_without_overlap(before: str, after: str) -> None:
    assert _told(before)["valid_to"] + timedelta(days=1) == _told(after)["valid_from"]


def test_confined_spaces_go_by_the_rule_of_the_day() -> None:
    assert get("CSO-28-2", date(2023, 12, 31)) is not None
    assert get("CSR-19-2", date(2023, 12, 31)) is None
    assert get("CSO-28-2", date(2024, 1, 1)) is None
    assert get("CSR-19-2", date(2024, 1, 1)) is not None


def test_accident_fines_go_by_the_day_of_the_accident() -> None:
    assert _fine("AFR-14-1", "2024-02-29", "accident_general", "unit").low == 200_000
    assert _fine("AFR-14-1", "2024-03-01", "accident_general", "unit").low == 300_000


def test_every_row_speaks_as_officers_do() -> None:
    for name in ROWS:
        for row in read_catalogue(_told(name)):
            assert 4 <= len(row.words) <= 12, row.code
            assert len(set(row.words)) == len(row.words), row.code


def test_a_duty_that_was_not_read_is_said_to_be_missing() -> None:
    for name in ROWS:
        for row in read_catalogue(_told(name)):
            assert (row.duty == row.penalty) == ("义务条文的条次未读到" in row.note), row.code


def test_fines_overtaken_by_the_law_say_so() -> None:
    for code in ("SOT-39-1", "TRR-30-1-2", "EPM-44-1"):
        row = get(code, date(2026, 5, 31))
        assert row is not None
        assert "第九十七条" in row.note
        assert not row.instead_of


def test_the_special_rule_goes_before_the_law() -> None:
    row = get("CSR-19-1", date(2026, 11, 23))
    assert row is not None
    assert "WSL-99-1" in row.instead_of
    law = get("WSL-99-1", date(2026, 11, 23))
    assert law is not None
    for target in ("unit", "responsible"):
        assert row.fine(target, "uncorrected") == law.fine(target, "uncorrected")


def test_rules_without_rows_can_still_be_cited() -> None:
    known = all_statutes()
    punished = {row.penalty.statute for row in violations(date(2026, 11, 23))}
    for code in ONLY_CITED:
        assert known[code].in_force(date(2026, 11, 23)) is not None
        assert code not in punished
    assert str(known["DER"].art(30, item=4)) == "《工贸企业粉尘防爆安全规定》第三十条第四项"
    with pytest.raises(ValueError, match="no article 33"):
        known["DER"].art(33)
