"""The question plan of a session: what is still open, what was answered where, what was ticked by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.cases.access import case_by_id
from anjian.evidence import queries as evidence
from anjian.interviews import plans
from anjian.interviews.models import PlanMark, Session
from anjian.interviews.plans.covering import Answer, Covered, Tick, cast_of, cover
from anjian.interviews.queries.records import segments_of
from anjian.interviews.queries.sessions import local_day, people_of
from anjian.kit.actor import system_actor
from anjian.people import queries as staff
from anjian.testimony.model import Person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

FACTS = "facts"
"""The group of facts stated in the case that no accepted evidence proves yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """A planned question in one session."""

    code: str
    fact: str
    ask: str
    slot: str
    covered: Covered

    @property
    def open(self) -> bool:
        """Whether it must still be asked, or asked again."""
        return not self.covered.done


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGroup:
    """A plan in use with its questions to this person."""

    code: str
    title: str
    source: str
    confidence: str
    cites: tuple[str, ...]
    items: tuple[PlanItem, ...]

    @property
    def left(self) -> int:
        """How many are still open."""
        return sum(1 for item in self.items if item.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The whole plan of a session; open questions in the order in which they are best asked."""

    session_id: UUID
    person: str
    part: str
    part_label: str
    groups: tuple[PlanGroup, ...]
    unused: tuple[tuple[str, str], ...]

    @property
    def open(self) -> tuple[PlanItem, ...]:
        """The questions still open, first what the case turns on, then the common ones."""
        ranked = sorted(self.groups, key=lambda g: g.code == plans.BASICS)
        return tuple(item for group in ranked for item in group.items if item.open)

    @property
    def covered(self) -> tuple[PlanItem, ...]:
        """The questions answered or ticked."""
        return tuple(item for group in self.groups for item in group.items if not item.open)

    @property
    def total(self) -> int:
        """How many questions there are."""
        return sum(len(group.items) for group in self.groups)


def plan_of(session: Session, *, at: datetime | None = None) -> PlanView:
    """Return a session's plan held against everything this person has answered in this case."""
    day = local_day(session.started_at or at or session.prepared_at)
    marks = list(PlanMark.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id"))
    part = next((m.code for m in reversed(marks) if m.kind == "part"), "") or plans.part_of(
        session.post, session.relation
    )
    text = f"{session.case_title} {session.matter}"
    used = plans.chosen(plans.suggested(text, day), [(m.kind, m.code) for m in marks])
    ticks = _ticks(session, marks)
    case = case_by_id(system_actor(session.org_id, ""), session.case_id)
    answers = _answers(session)
    cast = cast_of(
        Person(pid=str(session.person_id), name=session.name, role=session.post),
        (Person(pid=str(i), name=n, role=p) for i, n, p in people_of(session.org_id, session.case_id)),
    )
    every = plans.plans_on(day)

    def item(question: plans.Question) -> PlanItem:
        return PlanItem(
            code=question.code,
            fact=question.fact,
            ask=question.wording(part),
            slot=question.slot,
            covered=cover(
                question,
                answers,
                cast=cast,
                incident=case.conduct_on,
                tick=ticks.get(question.code),
                this_session=session.no,
            ),
        )

    groups = [
        PlanGroup(
            code=plan.code,
            title=plan.title,
            source=plan.source,
            confidence=plan.confidence,
            cites=plan.cites,
            items=tuple(item(q) for q in plan.questions if q.for_part(part)),
        )
        for plan in sorted(every, key=lambda p: -plans.relevance(p, session.matter, session.case_title))
        if plan.code in used
    ]
    if stated := _stated(session):
        groups.append(
            PlanGroup(
                code=FACTS,
                title="本案待证事实",
                source="本案已列明、尚无经审查认可的证据证明的事实",
                confidence="law",
                cites=("《行政处罚法》第四十条", "《行政处罚法》第四十六条"),
                items=tuple(item(q) for q in stated),
            )
        )
    return PlanView(
        session_id=session.id,
        person=session.name,
        part=part,
        part_label=plans.PARTS[part],
        groups=tuple(groups),
        unused=tuple((p.code, p.title) for p in every if p.code not in used),
    )


def _answers(session: Session) -> list[Answer]:
    sessions = dict(
        Session.objects.filter(
            org_id=session.org_id, case_id=session.case_id, person_id=session.person_id, no__lte=session.no
        ).values_list("id", "no")
    )
    rows = segments_of(session.org_id, list(sessions))
    return sorted(
        (
            Answer(sessions[r.session_id], r.no, r.question, r.answer, r.plan_item, r.committed_at)
            for r in rows
        ),
        key=lambda a: (a.session_no, a.no),
    )


def _ticks(session: Session, marks: list[PlanMark]) -> dict[str, Tick]:
    named = [m for m in marks if m.kind in {"ticked", "unticked"}]
    names = staff.names(session.org_id, {m.officer_id for m in named})
    return {m.code: Tick(m.kind == "ticked", m.at, names.get(m.officer_id, "")) for m in named}


def _stated(session: Session) -> list[plans.Question]:
    """Facts of the case that no accepted evidence proves yet, each as a question of its own."""
    accepted = {
        item.no
        for item in evidence.items_of(session.org_id, session.case_id)
        if item.finding is not None and item.finding.accepted
    }
    return [
        plans.Question(
            code=f"fact:{fact.no}",
            fact=fact.text,
            ask=f"关于“{fact.text}”，请您如实说明您所知道的情况。",
            ask_as=(),
            about=(),
            slot="",
            parts=(),
        )
        for fact in evidence.facts(session.org_id, session.case_id)
        if not accepted & set(fact.proved_by)
    ]
