"""What the case's procedure and its investigation report must know of the interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.audit import reading
from anjian.interviews.models import Session
from anjian.interviews.queries.board import contradictions
from anjian.interviews.queries.records import PageView, pages_of_many
from anjian.interviews.queries.sessions import script_of
from anjian.procedures.facts import ContradictionFact, InterviewFact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

_STATUS = {"resolved": "resolved", "dismissed": "resolved", "explained": "reasoned", "left": "reasoned"}


def facts_of(org_id: UUID, case_id: UUID) -> dict[str, Any]:
    """Return a case's interviews that have begun, and its contradictions, as its procedure reads them."""
    condition = "WHERE org_id = %s AND case_id = %s AND started_at IS NOT NULL ORDER BY id"
    sessions = reading.instances(Session, condition, [org_id, case_id])
    rows = reading.rows(
        "SELECT id, title, material, state FROM interviews_contradiction "
        "WHERE org_id = %s AND case_id = %s ORDER BY no",
        [org_id, case_id],
    )
    return {
        "interviews": _interviews(org_id, sessions) if sessions else (),
        "contradictions": tuple(
            ContradictionFact(
                id=row_id,
                title=title,
                material=material,
                status=_STATUS.get(state, "open"),  # type: ignore[arg-type]  # the mapping's values
            )
            for row_id, title, material, state in rows
        ),
    }


def _interviews(org_id: UUID, sessions: Sequence[Session]) -> tuple[InterviewFact, ...]:
    told: dict[UUID, set[str]] = {session.id: set() for session in sessions}
    officers: dict[UUID, list[UUID]] = {session.id: [] for session in sessions}
    ids = list(told)
    for session_id, code in reading.rows(
        "SELECT session_id, code FROM interviews_rights_line WHERE org_id = %s AND session_id = ANY(%s)",
        [org_id, ids],
    ):
        told[session_id].add(code)
    for session_id, officer_id in reading.rows(
        "SELECT session_id, officer_id FROM interviews_seat WHERE org_id = %s AND session_id = ANY(%s) "
        "ORDER BY part",
        [org_id, ids],
    ):
        officers[session_id].append(officer_id)
    pages = pages_of_many([s for s in sessions if s.state == "closed"])
    return tuple(_interview(s, told[s.id], officers[s.id], pages.get(s.id, [])) for s in sessions)


def _interview(
    session: Session, told: set[str], officers: Sequence[UUID], pages: Sequence[PageView]
) -> InterviewFact:
    started = session.started_at or session.prepared_at
    return InterviewFact(
        id=session.id,
        person=session.name,
        officers=tuple(officers),
        started_at=started,
        ended_at=session.ended_at,
        rights_told=set(script_of(session, started).codes) <= told,
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
