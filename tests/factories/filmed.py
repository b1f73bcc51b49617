"""A step of a case to be recorded, and an order for a copy: what stands behind their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from anjian.kit import clock
from anjian.recordings.actions import occasions, redactions

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor

RECIPE = {
    "boxes": [{"kind": "face", "from_ms": 0, "to_ms": 1, "keys": [[0, 1000, 1000, 2000, 2000]]}],
    "sounds": [],
}


def filmed(case_id: UUID, item: str, *, by: Actor, colleague: Actor) -> dict[str, object]:
    """Set up a step and order a copy; returns the ids by the names that addresses use."""
    at = clock.now()
    occasion = occasions.open_occasion(
        occasions.OpenOccasion(
            case_id=case_id, kind="inspection", title="对一车间的现场检查", place="一车间",
            officers=(by.id, colleague.id),
        ),
        by=by, at=at,
    )  # fmt: skip
    order = redactions.OrderRedaction(
        case_id=case_id, no=item, filename="", recipe=RECIPE, purpose="提供给当事人", recipient="当事人"
    )
    redaction = redactions.order_redaction(order, by=by, at=at)
    return {"occasion": occasion, "redaction": redaction, "part": uuid4()}
