"""The signed record against what a machine heard on the recording: who, when, where, how many, whether.

A person who typed for hours writes a wrong hour or leaves a name out; the recording has it. This lists such
places for a human to listen to. It never changes a record and never says which side is right: a machine that
hears is wrong more often than a person who types.

1. each heard utterance belongs to the answer being taken down when it was spoken (typing follows speech);
2. the telling items of both are read out (persons, times and days, quantities, places, affirmed or denied);
3. an item that the other side has, there or at the neighbouring answers, is agreed; same-sounding names are
   the same name, because engines know sounds and not characters;
4. what is left is paired by kind, or listed as said by one side only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from anjian.kit.text import pinyin_key
from anjian.testimony.lexicon import hits, instances
from anjian.testimony.model import Span
from anjian.testimony.normalise import normalise
from anjian.testimony.numbers import quantities
from anjian.testimony.persons import Cast
from anjian.testimony.reading import negated
from anjian.testimony.times import ClockTime, DaySpan, clock_gap, clocks, days

Kind = Literal["who", "when", "where", "how_many", "whether"]
KIND_LABELS: dict[Kind, str] = {
    "who": "何人",
    "when": "何时",
    "where": "何处",
    "how_many": "多少",
    "whether": "有无",
}
_RUN = 25
LATE_MS = 2_000
"""How long after an answer was committed its last words may still be counted to it (clocks, engines)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer as signed, and when it was taken down (ms of the session)."""

    no: int
    question: str
    answer: str
    begin_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a machine heard on one channel: `person` is true on the channel of the person questioned."""

    begin_ms: int
    end_ms: int
    text: str
    person: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """A place to listen to: the words of the record, the words heard, and the moment (ms of the session).

    One of `recorded` and `heard` is empty when only the other side has the item. `span` are offsets of
    `recorded` in the answer.
    """

    no: int
    kind: Kind
    recorded: str
    heard: str
    at_ms: int
    because: str
    span: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class _Item:
    kind: Kind
    text: str
    span: Span
    same: Callable[[_Item], bool]
    value: object = None
    family: str = ""
    at_ms: int = 0


def differences(
    answers: Sequence[Answer], heard: Iterable[Utterance], cast: Cast, incident: date | None
) -> tuple[Difference, ...]:
    """Return every difference, in the order of the record; nothing for answers with nothing heard."""
    taken = sorted(answers, key=lambda a: a.end_ms)
    spoken: dict[int, list[Utterance]] = {a.no: [] for a in taken}
    for utterance in sorted(heard, key=lambda u: (u.begin_ms, u.end_ms)):
        middle = (utterance.begin_ms + utterance.end_ms) // 2
        home = next((a for a in taken if middle <= a.end_ms + LATE_MS), None)
        if home is not None:
            spoken[home.no].append(utterance)
    found: list[Difference] = []
    for place, answer in enumerate(taken):
        if not any(u.person for u in spoken[answer.no]):
            continue
        near = taken[max(0, place - 1) : place + 2]
        found += _of_answer(
            answer,
            spoken[answer.no],
            all_heard="。".join(u.text for a in near for u in spoken[a.no]),
            all_recorded="。".join(f"{a.question}。{a.answer}" for a in near),
            cast=cast,
            incident=incident,
        )
    return tuple(sorted(found, key=lambda d: (d.no, d.at_ms)))


def _of_answer(
    answer: Answer,
    spoken: list[Utterance],
    *,
    all_heard: str,
    all_recorded: str,
    cast: Cast,
    incident: date | None,
) -> list[Difference]:
    recorded = _items(answer.answer, cast, incident, answer.begin_ms)
    said = [i for u in spoken if u.person for i in _items(u.text, cast, incident, u.begin_ms)]
    known_heard = _items(all_heard, cast, incident, 0)
    known_recorded = _items(all_recorded, cast, incident, 0)
    sounds = _sound(all_heard)
    only_recorded = [
        i
        for i in recorded
        if not any(i.same(other) for other in known_heard)
        and not (i.kind == "who" and _sound(i.text) in sounds)
    ]
    sounds = _sound(all_recorded)
    only_said = [
        i
        for i in said
        if not any(i.same(other) for other in known_recorded)
        and not (i.kind == "who" and _sound(i.text) in sounds)
    ]
    return _paired(answer, only_recorded, only_said, moment=spoken[0].begin_ms)


def _paired(answer: Answer, left: list[_Item], right: list[_Item], *, moment: int) -> list[Difference]:
    out: list[Difference] = []
    for item in left:
        match = next((o for o in right if o.kind == item.kind and o.family == item.family), None)
        if match is not None:
            right.remove(match)
            why = f"{KIND_LABELS[item.kind]}：笔录记为“{item.text}”，录音听到“{match.text}”"
            out.append(Difference(answer.no, item.kind, item.text, match.text, match.at_ms, why, item.span))
        elif item.kind in {"who", "when", "how_many"}:
            why = f"{KIND_LABELS[item.kind]}：笔录记有“{item.text}”，这一问前后的录音中没有听到"
            out.append(Difference(answer.no, item.kind, item.text, "", moment, why, item.span))
    for item in right:
        if item.kind in {"who", "when", "how_many"}:
            why = f"{KIND_LABELS[item.kind]}：录音听到“{item.text}”，这一问前后的笔录没有记"
            out.append(Difference(answer.no, item.kind, "", item.text, item.at_ms, why))
    return out


def _items(text: str, cast: Cast, incident: date | None, at_ms: int) -> list[_Item]:
    clean = normalise(text)
    found = [*_people(clean, cast), *_times(clean, incident), *_places(clean), *_facts(clean)]
    times = [i.span for i in found if i.kind == "when"]
    found += [i for i in _amounts(clean) if not any(s < i.span[1] and i.span[0] < e for s, e in times)]
    out = []
    for item in sorted(found, key=lambda i: i.span):
        start, end = _clause(clean, *item.span) if item.kind == "whether" else item.span
        out.append(_Item(item.kind, text[start:end], (start, end), item.same, item.value, item.family, at_ms))
    return out


def _clause(text: str, start: int, end: int) -> Span:
    # that a thing was or was not is said by the words around it
    stops = "，。；！？,;!?"
    while start > 0 and text[start - 1] not in stops:
        start -= 1
    while end < len(text) and text[end] not in stops:
        end += 1
    return start, end


def _equal(kind: Kind, value: object) -> Callable[[_Item], bool]:
    return lambda other: other.kind == kind and other.value == value


def _people(text: str, cast: Cast) -> list[_Item]:
    found = []
    for mention in cast.mentions(text):
        if mention.known:
            same = _equal("who", mention.who)
            found.append(_Item("who", "", (mention.start, mention.end), same, mention.who))
    return found


def _times(text: str, incident: date | None) -> list[_Item]:
    def at_same_time(mine: ClockTime) -> Callable[[_Item], bool]:
        return lambda o: isinstance(o.value, ClockTime) and clock_gap(mine, o.value) == 0

    def on_same_day(mine: DaySpan) -> Callable[[_Item], bool]:
        return lambda o: (
            isinstance(o.value, DaySpan) and mine.first <= o.value.last and o.value.first <= mine.last
        )

    found = [
        _Item("when", "", (c.start, c.end), at_same_time(c), c, "clock")
        for c in clocks(text)
        if c.end > c.start
    ]
    found += [_Item("when", "", (d.start, d.end), on_same_day(d), d, "day") for d in days(text, incident)]
    return found


def _amounts(text: str) -> list[_Item]:
    def as_many(lo: float, hi: float, family: str) -> Callable[[_Item], bool]:
        def same(other: _Item) -> bool:
            if other.kind != "how_many" or other.family != family:
                return False
            low, high = _interval(other.value)
            return lo <= high and low <= hi

        return same

    return [
        _Item(
            "how_many",
            "",
            (q.start, q.end),
            as_many(q.lo, q.hi, q.dim or q.unit),
            (q.lo, q.hi),
            q.dim or q.unit,
        )
        for q in quantities(text)
        if q.unit
    ]


def _interval(value: object) -> tuple[float, float]:
    return value if isinstance(value, tuple) else (0.0, 0.0)


_PLACE = re.compile(
    r"(?:在|到|从|往)([一-鿿\d]{2,6}?)(?:里面|外面|旁边|上面|下面|门口|附近|里|上|下|旁|边|外|内)"
)


def _places(text: str) -> list[_Item]:
    found = []
    for match in _PLACE.finditer(text):
        name = match[1]

        def same(other: _Item, name: str = name) -> bool:
            theirs = str(other.value)
            return other.kind == "where" and (name in theirs or theirs in name)

        found.append(_Item("where", "", match.span(1), same, name))
    for thing in sorted(instances(text)):
        place = text.find(thing)
        if place >= 0:
            span = (place, place + len(thing))
            family = re.sub(r"^[\d号#＃]+", "", thing)
            found.append(_Item("where", "", span, _equal("where", thing), thing, f"no:{family}"))
    return found


def _facts(text: str) -> list[_Item]:
    found: list[_Item] = []
    for hit in hits(text):
        if hit.concept.generic:
            continue
        sign = -hit.sign if negated(text, hit.start, hit.end) and hit.sign > 0 else hit.sign
        value = (hit.concept.id, sign)
        item = _Item("whether", "", (hit.start, hit.end), _equal("whether", value), value, hit.concept.id)
        # 动火作业票 names one fact, the ticket: of words that touch, the last one is what is spoken of
        if found and hit.start <= found[-1].span[1] + 1:
            found.pop()
        found.append(item)
    return found


def _sound(text: str) -> str:
    """Return how a text sounds, without tones; in runs short enough for the cached key."""
    runs = (pinyin_key(text[start : start + _RUN]) for start in range(0, len(text), _RUN))
    return re.sub(r"\d", "", " ".join(runs))
