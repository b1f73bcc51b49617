"""Reading the record: activity of a stream, its whole chain, the outbox since an id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.audit import reading
from anjian.audit.events import instant_text
from anjian.audit.models import AccessRow, ChainHead, EventRow, OutboxRow
from anjian.proof.chain import GENESIS, entry_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of an activity list."""

    id: UUID
    stream_id: UUID
    type: str
    sentence: str
    actor_name: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One outbox row on its way to live pages."""

    id: int
    org_id: UUID
    topics: tuple[str, ...]
    type: str
    data: dict[str, Any]


_ACTIVITY = ("id", "stream_id", "type", "sentence", "actor__name", "occurred_at")


# What the platform makes by itself from what people did: on record, but no news.
DERIVED = (
    "documents.instrument.drawn",
    "documents.instrument.sealed",
    "evidence.copy.derived",
    "evidence.file.read",
)


def activity_of(
    org_id: UUID, stream_id: UUID, *, limit: int = 20, without: Sequence[str] = ()
) -> list[Activity]:
    """Return the newest entries of one stream, newest first, without some types."""
    found = reading.rows(
        "SELECT id, stream_id, type, sentence, actor ->> 'name', occurred_at FROM audit_event "
        "WHERE org_id = %s AND stream_id = %s AND NOT (type = ANY(%s)) ORDER BY seq DESC LIMIT %s",
        [org_id, stream_id, list(without), limit],
    )
    return [Activity(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a stream with what it says about itself."""

    id: UUID
    type: str
    sentence: str
    actor_name: str
    occurred_at: datetime
    payload: dict[str, Any]


def told_in(org_id: UUID, stream_id: UUID, *, limit: int = 50_000) -> list[Told]:
    """Return the entries of one stream with their particulars, oldest first, in one statement."""
    found = reading.rows(
        "SELECT id, type, sentence, actor ->> 'name', occurred_at, payload FROM audit_event "
        "WHERE org_id = %s AND stream_id = %s ORDER BY seq LIMIT %s",
        [org_id, stream_id, limit],
    )
    return [
        Told(id_, type_, sentence, actor, at, reading.parsed(payload))
        for id_, type_, sentence, actor, at, payload in found
    ]


def activity_of_many(
    org_id: UUID, stream_ids: Sequence[UUID], *, limit: int = 20, without: Sequence[str] = ()
) -> list[Activity]:
    """Return the newest entries of several streams together, newest first, without some types."""
    rows = EventRow.objects.filter(org_id=org_id, stream_id__in=stream_ids).order_by("-id")
    rows = rows.exclude(type__in=without)
    return [Activity(*row) for row in rows.values_list(*_ACTIVITY)[:limit]]


def body_of(row: EventRow) -> dict[str, Any]:
    """Return exactly what the row's hash was taken over."""
    return {
        "id": str(row.id),
        "stream_id": str(row.stream_id),
        "seq": row.seq,
        "type": row.type,
        "payload": row.payload,
        "sentence": row.sentence,
        "actor": row.actor,
        "occurred_at": instant_text(row.occurred_at),
        "recorded_at": instant_text(row.recorded_at),
        "cites": list(row.cites),
        "procedure": row.procedure,
        "act_id": str(row.act_id),
    }


def chain_of(org_id: UUID, stream_id: UUID) -> Iterator[dict[str, Any]]:
    """Yield the whole chain of a stream in order: each body with ``prev_hash`` and ``hash``."""
    rows = EventRow.objects.filter(org_id=org_id, stream_id=stream_id).order_by("seq")
    for row in rows.iterator(chunk_size=500):
        yield {**body_of(row), "prev_hash": row.prev_hash, "hash": row.hash}


def check_chain(org_id: UUID, stream_id: UUID) -> str | None:
    """Return None when a stream's chain is whole, else a Chinese sentence naming the entry."""
    prev, seq = GENESIS, 0
    for entry in chain_of(org_id, stream_id):
        seq += 1
        body = {k: v for k, v in entry.items() if k not in {"prev_hash", "hash"}}
        if entry["seq"] != seq or entry["prev_hash"] != prev or entry["hash"] != entry_hash(prev, body):
            return f"第{seq}条记录与链不符"
        prev = entry["hash"]
    head = ChainHead.objects.filter(org_id=org_id, id=stream_id).values_list("seq", "hash").first()
    if head is not None and head != (seq, prev):
        return f"链尾应为第{head[0]}条，实有{seq}条"
    return None


def newest_of_streams(org_id: UUID, streams: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when each stream was last written to; streams without entries are left out."""
    if not streams:
        return {}
    found = reading.rows(
        "SELECT stream_id, max(occurred_at) FROM audit_event WHERE org_id = %s AND stream_id = ANY(%s) "
        "GROUP BY stream_id",
        [org_id, list(streams)],
    )
    return dict(found)


def outbox_since(last_id: int, *, limit: int = 500) -> list[Message]:
    """Return the messages after an id, oldest first, over all organisations (for the relay)."""
    rows = OutboxRow.objects.filter(id__gt=last_id).order_by("id")[:limit]
    return [Message(r.id, r.org_id, tuple(r.topics), r.type, r.data) for r in rows]


def replay(org_id: UUID, topic: str, last_id: int, *, limit: int = 1000) -> list[Message]:
    """Return one topic's messages after an id, oldest first (for Last-Event-ID)."""
    rows = OutboxRow.objects.filter(org_id=org_id, id__gt=last_id, topics__contains=[topic]).order_by("id")
    return [Message(r.id, r.org_id, tuple(r.topics), r.type, r.data) for r in rows[:limit]]


def messages(ids: Iterable[int]) -> list[Message]:
    """Return the messages that carry these ids, as far as they are committed, oldest first."""
    rows = OutboxRow.objects.filter(id__in=list(ids)).order_by("id")
    return [Message(r.id, r.org_id, tuple(r.topics), r.type, r.data) for r in rows]


def oldest_outbox_id() -> int:
    """Return the lowest outbox number still kept, 0 when there is none."""
    return OutboxRow.objects.order_by("id").values_list("id", flat=True).first() or 0


def newest_outbox_id() -> int:
    """Return the highest outbox number given out so far, 0 when there is none."""
    ((newest,),) = reading.rows("SELECT max(id) FROM audit_outbox", [])
    return newest or 0


def accesses_of(org_id: UUID, subject_id: UUID, *, limit: int = 50) -> list[dict[str, Any]]:
    """Return the newest recorded reads and refused attempts on one subject."""
    rows = AccessRow.objects.filter(org_id=org_id, subject_id=subject_id).order_by("-id")
    return [dict(row) for row in rows.values("what", "detail", "refused", "at", "actor__name")[:limit]]
