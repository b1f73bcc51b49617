"""Reading exercises: how far they are, and what became of every planted contradiction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.interviews import queries as interviews
from anjian.training.models import Run, Said, Seat
from anjian.training.scenario import Issue, Scenario, scenarios

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.interviews.queries import ContradictionView


def runs(org_id: UUID, *, limit: int = 20) -> list[Run]:
    """Return the newest exercises."""
    return list(Run.objects.filter(org_id=org_id).order_by("-id")[:limit])


def run_of(org_id: UUID, run_id: UUID) -> Run | None:
    """Return an exercise by id."""
    return Run.objects.filter(org_id=org_id, id=run_id).first()


def seats_of(run: Run) -> list[Seat]:
    """Return the simulated rooms of an exercise."""
    return list(Seat.objects.filter(org_id=run.org_id, run_id=run.id).order_by("pid"))


def said_of(run: Run) -> dict[UUID, str]:
    """Return which answer (segment) came from which written line."""
    return dict(Said.objects.filter(org_id=run.org_id, run_id=run.id).values_list("segment_id", "sid"))


def times_of(run: Run) -> list[datetime]:
    """Return when the last written line was said; empty before the first."""
    rows = Said.objects.filter(org_id=run.org_id, run_id=run.id)
    return list(rows.order_by("-at").values_list("at", flat=True)[:1])


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOutcome:
    """What became of one planted contradiction."""

    issue: Issue
    came: bool
    no: int | None
    tier: str
    after_s: int | None
    asked: int
    state: str
    state_label: str
    settled: bool


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
    outcomes = tuple(_outcome(issue, cards, asked, when) for issue in scenario.issues)
    planted = {pair for issue in scenario.issues for pair in issue.pairs} | scenario.borderline
    known = {card.id for pair, card in cards.items() if pair in planted}
    repeated = {card.id for card in rest if {card.a.segment_id, card.b.segment_id} - said.keys()}
    others = tuple(card for card in rest if card.id not in known and card.id not in repeated)
    return Debrief(outcomes=outcomes, others=others)


def _outcome(
    issue: Issue,
    cards: dict[frozenset[str], ContradictionView],
    asked: dict[UUID, int],
    when: dict[str, datetime],
) -> IssueOutcome:
    mine = sorted((cards[pair] for pair in issue.pairs if pair in cards), key=lambda c: c.found_at)
    came = any(pair <= when.keys() for pair in issue.pairs)
    first = mine[0] if mine else None
    settled = next((c for c in mine if c.settled), None)
    shown = settled or first
    return IssueOutcome(
        issue=issue,
        came=came,
        no=first.no if first else None,
        tier=first.tier if first else "",
        after_s=_delay(issue, first, when) if first else None,
        asked=sum(asked[c.id] for c in mine),
        state=shown.state if shown else "",
        state_label=shown.state_label if shown else "",
        settled=settled is not None,
    )


def _delay(issue: Issue, card: ContradictionView, when: dict[str, datetime]) -> int:
    complete = [max(when[s] for s in pair) for pair in issue.pairs if pair <= when.keys()]
    return max(0, round((card.found_at - min(complete)).total_seconds()))


def scenario_of(run: Run) -> Scenario:
    """Return the written case of an exercise."""
    return scenarios()[run.scenario]
