"""A case in memory: takes plans as the case file does, to walk whole procedures without a database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from anjian.law.clocks import Extension, Pause, compute
from anjian.law.parameters import term_of
from anjian.law.statutes import Term, Unit
from anjian.procedures import engine, registry
from anjian.procedures.definitions.service_steps.outcome import outcome
from anjian.procedures.facts import (
    CaseFacts,
    ChildFact,
    ClockFact,
    DocumentFact,
    Taken,
)
from anjian.procedures.hazards import still_open
from anjian.procedures.spec import Procedure
from tests.unit.procedures.people import (
    CALENDAR,
    CAST,
    CERTIFICATE,
    DECISION_FIELDS,
    NOTICE_FIELDS,
    ORG,
    PARAMETERS,
    actor,
    at,
    facts,
    handler,
    proof,
    uid,
)

__all__ = [
    "CALENDAR",
    "CAST",
    "CERTIFICATE",
    "DECISION_FIELDS",
    "NOTICE_FIELDS",
    "ORG",
    "PARAMETERS",
    "World",
    "actor",
    "at",
    "facts",
    "handler",
    "uid",
]


@dataclass
class _Running:
    """What a clock's last day is computed from."""

    term: Term
    start: date | datetime
    pauses: list[Pause] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)

    def due(self) -> dict[str, Any]:
        """The last day, and the last minute of a term in hours."""
        found = compute(self.term, self.start, CALENDAR, pauses=self.pauses, extensions=self.extensions)
        return {"due_on": found.due_on, "due_at": found.due_at}


class World:
    """A case that moves: `take` applies a plan or returns the refusals."""

    def __init__(
        self, start: date = date(2026, 10, 8), procedure: str = "ordinary_penalty", **changes: Any
    ) -> None:
        self.facts = facts(now=at(start), opened_on=start, **changes)
        self.states: dict[UUID, tuple[Procedure, str]] = {
            self.facts.case_id: (own := registry.current(procedure, start), own.opening.code)
        }
        self.fine = Decimal(0)
        self._terms: dict[tuple[UUID, str], _Running] = {}
        self._first = self.facts
        self._made: dict[UUID, int] = {}
        self._served_by: dict[UUID, int] = {}

    @property
    def state(self) -> str:
        """Where the case stands."""
        return self.states[self.facts.case_id][1]

    @property
    def today(self) -> date:
        """The day it is."""
        return self.facts.today

    def go_to(self, day: date, hour: int = 9) -> None:
        """Let time pass; it never runs back."""
        self.facts = replace(self.facts, now=max(self.facts.now + timedelta(minutes=1), at(day, hour)))

    def after_working_days(self, n: int) -> None:
        """Let working days pass."""
        for _ in range(n):
            self.go_to(CALENDAR.next_working_day(self.today))

    def after(self, clock: str) -> None:
        """Wait until the day after a clock's last day."""
        found = self.facts.clock(clock)
        assert found is not None
        self.go_to(found.due_on + timedelta(days=1))

    def child(self, code: str) -> UUID:
        """The latest child proceeding."""
        found = self.facts.child(code)
        assert found is not None
        return found.proceeding_id

    def view(
        self, who: str, proceeding: UUID | None = None, **changes: Any
    ) -> tuple[Procedure, str, CaseFacts]:
        """A proceeding as a person sees it."""
        here = proceeding or self.facts.case_id
        procedure, state = self.states[here]
        return procedure, state, replace(self.facts, actor=actor(who, **changes), proceeding_id=here)

    def plan(
        self, who: str, step: str, proceeding: UUID | None = None, **inputs: Any
    ) -> engine.Plan | tuple[Any, ...]:
        """Try a step."""
        procedure, state, seen = self.view(who, proceeding)
        return engine.plan(procedure, state=state, step=step, facts=seen, inputs=inputs)

    def refusals(self, who: str, step: str, proceeding: UUID | None = None, **inputs: Any) -> set[str]:
        """The codes of the refusals."""
        planned = self.plan(who, step, proceeding, **inputs)
        assert isinstance(planned, tuple), f"{step} was allowed"
        return {r.code for r in planned}

    def take(self, who: str, step: str, proceeding: UUID | None = None, **inputs: Any) -> engine.Plan:
        """Take a step that must be allowed."""
        planned = self.plan(who, step, proceeding, **inputs)
        assert isinstance(planned, engine.Plan), f"{step}: {[(r.code, r.reason) for r in planned]}"
        self.apply(who, planned, proceeding)
        return planned

    def apply(self, who: str, planned: engine.Plan, proceeding: UUID | None = None) -> None:
        """Do what a plan says."""
        here = proceeding or self.facts.case_id
        procedure = self.states[here][0]
        if planned.becomes:
            procedure = registry.current(planned.becomes, self.today)
        self.states[here] = (procedure, planned.to_state)
        f = self.facts
        done = Taken(
            seq=max((t.seq for t in (*f.history, *f.undone)), default=0) + 1,
            procedure=planned.procedure,
            proceeding_id=here,
            step=planned.step,
            at=f.now,
            actor_id=uid(who),
            actor_roles=actor(who).roles,
            from_state=planned.from_state,
            to_state=planned.to_state,
            inputs=planned.inputs,
        )
        children = [
            replace(c, state=planned.to_state, terminal=planned.ends) if c.proceeding_id == here else c
            for c in f.children
        ]
        owner = here
        if planned.opens:
            child = registry.current(planned.opens, f.today)
            owner = uid(f"{planned.opens} {done.seq}")
            children.append(
                ChildFact(
                    procedure=child.code, proceeding_id=owner, state=child.opening.code, opened_at=f.now
                )
            )
            self.states[owner] = (child, child.opening.code)
        documents = [
            d
            for d in f.documents
            if d.code not in set(planned.replaces) & set(planned.documents) or d.reached("served")
        ]
        documents = self._served(documents, planned, here)
        kept = len(documents)
        documents += [
            DocumentFact(id=uid(f"{code} {done.seq}"), code=code, proceeding_id=owner, drafted_by=uid(who))
            for code in planned.documents
        ]
        for d in documents[kept:]:
            self._made[d.id] = done.seq
        gone = {id_ for id_, seq in self._made.items() if seq in planned.undoes}
        again = {id_ for id_, seq in self._served_by.items() if seq in planned.undoes}
        for fallen in planned.fallen:
            self.states.pop(fallen)
        self.facts = replace(
            f,
            history=(*(t for t in f.history if t.seq not in planned.undoes), done),
            undone=(*f.undone, *(t for t in f.history if t.seq in planned.undoes)),
            documents=tuple(
                replace(d, status="issued", served_on=None) if d.id in again and d.status == "served" else d
                for d in documents
                if d.id not in gone and d.proceeding_id not in planned.fallen
            ),
            children=tuple(c for c in children if c.proceeding_id not in planned.fallen),
            clocks=self._moved(planned, here),
        )
        self._follow_the_record()

    def can_move(self, planned: engine.Plan, here: UUID) -> bool:
        """Whether the clocks take what the plan does: an extension must lengthen."""
        kept = {
            key: replace(r, pauses=[*r.pauses], extensions=[*r.extensions]) for key, r in self._terms.items()
        }
        try:
            self._moved(planned, here)
        except ValueError:
            return False
        finally:
            self._terms = kept
        return True

    def _served(self, documents: list[DocumentFact], planned: engine.Plan, here: UUID) -> list[DocumentFact]:
        """The documents, those that the step serves with day and manner of the service."""
        seen = replace(self.facts, proceeding_id=here)
        day, how = planned.inputs.get("served_on"), planned.inputs.get("method", "")
        served = {found.id for code in planned.serves if (found := seen.document(code, status="issued"))}
        if planned.subject is not None:
            done = outcome(seen, planned.step, planned.inputs)
            served, day, how = {planned.subject}, done.served_on, done.method
        number = max((t.seq for t in (*seen.history, *seen.undone)), default=0) + 1
        self._served_by |= dict.fromkeys(served, number)
        return [
            replace(d, status="served", served_on=day, served_how=how)
            if d.id in served and d.status != "served"
            else d
            for d in documents
        ]

    def _follow_the_record(self) -> None:
        """Let the particulars of the case be what the steps that stand say."""
        said: dict[str, Any] = {}
        recused: set[UUID] = set(self._first.recused)
        asked: Taken | None = None
        for t in self.facts.history:
            step = registry.get(t.procedure).step(t.step)
            said |= {f.sets: t.inputs[f.code] for f in step.fields if f.sets and f.code in t.inputs}
            if t.step == "file":
                said["filed_on"] = t.on
            if t.step == "request_recusal":
                asked = t
            if t.step == "decide_recusal" and t.get("upheld") is True and asked is not None:
                recused.add(asked.get("officer"))
        known = {uid(who): who for who in CAST}
        undone = {f.sets for t in self.facts.undone for f in registry.get(t.procedure).step(t.step).fields}
        undone |= {"filed_on"} if any(t.step == "file" for t in self.facts.undone) else set()
        columns = {
            code: said.get(code, getattr(self._first, code))
            for code in ("conduct_on", "conduct_ended_on", "found_on", "harm_to_life", "filed_on")
            if code in said or code in undone
        }
        if "handlers" in said or "handlers" in undone:
            named = [h for h in said.get("handlers", ()) if h not in recused]
            columns["handlers"] = tuple(handler(known[h]) for h in named)
        self.facts = replace(
            self.facts,
            recused=frozenset(recused) | self.facts.recused if not undone else frozenset(recused),
            hazards_open=len(still_open(self.facts.history)),
            **columns,
        )

    def _moved(self, planned: engine.Plan, here: UUID) -> tuple[ClockFact, ...]:
        void = {here, *planned.fallen} if planned.recounts else set()
        clocks = [c for c in self.facts.clocks if c.proceeding_id not in void]
        for op in planned.clocks:
            key = (here, op.clock)
            if op.kind == "start":
                term = op.term or PARAMETERS.get(op.parameter) or term_of(op.parameter, on=self.today)
                start = op.at or at(op.on) if term.unit is Unit.HOUR else op.on
                running = self._terms[key] = _Running(term, start)
                clocks.append(ClockFact(code=op.clock, started_on=op.on, proceeding_id=here, **running.due()))
                continue
            for n, clock in enumerate(clocks):
                if clock.code != op.clock or clock.proceeding_id != here or clock.status == "stopped":
                    continue
                running = self._terms[key]
                if op.kind == "stop":
                    clocks[n] = replace(clock, status="stopped")
                elif op.kind == "pause" and clock.status == "running":
                    running.pauses.append(Pause(from_on=op.on))
                    clocks[n] = replace(clock, status="paused")
                elif op.kind == "resume" and clock.status == "paused":
                    running.pauses[-1] = Pause(from_on=running.pauses[-1].from_on, until_on=op.on)
                    clocks[n] = replace(clock, status="running", **running.due())
                elif op.kind == "extend" and op.until is not None:
                    running.extensions.append(Extension(granted_on=op.on, until_on=op.until, late=True))
                    clocks[n] = replace(clock, **running.due())
        return tuple(clocks)

    def paper(self, code: str, status: str = "issued", **fields: Any) -> None:
        """Bring the latest document of a kind to a status."""
        latest = [d for d in self.facts.documents if d.code == code][-1]
        known = {
            "D29": NOTICE_FIELDS,
            "D36": DECISION_FIELDS,
            "D37": DECISION_FIELDS,
            "D28": {"result": "同意"},
            "D34": {"course": "经过", "facts": "事实", "issues": "争议", "opinion": "维持"},
        }
        told = {**known.get(code, {}), "fine_amount": str(self.fine), **latest.fields, **fields}
        done = replace(
            latest,
            status=status,
            fields=told,
            issued_at=self.facts.now if status in {"issued", "served"} else latest.issued_at,
            no=latest.no
            or (f"示应急{code}〔2026〕{len(self.facts.documents)}号" if status == "issued" else ""),
        )
        self.facts = replace(
            self.facts, documents=tuple(done if d.id == latest.id else d for d in self.facts.documents)
        )

    def finish(self, document_id: UUID, status: str, **fields: Any) -> None:
        """Bring one document to a status, signed and numbered as its kind wants."""
        f = self.facts
        number = [d.id for d in f.documents].index(document_id) + 1
        self.facts = replace(
            f,
            documents=tuple(
                replace(
                    d,
                    status=status,
                    fields={**d.fields, **fields},
                    no=d.no or f"示应急{d.code}〔2026〕{number}号",
                    issued_at=f.now if status == "issued" else d.issued_at,
                    signed_by=("party", "officer", "officer2"),
                )
                if d.id == document_id
                else d
                for d in f.documents
            ),
        )

    def draft(self, code: str, proceeding: UUID) -> None:
        """Draft a paper by hand, outside of any step."""
        n = len(self.facts.documents)
        made = DocumentFact(
            id=uid(f"{code} by hand {self.facts.now} {n}"), code=code, proceeding_id=proceeding
        )
        self.facts = replace(self.facts, documents=(*self.facts.documents, made))

    def withdraw(self, document_id: UUID) -> None:
        """Take a draft back, which everybody who drafts may do."""
        kept = tuple(d for d in self.facts.documents if d.id != document_id)
        self.facts = replace(self.facts, documents=kept)

    def made_by(self, document_id: UUID) -> int:
        """The number of the step that drafted a document, 0 when none did."""
        return self._made.get(document_id, 0)

    @property
    def served_by(self) -> dict[UUID, int]:
        """The numbers of the steps that served documents."""
        return dict(self._served_by)

    def papers(self, *codes: str) -> None:
        """Issue several documents."""
        for code in codes:
            self.paper(code)

    def issue_all(self, *but: str) -> None:
        """Issue what is still open."""
        for d in self.facts.documents:
            if not d.reached("issued") and d.code not in but:
                self.paper(d.code)

    def prove(self) -> None:
        """Evidence, interviews and one fact to prove, all in order."""
        self.facts = replace(self.facts, **proof(self.facts.now))
