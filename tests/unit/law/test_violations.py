"""The catalogue of violations: its rows, their days, and the checks of its files."""

from __future__ import annotations

from datetime import date

import pytest

from anjian.law.catalogue_reading import check_together, read_catalogue
from anjian.law.violations import STAGES, TARGETS, every_row, get, range_yuan, violations

DAY = date(2026, 10, 1)
NATIONAL = frozenset({"WSL", "DCS", "DCR", "SPL", "FWR", "ERR", "ARR", "CMR", "CMS", "MSL", "EPL"})


class TestAmounts:
    @pytest.mark.parametrize(
        ("code", "target", "stage", "expected"),
        [
            ("WSL-94", "principal", "first", (20_000, 50_000)),
            ("WSL-94", "principal", "uncorrected", (50_000, 100_000)),
            ("WSL-96", "other_head", "first", (10_000, 30_000)),
            ("WSL-97-6", "unit", "first", (0, 100_000)),
            ("WSL-97-6", "unit", "uncorrected", (100_000, 200_000)),
            ("WSL-97-6", "responsible", "uncorrected", (20_000, 50_000)),
            ("WSL-98-4", "unit", "uncorrected", (500_000, 1_000_000)),
            ("WSL-99-4", "unit", "first", (0, 50_000)),
            ("WSL-99-4", "responsible", "uncorrected", (10_000, 20_000)),
            ("WSL-101-3", "unit", "first", (0, 100_000)),
            ("WSL-102", "responsible", "uncorrected", (50_000, 100_000)),
            ("WSL-103-2", "responsible", "first", (0, 10_000)),
            ("WSL-105-2", "unit", "first", (0, 50_000)),
            ("WSL-106", "principal", "first", (20_000, 100_000)),
            ("WSL-108", "unit", "uncorrected", (20_000, 200_000)),
            ("WSL-109", "unit", "first", (50_000, 100_000)),
        ],
    )
    def test_ranges(self, code, target, stage, expected):
        assert range_yuan(code, target, stage, on=DAY) == expected

    @pytest.mark.parametrize(
        ("code", "target", "stage"),
        [
            ("WSL-108", "unit", "first"),
            ("WSL-95", "principal", "accident_general"),
            ("WSL-103-1", "unit", "gains_large"),
        ],
    )
    def test_no_amount_in_yuan(self, code, target, stage):
        with pytest.raises(LookupError):
            range_yuan(code, target, stage, on=DAY)

    def test_income_and_gains_are_said_in_words(self):
        assert str(get("WSL-95", DAY).fine("principal", "accident_larger")) == "上一年年收入的60%"
        assert str(get("WSL-110-2", DAY).fine("principal", "accident")) == "上一年年收入的60%至100%"
        assert str(get("WSL-103-1", DAY).fine("unit", "gains_large")) == "违法所得的2倍以上5倍以下"
        assert str(get("WSL-98-1", DAY).fine("unit", "first")) == "10万元以上50万元以下"
        assert str(get("WSL-97-1", DAY).fine("unit", "first")) == "10万元以下"


class TestCatalogue:
    def test_every_row_cites_says_and_answers(self):
        rows = every_row()
        assert len(rows) >= 250
        for row in rows:
            assert row.conduct, row.code
            assert row.code.startswith(f"{row.penalty.statute}-{row.penalty.article}"), row.code
            assert row.words, row.code
            assert len(set(row.words)) == len(row.words), row.code
            assert row.liable, row.code
            assert row.source, row.code
            assert {s.code for s in row.stages} <= set(STAGES)
            assert {t for s in row.stages for t in s.fines} <= set(TARGETS)

    def test_bureaus_own_rows_are_said_in_many_ways(self):
        few = [r.code for r in every_row() if r.verified and not r.decided_by and len(r.words) < 4]
        assert [code for code in few if code.split("-")[0] in NATIONAL] == []

    def test_special_law_names_the_general_rows_it_goes_before(self):
        assert get("DCS-99-1-1", DAY).instead_of == ("WSL-98-1",)
        assert "WSL-101-2" in get("DCS-103-1-1", DAY).instead_of
        assert "WSL-99-1" in get("DCS-101-1-10", DAY).instead_of
        assert get("DCR-80-1-4", date(2025, 6, 11)).instead_of == ("WSL-101-1",)
        assert "WSL-114" in get("CMR-67", DAY).instead_of

    def test_industries(self):
        coal, shop = ("coal",), ("trades",)
        assert get("WSL-98-1", DAY).concerns(coal)
        assert not get("WSL-98-1", DAY).concerns(shop)
        assert get("WSL-97-7", DAY).concerns(shop)
        assert get("DCS-103-1-5", DAY).concerns(("hazardous_chemicals",))
        assert not get("DCS-103-1-5", DAY).concerns(("hazardous_goods",))
        assert get("WSL-101-1", DAY).concerns(("hazardous_chemicals",))

    def test_conduct_of_other_agencies_is_marked(self):
        assert get("FWR-36-2", DAY).decided_by == "公安机关"
        assert get("FWR-36-1-2", DAY).decided_by == ""

    def test_breaking_alarms_asks_for_the_crime(self):
        assert str(get("WSL-99-4", DAY).crime) == "《刑法》第一百三十四条之一"

    def test_daily_fines_follow_an_order_and_a_fine_to_the_unit(self):
        assert get("WSL-97-6", DAY).daily
        assert not get("WSL-94", DAY).daily
        assert not get("WSL-106", DAY).daily

    def test_conduct_is_judged_by_the_text_of_its_day(self):
        before, after = date(2021, 8, 31), date(2021, 9, 1)
        assert range_yuan("WSL-94-7", "unit", "first", on=before) == (0, 50_000)
        assert get("WSL-94-7", before).stage("first").may
        assert get("WSL-94-7", after) is None
        assert get("WSL-97-7", before) is None
        assert range_yuan("WSL-97-7", "unit", "first", on=after) == (0, 100_000)
        assert not get("WSL-97-7", after).stage("first").may
        assert get("DCR-80-1-4", date(2026, 4, 30)) is not None
        assert get("DCR-80-1-4", date(2026, 5, 1)) is None
        assert get("DCS-103-1-5", date(2026, 4, 30)) is None
        assert {row.penalty.statute for row in violations(before)} >= {"WSL", "DCR", "FWR", "ARR"}

    def test_an_unknown_row_or_stage(self):
        assert get("WSL-1", DAY) is None
        with pytest.raises(KeyError):
            range_yuan("WSL-1", "unit", "first", on=DAY)
        with pytest.raises(KeyError):
            get("WSL-94", DAY).stage("grave")


def _file(**row):
    base = {
        "code": "X",
        "conduct": "试",
        "duty": "WSL:21",
        "penalty": "WSL:94",
        "daily": False,
        "stages": {"first": {"order": "责令改正", "fines": {"unit": {"from": 1, "to": 2}}}},
    }
    return {
        "statute": "WSL",
        "valid_from": DAY,
        "valid_to": None,
        "source": "条文",
        "rows": [base | row],
    }


class TestFilesAreChecked:
    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            ({"penalty": "APL:9"}, "not punished by WSL"),
            ({"stages": {}}, "no consequence"),
            ({"stages": "art1"}, "unknown consequence art1"),
            ({"stages": {"later": {"order": ""}}}, "unknown stage"),
            ({"stages": {"first": {"order": "", "fines": {"dog": {"from": 1, "to": 2}}}}}, "fines dog"),
            ({"stages": {"first": {"order": "", "fines": {"unit": {"from": 3, "to": 2}}}}}, "a range from 3"),
            ({"stages": {"first": {"fines": {"unit": {"from": 0, "to": 0}}}}}, "a range from 0 to 0"),
            ({"stages": {"first": {"fines": {"unit": {"from": 60, "to": 120, "of": "income"}}}}}, "to 120"),
            ({"stages": {"first": {"fines": {"unit": {"from": 1, "to": 2, "of": "weight"}}}}}, "by weight"),
            ({"stages": {"first": {"ordre": ""}}}, "unknown keys .'ordre'"),
            ({"stages": {"first": {"confiscate": ["house"]}}}, "unknown house"),
            ({"duty": ""}, "has no duty"),
            ({"conduct": " "}, "has no conduct"),
            ({"penalty": "WSL:120"}, "has no article 120"),
            ({"duty": "QQQ:1"}, "unknown statute"),
            ({"applies_to": ["bakers"]}, "unknown bakers"),
            ({"liable": ["principal"]}, "who are not liable"),
            ({"confidence": "sure"}, "unknown confidence"),
            ({"wrods": []}, "unknown keys"),
        ],
    )
    def test_refuses(self, row, problem):
        with pytest.raises(ValueError, match=problem):
            read_catalogue(_file(**row))

    def test_refuses_no_source_and_twice(self):
        with pytest.raises(ValueError, match="source"):
            read_catalogue(_file() | {"source": ""})
        twice = _file()
        twice["rows"] *= 2
        with pytest.raises(ValueError, match="declared twice"):
            read_catalogue(twice)

    @pytest.mark.parametrize(
        ("days", "problem"),
        [
            ({"valid_from": date(2021, 8, 1), "valid_to": None}, "no single text"),
            ({"valid_from": date(2021, 8, 1), "valid_to": date(2021, 9, 1)}, "no single text"),
            ({"valid_from": date(2010, 1, 1), "valid_to": date(2011, 1, 1)}, "no single text"),
            ({"valid_from": DAY, "valid_to": date(2026, 9, 1)}, "ends on"),
            ({"statute": "QQQ"}, "unknown statute"),
            ({"articles": 90}, "no article 94"),
            ({"rules": []}, "unknown keys"),
        ],
    )
    def test_refuses_days_and_articles_that_the_text_does_not_have(self, days, problem):
        with pytest.raises(ValueError, match=problem):
            read_catalogue(_file() | days)

    def test_one_code_does_not_stand_twice_on_a_day(self):
        old = _file() | {"valid_from": date(2014, 12, 1), "valid_to": date(2021, 8, 31)}
        new = _file() | {"valid_from": date(2021, 9, 1)}
        check_together((*read_catalogue(old), *read_catalogue(new)))
        with pytest.raises(ValueError, match="X stands twice on 2021-10-01"):
            check_together(
                (*read_catalogue(new), *read_catalogue(_file() | {"valid_from": date(2021, 10, 1)}))
            )

    def test_special_law_goes_before_rows_that_exist(self):
        with pytest.raises(ValueError, match=r"unknown rows: .'Y'"):
            check_together(read_catalogue(_file(instead_of=["Y"])))
        with pytest.raises(ValueError, match="unknown rows"):
            check_together(read_catalogue(_file(instead_of=["X"])))

    def test_a_row_says_what_it_was_told(self):
        stages = {
            "gains_large": {
                "order": "责令改正",
                "may": True,
                "fines": {"unit": {"from": 2, "to": 5, "of": "goods_value"}, "staff": {"from": 5, "to": 5}},
                "confiscate": ["gains", "goods"],
                "other": ["吊销许可证件"],
                "threshold": 200_000,
            }
        }
        (row,) = read_catalogue(
            _file(
                stages=stages, words=["气瓶"], applies_to=["mines"], confidence="unverified", source="转载",
                crime="PC:134-1", also=["WSL:22"],
            )
        )  # fmt: skip
        stage = row.stage("gains_large")
        assert stage.may
        assert stage.confiscate == ("gains", "goods")
        assert stage.other == ("吊销许可证件",)
        assert stage.label == "违法所得20万元以上"
        assert str(stage.fines["unit"]) == "货值金额的2倍以上5倍以下"
        assert str(stage.fines["staff"]) == "5元"
        assert row.liable == ("unit", "staff")
        assert (row.words, row.applies_to, row.source) == (("气瓶",), ("mines",), "转载")
        assert not row.verified
        assert get("WSL-94", DAY).verified
