"""Lawful inputs by the type of each field; a family's table says what the law leaves as a choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from anjian.procedures.controls import CODES
from anjian.procedures.definitions.service_steps.outcome import ended
from anjian.procedures.facts import CaseFacts
from anjian.procedures.reckon import reckon
from anjian.procedures.spec import Field, Step
from tests.unit.procedures.world import World, uid

WORDS = "随机走查时填写的内容，写明了具体情况和理由。"
NO = frozenset(
    {
        "stop_business", "licence", "good_reason", "households", "urgent", "danger", "disputed", "granted",
        "agent_present", "permitted", "hearing_waived", "final", "complex", "major_violation",
        "major_public_interest", "statutory_review", "outside_scale", "necessity", "seized_elsewhere",
        "same_act", "upheld", "harm_to_life", "for_procedure", "hazard_removed",
    }
)  # fmt: skip
"""Questions that a plain case answers with no."""
FREE = frozenset({"final", "hearing_waived", "statutory_review", "granted", "for_procedure"})
"""Questions that may be answered either way."""


@dataclass
class Ask:
    """A step of a proceeding that somebody is about to take, and where the walk wants to go."""

    w: World
    f: CaseFacts
    step: Step
    rng: Random
    wish: frozenset[str]

    def wants(self, *steps: str) -> bool:
        """Whether one of these steps lies ahead."""
        return not self.wish.isdisjoint(steps)

    def some(self, **chances: float) -> str:
        """One of several words by weight."""
        return self.rng.choices(list(chances), list(chances.values()))[0]

    def own(self, step: str, code: str) -> Any:
        """What the latest such step of the proceeding said."""
        found = self.f.own(step)
        return found.get(code) if found else None


Change = Callable[[Ask], dict[str, Any]]
Table = Mapping[str, Change]


def two(a: Ask) -> tuple[Any, ...]:
    """Two handlers, those of the case when there are any."""
    named = [h.id for h in a.f.handlers if h.id not in a.f.recused]
    fresh = [uid(who) for who in ("wang", "zhao", "qian") if uid(who) not in a.f.recused]
    if "handlers" in {f.code for f in a.step.fields} and a.f.handlers and a.rng.random() < 0.3:
        named = a.rng.sample(fresh, 2) if len(fresh) > 2 else fresh
    return tuple(named[:2]) if len(named) > 1 else tuple(fresh[:2])


def choice(a: Ask, field: Field) -> str:
    """A choice at random; delivery by hand most of the time."""
    codes = [code for code, _ in field.choices]
    if field.code == "method" and "direct" in codes:
        ways = [code for code in codes if code not in {"announcement", "electronic"}]
        return "direct" if a.rng.random() < 0.7 else a.rng.choice(ways)
    return a.rng.choice(codes)


def from_record(a: Ask, field: Field) -> Any:
    """What the form itself would offer from the record."""
    for source in filter(None, field.source.split("|")):
        head, _, rest = source.partition(".")
        if head == "reckon":
            found = reckon(rest, a.f)
        else:
            step = a.f.own(head) or a.f.last(head)
            found = step.get(rest) if step else None
        if found is not None:
            return found
    return None


def value(a: Ask, field: Field) -> Any:
    """A value of the field's type."""
    known = from_record(a, field)
    if known is not None and field.type not in {"text", "longtext", "bool", "officers"}:
        return known
    match field.type:
        case "text" | "longtext":
            return f"{WORDS}{a.rng.randint(1, 9)}"[-max(field.max_length, 40) :]
        case "date":
            return a.f.today
        case "datetime":
            return a.f.now
        case "yuan":
            return Decimal(field.minimum or 0)
        case "int":
            return field.minimum or 0
        case "bool":
            return a.rng.random() < 0.3 if field.code in FREE else field.code not in NO
        case "choice":
            return choice(a, field)
        case "officer":
            return uid("wang")
        case "person":
            return {"name": "某人"}
        case "officers":
            return two(a)
        case "taken":
            own = [t.seq for t in a.f.history if t.step not in CODES and t.proceeding_id == a.f.proceeding_id]
            return a.rng.choice(own[-6:] if a.rng.random() < 0.7 else own) if own else 0
        case "document":
            papers = [d.id for d in a.f.documents if d.status == "issued" and d.must_be_served]
            return a.rng.choice(papers) if papers else uid("no paper")
        case "table":
            rows = max(field.min_rows, 1)
            return [{c.code: value(a, c) for c in field.columns if c.required} for _ in range(rows)]
    raise AssertionError(field.type)


def fill(a: Ask, tables: Mapping[str, Table]) -> dict[str, Any]:
    """Every input of the step: required ones by their type, then what the family says."""
    given = {f.code: value(a, f) for f in a.step.fields if f.required or f.source.startswith("reckon.")}
    codes = {f.code for f in a.step.fields}
    if "handlers" in codes and "handlers" not in given and not a.f.handlers:
        given |= {"handlers": two(a), "no_conflict": True}
    if "handlers" in given and "officers" in codes:
        given["officers"] = given["handlers"]
    if "method" in given and a.step.serves and "served_on" in codes:
        given |= _service(a, given["method"])
    for table in tables.values():
        if a.step.code in table:
            given |= table[a.step.code](a)
    return {code: v for code, v in given.items() if code in codes and v not in ((), [], "", None)}


def _service(a: Ask, method: str) -> dict[str, Any]:
    told: dict[str, Any] = {"witness": "见证人周某"} if method == "left" else {}
    for code in a.step.serves:
        paper = a.f.document(code, status="served")
        if paper is not None:
            done = ended(a.f, paper.id)
            told |= {"served_on": paper.served_on, "method": paper.served_how or method}
            told |= done.particulars if done else {}
            told.pop("officers", None)
    return told


def days(a: Ask, few: int, many: int) -> Any:
    """A day so many days ahead."""
    return a.f.today + timedelta(days=a.rng.randint(few, many))
