"""Reading custody: who held an item when, and whether the chain is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.evidence.custody_rules import acts
from anjian.evidence.keeping import Keeping, add_up
from anjian.evidence.models import CustodyEvent
from anjian.evidence.records import Custody
from anjian.kit.clock import LOCAL_ZONE
from anjian.proof.chain import Link, verify_stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from anjian.proof.chain import Break


def custody_of(org_id: UUID, item_id: UUID) -> list[Custody]:
    """Return an item's custody from the beginning."""
    return custody_of_many(org_id, [item_id]).get(item_id, [])


def custody_of_many(org_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, list[Custody]]:
    """Return the custody of several items from the beginning, in one query."""
    found: dict[UUID, list[Custody]] = {}
    for row in CustodyEvent.objects.filter(org_id=org_id, item_id__in=item_ids).order_by("item_id", "seq"):
        found.setdefault(row.item_id, []).append(_custody(row))
    return found


def _custody(row: CustodyEvent) -> Custody:
    return Custody(
        seq=row.seq,
        act=row.act,
        from_holder=row.from_holder,
        to_holder=row.to_holder,
        reason=row.reason,
        seal_no=row.seal_no,
        place=row.place,
        signers=tuple(row.signers),
        happened_at=row.happened_at,
        sha256_before=row.sha256_before,
        sha256_after=row.sha256_after,
        by_name=row.by_name,
        prev_hash=row.prev_hash,
        hash=row.hash,
        place_code=row.place_code,
        due_on=row.due_on,
        details=row.details,
    )


def custody_body(item_id: UUID, link: Custody) -> dict[str, Any]:
    """Return what the hash of a custody link is taken over; what an act does not have is left out."""
    further = {
        "place_code": link.place_code,
        "due_on": link.due_on.isoformat() if link.due_on else "",
        "details": dict(link.details),
    }
    return {
        "stream_id": str(item_id),
        "seq": link.seq,
        "act": link.act,
        "from": link.from_holder,
        "to": link.to_holder,
        "reason": link.reason,
        "seal_no": link.seal_no,
        "place": link.place,
        "signers": list(link.signers),
        "happened_at": link.happened_at.astimezone(LOCAL_ZONE).isoformat(timespec="microseconds"),
        "sha256_before": link.sha256_before,
        "sha256_after": link.sha256_after,
        "by": link.by_name,
        **{name: value for name, value in further.items() if value},
    }


def check_custody(org_id: UUID, item_id: UUID) -> Break | None:
    """Return the first custody link that does not fit, None when the chain is whole."""
    return verify_stream(
        Link(str(item_id), link.seq, link.prev_hash, link.hash, custody_body(item_id, link))
        for link in custody_of(org_id, item_id)
    )


def keeping_of(org_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, Keeping]:
    """Return how some items are kept now, in one query."""
    links = custody_of_many(org_id, item_ids)
    return {item_id: add_up(links.get(item_id, ()), acts()) for item_id in item_ids}
