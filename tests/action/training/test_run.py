"""An exercise from its beginning to the debrief, played by the real player through the real actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from anjian.cases.models import Case
from anjian.interviews import actions as interviews
from anjian.interviews import crosscheck
from anjian.interviews import queries as rooms
from anjian.interviews.models import PromptReceipt, Segment, Session
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound, Refused
from anjian.training import actions, queries, tasks
from anjian.training.scenario import scenarios
from tests.action.interviews.conftest import found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from tests.action.interviews.conftest import Hall


class Watch:
    """A clock that the test moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def hall(db: None, tmp_path: Path, settings: Any) -> Hall:
    settings.DATA_DIR = tmp_path
    settings.REHEARSAL = True
    crosscheck.forget()
    made = found("云州")
    # The hall's case was put down by hand, past the counter that numbers cases.
    Case.objects.filter(id=made.case_id).update(no="2026-9999")
    return made


@pytest.fixture
def watch(hall: Hall) -> Iterator[Watch]:
    made = Watch(hall.now())
    restore = clock.install(made)
    yield made
    restore()


def four_rooms() -> str:
    return next(s.code for s in scenarios().values() if len(s.players) == 4)


def played_out(watch: Watch, run_id: Any, org_id: Any) -> None:
    for _ in range(400):
        run = queries.run_of(org_id, run_id)
        assert run is not None
        if not tasks.step(run):
            return
        watch.at += timedelta(seconds=7)
    raise AssertionError("the player never came to an end")


def test_every_written_case_can_be_played_and_hides_nothing_from_the_debrief() -> None:
    known = scenarios()
    assert len(known) >= 60
    for scenario in known.values():
        pids = {p.pid for p in scenario.players}
        sids = {line.sid for line in scenario.lines}
        assert {line.pid for line in scenario.lines} <= pids
        assert all(pair <= sids for issue in scenario.issues for pair in issue.pairs)
        assert 2 <= len(pids) <= 4
        assert all(0 <= line.after_s <= 60 for line in scenario.lines)


def test_four_rooms_play_at_speed_prompts_are_answered_and_the_debrief_tells(
    hall: Hall, watch: Watch
) -> None:
    by = hall.manager
    code = four_rooms()
    run_id = actions.begin(actions.BeginRun(scenario=code, speed=10), by=by, at=watch.at)
    run = queries.run_of(hall.org_id, run_id)
    assert run is not None
    assert {s.state for s in Session.objects.filter(case_id=run.case_id)} == {"questioning"}
    played_out(watch, run_id, hall.org_id)

    scenario = scenarios()[code]
    written = {line.sid: line for line in scenario.lines}
    said = queries.said_of(run)
    assert sorted(said.values()) == sorted(written)
    for segment in Segment.objects.filter(case_id=run.case_id):
        assert (segment.question, segment.answer) == (
            written[said[segment.id]].question.strip(),
            written[said[segment.id]].answer.strip(),
        )

    cards = rooms.contradictions(hall.org_id, run.case_id)
    assert cards
    card = cards[0]
    sent = interviews.send_prompt(
        interviews.SendPrompt(
            case_id=run.case_id, text=card.ask, channel="officer",
            session_ids=(card.a.session_id, card.b.session_id), contradiction_id=card.id,
        ),
        by=by,
        at=watch.at,
    )  # fmt: skip
    for _ in range(8):
        fresh = queries.run_of(hall.org_id, run_id)
        assert fresh is not None
        assert tasks.step(fresh) is False
        watch.at += timedelta(seconds=5)
    answered = PromptReceipt.objects.filter(prompt_id=sent, status="answered")
    assert {r.session_id for r in answered} == {card.a.session_id, card.b.session_id}
    # Each stands by what he had said on it, and that brings no contradiction of its own.
    words = set(Segment.objects.filter(prompt_id=sent).values_list("answer", flat=True))
    assert words == {f"我坚持第{quote.no}问的回答。" for quote in card.quotes}
    assert len(rooms.contradictions(hall.org_id, run.case_id)) == len(cards)

    interviews.settle_contradiction(
        interviews.SettleContradiction(contradiction_id=card.id, state="left", reason="演练：双方各执一词。"),
        by=by,
        at=watch.at,
    )
    after = queries.debrief(run)
    assert len(after.outcomes) == len(scenario.issues)
    assert all(outcome.came for outcome in after.outcomes)
    assert after.found >= 1
    told = next((o for o in after.outcomes if o.no == card.no), None)
    if told is not None:
        assert (told.asked, told.settled) == (1, True)

    actions.move(actions.MoveRun(run_id=run_id, state="ended", speed=10), by=by, at=watch.at)
    ended = queries.run_of(hall.org_id, run_id)
    assert ended is not None
    tasks.close_rooms(ended)
    assert {s.state for s in Session.objects.filter(case_id=run.case_id)} == {"closed"}
    watch.at += timedelta(minutes=1)
    actions.begin(actions.BeginRun(scenario=code, speed=30), by=by, at=watch.at)


def test_one_exercise_at_a_time_and_only_known_ones(hall: Hall, watch: Watch) -> None:
    code = next(iter(scenarios()))
    actions.begin(actions.BeginRun(scenario=code, speed=1), by=hall.manager, at=watch.at)
    with pytest.raises(Refused, match="还没有结束"):
        actions.begin(actions.BeginRun(scenario=code, speed=1), by=hall.manager, at=watch.at)
    with pytest.raises(Invalid):
        actions.move(
            actions.MoveRun(run_id=queries.runs(hall.org_id)[0].id, state="playing", speed=7),
            by=hall.manager,
            at=watch.at,
        )


def test_a_paused_exercise_says_nothing_and_goes_on_at_its_place(hall: Hall, watch: Watch) -> None:
    code = next(iter(scenarios()))
    run_id = actions.begin(actions.BeginRun(scenario=code, speed=1), by=hall.manager, at=watch.at)
    watch.at += timedelta(seconds=61)
    first = queries.run_of(hall.org_id, run_id)
    assert first is not None
    tasks.step(first)
    actions.move(actions.MoveRun(run_id=run_id, state="paused", speed=1), by=hall.manager, at=watch.at)
    watch.at += timedelta(minutes=30)
    tasks.play(org_id=str(hall.org_id), run_id=str(run_id))
    assert len(queries.said_of(first)) == 1
    actions.move(actions.MoveRun(run_id=run_id, state="playing", speed=30), by=hall.manager, at=watch.at)
    watch.at += timedelta(seconds=61)
    again = queries.run_of(hall.org_id, run_id)
    assert again is not None
    tasks.step(again)
    assert len(queries.said_of(first)) == 2


def states(run_id: Any, org_id: Any) -> set[str]:
    run = queries.run_of(org_id, run_id)
    assert run is not None
    return set(Session.objects.filter(case_id=run.case_id).values_list("state", flat=True))


def test_an_exercise_ended_before_anybody_spoke_frees_its_rooms(hall: Hall, watch: Watch) -> None:
    begin = actions.BeginRun(scenario=next(iter(scenarios())), speed=1)
    run_id = actions.begin(begin, by=hall.manager, at=watch.at)
    actions.move(actions.MoveRun(run_id=run_id, state="ended", speed=1), by=hall.manager, at=watch.at)
    with pytest.raises(Refused, match="正在核对笔录"):
        actions.begin(begin, by=hall.manager, at=watch.at)
    tasks.play(org_id=str(hall.org_id), run_id=str(run_id))
    assert states(run_id, hall.org_id) == {"closed"}
    actions.begin(begin, by=hall.manager, at=watch.at)


def test_an_exercise_left_alone_too_long_ends_by_itself(hall: Hall, watch: Watch) -> None:
    begin = actions.BeginRun(scenario=next(iter(scenarios())), speed=1)
    run_id = actions.begin(begin, by=hall.manager, at=watch.at)
    watch.at += timedelta(days=2)
    tasks.play(org_id=str(hall.org_id), run_id=str(run_id))
    run = queries.run_of(hall.org_id, run_id)
    assert run is not None
    assert (run.state, run.ended_at) == ("ended", watch.at)
    assert states(run_id, hall.org_id) == {"closed"}


def test_the_player_waits_in_the_queue_once(hall: Hall, watch: Watch) -> None:
    begin = actions.BeginRun(scenario=next(iter(scenarios())), speed=1)
    run_id = actions.begin(begin, by=hall.manager, at=watch.at)
    for speed in (2, 5, 10):
        actions.move(
            actions.MoveRun(run_id=run_id, state="playing", speed=speed), by=hall.manager, at=watch.at
        )
    waiting = ProcrastinateJob.objects.filter(task_name=actions.PLAYER_JOB, args__run_id=str(run_id))
    assert waiting.count() == 1


def test_a_production_installation_knows_no_exercises(hall: Hall, settings: Any) -> None:
    settings.REHEARSAL = False
    code = next(iter(scenarios()))
    with pytest.raises(NotFound):
        actions.begin(actions.BeginRun(scenario=code, speed=1), by=hall.manager, at=hall.now())


def test_other_offices_are_told_who_may(hall: Hall) -> None:
    code = next(iter(scenarios()))
    with pytest.raises(Refused, match="演练"):
        actions.begin(actions.BeginRun(scenario=code, speed=1), by=hall.handler, at=hall.now())
