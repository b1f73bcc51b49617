"""What the case's procedure and its investigation report must know of the interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.interviews.models import Contradiction, RightsLine, Seat, Session
from anjian.interviews.queries.board import contradictions
from anjian.interviews.queries.records import pages_of
from anjian.interviews.queries.sessions import script_of
from anjian.procedures.facts import ContradictionFact, InterviewFact

if TYPE_CHECKING:
    from uuid import UUID

_STATUS = {"resolved": "resolved", "dismissed": "resolved", "explained": "reasoned", "left": "reasoned"}


def facts_of(org_id: UUID, case_id: UUID) -> dict[str, Any]:
    """Return a case's interviews that have begun, and its contradictions, as its procedure reads them."""
    sessions = Session.objects.filter(org_id=org_id, case_id=case_id, started_at__isnull=False)
    rows = Contradiction.objects.filter(org_id=org_id, case_id=case_id).order_by("no")
    return {
        "interviews": tuple(_interview(s) for s in sessions.order_by("id")),
        "contradictions": tuple(
            ContradictionFact(
                id=row.id,
                title=row.title,
                material=row.material,
                status=_STATUS.get(row.state, "open"),  # type: ignore[arg-type]  # the mapping's values
            )
            for row in rows
        ),
    }


def _interview(session: Session) -> InterviewFact:
    started = session.started_at or session.prepared_at
    told = RightsLine.objects.filter(org_id=session.org_id, session_id=session.id).values_list(
        "code", flat=True
    )
    officers = Seat.objects.filter(org_id=session.org_id, session_id=session.id).order_by("part")
    pages = pages_of(session) if session.state == "closed" else []
    return InterviewFact(
        id=session.id,
        person=session.name,
        officers=tuple(officers.values_list("officer_id", flat=True)),
        started_at=started,
        ended_at=session.ended_at,
        rights_told=set(script_of(session, started).codes) <= set(told),
        pages=max(1, len(pages)),
        signed_pages=sum(1 for page in pages if all(slot.done and not slot.refusal for slot in page.slots)),
        refusal_noted=bool(pages)
        and all(slot.done for page in pages for slot in page.slots)
        and any(slot.refusal for page in pages for slot in page.slots),
    )


def report_of(org_id: UUID, case_id: UUID) -> str:
    """Return the section on contradictions for the investigation report, written from the ledger."""
    parts: list[str] = []
    for view in sorted(contradictions(org_id, case_id), key=lambda v: v.no):
        if not view.material:
            continue
        parts.append(
            f"{view.no}．{view.title}：{view.a.person}称“{view.a.before}{view.a.marked}{view.a.after}”"
            f"（笔录第{view.a.no}问），{view.b.person}称“{view.b.before}{view.b.marked}{view.b.after}”"
            f"（笔录第{view.b.no}问）。处理：{view.state_label}"
            f"{f'，{view.reason}' if view.reason else ''}。"
        )
    return "\n".join(parts)
