"""The live cross-check of a case: an engine per process and case, fed in the order of arrival.

The database is the truth: before feeding, the engine's last statement is compared with the
case's last segment, read under the board's lock; whatever does not fit (another process wrote,
a transaction was rolled back, an identity changed, an answer was corrected) rebuilds it from
the segments. The same segments always give the same alarms.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from anjian.cases.access import case_by_id
from anjian.interviews.queries import people_of, statements_of
from anjian.interviews.queries.sessions import local_day
from anjian.kit.actor import system_actor
from anjian.testimony.engine import CrossCheck
from anjian.testimony.model import Alarm, Person, Statement

if TYPE_CHECKING:
    from datetime import date

    from anjian.interviews.models import Segment

KEPT_CASES = 16


@dataclass(slots=True)
class _Entry:
    engine: CrossCheck
    people: tuple[Person, ...]
    last_id: UUID | None = None
    last_seq: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


_entries: OrderedDict[tuple[UUID, UUID], _Entry] = OrderedDict()
_entries_lock = threading.Lock()


def forget() -> None:
    """Drop every engine (tests; a restored database)."""
    with _entries_lock:
        _entries.clear()


def people(org_id: UUID, case_id: UUID) -> tuple[Person, ...]:
    """Return the persons questioned in a case as the cross-check knows them."""
    return tuple(Person(pid=str(pid), name=name, role=post) for pid, name, post in people_of(org_id, case_id))


def _incident_on(org_id: UUID, case_id: UUID) -> date | None:
    return case_by_id(system_actor(org_id, ""), case_id).conduct_on


def _statement(segment: Segment) -> Statement:
    return Statement(
        sid=str(segment.id),
        pid=str(segment.person_id),
        seq=segment.case_seq,
        at=segment.committed_at,
        question=segment.question,
        answer=segment.answer,
    )


def valid_statements(segments: list[Segment]) -> list[Segment]:
    """Return the segments that stand: a corrected one gives way to its newest version."""
    replaced = {s.corrects_id for s in segments if s.corrects_id}
    return [s for s in segments if s.id not in replaced]


def testimonies(org_id: UUID, case_id: UUID) -> tuple[Statement, ...]:
    """Return everything that stands on record in a case, in the order of arrival."""
    return tuple(_statement(s) for s in valid_statements(statements_of(org_id, case_id)))


def alarms_for(segment: Segment) -> list[Alarm]:
    """Feed a new segment and return the alarms it raises. Call under the lock of the case's board."""
    key = (segment.org_id, segment.case_id)
    with _entries_lock:
        entry = _entries.get(key)
        if entry is not None:
            _entries.move_to_end(key)
    cast = people(*key)
    fits = entry is not None and entry.people == cast and segment.corrects_id is None
    if entry is None or not fits or not _follows(entry, segment):
        entry = _rebuild(key, cast, before=segment)
    with entry.lock:
        raised = list(entry.engine.add(_statement(segment)))
        entry.last_id, entry.last_seq = segment.id, segment.case_seq
    return raised


def _follows(entry: _Entry, segment: Segment) -> bool:
    if entry.last_seq != segment.case_seq - 1:
        return False
    if entry.last_id is None:
        return True
    rows = type(segment).objects.filter(org_id=segment.org_id, case_id=segment.case_id)
    return bool(rows.filter(case_seq=entry.last_seq, id=entry.last_id).exists())


def _rebuild(key: tuple[UUID, UUID], cast: tuple[Person, ...], *, before: Segment) -> _Entry:
    engine = CrossCheck(cast, incident_on=_incident_on(*key), interview_on=local_day(before.committed_at))
    entry = _Entry(engine=engine, people=cast)
    known = statements_of(*key)
    standing = {s.id for s in valid_statements(known)}
    for earlier in known:
        if earlier.case_seq >= before.case_seq:
            break
        if earlier.id in standing:
            entry.engine.add(_statement(earlier))
        entry.last_id, entry.last_seq = earlier.id, earlier.case_seq
    with _entries_lock:
        _entries[key] = entry
        while len(_entries) > KEPT_CASES:
            _entries.popitem(last=False)
    return entry
