"""Discretion: time of one trace, of a sheet of ten acts, and of answering a published penalty."""

from __future__ import annotations

import json as jsonlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from anjian.discretion.assess import assess
from anjian.discretion.factors import Use
from anjian.discretion.weighing import Act, weigh
from benchmarks.ground import percentile, row, told

PUBLISHED = Path(__file__).parents[1] / "tests" / "data" / "published_fines.jsonl"
LIMIT_MS = 20.0
ROUNDS = 300
ACT = Act(
    no="1",
    violation="WSL-102",
    target="unit",
    stage="first",
    stated={"major_hazards": Decimal(1)},
    uses=(Use("eliminated_harm", "lighter"), Use("many_exposed", "heavier")),
    amount=Decimal(10_000),
    reason="一处重大事故隐患。",
)


def _spent(work: Callable[[], object], rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1000)
    return found


def main(*, json: bool = False) -> dict[str, Any]:
    """Measure and print."""
    cases = [jsonlib.loads(line) for line in PUBLISHED.read_text(encoding="utf-8").splitlines()]
    day, ten = date(2026, 10, 20), [replace(ACT, no=str(n)) for n in range(10)]
    started = time.perf_counter()
    weigh([ACT], on=day)
    first = (time.perf_counter() - started) * 1000
    one = _spent(lambda: weigh([ACT], on=day), ROUNDS)
    sheet = _spent(lambda: weigh(ten, on=day), ROUNDS)
    inside = 0
    answers: list[float] = []
    for case in cases:
        question = {**case, "facts": {}}
        answers += _spent(lambda q=question: assess(q), 20)  # type: ignore[misc]  # bound at once
        found = assess(question)["range_yuan"]
        inside += bool(found and found[0] <= case["fine_yuan"] <= found[1])
    results = [
        row("trace.p50_ms", percentile(one, 0.5), "ms", LIMIT_MS),
        row("trace.p99_ms", percentile(one, 0.99), "ms", LIMIT_MS),
        row("sheet_of_ten.p99_ms", percentile(sheet, 0.99), "ms", LIMIT_MS),
        row("assess.p99_ms", percentile(answers, 0.99), "ms", LIMIT_MS),
        row("first_with_reading_ms", first, "ms"),
        row("published.inside", 100 * inside / len(cases), "%", 100),
    ]
    return told({"name": "discretion", "results": results}, as_json=json)
