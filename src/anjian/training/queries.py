"""Reading exercises: how far they are, and what became of every planted contradiction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.interviews import queries as interviews
from anjian.testimony.model import SLOT_LABELS
from anjian.training.models import Run, Said, Seat
from anjian.training.scenario import Issue, Scenario, scenarios

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.interviews.queries import ContradictionView, SegmentView

__all__ = [
    "Debrief",
    "IssueOutcome",
    "Replay",
    "Run",
    "Side",
    "Told",
    "asked_about",
    "debrief",
    "replay",
    "run_in",
    "run_of",
    "runs",
    "said_of",
    "scenario_of",
    "seats_of",
    "times_of",
]


def runs(org_id: UUID, *, limit: int = 20) -> list[Run]:
    """Return the newest exercises."""
    return list(Run.objects.filter(org_id=org_id).order_by("-id")[:limit])


def run_of(org_id: UUID, run_id: UUID) -> Run | None:
    """Return an exercise by id."""
    return Run.objects.filter(org_id=org_id, id=run_id).first()


def run_in(org_id: UUID, case_id: UUID) -> Run | None:
    """Return the exercise that is played in a case, None for a case that is none."""
    return Run.objects.filter(org_id=org_id, case_id=case_id).first()


def seats_of(run: Run) -> list[Seat]:
    """Return the simulated rooms of an exercise."""
    return list(Seat.objects.filter(org_id=run.org_id, run_id=run.id).order_by("pid"))


def said_of(run: Run) -> dict[UUID, str]:
    """Return which answer (segment) came from which written line."""
    return dict(Said.objects.filter(org_id=run.org_id, run_id=run.id).values_list("segment_id", "sid"))


def asked_about(run: Run, seat: Seat, prompt_id: UUID) -> int | None:
    """Return the number of the answer that a prompt doubts, when it was sent from a contradiction."""
    sent = interviews.prompts(run.org_id, run.case_id, ids=[prompt_id])
    about = next((p.contradiction_id for p in sent if p.contradiction_id), None)
    if about is None:
        return None
    for card in interviews.contradictions(run.org_id, run.case_id, ids=[about]):
        for quote in card.quotes:
            if quote.session_id == seat.session_id:
                return quote.no
    return None


def times_of(run: Run) -> list[datetime]:
    """Return when the last written line was said; empty before the first."""
    rows = Said.objects.filter(org_id=run.org_id, run_id=run.id)
    return list(rows.order_by("-at").values_list("at", flat=True)[:1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a planted contradiction, as written; number and segment once it was said."""

    person: str
    question: str
    answer: str
    no: int | None
    segment_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOutcome:
    """What became of one planted contradiction: ``card`` is how the console showed it, if it did.

    ``came`` says whether both answers were given before the end, ``after_s`` how many seconds after
    the later one the card came, ``asked`` how many prompts were sent to verify it.
    """

    issue: Issue
    sides: tuple[Side, ...]
    came: bool
    card: ContradictionView | None
    after_s: int | None
    asked: int

    @property
    def no(self) -> int | None:
        """Its number on the console."""
        return self.card.no if self.card else None

    @property
    def settled(self) -> bool:
        """Whether it ended with a result and a reason."""
        return self.card is not None and self.card.settled

    @property
    def neglected(self) -> bool:
        """Whether it was there to be seen and nobody did anything about it."""
        return self.came and not self.asked and not self.settled

    @property
    def title(self) -> str:
        """What it is about, in the author's words or else as the question asked for it."""
        return self.issue.note or self.sides[-1].question

    @property
    def slot_label(self) -> str:
        """What kind of fact it is about."""
        return SLOT_LABELS.get(self.issue.slot, self.issue.slot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """The exercise looked at afterwards."""

    outcomes: tuple[IssueOutcome, ...]
    others: tuple[ContradictionView, ...]

    @property
    def found(self) -> int:
        """How many planted contradictions the cross-check showed."""
        return sum(1 for o in self.outcomes if o.no is not None)

    @property
    def verified(self) -> int:
        """How many of them the manager had verified in the rooms."""
        return sum(1 for o in self.outcomes if o.asked)

    @property
    def settled(self) -> int:
        """How many of them ended with a result and a reason."""
        return sum(1 for o in self.outcomes if o.settled)

    @property
    def neglected(self) -> int:
        """How many of them nobody did anything about."""
        return sum(1 for o in self.outcomes if o.neglected)


def debrief(run: Run) -> Debrief:
    """Compare the console's contradictions with those written into the scenario."""
    scenario = scenarios()[run.scenario]
    said = said_of(run)
    when = dict(Said.objects.filter(org_id=run.org_id, run_id=run.id).values_list("sid", "at"))
    cards: dict[frozenset[str], ContradictionView] = {}
    rest: list[ContradictionView] = []
    for card in interviews.contradictions(run.org_id, run.case_id):
        pair = frozenset(s for i in (card.a.segment_id, card.b.segment_id) if (s := said.get(i)))
        if len(pair) == 2:
            cards[pair] = card
            rest.append(card)
    asked: dict[UUID, int] = defaultdict(int)
    for prompt in interviews.prompts(run.org_id, run.case_id, limit=200):
        if prompt.contradiction_id is not None:
            asked[prompt.contradiction_id] += 1
    sides = _sides(run, scenario, said)
    outcomes = tuple(_outcome(issue, cards, asked, when, sides) for issue in scenario.issues)
    planted = {pair for issue in scenario.issues for pair in issue.pairs} | scenario.borderline
    known = {card.id for pair, card in cards.items() if pair in planted}
    return Debrief(outcomes=outcomes, others=tuple(card for card in rest if card.id not in known))


def _sides(run: Run, scenario: Scenario, said: dict[UUID, str]) -> dict[str, Side]:
    names = {player.pid: player.name for player in scenario.players}
    spoken = {said[s.id]: s for s in _segments(run) if s.id in said}
    return {
        line.sid: Side(
            person=names[line.pid],
            question=line.question,
            answer=line.answer,
            no=spoken[line.sid].no if line.sid in spoken else None,
            segment_id=spoken[line.sid].id if line.sid in spoken else None,
        )
        for line in scenario.lines
    }


def _segments(run: Run) -> list[SegmentView]:
    return interviews.segments_of(run.org_id, [seat.session_id for seat in seats_of(run)])


def _outcome(
    issue: Issue,
    cards: dict[frozenset[str], ContradictionView],
    asked: dict[UUID, int],
    when: dict[str, datetime],
    sides: dict[str, Side],
) -> IssueOutcome:
    mine = sorted((cards[pair] for pair in issue.pairs if pair in cards), key=lambda c: c.found_at)
    came = sorted(
        (pair for pair in issue.pairs if pair <= when.keys()), key=lambda p: max(when[s] for s in p)
    )
    shown = next((c for c in mine if c.settled), mine[0] if mine else None)
    pair = next((p for p in issue.pairs if p in cards and cards[p] is shown), None)
    told = pair or (came[0] if came else min(issue.pairs, key=sorted))
    return IssueOutcome(
        issue=issue,
        sides=tuple(sides[sid] for sid in sorted(told, key=lambda s: (s not in when, when.get(s), s))),
        came=bool(came),
        card=shown,
        after_s=max(0, round((mine[0].found_at - max(when[s] for s in came[0])).total_seconds()))
        if mine
        else None,
        asked=sum(asked[c.id] for c in mine),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer given; ``lane`` is the place of its person, ``asked`` that a prompt asked for it."""

    segment_id: UUID
    lane: int
    no: int
    at: datetime
    question: str
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The course of an exercise: who answered when, and when prompts (number, text, time) were sent."""

    begun_at: datetime
    until: datetime
    people: tuple[str, ...]
    told: tuple[Told, ...]
    prompts: tuple[tuple[int, str, datetime], ...]


def replay(run: Run) -> Replay:
    """Return the course of an exercise."""
    scenario = scenarios()[run.scenario]
    order = {player.pid: lane for lane, player in enumerate(scenario.players)}
    lanes = {seat.session_id: order[seat.pid] for seat in seats_of(run)}
    told = [
        Told(
            segment_id=s.id, lane=lanes[s.session_id], no=s.no, at=s.committed_at, question=s.question,
            asked=s.prompt_no is not None,
        )
        for s in _segments(run)
    ]  # fmt: skip
    prompts = interviews.prompts(run.org_id, run.case_id, limit=200)
    last = max([run.begun_at, *(t.at for t in told)])
    return Replay(
        begun_at=run.begun_at,
        until=last,
        people=tuple(player.name for player in scenario.players),
        told=tuple(sorted(told, key=lambda t: t.at)),
        prompts=tuple((p.no, p.text, p.sent_at) for p in reversed(prompts)),
    )


def scenario_of(run: Run) -> Scenario:
    """Return the written case of an exercise."""
    return scenarios()[run.scenario]
