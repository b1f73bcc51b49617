"""Learn nearness and judge from labelled cases: plain Python, deterministic, no network.

usage: python benchmarks/train_crosscheck.py CASES.jsonl [MORE.jsonl ...] [--pairs PAIRS.jsonl ...] [--write]

Two small logistic models are learned: how likely two statements are about one question of
fact (`near`), and how likely a pair is a contradiction (`weights`). Figures come from
cross-validation by case (five folds: no case is judged by models that have seen it), for each
file by itself; `--pairs` are learned from in every fold and never scored; `--unread` names
cases left out of learning altogether. `--write` stores the models learned on everything.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from anjian.testimony import engine, judge
from anjian.testimony.cases import open_case, person, read_cases, statements
from anjian.testimony.compare import soft
from anjian.testimony.engine import CrossCheck
from anjian.testimony.features import features
from anjian.testimony.finding import Finding
from anjian.testimony.lexicon import Weights
from anjian.testimony.nearness import Bond
from anjian.testimony.reading import Reading
from anjian.testimony.scoring import Prediction, figures

FOLDS = 5
MODEL = Path(judge.__file__).parent / "data" / "judge.json"
# cases of our public benchmark that nobody who writes rules has read
UNREAD = frozenset({f"P{n:03}" for n in (9, 15, 21, 27, 33, 39, 45, 51, 57)})
NEAR_RIDGE, NEAR_ROUNDS = 1.0, 200


class Pair:
    """One pair of statements with its features and its label (1, 0; borderline ones are left out)."""

    __slots__ = ("a", "b", "case_id", "label", "proof", "sight", "slot", "weight")

    def __init__(
        self,
        case_id: str,
        a: str,
        b: str,
        sight: dict[str, float],
        *,
        slot: str = "",
        proof: bool = False,
        label: int,
        weight: float = 1.0,
    ) -> None:
        self.case_id, self.a, self.b, self.sight = case_id, a, b, sight
        self.slot, self.proof, self.label, self.weight = slot, proof, label, weight


def pairs_of(case: dict[str, Any], near: Mapping[str, float] | None = None) -> list[Pair]:
    """Every pair of the case about which some comparator has something to say."""
    gold = {frozenset((x["a"], x["b"])) for x in case["gold"]["contradictions"]}
    border = {frozenset((x["a"], x["b"])) for x in case["gold"]["acceptable"]}
    found: list[Pair] = []
    check = open_case(case)
    check.near_model = near

    def probe(findings: list[Finding], a: Reading, b: Reading, weights: Weights, bond: Bond) -> None:
        clashes = [f for f in findings if f.score > 0]
        if not clashes:
            return
        key = frozenset((a.statement.sid, b.statement.sid))
        best = max(clashes, key=judge.preference)
        label = 1 if key in gold else -1 if key in border else 0
        found.append(
            Pair(
                case["case_id"],
                a.statement.sid,
                b.statement.sid,
                features(findings, a, b, weights, bond),
                slot=best.slot,
                proof=best.score >= judge.PROOF and not soft(best),
                label=label,
            )
        )

    check.probe = probe
    for statement in statements(case):
        check.add(statement)
    return found


# labelled pairs that agree or leave open still speak of one question of fact; these do not say
_NOT_SURELY_NEAR = frozenset(
    {"compatible", "different_event", "different_subject", "plan_vs_fact", "modality_norm", "time_scoped"}
)


def neighbours_of(case: dict[str, Any]) -> list[Pair]:
    """Every pair of neighbours, labelled by whether both speak of one question of fact."""
    same = {frozenset((x["a"], x["b"])) for x in case["gold"]["contradictions"]}
    open_ = {frozenset((x["a"], x["b"])) for x in case["gold"]["acceptable"]}
    for row in case["gold"]["hard_negatives"]:
        (open_ if row["trap"] in _NOT_SURELY_NEAR else same).add(frozenset((row["a"], row["b"])))
    found: list[Pair] = []
    check = open_case(case)

    def watch(a: Reading, b: Reading, seen: dict[str, float]) -> None:
        key = frozenset((a.statement.sid, b.statement.sid))
        label = 1 if key in same else -1 if key in open_ else 0
        found.append(Pair(case["case_id"], a.statement.sid, b.statement.sid, seen, label=label))

    check.watch = watch
    for statement in statements(case):
        check.add(statement)
    return found


# how much one chance clash between unrelated cases counts when learning
UNRELATED = 0.02


def unrelated_pairs(
    cases: Sequence[dict[str, Any]], name: str, near: Mapping[str, float] | None = None
) -> list[Pair]:
    """Clashes between statements of different cases: by construction none is a contradiction."""
    found: list[Pair] = []
    people = [person({**c["persons"][0], "pid": f"S{i}"}, "") for i, c in enumerate(cases)]
    check = CrossCheck(people)
    check.near_model = near

    def probe(findings: list[Finding], a: Reading, b: Reading, weights: Weights, bond: Bond) -> None:
        clashes = [f for f in findings if f.score > 0]
        if clashes:
            sight = features(findings, a, b, weights, bond)
            found.append(Pair(name, a.statement.sid, b.statement.sid, sight, label=0, weight=UNRELATED))

    check.probe = probe
    rows = [[replace(s, pid=f"S{i}") for s in statements(c)] for i, c in enumerate(cases)]
    for row in zip_longest(*rows):
        for statement in row:
            if statement is not None:
                check.add(statement)
    return found


def learn(pairs: Sequence[Pair], *, ridge: float = 2.0, rounds: int = 400) -> dict[str, float]:
    """Logistic regression with an L2 penalty by full-batch gradient descent with momentum."""
    rows = [p for p in pairs if p.label >= 0]
    names = sorted({n for p in rows for n in p.sight})
    index = {n: i for i, n in enumerate(names)}
    data = [([(index[n], v) for n, v in p.sight.items() if v], p.label, p.weight) for p in rows]
    weights, speed = [0.0] * len(names), [0.0] * len(names)
    weights[index["one"]] = -3.0
    step = 1.0 / sum(share for _, _, share in data)
    for _ in range(rounds):
        slope = [ridge * w if n != "one" else 0.0 for w, n in zip(weights, names, strict=True)]
        for row, label, share in data:
            total = sum(weights[i] * v for i, v in row)
            error = share * (1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))) - label)
            for i, v in row:
                slope[i] += error * v
        for i, value in enumerate(slope):
            speed[i] = 0.9 * speed[i] - 0.5 * step * value
            weights[i] += speed[i]
    return {n: round(w, 4) for n, w in zip(names, weights, strict=True)}


def shown(pairs: Iterable[tuple[Pair, float]], yellow: float, red: float) -> list[Prediction]:
    """What the console would show: above the threshold, at most the limit per later statement."""
    by_statement: dict[tuple[str, str], list[tuple[float, Pair]]] = {}
    for pair, score in pairs:
        if score >= yellow:
            by_statement.setdefault((pair.case_id, pair.b), []).append((score, pair))
    kept = []
    for group in by_statement.values():
        group.sort(key=lambda x: (-x[0], x[1].a))
        for score, pair in group[: engine.LIMIT]:
            tier = "red" if score >= red and pair.proof else "yellow"
            kept.append(Prediction(pair.case_id, pair.a, pair.b, pair.slot, score, tier))
    return kept


def judged(pairs: Iterable[Pair], model: Mapping[str, float]) -> list[tuple[Pair, float]]:
    """Every pair with its probability under the model."""
    scored = []
    for pair in pairs:
        total = sum(model.get(n, 0.0) * v for n, v in pair.sight.items())
        scored.append((pair, 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))))
    return scored


def fit(
    cases: Sequence[dict[str, Any]], extra: Sequence[dict[str, Any]], ridge: float
) -> tuple[dict[str, float], dict[str, float]]:
    """Both models, learned on these cases: (near, weights)."""
    neighbours = [p for c in (*cases, *extra) for p in neighbours_of(c)]
    near = learn(neighbours, ridge=NEAR_RIDGE, rounds=NEAR_ROUNDS)
    pairs = [p for c in (*cases, *extra) for p in pairs_of(c, near)]
    strangers = [p for k in range(FOLDS) for p in unrelated_pairs(cases[k::FOLDS], "mix", near)]
    return near, learn([*pairs, *strangers], ridge=ridge)


def cross_validate(
    cases: Sequence[dict[str, Any]], extra: Sequence[dict[str, Any]] = (), ridge: float = judge.RIDGE
) -> list[tuple[Pair, float]]:
    """Every pair scored by models that have not seen its case."""
    scored = []
    for k in range(FOLDS):
        rest = [c for i, c in enumerate(cases) if i % FOLDS != k]
        near, model = fit(rest, extra, ridge)
        for case in cases[k::FOLDS]:
            scored += judged(pairs_of(case, near), model)
    return scored


def _report(name: str, cases: Sequence[dict[str, Any]], scored: list[tuple[Pair, float]], red: float) -> None:
    known = {c["case_id"] for c in cases}
    mine = [(p, s) for p, s in scored if p.case_id in known]
    gold = sum(len(c["gold"]["contradictions"]) for c in cases)
    print(name, len(cases), "cases,", gold, "pairs,", sum(p.label == 1 for p, _ in mine), "with a clash")
    for threshold in sorted({0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, judge.YELLOW}):
        print(" ", threshold, json.dumps(figures(cases, shown(mine, threshold, red))))
    for limit in sorted({0.5, 0.6, 0.7, 0.8, red}):
        proven = [p for p in shown(mine, judge.YELLOW, limit) if p.tier == "red"]
        print("  red", limit, json.dumps(figures(cases, proven)))


def main(argv: Sequence[str] | None = None) -> int:
    """Train, report cross-validated figures for a grid of thresholds, optionally write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path, nargs="+")
    parser.add_argument("--pairs", type=Path, nargs="*", default=[], help="learned from, never scored")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--ridge", type=float, default=judge.RIDGE)
    parser.add_argument("--yellow", type=float, default=judge.YELLOW)
    parser.add_argument("--red", type=float, default=judge.RED)
    arguments = parser.parse_args(argv)
    sets = {path.stem: list(read_cases(path)) for path in arguments.cases}
    extra = [c for path in arguments.pairs for c in read_cases(path)]
    unread = [c for cases in sets.values() for c in cases if c["case_id"] in UNREAD]
    seen = [c for cases in sets.values() for c in cases if c["case_id"] not in UNREAD]
    near, model = fit(seen, extra, arguments.ridge)
    if arguments.write:
        found = {
            "note": "Nearness and judge, learned by benchmarks/train_crosscheck.py on our own cases.",
            "yellow": arguments.yellow,
            "red": arguments.red,
            "near": near,
            "weights": model,
        }
        MODEL.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    scored = cross_validate(seen, extra, arguments.ridge)
    for name, cases in sets.items():
        _report(name, [c for c in cases if c["case_id"] not in UNREAD], scored, arguments.red)
    if unread:
        scored = judged([p for c in unread for p in pairs_of(c, near)], model)
        _report("unread", unread, scored, arguments.red)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
