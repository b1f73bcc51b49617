"""Cross-check: quality on the labelled cases, alarms on unrelated streams, time per statement.

Quality is cross-validated by case; `unread` (public cases nobody who writes rules has read) and
`heldout` (a second author's, only ever scored) run the model as shipped.
"""

from __future__ import annotations

import resource
import sys
import time
from itertools import islice, zip_longest
from json import dumps
from pathlib import Path
from typing import Any

from anjian.testimony import judge
from anjian.testimony.cases import open_case, person, read_cases, statements
from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Statement
from anjian.testimony.scoring import Prediction, figures
from benchmarks.train_crosscheck import UNREAD, cross_validate, shown

DATA = Path(__file__).parents[1] / "tests" / "data"
CASES, PAIRS = DATA / "testimony_bench_public.jsonl", DATA / "testimony_pairs.jsonl"
# development cases of a second author, and the file of his that is only ever scored
OWN, HELD_OUT = DATA / "testimony_own.jsonl", DATA / "testimony_heldout.jsonl"
# cases of his that were held out once and have been read since
OWN_MORE = DATA / "testimony_own_more.jsonl"
THRESHOLDS = (judge.YELLOW, judge.RED)
STREAMS = 10
# figures of our own prototype, kept as the line to stay above
PROTOTYPE = {
    "issue_recall": 0.34,
    "slot_f1": 0.309,
    "false_alarms_per_100": 2.0,
    "hard_negative_pass": 0.946,
    "precision": 0.659,
    "red_precision": 0.61,
    "red_issue_recall": 0.22,
    "unrelated_alarms_per_100": 12.8,
    "p95_ms": 136.0,
}


def unrelated(cases: list[dict[str, Any]], limit: int = 1000) -> float:
    """Alarms per 100 statements when no two streams speak of the same accident (all are false)."""
    streams: list[list[Statement]] = [[] for _ in range(STREAMS)]
    people = []
    for index, case in enumerate(cases):
        stream = index % STREAMS
        if index < STREAMS:
            people.append(person({**case["persons"][0], "pid": f"S{stream}"}, ""))
        streams[stream].extend(
            Statement(f"{s.sid}", f"S{stream}", s.seq, s.at, s.question, s.answer) for s in statements(case)
        )
    check = CrossCheck(people)
    mixed = [s for row in zip_longest(*streams) for s in row if s is not None]
    alarms = sum(len(check.add(s)) for s in islice(mixed, limit))
    return 100 * alarms / min(limit, len(mixed))


def speed(cases: list[dict[str, Any]], per_person: int = 300) -> tuple[float, float]:
    """Median and 95th percentile in ms of the last 300 statements of 10 persons × 300."""
    pool = [s for c in cases for s in statements(c)]
    check = CrossCheck(
        [person({**p, "pid": f"S{i}"}, "") for i, p in enumerate(c["persons"][0] for c in cases[:STREAMS])]
    )
    spent = []
    total = STREAMS * per_person
    for number in range(total):
        source = pool[(number * 7) % len(pool)]
        statement = Statement(
            f"N{number}", f"S{number % STREAMS}", number, source.at, source.question, source.answer
        )
        begun = time.perf_counter()
        check.add(statement)
        if number >= total - per_person:
            spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    return spent[len(spent) // 2], spent[int(len(spent) * 0.95)]


def _shipped(cases: list[dict[str, Any]]) -> list[Prediction]:
    found = []
    for case in cases:
        check = open_case(case)
        for statement in statements(case):
            found += [
                Prediction(case["case_id"], a.a_sid, a.b_sid, a.slot, a.score, a.tier)
                for a in check.add(statement)
            ]
    return found


def measure() -> dict[str, Any]:
    """Run everything and return the common shape of results."""
    cases, pairs = list(read_cases(CASES)), list(read_cases(PAIRS))
    own, held = [*read_cases(OWN), *read_cases(OWN_MORE)], list(read_cases(HELD_OUT))
    read = [c for c in cases if c["case_id"] not in UNREAD]
    scored = cross_validate([*read, *own], pairs)
    validated = shown([x for x in scored if x[0].case_id in {c["case_id"] for c in read}], *THRESHOLDS)
    cases_read = read
    values: dict[str, tuple[float, str]] = {
        name: (v, "") for name, v in figures(cases_read, validated).items()
    }
    red = figures(cases_read, [p for p in validated if p.tier == "red"])
    values["red_precision"], values["red_issue_recall"] = (red["precision"], ""), (red["issue_recall"], "")
    of_own = shown([x for x in scored if x[0].case_id in {c["case_id"] for c in own}], *THRESHOLDS)
    for name, value in figures(own, of_own).items():
        values["own_" + name] = (value, "")
    unread = [c for c in cases if c["case_id"] in UNREAD]
    for title, group in (("unread", unread), ("heldout", held)):
        found = _shipped(group)
        for name, value in figures(group, found).items():
            values[f"{title}_{name}"] = (value, "")
        proven = figures(group, [p for p in found if p.tier == "red"])
        values[f"{title}_red_precision"] = (proven["precision"], "")
        values[f"{title}_red_issue_recall"] = (proven["issue_recall"], "")
    values["unrelated_alarms_per_100"] = (round(unrelated(cases), 2), "")
    p50, p95 = speed(cases)
    values["p50_ms"], values["p95_ms"] = (round(p50, 2), "ms"), (round(p95, 2), "ms")
    values["memory_mb"] = (round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1), "MB")
    results = [
        {
            "metric": name,
            "value": value,
            "unit": unit,
            "baseline": PROTOTYPE.get(name),
            "ratio": round(value / PROTOTYPE[name], 3) if name in PROTOTYPE else None,
        }
        for name, (value, unit) in values.items()
    ]
    return {"name": "crosscheck", "results": results}


def main(*, json: bool = False) -> dict[str, Any]:
    """Print the results, as JSON or as lines, and return them."""
    found = measure()
    if json:
        print(dumps(found, ensure_ascii=False))
        return found
    for row in found["results"]:
        print(f"{row['metric']:28} {row['value']:>10} {row['unit']:3} (prototype {row['baseline']})")
    return found


if __name__ == "__main__":
    main(json="--json" in sys.argv)
