"""Claims about the order of steps and about what kind of thing it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from anjian.testimony.claiming import make
from anjian.testimony.datafile import load
from anjian.testimony.lexicon import topic
from anjian.testimony.model import Claim
from anjian.testimony.persons import Cast
from anjian.testimony.reading import Reading, negated

_FIRST_THEN = re.compile(
    r"先(?P<a>[^，。先再才然]{1,10})[，]?(?:[^，。]{0,10}，)?(?:再|后|然后|才|接着)(?P<b>[^，。；]{1,12})"
)
_ONLY_THEN = re.compile(
    r"(?P<a>[^，。；]{1,12})(?:了|好了|完了?|都开了)?[，]?(?:以后|之后|后)?(?:[^，。]{0,4})才(?:想起来?|去|开始)?(?P<b>[^，。；]{1,12})"
)
_BEFORE = re.compile(
    r"(?P<b>[^，。；]{1,10})(?:之前|以前|前)[，]?(?:就)?(?:已经)?(?P<a>[^，。；]{1,10})(?:了|好|完)"
)
_NOT_YET = re.compile(r"(?:没|未)(?P<b>[^，。；]{1,6})就(?P<a>[^，。；]{1,8})")


def sequence_claims(reading: Reading, cast: Cast) -> Iterator[Claim]:
    """Ordered pairs: 先接地再接管, 泵都开了才想起来接地."""
    for sentence in re.finditer(r"[^。；！？]+", reading.answer):
        text = sentence[0]
        for pattern, rule in ((_FIRST_THEN, "first-then"), (_ONLY_THEN, "only-then"), (_NOT_YET, "not-yet")):
            match = pattern.search(text)
            if not match:
                continue
            early, late = topic(cast.mask(match["a"])), topic(cast.mask(match["b"]))
            if not early or not late:
                continue
            at = sentence.start()
            clause = next(
                (c for c in reading.clauses if c.start <= at + match.start() < c.end), reading.clauses[0]
            )
            if clause.source in {"norm", "conditional", "plan", "unknown"}:
                continue
            yield make(
                reading,
                clause,
                (at + match.start(), at + match.end()),
                "sequence",
                rule,
                key="sequence",
                slot="sequence",
                value=f"先{match['a']}，后{match['b']}",
                topic=early,
                object=late,
                polarity=1,
            )
            break


_WHAT = re.compile(
    r"什么(?!时|位|人|地|原因|征兆|安排|情况)|哪种|哪个罐|几号|什么样|哪一?[个种台类]|等级|型号|状态"
)


def object_claims(reading: Reading, cast: Cast) -> Iterator[Claim]:
    """What kind of thing was named when the question asked for a kind."""
    if not reading.clauses or not _WHAT.search(reading.question) or reading.asks & {"why", "norm"}:
        return
    first = reading.clauses[0]
    if first.source in {"unknown", "norm"} or len(first.text) > 16:
        return
    yield make(
        reading,
        first,
        (first.start, first.end),
        "object",
        "what",
        key="object",
        slot="object",
        value=first.text.strip(),
        topic=reading.question_topic,
        object=topic(cast.mask(first.text)) - reading.question_topic,
        polarity=1,
    )


@lru_cache(maxsize=1)
def _axes() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((name, re.compile(yes), re.compile(no)) for name, yes, no in load("states.json")["axes"])


def state_claims(reading: Reading) -> Iterator[Claim]:
    """In what state a thing was, on axes of opposite states (灯亮 ↔ 黑, 联锁投着 ↔ 切的)."""
    if reading.asks & {"howmany", "who", "when", "where", "howlong"}:
        return
    for clause, words in zip(reading.clauses[:3], reading.clause_topics, strict=False):
        if clause.source in {"unknown", "conditional", "norm", "plan"}:
            continue
        for axis, yes, no in _axes():
            denied, affirmed = no.search(clause.text), yes.search(clause.text)
            if not denied and not affirmed:
                continue
            sign = -1 if denied else 1
            match = denied or affirmed
            if sign > 0 and match and negated(clause.text, match.start(), match.end()):
                sign = -1
            first = clause is reading.clauses[0]
            yield make(
                reading,
                clause,
                (clause.start, clause.end),
                "state",
                "axis",
                key=axis,
                slot="yesno",
                value=match[0] if match else "",
                polarity=sign,
                topic=reading.question_topic | words,
                explicit=first,
            )
