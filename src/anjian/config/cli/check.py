"""`./anjian check`: read everything again and say what does not hold."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

SUMMARY = "完整性核查: 日志、记录、事件链、存储文件 / check all records against the log"

_EPILOG = """The records of each organisation are compared with its tamper-evident log, every event
chain and every stored file is hashed again. Status 0 only when everything holds; each finding names its item.

  ./anjian check
  ./anjian check --data /srv/anjian --json
"""


def run(arguments: Sequence[str]) -> int:
    """Check an installation, running or not; status 1 with findings, 2 when it cannot be reached."""
    from anjian.config.beside import run_beside

    parser = argparse.ArgumentParser(
        prog="./anjian check",
        description=SUMMARY,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=Path("var"), metavar="DIR")
    parser.add_argument("--org", metavar="ID", help="只核查一个机关")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    chosen = parser.parse_args(arguments)
    further = [*(["--org", chosen.org] if chosen.org else []), *(["--json"] if chosen.json else [])]
    try:
        return run_beside(chosen.data, ["check", *further])
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
