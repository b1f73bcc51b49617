"""The analysis of a case kept in memory between two looks: one board per process and case.

Segments are append-only and their order within a case is fixed under a lock, so that whatever
came after the last look is simply added; a correction takes the former version out. The ledger of
contradictions is read afresh at every look. Nothing here is ever written anywhere.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast
from uuid import UUID

from anjian.cases.access import case_by_id
from anjian.interviews.models import Contradiction, Segment, Session
from anjian.interviews.queries.sessions import local_day, people_of
from anjian.kit.actor import system_actor
from anjian.testimony.board.board import Board
from anjian.testimony.board.disputes import Dispute
from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Person, Statement

if TYPE_CHECKING:
    from datetime import date, datetime

    from anjian.testimony.model import Slot, Tier

KEPT_CASES = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer stands: session, number in it, when it was committed."""

    session_id: UUID
    no: int
    at: datetime


@dataclass(slots=True)
class Hearing:
    """A case as the board knows it, with the place of every answer."""

    board: Board
    people: tuple[Person, ...]
    incident_on: date | None
    spots: dict[str, Spot] = field(default_factory=dict)
    last_seq: int = 0
    _standing: dict[str, Statement] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def take(self, rows: list[Segment]) -> None:
        """Add what came since the last look."""
        for row in rows:
            if row.corrects_id is not None:
                self._standing.pop(str(row.corrects_id), None)
            sid = str(row.id)
            self._standing[sid] = Statement(
                sid=sid,
                pid=str(row.person_id),
                seq=row.case_seq,
                at=row.committed_at,
                question=row.question,
                answer=row.answer,
            )
            self.spots[sid] = Spot(row.session_id, row.no, row.committed_at)
            self.last_seq = row.case_seq
        self.board.follow(list(self._standing.values()))


_hearings: OrderedDict[tuple[UUID, UUID], Hearing] = OrderedDict()
_hearings_lock = threading.Lock()


def forget() -> None:
    """Drop every board (tests; a restored database)."""
    with _hearings_lock:
        _hearings.clear()


def hearing_of(org_id: UUID, case_id: UUID) -> Hearing:
    """Return the board of a case with everything that stands now. Four queries, whatever its size."""
    key = (org_id, case_id)
    people = tuple(
        Person(pid=str(pid), name=name, role=post) for pid, name, post in people_of(org_id, case_id)
    )
    incident_on = case_by_id(system_actor(org_id, ""), case_id).conduct_on
    with _hearings_lock:
        found = _hearings.get(key)
        if found is None or found.people != people or found.incident_on != incident_on:
            board = Board(CrossCheck(people, incident_on=incident_on), papers=_papers(org_id, case_id))
            found = Hearing(board, people, incident_on)
            _hearings[key] = found
        _hearings.move_to_end(key)
        while len(_hearings) > KEPT_CASES:
            _hearings.popitem(last=False)
    with found.lock:
        rows = Segment.objects.filter(org_id=org_id, case_id=case_id, case_seq__gt=found.last_seq)
        fresh = list(rows.order_by("case_seq"))
        if fresh and found.last_seq == 0 and incident_on is None:
            found.board.engine.incident_on = local_day(fresh[0].committed_at)
        if fresh:
            found.take(fresh)
    return found


def _papers(org_id: UUID, case_id: UUID) -> frozenset[str]:
    """Return the documents and instruments that stand beside the persons of a case."""
    rows = Session.objects.filter(org_id=org_id, case_id=case_id, state="source")
    return frozenset(str(pid) for pid in rows.values_list("person_id", flat=True))


def disputes_of(org_id: UUID, case_id: UUID) -> tuple[Dispute, ...]:
    """Return the ledger of a case as the board takes it."""
    rows = Contradiction.objects.filter(org_id=org_id, case_id=case_id).order_by("no")
    return tuple(
        Dispute(
            no=row.no,
            a_sid=str(row.a_segment_id),
            b_sid=str(row.b_segment_id),
            slot=cast("Slot", row.slot),
            tier=cast("Tier", row.tier),
            title=row.title,
            a_span=(row.a_span[0], row.a_span[1]),
            b_span=(row.b_span[0], row.b_span[1]),
            a_value=row.a_value,
            b_value=row.b_value,
            rule=row.rule,
            because=row.because,
            ask=row.ask,
            state=row.state,
            issue=row.issue,
        )
        for row in rows
    )
