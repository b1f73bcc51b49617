"""A case played through its real steps: each move is the action an officer would take, by that officer.

Time moves only forward and only inside office hours; every document is completed, signed, approved and
issued by those who may.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from anjian.cases import access, actions, queries
from anjian.config.demo.words import fill
from anjian.documents import actions as documents
from anjian.documents import queries as documents_queries
from anjian.documents.commands import (
    ApproveInstrument,
    IssueInstrument,
    ReviseInstrument,
    SignInstrument,
    SubmitInstrument,
)
from anjian.documents.kinds import get as kind_of
from anjian.documents.validation import validate
from anjian.evidence import actions as evidence
from anjian.evidence.commands import Examine, LinkProof, RegisterEvidence, StateFact
from anjian.evidence.store import store
from anjian.kit.clock import LOCAL_ZONE
from anjian.law.calendar import WorkCalendar

if TYPE_CHECKING:
    from random import Random
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.config.demo.city import Founded
    from anjian.kit.actor import Actor

_SLOTS_OF_HANDLERS = ("officer", "officer2")
_PAGES = 9


@dataclass(slots=True)
class Crew:
    """Who plays which part in a case."""

    lead: str
    co: str
    unit_head: str
    reviewer: str
    leader: str
    head: str
    archivist: str
    chair: str
    unit: str = ""


@dataclass(slots=True)
class Play:
    """One case on its way; ``now`` is the instant of the next move."""

    place: Founded
    crew: Crew
    now: datetime
    rng: Random
    no: str = ""
    said: dict[str, Any] = field(default_factory=dict)

    # Time

    def wait(self, *, days: int = 0, working_days: int = 0, minutes: int = 20) -> None:
        """Move on; a working day is reached in the morning."""
        moved = self.now + timedelta(days=days, minutes=minutes)
        calendar = WorkCalendar.load()
        day = moved.date()
        for _ in range(working_days):
            day = calendar.next_working_day(day)
        if working_days or days:
            day = calendar.on_or_after(day)
            moved = datetime.combine(day, time(9, 5), LOCAL_ZONE)
        elif moved.time() > time(17, 30):
            moved = datetime.combine(calendar.next_working_day(day), time(9, 5), LOCAL_ZONE)
        self.now = moved

    @property
    def today(self) -> date:
        """The day of the next move."""
        return self.now.date()

    # People and case

    def who(self, part: str) -> Actor:
        """Return the officer who plays a part, as of today."""
        return self.place.actor(getattr(self.crew, part), on=self.today)

    def id_of(self, part: str) -> UUID:
        """Return the id of the officer who plays a part."""
        return self.place.officers[getattr(self.crew, part)]

    def case(self) -> Case:
        """Return the case as its lead officer sees it."""
        return access.case_for(self.who("lead"), self.no)

    # Moves

    def open(self, cmd: actions.OpenCase) -> None:
        """Register the lead."""
        self.no = actions.open_case(cmd, by=self.who("lead"), at=self.now)
        self.wait()

    def step(self, code: str, part: str = "lead", *, child: str = "", **inputs: Any) -> None:
        """Take a step in somebody's part; ``child`` names the child procedure it belongs to."""
        proceeding = None
        if child:
            rows = queries.proceedings(self.place.org_id, self.case().id)
            proceeding = next(r["id"] for r in reversed(rows) if r["procedure"].split("@")[0] == child)
        actions.take_step(
            actions.TakeStep(case_no=self.no, step=code, inputs=inputs, proceeding_id=proceeding),
            by=self.who(part),
            at=self.now,
        )
        self.wait()

    def papers(self, *codes: str, upto: str = "issued", **fields: Any) -> None:
        """Complete the waiting documents of these kinds: fill, sign, submit, approve, issue."""
        for row in documents_queries.list_of(self.place.org_id, self.case().id, withdrawn=False):
            if row.code in codes and row.status not in {"issued", "served"}:
                self._complete(row.id, row.code, upto, fields)

    def _complete(self, instrument_id: UUID, code: str, upto: str, given: dict[str, Any]) -> None:
        kind = kind_of(code)
        drafter = self._drafter(kind)
        known = documents_queries.one(self.place.org_id, instrument_id)
        if known.row.status == "approved":
            self._issue(instrument_id, known.row.version, drafter)
            return
        version, fields = known.row.version, {**known.fields, **given}
        for name in validate(kind, fields):
            value = fill(kind, name, self, fields.get(name))
            if value is not None:
                fields[name] = value
        if fields != known.fields:
            documents.revise(
                ReviseInstrument(
                    instrument_id=instrument_id, expected_version=version, fields=fields, reason="补充完整"
                ),
                by=drafter,
                at=self.now,
            )
            version += 1
        for slot in kind.signatures:
            # Who marks every page marks as many as such a record ever has.
            pages = tuple(range(1, _PAGES + 1)) if slot in kind.every_page else ()
            self._sign(instrument_id, version, slot, fields, pages)
        if kind.approvals:
            documents.submit(
                SubmitInstrument(instrument_id=instrument_id, expected_version=version),
                by=drafter,
                at=self.now,
            )
            self.wait()
            for role in kind.approvals:
                documents.approve(
                    ApproveInstrument(instrument_id=instrument_id, expected_version=version, role=role),
                    by=self.who(_PART_OF_ROLE[role]),
                    at=self.now,
                )
                self.wait()
        row = documents_queries.one(self.place.org_id, instrument_id).row
        if upto == "issued" and row.status not in {"issued", "served"}:
            self._issue(instrument_id, version, drafter)

    def _issue(self, instrument_id: UUID, version: int, drafter: Actor) -> None:
        documents.issue(
            IssueInstrument(instrument_id=instrument_id, expected_version=version), by=drafter, at=self.now
        )
        self.wait()

    def _drafter(self, kind: Any) -> Actor:
        for part in ("lead", "reviewer", "archivist", "chair", "leader", "head"):
            actor = self.who(part)
            if actor.roles & set(kind.drafters):
                return actor
        return self.who("lead")

    def _sign(
        self,
        instrument_id: UUID,
        version: int,
        slot: str,
        fields: dict[str, Any],
        pages: tuple[int, ...] = (),
    ) -> None:
        parts = {"officer": "lead", "officer2": "co", "reviewer": "reviewer", "chair": "chair",
                 "agency_head": "head", "keeper": "archivist"}  # fmt: skip
        if slot in parts:
            by = self.who(parts[slot])
            command = SignInstrument(instrument_id=instrument_id, expected_version=version, slot=slot)
            documents.sign(command, by=by, at=self.now)
        elif slot == "attendees":
            for row in fields.get("attendees", ()):
                self._sign_as(instrument_id, version, slot, str(row["name"]))
        else:
            name = {
                "party": fields.get("party_head") or fields.get("person_name"),
                "recorder": fields.get("recorder"),
            }
            self._sign_as(
                instrument_id, version, slot, str(name.get(slot) or self.said.get("head", "当事人")), pages
            )

    def _sign_as(
        self, instrument_id: UUID, version: int, slot: str, name: str, pages: tuple[int, ...] = ()
    ) -> None:
        officer = self.place.officers.get(name)
        by = self.place.actor(name, on=self.today) if officer and slot == "attendees" else self.who("lead")
        documents.sign(
            SignInstrument(
                instrument_id=instrument_id,
                expected_version=version,
                slot=slot,
                signer_name=name,
                pages=pages,
            ),
            by=by,
            at=self.now,
        )

    # Evidence

    def fact(self, text: str) -> None:
        """State a fact to be proved."""
        evidence.state_fact(StateFact(case_id=self.case().id, text=text), by=self.who("lead"), at=self.now)

    def item(self, kind: str, title: str, content: bytes, filename: str, **traits: Any) -> str:
        """Register an item, examine it and let it prove the facts named in ``proves``."""
        proves = traits.pop("proves", ())
        done = evidence.register_evidence(
            RegisterEvidence(
                case_id=self.case().id,
                kind=kind,
                title=title,
                purpose=traits.pop("purpose", "证明现场情况和违法事实"),
                source=traits.pop("source", "执法人员现场采集"),
                collectors=(self.id_of("lead"), self.id_of("co")),
                place=traits.pop("place", "当事人生产经营场所"),
                collected_at=traits.pop("collected_at", self.now - timedelta(minutes=10)),
                digest=store().put_stream([content], limit=64 << 20),
                filename=filename,
                **traits,
            ),
            by=self.who("lead"),
            at=self.now,
        )
        for fact_no in proves:
            evidence.link_proof(
                LinkProof(case_id=self.case().id, no=done.no, fact_no=fact_no),
                by=self.who("lead"),
                at=self.now,
            )
        evidence.examine(
            Examine(case_id=self.case().id, no=done.no, authentic=True, lawful=True, relevant=True),
            by=self.who("lead"),
            at=self.now,
        )
        self.wait(minutes=5)
        return done.no


_PART_OF_ROLE = {
    "unit_head": "unit_head",
    "agency_leader": "leader",
    "agency_head": "head",
    "legal_reviewer": "reviewer",
}
