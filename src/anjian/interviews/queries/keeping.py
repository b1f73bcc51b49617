"""Reading what surrounds the questions: companions, breaks, exhibits, pages read, self-written papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from anjian.interviews import rules
from anjian.interviews.models import Break, Companion, Exhibit, PageReading, SelfWritten, Session
from anjian.people import queries as staff

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.interviews.script import Limits

RESTING = frozenset({"rest", "meal", "medical"})
"""Breaks after which a person counts as rested."""


def companions_of(session: Session) -> dict[str, Companion]:
    """Return who was registered beside the person, by part."""
    rows = Companion.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id")
    return {row.part: row for row in rows}


def beside(session: Session) -> frozenset[str]:
    """Return the parts (guardian, interpreter) signed in now."""
    return frozenset(part for part, row in companions_of(session).items() if row.present)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakView:
    """A break as pages and the record show it."""

    kind: str
    label: str
    wanted_by: str
    began_at: datetime
    ended_at: datetime | None
    minutes: int
    note: str
    begun_by: str
    ended_by: str


def breaks_of(session: Session, *, at: datetime | None = None) -> list[BreakView]:
    """Return the breaks of a session in order; the minutes of an open one run until ``at``."""
    rows = list(Break.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id"))
    names = staff.names(session.org_id, {i for r in rows for i in (r.begun_by, r.ended_by) if i})
    return [
        BreakView(
            kind=row.kind,
            label=row.get_kind_display(),
            wanted_by=row.get_wanted_by_display(),
            began_at=row.began_at,
            ended_at=row.ended_at,
            minutes=rules.minutes_since(row.began_at, row.ended_at or at or row.began_at),
            note=row.note,
            begun_by=names.get(row.begun_by, ""),
            ended_by=names.get(row.ended_by, "") if row.ended_by else "",
        )
        for row in rows
    ]


def rested_at(session: Session) -> datetime | None:
    """Return when the last real rest ended, if there was one."""
    rows = Break.objects.filter(
        org_id=session.org_id, session_id=session.id, kind__in=RESTING, ended_at__isnull=False
    )
    return rows.order_by("-ended_at").values_list("ended_at", flat=True).first()


def breaks_due(session: Session, *, at: datetime, limits: Limits) -> dict[str, int]:
    """Return what is overdue (rest, meal) with the minutes gone; nothing while the person rests."""
    if session.started_at is None or session.state not in {"rights_told", "questioning"}:
        return {}
    rows = Break.objects.filter(org_id=session.org_id, session_id=session.id)
    if rows.filter(ended_at__isnull=True, kind__in=RESTING).exists():
        return {}
    ate = rows.filter(kind="meal").exists()
    return rules.break_due(session.started_at, rested_at(session), ate, at, limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitView:
    """An exhibit that was shown to the person, when and by whom, and when it was taken away."""

    title: str
    note: str
    released_at: datetime
    cleared_at: datetime | None
    released_by: str


def exhibits_of(session: Session) -> list[ExhibitView]:
    """Return everything that was shown to the person, in order."""
    rows = list(Exhibit.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id"))
    names = staff.names(session.org_id, {row.released_by for row in rows})
    return [
        ExhibitView(
            title=row.title,
            note=row.note,
            released_at=row.released_at,
            cleared_at=row.cleared_at,
            released_by=names.get(row.released_by, ""),
        )
        for row in rows
    ]


def self_written_of(session: Session) -> list[SelfWritten]:
    """Return the papers the person wrote himself, in the order of receipt."""
    return list(SelfWritten.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """The newest word on a page as it stands now."""

    verdict: str
    label: str
    note: str
    at: datetime


def readings_of(session: Session) -> dict[tuple[int, str], ReadingView]:
    """Return the newest reading of each page by (number, hash)."""
    rows = PageReading.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id")
    return {
        (row.page_no, row.page_sha256): ReadingView(
            verdict=row.verdict, label=row.get_verdict_display(), note=row.note, at=row.at
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class EarlierView:
    """An earlier interview of the same person in the same case."""

    id: UUID
    no: int
    started_at: datetime | None
    state: str
    state_label: str


def earlier_of(session: Session) -> list[EarlierView]:
    """Return the person's earlier interviews in this case, first to last; cancelled ones are left out."""
    rows = (
        Session.objects.filter(
            org_id=session.org_id, case_id=session.case_id, person_id=session.person_id, no__lt=session.no
        )
        .exclude(state="cancelled")
        .order_by("no")
    )
    return [EarlierView(r.id, r.no, r.started_at, r.state, rules.label_of(r.state)) for r in rows]
