"""Beginning, steering and playing exercises; every answer goes the way of a real one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F
from django.db.transaction import atomic as savepoint
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.cases import actions as case_actions
from anjian.interviews import actions as interviews
from anjian.interviews import queries as rooms
from anjian.interviews.script import script_on
from anjian.kit.actor import Certificate, system_actor
from anjian.kit.errors import Invalid, refuse
from anjian.kit.ids import uuid7
from anjian.people import actions as people
from anjian.people import queries as staff
from anjian.training import access, events
from anjian.training.models import Run, Said, Seat
from anjian.training.scenario import SPEEDS, Line, Scenario, scenarios

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor

NUMBERS = "一二三四五六七八"
PLAYER_JOB = "training.play"


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginRun:
    """Which written case to play, how many times faster than written."""

    scenario: str
    speed: int


def begin(cmd: BeginRun, *, by: Actor, at: datetime) -> UUID:
    """Begin an exercise: a case of its own, simulated rooms, rights told; the player takes over.

    Raises NotFound outside a rehearsal, Refused to other offices, Invalid for an unknown case or speed.
    """
    access.trainee(by)
    scenario = scenarios().get(cmd.scenario)
    if scenario is None or cmd.speed not in SPEEDS:
        raise Invalid({"scenario": _("请选择一个演练案例和播放速度。")})
    with transaction(by=by, at=at) as tx:
        _free_rooms(by)
        case_id = _case(scenario, by, at)
        run_id = uuid7()
        seats = [
            (player, *_room(scenario, place, case_id, by, at))
            for place, player in enumerate(scenario.players)
        ]
        Run.objects.create(
            id=run_id, org_id=by.org_id, scenario=scenario.code, title=scenario.title, case_id=case_id,
            trainee_id=by.id, speed=cmd.speed, begun_at=at, moved_at=at,
        )  # fmt: skip
        Seat.objects.bulk_create(
            Seat(org_id=by.org_id, run_id=run_id, pid=player.pid, session_id=session_id, lead_id=lead.id)
            for player, session_id, lead in seats
        )
        tx.record(
            events.RunBegun(
                stream_id=case_id,
                run_id=run_id,
                scenario=scenario.code,
                title=scenario.title,
                speed=cmd.speed,
            )
        )
        play_on(by.org_id, run_id)
    return run_id


def _free_rooms(by: Actor) -> None:
    last = Run.objects.filter(org_id=by.org_id).order_by("-id").first()
    if last is None:
        return
    if last.state != "ended":
        raise refuse(
            "training.going",
            _("上一场演练“%(title)s”还没有结束，演练室被占用。") % {"title": last.title},
            who=_("案件管理员"),
            cure=_("先结束上一场演练。"),
        )
    if any(line.live for line in rooms.sessions_of(by.org_id, last.case_id)):
        play_on(by.org_id, last.id)
        raise refuse(
            "training.closing",
            _("上一场演练“%(title)s”正在核对笔录、结束询问。") % {"title": last.title},
            who=_("案件管理员"),
            cure=_("过几秒再开始。"),
        )


def _case(scenario: Scenario, by: Actor, at: datetime) -> UUID:
    bureau = staff.agency(by.org_id)
    no = case_actions.open_case(
        case_actions.OpenCase(
            title=_("演练：%(title)s") % {"title": scenario.title},
            source="inspection",
            party_kind="unit",
            party_name=_("演练单位"),
            violation="",
            place_code=bureau.place_code,
            unit_id=by.unit_id,
        ),
        by=by,
        at=at,
    )
    return cases.case_for(by, no).id


def _room(scenario: Scenario, place: int, case_id: UUID, by: Actor, at: datetime) -> tuple[UUID, Actor]:
    player = scenario.players[place]
    lead, recorder = (_officer(f"演练员{NUMBERS[place]}{part}", by, at) for part in "甲乙")
    session_id = interviews.prepare_session(
        interviews.PrepareSession(
            case_id=case_id,
            name=player.name,
            room_id=_place(f"演练{NUMBERS[place]}室", 100 + place, by, at),
            lead_id=lead.id,
            recorder_id=recorder.id,
            matter=scenario.title,
            post=player.role[:60],
            relation=_("演练人物"),
        ),
        by=by,
        at=at,
    )
    for officer in (lead, recorder):
        interviews.enter_room(session_id, by=officer, at=at)
    interviews.record_identity(
        interviews.RecordIdentity(
            session_id=session_id, name=player.name, sex="男", born_on=date(1985, 6, 15),
            id_no=f"演练-{player.pid}", employer=_("演练单位"), post=player.role[:60], phone="13900000000",
            address=_("演练住址"), relation=_("演练人物"), delegate="否", needs="none",
        ),
        by=lead,
        at=at,
    )  # fmt: skip
    for line in script_on(at.date()).lines:
        interviews.tell_rights(
            interviews.TellRights(session_id=session_id, code=line.code, answer=line.answer), by=lead, at=at
        )
    interviews.begin_questions(session_id, by=lead, at=at)
    return session_id, lead


def _officer(name: str, by: Actor, at: datetime) -> Actor:
    day = at.date()
    found = next(
        (o.id for o in staff.officers(by.org_id, role="interviewer", on=day) if o.name == name), None
    )
    if found is None:
        bureau = staff.agency(by.org_id)
        certificate = Certificate(
            no=f"演练-{by.org_id.hex[-6:]}-{name[-2:]}", issuer="演练", field="应急管理", area="演练",
            valid_from=day - timedelta(days=1), valid_to=day + timedelta(days=3650),
        )  # fmt: skip
        found = people.register_officer(
            people.RegisterOfficer(
                name=name, unit_id=by.unit_id or staff.units(by.org_id)[0]["id"], post="演练角色",
                roles=frozenset({"interviewer"}), since=day - timedelta(days=1), certificates=(certificate,),
            ),
            by=system_actor(by.org_id, bureau.name),
            at=at,
        )  # fmt: skip
    actor = staff.actor(by.org_id, found, on=day)
    if actor is None:
        raise Invalid({"scenario": _("演练角色不能使用，请检查系统时间。")})
    return actor


def _place(name: str, position: int, by: Actor, at: datetime) -> UUID:
    known = {room.name: room.id for room in rooms.room_list(by.org_id)}
    return known.get(name) or interviews.set_up_room(
        interviews.SetUpRoom(name=name, place=_("演练"), position=position), by=by, at=at
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRun:
    """Pause, resume or end an exercise, or play it at another speed."""

    run_id: UUID
    state: str
    speed: int


def move(cmd: MoveRun, *, by: Actor, at: datetime) -> None:
    """Steer an exercise; an ended one stays as it is. Raises NotFound, Refused, Invalid."""
    if cmd.state not in {"playing", "paused", "ended"} or cmd.speed not in SPEEDS:
        raise Invalid({"speed": _("请选择播放速度。")})
    with transaction(by=by, at=at) as tx:
        run = access.run(by, cmd.run_id, lock=True)
        if run.state == "ended" or (run.state, run.speed) == (cmd.state, cmd.speed):
            return
        run.state, run.speed, run.moved_at = cmd.state, cmd.speed, at
        run.ended_at = at if cmd.state == "ended" else None
        run.save(update_fields=["state", "speed", "moved_at", "ended_at"])
        tx.record(events.RunMoved(stream_id=run.case_id, run_id=run.id, state=run.state, speed=run.speed))
        play_on(run.org_id, run.id)


def say(run: Run, seat: Seat, line: Line, *, by: Actor, at: datetime) -> None:
    """Commit the next written line as the answer of its person. Raises Conflict when it was said already."""
    with transaction(by=by, at=at, key=f"training:{run.id}:{line.sid}"):
        command = interviews.CommitSegment(
            session_id=seat.session_id, question=line.question, answer=line.answer
        )
        segment_id = interviews.commit_segment(command, by=by, at=at)
        Said.objects.create(org_id=run.org_id, run_id=run.id, sid=line.sid, segment_id=segment_id, at=at)
        Run.objects.filter(org_id=run.org_id, id=run.id).update(played=F("played") + 1)


def halt(run: Run, *, at: datetime) -> None:
    """End an exercise whose rooms may not question on: it has lasted longer than an interview may."""
    bureau = staff.agency(run.org_id)
    with transaction(by=system_actor(run.org_id, bureau.name), at=at) as tx:
        changed = Run.objects.filter(org_id=run.org_id, id=run.id).exclude(state="ended")
        if changed.update(state="ended", moved_at=at, ended_at=at):
            tx.record(events.RunMoved(stream_id=run.case_id, run_id=run.id, state="ended", speed=run.speed))
            play_on(run.org_id, run.id)


def play_on(org_id: UUID, run_id: UUID, *, after_s: int = 0) -> None:
    """Let the player go on with an exercise, now or after some seconds. It is queued once at most."""
    name = f"training:{run_id}"
    task = app.configure_task(
        PLAYER_JOB, allow_unknown=True, queue="maintenance", lock=name, queueing_lock=name,
        schedule_in={"seconds": after_s} if after_s else None,
    )  # fmt: skip
    with suppress(AlreadyEnqueued), savepoint():
        task.defer(org_id=str(org_id), run_id=str(run_id))
