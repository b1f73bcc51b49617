"""What one answer speaks of: the question of fact it was asked for, and what it says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from anjian.testimony import lexicon
from anjian.testimony.claims_orders import ORDER_VERB
from anjian.testimony.lexicon import Concept
from anjian.testimony.model import Claim, Event, Slot, Span, Statement
from anjian.testimony.reading import Reading

Family = Literal["order", "actor", "present", "place", "time", "number", "sequence", "kind", "fact"]
Stance = Literal["says", "unknown", "silent"]

FAMILY_OF: dict[str, Family] = {
    "order": "order",
    "actor": "actor",
    "present": "present",
    "place": "place",
    "clock": "time",
    "day": "time",
    "quantity": "number",
    "sequence": "sequence",
    "object": "kind",
    "which": "kind",
    "state": "fact",
    "polar": "fact",
}
FAMILY_OF_SLOT: dict[Slot, Family] = {
    "order_by": "order",
    "actor": "actor",
    "present": "present",
    "place": "place",
    "time": "time",
    "amount": "number",
    "count": "number",
    "sequence": "sequence",
    "object": "kind",
    "cert": "fact",
    "yesno": "fact",
}
THING = "*"

_ORDER_Q = re.compile(
    rf"谁[^，。？]{{0,4}}(?:{ORDER_VERB})|(?:{ORDER_VERB})[^，。？]{{0,6}}谁"
    rf"|你们?(?:有没有|是否|是不是|有)?(?:{ORDER_VERB})(?:过|了)?(?:他|她|人|谁|[一-鿿]{{2,3}})|怎么安排"
)
_SIGNED = re.compile("签|打电话|通知")
_PRESENT_Q = re.compile(
    r"在不在|在场|在现场|到场|到过|去过|来过|来没来|来了没|来了吗|露面|在岗|到位|到现场|离开|守着|在跟前"
)
_SEEN = re.compile("你.{0,4}(?:见|看|碰)")
_SILENT = re.compile(
    r"^[（(【\[]?(?:[一-鿿]{0,3}(?:沉默|不语|不说话|不回答|未回答|不作声|没有回答|低头)|无言)"
    r"|(?:不愿|不想|拒绝)(?:意)?(?:回答|说)|无可奉告|没什么(?:好|可)说"
)
# concepts that ask for knowing or telling, not for the thing itself
_FRAMES = frozenset({"know", "report", "receive", "warn", "produce"})


@dataclass(frozen=True, slots=True)
class Point:
    """One person's stand on one question of fact, with the stretch of the answer that shows it.

    ``asked``: the question asked for it; otherwise it was said by the way. ``key`` names the fact
    within its family: a concept, the person a presence is about, or nothing. ``order`` is the
    place of the statement in the order of arrival.
    """

    sid: str
    pid: str
    order: int
    family: Family
    key: str
    asked: bool
    stance: Stance
    span: Span
    claims: tuple[Claim, ...]
    topic: frozenset[str]
    event: Event


@dataclass(frozen=True, slots=True)
class Heard:
    """A statement as the board keeps it: its reading, its claims, the point it was asked for."""

    statement: Statement
    order: int
    reading: Reading
    claims: tuple[Claim, ...]
    point: Point | None


def hear(statement: Statement, order: int, reading: Reading, claims: tuple[Claim, ...]) -> Heard:
    """Read a statement for the board; formal questions (rights, identity, closing) have no point."""
    if reading.boilerplate or not reading.clauses:
        return Heard(statement, order, reading, claims, None)
    family, key = matter(reading)
    mine = tuple(c for c in claims if fits(c, family, key))
    stance = _stance(reading, mine, family)
    if stance != "says":
        mine = ()
    shown = next((c for c in mine if c.explicit), mine[0] if mine else None)
    first = reading.clauses[0]
    point = Point(
        sid=statement.sid,
        pid=statement.pid,
        order=order,
        family=family,
        key=key,
        asked=True,
        stance=stance,
        span=trimmed(statement.answer, shown.span if shown else (first.start, first.end)),
        claims=mine,
        topic=about(reading.question_topic, family),
        event=reading.question_event,
    )
    return Heard(statement, order, reading, claims, point)


def volunteered(heard: Heard, family: Family, key: str, claims: Iterable[Claim]) -> Point:
    """What an answer says by the way on a question of fact that it was not asked for."""
    kept = tuple(claims)
    return Point(
        sid=heard.statement.sid,
        pid=heard.statement.pid,
        order=heard.order,
        family=family,
        key=key,
        asked=False,
        stance="says",
        span=trimmed(heard.statement.answer, kept[0].span),
        claims=kept,
        topic=about(kept[0].topic, family),
        event=kept[0].event,
    )


# words that only say what kind of fact is asked for; two such questions need not be about one thing
_KIND_WORDS: dict[Family, str] = {
    "order": "谁安排的，谁派的，谁让你们去的，谁叫，谁指挥，是你安排的吗，指使，同意，批准",
    "actor": "谁，是谁，谁干的，什么人，谁负责",
    "time": "几点，什么时候，什么时间，几号，哪天，时间，何时，当天，当时",
    "number": "多少，几个，几个人，多少人，多大，多久，多长时间，人数，数量",
    "place": "在哪，哪里，什么位置，位置，什么地方",
}


@lru_cache(maxsize=16)
def _kind_words(family: Family) -> frozenset[str]:
    words = {w for part in _KIND_WORDS.get(family, "").split("，") for w in lexicon.topic(part)}
    return frozenset(w for w in words if w.startswith("S:") or (len(w) > 1 and ":" not in w))


def about(words: frozenset[str], family: Family) -> frozenset[str]:
    """What a question is about, without the words that only say what kind of fact it asks for."""
    return (words - _kind_words(family)) or words


def matter(reading: Reading) -> tuple[Family, str]:
    """What a question asks for, read from the question alone: the answer must not move it."""
    question, asks = reading.question, reading.asks
    named = [m.who for m in reading.question_people]
    who = reading.statement.pid if re.search("你(?!们)", question) else (named[-1] if named else "")
    if _ORDER_Q.search(question) and not _SIGNED.search(question):
        return "order", ""
    if "where" in asks:
        return "place", who or THING
    if (
        who
        and "yesno" in asks
        and not asks & {"when", "howmany", "who"}
        and _PRESENT_Q.search(question)
        and not (_SEEN.search(question) and not named)
    ):
        return "present", named[-1] if named and _SEEN.search(question) else who
    if "when" in asks:
        return "time", ""
    if asks & {"howmany", "howlong"}:
        return "number", ""
    if "who" in asks:
        return "actor", ""
    concept = main_concept(question)
    return "fact", concept.id if concept else ""


@lru_cache(maxsize=8192)
def main_concept(text: str) -> Concept | None:
    """The concept a question is about: the last one that is not only a frame (知道, 检查过)."""
    found = [h.concept for h in lexicon.hits(text)]
    telling = [c for c in found if c.id not in _FRAMES]
    special = [c for c in telling if not c.generic]
    chosen = special or telling or found
    return chosen[-1] if chosen else None


def fits(claim: Claim, family: Family, key: str) -> bool:
    """Whether a claim speaks of this question of fact."""
    if FAMILY_OF.get(claim.kind) != family:
        return False
    if family in {"present", "place"}:
        return key in claim.subject
    if family == "fact" and claim.kind == "polar":
        return claim.key == key or (not claim.key and claim.explicit)
    return True


def _stance(reading: Reading, mine: tuple[Claim, ...], family: Family) -> Stance:
    if _SILENT.search(reading.answer):
        return "silent"
    if any(c.explicit for c in mine):
        return "says"
    if reading.head == "unknown" or all(c.source == "unknown" for c in reading.clauses):
        return "says" if family in {"number", "time"} and mine else "unknown"
    lead = reading.clauses[0]
    if lead.source == "unknown" and not mine:
        return "unknown"
    return "says"


def trimmed(answer: str, span: Span) -> Span:
    """The span without marks at its ends, inside the answer."""
    start, end = max(0, span[0]), min(len(answer), span[1])
    while start < end and answer[start] in " 　，。、；！":
        start += 1
    while end > start and answer[end - 1] in " 　，。、；！":
        end -= 1
    return start, end
