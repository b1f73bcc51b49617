"""Learn the judge's weights from labelled cases: plain Python, deterministic, no network.

usage: python benchmarks/train_crosscheck.py CASES.jsonl [--pairs PAIRS.jsonl] [--write]

Prints figures from cross-validation by case (five folds: no case is judged by a model that
has seen it); `--write` stores the model learned on all cases in the package.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Sequence
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
from anjian.testimony.reading import Reading
from anjian.testimony.scoring import Prediction, figures

FOLDS = 5
MODEL = Path(judge.__file__).parent / "data" / "judge.json"


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
        slot: str,
        proof: bool,
        label: int,
        weight: float = 1.0,
    ) -> None:
        self.case_id, self.a, self.b, self.sight = case_id, a, b, sight
        self.slot, self.proof, self.label, self.weight = slot, proof, label, weight


def pairs_of(case: dict[str, Any]) -> list[Pair]:
    """Every pair of the case about which some comparator has something to say."""
    gold = {frozenset((x["a"], x["b"])) for x in case["gold"]["contradictions"]}
    border = {frozenset((x["a"], x["b"])) for x in case["gold"]["acceptable"]}
    found: list[Pair] = []
    check = open_case(case)

    def probe(findings: list[Finding], a: Reading, b: Reading, weights: Weights, rank: float) -> None:
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
                features(findings, a, b, weights, rank),
                slot=best.slot,
                proof=best.score >= judge.PROOF and not soft(best),
                label=label,
            )
        )

    check.probe = probe
    for statement in statements(case):
        check.add(statement)
    return found


# how much one chance clash between unrelated cases counts when learning
UNRELATED = 0.02


def unrelated_pairs(cases: Sequence[dict[str, Any]], name: str) -> list[Pair]:
    """Clashes between statements of different cases: by construction none is a contradiction."""
    found: list[Pair] = []
    people = [person({**c["persons"][0], "pid": f"S{i}"}, "") for i, c in enumerate(cases)]
    check = CrossCheck(people)

    def probe(findings: list[Finding], a: Reading, b: Reading, weights: Weights, rank: float) -> None:
        clashes = [f for f in findings if f.score > 0]
        if clashes:
            best = max(clashes, key=judge.preference)
            sight = features(findings, a, b, weights, rank)
            found.append(
                Pair(
                    name,
                    a.statement.sid,
                    b.statement.sid,
                    sight,
                    slot=best.slot,
                    proof=False,
                    label=0,
                    weight=UNRELATED,
                )
            )

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


def cross_validate(
    cases: Sequence[dict[str, Any]], pairs: Sequence[Pair], ridge: float, extra: Sequence[Pair] = ()
) -> list[tuple[Pair, float]]:
    """Every pair scored by a model that has not seen its case."""
    fold = {c["case_id"]: i % FOLDS for i, c in enumerate(cases)}
    scored = []
    strangers = [unrelated_pairs([c for c in cases if fold[c["case_id"]] == k], "mix") for k in range(FOLDS)]
    for k in range(FOLDS):
        mixed = [p for j, group in enumerate(strangers) if j != k for p in group]
        model = learn([p for p in pairs if fold[p.case_id] != k] + mixed + list(extra), ridge=ridge)
        for pair in pairs:
            if fold[pair.case_id] == k:
                total = sum(model.get(n, 0.0) * v for n, v in pair.sight.items())
                scored.append((pair, 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))))
    return scored


def main(argv: Sequence[str] | None = None) -> int:
    """Train, report cross-validated figures for a grid of thresholds, optionally write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--pairs", type=Path, help="short cases, learned from and never scored")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--ridge", type=float, default=judge.RIDGE)
    parser.add_argument("--yellow", type=float, default=judge.YELLOW)
    parser.add_argument("--red", type=float, default=judge.RED)
    arguments = parser.parse_args(argv)
    cases = list(read_cases(arguments.cases))
    pairs = [p for c in cases for p in pairs_of(c)]
    print(f"{len(pairs)} pairs, {sum(p.label == 1 for p in pairs)} contradictions", file=sys.stderr)
    extra = [p for c in read_cases(arguments.pairs) for p in pairs_of(c)] if arguments.pairs else []
    scored = cross_validate(cases, pairs, arguments.ridge, extra)
    for threshold in sorted({0.4, 0.5, 0.55, 0.56, 0.57, 0.58, 0.6, 0.65, 0.7, arguments.yellow}):
        print(threshold, json.dumps(figures(cases, shown(scored, threshold, arguments.red))))
    for red in sorted({0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, arguments.red}):
        proven = [p for p in shown(scored, arguments.yellow, red) if p.tier == "red"]
        print("red", red, json.dumps(figures(cases, proven)))
    if arguments.write:
        all_strangers = [p for k in range(FOLDS) for p in unrelated_pairs(cases[k::FOLDS], "mix")]
        model = {
            "note": "Pair judge, learned by benchmarks/train_crosscheck.py on our own labelled cases.",
            "yellow": arguments.yellow,
            "red": arguments.red,
            "weights": learn([*pairs, *extra, *all_strangers], ridge=arguments.ridge),
        }
        MODEL.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
