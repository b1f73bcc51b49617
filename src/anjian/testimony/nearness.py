"""How likely two statements speak of the same question of fact (whatever they say about it).

A small logistic model over how alike question and answer are, whether each is the other
speaker's best match, and whether the same kind of answer was asked for. Learned by
`benchmarks/train_crosscheck.py` from pairs that contradict *and* pairs that agree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from anjian.testimony.datafile import load
from anjian.testimony.lexicon import Weights
from anjian.testimony.model import Claim
from anjian.testimony.reading import Reading

_KINDS = ("who", "when", "howlong", "howmany", "where", "why")


@dataclass(frozen=True, slots=True)
class Bond:
    """How two statements stand to each other among all of their speakers.

    `rank` 1 = the earlier is its speaker's best match for the later, `mutual` the other way
    round, `near` the probability that both speak of one question of fact.
    """

    rank: float
    mutual: float
    near: float


@lru_cache(maxsize=1)
def _model() -> Mapping[str, float]:
    return {k: float(v) for k, v in load("judge.json")["near"].items()}


def likeness(a: Reading, b: Reading, weights: Weights) -> tuple[float, float, float]:
    """How alike two statements are as a whole, in their questions, and crosswise."""
    whole = weights.similarity(a.topic, b.topic)[0]
    asked = weights.similarity(a.question_topic, b.question_topic)[0]
    cross = 0.0
    if whole:
        cross = max(
            weights.similarity(a.question_topic, b.topic)[1], weights.similarity(b.question_topic, a.topic)[1]
        )
    return whole, asked, min(1.0, cross)


_ACT = re.compile(r"([一-鿿])没\1|没有?([一-鿿])|([一-鿿])[了过着](?!不)|([一-鿿])(?:没有?|吗)(?=[？。，]|$)")
_NO_ACT = frozenset("有是在到说去来人过了的也都就还很好不没想能会得事次年天个着开始什么见看听知道意")


def hooks(reading: Reading, claims: Iterable[Claim]) -> frozenset[str]:
    """What another statement may hang on: whose whereabouts, what measure, which act."""
    found: set[str] = set()
    for claim in claims:
        if claim.kind in {"present", "place"}:
            found.update(f"where:{who}" for who in claim.subject)
        elif claim.kind == "quantity" and claim.explicit:
            found.add(f"measure:{claim.key}")
        elif claim.kind in {"clock", "day"} and claim.explicit:
            found.add("measure:time")
        elif claim.kind in {"order", "actor"} and claim.explicit:
            found.add(f"deed:{claim.kind}")
            found.update(f"doer:{who}" for who in claim.people)
        elif claim.kind in {"which", "object"} and claim.explicit:
            found.add("which")
        elif claim.kind == "state":
            found.add(f"state:{claim.key}")
    lead = reading.clauses[0].text if reading.clauses else ""
    for match in _ACT.finditer(reading.question + "，" + lead):
        act = next(g for g in match.groups() if g)
        if act not in _NO_ACT:
            found.add(f"act:{act}")
    return frozenset(found)


def signs(
    a: Reading,
    b: Reading,
    alike: tuple[float, float, float],
    rank: tuple[float, float],
    shared_hooks: Mapping[str, float],
) -> dict[str, float]:
    """What the model sees of a pair: named numbers between about 0 and 1."""
    (whole, asked, cross), (rank_there, mutual) = alike, rank
    same_kind = sum(k in a.asks and k in b.asks for k in _KINDS)
    differ = sum((k in a.asks) != (k in b.asks) for k in _KINDS)
    shared = a.topic & b.topic
    return {
        "one": 1.0,
        "whole": math.sqrt(whole),
        "asked": math.sqrt(asked),
        "cross": cross,
        "rank": rank_there,
        "mutual": mutual,
        "first": float(rank_there > 0.999 and mutual > 0.999),
        "both": rank_there * mutual,
        "both_whole": rank_there * mutual * math.sqrt(whole),
        "concept": min(2, sum(w.startswith("C:") for w in shared)) / 2,
        "synonym": min(3, sum(w.startswith("S:") for w in shared)) / 3,
        "same_kind": min(2, same_kind) / 2,
        "differ": min(2, differ) / 2,
        "hook_act": min(2, sum(h.startswith("act:") for h in shared_hooks)) / 2,
        "hook_where": float(any(h.startswith("where:") and h != "where:*" for h in shared_hooks)),
        "hook_thing": float("where:*" in shared_hooks),
        "hook_measure": float(any(h.startswith("measure:") for h in shared_hooks)),
        "hook_deed": float(any(h.startswith("deed:") for h in shared_hooks)),
        "hook_doer": float(any(h.startswith("doer:") for h in shared_hooks)),
        "hook_which": float("which" in shared_hooks),
        "hook_state": min(2, sum(h.startswith("state:") for h in shared_hooks)) / 2,
        "hook_whole": math.sqrt(whole) * min(1.0, len(shared_hooks) / 2),
        "sole_measure": max((v for h, v in shared_hooks.items() if h.startswith("measure:")), default=0.0),
        "sole_where": max((v for h, v in shared_hooks.items() if h.startswith("where:")), default=0.0),
        "sole_other": max(
            (v for h, v in shared_hooks.items() if not h.startswith(("measure:", "where:"))), default=0.0
        ),
        "yesno": float("yesno" in a.asks and "yesno" in b.asks),
    }


def nearness(seen: Mapping[str, float], model: Mapping[str, float] | None = None) -> float:
    """The probability that the pair is about one question of fact."""
    known = _model() if model is None else model
    total = sum(known.get(name, 0.0) * value for name, value in seen.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
