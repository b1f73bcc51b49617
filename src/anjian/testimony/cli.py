"""`./anjian crosscheck`: cases in, the alarms the console would show out."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from anjian.testimony.cases import open_case, read_cases, statements


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="anjian crosscheck",
        description=(
            "逐条读入各人证词，输出默认设置下控制台会显示的矛盾（红、黄两级）。输入、输出均为 JSON 行。"
        ),
    )
    parser.add_argument(
        "--input",
        required=True,
        type=Path,
        metavar="CASES.jsonl",
        help="案件文件，每行一案；gold 字段可缺，从不读取",
    )
    parser.add_argument("--output", required=True, type=Path, metavar="PRED.jsonl", help="结果文件，每行一对")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 when every case was read, 2 when the input is not usable."""
    arguments = _parser().parse_args(argv)
    count = alarms = 0
    started = time.perf_counter()
    try:
        with arguments.output.open("w", encoding="utf-8") as out:
            for case in read_cases(arguments.input):
                check = open_case(case)
                for statement in statements(case):
                    begun = time.perf_counter()
                    raised = check.add(statement)
                    spent = (time.perf_counter() - begun) * 1000
                    count += 1
                    for alarm in raised:
                        alarms += 1
                        row = {
                            "case_id": case.get("case_id", ""),
                            "a": alarm.a_sid,
                            "b": alarm.b_sid,
                            "slot": alarm.slot,
                            "score": alarm.score,
                            "tier": alarm.tier,
                            "explain": alarm.because,
                            "latency_ms": round(spent, 2),
                            "rule": alarm.rule,
                            "title": alarm.title,
                            "ask": alarm.ask,
                            "a_span": list(alarm.a_span),
                            "b_span": list(alarm.b_span),
                        }
                        out.write(json.dumps(row, ensure_ascii=False) + "\n")
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"无法完成比对：{error}", file=sys.stderr)
        return 2
    print(f"{count} 条陈述，{alarms} 处提示，用时 {time.perf_counter() - started:.1f} 秒", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
