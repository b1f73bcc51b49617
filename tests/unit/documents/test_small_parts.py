"""Numbers, file order, issuer, prefill, remedies, catalogue."""

from __future__ import annotations

import doctest
import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from anjian.documents import display, numbering, prefill
from anjian.documents.file_order import MAIN_ORDER, SIDE_ORDER, in_file_order, place_of
from anjian.documents.issuer import Issuer
from anjian.documents.kinds import all_kinds, codes, get
from anjian.documents.remedies import missing_names, remedy_of, remedy_text
from anjian.procedures.document_names import DOCUMENT_NAMES

DAY = date(2026, 10, 8)
_DOCUMENT = re.compile(r"documents\.(D\d+[a-f]?)\.(no|issued_on|served_on|fields\.(\w+))$")


@pytest.mark.parametrize("module", [display, numbering, prefill], ids=lambda m: m.__name__)
def test_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


class TestCatalogue:
    def test_holds_every_paper_of_the_catalogue_in_its_order(self) -> None:
        assert codes() == tuple(DOCUMENT_NAMES)

    def test_knows_every_document_that_procedures_name(self) -> None:
        for code, name in DOCUMENT_NAMES.items():
            assert name.split("（单位")[0].split("（个人")[0] == get(code).name

    def test_sources_speak_only_of_known_parts(self) -> None:
        parts = {"case", "party", "org", "actor", "person", "interview", "archive", "room", "documents"}
        parts |= {"step", "subject"}
        for kind in all_kinds():
            for field in kind.fields:
                for path in filter(None, field.source.split("|")):
                    assert path.split(".")[0] in parts, f"{kind.code}.{field.code}: {path}"
                    found = _DOCUMENT.match(path)
                    if path.startswith("documents."):
                        assert found is not None, path
                        if found[3]:
                            get(found[1]).field(found[3])


class TestFileOrder:
    def test_decision_first_and_internal_views_in_the_side_volume(self) -> None:
        at = datetime(2026, 10, 8, tzinfo=UTC)
        papers = [
            SimpleNamespace(code=c, issued_at=at)
            for c in ("D35", "D51", "D43", "D29", "D10", "D28", "D36", "D52")
        ]
        assert [p.code for p in in_file_order(papers)] == [
            "D52", "D36", "D10", "D29", "D43", "D51", "D28", "D35",
        ]  # fmt: skip

    def test_equals_follow_the_moment_of_issue_and_drafts_come_last(self) -> None:
        early, late = datetime(2026, 10, 8, tzinfo=UTC), datetime(2026, 10, 9, tzinfo=UTC)
        papers = [SimpleNamespace(code="D12", issued_at=x) for x in (None, late, early)]
        assert [p.issued_at for p in in_file_order(papers)] == [early, late, None]

    def test_every_form_has_a_place(self) -> None:
        for kind in all_kinds():
            order = SIDE_ORDER if kind.volume == "副卷" else MAIN_ORDER
            assert kind.code in order
            assert place_of(kind.code).rank == order.index(kind.code)


class TestIssuer:
    def test_survives_freezing(self) -> None:
        settings = {
            "region": "示例",
            "court": "某法院",
            "word.D36": "处罚",
            "demo": True,
            "x": 1,
        }
        issuer = Issuer.of(settings, name="示例市应急管理局")
        assert Issuer.from_dict(issuer.as_dict()) == issuer
        assert (issuer.own_wording("D36", on=DAY), issuer.own_wording("D29", on=DAY)) == ("处罚", "")

    @pytest.mark.parametrize(("said", "demo"), [("yes", True), (True, True), ("0", False), ("", False)])
    def test_demo_is_a_plain_yes(self, said: object, demo: bool) -> None:
        assert Issuer.of({"demo": said}, name="某局").demo is demo

    def test_falls_back_to_its_own_name(self) -> None:
        assert Issuer.of({}, name="临江区应急管理局").region == "临江区"

    def test_an_older_frozen_bureau_without_a_place_can_still_be_read(self) -> None:
        data = Issuer(name="某局", region="某", place="610100").as_dict()
        del data["place"]
        assert Issuer.from_dict(data) == Issuer(name="某局", region="某")


class TestRemedies:
    def test_name_what_is_missing(self) -> None:
        bare = Issuer(name="某局", region="某")
        assert missing_names(bare) == ("行政复议机关", "有管辖权的人民法院")
        assert "60日内" in remedy_text(bare)
        assert "6个月内" in remedy_text(bare)

    @pytest.mark.parametrize("code", ["D24", "D25"])
    def test_after_a_penalty_on_the_spot_reconsideration_comes_before_court(self, code: str) -> None:
        issuer = Issuer(name="某局", region="某", review_body="某市人民政府", court="某区人民法院")
        said = remedy_of(get(code), issuer)
        assert "应当自收到本决定书之日起60日内先依法向某市人民政府申请行政复议" in said
        assert "自收到行政复议决定书之日起15日内依法向某区人民法院提起行政诉讼" in said
        assert "6个月" not in said

    def test_speak_of_the_paper_and_of_the_measure_that_goes_on(self) -> None:
        issuer = Issuer(name="某局", region="某")
        said = remedy_of(get("D04"), issuer)
        assert said.startswith("如果不服本指令，可以自收到本指令书之日起60日内")
        assert "本指令不停止执行" in said
        assert "查封、扣押不停止执行" in remedy_of(get("D07"), issuer)
        assert remedy_of(get("D10"), issuer) == ""


class TestNumbers:
    def test_round_trip(self) -> None:
        text = numbering.number_text(region="示例", word="先保处审", year=2026, seq=120)
        assert numbering.parse_number(text) == ("示例", "先保处审", 2026, 120)

    def test_starts_at_one(self) -> None:
        with pytest.raises(ValueError, match="starts at 1"):
            numbering.number_text(region="示例", word="罚", year=2026, seq=0)


def test_prefill_reads_typed_values() -> None:
    context = {
        "case": {
            "filed_on": date(2026, 10, 8),
            "officers": [{"name": "王虎", "cert_no": "1", "secret": "x"}],
        },
        "documents": {"D10": {"no": "（示例）应急立〔2026〕3号"}},
    }
    fields = prefill.prefill(get("D50"), context)
    assert fields == {
        "filed_on": "2026-10-08",
        "filing_no": "（示例）应急立〔2026〕3号",
        "officers": [{"name": "王虎", "cert_no": "1"}],
    }


def test_the_approval_of_the_decision_takes_what_the_file_weighed_last() -> None:
    context = {
        "case": {"discretion": "听取意见后从轻。"},
        "documents": {"D29": {"fields": {"discretion": "按一般档次。"}}},
    }
    assert prefill.prefill(get("D35a"), context)["discretion"] == "听取意见后从轻。"
    del context["case"]
    assert prefill.prefill(get("D35a"), context)["discretion"] == "按一般档次。"
