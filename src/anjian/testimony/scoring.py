"""Figures against labelled cases: what was found, what was wrongly flagged.

Pairs on the borderline list count neither way; a pair within one person is outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FAMILIES = (
    {"order_by", "actor", "present"},
    {"time", "sequence"},
    {"amount", "count"},
    {"place", "present"},
    {"yesno", "cert"},
    {"yesno", "present"},
    {"yesno", "order_by"},
    {"yesno", "actor"},
    {"yesno", "object"},
    {"yesno", "sequence"},
    {"object", "place"},
    {"object", "amount"},
)


@dataclass(frozen=True, slots=True)
class Prediction:
    """One flagged pair."""

    case_id: str
    a: str
    b: str
    slot: str
    score: float = 1.0
    tier: str = "yellow"


def credit(gold: str, said: str) -> float:
    """1 for the right slot, a half for one of its family, else 0."""
    return 1.0 if gold == said else 0.5 if any(gold in f and said in f for f in _FAMILIES) else 0.0


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _harmonic(precision: float, recall: float) -> float:
    return _ratio(2 * precision * recall, precision + recall)


def figures(cases: Sequence[Mapping[str, Any]], predictions: Iterable[Prediction]) -> dict[str, float]:
    """Precision, recall, slot_f1, issue_recall, false alarms per 100, hard-negative pass."""
    said: dict[str, dict[frozenset[str], Prediction]] = {}
    for p in predictions:
        old = said.setdefault(p.case_id, {}).get(frozenset((p.a, p.b)))
        if old is None or p.score > old.score:
            said[p.case_id][frozenset((p.a, p.b))] = p
    total: Counter[str] = Counter()
    slots = 0.0
    for case in cases:
        owner = {s["sid"]: s["pid"] for s in case["statements"]}
        gold = {frozenset((x["a"], x["b"])): x for x in case["gold"]["contradictions"]}
        border = {frozenset((x["a"], x["b"])) for x in case["gold"]["acceptable"]}
        hard = {frozenset((x["a"], x["b"])) for x in case["gold"]["hard_negatives"]}
        total.update(
            statements=len(owner),
            gold=len(gold),
            hard=len(hard),
            issues=len({x["issue"] for x in gold.values()}),
        )
        found = set()
        for key, p in said.get(case["case_id"], {}).items():
            if len({owner.get(s) for s in key}) < 2:
                continue
            if key in gold:
                total["tp"] += 1
                slots += credit(gold[key]["slot"], p.slot)
                found.add(gold[key]["issue"])
            elif key not in border:
                total["fp"] += 1
                total["hard_hit"] += key in hard
        total["found"] += len(found)
    flagged = total["tp"] + total["fp"]
    result = {
        "precision": _ratio(total["tp"], flagged),
        "recall": _ratio(total["tp"], total["gold"]),
        "f1": _harmonic(_ratio(total["tp"], flagged), _ratio(total["tp"], total["gold"])),
        "slot_f1": _harmonic(_ratio(slots, flagged), _ratio(slots, total["gold"])),
        "issue_recall": _ratio(total["found"], total["issues"]),
        "false_alarms_per_100": _ratio(100 * total["fp"], total["statements"]),
        "hard_negative_pass": 1 - _ratio(total["hard_hit"], total["hard"]),
    }
    return {k: round(v, 4) for k, v in result.items()}
