"""`./anjian law`: answers without a database, in words or JSON."""

from __future__ import annotations

import json

import pytest

from anjian.config.cli.law import run


class TestLawCommand:
    def test_last_day_in_words(self, capsys):
        assert run(["due", "APL", "5", "--art", "64", "--from", "2026-09-30"]) == 0
        assert "第5个工作日为2026年10月13日" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("asked", "due"),
        [
            (["ALL", "6", "--unit", "months", "--art", "46", "--from", "2026-03-12"], "2026-09-14"),
            (["APL", "2", "--unit", "years", "--art", "36", "--from", "2024-03-05"], "2026-03-05"),
            (["ACL", "24", "--unit", "hours", "--art", "19", "--from", "2026-10-01T21:30"], "2026-10-02"),
            (["--parameter", "defence.period", "--from", "2026-09-30"], "2026-10-13"),
        ],
    )
    def test_last_day_as_json(self, capsys, asked, due):
        assert run(["due", *asked, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["due_on"] == due

    def test_a_day(self, capsys):
        assert run(["day", "2026-10-06"]) == 0
        assert capsys.readouterr().out == "2026年10月6日休息（国庆节）\n"
        assert run(["day", "2027-10-01"]) == 0
        assert "暂定" in capsys.readouterr().out

    def test_a_figure_with_its_confidence(self, capsys):
        assert run(["parameter", "hearing.unit", "--on", "2026-11-22", "--place", "610100"]) == 0
        assert "沿用旧规定，待核实" in capsys.readouterr().out

    def test_a_violation(self, capsys):
        assert run(["violations", "WSL-101-3", "--on", "2026-11-22"]) == 0
        out = capsys.readouterr().out
        assert "第一百零一条第三项" in out
        assert "首次发现：责令限期改正，生产经营单位10万元以下" in out
        assert run(["violations", "--on", "2026-11-22", "--json"]) == 0
        assert "WSL-94" in json.loads(capsys.readouterr().out)["rows"]

    def test_a_violation_in_full(self, capsys):
        assert run(["violations", "DCS-98-1", "--on", "2026-11-22"]) == 0
        out = capsys.readouterr().out
        assert "货值金额10万元以上：责令停止生产、使用、经营活动，没收违法所得、没收违法物品" in out
        assert "生产经营单位货值金额的5倍以上10倍以下；个人货值金额的5倍以上10倍以下，责令无害化处理" in out
        assert "来源：《危险化学品安全法》" in out
        assert run(["violations", "DCS-101-1-10", "--on", "2026-11-22"]) == 0
        out = capsys.readouterr().out
        assert "首次发现：责令限期改正，可以处：生产经营单位10万元以下" in out
        assert "优先于：WSL-99-1" in out
        assert run(["violations", "WSL-97-7", "--on", "2026-11-22", "--json"]) == 0
        row = json.loads(capsys.readouterr().out)["row"]
        assert row["penalty"] == "WSL:97#7"
        assert row["stages"]["uncorrected"]["fines"]["responsible"] == {
            "from": 20000, "to": 50000, "of": "yuan",
        }  # fmt: skip

    def test_violations_narrowed(self, capsys):
        assert run(["violations", "--text", "焊工没证", "--on", "2020-03-12"]) == 0
        assert capsys.readouterr().out.startswith("WSL-94-7  ")
        assert (
            run(["violations", "--statute", "FWR", "--industry", "trades", "--on", "2026-11-22", "--json"])
            == 0
        )
        assert "FWR-36-1-2" in json.loads(capsys.readouterr().out)["rows"]
        assert run(["violations", "FWR-40-1", "--on", "2026-11-22"]) == 0
        assert "【由公安机关处罚】" in capsys.readouterr().out

    def test_a_citation(self, capsys):
        assert run(["cite", "APL:42.1"]) == 0
        assert capsys.readouterr().out == "《行政处罚法》第四十二条第一款\n"

    @pytest.mark.parametrize(
        "asked",
        [
            ["cite", "APL:999"],
            ["due", "APL", "7", "--from", "2026-09-30"],
            ["due", "XYZ", "7", "--art", "1", "--from", "2026-09-30"],
            ["parameter", "no.such"],
            ["violations", "WSL-1"],
            ["violations", "--text", "没有这样的事"],
        ],
    )
    def test_says_when_there_is_no_answer(self, capsys, asked):
        assert run(asked) == 1
        assert "查不到" in capsys.readouterr().out
