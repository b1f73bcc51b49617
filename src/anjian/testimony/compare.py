"""Two claims side by side: conflict with a score, agreement, or nothing to say.

Every comparator returns a `Finding`: positive score = the claims cannot both be true,
negative = they say the same (used as a veto), None = cannot be compared.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from anjian.testimony.compare_people import actor, order, place, present
from anjian.testimony.finding import Finding, source_factor
from anjian.testimony.lexicon import Weights, by_id
from anjian.testimony.model import Claim, Slot
from anjian.testimony.occasions import event_factor, events_differ
from anjian.testimony.times import ClockTime, clock_gap

# how far nearness of the statements may stand in for shared words of the claims
NEAR = 0.4
# statements this near are compared whatever words they use
NEARBY = 0.2
_SOFT = frozenset({"scoped", "perceived", "heard", "assumed", "record", "norm", "plan"})


def _polar(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    if a.key != b.key:
        return None
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.7 * contain, NEAR * near)
    if (not a.key or by_id()[a.key].personal) and a.subject and b.subject and not a.subject & b.subject:
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
        if close < 0.15 and near < NEARBY:
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
    return Finding(slot, base * source_factor(a, b) * event_factor(a.event, b.event), rule, a, b)


# what is read off an instrument or guessed, never counted
_MEASURED = frozenset({"m", "kg", "L", "min", "degree", "kmh", "mpa"})
# words that count anything
_COUNTERS = frozenset({"个", "", "只", "台套"})


def _quantity(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.6 * contain, NEAR * near)
    if near > NEARBY:
        close = max(close, 0.26)
    gate = 0.05 if (a.explicit or b.explicit) and a.key not in {"item", "times", "min"} else 0.12
    if close < gate or (not (a.explicit or b.explicit) and close < 0.25):
        return None
    if "any" in (a.key, b.key):
        if a.key == b.key:
            return None
        some = a if b.key == "any" else b
        if some.hi <= 0:
            return None
        return Finding("count", (0.4 + 0.5 * close) * source_factor(a, b), "COUNT.none_vs_some", a, b)
    if a.key != b.key:
        bare = "num" in (a.key, b.key) and near > 0.6
        if not bare and {a.key, b.key} != {"item", "person"}:
            return None
    if a.key == b.key == "item" and a.unit != b.unit and not {a.unit, b.unit} & _COUNTERS:
        return None
    if a.label != b.label:
        return None
    slack = 1 if a.subject or b.subject else 0
    low_a, high_a, low_b, high_b = a.lo - slack, a.hi + slack, b.lo - slack, b.hi + slack
    if low_a <= high_b and low_b <= high_a:
        return Finding(a.slot, -0.4 - 0.5 * close, "NUMBER.same", a, b)
    gap = max(low_a - high_b, low_b - high_a) / max(low_a, low_b, 1e-6)
    both = a.explicit and b.explicit
    rough = not (a.closed and b.closed)
    if gap < (0.12 if rough else 0.05 if a.key in _MEASURED else 0.0):
        return None
    strength = (0.3 if both else 0.12) + 0.55 * close + (0.12 if gap > 0.25 else 0.0)
    if not (a.closed and b.closed) and gap < 0.15:
        strength -= 0.25
    slot: Slot = a.slot if a.slot == b.slot else "count"
    return Finding(
        slot,
        strength * source_factor(a, b) * event_factor(a.event, b.event),
        "NUMBER.disjoint",
        a,
        b,
        min(1.0, 2 * gap),
    )


def _clock(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.6 * contain, NEAR * near, 0.21 if near > NEARBY else 0.0)
    if close < 0.07 or (not (a.explicit or b.explicit) and close < 0.2):
        return None
    gap = clock_gap(_clock_of(a), _clock_of(b))
    if gap <= 5:
        return Finding("time", -0.4 - 0.5 * close, "TIME.same", a, b)
    both = a.explicit and b.explicit
    strength = (0.25 if both else 0.05) + 0.6 * close + min(0.2, gap / 300) - (0.2 if gap < 15 else 0)
    return Finding(
        "time",
        strength * source_factor(a, b) * event_factor(a.event, b.event),
        "TIME.disjoint",
        a,
        b,
        min(1.0, gap / 90),
    )


def _clock_of(claim: Claim) -> ClockTime:
    return ClockTime(ast.literal_eval(claim.unit), 0, 0, claim.closed)


def _day(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.6 * contain, NEAR * near, 0.21 if near > NEARBY else 0.0)
    if close < 0.07 or (not (a.explicit or b.explicit) and close < 0.2):
        return None
    if a.lo <= b.hi and b.lo <= a.hi:
        return Finding("time", -0.3 - 0.5 * close, "DAY.same", a, b)
    strength = (0.3 if a.explicit and b.explicit else 0.1) + 0.6 * close
    return Finding("time", strength * source_factor(a, b), "DAY.disjoint", a, b)


def _sequence(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    forward = min(w.similarity(a.topic, b.topic)[1], w.similarity(a.object, b.object)[1])
    crossed = max(
        min(w.similarity(a.topic, b.object)[1], w.similarity(a.object, b.topic)[1]),
        0.8 * max(w.similarity(a.topic, b.object)[1], w.similarity(a.object, b.topic)[1]),
    )
    if near < 0.05:
        return None
    if crossed > 0.25 and crossed > forward + 0.1:
        return Finding(
            "sequence", (0.45 + 0.5 * crossed) * event_factor(a.event, b.event), "SEQUENCE.reversed", a, b
        )
    if forward > 0.3:
        return Finding("sequence", -forward, "SEQUENCE.same", a, b)
    return None


def _literal(words: frozenset[str]) -> frozenset[str]:
    """Words as said, without the groups they belong to (碘钨灯 and 防爆灯 are both lamps)."""
    return frozenset(w for w in words if not w.startswith(("C:", "S:", "I:")))


def _object(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.6 * contain, NEAR * near)
    if (close < 0.12 and near < NEARBY) or not a.object or not b.object:
        return None
    shared = w.similarity(_literal(a.object), _literal(b.object))[1]
    if shared > 0.2:
        return Finding("object", -0.3 - shared / 2, "OBJECT.same", a, b)
    return Finding("object", (0.1 + 0.6 * close) * source_factor(a, b), "OBJECT.two_kinds", a, b)


# states of a person, not of a thing: another's say nothing about his
_PERSONAL_STATES = frozenset({"穿戴", "醒睡", "酒", "教没教", "单双", "知瞒", "自愿"})


def _state(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    if a.key != b.key:
        return None
    if a.key in _PERSONAL_STATES and a.subject and b.subject and not a.subject & b.subject:
        return None
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.7 * contain, NEAR * near)
    if close < 0.1 and near < NEARBY:
        return None
    base = 0.3 + 0.6 * close + (0.1 if a.explicit and b.explicit else 0.0)
    if a.polarity == b.polarity:
        return Finding(a.slot, -base, "STATE.same", a, b)
    return Finding(
        a.slot, base * source_factor(a, b) * event_factor(a.event, b.event), "STATE.opposite", a, b
    )


def _act(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    """One verb done and not done; what one did and another did not do is no clash."""
    if not a.object & b.object or (a.subject and b.subject and not a.subject & b.subject):
        return None
    dice, contain = w.similarity(a.topic - a.object, b.topic - b.object)
    close = max(dice, 0.7 * contain, NEAR * near)
    if close < 0.1 and near < NEARBY:
        return None
    base = 0.15 + 0.7 * close + 0.1 * (a.explicit + b.explicit) - 0.1 * (bool(a.subject) != bool(b.subject))
    if a.polarity == b.polarity:
        return Finding("yesno", -base, "ACT.same", a, b)
    return Finding("yesno", base * source_factor(a, b) * event_factor(a.event, b.event), "ACT.opposite", a, b)


def _instance(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, 0.6 * contain, 0.6 * near)
    if close < 0.12 or (a.key and b.key and a.key != b.key):
        return None
    if a.object & b.object:
        return Finding(a.slot, -0.3 - 0.5 * close, "WHICH.same", a, b)
    asked = a.explicit + b.explicit
    return Finding(
        a.slot, (0.15 + 0.15 * asked + 0.5 * close) * source_factor(a, b), "WHICH.two_numbers", a, b
    )


COMPARATORS: dict[str, Callable[[Claim, Claim, Weights, float], Finding | None]] = {
    "order": order,
    "actor": actor,
    "present": present,
    "place": place,
    "polar": _polar,
    "quantity": _quantity,
    "clock": _clock,
    "day": _day,
    "sequence": _sequence,
    "object": _object,
    "state": _state,
    "which": _instance,
    "act": _act,
}


def compare(a: Claim, b: Claim, weights: Weights, near: float = 0.0) -> Finding | None:
    """The verdict on two claims of one kind; None when they cannot be compared.

    `near` is how likely their statements speak of one question of fact.
    """
    if a.kind != b.kind or (a.kind != "which" and events_differ(a.event, b.event)):
        return None
    found = COMPARATORS[a.kind](a, b, weights, near)
    return found if found is not None and found.score else None


_VALUES = frozenset({"which", "quantity", "clock", "day", "actor", "place", "object"})


# said of several things in one breath (面罩戴了，阻燃服没穿): an agreement as good settles it
_MIXED = frozenset({"state", "present"})


def settle(findings: list[Finding]) -> list[Finding]:
    """Drop a clash where the same two statements agree better on the same question.

    大的110小的45 ↔ 大瓶一百一: one value in common settles the question of values; a fact
    affirmed by both outweighs a weaker clash on the same concept.
    """
    agreed: dict[tuple[str, str], float] = {}
    answered: dict[tuple[str, str], float] = {}
    for finding in findings:
        if finding.score < 0:
            key = (finding.a.kind, finding.a.key)
            asked = finding.a.explicit and finding.b.explicit
            agreed[key] = max(agreed.get(key, 0.0), -finding.score)
            if asked or (finding.a.kind == "quantity" and finding.a.unit == finding.b.unit):
                answered[key] = max(answered.get(key, 0.0), -finding.score)
    alike_state = max((v for (kind, _), v in agreed.items() if kind == "state"), default=0.0)
    kept = []
    for finding in findings:
        same = agreed.get((finding.a.kind, finding.a.key), 0.0)
        if finding.score > 0 and finding.a.kind in _MIXED and same >= finding.score - 0.05:
            continue
        if finding.score > 0 and finding.a.kind == "object" and alike_state > 0.35:
            continue
        if finding.score > 0 and same:
            both = finding.a.explicit and finding.b.explicit
            if (
                finding.a.kind in _VALUES
                and (answered.get((finding.a.kind, finding.a.key), 0.0) if both else same) > 0.35
            ):
                continue
            if finding.a.kind == "polar" and finding.a.key and same > finding.score + 0.12:
                continue
        kept.append(finding)
    return kept


def soft(finding: Finding) -> bool:
    """Whether a side is only hearsay, a rule, a plan or a guess (never red)."""
    return finding.a.source in _SOFT or finding.b.source in _SOFT
