"""Reading rooms, sessions, who sits where, and why questions may not begin yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from anjian.audit import reading
from anjian.cases import queries as cases
from anjian.interviews import rules, script
from anjian.interviews.models import Mark, RightsLine, Room, Seat, Session
from anjian.interviews.queries.keeping import beside
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import queries as staff
from anjian.testimony.record import masked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from anjian.kit.actor import Actor
    from anjian.kit.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """An officer of a session as pages show them."""

    officer_id: UUID
    name: str
    part: str
    present: bool
    certificate_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A session in a list; the identity number is masked."""

    id: UUID
    case_id: UUID
    case_no: str
    case_title: str
    room_id: UUID
    room: str
    room_position: int
    person_id: UUID
    person: str
    post: str
    id_no: str
    no: int
    state: str
    state_label: str
    live: bool
    prepared_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    segment_count: int
    seats: tuple[SeatView, ...]


def _lines(org_id: UUID, rows: Sequence[Session]) -> list[SessionLine]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    seats = list(Seat.objects.filter(org_id=org_id, session_id__in=ids).order_by("part"))
    names = staff.names(org_id, {seat.officer_id for seat in seats})
    rooms = {r.id: (r.name, r.position) for r in Room.objects.filter(org_id=org_id)}
    return [
        SessionLine(
            id=row.id,
            case_id=row.case_id,
            case_no=row.case_no,
            case_title=row.case_title,
            room_id=row.room_id,
            room=rooms[row.room_id][0],
            room_position=rooms[row.room_id][1],
            person_id=row.person_id,
            person=row.name,
            post=row.post,
            id_no=masked(row.id_no),
            no=row.no,
            state=row.state,
            state_label=rules.label_of(row.state),
            live=row.live,
            prepared_at=row.prepared_at,
            started_at=row.started_at,
            ended_at=row.ended_at,
            segment_count=row.segment_count,
            seats=tuple(
                SeatView(
                    officer_id=s.officer_id,
                    name=names.get(s.officer_id, ""),
                    part=s.part,
                    present=s.present,
                    certificate_no=s.certificate_no,
                )
                for s in seats
                if s.session_id == row.id
            ),
        )
        for row in rows
    ]


def sessions_of(org_id: UUID, case_id: UUID, *, cancelled: bool = False) -> list[SessionLine]:
    """Return the sessions of a case in the order of their rooms."""
    found = reading.instances(Session, "WHERE org_id = %s AND case_id = %s ORDER BY id", [org_id, case_id])
    return _lines(org_id, [row for row in found if cancelled or row.state != "cancelled"])


def session_list(actor: Actor, *, before: UUID | None = None, size: int = 50) -> list[SessionLine]:
    """Return the sessions an officer may know of, newest first: their own and those of visible cases."""
    own = Seat.objects.filter(org_id=actor.org_id, officer_id=actor.id).values("session_id")
    known = cases.visible(actor).values("id")
    rows = Session.objects.filter(Q(id__in=own) | Q(case_id__in=known), org_id=actor.org_id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    rows = rows.exclude(state="source")
    return _lines(actor.org_id, list(rows.order_by("-id")[:size]))


def line_of(org_id: UUID, session: Session) -> SessionLine:
    """Return one session as a line."""
    return _lines(org_id, [session])[0]


def people_of(org_id: UUID, case_id: UUID) -> list[tuple[UUID, str, str]]:
    """Return (person, name, post) of everybody questioned in a case, in order of first session."""
    found: dict[UUID, tuple[UUID, str, str]] = {}
    for person_id, name, post in (
        Session.objects.filter(org_id=org_id, case_id=case_id)
        .order_by("id")
        .values_list("person_id", "name", "post")
    ):
        found[person_id] = (person_id, name, post or (found[person_id][2] if person_id in found else ""))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room and who is in it now, if anybody."""

    id: UUID
    name: str
    kind: str
    place: str
    taken_by: str


def room_list(org_id: UUID) -> list[RoomLine]:
    """Return the rooms of an organisation in their order, with the person now questioned in each."""
    taken = dict(Session.objects.filter(org_id=org_id, live=True).values_list("room_id", "name"))
    rows = Room.objects.filter(org_id=org_id).exclude(kind="papers").order_by("position", "name")
    return [RoomLine(r.id, r.name, r.get_kind_display(), r.place, taken.get(r.id, "")) for r in rows]


def recused_from(org_id: UUID, case_id: UUID) -> set[UUID]:
    """Return the officers who were recused from a case."""
    return {m.officer_id for m in cases.members(org_id, case_id) if m.part == "recused"}


def officers_of(session: Session, *, on: date) -> list[rules.Officer]:
    """Return a session's officers as the rules see them on a day."""
    seats = list(Seat.objects.filter(org_id=session.org_id, session_id=session.id).order_by("part"))
    ids = [seat.officer_id for seat in seats]
    actors = staff.actors(session.org_id, ids, on=on)
    names = staff.names(session.org_id, ids)
    recused = recused_from(session.org_id, session.case_id)
    elsewhere = set(
        Seat.objects.filter(org_id=session.org_id, officer_id__in=ids, present=True)
        .exclude(session_id=session.id)
        .values_list("officer_id", flat=True)
    )
    return [
        rules.Officer(
            actor=actors.get(seat.officer_id),
            name=names.get(seat.officer_id, ""),
            present=seat.present,
            recused=seat.officer_id in recused,
            elsewhere=seat.officer_id in elsewhere,
        )
        for seat in seats
    ]


def identity_of(session: Session) -> rules.Identity:
    """Return the person's particulars as the rules see them."""
    codes = ("name", "sex", "born_on", "id_no", "employer", "post", "phone", "address", "relation")
    return rules.Identity(
        values={code: getattr(session, code) for code in (*codes, "delegate", "needs")},
        born_on=session.born_on,
        guardian=session.guardian,
        guardian_absent=session.guardian_absent,
        needs=session.needs,
        interpreter=session.interpreter,
        beside=beside(session),
        room_kind=Room.objects.get(org_id=session.org_id, id=session.room_id).kind,
        place=session.place,
        checked_by=session.checked_by,
    )


def rights_told(session: Session) -> dict[str, RightsLine]:
    """Return the lines of the script already told, by code."""
    rows = RightsLine.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id")
    return {row.code: row for row in rows}


def local_day(at: datetime) -> date:
    """Return the local calendar day of an instant."""
    return at.astimezone(LOCAL_ZONE).date()


def script_of(session: Session, at: datetime) -> script.Script:
    """Return the script that applies to a session: of the day it started, else of today."""
    return script.script_on(local_day(session.started_at or at))


def why_not_begin(session: Session, *, at: datetime) -> list[Refusal]:
    """Return every reason why questions may not begin or go on now."""
    day = local_day(at)
    return [
        *rules.two_officers(officers_of(session, on=day), on=day),
        *rules.rights(rights_told(session), script_of(session, at).codes),
        *rules.identity(identity_of(session), on=day),
        *rules.length(session.started_at, at, script.limits_on(day)),
    ]


def marks_of(session: Session) -> list[dict[str, Any]]:
    """Return the time marks of a session in order, with officers' names."""
    rows = list(Mark.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id"))
    names = staff.names(session.org_id, {row.officer_id for row in rows})
    return [
        {
            "kind": row.kind,
            "label": row.get_kind_display(),
            "at": row.at,
            "officer": names.get(row.officer_id, ""),
            "note": row.note,
        }
        for row in rows
    ]


def said(line: script.Line, session: Session, *, org_name: str, at: datetime) -> str:
    """Return a line of the script with bureau, officers and matter filled in."""
    day = local_day(at)
    names: list[str] = []
    for officer in officers_of(session, on=day):
        certificate = officer.actor.certificate_on(day) if officer.actor else None
        names.append(f"{officer.name}（证号{certificate.no if certificate else '—'}）")
    return line.text.format(org=org_name, officers="、".join(names), matter=session.matter)
