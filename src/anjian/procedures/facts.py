"""What a rule may look at: one frozen picture of a case, its documents, evidence and clocks.

The picture is filled by the case file in one read and never changes. Rules are functions of
it; they cannot reach a database, a clock or another case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from anjian.kit.actor import Actor, Certificate
from anjian.kit.clock import LOCAL_ZONE

DocumentStatus = Literal["draft", "submitted", "approved", "issued", "served"]
STATUS_ORDER: tuple[str, ...] = ("draft", "submitted", "approved", "issued", "served")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgFact:
    """The bureau that handles the case, as its powers stand today."""

    id: UUID
    name: str
    level: Literal["city", "county", "town", "zone"] = "city"
    body: Literal["agency", "delegated", "posted"] = "agency"
    may_penalise: bool = True
    in_area: bool = True
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerFact:
    """An officer named as handler 承办人, or a leader of the bureau; `head` marks the 主要负责人."""

    id: UUID
    name: str
    org_id: UUID
    body: str = "agency"
    post: str = ""
    certificates: tuple[Certificate, ...] = ()
    recused: bool = False
    declared_no_conflict: bool = True
    head: bool = False

    def certified_on(self, day: date) -> bool:
        """Whether an enforcement certificate is valid on that day."""
        return any(c.valid_on(day) for c in self.certificates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken, as the record keeps it; inputs are typed values."""

    seq: int
    procedure: str
    proceeding_id: UUID
    step: str
    at: datetime
    actor_id: UUID
    actor_name: str = ""
    actor_roles: frozenset[str] = frozenset()
    from_state: str = ""
    to_state: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The calendar day of the step in the bureau's zone."""
        return self.at.astimezone(LOCAL_ZONE).date()

    def get(self, code: str, default: Any = None) -> Any:
        """An input of the step."""
        return self.inputs.get(code, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFact:
    """A document of the case; `fields` are its particulars as JSON values."""

    id: UUID
    code: str
    no: str = ""
    status: DocumentStatus = "draft"
    fields: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    issued_at: datetime | None = None
    served_on: date | None = None
    signed_by: tuple[str, ...] = ()
    approved_by: tuple[UUID, ...] = ()
    drafted_by: UUID | None = None
    proceeding_id: UUID | None = None
    must_be_served: bool = True
    served_how: str = ""

    def reached(self, status: DocumentStatus) -> bool:
        """Whether the document stands at this status or beyond."""
        return STATUS_ORDER.index(self.status) >= STATUS_ORDER.index(status)

    def yuan(self, code: str) -> Decimal:
        """An amount among the particulars; an empty one counts as zero."""
        value = self.fields.get(code)
        return Decimal(str(value)) if value not in (None, "") else Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFact:
    """An item of evidence: what it proves, who took it, when, whether it was verified, how it is kept.

    `held_under` is the measure that holds it, `held_as` its name on the list; `ended`: return, destroy.
    """

    id: UUID
    kind: str = ""
    name: str = ""
    collected_at: datetime
    collectors: tuple[UUID, ...] = ()
    proves: tuple[str, ...] = ()
    source_person: str = ""
    verified: bool = True
    exculpatory: bool = False
    lawful: bool = True
    record: str = ""
    copy: bool = False
    examined: bool = True
    answered: bool = False
    seal_mismatch: bool = False
    held_under: UUID | None = None
    held_as: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedFact:
    """A fact that must be proved 待证事实."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewFact:
    """An interview 询问, summed up."""

    id: UUID
    person: str
    officers: tuple[UUID, ...]
    started_at: datetime
    ended_at: datetime | None = None
    rights_told: bool = True
    persons_in_room: int = 1
    pages: int = 1
    signed_pages: int = 1
    refusal_noted: bool = False

    @property
    def closed(self) -> bool:
        """Whether the interview has ended."""
        return self.ended_at is not None

    @property
    def signed(self) -> bool:
        """Whether each page is signed, or the refusal is noted with its reason."""
        return self.refusal_noted or (self.pages > 0 and self.signed_pages >= self.pages)

    def overlaps(self, other: InterviewFact) -> bool:
        """Whether both were running at one moment."""
        mine, theirs = self.ended_at, other.ended_at
        return (theirs is None or self.started_at < theirs) and (mine is None or other.started_at < mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionFact:
    """A contradiction between testimonies, and whether it ended resolved or reasoned."""

    id: UUID
    title: str = ""
    material: bool = True
    status: Literal["open", "resolved", "reasoned"] = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFact:
    """A running or stopped term of the case."""

    code: str
    due_on: date
    started_on: date | None = None
    status: Literal["running", "paused", "stopped"] = "running"
    proceeding_id: UUID | None = None
    due_at: datetime | None = None

    def ran_out(self, day: date) -> bool:
        """Whether the last day of the term lies before that day; a paused term never runs out."""
        return self.status != "paused" and day > self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFact:
    """A child proceeding of the case and where it stands."""

    procedure: str
    proceeding_id: UUID
    state: str
    terminal: bool = False
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCase:
    """Another case about the same party and the same conduct."""

    no: str
    org_name: str = ""
    filed_elsewhere: bool = False
    filed_on: date | None = None
    fined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A dated figure of law or province, with where it is from and how sure that is.

    `value` None says that no figure is known, which rules read strictly.
    """

    value: Decimal | None
    source: str = ""
    confidence: str = ""


def _weekday(day: date) -> bool:
    return day.weekday() < 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """The case as a rule sees it at one instant, through the eyes of one actor.

    `proceeding_id` is the proceeding on which the step is tried (the case itself or a child);
    `history` holds the steps of all proceedings of the case that stand, in the order of `seq`,
    `undone` those that were done again.
    """

    now: datetime
    actor: Actor
    org: OrgFact
    case_id: UUID
    proceeding_id: UUID
    party_kind: Literal["unit", "person"] = "unit"
    party_name: str = ""
    party_age: int | None = None
    conduct_on: date | None = None
    conduct_ended_on: date | None = None
    found_on: date | None = None
    opened_on: date | None = None
    filed_on: date | None = None
    harm_to_life: bool = False
    violations: tuple[str, ...] = ()
    handlers: tuple[HandlerFact, ...] = ()
    leaders: tuple[HandlerFact, ...] = ()
    recused: frozenset[UUID] = frozenset()
    history: tuple[Taken, ...] = ()
    undone: tuple[Taken, ...] = ()
    documents: tuple[DocumentFact, ...] = ()
    evidence: tuple[EvidenceFact, ...] = ()
    to_prove: tuple[ProvedFact, ...] = ()
    interviews: tuple[InterviewFact, ...] = ()
    contradictions: tuple[ContradictionFact, ...] = ()
    clocks: tuple[ClockFact, ...] = ()
    children: tuple[ChildFact, ...] = ()
    other_cases: tuple[OtherCase, ...] = ()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    hazards_open: int = 0
    assembly_gaps: tuple[str, ...] = ()
    is_working_day: Callable[[date], bool] = _weekday

    @property
    def today(self) -> date:
        """The calendar day of `now` in the bureau's zone."""
        return self.now.astimezone(LOCAL_ZONE).date()

    # Steps taken

    def taken(self, *steps: str) -> Iterator[Taken]:
        """The records of these steps, latest first, whichever proceeding they belong to."""
        return (t for t in reversed(self.history) if t.step in steps)

    def last(self, *steps: str, after: Taken | None = None) -> Taken | None:
        """The latest record of these steps, if it lies after the given one."""
        found = next(self.taken(*steps), None)
        return found if found and (after is None or found.seq > after.seq) else None

    def own(self, *steps: str) -> Taken | None:
        """The latest record of these steps in the proceeding at hand."""
        return next((t for t in self.taken(*steps) if t.proceeding_id == self.proceeding_id), None)

    def entered_from(self, state: str) -> str:
        """The state this proceeding had before it last came to `state`; empty when unknown."""
        for t in reversed(self.history):
            if t.proceeding_id == self.proceeding_id and t.to_state == state and t.from_state != state:
                return t.from_state
        return ""

    @property
    def suspended(self) -> bool:
        """Whether the case as a whole stands still."""
        held = next((t for t in self.taken("suspend", "resume") if t.proceeding_id == self.case_id), None)
        return held is not None and held.step == "suspend"

    # Documents

    def all_documents(self, *codes: str) -> tuple[DocumentFact, ...]:
        """Every document of these kinds, latest last."""
        return tuple(d for d in self.documents if d.code in codes)

    def document(self, *codes: str, status: DocumentStatus = "draft") -> DocumentFact | None:
        """The latest document of these kinds if it has reached the status.

        In a child proceeding the child's own documents go before those of the case.
        """
        found = self.all_documents(*codes)
        mine = tuple(d for d in found if d.proceeding_id == self.proceeding_id)
        latest = (mine or found)[-1:]
        return latest[0] if latest and latest[0].reached(status) else None

    # Clocks and days

    def clock(self, code: str) -> ClockFact | None:
        """The latest clock of that code, that of the proceeding at hand first."""
        found = [c for c in self.clocks if c.code == code]
        mine = [c for c in found if c.proceeding_id == self.proceeding_id]
        return (mine or found)[-1] if found else None

    def ran_out(self, code: str) -> bool:
        """Whether that clock was started and its last day is over; an unknown clock never ran out."""
        clock = self.clock(code)
        if clock is not None and clock.due_at is not None:
            return clock.status != "paused" and self.now > clock.due_at
        return clock is not None and clock.ran_out(self.today)

    def working_days_between(self, first: date, last: date) -> int:
        """Working days that lie strictly between two days."""
        span = (first + timedelta(days=n) for n in range(1, max((last - first).days, 1)))
        return sum(1 for day in span if self.is_working_day(day))

    # People

    @property
    def handler_ids(self) -> frozenset[UUID]:
        """The handlers of the case."""
        return frozenset(h.id for h in self.handlers)

    @property
    def investigator_ids(self) -> frozenset[UUID]:
        """Everyone who handled, questioned or took evidence: none of them may judge."""
        asked = {o for i in self.interviews for o in i.officers}
        took = {c for e in self.evidence for c in e.collectors}
        return self.handler_ids | asked | took

    # Children

    def child(self, procedure: str) -> ChildFact | None:
        """The latest child proceeding of that procedure."""
        return next((c for c in reversed(self.children) if c.procedure == procedure), None)

    def children_of(self, procedure: str) -> tuple[ChildFact, ...]:
        """Every child proceeding of that procedure, oldest first."""
        return tuple(c for c in self.children if c.procedure == procedure)

    # Figures

    def threshold(self, code: str) -> Decimal | None:
        """A figure in force today; None when none is known, which rules must read strictly."""
        found = self.thresholds.get(code)
        return found.value if found else None

    @property
    def notice(self) -> DocumentFact | None:
        """The latest prior notice (D29)."""
        return self.document("D29")

    @property
    def notified_fine(self) -> Decimal:
        """The fine in the latest prior notice, in yuan; zero when none is planned."""
        return self.notice.yuan("fine_amount") if self.notice else Decimal(0)

    @property
    def decision(self) -> DocumentFact | None:
        """The latest penalty decision (D36 for a unit, D37 for a person)."""
        return self.document("D36", "D37")

    @property
    def paid(self) -> Decimal:
        """What was paid into the treasury so far, in yuan."""
        return sum((t.get("paid_amount", Decimal(0)) for t in self.taken("record_payment")), Decimal(0))
