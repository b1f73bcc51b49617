"""`./anjian rehearse DATE`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

SUMMARY = "演练: 从 DATE 起的训练副本, 时间可以向后拨 / a training copy that starts at DATE"

EXERCISES = "案件管理员登录后, “演练”里有写好的多人询问案例 / written cases to practise on are under 演练"


def run(arguments: Sequence[str]) -> int:
    """Start a copy of its own with demo data, whose clock starts at DATE and can be moved on."""
    from anjian.config import timemachine
    from anjian.config.cli.up import serve
    from anjian.config.installation import Plan

    parser = argparse.ArgumentParser(prog="anjian rehearse", description=SUMMARY)
    parser.add_argument("date", help="2026-10-01 或 2026-10-01T14:30")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--data", type=Path, default=Path("var/rehearsal"))
    options = parser.parse_args(arguments)
    try:
        moment = timemachine.parse(options.date)
    except ValueError:
        print(f"日期 {options.date} 不能识别, 请写成 2026-10-01", file=sys.stderr)
        return 2
    data = options.data.absolute()
    data.mkdir(parents=True, exist_ok=True)
    timemachine.rehearsal_clock(data).move_to(moment)
    plan = Plan(data=data, host=options.host, port=options.port, mode="rehearsal", fast=True)
    headline = f"演练 rehearsal · {moment:%Y-%m-%d %H:%M}\n{EXERCISES}"
    return serve(plan, headline=headline)
