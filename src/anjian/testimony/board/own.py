"""Where one person's later answer does not fit an earlier one of his own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from anjian.testimony.board.matters import Matter
from anjian.testimony.board.points import Heard, Point, trimmed
from anjian.testimony.compare import compare, settle, soft
from anjian.testimony.finding import Finding
from anjian.testimony.lexicon import Weights
from anjian.testimony.model import SLOT_LABELS, Span

# Stricter than between persons: people speak loosely of one thing twice. Who did a deed is left
# out: two names that one person gives are nearly always two deeds.
PROOF = 0.72
_KINDS = frozenset({"order", "present", "polar", "quantity", "clock", "day", "state"})


@dataclass(frozen=True, slots=True)
class OwnChange:
    """Two answers of one person that a comparator proves incompatible, the earlier one first."""

    pid: str
    key: str
    slot_label: str
    a_sid: str
    b_sid: str
    a_span: Span
    b_span: Span
    score: float
    because: str


class OwnChanges:
    """Finds them; a matter is gone through again only when something was said about it."""

    def __init__(self, heard: Mapping[str, Heard], weights: Weights) -> None:
        self.heard, self.weights = heard, weights
        self._kept: dict[str, tuple[object, tuple[OwnChange, ...]]] = {}

    def find(self, matters: Iterable[Matter]) -> tuple[OwnChange, ...]:
        """Every change of a person's own account, in the order in which the later answer came.

        Only what was said as seen or done counts; hearsay, rules, plans and guesses never do.
        """
        best: dict[tuple[str, str], OwnChange] = {}
        for matter in matters:
            for change in self._of(matter):
                best.setdefault((change.a_sid, change.b_sid), change)
        heard = self.heard
        return tuple(sorted(best.values(), key=lambda c: (heard[c.b_sid].order, heard[c.a_sid].order)))

    def _of(self, matter: Matter) -> tuple[OwnChange, ...]:
        kept = self._kept.get(matter.key)
        if kept is not None and kept[0] == matter.points:
            return kept[1]
        by_person: dict[str, list[Point]] = {}
        for point in matter.points:
            if point.stance == "says" and point.claims:
                by_person.setdefault(point.pid, []).append(point)
        found = tuple(
            change
            for points in by_person.values()
            for early, late in combinations(points, 2)
            if early.sid != late.sid and (change := _change(matter, early, late, self.heard, self.weights))
        )
        self._kept[matter.key] = (matter.points, found)
        return found


def _change(
    matter: Matter, early: Point, late: Point, heard: Mapping[str, Heard], weights: Weights
) -> OwnChange | None:
    findings = settle(
        [
            finding
            for a in early.claims
            for b in late.claims
            if a.kind == b.kind and a.kind in _KINDS and (finding := compare(a, b, weights))
        ]
    )
    proven = [f for f in findings if f.score > 0 and not soft(f) and _direct(f)]
    agreed = max((-f.score for f in findings if f.score < 0), default=0.0)
    best = max(proven, key=lambda f: (round(f.score, 6), f.a.span, f.b.span), default=None)
    if best is None or round(best.score, 6) < max(PROOF, agreed):
        return None
    first, second = heard[early.sid].statement.answer, heard[late.sid].statement.answer
    a_span, b_span = trimmed(first, best.a.span), trimmed(second, best.b.span)
    return OwnChange(
        pid=early.pid,
        key=matter.key,
        slot_label=SLOT_LABELS[best.slot],
        a_sid=early.sid,
        b_sid=late.sid,
        a_span=a_span,
        b_span=b_span,
        score=round(best.score, 3),
        because=f"对“{SLOT_LABELS[best.slot]}”先说“{first[slice(*a_span)]}”，后说“{second[slice(*b_span)]}”。",
    )


def _direct(finding: Finding) -> bool:
    """Both answers were asked for it."""
    return finding.a.explicit and finding.b.explicit
