"""The analysis of testimonies at ten persons with three hundred answers each: loading, and one more answer.

The answers are those of the labelled cases, dealt out to ten persons who therefore speak of unrelated
accidents: nothing may look alike, and rows of the grid must not run together. Times are processor
time of the one thread that works, so that whatever else the machine does is not counted.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from json import dumps
from pathlib import Path
from typing import Any

from anjian.testimony.board.board import Board
from anjian.testimony.cases import read_cases, statements
from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Person, Statement

CASES = Path(__file__).parents[1] / "tests" / "data" / "testimony_bench_public.jsonl"
NAMES = ("张伟", "李建国", "王海涛", "赵敏", "刘志强", "陈立新", "杨波", "黄磊", "吴刚", "周正")
ANSWERS, LAST = 300, 100


def said(persons: int = len(NAMES), answers: int = ANSWERS) -> list[Statement]:
    """What ten persons say, in turns."""
    pools: list[list[Statement]] = [[] for _ in range(persons)]
    for turn in range(3):
        for no, case in enumerate(read_cases(CASES)):
            pool = pools[(no + turn) % persons]
            pool += [replace(s, sid=f"{turn}-{s.sid}") for s in statements(case)]
    return [replace(pools[who][no], pid=f"P{who}", seq=no) for no in range(answers) for who in range(persons)]


def measure() -> dict[str, Any]:
    """Load all but the last hundred answers, then add these one by one and draw every view."""
    given = said()
    board = Board(CrossCheck([Person(f"P{n}", name, "工人") for n, name in enumerate(NAMES)]))
    begun = time.process_time()
    board.follow(given[:-LAST])
    values: dict[str, tuple[float, str]] = {"load": (round(time.process_time() - begun, 2), "s")}
    views: dict[str, Callable[[], object]] = {
        "facts": lambda: board.grid(()),
        "silence": lambda: board.silence(()),
        "timeline": lambda: board.timeline(()),
        "people": lambda: board.people((), ("order", "actor", "present")),
        "own_changes": lambda: board.own_changes(()),
        "sameness": board.sameness,
    }
    for draw in views.values():
        draw()
    spent: dict[str, list[float]] = {name: [] for name in ("answer", *views)}
    for no in range(len(given) - LAST, len(given)):
        spent["answer"].append(_timed(partial(board.follow, given[: no + 1])))
        for name, draw in views.items():
            spent[name].append(_timed(draw))
    for name, found in spent.items():
        found.sort()
        values[f"{name}_p50"] = (round(found[len(found) // 2], 1), "ms")
        values[f"{name}_p95"] = (round(found[int(len(found) * 0.95)], 1), "ms")
    rows = board.grid(()).rows
    values["rows"] = (len(rows), "")
    values["largest_row"] = (max(sum(len(c.quotes) for c in r.cells) for r in rows), "answers")
    values["memory"] = (round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1), "MB")
    results = [
        {"metric": name, "value": value, "unit": unit, "baseline": None, "ratio": None}
        for name, (value, unit) in values.items()
    ]
    return {"name": "board", "results": results}


def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    found = measure()
    if json:
        print(dumps(found, ensure_ascii=False))
        return found
    for row in found["results"]:
        print(f"{row['metric']:20} {row['value']:>10} {row['unit']}")
    return found


if __name__ == "__main__":
    main(json="--json" in sys.argv)
