"""A step of a case to be recorded, and orders for copies: what stands behind their addresses and events."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from anjian.evidence.queries import items_of
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.recordings.actions import occasions, redactions
from tests.action.faults.fault import case_of

if TYPE_CHECKING:
    from anjian.config.demo.play import Play
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


def all_that_is_filmed(p: Play) -> None:
    """Everything that can happen to recorded steps, imported clips and copies with hidden parts, once."""
    case, lead, org_id = case_of(p), p.who("lead"), p.place.org_id
    shot = next(item for item in items_of(org_id, case.id) if item.media_type == "image/png")
    named = filmed(case.id, shot.no, by=lead, colleague=p.who("co"))
    occasions.excuse(case.id, "hearing", "当事人没有申请公开，记录仪故障", by=lead, at=p.now)
    p.item("audiovisual", "执法记录仪录像", b"\x1a\x45\xdf\xa3", "body.webm", record="现场检查记录")
    shown = occasions.SetClipClock(
        case_id=case.id, no=items_of(org_id, case.id)[-1].no, filename="",
        shown_ms=round(p.now.timestamp() * 1000), drift_ms=0, basis="stated",
    )  # fmt: skip
    occasions.set_clip_clock(shown, by=lead, at=p.now)
    redaction = UUID(str(named["redaction"]))
    system = system_actor(org_id, "系统")
    assert redactions.make_redaction(org_id, redaction, by=system, now=lambda: p.now) == "done"
    redactions.hand_out(case.id, redaction, recipient="当事人", days=3, by=lead, at=p.now)
