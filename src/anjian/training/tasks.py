"""The player: says each written line when its time has come and does what officers in a room would do.

It works in slices of ``SLICE_S`` seconds and then queues itself again: a killed worker loses a slice at
most and no exercise holds a worker for an hour. What was said is kept with the answer, in one transaction: a
slice that is repeated says nothing twice.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID

from procrastinate.contrib.django import app

from anjian.interviews import access as rooms_access
from anjian.interviews import actions as interviews
from anjian.interviews import queries as rooms
from anjian.kit import clock
from anjian.kit.errors import AnjianError, Conflict, Refused
from anjian.people import queries as staff
from anjian.training import actions, queries
from anjian.training.scenario import LONGEST_PAUSE_S, Line, again
from anjian.training.signing import signature

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from anjian.interviews.queries import RoomPrompt
    from anjian.kit.actor import Actor
    from anjian.training.models import Run, Seat

SLICE_S = 20.0
LOOK_S = 0.25
IDLE_S = 5
"""Seconds between two looks when all lines were said and only prompts may come."""


@app.task(name=actions.PLAYER_JOB, queue="maintenance", retry=3)
def play(*, org_id: str, run_id: str) -> None:
    """Play a slice of an exercise, then queue the next; an ended exercise closes its rooms."""
    until = time.monotonic() + SLICE_S
    while time.monotonic() < until:
        run = queries.run_of(UUID(org_id), UUID(run_id))
        if run is None or run.state == "paused":
            return
        if run.state == "ended":
            close_rooms(run)
            return
        try:
            more = step(run)
        except Refused:
            actions.halt(run, at=clock.now())
            continue
        if not more:
            break
        time.sleep(max(LOOK_S, min(1.0, 5 / run.speed)))
    else:
        actions.play_on(UUID(org_id), UUID(run_id))
        return
    actions.play_on(UUID(org_id), UUID(run_id), after_s=IDLE_S)


def step(run: Run) -> bool:
    """Do what is due now in every room; whether written lines are left."""
    scenario = queries.scenario_of(run)
    seats = queries.seats_of(run)
    leads = {seat.pid: _lead(seat) for seat in seats}
    for seat in seats:
        _answer_prompts(run, seat, leads[seat.pid], scenario.lines)
    if run.played >= len(scenario.lines):
        return False
    line = scenario.lines[run.played]
    waited = (clock.now() - _last(run)).total_seconds()
    if waited * run.speed >= min(line.after_s, LONGEST_PAUSE_S):
        seat = next(s for s in seats if s.pid == line.pid)
        try:
            actions.say(run, seat, line, by=leads[line.pid], at=clock.now())
        except Conflict as problem:
            if problem.code != "already_done":
                raise
    return True


def _last(run: Run) -> datetime:
    return max([run.moved_at, *queries.times_of(run)])


def _lead(seat: Seat) -> Actor:
    actor = staff.actor(seat.org_id, seat.lead_id, on=clock.today())
    if actor is None:
        message = "a simulated officer has gone"
        raise AnjianError(message, code="training")
    return actor


def _answer_prompts(run: Run, seat: Seat, lead: Actor, lines: Sequence[Line]) -> None:
    session = rooms_access.room_session(lead, seat.session_id)
    for prompt in rooms.open_prompts(session):
        if not prompt.open or session.state != "questioning":
            continue
        if "shown" not in prompt.done:
            _receive(seat, prompt.id, "shown", lead)
        elif "acknowledged" not in prompt.done:
            _receive(seat, prompt.id, "acknowledged", lead)
        elif (clock.now() - prompt.sent_at).total_seconds() * run.speed >= LONGEST_PAUSE_S / 3:
            interviews.commit_segment(
                interviews.CommitSegment(
                    session_id=seat.session_id,
                    question=prompt.text,
                    answer=_answer(run, seat, prompt, lines),
                    prompt_id=prompt.id,
                ),
                by=lead,
                at=clock.now(),
            )


def _answer(run: Run, seat: Seat, prompt: RoomPrompt, lines: Sequence[Line]) -> str:
    """What the person says to a prompt: stands by what is doubted, or repeats what was said on the matter."""
    no = queries.asked_about(run, seat, prompt.id)
    if no is not None:
        return f"我坚持第{no}问的回答。"
    line = again(prompt.text, [line for line in lines[: run.played] if line.pid == seat.pid])
    return line.answer if line else "这个我说不上来。"


def _receive(seat: Seat, prompt_id: UUID, status: str, lead: Actor) -> None:
    command = interviews.ReceivePrompt(session_id=seat.session_id, prompt_id=prompt_id, status=status)
    interviews.receive_prompt(command, by=lead, at=clock.now())


def close_rooms(run: Run) -> None:
    """Read back, sign and close every session of an ended exercise, so that its rooms are free again."""
    for seat in queries.seats_of(run):
        lead = _lead(seat)
        session = rooms_access.room_session(lead, seat.session_id)
        if session.state == "closed":
            continue
        if session.state in {"questioning", "paused"}:
            if not session.segment_count:
                _say_nothing(seat, lead)
            interviews.start_read_back(seat.session_id, by=lead, at=clock.now())
            session.refresh_from_db()
        if session.state == "read_back":
            interviews.confirm_record(seat.session_id, how="self", by=lead, at=clock.now())
        for page in rooms.pages_of(rooms_access.room_session(lead, seat.session_id)):
            for slot in page.slots:
                if not slot.done:
                    interviews.sign_page(
                        interviews.SignPage(
                            session_id=seat.session_id,
                            page_no=page.no,
                            slot=slot.slot,
                            sha256=page.sha256,
                            image=signature(slot.signer),
                            note="演练，不采集指印。" if slot.slot == "person" else "",
                        ),
                        by=lead,
                        at=clock.now(),
                    )
        interviews.close_session(
            seat.session_id, by=lead, at=clock.now(), recording_reason="演练，没有录音录像。"
        )


def _say_nothing(seat: Seat, lead: Actor) -> None:
    """Put one answer into a room in which nobody was asked yet: a record without any cannot be signed."""
    interviews.correct_segment(
        interviews.CorrectSegment(
            session_id=seat.session_id, no=0, question="你还有什么要补充的吗？", answer="没有。",
            reason="演练提前结束",
        ),
        by=lead,
        at=clock.now(),
    )  # fmt: skip
