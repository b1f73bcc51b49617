"""`./anjian law import`: reading files without a database, and refusing before anything starts."""

from __future__ import annotations

import json
from pathlib import Path

from anjian.config.cli.law import run

DATA = Path(__file__).parents[2] / "data" / "law_texts"


class TestCheck:
    def test_reads_a_folder(self, capsys):
        assert run(["import", str(DATA), "--check"]) == 0
        told = capsys.readouterr().out
        assert "example_2019.md  中华人民共和国示例安全法  4条，2019-06-01起施行" in told
        assert "2个文件" in told

    def test_answers_as_json(self, capsys):
        assert run(["import", str(DATA / "example_2024.md"), "--check", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["files"][0]["articles"] == 6

    def test_says_what_cannot_be_read_whole(self, tmp_path, capsys):
        (tmp_path / "a.md").write_text("# 坏法\n\n第一条 甲。\n\n第三条 乙。\n", encoding="utf-8")
        (tmp_path / "b.md").write_bytes(b"\xff\xfe")
        assert run(["import", str(tmp_path), "--check"]) == 1
        told = capsys.readouterr().out
        assert "2个文件没有读完整" in told
        assert "条数不连续" in told
        assert "UTF-8" in told

    def test_a_text_without_a_day_asks_for_one(self, tmp_path, capsys):
        (tmp_path / "a.md").write_text("# 无日期法\n\n第一条 甲。\n", encoding="utf-8")
        assert run(["import", str(tmp_path), "--check"]) == 0
        assert "--valid-from" in capsys.readouterr().out


class TestRefusals:
    def test_a_folder_without_texts(self, tmp_path, capsys):
        assert run(["import", str(tmp_path)]) == 1
        assert "没有 Markdown 文件" in capsys.readouterr().out

    def test_code_and_day_belong_to_one_file(self, capsys):
        assert run(["import", str(DATA), "--valid-from", "2020-01-01"]) == 1
        assert "只能用于一个文件" in capsys.readouterr().out
