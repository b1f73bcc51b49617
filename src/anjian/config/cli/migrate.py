"""`./anjian migrate`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

SUMMARY = "只更新数据库结构, 不启动服务 / bring the database up to date"


def run(arguments: Sequence[str]) -> int:
    """Start the database if it is ours, apply the migrations, and stop again."""
    from anjian.config.installation import FAULTS, Installation, Plan
    from anjian.config.supervisor import AlreadyRunningError

    parser = argparse.ArgumentParser(prog="anjian migrate", description=SUMMARY)
    parser.add_argument("--data", type=Path, default=Path("var"))
    options = parser.parse_args(arguments)
    plan = Plan(data=options.data.absolute(), seed=False, database_url=os.environ.get("DATABASE_URL"))
    try:
        with Installation(plan).running(database_only=True):
            print("数据库已是最新 / up to date")
    except (*FAULTS, AlreadyRunningError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
