"""Where the walks through each procedure begin: a file of its own, or a case come so far that it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from anjian.procedures.facts import DocumentFact, Threshold
from anjian.procedures.spec import Procedure
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World, facts, uid

LIMITS = {
    **facts().thresholds,
    "summary.unit": Threshold(value=Decimal(3000)),
    "summary.person": Threshold(value=Decimal(200)),
    "summary.cash": Threshold(value=Decimal(100)),
}


def _case(reach: Callable[..., None], fine: int, **changes: object) -> World:
    w = World(thresholds=LIMITS, violations=("WSL-101-3",))
    w.fine = Decimal(fine)
    reach(w, fine, **changes)
    w.go_to(w.today + timedelta(days=1))
    return w


def _investigating(w: World, _fine: int) -> None:
    s.ready_to_report(w)


def _complex(w: World, fine: int) -> None:
    s.to_case_review(w, fine, complex=True)


def _ordered(w: World, fine: int) -> None:
    s.to_executing(w, fine)
    order = DocumentFact(
        id=uid("order"), code="D04", no="示应急责改〔2026〕1号", status="served", issued_at=w.facts.now,
        served_on=w.today,
    )  # fmt: skip
    w.facts = replace(w.facts, documents=(*w.facts.documents, order))
    w.go_to(w.today + timedelta(days=9))


def _late(w: World, fine: int) -> None:
    s.to_executing(w, fine)
    w.after("payment")
    w.go_to(w.today + timedelta(days=9))


CHILDREN: dict[str, tuple[Callable[..., None], tuple[int, ...], str]] = {
    "advance_registration": (_investigating, (30000,), "open_registration"),
    "legal_review": (_complex, (30000,), "request_legal_review"),
    "hearing": (s.to_notice_served, (80000,), "request_hearing"),
    "collective_discussion": (s.to_review_of_defence, (80000,), "open_discussion"),
    "continued_daily_fine": (_ordered, (3000, 30000), "open_daily_fine"),
    "add_on_fine": (_late, (10000,), "open_add_on"),
    "correction": (s.to_executing, (30000,), "open_clerical_correction"),
    "criminal_transfer": (_investigating, (30000,), "open_criminal_transfer"),
    "service": (s.to_decided, (30000,), "open_service"),
}
"""Of each child: how far the case has come, with which fines, and the step that opens it."""

HEAVY = frozenset(
    {
        "request_hearing", "review_after_hearing", "open_discussion", "decline_hearing_request",
        "conclude_discussion",
    }
)  # fmt: skip


def begin(procedure: Procedure, number: int, goal: str) -> tuple[World, str]:
    """The file on which a walk begins, and the step that opens the procedure; empty: the file's own."""
    if procedure.code in CHILDREN:
        reach, fines, opens = CHILDREN[procedure.code]
        return _case(reach, fines[number % len(fines)]), opens
    on_the_spot = procedure.code == "summary_penalty"
    violations = ("WSL-99-1",) if on_the_spot else ("WSL-101-3",)
    w = World(procedure=procedure.code, thresholds=LIMITS, violations=violations)
    w.fine = Decimal(80000 if goal in HEAVY else (3000, 30000, 80000, 0)[number % 4])
    return w, ""
