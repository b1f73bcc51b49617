"""Layout, retention, check and scanning: figures as data, and what follows from them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from anjian.archive import checking, layout, retention, roles, scanning
from anjian.archive.queries.search import snippet

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 11, 23)
TRAITS = retention.Traits(
    procedure="ordinary_penalty@2021-07-15",
    steps=frozenset({"file", "decide", "close"}),
    fine_yuan=20_000,
    decided=True,
    closed_on=date(2026, 5, 6),
    place="610100",
)


class TestLayout:
    @given(
        st.lists(st.tuples(st.sampled_from(["正卷", "副卷"]), st.integers(0, 60)), max_size=40),
        st.integers(1, 50),
    )
    def test_every_paper_is_in_one_volume_in_its_order(self, papers: list[Any], limit: int) -> None:
        plans = layout.divide(papers, limit=limit)
        for kind in ("正卷", "副卷"):
            own = [plan for plan in plans if plan.kind == kind]
            told = [i for plan in own for i in plan.papers]
            assert told == [i for i, (k, _n) in enumerate(papers) if k == kind]
            assert [plan.seq for plan in own] == list(range(1, len(own) + 1))
            for plan in own:
                sizes = [papers[i][1] for i in plan.papers if papers[i][1]]
                assert sum(sizes) <= limit or len(sizes) == 1

    def test_the_figure_has_source_and_confidence(self) -> None:
        rule = layout.paging(on=ON, place="610113")
        assert rule.pages_per_volume == 200
        assert {"D52", "D53", "D54"} == rule.not_paged
        assert rule.source
        assert rule.confidence.label


class TestRetention:
    @pytest.mark.parametrize(
        ("traits", "term", "rule"),
        [
            ({}, "30", "ordinary"),
            ({"place": "120101"}, "permanent", "tianjin.ordinary"),
            ({"procedure": "summary_penalty@2021-07-15"}, "10", "summary"),
            ({"fine_yuan": 200_000}, "permanent", "heavy"),
            ({"decided": False}, "10", "undecided"),
            ({"steps": frozenset({"record_remedy"})}, "permanent", "disputed"),
            ({"steps": frozenset({"transfer_criminal"})}, "permanent", "transferred"),
        ],
    )
    def test_follows_kind_and_place(self, traits: dict[str, Any], term: str, rule: str) -> None:
        found = retention.term_of(replace(TRAITS, **traits), on=ON)
        assert (found.retention, found.rule) == (term, rule)
        assert found.why["source"]
        assert "尚未录入" in found.why["approved_by"]

    def test_runs_from_the_next_january(self) -> None:
        found = retention.term_of(TRAITS, on=ON)
        assert (found.begins_on, found.ends_on) == (date(2027, 1, 1), date(2056, 12, 31))
        assert retention.term_of(TRAITS, chosen="permanent", on=ON).ends_on is None
        assert retention.term_of(TRAITS, chosen="10", on=ON).retention == "30"

    def test_every_row_says_where_it_is_from(self) -> None:
        assert all(row["source_text"] and row["confidence_label"] for row in retention.schedule())
        assert retention.transfer_due(date(2027, 1, 1), level="city") == date(2047, 1, 1)
        assert retention.transfer_due(date(2027, 1, 1), level="county") == date(2037, 1, 1)


class TestCheck:
    def test_an_empty_look_finds_nothing(self) -> None:
        lines = checking.examine(checking.Looked())
        assert all(line.holds for line in lines)
        assert {line.quality for line in lines} == set(checking.properties())
        assert all("《档案法实施条例》第三十九条" in line.cites for line in lines)

    def test_papers_out_of_order_and_missing_ones_are_named(self) -> None:
        seen = checking.Looked(
            dated={"D29": date(2026, 3, 9), "D36": date(2026, 3, 2)},
            names={"D29": "行政处罚告知书", "D36": "行政处罚决定书"},
            required={"D10": "立案审批表"},
            things=("E-4 焊机",),
        )
        lines = {line.code: line for line in checking.examine(seen)}
        assert lines["order"].found == (
            "《行政处罚告知书》（2026-03-09）晚于《行政处罚决定书》（2026-03-02）",
        )
        stops = checking.stops(lines.values())
        assert "缺少《立案审批表》" in stops
        assert not any("焊机" in said for said in stops)
        assert checking.stops(lines.values(), stops) == ()


def test_roles_are_refused_with_who_may() -> None:
    assert roles.who("keep") == "档案管理员"
    assert roles.figure("supervisors") == 2
    assert roles.loan_days("digital") < roles.loan_days("most")


class TestScanning:
    def test_a_bomb_and_rubbish_are_said_not_raised(self, tmp_path: Path) -> None:
        for name, content in (
            ("empty.png", b""),
            ("rubbish.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64),
            ("half.pdf", b"%PDF-1.7\n1 0 obj\n<<"),
        ):
            path = tmp_path / name
            path.write_bytes(content)
            kind = "application/pdf" if name.endswith("pdf") else "image/png"
            assert scanning.look(path, kind).failure
        out = io.BytesIO()
        Image.new("1", (16_000, 16_000)).save(out, "PNG")
        bomb = tmp_path / "bomb.png"
        bomb.write_bytes(out.getvalue())
        assert scanning.look(bomb, "image/png").failure

    @given(st.lists(st.integers(1, 9), max_size=12))
    def test_order_is_a_permutation(self, places: list[int]) -> None:
        assert sorted(scanning.order_of(places)) == list(range(1, len(places) + 1))


class TestSnippet:
    def test_marks_the_words_that_were_typed(self) -> None:
        pieces = snippet("甲" * 80 + "三号罐区动火作业未审批" + "乙" * 200, "动火作业 审批")
        assert [p.text for p in pieces if p.hit] == ["动火作业", "审批"]
        assert (pieces[0].text, pieces[-1].text) == ("…", "…")

    @given(st.text(max_size=300), st.text(max_size=20))
    def test_never_alters_the_text(self, text: str, query: str) -> None:
        told = "".join(p.text for p in snippet(text, query)).strip("…")
        assert told in text or told == text.strip("…")
