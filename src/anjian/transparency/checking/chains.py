"""The chains of events: each body hashed again, each link compared, each chain as long as its head says."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from anjian.audit import queries, reading
from anjian.transparency.checking.finding import Finding, Progress


def look(org_id: UUID, progress: Progress) -> Iterator[Finding]:
    """Yield chains of events that do not hold, with the first entry that does not fit."""
    streams = reading.rows(
        "SELECT stream_id, count(*) FROM audit_event WHERE org_id = %s GROUP BY stream_id ORDER BY 1",
        [org_id],
    )
    progress.expect(sum(count for _, count in streams))
    for stream_id, count in streams:
        broken = queries.check_chain(org_id, stream_id)
        if broken:
            yield Finding("chain_broken", f"audit_event {stream_id}", f"事件链{broken}")
        progress.advance(count)
    yield from _heads(org_id)
    yield from _actors(org_id)


def _heads(org_id: UUID) -> Iterator[Finding]:
    found = reading.rows(
        "SELECT coalesce(e.stream_id, h.id), h.id IS NULL FROM "
        "(SELECT DISTINCT org_id, stream_id FROM audit_event WHERE org_id = %s) e "
        "FULL JOIN (SELECT org_id, id FROM audit_chain_head WHERE org_id = %s AND seq > 0) h "
        "ON h.org_id = e.org_id AND h.id = e.stream_id WHERE h.id IS NULL OR e.stream_id IS NULL",
        [org_id, org_id],
    )
    for stream_id, headless in found:
        said = "事件链缺少链尾记录" if headless else "事件链的全部事件已被删除"
        yield Finding("chain_head", f"audit_chain_head {stream_id}", said)


def _actors(org_id: UUID) -> Iterator[Finding]:
    """The column by which events are found by officer is no part of the body; it must say the same."""
    found = reading.rows(
        "SELECT id, sentence FROM audit_event WHERE org_id = %s AND actor ->> 'id' <> actor_id::text",
        [org_id],
    )
    for event_id, sentence in found:
        yield Finding("event_actor", f"audit_event {event_id}", "事件的经办人编号已被改动", sentence[:60])
