"""The picture of a case that rules judge by: gathered in a fixed number of reads, frozen, without the ORM."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from anjian.cases import facts_sources
from anjian.cases.queries.lists import MemberLine, members, proceedings, same_party_cases, steps
from anjian.deadlines import queries as deadlines
from anjian.documents import queries as documents
from anjian.evidence import queries as evidence
from anjian.law.calendar import WorkCalendar
from anjian.law.parameters import parameters_on
from anjian.people import queries as people
from anjian.procedures import engine, registry
from anjian.procedures.facts import CaseFacts, ChildFact, HandlerFact, OrgFact, OtherCase, Taken, Threshold
from anjian.procedures.hazards import still_open
from anjian.procedures.inputs import stored
from anjian.procedures.undoing import record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from anjian.cases.models import Case
    from anjian.deadlines.queries import ClockView
    from anjian.documents.queries import Row as DocumentRow
    from anjian.evidence.records import Item
    from anjian.kit.actor import Actor
    from anjian.kit.errors import Refusal
    from anjian.people.queries import Agency
    from anjian.procedures.engine import Option
    from anjian.procedures.spec import Field, Procedure
    from anjian.procedures.undoing import Record

_LEADERS = ("agency_leader", "agency_head")
_LEVELS = {"city": "city", "district": "county", "zone": "zone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A case as it stands: the rules' facts, and what the page shows beside them."""

    facts: CaseFacts
    procedure: Procedure
    particulars: Mapping[str, Any]
    steps: list[dict[str, Any]]
    children: list[dict[str, Any]]
    members: list[MemberLine]
    people: dict[UUID, Actor]
    agency: Agency
    documents: tuple[DocumentRow, ...]
    evidence: list[Item]
    clocks: list[ClockView]


def picture_of(
    case: Case,
    actor: Actor,
    *,
    now: datetime,
    proceeding_id: UUID | None = None,
    everything: bool = False,
) -> Picture:
    """Gather everything a rule may look at, seen by one actor at one instant.

    ``proceeding_id`` names the child proceeding on which a step is tried; the main line is the
    case itself. With ``everything`` sources are asked that the steps of this state do not need.
    """
    day = now.date()
    taken = steps(case.org_id, case.id)
    children = proceedings(case.org_id, case.id)
    parts = members(case.org_id, case.id)
    known = people.actors(case.org_id, [m.officer_id for m in parts], on=day, roles=_LEADERS)
    bureau = people.agency(case.org_id)
    every_child = tuple(_child(row) for row in children)
    record = record_of((_taken(row, case.id) for row in taken), every_child, registry.get)
    history = record.standing
    particulars = _particulars(history)
    recused = frozenset(m.officer_id for m in parts if m.part == "recused")
    told = facts_sources.gather(case.org_id, case.id, "" if everything else case.state)
    papers = documents.file_of(case.org_id, case.id, bureau)
    items = evidence.items_of(case.org_id, case.id)
    clocks = deadlines.clocks_of(case.org_id, [case.id])
    calendar = WorkCalendar.load()
    facts = CaseFacts(
        now=now,
        actor=actor,
        org=_org(bureau, case, day),
        case_id=case.id,
        proceeding_id=proceeding_id or case.id,
        party_kind="unit" if case.party_kind == "unit" else "person",
        party_name=case.party_name,
        opened_on=case.opened_on,
        filed_on=case.filed_on,
        handlers=tuple(
            _handler(
                known[m.officer_id],
                recused=m.officer_id in recused,
                declared=particulars.get("no_conflict") is True,
            )
            for m in parts
            if m.part in {"lead", "co"} and m.until is None and m.officer_id in known
        ),
        leaders=tuple(
            _handler(one, recused=one.id in recused)
            for one in known.values()
            if not one.roles.isdisjoint(_LEADERS)
        ),
        recused=recused,
        history=history,
        undone=record.undone,
        documents=papers.facts,
        clocks=deadlines.facts_of(case.org_id, case.id, clocks),
        children=tuple(c for c in every_child if c.proceeding_id not in record.fallen),
        other_cases=tuple(_other(row, case) for row in same_party_cases(case.org_id, case)),
        thresholds={
            code: Threshold(value=p.value, source=p.source, confidence=str(p.confidence))
            for code, p in parameters_on(day, place=bureau.place_code).items()
            if p.value is not None
        },
        is_working_day=calendar.is_working_day,
        **evidence.facts_of(case.org_id, case.id, items),
        **{
            "violations": (case.violation,) if case.violation else (),
            "hazards_open": len(still_open(history)),
            **{k: v for k, v in particulars.items() if k in _FACTS_FROM_STEPS},
        },
        **told,
    )
    return Picture(
        facts=facts,
        procedure=registry.get(case.procedure),
        particulars=particulars,
        steps=taken,
        children=[row for row in children if row["id"] not in record.fallen],
        members=parts,
        people=known,
        agency=bureau,
        documents=papers.rows,
        evidence=items,
        clocks=clocks,
    )


def record_of_case(org_id: UUID, case_id: UUID) -> Record:
    """Return the steps of a case that stand, those undone, and the children that fell, and nothing else."""
    children = tuple(_child(row) for row in proceedings(org_id, case_id))
    return record_of((_taken(row, case_id) for row in steps(org_id, case_id)), children, registry.get)


def child_of(picture: Picture, proceeding_id: UUID) -> tuple[Procedure, str, CaseFacts]:
    """Return a child's procedure, its state and the same facts seen from it. Raises KeyError."""
    row = next((c for c in picture.children if c["id"] == proceeding_id), None)
    if row is None:
        raise KeyError(proceeding_id)
    return registry.get(row["procedure"]), row["state"], replace(picture.facts, proceeding_id=proceeding_id)


def options_of(case: Case, picture: Picture) -> tuple[tuple[UUID | None, Procedure, tuple[Option, ...]], ...]:
    """Return the next steps of the main line and of every child proceeding, ended ones too."""
    found: list[tuple[UUID | None, Procedure, tuple[Option, ...]]] = [
        (None, picture.procedure, engine.options(picture.procedure, state=case.state, facts=picture.facts))
    ]
    for row in picture.children:
        procedure, state, facts = child_of(picture, row["id"])
        found.append((row["id"], procedure, engine.options(procedure, state=state, facts=facts)))
    return tuple(found)


def issue_refusals(
    case: Case, actor: Actor, document: str, proceeding_id: UUID | None, *, now: datetime
) -> tuple[Refusal, ...]:
    """Return why the case's procedure, or that of a child, does not allow a document to be issued yet."""
    picture = picture_of(case, actor, now=now)
    procedure, facts = picture.procedure, picture.facts
    if any(gate.document == document for gate in procedure.gates):
        return engine.may_issue(procedure, document, facts)
    if proceeding_id is None:
        return ()
    procedure, _state, facts = child_of(picture, proceeding_id)
    return engine.may_issue(procedure, document, facts)


_FACTS_FROM_STEPS = frozenset(
    {"party_age", "conduct_on", "conduct_ended_on", "found_on", "harm_to_life", "violations"}
)


def _taken(row: Mapping[str, Any], case_id: UUID) -> Taken:
    procedure = registry.get(row["procedure"])
    return Taken(
        seq=row["seq"],
        procedure=row["procedure"],
        proceeding_id=row["proceeding_id"] or case_id,
        step=row["step"],
        at=row["at"],
        actor_id=row["actor_id"],
        actor_name=row["actor"]["name"],
        actor_roles=frozenset(row["actor"]["roles"]),
        from_state=row["from_state"],
        to_state=row["to_state"],
        inputs=stored(_fields(procedure, row["step"]), row["inputs"]),
    )


def _fields(procedure: Procedure, step: str) -> tuple[Field, ...]:
    """The inputs that a step asks for; none for a step that only an older record still tells of."""
    known = procedure.by_step.get(step)
    return known.fields if known else ()


def _particulars(history: Iterable[Taken]) -> dict[str, Any]:
    """Fold the inputs that set a particular of the case; the latest word counts."""
    found: dict[str, Any] = {}
    for taken in history:
        for field in _fields(registry.get(taken.procedure), taken.step):
            if field.sets and field.code in taken.inputs:
                found[field.sets] = taken.inputs[field.code]
    return found


def _org(bureau: Agency, case: Case, day: date) -> OrgFact:
    held = people.powers(case.org_id, kind="penalise", on=day)
    in_area = any(case.place_code.startswith(power["territory"].rstrip("0")) for power in held)
    return OrgFact(
        id=case.org_id,
        name=bureau.name,
        level=_LEVELS.get(bureau.level, "city"),  # type: ignore[arg-type]  # one of the literals
        body=people.body_of(case.org_id, case.unit_id),  # type: ignore[arg-type]  # one of the literals
        may_penalise=bool(held),
        in_area=in_area,
        why_not="" if held else f"{bureau.name}没有登记有效的行政处罚职权",
    )


def _handler(officer: Actor, *, recused: bool, declared: bool = True) -> HandlerFact:
    return HandlerFact(
        id=officer.id,
        name=officer.name,
        org_id=officer.org_id,
        body=officer.body,
        post=officer.post,
        certificates=officer.certificates,
        recused=recused,
        declared_no_conflict=declared,
        head="agency_head" in officer.roles,
    )


def _child(row: Mapping[str, Any]) -> ChildFact:
    return ChildFact(
        procedure=row["procedure"].split("@")[0],
        proceeding_id=row["id"],
        state=row["state"],
        terminal=row["ended"],
        opened_at=row["opened_at"],
    )


def _other(row: Mapping[str, Any], case: Case) -> OtherCase:
    same_conduct = bool(case.violation) and row["violation"] == case.violation
    same_day = case.conduct_on is not None and row["conduct_on"] == case.conduct_on
    return OtherCase(
        no=row["no"],
        filed_on=row["filed_on"],
        fined=same_conduct and same_day and bool(row["fine_yuan"]) and row["decided_on"] is not None,
    )
