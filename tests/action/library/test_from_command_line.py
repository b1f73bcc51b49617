"""What `./anjian law import` runs inside an installation."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from anjian.config import law_texts
from anjian.library import queries
from anjian.people import actions as people
from anjian.people.queries import agencies

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "data" / "law_texts"


def found(name: str):
    return people.found_organisation(
        people.FoundOrganisation(
            name=f"{name}应急管理局", short_name=name, level="city", place_code="990900", number_region=name
        )
    )


def take(monkeypatch, capsys, *files: Path, organisation: str = "命令市"):
    told = {
        "files": [str(file) for file in files],
        "organisation": organisation,
        "statute": "",
        "valid_from": "",
    }
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(told)))
    status = law_texts.main()
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


class TestTaking:
    def test_takes_each_file_and_leaves_what_is_there(self, monkeypatch, capsys):
        org_id = found("命令市")
        status, told = take(monkeypatch, capsys, *sorted(DATA.glob("*.md")))
        assert status == 0
        assert [each["note"] for each in told] == ["已导入", "已导入"]
        assert len(queries.texts(org_id)) == 2
        status, told = take(monkeypatch, capsys, DATA / "example_2019.md")
        assert status == 0
        assert "完全相同" in told[0]["note"]

    def test_one_bad_file_does_not_stop_the_others(self, monkeypatch, capsys, tmp_path):
        org_id = found("命令市")
        bad = tmp_path / "bad.md"
        bad.write_text("# 坏法\n\n第二条 甲。\n", encoding="utf-8")
        status, told = take(monkeypatch, capsys, bad, DATA / "example_2019.md")
        assert status == 1
        assert "没有读完整" in told[0]["problem"]
        assert [each.article_count for each in queries.texts(org_id)] == [4]

    def test_asks_whose_library(self, monkeypatch, capsys):
        found("命令市")
        found("命令县")
        status, told = take(monkeypatch, capsys, DATA / "example_2019.md", organisation="无此单位")
        assert status == 1
        assert "--organisation" in told[0]["problem"]
        assert all(not queries.texts(each.id) for each in agencies())
