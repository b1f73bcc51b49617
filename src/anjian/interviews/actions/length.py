"""Telling an interview that it has lasted long: once at the warning, once at the limit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from anjian.audit.actions import transaction
from anjian.interviews import events, rules, script
from anjian.interviews.actions._common import mark
from anjian.interviews.models import Mark, Session
from anjian.interviews.queries.sessions import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor


def tell_length(*, by: Actor, at: datetime) -> int:
    """Mark the organisation's live sessions that have passed a limit unmarked; returns how many.

    The mark and its event make every open page of the room and the console say so.
    """
    limits = script.limits_on(local_day(at))
    told = 0
    for kind, minutes in (("warned", limits.warn_minutes), ("overdue", limits.stop_minutes)):
        passed = Session.objects.filter(
            org_id=by.org_id, live=True, started_at__lte=at - timedelta(minutes=minutes)
        )
        known = Mark.objects.filter(org_id=by.org_id, kind=kind).values("session_id")
        for session_id in passed.exclude(id__in=known).values_list("id", flat=True):
            with transaction(by=by, at=at) as tx:
                session = Session.objects.select_for_update(no_key=True).get(org_id=by.org_id, id=session_id)
                if Mark.objects.filter(org_id=by.org_id, session_id=session_id, kind=kind).exists():
                    continue
                mark(tx, session, kind, officer_id=by.id)
                tx.record(
                    events.LengthTold(
                        stream_id=session.case_id,
                        session_id=session.id,
                        person=session.name,
                        minutes=minutes,
                        cites=(rules.LENGTH,),
                    )
                )
                told += 1
    return told
