"""The rendered procedures in docs/ are those of the definitions that run."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from anjian.procedures import registry, render
from anjian.procedures.flow import flow_svg

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "procedures"


@pytest.mark.parametrize("name", sorted(render.files()))
def test_file_is_fresh(name: str) -> None:
    """Refresh with `python -m anjian.procedures.render docs/procedures`."""
    assert (FOLDER / name).read_text(encoding="utf-8") == render.files()[name]


def test_no_file_is_left_over() -> None:
    assert {p.name for p in FOLDER.iterdir()} == set(render.files())


@pytest.mark.parametrize("procedure", registry.ALL, ids=lambda p: p.code)
def test_the_chart_shows_every_state_once(procedure: registry.Procedure) -> None:
    root = ET.fromstring(flow_svg(procedure))  # noqa: S314 -- our own drawing
    shown = [g.get("data-state") for g in root.iter("{http://www.w3.org/2000/svg}g") if g.get("data-state")]
    assert sorted(shown) == sorted(s.code for s in procedure.states)


def test_the_chart_marks_where_the_case_stands_and_came_from() -> None:
    chart = flow_svg(
        registry.ALL[0], current="investigating", taken=("accept_lead", "file", "start_investigation")
    )
    root = ET.fromstring(chart)  # noqa: S314 -- our own drawing
    marked = {
        g.get("data-state"): g.get("class", "")
        for g in root.iter("{http://www.w3.org/2000/svg}g")
        if g.get("data-state")
    }
    assert "flow-current" in marked["investigating"]
    assert [code for code, mark in marked.items() if "flow-taken" in mark] == ["lead", "pre_filing", "filed"]
    assert "style=" not in chart
    assert "<style" not in chart


def test_the_command_tells_stale_files(tmp_path: Path) -> None:
    assert render.main([str(tmp_path), "--check"]) == 1
    assert not list(tmp_path.iterdir())
    assert render.main([str(tmp_path)]) == 0
    assert render.main([str(tmp_path), "--check"]) == 0
