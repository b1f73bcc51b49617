"""An interview as recordings know it: who it is, and what of it must be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from anjian.interviews.models import Mark, PageSignature, Session
from anjian.recordings.completeness import Wanted
from anjian.recordings.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

SessionRow: TypeAlias = Session
"""The session as pages may name its type, who import no tables."""


_GOES_ON = frozenset({"resumed", "read_back", "closed"})
_LAST_ACTS = frozenset({"confirmed", "returned", "read_back", "paused", "resumed", "begun"})


def subject_of(session: Session) -> Subject:
    """Return the session as the subject of a recording."""
    return Subject(org_id=session.org_id, case_id=session.case_id, id=session.id)


def epoch_ms(at: datetime) -> int:
    """Return an instant as recordings count it: milliseconds since 1970."""
    return round(at.timestamp() * 1000)


def wanted_of(session: Session, *, at: datetime, to: datetime | None = None) -> Wanted | None:
    """Return what must be recorded up to an instant: from the first line told on, without the pauses.

    None before anything was told. ``to`` names the end where it is not the interview's own.
    """
    marks = Mark.objects.filter(org_id=session.org_id, session_id=session.id).order_by("at", "id")
    return _wanted(session, marks, at=at, to=to)


def wanted_in(org_id: UUID, case_id: UUID, *, at: datetime) -> dict[UUID, Wanted]:
    """Return what must be recorded of each session of a case that has begun; two statements in all."""
    sessions = list(Session.objects.filter(org_id=org_id, case_id=case_id, started_at__isnull=False))
    ids = [session.id for session in sessions]
    marks: dict[UUID, list[Mark]] = {}
    for mark in Mark.objects.filter(org_id=org_id, session_id__in=ids).order_by("at", "id"):
        marks.setdefault(mark.session_id, []).append(mark)
    found = {session.id: _wanted(session, marks.get(session.id, ()), at=at, to=None) for session in sessions}
    return {session: wanted for session, wanted in found.items() if wanted is not None}


def _wanted(session: Session, marks: Iterable[Mark], *, at: datetime, to: datetime | None) -> Wanted | None:
    if session.started_at is None:
        return None
    end = epoch_ms(to or session.ended_at or at)
    pauses: list[tuple[int, int]] = []
    since: int | None = None
    for mark in marks:
        if mark.kind == "paused" and since is None:
            since = epoch_ms(mark.at)
        elif mark.kind in _GOES_ON and since is not None:
            pauses.append((since, epoch_ms(mark.at)))
            since = None
    if since is not None:
        pauses.append((since, end))
    return Wanted(
        from_ms=epoch_ms(session.started_at),
        to_ms=max(end, epoch_ms(session.started_at)),
        pauses=tuple(pauses),
    )


def last_act_at(session: Session) -> datetime | None:
    """Return when the last thing happened that belongs on the recording: a signature, else a mark."""
    signed = (
        PageSignature.objects.filter(org_id=session.org_id, session_id=session.id).order_by("-at").first()
    )
    marked = (
        Mark.objects.filter(org_id=session.org_id, session_id=session.id, kind__in=_LAST_ACTS)
        .order_by("-at")
        .first()
    )
    return max((row.at for row in (signed, marked) if row is not None), default=session.started_at)
