"""Rooms, arranging sessions, who is in the room, identity, and telling rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError
from django.db import transaction as database
from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, events, queries, rules
from anjian.interviews.actions._common import digest, mark, move, require
from anjian.interviews.models import Board, RightsLine, Room, Seat, Session
from anjian.interviews.queries.sessions import local_day, recused_from, script_of
from anjian.kit.errors import Conflict, Invalid, NotFound
from anjian.kit.ids import uuid7
from anjian.people import queries as staff
from anjian.testimony.record import id_problem

if TYPE_CHECKING:
    from datetime import date, datetime

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpRoom:
    """Set up a place of questioning: fixed, portable or remote."""

    name: str
    kind: str = "fixed"
    place: str = ""
    position: int = 0


def set_up_room(cmd: SetUpRoom, *, by: Actor, at: datetime) -> UUID:
    """Set up a room in the actor's organisation. Raises Invalid for a name already used."""
    with transaction(by=by, at=at) as tx:
        if Room.objects.filter(org_id=by.org_id, name=cmd.name).exists():
            raise Invalid({"name": _("已有同名的询问室。")})
        row = Room.objects.create(
            org_id=by.org_id, name=cmd.name, kind=cmd.kind, place=cmd.place, position=cmd.position
        )
        tx.record(events.RoomSetUp(stream_id=row.id, name=cmd.name, kind=cmd.kind))
    return row.id


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareSession:
    """Arrange the interview of one person by two officers in one room (询问).

    ``person_id`` names somebody already questioned in this case; a new name is a new person.
    """

    case_id: UUID
    name: str
    room_id: UUID
    lead_id: UUID
    recorder_id: UUID
    matter: str
    post: str = ""
    relation: str = ""
    person_id: UUID | None = None


def prepare_session(cmd: PrepareSession, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Arrange an interview. Refuses one officer, invalid certificates and recused officers.

    Raises NotFound for another organisation's case, room or officer, Invalid without a name.
    """
    with transaction(by=by, at=at, key=key) as tx:
        case = access.directed_case(by, cmd.case_id)
        room = access.room(by, cmd.room_id)
        if not cmd.name.strip():
            raise Invalid({"name": _("请填写被询问人姓名。")})
        day = local_day(at)
        actors = staff.actors(by.org_id, [cmd.lead_id, cmd.recorder_id], on=day)
        if {cmd.lead_id, cmd.recorder_id} - actors.keys():
            raise NotFound
        recused = recused_from(by.org_id, case.id)
        require(
            rules.two_officers(
                [
                    rules.Officer(actor=actors[i], name=actors[i].name, present=False, recused=i in recused)
                    for i in (cmd.lead_id, cmd.recorder_id)
                ],
                on=day,
                presence=False,
            )
        )
        Board.objects.bulk_create([Board(org_id=by.org_id, id=case.id)], ignore_conflicts=True)
        access.board(case)
        earlier = (
            Session.objects.filter(org_id=by.org_id, case_id=case.id, person_id=cmd.person_id)
            .order_by("-no")
            .first()
            if cmd.person_id
            else None
        )
        if cmd.person_id and earlier is None:
            raise NotFound
        row = Session(
            org_id=by.org_id,
            case_id=case.id,
            case_no=case.no,
            case_title=case.title,
            room_id=room.id,
            person_id=cmd.person_id or uuid7(),
            no=earlier.no + 1 if earlier else 1,
            matter=cmd.matter.strip() or case.title,
            prepared_at=at,
            name=cmd.name.strip(),
            post=cmd.post.strip(),
            relation=cmd.relation.strip(),
        )
        if earlier:
            for code in ("sex", "born_on", "id_no", "employer", "phone", "address", "delegate", "needs"):
                setattr(row, code, getattr(earlier, code))
            row.post, row.relation = row.post or earlier.post, row.relation or earlier.relation
        row.save(force_insert=True)
        Seat.objects.bulk_create(
            Seat(
                org_id=by.org_id,
                session_id=row.id,
                officer_id=officer_id,
                part=part,
                certificate_no=_certificate(actors[officer_id], day),
            )
            for officer_id, part in ((cmd.lead_id, "lead"), (cmd.recorder_id, "recorder"))
        )
        tx.record(
            events.SessionPrepared(
                stream_id=case.id,
                session_id=row.id,
                person=row.name,
                room=room.name,
                no=row.no,
                officers=(cmd.lead_id, cmd.recorder_id),
                cites=(rules.TWO_OFFICERS, rules.INDIVIDUALLY),
            )
        )
    return row.id


def prepare_parallel(
    cmds: tuple[PrepareSession, ...], *, by: Actor, at: datetime, key: str | None = None
) -> tuple[UUID, ...]:
    """Arrange several interviews of one case together: all of them or none.

    Raises Invalid when two of them use one room, or share an officer.
    """
    rooms = [cmd.room_id for cmd in cmds]
    officers = [i for cmd in cmds for i in {cmd.lead_id, cmd.recorder_id}]
    if len(set(rooms)) < len(rooms):
        raise Invalid({"room": _("同时进行的询问不能安排在同一间询问室。")})
    if len(set(officers)) < len(officers):
        raise Invalid({"officers": _("同时进行的询问不能安排同一名执法人员。")})
    with transaction(by=by, at=at, key=key):
        return tuple(prepare_session(cmd, by=by, at=at) for cmd in cmds)


def _certificate(officer: Actor, day: date) -> str:
    certificate = officer.certificate_on(day)
    return certificate.no if certificate else ""


def cancel_session(session_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel an interview that has not begun. Raises Invalid without a reason, Refused once begun."""
    with transaction(by=by, at=at) as tx:
        session = access.session_for(by, session_id, lock=True)
        access.directed_case(by, session.case_id)
        require(rules.state(session.state, ("prepared",), _("取消")))
        if not reason.strip():
            raise Invalid({"reason": _("请写明取消的原因。")})
        session.state, session.live = "cancelled", False
        session.save(update_fields=["state", "live"])
        Seat.objects.filter(org_id=by.org_id, session_id=session.id).update(present=False)
        tx.record(
            events.SessionCancelled(
                stream_id=session.case_id, session_id=session.id, person=session.name, reason=reason.strip()
            )
        )


def enter_room(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """Sign in to a room in person, certificate valid today.

    Refuses a recused or uncertified officer, one signed in to another session, a room or a person
    already in another interview, and a closed session.
    """
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        require(rules.state(session.state, _OPEN, _("签到")))
        day = local_day(at)
        mine = [o for o in queries.officers_of(session, on=day) if o.actor and o.actor.id == by.id]
        require(
            [
                reason
                for reason in rules.two_officers(mine, on=day, presence=False)
                if reason.code != "interview.two_officers"
            ]
        )
        seat = Seat.objects.select_for_update().get(org_id=by.org_id, session_id=session.id, officer_id=by.id)
        if seat.present:
            return
        seat.present, seat.certificate_no = True, _certificate(by, day)
        session.live = True
        try:
            with database.atomic():
                seat.save(update_fields=["present", "certificate_no"])
                session.save(update_fields=["live"])
        except IntegrityError as problem:
            raise Conflict(
                _("本室、被询问人或者该名执法人员正在另一场询问中，请先结束那一场。"), code="taken"
            ) from problem
        mark(tx, session, "came", officer_id=by.id, note=rules.DECLARATION)
        tx.record(
            events.OfficerCame(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                officer_id=by.id,
                officer=by.name,
                certificate_no=seat.certificate_no,
                cites=(rules.TWO_OFFICERS, rules.SHOW_CERTIFICATE, rules.RECUSAL),
            )
        )


_OPEN = ("prepared", "rights_told", "questioning", "paused", "read_back", "signing")


def leave_room(session_id: UUID, officer_id: UUID, *, note: str, by: Actor, at: datetime) -> None:
    """Sign an officer out; a running interview pauses, because two must be in the room throughout."""
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        seat = (
            Seat.objects.select_for_update()
            .filter(org_id=by.org_id, session_id=session.id, officer_id=officer_id)
            .first()
        )
        if seat is None:
            raise NotFound
        if not seat.present:
            return
        seat.present = False
        seat.save(update_fields=["present"])
        name = staff.names(by.org_id, [officer_id])[officer_id]
        mark(tx, session, "left", officer_id=officer_id, note=note)
        tx.record(
            events.OfficerLeft(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                officer_id=officer_id,
                officer=name,
                note=note,
            )
        )
        if session.state == "questioning":
            move(tx, session, "paused", "paused", note=f"{name}离场")
        elif session.state == "prepared" and not _anybody_present(session):
            session.live = False
            session.save(update_fields=["live"])


def _anybody_present(session: Session) -> bool:
    return Seat.objects.filter(org_id=session.org_id, session_id=session.id, present=True).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordIdentity:
    """The identity block of the person questioned, as D12 asks for it.

    ``place`` is where a portable kit or a remote person is, ``checked_by`` who saw the papers there.
    """

    session_id: UUID
    name: str
    sex: str = ""
    born_on: date | None = None
    id_no: str = ""
    employer: str = ""
    post: str = ""
    phone: str = ""
    address: str = ""
    relation: str = ""
    delegate: str = ""
    needs: str = ""
    guardian_absent: str = ""
    place: str = ""
    checked_by: str = ""
    checked_how: str = ""


_IDENTITY = tuple(name for name in RecordIdentity.__dataclass_fields__ if name != "session_id")


def record_identity(cmd: RecordIdentity, *, by: Actor, at: datetime) -> None:
    """Fill in or change the identity block, part by part if need be, until the read-back.

    Raises Invalid for an identity number whose check digit, birth date or sex does not fit.
    """
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(
            rules.state(
                session.state, ("prepared", "rights_told", "questioning", "paused"), _("修改身份信息")
            )
        )
        wrong = id_problem(cmd.id_no, cmd.born_on, cmd.sex)
        fields = {"id_no": wrong} if wrong else {}
        if not cmd.name.strip():
            fields["name"] = _("请填写被询问人姓名。")
        if cmd.born_on and cmd.born_on > local_day(at):
            fields["born_on"] = _("出生日期不能晚于今天。")
        if fields:
            raise Invalid(fields)
        for code in _IDENTITY:
            value = getattr(cmd, code)
            setattr(session, code, value.strip() if isinstance(value, str) else value)
        session.save(update_fields=list(_IDENTITY))
        person = queries.identity_of(session)
        tx.record(
            events.IdentityRecorded(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                digest=digest(*(str(getattr(session, code)) for code in _IDENTITY)),
                complete=not person.missing(),
                cites=(rules.IDENTITY,),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRights:
    """One line of the opening script was read out; what the person answered."""

    session_id: UUID
    code: str
    answer: str


def tell_rights(cmd: TellRights, *, by: Actor, at: datetime) -> None:
    """Record a line of the script as told, with the answer. The interview starts with the first.

    Refuses before both certified officers are in the room. The last line makes the session
    ``rights_told``. A line once told stays as it was told.
    """
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        if cmd.code in queries.rights_told(session):
            return
        day = local_day(at)
        require(
            rules.state(session.state, ("prepared",), _("告知权利义务")),
            rules.two_officers(queries.officers_of(session, on=day), on=day),
        )
        current = script_of(session, at)
        if cmd.code not in current.codes:
            raise NotFound
        if not cmd.answer.strip():
            raise Invalid({"answer": _("请记录被询问人的回答。")})
        line = current.line(cmd.code)
        if session.started_at is None:
            session.started_at = at
            session.save(update_fields=["started_at"])
        RightsLine.objects.create(
            org_id=by.org_id,
            session_id=session.id,
            code=line.code,
            script=current.code,
            text=queries.said(line, session, org_name=by.org_name, at=at),
            answer=cmd.answer.strip(),
            at=at,
            officer_id=by.id,
        )
        tx.record(
            events.RightsTold(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                code=line.code,
                script=current.code,
                answer=cmd.answer.strip(),
                cites=line.cites,
            )
        )
        if set(current.codes) <= set(queries.rights_told(session)):
            session.state = "rights_told"
            session.save(update_fields=["state"])
