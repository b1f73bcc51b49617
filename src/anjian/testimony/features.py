"""What the judge sees of a pair of statements: the findings, how alike the questions are."""

from __future__ import annotations

from collections.abc import Sequence

from anjian.testimony.compare import soft
from anjian.testimony.finding import Finding
from anjian.testimony.lexicon import Weights, by_id
from anjian.testimony.nearness import Bond
from anjian.testimony.reading import Reading

KINDS = (
    "order",
    "actor",
    "present",
    "place",
    "polar",
    "quantity",
    "clock",
    "day",
    "sequence",
    "object",
    "state",
    "which",
    "act",
)


def _name(kind: str, finding: Finding) -> str:
    """The feature a clash counts for: rules about people each, the others by how directly asked."""
    if kind in {"order", "actor", "present"}:
        return "clash_" + finding.rule
    if kind == "concept":
        return "clash_generic" if by_id()[finding.a.key].generic else "clash_concept"
    if kind == "place" and "*" not in finding.a.subject | finding.b.subject:
        # where he says he was against where another saw him
        own = finding.a.pid in finding.a.subject or finding.b.pid in finding.b.subject
        return "clash_place_own" if own else "clash_place_person"
    if kind in {"quantity", "clock", "day", "place", "state", "which", "act"}:
        return f"clash_{kind}_{int(finding.a.explicit) + int(finding.b.explicit)}"
    return "clash_" + kind


def features(
    findings: Sequence[Finding], a: Reading, b: Reading, weights: Weights, bond: Bond
) -> dict[str, float]:
    """Named numbers between about 0 and 1; the judge's model knows each by name."""
    found: dict[str, float] = {"one": 1.0}
    best: Finding | None = None
    conflicts = agreements = 0
    for finding in findings:
        kind = finding.a.kind
        if kind == "polar":
            kind = "concept" if finding.a.key else "question"
        name = _name(kind, finding)
        if finding.score < 0:
            agreements += 1
            found["same_" + kind] = max(found.get("same_" + kind, 0.0), -finding.score)
            continue
        conflicts += 1
        found[name] = max(found.get(name, 0.0), finding.score)
        found["near_" + kind] = bond.near
        if finding.gap:
            found["gap_" + kind] = max(found.get("gap_" + kind, 0.0), finding.gap)
        if best is None or finding.score > best.score:
            best = finding
    same = max((-f.score for f in findings if f.score < 0), default=0.0)
    found["margin"] = max(-0.5, min(0.5, (best.score if best else 0.0) - same))
    question_dice, question_contain = weights.similarity(a.question_topic, b.question_topic)
    dice, contain = weights.similarity(a.topic, b.topic)
    cross = max(
        weights.similarity(a.question_topic, b.topic)[1], weights.similarity(b.question_topic, a.topic)[1]
    )
    found |= {
        "q_dice": question_dice,
        "q_contain": question_contain,
        "dice": dice,
        "contain": contain,
        "cross": cross,
    }
    found["conflicts"] = min(conflicts, 5) / 5
    found["agreements"] = min(agreements, 5) / 5
    heads = {a.head, b.head}
    found["heads_clash"] = float(heads == {"yes", "no"})
    found["heads_clash_dice"] = question_dice * found["heads_clash"]
    found["heads_same"] = float(a.head == b.head and a.head in {"yes", "no"})
    found["heads_same_dice"] = question_dice * found["heads_same"]
    found["mutual"] = bond.mutual
    found["first"] = float(bond.rank >= 0.999 and bond.mutual >= 0.999)
    found["near"] = bond.near
    found["unknown"] = float("unknown" in heads)
    found["norm"] = float("norm" in a.asks or "norm" in b.asks)
    for kind in ("who", "when", "howmany", "where", "open"):
        found["both_" + kind] = float(kind in a.asks and kind in b.asks)
    people_a = {m.who for m in a.answer_people} | {m.who for m in a.question_people}
    people_b = {m.who for m in b.answer_people} | {m.who for m in b.question_people}
    found["names_other"] = float(b.statement.pid in people_a or a.statement.pid in people_b)
    if best:
        found["best"] = best.score
        found["near_best"] = bond.near * best.score
        found["best_dice"] = best.score * dice
        found["best_soft"] = float(soft(best))
        found["best_explicit"] = (best.a.explicit + best.b.explicit) / 2
        found["best_subject_same"] = float(bool(best.a.subject & best.b.subject))
        found["best_subject_other"] = float(
            bool(best.a.subject and best.b.subject and not best.a.subject & best.b.subject)
        )
        found["best_phase"] = float(best.a.event.phase != best.b.event.phase)
        found["best_routine"] = float(best.a.event.routine != best.b.event.routine)
        found["best_other"] = float(bool(best.a.event.other or best.b.event.other))
        found["best_self_named"] = float(
            best.a.pid in best.b.subject | best.b.people or best.b.pid in best.a.subject | best.a.people
        )
    return found
