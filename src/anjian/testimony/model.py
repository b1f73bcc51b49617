"""The things a cross-check speaks about: persons, statements, claims, alarms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Slot = Literal[
    "order_by",
    "actor",
    "present",
    "time",
    "place",
    "amount",
    "count",
    "sequence",
    "cert",
    "object",
    "yesno",
]
Tier = Literal["red", "yellow"]
Span = tuple[int, int]

SLOT_LABELS: dict[str, str] = {
    "order_by": "由谁安排",
    "actor": "由谁实施",
    "present": "是否在场",
    "time": "时间",
    "place": "地点",
    "amount": "数量",
    "count": "数目",
    "sequence": "先后顺序",
    "cert": "资质培训",
    "object": "何物何状",
    "yesno": "有无",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the case: interviewed (has a room) or only mentioned; or a thing that testifies.

    `kind` "document" (permit, plan, register) says what was written, "device" (gas detector,
    door log, position) what was measured. A document alone never proves what happened.
    """

    pid: str
    name: str
    role: str = ""
    aliases: tuple[str, ...] = ()
    room: int | str | None = None
    kind: Literal["person", "document", "device"] = "person"


@dataclass(frozen=True, slots=True)
class Statement:
    """One question with its answer, as committed in a room.

    `at` is any sortable mark of arrival (clock text or aware datetime); the engine
    never computes with it, it only hands it back.
    """

    sid: str
    pid: str
    seq: int
    at: object
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Two statements of two persons that cannot both be true (red) or may not (yellow).

    Spans are offsets into the *answers*. `ask` is the neutral question that may be
    released to every room: it names nobody's testimony. `issue` names the question of fact it
    belongs to, `opinion` is what an optional model said of it, marked as such.
    """

    a_sid: str
    b_sid: str
    a_pid: str
    b_pid: str
    slot: Slot
    tier: Tier
    score: float
    title: str
    because: str
    a_span: Span
    b_span: Span
    a_value: str
    b_value: str
    rule: str
    ask: str
    issue: str = ""
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """When and in which phase a claim says its fact happened (the event key).

    `days` are explicit calendar days, `other` a different occasion (上次, 去年),
    `routine` a habit (平时, 一般), `phase` before or after the accident,
    `instances` numbered things (二号池, 3号罐).
    """

    days: frozenset[date] = frozenset()
    other: str = ""
    routine: bool = False
    phase: str = ""
    instances: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a person states, with where in the answer it is said.

    `kind` is the comparator that may judge it, `key` the question of fact (concept),
    `value` what is claimed (kind-specific text), `people` the persons named as value
    or subject, `polarity` +1 / -1 / 0 (open), `source` how the speaker knows
    (fact, heard, norm, plan, assumed). `topic` are the words the fact is about, `object`
    those of a second thing (what came later, which kind).
    """

    sid: str
    pid: str
    kind: str
    key: str
    slot: Slot
    span: Span
    rule: str
    value: str = ""
    polarity: int = 0
    subject: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    closed: bool = True
    lo: float = 0.0
    hi: float = 0.0
    unit: str = ""
    source: str = "fact"
    explicit: bool = True
    event: Event = field(default_factory=Event)
    topic: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    label: str = ""
    focus: float = 1.0
