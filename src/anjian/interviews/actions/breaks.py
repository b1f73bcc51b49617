"""Rests, meals, drinks, toilet and medical breaks: begun, ended, and told when overdue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, queries, record_events, rules, script
from anjian.interviews.actions._common import mark, move, require
from anjian.interviews.models import BREAKS, Break, Mark, Session
from anjian.interviews.queries.sessions import local_day
from anjian.kit.errors import Conflict, Invalid

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.audit.actions import Transaction
    from anjian.kit.actor import Actor

_PAUSES = frozenset({"rest", "meal", "toilet", "medical"})
_LIVE = ("rights_told", "questioning", "paused", "read_back", "signing")


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginBreak:
    """A break of a kind (rest, meal, water, toilet, medical), wished by the person or by the officers."""

    session_id: UUID
    kind: str
    wanted_by: str = "person"
    note: str = ""


def begin_break(cmd: BeginBreak, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Begin a break; all but a drink of water pause the questions.

    Raises Conflict while another break is open, Invalid for an unknown kind.
    """
    if cmd.kind not in dict(BREAKS):
        raise Invalid({"kind": _("请选择休息的种类。")})
    if cmd.wanted_by not in {"person", "officer"}:
        raise Invalid({"wanted_by": _("请选择由谁提出。")})
    with transaction(by=by, at=at, key=key) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(rules.state(session.state, _LIVE, _("登记休息")))
        if _open(session) is not None:
            raise Conflict(_("上一次休息还没有结束，请先登记结束。"), code="break_open")
        row = Break.objects.create(
            org_id=by.org_id,
            session_id=session.id,
            kind=cmd.kind,
            wanted_by=cmd.wanted_by,
            began_at=at,
            begun_by=by.id,
            note=cmd.note.strip(),
        )
        label, wish = row.get_kind_display(), row.get_wanted_by_display()
        said = f"{label}（{wish}）{f'：{row.note}' if row.note else ''}"
        mark(tx, session, "break_begun", officer_id=by.id, note=said)
        tx.record(
            record_events.BreakBegun(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                kind=label,
                wanted_by=wish,
                cites=(rules.LENGTH,),
            )
        )
        if session.state == "questioning" and cmd.kind in _PAUSES:
            move(tx, session, "paused", "paused", note=said)


def end_break(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """End the open break; questions go on only when the officers resume. Nothing open is no error."""
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        finish_break(tx, session)


def finish_break(tx: Transaction, session: Session) -> None:
    """End the session's open break within a change that goes on (resuming, reading back)."""
    row = _open(session)
    if row is None:
        return
    row.ended_at, row.ended_by = tx.at, tx.by.id
    row.save(update_fields=["ended_at", "ended_by"])
    minutes = rules.minutes_since(row.began_at, tx.at)
    label = row.get_kind_display()
    mark(tx, session, "break_ended", officer_id=tx.by.id, note=f"{label}{minutes}分钟")
    tx.record(
        record_events.BreakEnded(
            stream_id=session.case_id,
            session_id=session.id,
            person=session.name,
            kind=label,
            minutes=minutes,
        )
    )


def _open(session: Session) -> Break | None:
    return Break.objects.filter(org_id=session.org_id, session_id=session.id, ended_at__isnull=True).first()


def tell_breaks(*, by: Actor, at: datetime) -> int:
    """Mark the live interviews in which a rest or a meal is overdue, once per stretch; returns how many."""
    limits = script.limits_on(local_day(at))
    told = 0
    for session in Session.objects.filter(
        org_id=by.org_id, live=True, state="questioning", started_at__isnull=False
    ):
        for kind, minutes in queries.breaks_due(session, at=at, limits=limits).items():
            with transaction(by=by, at=at) as tx:
                locked = Session.objects.select_for_update(no_key=True).get(org_id=by.org_id, id=session.id)
                since = queries.rested_at(locked) or locked.started_at
                known = Mark.objects.filter(
                    org_id=by.org_id, session_id=locked.id, kind=f"{kind}_due", at__gte=since
                )
                if known.exists():
                    continue
                mark(tx, locked, f"{kind}_due", officer_id=by.id, note=f"{minutes}分钟")
                tx.record(
                    record_events.BreakDue(
                        stream_id=locked.case_id,
                        session_id=locked.id,
                        person=locked.name,
                        kind=kind,
                        minutes=minutes,
                        cites=(rules.LENGTH,),
                    )
                )
                told += 1
    return told
