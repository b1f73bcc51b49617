"""One passing and one refusing example for each condition, written so that a jurist can add more.

The files in `guard_examples` name a condition and, under `passes` and `refuses`, only what
differs from the plain case below. `@name` stands for the identity of a person or thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from anjian.kit.actor import Actor, Certificate
from anjian.kit.clock import LOCAL_ZONE
from anjian.law.datafiles import read_yaml
from anjian.procedures.facts import (
    CaseFacts,
    ChildFact,
    ClockFact,
    ContradictionFact,
    DocumentFact,
    EvidenceFact,
    HandlerFact,
    InterviewFact,
    OrgFact,
    OtherCase,
    ProvedFact,
    Taken,
    Threshold,
)

FOLDER = Path(__file__).parent / "guard_examples"
PLAIN: Mapping[str, Any] = {
    "today": date(2026, 10, 20),
    "actor": {"id": "@wang"},
    "org": {},
    "party_name": "示例油品储运有限公司",
    "found_on": date(2026, 10, 1),
    "conduct_on": date(2026, 9, 1),
    "filed_on": date(2026, 10, 8),
    "violations": ["hot_work"],
    "handlers": [{"id": "@wang"}, {"id": "@zhao"}],
    "leaders": [{"id": "@li", "head": True}, {"id": "@chen"}, {"id": "@sun"}],
    "thresholds": {
        "hearing.unit": 50000,
        "hearing.person": 20000,
        "discussion.unit": 50000,
        "discussion.person": 20000,
        "legal_review.unit": 50000,
        "legal_review.person": 20000,
        "discussion.quorum": 50,
        "discussion.members": 2,
    },
}
_CERTIFICATE = Certificate(
    no="610-0231", issuer="", field="", area="", valid_from=date(2024, 1, 1), valid_to=date(2028, 12, 31)
)


def load() -> dict[str, dict[str, Mapping[str, Any]]]:
    """Every example by condition and kind (`passes`, `refuses`). Raises ValueError when one comes twice."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for code, kinds in read_yaml(path).items():
            if code in found:
                raise ValueError(f"{code} has examples in two files")
            found[code] = {kind: overlay or {} for kind, overlay in kinds.items()}
    return found


def build(overlay: Mapping[str, Any]) -> tuple[CaseFacts, dict[str, Any]]:
    """The plain case changed by an example, and the inputs of the step."""
    told = _named({**PLAIN, **overlay})
    inputs = told.pop("inputs", {})
    day = told.pop("today")
    parts: dict[str, Any] = {key: make(told.pop(key, [])) for key, make in _LISTS.items()}
    actor, org = dict(told.pop("actor")), told.pop("org")
    certified = actor.pop("certified", False)
    figures = {code: None if v is None else Decimal(v) for code, v in told.pop("thresholds").items()}
    facts = CaseFacts(
        now=_instant(day),
        actor=replace(
            _actor(actor["id"]),
            **{**actor, "roles": frozenset(actor.get("roles", ()))},
            certificates=(_CERTIFICATE,) if certified else (),
        ),
        org=OrgFact(id=_id("bureau"), name="示例市应急管理局", **org),
        case_id=_id("case"),
        proceeding_id=told.pop("proceeding_id", _id("case")),
        recused=frozenset(told.pop("recused", ())),
        thresholds={
            code: Threshold(value=None if value is None else Decimal(value))
            for code, value in figures.items()
        },
        violations=tuple(told.pop("violations")),
        **parts,
        **told,
    )
    return facts, inputs


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def _named(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("@"):
        return _id(value[1:])
    if isinstance(value, Mapping):
        return {key: _named(item) for key, item in value.items()}
    return tuple(map(_named, value)) if isinstance(value, list | tuple) else value


def _instant(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(9), LOCAL_ZONE)


def _actor(who: UUID) -> Actor:
    return Actor(id=who, org_id=_id("bureau"), unit_id=None, kind="officer", name="某人", org_name="")


def _handler(row: Mapping[str, Any]) -> HandlerFact:
    given = {"name": "某人", "org_id": _id("bureau"), **row}
    certified = given.pop("certified", True)
    return HandlerFact(certificates=(_CERTIFICATE,) if certified else (), **given)


def _step(number: int, row: Mapping[str, Any]) -> Taken:
    given = {
        "procedure": "ordinary_penalty@2021-07-15",
        "actor_id": _id("wang"),
        "proceeding_id": _id("case"),
        **row,
    }
    return Taken(seq=number, at=_instant(given.pop("day", date(2026, 10, 10))), **given)


def _document(number: int, row: Mapping[str, Any]) -> DocumentFact:
    given = dict(row)
    if "issued_at" in given:
        given["issued_at"] = _instant(given["issued_at"])
    return DocumentFact(id=_id(f"document {number}"), **given)


def _evidence(number: int, row: Mapping[str, Any]) -> EvidenceFact:
    given = {"collected_at": date(2026, 10, 9), "name": f"证据{number}", "proves": ("1",), **row}
    given["collected_at"] = _instant(given["collected_at"])
    return EvidenceFact(id=_id(f"evidence {number}"), **given)


def _interview(number: int, row: Mapping[str, Any]) -> InterviewFact:
    given = {"officers": (_id("wang"), _id("zhao")), "person": f"第{number}人", "ended_at": None, **row}
    return InterviewFact(id=_id(f"interview {number}"), **given)


def _numbered(make: Callable[[int, Mapping[str, Any]], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda rows: tuple(make(n, row) for n, row in enumerate(rows, start=1))


def _plain(kind: Callable[..., Any], **more: Any) -> Callable[[Any], tuple[Any, ...]]:
    return lambda rows: tuple(kind(**{**more, **row}) for row in rows)


_LISTS: Mapping[str, Callable[[Any], tuple[Any, ...]]] = {
    "handlers": lambda rows: tuple(map(_handler, rows)),
    "leaders": lambda rows: tuple(map(_handler, rows)),
    "history": _numbered(_step),
    "undone": _numbered(_step),
    "documents": _numbered(_document),
    "evidence": _numbered(_evidence),
    "to_prove": _plain(ProvedFact),
    "interviews": _numbered(_interview),
    "contradictions": _plain(ContradictionFact, id=_id("contradiction")),
    "clocks": _plain(ClockFact),
    "children": _plain(ChildFact, proceeding_id=_id("child")),
    "other_cases": _plain(OtherCase),
    "assembly_gaps": tuple,
}
