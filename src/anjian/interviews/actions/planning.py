"""Question plans of a session: which ones are used, and what an officer ticks by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, plans, record_events, rules
from anjian.interviews.actions._common import require
from anjian.interviews.models import PlanMark
from anjian.kit.errors import NotFound

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor

_OPEN = ("prepared", "rights_told", "questioning", "paused", "read_back")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPlan:
    """Choose or drop a plan (its code), tick or untick a question, or say who the person is (a part)."""

    session_id: UUID
    kind: str
    code: str


def mark_plan(cmd: MarkPlan, *, by: Actor, at: datetime) -> None:
    """Keep an officer's decision about the plan, with who and when. Raises NotFound for unknown codes."""
    if cmd.kind in {"ticked", "unticked"}:
        known = plans.known_item(cmd.code)
    elif cmd.kind in {"chosen", "dropped"}:
        known = cmd.code in plans.codes()
    else:
        known = cmd.kind == "part" and cmd.code in plans.PARTS
    if not known:
        raise NotFound
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(rules.state(session.state, _OPEN, _("调整询问提纲")))
        PlanMark.objects.create(
            org_id=by.org_id, session_id=session.id, kind=cmd.kind, code=cmd.code, at=at, officer_id=by.id
        )
        tx.record(
            record_events.PlanMarked(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                kind=cmd.kind,
                code=cmd.code,
            )
        )
