"""Claims about facts: affirmed or denied, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from anjian.testimony import lexicon
from anjian.testimony.claiming import make, said_of
from anjian.testimony.lexicon import Hit
from anjian.testimony.model import Claim, Event
from anjian.testimony.numbers import quantities
from anjian.testimony.reading import DOUBLE, Clause, Reading, negated
from anjian.testimony.times import clocks, days

# words whose hit in a question says nothing about the fact asked for
_FRAME_CONCEPTS = {"know"}


def polar_claims(reading: Reading) -> Iterator[Claim]:
    """Facts affirmed or denied: short answers take their fact from the question."""
    if not reading.clauses:
        return
    first = reading.clauses[0]
    asked = [h for h in lexicon.hits(reading.question) if not _WHEN_ONLY.match(reading.question[h.end :])]
    if "yesno" in reading.asks and reading.head in {"yes", "no"}:
        base_sign = 1 if reading.head == "yes" else -1
        if reading.negative_question and re.match("是|对|嗯", first.text):
            base_sign = -1
        subject = said_of(reading, reading.question, 0, question=True)
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
    yield from _presupposed(reading, asked)
    for index, clause in enumerate(reading.clauses):
        if clause.source in {"unknown", "conditional"}:
            continue
        yield from _clause_polar(reading, clause, reading.clause_topics[index])


# 停炉后加水没有: the concept only says when, it is not what is asked
_WHEN_ONLY = re.compile(r"(?:了|完|好)?(?:以后|之后|后|以前|之前|前|的时候|时(?!间|长))(?!面|头|来)[^？]{2}")
_NEVER = re.compile(r"[^，。]{0,6}(?:没有?人|没(?!多)|从没|从来没|谁也没|不(?!到|知|少|止|超|过))|哪有|哪来")
# 我没安排 answers "who" for the speaker alone; that it was not done at all says only who names nobody
_NOBODY = re.compile(r"[^，。]{0,6}(?:没有?人|没谁|谁也没|谁都没|哪有|哪来)")
_VALUE_ASKED = frozenset({"when", "who", "howmany", "howlong", "where"})


def _gives(reading: Reading) -> bool:
    """Whether the answer holds a value of the kind asked for; only then does it grant the question's fact."""
    answer = reading.answer
    return (
        ("who" in reading.asks and (bool(reading.answer_people) or "我" in answer or "自己" in answer))
        or (
            bool(reading.asks & {"when", "howlong"})
            and bool(clocks(answer) or re.search(r"[天月年号日]|时候|分钟", answer))
        )
        or ("howmany" in reading.asks and bool(quantities(answer) or re.search("[几多]", answer)))
        or "where" in reading.asks
    )


def _presupposed(reading: Reading, asked: list[Hit]) -> Iterator[Claim]:
    """Who tells when, by whom or how often a thing was done says that it was done (几点测的？八点测的)."""
    first = reading.clauses[0]
    if not reading.asks & _VALUE_ASKED or "yesno" in reading.asks or first.source != "fact":
        return
    none = bool((_NOBODY if "who" in reading.asks else _NEVER).match(first.text))
    if not none and (_NEVER.match(first.text) or not _gives(reading)):
        return
    for hit in _unique([h for h in asked if h.concept.id not in _FRAME_CONCEPTS]):
        sign = -hit.sign if none else hit.sign
        yield make(
            reading,
            first,
            (first.start, first.end),
            "polar",
            "presupposed",
            key=hit.concept.id,
            slot=hit.concept.slot,
            value="有" if sign > 0 else "没有",
            polarity=sign,
            topic=reading.question_topic | reading.clause_topics[0],
            explicit=False,
            label=hit.concept.label,
            event=reading.question_event,
            focus=0.8 * _focus(reading.question, hit),
            object=(reading.question_topic | reading.clause_topics[0]) - {"C:" + hit.concept.id},
        )
    yield make(
        reading,
        first,
        (first.start, first.end),
        "polar",
        "presupposed",
        key="",
        slot="yesno",
        value="否" if none else "是",
        polarity=-1 if none else 1,
        topic=reading.question_topic,
        explicit=False,
        event=reading.question_event,
    )


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
    subject = said_of(reading, text, base, question=False)
    about = (
        words | reading.question_topic
        if clause is reading.clauses[0]
        else words | frozenset(w for w in reading.question_topic if w.startswith(("C:", "I:")))
    )
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


def _object_words(reading: Reading, words: frozenset[str], hit: Hit) -> frozenset[str]:
    """What the concept is said of: the clause if it names a thing, else the question."""
    own = words - {"C:" + hit.concept.id} - frozenset(hit.concept.id)
    return own if sum(len(w) >= 2 for w in own) >= 2 else own | reading.question_topic


# 总有个把月没清了, 干了快一个月, 三年前: so long ago, reckoned back from the accident
_AGO_SAID = re.compile("没[^，。]{1,5}了|(?:以|之)?前(?:[^，。]{0,4})?$")
_SINCE_ASKED = re.compile("来了|干了|来|工作了|上班|进厂|入职|没[^，。]{1,4}了|多久以前")


def _ago(reading: Reading, clause: Clause, incident: date | None) -> tuple[date, date, int, int] | None:
    """The days a length of time reaches back to, when the clause or the question reckons back."""
    if incident is None or not (
        _AGO_SAID.search(clause.text) or ("howlong" in reading.asks and _SINCE_ASKED.search(reading.question))
    ):
        return None
    for found in quantities(clause.text):
        if found.dim == "min" and found.lo >= 2 * 1440 and found.hi < 30 * 525600:
            low, high = int(found.lo / 1440 * 0.75) - 1, int(found.hi / 1440 * 1.3) + 1
            return incident - timedelta(days=high), incident - timedelta(days=low), found.start, found.end
    return None


def time_claims(reading: Reading, incident: date | None) -> Iterator[Claim]:
    """Clock times and days, tied to the thing that happened then."""
    wanted = "when" in reading.asks or (
        "howlong" in reading.asks and bool(_SINCE_ASKED.search(reading.question))
    )
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
        if (ago := _ago(reading, clause, incident)) and not days(clause.text, incident):
            first, last, start, end = ago
            yield make(
                reading,
                clause,
                (clause.start + start, clause.start + end),
                "day",
                "ago",
                key="day",
                slot="time",
                value=clause.text[start:end],
                lo=float(first.toordinal()),
                hi=float(last.toordinal()),
                topic=words | reading.question_topic,
                explicit=bool(reading.asks & {"when", "howlong"}),
                closed=False,
            )
