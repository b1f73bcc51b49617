"""Two claims side by side: conflict with a score, agreement, or nothing to say.

Every comparator returns a `Finding`: positive score = the claims cannot both be true,
negative = they say the same (used as a veto), None = cannot be compared.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from anjian.testimony.lexicon import Weights, by_id
from anjian.testimony.model import Claim, Slot
from anjian.testimony.occasions import event_factor, events_differ
from anjian.testimony.times import ClockTime, clock_gap

_PERSONAL = frozenset(
    [
        "cert",
        "train",
        "exam",
        "signed",
        "smoke",
        "drink",
        "sleep",
        "phone_use",
        "insure",
        "use_gear",
        "ppe",
        "helmet",
        "harness",
        "respirator",
        "know",
        "carry",
        "pay",
        "illness",
    ]
)
_SOFT = frozenset({"scoped", "perceived", "heard", "assumed", "record", "norm", "plan"})


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict of one comparator on two claims."""

    slot: Slot
    score: float
    rule: str
    a: Claim
    b: Claim


def _source_factor(a: Claim, b: Claim) -> float:
    factor = 1.0
    for claim in (a, b):
        factor *= {
            "heard": 0.55,
            "perceived": 0.8,
            "scoped": 0.7,
            "assumed": 0.62,
            "record": 0.7,
            "norm": 0.35,
            "plan": 0.45,
        }.get(claim.source, 1.0)
    return factor


def _order(a: Claim, b: Claim, w: Weights) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, contain * 0.7)
    if close < 0.05:
        return None
    trust = min(1.0, 0.42 + 1.6 * close) * _source_factor(a, b) * event_factor(a.event, b.event)
    for x, y in ((a, b), (b, a)):
        named = x.polarity > 0 and x.people and x.value not in {"self", "somebody"}
        if not named:
            continue
        who = next(iter(x.people))
        if y.value == "deny" and who in y.people:
            return Finding("order_by", min(0.98, 0.95 * trust + 0.05), "ORDER.named_vs_denied", a, b)
        if y.polarity < 0 and y.value == f"not {who}":
            return Finding("order_by", 0.85 * trust, "ORDER.named_vs_other_says_no", a, b)
        if (
            y.value == "self"
            and y.pid == who
            and (x.pid in y.people or not y.people or x.pid not in y.people)
        ):
            return Finding("order_by", 0.9 * trust, "ORDER.named_vs_self_will", a, b)
        if y.value == "self" and x.pid in y.people and y.pid != x.pid:
            return Finding("order_by", 0.8 * trust, "ORDER.named_vs_self_will", a, b)
        if y.value == "nobody" and x.value == x.pid and y.explicit:
            return Finding("order_by", 0.8 * trust, "ORDER.claims_vs_nobody", a, b)
        if y.value == "nobody" and x.value != x.pid and y.explicit and close > 0.3:
            return Finding("order_by", 0.7 * trust, "ORDER.named_vs_nobody", a, b)
        if y.polarity > 0 and y.people and y.value not in {"self", "somebody"} and a.explicit and b.explicit:
            other = next(iter(y.people))
            if who == other:
                return Finding("order_by", -0.8 * close, "ORDER.same", a, b)
            if not who.startswith("g:") and not other.startswith("g:") and close > 0.3:
                own = 0.2 if other == y.pid or who == x.pid else 0.0
                return Finding("order_by", (0.45 + own) * trust, "ORDER.two_names", a, b)
    if a.value == b.value == "deny":
        return None
    return None


def _actor(a: Claim, b: Claim, w: Weights) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, contain * 0.75)
    if close < 0.12:
        return None
    shared_concept = any(t.startswith("C:") for t in a.topic & b.topic)
    trust = (
        min(1.0, 0.4 + close + (0.15 if shared_concept else 0))
        * _source_factor(a, b)
        * event_factor(a.event, b.event)
    )
    for x, y in ((a, b), (b, a)):
        if y.polarity < 0 and y.value == "deny" and x.polarity > 0 and x.people & y.people:
            return Finding("actor", 0.9 * trust, "ACTOR.named_vs_denied", a, b)
        if y.value == "nobody" and x.polarity > 0 and x.people and close > 0.35:
            return Finding("actor", 0.62 * trust, "ACTOR.named_vs_nobody", a, b)
    if a.polarity > 0 and b.polarity > 0 and a.people and b.people:
        if a.people & b.people:
            return Finding("actor", -close, "ACTOR.same", a, b)
        groups = any(p.startswith("g:") for p in a.people | b.people)
        unknown = any(p.startswith("x:") for p in a.people | b.people)
        strength = 0.78 if a.explicit and b.explicit else 0.5 if a.explicit or b.explicit else 0.3
        strength -= (
            (0.2 if not (a.closed and b.closed) else 0.0)
            + (0.2 if unknown else 0.0)
            + (0.3 if groups else 0.0)
        )
        if strength > 0.05:
            return Finding(
                "actor", strength * trust, "ACTOR.name_vs_group" if groups else "ACTOR.two_names", a, b
            )
    return None


# who came and left was there; who never came was not
_PRESENCE_CLASH = frozenset(
    frozenset(pair)
    for pair in (("在场", "不在场"), ("一直在场", "不在场"), ("一直在场", "离开过"), ("离开过", "不在场"))
)


def _present(a: Claim, b: Claim, w: Weights) -> Finding | None:
    if not a.subject & b.subject:
        return None
    dice, contain = w.similarity(a.topic, b.topic)
    if a.hi and b.hi and (a.hi < b.lo or b.hi < a.lo):
        return None
    pair = frozenset({a.value, b.value})
    anchored = a.closed and b.closed and pair == {"在场", "离开过"}
    if a.value == b.value or (pair not in _PRESENCE_CLASH and not anchored):
        return Finding("present", -0.6 * max(dice, contain), "PRESENT.same", a, b)
    own = a.pid in a.subject or b.pid in b.subject
    if bool(a.hi) != bool(b.hi) and a.closed != b.closed:
        return Finding("present", 0.3, "PRESENT.other_time", a, b)
    strength = (
        0.5
        + 0.35 * max(dice, 0.8 * contain)
        + (0.1 if own else 0)
        + (0.05 if a.explicit and b.explicit else -0.15)
    )
    if a.label and b.label and a.label != b.label and not set(a.label) & set(b.label):
        strength -= 0.15
    rule = "PRESENT.yes_vs_no"
    if "did" in (a.rule, b.rule):
        if not own:
            return None
        rule, strength = "PRESENT.alibi", max(strength - 0.1, 0.56 if a.explicit or b.explicit else 0.0)
    elif anchored:
        rule = "PRESENT.at_the_moment"
    return Finding("present", strength * _source_factor(a, b) * event_factor(a.event, b.event), rule, a, b)


_GENERIC_PLACE = {
    "现场",
    "那儿",
    "这儿",
    "跟前",
    "旁边",
    "边上",
    "外面",
    "里面",
    "那边",
    "厂里",
    "上面",
    "下面",
    "哪",
    "矿上",
}


def _place(a: Claim, b: Claim, w: Weights) -> Finding | None:
    if not a.subject & b.subject or a.value in _GENERIC_PLACE or b.value in _GENERIC_PLACE:
        return None
    dice, _ = w.similarity(a.topic, b.topic)
    if "*" in a.subject and dice < 0.2:
        return None
    if set(a.value) & set(b.value) - set("上下里外边旁的面前后口"):
        return Finding("place", -0.6, "PLACE.same", a, b)
    strength = 0.45 if a.explicit and b.explicit else 0.3
    return Finding(
        "place",
        (strength + 0.4 * dice) * _source_factor(a, b) * event_factor(a.event, b.event),
        "PLACE.two_places",
        a,
        b,
    )


def _polar(a: Claim, b: Claim, w: Weights) -> Finding | None:
    if a.key != b.key:
        return None
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.7 * contain)
    if (not a.key or a.key in _PERSONAL) and a.subject and b.subject and not a.subject & b.subject:
        return None
    if a.key:
        if close < 0.05:
            return None
        base = (
            0.38
            + 0.5 * close
            + (0.1 if a.explicit and b.explicit else 0.05 if a.explicit or b.explicit else -0.06)
        )
        if by_id()[a.key].generic:
            same_thing = max(w.similarity(a.object, b.object)[0] * 1.6, w.similarity(a.object, b.object)[1])
            base *= 0.25 + 0.75 * min(1.0, 1.3 * same_thing)
        base *= a.focus * b.focus
        slot, rule = a.slot, f"POLAR.{a.key}"
    else:
        if close < 0.2:
            return None
        base = (
            0.05
            + 0.8 * close
            + (0.12 if a.explicit and b.explicit else 0.0 if a.explicit or b.explicit else -0.1)
        )
        slot, rule = a.slot, "POLAR.same_question"
    if a.polarity == b.polarity:
        return (
            None
            if a.rule == b.rule == "open" and a.polarity > 0
            else Finding(slot, -base, rule + ".same", a, b)
        )
    return Finding(slot, base * _source_factor(a, b) * event_factor(a.event, b.event), rule, a, b)


def _quantity(a: Claim, b: Claim, w: Weights) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.6 * contain)
    gate = 0.05 if a.explicit and b.explicit and a.key not in {"item", "times", "min"} else 0.12
    if close < gate or (not (a.explicit or b.explicit) and close < 0.25):
        return None
    if "any" in (a.key, b.key):
        if a.key == b.key:
            return None
        some = a if b.key == "any" else b
        if some.hi <= 0:
            return None
        return Finding("count", (0.4 + 0.5 * close) * _source_factor(a, b), "COUNT.none_vs_some", a, b)
    if a.key != b.key:
        if {a.key, b.key} == {"item", "person"}:
            pass
        else:
            return None
    slack = 1 if a.subject or b.subject else 0
    low_a, high_a, low_b, high_b = a.lo - slack, a.hi + slack, b.lo - slack, b.hi + slack
    if low_a <= high_b and low_b <= high_a:
        return Finding(a.slot, -0.4 - 0.5 * close, "NUMBER.same", a, b)
    gap = max(low_a - high_b, low_b - high_a) / max(low_a, low_b, 1e-6)
    both = a.explicit and b.explicit
    strength = (0.3 if both else 0.12) + 0.55 * close + (0.12 if gap > 0.25 else 0.0)
    if not (a.closed and b.closed) and gap < 0.15:
        strength -= 0.25
    slot: Slot = a.slot if a.slot == b.slot else "count"
    return Finding(
        slot, strength * _source_factor(a, b) * event_factor(a.event, b.event), "NUMBER.disjoint", a, b
    )


def _clock(a: Claim, b: Claim, w: Weights) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.6 * contain)
    if close < 0.12 or (not (a.explicit or b.explicit) and close < 0.25):
        return None
    gap = clock_gap(_clock_of(a), _clock_of(b))
    if gap <= 5:
        return Finding("time", -0.4 - 0.5 * close, "TIME.same", a, b)
    both = a.explicit and b.explicit
    strength = (0.25 if both else 0.05) + 0.6 * close + min(0.2, gap / 300) - (0.2 if gap < 15 else 0)
    return Finding(
        "time", strength * _source_factor(a, b) * event_factor(a.event, b.event), "TIME.disjoint", a, b
    )


def _clock_of(claim: Claim) -> ClockTime:
    return ClockTime(ast.literal_eval(claim.unit), 0, 0, claim.closed)


def _day(a: Claim, b: Claim, w: Weights) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.6 * contain)
    if close < 0.12 or (not (a.explicit or b.explicit) and close < 0.25):
        return None
    if a.lo <= b.hi and b.lo <= a.hi:
        return Finding("time", -0.3 - 0.5 * close, "DAY.same", a, b)
    strength = (0.3 if a.explicit and b.explicit else 0.1) + 0.6 * close
    return Finding("time", strength * _source_factor(a, b), "DAY.disjoint", a, b)


def _sequence(a: Claim, b: Claim, w: Weights) -> Finding | None:
    forward = min(w.similarity(a.topic, b.topic)[1], w.similarity(a.object, b.object)[1])
    crossed = max(
        min(w.similarity(a.topic, b.object)[1], w.similarity(a.object, b.topic)[1]),
        0.8 * max(w.similarity(a.topic, b.object)[1], w.similarity(a.object, b.topic)[1]),
    )
    if crossed > 0.25 and crossed > forward + 0.1:
        return Finding(
            "sequence", (0.45 + 0.5 * crossed) * event_factor(a.event, b.event), "SEQUENCE.reversed", a, b
        )
    if forward > 0.3:
        return Finding("sequence", -forward, "SEQUENCE.same", a, b)
    return None


def _object(a: Claim, b: Claim, w: Weights) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.6 * contain)
    if close < 0.2 or not a.object or not b.object:
        return None
    shared = w.similarity(a.object, b.object)[1]
    if shared > 0.2:
        return Finding("object", -0.3 - shared / 2, "OBJECT.same", a, b)
    return Finding("object", (0.1 + 0.6 * close) * _source_factor(a, b), "OBJECT.two_kinds", a, b)


def _state(a: Claim, b: Claim, w: Weights) -> Finding | None:
    if a.key != b.key:
        return None
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.7 * contain)
    if close < 0.15:
        return None
    base = 0.3 + 0.6 * close + (0.1 if a.explicit and b.explicit else 0.0)
    if a.polarity == b.polarity:
        return Finding(a.slot, -base, "STATE.same", a, b)
    return Finding(
        a.slot, base * _source_factor(a, b) * event_factor(a.event, b.event), "STATE.opposite", a, b
    )


COMPARATORS: dict[str, Callable[[Claim, Claim, Weights], Finding | None]] = {
    "order": _order,
    "actor": _actor,
    "present": _present,
    "place": _place,
    "polar": _polar,
    "quantity": _quantity,
    "clock": _clock,
    "day": _day,
    "sequence": _sequence,
    "object": _object,
    "state": _state,
}


def compare(a: Claim, b: Claim, weights: Weights) -> Finding | None:
    """The verdict on two claims of one kind; None when they cannot be compared."""
    if a.kind != b.kind or events_differ(a.event, b.event):
        return None
    return COMPARATORS[a.kind](a, b, weights)


_VALUES = frozenset({"quantity", "clock", "day", "actor", "place", "object"})


def settle(findings: list[Finding]) -> list[Finding]:
    """Drop a clash where the same two statements agree better on the same question.

    大的110小的45 ↔ 大瓶一百一: one value in common settles the question of values; a fact
    affirmed by both outweighs a weaker clash on the same concept.
    """
    agreed: dict[tuple[str, str], float] = {}
    for finding in findings:
        if finding.score < 0:
            key = (finding.a.kind, finding.a.key)
            agreed[key] = max(agreed.get(key, 0.0), -finding.score)
    kept = []
    for finding in findings:
        same = agreed.get((finding.a.kind, finding.a.key), 0.0)
        if finding.score > 0 and same:
            if finding.a.kind in _VALUES and same > 0.35:
                continue
            if finding.a.kind == "polar" and finding.a.key and same > finding.score + 0.12:
                continue
        kept.append(finding)
    return kept


def soft(finding: Finding) -> bool:
    """Whether a side is only hearsay, a rule, a plan or a guess (never red)."""
    return finding.a.source in _SOFT or finding.b.source in _SOFT
