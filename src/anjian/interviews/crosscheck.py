"""The live cross-check of a case: an engine per process and case, fed in the order of arrival.

The database is the truth: before feeding, the engine's last statement is compared with the
case's last segment, read under the board's lock; whatever does not fit (another process wrote,
a transaction was rolled back, an identity changed, an answer was corrected) rebuilds it from
the segments. The same segments always give the same alarms.

Reading a long case takes many seconds, and no room may wait for it: whoever opens a page of the case
in a process that does not know it yet has it read beside the work (:func:`begin_reading`). Answers
committed meanwhile are judged when the reading is through.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
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
    from datetime import date, datetime

    from anjian.interviews.models import Segment

KEPT_CASES = 16
LONG = 100
"""Segments from which a case is read beside the work instead of within the first answer."""


@dataclass(slots=True)
class _Entry:
    engine: CrossCheck
    people: tuple[Person, ...]
    last_id: UUID | None = None
    last_seq: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


_entries: OrderedDict[tuple[UUID, UUID], _Entry] = OrderedDict()
_entries_lock = threading.Lock()
_reading: set[tuple[UUID, UUID]] = set()


def forget() -> None:
    """Drop every engine (tests; a restored database)."""
    with _entries_lock:
        _entries.clear()
        _reading.clear()


def people(org_id: UUID, case_id: UUID) -> tuple[Person, ...]:
    """Return the persons questioned in a case as the cross-check knows them."""
    return tuple(Person(pid=str(pid), name=name, role=post) for pid, name, post in people_of(org_id, case_id))


def incident_on(org_id: UUID, case_id: UUID) -> date | None:
    """Return the day the conduct of a case happened, as its opening says."""
    return case_by_id(system_actor(org_id, ""), case_id).conduct_on


def statement(segment: Segment) -> Statement:
    """Return an answer as the cross-check reads it."""
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
    return tuple(statement(s) for s in valid_statements(statements_of(org_id, case_id)))


def alarms_for(segment: Segment) -> list[Alarm]:
    """Feed a new segment and return the alarms it raises. Call under the lock of the case's board.

    While the case is still being read there are none yet: :func:`end_reading` tells them.
    """
    key = (segment.org_id, segment.case_id)
    with _entries_lock:
        entry = _entries.get(key)
        if entry is not None:
            _entries.move_to_end(key)
        elif key in _reading:
            return []
    cast = people(*key)
    if entry is None or entry.people != cast or not _stands(entry, segment):
        if segment.case_seq > LONG and _read_beside(key, segment.committed_at):
            return []
        entry = _rebuild(key, cast, before=segment)
    with entry.lock:
        for missed in statements_of(*key, after=entry.last_seq, before=segment.case_seq):
            _feed(entry, missed)
        return _feed(entry, segment)


Reader = Callable[[UUID, UUID, "datetime"], None]
_reader: Reader | None = None


def install(reader: Reader) -> None:
    """Name who reads a long case beside the work: called with organisation, case and instant."""
    global _reader  # noqa: PLW0603  set once, when the actions are loaded
    _reader = reader


def _read_beside(key: tuple[UUID, UUID], at: datetime) -> bool:
    """Have a long case read anew beside the work; what was known of it no longer counts."""
    if _reader is None:
        return False
    with _entries_lock:
        _entries.pop(key, None)
    if begin_reading(*key):
        _reader(*key, at)
    return True


def joined(org_id: UUID, case_id: UUID) -> tuple[tuple[str, str], ...]:
    """Return (former, present) names of the issues that the segment fed last has shown to be one."""
    with _entries_lock:
        entry = _entries.get((org_id, case_id))
    return entry.engine.joined if entry is not None else ()


def _feed(entry: _Entry, segment: Segment) -> list[Alarm]:
    if segment.corrects_id is not None:
        entry.engine.withdraw(str(segment.corrects_id))
    raised = list(entry.engine.add(statement(segment)))
    entry.last_id, entry.last_seq = segment.id, segment.case_seq
    return raised


def knows(org_id: UUID, case_id: UUID) -> bool:
    """Whether a case is known to this process, or being read."""
    key = (org_id, case_id)
    with _entries_lock:
        return key in _entries or key in _reading


def begin_reading(org_id: UUID, case_id: UUID) -> bool:
    """Say that a case is to be read now; False when it is known, or being read, already."""
    key = (org_id, case_id)
    with _entries_lock:
        if key in _entries or key in _reading:
            return False
        _reading.add(key)
        return True


@dataclass(slots=True)
class Read:
    """A case that was read beside the work: not in use yet, answers may have come meanwhile."""

    key: tuple[UUID, UUID]
    entry: _Entry
    recent: list[Alarm]


def read_case(org_id: UUID, case_id: UUID, *, since: datetime) -> Read:
    """Read a case as far as it has come, without locks; ``recent`` are alarms of answers since an instant.

    These may be missing on the board, when a server was stopped while it read.
    """
    cast, known = people(org_id, case_id), statements_of(org_id, case_id)
    first = known[0].committed_at if known else since
    engine = CrossCheck(cast, incident_on=incident_on(org_id, case_id), interview_on=local_day(first))
    entry, recent = _Entry(engine=engine, people=cast), list[Alarm]()
    standing = {s.id for s in valid_statements(known)}
    for segment in known:
        raised = entry.engine.add(statement(segment)) if segment.id in standing else ()
        entry.last_id, entry.last_seq = segment.id, segment.case_seq
        recent += raised if segment.committed_at >= since else ()
        time.sleep(0.001)  # whoever waits for this process goes first
    return Read((org_id, case_id), entry, recent)


def end_reading(read: Read) -> list[Alarm]:
    """Take in what came meanwhile, put the case in use; returns the alarms not told yet.

    Call under the lock of the case's board.
    """
    for segment in statements_of(*read.key, after=read.entry.last_seq):
        read.recent += _feed(read.entry, segment)
    with _entries_lock:
        _entries[read.key] = read.entry
        _entries.move_to_end(read.key)
        _reading.discard(read.key)
    return list(read.recent)


def give_up_reading(org_id: UUID, case_id: UUID) -> None:
    """Say that a case is not being read any more, however that ended."""
    with _entries_lock:
        _reading.discard((org_id, case_id))


def _stands(entry: _Entry, segment: Segment) -> bool:
    """Whether what was fed last is on record: a transaction that was rolled back leaves more than that."""
    if entry.last_seq >= segment.case_seq:
        return False
    if entry.last_id is None:
        return True
    rows = type(segment).objects.filter(org_id=segment.org_id, case_id=segment.case_id)
    return bool(rows.filter(case_seq=entry.last_seq, id=entry.last_id).exists())


def _rebuild(key: tuple[UUID, UUID], cast: tuple[Person, ...], *, before: Segment) -> _Entry:
    engine = CrossCheck(cast, incident_on=incident_on(*key), interview_on=local_day(before.committed_at))
    entry = _Entry(engine=engine, people=cast)
    known = statements_of(*key)
    standing = {s.id for s in valid_statements(known)}
    for earlier in known:
        if earlier.case_seq >= before.case_seq:
            break
        if earlier.id in standing:
            entry.engine.add(statement(earlier))
        entry.last_id, entry.last_seq = earlier.id, earlier.case_seq
    with _entries_lock:
        _entries[key] = entry
        while len(_entries) > KEPT_CASES:
            _entries.popitem(last=False)
    return entry
