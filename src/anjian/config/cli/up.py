"""`./anjian up`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

SUMMARY = "启动系统: 数据库、网页、后台, 首次自动准备一切 / start everything"


def parser(name: str) -> argparse.ArgumentParser:
    """The options that every serving command shares."""
    made = argparse.ArgumentParser(prog=f"anjian {name}", description=SUMMARY)
    made.add_argument("--host", default="127.0.0.1", help="监听地址; 0.0.0.0 让其他机器也能访问")
    made.add_argument("--port", type=int, default=8000, help="端口 (默认 8000; 0 = 任选一个)")
    made.add_argument("--data", type=Path, default=Path("var"), help="数据文件夹 (默认 ./var)")
    made.add_argument("--workers", type=int, default=1, help="网页进程数 (默认 1)")
    made.add_argument("--empty", action="store_true", help="不写入演示城市")
    made.add_argument("--cases", type=int, default=200, help="演示案件数 (默认 200)")
    return made


def run(arguments: Sequence[str]) -> int:
    """Start, tell the address, and stay until Ctrl-C."""
    from anjian.config.installation import Plan

    options = parser("up").parse_args(arguments)
    plan = Plan(
        data=options.data.absolute(), host=options.host, port=options.port, web_processes=options.workers,
        seed=not options.empty, cases=options.cases, database_url=os.environ.get("DATABASE_URL"),
    )  # fmt: skip
    return serve(plan)


def serve(plan: object, *, headline: str = "安监·案件 Anjian") -> int:
    """Bring a plan up and keep it until it is asked to stop."""
    from anjian.config.installation import FAULTS, Installation, Plan
    from anjian.config.supervisor import AlreadyRunningError

    if not isinstance(plan, Plan):
        raise TypeError(plan)
    started = time.monotonic()
    print(headline, flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    installation = Installation(plan, say=lambda text: print(text, flush=True))
    try:
        with installation.running():
            print(
                f"\n已启动, 用时 {time.monotonic() - started:.1f} 秒 / ready\n\n  {installation.address}\n",
                flush=True,
            )
            if plan.seed:
                _accounts()
            print("  Ctrl-C 停止 / stops everything\n", flush=True)
            installation.supervisor.watch()
            print("\n正在停止 / stopping ...", flush=True)
    except (*FAULTS, AlreadyRunningError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停止; 下次启动会接着做完 / stopped, the next start goes on", file=sys.stderr)
        return 130
    print("已停止 / stopped", flush=True)
    return 0


def _accounts() -> None:
    from anjian.config.demo import cast

    print(f"  演示账号 demo accounts (密码 password: {cast.PASSWORD})")
    for someone in cast.accounts():
        print(f"    {someone.username:<16}{someone.name}　{someone.post}")
    print()
