"""Claims about facts: affirmed or denied, how many, when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjian.testimony import lexicon
from anjian.testimony.claiming import make, pronoun
from anjian.testimony.lexicon import Hit
from anjian.testimony.model import Claim, Event
from anjian.testimony.numbers import quantities
from anjian.testimony.reading import DOUBLE, Clause, Reading, negated
from anjian.testimony.times import clocks, days

# words whose hit in a question says nothing about the fact asked for
_FRAME_CONCEPTS = {"know"}


def _subject(reading: Reading, text: str, base: int, *, question: bool) -> frozenset[str]:
    """Whose doing the fact is, when it is said."""
    me = reading.statement.pid
    people = (
        reading.question_people
        if question
        else tuple(m for m in reading.answer_people if base <= m.start < base + len(text))
    )
    if people:
        return frozenset(m.who for m in people if not m.who.startswith("g:"))
    if not question and re.search("[他她](?!们)", text) and (who := pronoun(reading, base)):
        return frozenset({who})
    if question:
        return frozenset({me}) if re.search("你(?!们)", text) else frozenset()
    if re.search("我(?!们)", text):
        return frozenset({me})
    return frozenset()


def polar_claims(reading: Reading) -> Iterator[Claim]:
    """Facts affirmed or denied: short answers take their fact from the question."""
    if not reading.clauses:
        return
    first = reading.clauses[0]
    asked = list(lexicon.hits(reading.question))
    if "yesno" in reading.asks and reading.head in {"yes", "no"}:
        base_sign = 1 if reading.head == "yes" else -1
        if reading.negative_question and re.match("是|对|嗯", first.text):
            base_sign = -1
        subject = _subject(reading, reading.question, 0, question=True)
        words = reading.question_topic | reading.clause_topics[0]
        source = first.source if first.source in {"heard", "norm", "assumed", "record"} else "fact"
        chosen = [h for h in asked if h.concept.id not in _FRAME_CONCEPTS] or asked
        if meta := [h for h in chosen if h.concept.id in _META]:
            chosen = meta + [h for h in chosen if h.concept.id not in _META]
        for hit in _unique(chosen):
            sign = base_sign * hit.sign
            if hit.sign < 0 and re.search(r"(没|不)", hit.concept.id):
                sign = base_sign
            yield make(
                reading,
                first,
                (first.start, first.end),
                "polar",
                "short",
                key=hit.concept.id,
                slot=hit.concept.slot,
                value="有" if sign > 0 else "没有",
                polarity=sign,
                subject=subject,
                topic=words,
                source=source,
                label=hit.concept.label,
                event=reading.question_event,
                focus=_focus(reading.question, hit),
                object=(reading.question_topic | reading.clause_topics[0]) - {"C:" + hit.concept.id},
            )
        yield make(
            reading,
            first,
            (first.start, first.end),
            "polar",
            "short",
            key="",
            slot="yesno",
            value="是" if base_sign > 0 else "否",
            polarity=base_sign,
            subject=subject,
            topic=reading.question_topic,
            source=source,
            event=reading.question_event,
        )
    for index, clause in enumerate(reading.clauses):
        if clause.source in {"unknown", "conditional"}:
            continue
        yield from _clause_polar(reading, clause, reading.clause_topics[index])


_TAIL = re.compile(r"[了过着的吗呢没有？。，吧呀啊么]|情况|怎么样|如何")
_MARKER = re.compile(r"(有没有|有无|是否|是不是|谁|没有人|人)[^，。]{0,4}$")


# asked whether it was checked, reported, known or allowed, not whether it was so
_META = {"inspect", "know", "report", "receive", "warn", "complain", "accept", "forbid", "rush", "handover"}
_META_VERB = re.compile(
    "检查|审核|反映|报告|汇报|提醒|知道|清楚|晓得|收到|接到|同意|允许|看见|看到|见过|听到|听见|听说|注意|叫|让|派|安排|指使|要求|通知|举报|交代"
)


def _focus(text: str, hit: Hit) -> float:
    """1 when the question is about this concept, less when it only names a thing by it."""
    if hit.concept.id not in _META and _META_VERB.search(text):
        return 0.55
    tail = _TAIL.sub("", text[hit.end :])
    if len(tail) <= 2 or (len(tail) <= 6 and _MARKER.search(text[: hit.start])):
        return 1.0
    rest = text[hit.end :]
    if re.match(r"[^，。？]{0,3}(是(?!不是)|在哪|放在|归谁)", rest) or re.match("的(?!吗|？|时候)", rest):
        return 0.5
    return 0.85 if len(tail) <= 4 else 0.7


def _unique(found: list[Hit]) -> list[Hit]:
    kept: dict[str, Hit] = {}
    for hit in found:
        kept.setdefault(hit.concept.id, hit)
    return list(kept.values())


def _clause_polar(reading: Reading, clause: Clause, words: frozenset[str]) -> Iterator[Claim]:
    text, base = clause.text, clause.start
    subject = _subject(reading, text, base, question=False)
    about = words | frozenset(w for w in reading.question_topic if w.startswith(("C:", "I:")))
    for hit in _unique(list(lexicon.hits(text))):
        own_no = hit.sign < 0 and text[hit.start] in "没不无未"
        sign = -hit.sign if negated(text, hit.start, hit.end) and not own_no else hit.sign
        yield make(
            reading,
            clause,
            (base, clause.end),
            "polar",
            "clause",
            key=hit.concept.id,
            slot=hit.concept.slot,
            value="有" if sign > 0 else "没有",
            polarity=sign,
            subject=subject,
            topic=words | reading.question_topic,
            explicit=False,
            label=hit.concept.label,
            object=_object_words(reading, words, hit),
            focus=0.7 if re.match("的[一-鿿]", text[hit.end :]) else 1.0,
        )
    sign = -1 if re.search(r"没|未|不(?!同|过|久|仅|少|管|错)|无", text) and not DOUBLE.search(text) else 1
    value_asked = bool(reading.asks & {"howmany", "when", "who", "where", "howlong"})
    if len(text) >= 3 and (sign < 0 or not value_asked):
        yield make(
            reading,
            clause,
            (base, clause.end),
            "polar",
            "open",
            key="",
            slot="yesno",
            value=text,
            polarity=sign,
            subject=subject,
            topic=about,
            explicit=False,
        )


_RATE = re.compile(
    "每(?!次|天都)|速度|速率|单价|间距|一[瓶桶箱吨个只平榀排][^，。]{0,2}(多少|几)|多少钱一|平均"
)
_MONEY = re.compile("钱|单价|价|工资|费|租|款|奖|罚")


def _object_words(reading: Reading, words: frozenset[str], hit: Hit) -> frozenset[str]:
    """What the concept is said of: the clause if it names a thing, else the question."""
    own = words - {"C:" + hit.concept.id} - frozenset(hit.concept.id)
    return own if sum(len(w) >= 2 for w in own) >= 2 else own | reading.question_topic


_INCLUDE_ME = re.compile(r"(连|加|算上|包括)(上)?我|除了我")


def quantity_claims(reading: Reading) -> Iterator[Claim]:
    """Every number with a unit; the question tells what is counted."""
    me = reading.statement.pid
    wanted = bool(reading.asks & {"howmany", "howlong"})
    answered = False
    for index, clause in enumerate(reading.clauses):
        if clause.source in {"unknown", "conditional"}:
            continue
        for number, quantity in enumerate(quantities(clause.text)):
            dim = quantity.dim or ("yuan" if _MONEY.search(reading.question) else "")
            if not dim and not wanted:
                continue
            direct = wanted and index <= 1 and number == 0 and not answered
            answered = answered or direct
            low, high = quantity.lo, quantity.hi
            if "除了我" in clause.text:
                high += 1
            slot = (
                "amount"
                if dim
                in {"m", "kg", "L", "yuan", "degree", "%", "ppm", "m2", "volt", "mpa", "lesson", "rpm", "kmh"}
                else "count"
            )
            if quantity.dim == "min":
                slot = "time"
            if quantity.unit in {"箱", "瓶", "桶", "袋"}:
                slot = "amount"
            yield make(
                reading,
                clause,
                (clause.start + quantity.start, clause.start + quantity.end),
                "quantity",
                "asked" if direct else "said",
                key=dim or "item",
                slot=slot,
                value=clause.text[quantity.start : quantity.end].strip(),
                lo=low,
                hi=high,
                unit=quantity.unit,
                polarity=1,
                topic=reading.question_topic | (reading.clause_topics[index] if not direct else frozenset()),
                explicit=direct,
                closed=not quantity.approx,
                label="rate" if _RATE.search(clause.text + reading.question) else "",
                subject=frozenset({me} if _INCLUDE_ME.search(clause.text) else ()),
            )
    for clause, words in zip(reading.clauses, reading.clause_topics, strict=True):
        if clause.source == "fact" and re.search(r"(一|半)[次回个台只名][也都]?没", clause.text):
            yield make(
                reading,
                clause,
                (clause.start, clause.end),
                "quantity",
                "none",
                key="any",
                slot="count",
                value="没有",
                lo=0,
                hi=0,
                topic=reading.question_topic | words,
                explicit="howmany" in reading.asks,
            )
    if (
        "howmany" in reading.asks
        and reading.clauses
        and reading.clauses[0].source != "unknown"
        and re.match(
            r"没有(?=，|$)|(?:今年|一直|从来)?(?:一|半)?[次回个台条]?[也都]?没(?:有|搞|办|发|给|查|练)[^，。]{0,4}$",
            reading.clauses[0].text,
        )
    ):
        first = reading.clauses[0]
        yield make(
            reading,
            first,
            (first.start, first.end),
            "quantity",
            "none",
            key="any",
            slot="count",
            value="没有",
            lo=0,
            hi=0,
            topic=reading.question_topic,
            explicit=True,
        )


def time_claims(reading: Reading, incident: date | None) -> Iterator[Claim]:
    """Clock times and days, tied to the thing that happened then."""
    wanted = "when" in reading.asks
    for index, clause in enumerate(reading.clauses):
        if clause.source in {"unknown", "conditional", "norm"}:
            continue
        direct = wanted and index <= 1
        words = (
            reading.question_topic
            if direct
            else reading.clause_topics[index] | (reading.question_topic if wanted else frozenset())
        )
        for clock in clocks(clause.text)[:1]:
            yield make(
                reading,
                clause,
                (clause.start + clock.start, clause.start + clock.end),
                "clock",
                "asked" if direct else "said",
                key="clock",
                slot="time",
                value=clause.text[clock.start : clock.end].strip("，的 "),
                topic=words,
                explicit=direct,
                unit=repr(clock.readings),
                closed=clock.exact,
            )
        for day in days(clause.text, incident)[:1]:
            event = Event(
                other=clause.event.other,
                routine=clause.event.routine,
                phase=clause.event.phase,
                instances=clause.event.instances,
            )
            yield make(
                reading,
                clause,
                (clause.start + day.start, clause.start + day.end),
                "day",
                "asked" if direct else "said",
                key="day",
                slot="time",
                value=clause.text[day.start : day.end],
                lo=float(day.first.toordinal()),
                hi=float(day.last.toordinal()),
                topic=words,
                explicit=direct,
                event=event,
            )
