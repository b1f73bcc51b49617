"""Comparators of claims about people: order, actor, presence, place."""

from __future__ import annotations

import re

from anjian.testimony.finding import Finding, source_factor
from anjian.testimony.lexicon import Weights
from anjian.testimony.model import Claim
from anjian.testimony.occasions import event_factor

NEAR = 0.4


def order(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    """Who ordered: named against denied, self-will, nobody, another name."""
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, contain * 0.7, NEAR * near)
    if close < 0.05:
        return None
    trust = min(1.0, 0.42 + 1.6 * close) * source_factor(a, b) * event_factor(a.event, b.event)
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


def actor(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    """Who did it: named against denied, nobody, another name."""
    dice, contain = w.similarity(a.topic, b.topic)
    close = max(dice, contain * 0.75, NEAR * near)
    if close < 0.07:
        return None
    shared_concept = any(t.startswith("C:") for t in a.topic & b.topic)
    trust = (
        min(1.0, 0.4 + close + (0.15 if shared_concept else 0))
        * source_factor(a, b)
        * event_factor(a.event, b.event)
    )
    for x, y in ((a, b), (b, a)):
        if y.polarity < 0 and y.value == "deny" and x.polarity > 0 and x.people & y.people:
            return Finding("actor", 0.9 * trust, "ACTOR.named_vs_denied", a, b)
        if y.value == "nobody" and x.polarity > 0 and x.people and close > 0.35:
            return Finding("actor", 0.62 * trust, "ACTOR.named_vs_nobody", a, b)
    if a.polarity > 0 and b.polarity > 0 and a.people and b.people:
        if a.people & (b.people | b.object) or b.people & a.object:
            return Finding("actor", -close, "ACTOR.same", a, b)
        if _one_name(a, b):
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


_NAME_FRAME = re.compile("[小老大阿、师傅班长队经理主任厂矿科部段工头哥嫂姐总他她]")


def _one_name(a: Claim, b: Claim) -> bool:
    """Whether a short form may be the other's full name (小封, 封小波): a person not in the list."""
    if not any(p.startswith("x:") for p in a.people | b.people):
        return False
    return bool(set(_NAME_FRAME.sub("", a.value)) & set(_NAME_FRAME.sub("", b.value)))


# who came and left was there; who never came was not
_PRESENCE_CLASH = frozenset(
    frozenset(pair)
    for pair in (("在场", "不在场"), ("一直在场", "不在场"), ("一直在场", "离开过"), ("离开过", "不在场"))
)


def present(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    """Whether a person was there; alibi and time of the day considered."""
    if not a.subject & b.subject:
        return None
    dice, contain = w.similarity(a.topic, b.topic)
    dice = max(dice, NEAR * near)
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
    return Finding("present", strength * source_factor(a, b) * event_factor(a.event, b.event), rule, a, b)


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


def place(a: Claim, b: Claim, w: Weights, near: float) -> Finding | None:
    """Where a person or a thing was."""
    asked = a.explicit and b.explicit and near > 0.3 and "*" in a.subject | b.subject
    if (not a.subject & b.subject and not asked) or a.value in _GENERIC_PLACE or b.value in _GENERIC_PLACE:
        return None
    dice = max(w.similarity(a.topic, b.topic)[0], NEAR * near)
    if "*" in a.subject and near < 0.15 and dice < (0.12 if a.explicit or b.explicit else 0.25):
        return None
    if set(a.value) & set(b.value) - set("上下里外边旁的面前后口"):
        return Finding("place", -0.6, "PLACE.same", a, b)
    strength = 0.45 if a.explicit and b.explicit else 0.3
    return Finding(
        "place",
        (strength + 0.4 * dice) * source_factor(a, b) * event_factor(a.event, b.event),
        "PLACE.two_places",
        a,
        b,
    )
