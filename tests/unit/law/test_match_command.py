"""`./anjian law match`: JSON lines in, ranked articles out."""

from __future__ import annotations

import json

from anjian.config.cli.law import run


def ask(tmp_path, *lines):
    told, answered = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    told.write_text("\n".join(lines), encoding="utf-8")
    code = run(["match", "--input", str(told), "--output", str(answered)])
    return code, [json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines()]


def line(**told):
    return json.dumps(told, ensure_ascii=False)


class TestMatch:
    def test_answers_each_line_in_order(self, tmp_path):
        code, answers = ask(
            tmp_path,
            line(id="a", date="2024-05-22", text="特种作业人员无证上岗"),
            "",
            line(id="b", date="2023-03", text="甲苯没有储存在专用仓库"),
            line(id="c", date=2022, text="疏散通道堵塞"),
        )
        assert code == 0
        assert [each["id"] for each in answers] == ["a", "b", "c"]
        assert all(len(each["candidates"]) >= 5 for each in answers)
        best = [each["candidates"][0] for each in answers]
        named = [(each["law"], each["article"], each["paragraph"], each["item"]) for each in best]
        assert named == [
            ("安全生产法", "97", None, 7),
            ("危险化学品安全管理条例", "80", 1, 4),
            ("安全生产法", "105", None, 2),
        ]
        assert all(best[0][name] for name in ("conduct", "score", "code", "certainty", "confidence", "why"))
        scores = [each["score"] for each in answers[0]["candidates"]]
        assert scores == sorted(scores, reverse=True)

    def test_says_what_it_cannot_answer(self, tmp_path):
        code, answers = ask(tmp_path, line(id="a", date="昨天", text="出口堵塞"), line(id="b", date="2024"))
        assert code == 0
        assert all(each["candidates"] == [] and each["problem"] for each in answers)

    def test_refuses_what_is_not_json(self, tmp_path, capsys):
        told = tmp_path / "in.jsonl"
        told.write_text("不是\n", encoding="utf-8")
        assert run(["match", "--input", str(told), "--output", str(tmp_path / "out.jsonl")]) == 1
        assert "第1行不是 JSON" in capsys.readouterr().out
        assert not (tmp_path / "out.jsonl").exists()
        assert run(["match", "--input", str(tmp_path / "none"), "--output", str(tmp_path / "out")]) == 1
