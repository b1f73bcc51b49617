"""The pages of exercises: only in a rehearsal, only for the centre, silent about the faults till the end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from anjian.cases.models import Case
from anjian.interviews import actions as interviews
from anjian.interviews import crosscheck
from anjian.interviews import queries as rooms
from anjian.kit import clock
from anjian.training import actions, queries, tasks
from anjian.training.scenario import Scenario, scenarios
from tests.action.interviews.conftest import Hall, found
from tests.http.interviews.test_pages import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

FOUR = next(s for s in scenarios().values() if len(s.players) == 4)


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
    settings.ROOT_URLCONF = "tests.http.training.urls"
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


def begun(client: Client, speed: str = "10") -> str:
    """Begin the four-person exercise as its page does; return the address of its console."""
    answer = client.post(reverse("training:begin"), {"scenario": FOUR.code, "speed": speed})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def planted_answers(scenario: Scenario) -> set[str]:
    planted = {sid for issue in scenario.issues for pair in issue.pairs for sid in pair}
    return {line.answer for line in scenario.lines if line.sid in planted}


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def run_address(hall: Hall, name: str = "run") -> str:
    return reverse(f"training:{name}", args=[queries.runs(hall.org_id)[0].id])


def play(hall: Hall, watch: Watch) -> None:
    for _ in range(400):
        if not tasks.step(queries.runs(hall.org_id)[0]):
            return
        watch.at += timedelta(seconds=7)


class TestWho:
    def test_the_centre_finds_them_in_the_header_of_a_rehearsal(self, hall: Hall, watch: Watch) -> None:
        assert 'href="/training/"' in text_of(signed_in(hall.manager), "/interviews/")
        assert 'href="/training/"' not in text_of(signed_in(hall.handler), "/interviews/")

    def test_production_has_no_such_pages_and_no_entry(self, hall: Hall, watch: Watch, settings: Any) -> None:
        client = signed_in(hall.manager)
        console = begun(client)
        settings.REHEARSAL = False
        assert 'href="/training/"' not in text_of(client, "/interviews/")
        assert "training-bar" not in text_of(client, console)
        for name in ("run", "bar"):
            assert client.get(run_address(hall, name)).status_code == 404
        assert client.get(reverse("training:list")).status_code == 404
        assert client.post(reverse("training:begin"), {"scenario": FOUR.code}).status_code == 404
        assert client.post(run_address(hall, "move"), {"state": "ended", "speed": "1"}).status_code == 404

    def test_other_offices_are_told_whom_it_is_for(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.handler)
        answer = client.get(reverse("training:list"))
        assert answer.status_code in {403, 409}
        assert "案件管理员" in answer.content.decode()

    def test_another_bureau_finds_nothing(self, hall: Hall, watch: Watch) -> None:
        begun(signed_in(hall.manager))
        stranger = signed_in(found("海州").manager)
        assert stranger.get(run_address(hall)).status_code == 404
        answer = stranger.post(run_address(hall, "move"), {"state": "ended", "speed": "1"})
        assert answer.status_code == 404


class TestChoosing:
    def test_every_case_is_listed_without_what_is_wrong_in_it(self, hall: Hall, watch: Watch) -> None:
        page = text_of(signed_in(hall.manager), reverse("training:list"))
        for scenario in scenarios().values():
            assert scenario.title in page
            assert not any(answer in page for answer in planted_answers(scenario))

    def test_it_can_be_narrowed(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.manager)
        four = client.get(reverse("training:list"), {"people": "4"}).content.decode()
        assert FOUR.title in four
        of_four = [s for s in scenarios().values() if len(s.players) == 4]
        assert len(re.findall(r'name="scenario"', four)) == len(of_four)
        none = client.get(reverse("training:list"), {"q": "没有这样的案例"}).content.decode()
        assert "没有符合条件的案例" in none

    def test_nothing_chosen_is_an_answer_of_ours(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.manager)
        for wrong in ({}, {"scenario": "P001", "speed": "7"}, {"scenario": "none", "speed": "5"}):
            assert client.post(reverse("training:begin"), wrong).status_code == 422

    def test_while_one_goes_on_no_other_begins(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.manager)
        console = begun(client)
        page = text_of(client, reverse("training:list"))
        assert console in page
        assert len(re.findall(r'name="scenario" value="\w+" disabled', page)) == len(scenarios())
        assert (
            client.post(reverse("training:begin"), {"scenario": FOUR.code, "speed": "5"}).status_code == 409
        )


class TestSteering:
    def test_the_console_of_an_exercise_has_the_bar_and_no_other_has(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.manager)
        assert 'id="training-bar"' in text_of(client, begun(client))
        real = reverse("interviews:console", args=[hall.case_id])
        assert 'id="training-bar"' not in text_of(client, real)

    def test_speed_and_pause_come_back_as_the_bar(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.manager)
        begun(client)
        htmx = {"HX-Request": "true"}
        form = {"state": "playing", "speed": "30"}
        bar = client.post(run_address(hall, "move"), form, headers=htmx).content.decode()
        assert 'value="30" aria-pressed="true"' in bar
        assert "暂停" in bar
        paused = client.post(run_address(hall, "move"), {"state": ["playing", "paused"], "speed": "30"})
        assert paused.status_code == 303
        run = queries.runs(hall.org_id)[0]
        assert (run.state, run.speed) == ("paused", 30)
        assert "继续" in text_of(client, run_address(hall, "bar"))

    def test_ending_leads_to_the_debrief_from_wherever(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.manager)
        begun(client)
        form = {"state": ["playing", "ended"], "speed": "10"}
        answer = client.post(run_address(hall, "move"), form, headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == run_address(hall)


class TestDebrief:
    def test_nothing_is_told_before_the_end(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.manager)
        begun(client)
        page = text_of(client, run_address(hall))
        assert "演练还没有结束" in page
        assert not any(answer in page for answer in planted_answers(FOUR))

    def test_it_tells_what_became_of_every_planted_contradiction(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.manager)
        begun(client)
        play(hall, watch)
        run = queries.runs(hall.org_id)[0]
        shown = [o for o in queries.debrief(run).outcomes if o.card]
        assert shown
        card = shown[0].card
        assert card is not None
        interviews.send_prompt(
            interviews.SendPrompt(
                case_id=run.case_id, text="请说明当天是谁安排的作业。", channel="officer",
                session_ids=(card.a.session_id, card.b.session_id), contradiction_id=card.id,
            ),
            by=hall.manager,
            at=watch.at,
        )  # fmt: skip
        interviews.settle_contradiction(
            interviews.SettleContradiction(contradiction_id=card.id, state="left", reason="双方各执一词。"),
            by=hall.manager,
            at=watch.at,
        )
        actions.move(actions.MoveRun(run_id=run.id, state="ended", speed=10), by=hall.manager, at=watch.at)
        page = text_of(client, run_address(hall))
        assert all(issue.note in page for issue in FOUR.issues)
        assert sum(answer in page for answer in planted_answers(FOUR)) >= 2 * len(FOUR.issues)
        assert "双方各执一词。" in page
        planted = page.partition('id="planted"')[2].partition("</table>")[0]
        assert rooms.contradictions(hall.org_id, run.case_id)
        assert card.sign in planted
        assert "1次" in planted
        assert page.count('<circle class="tr-dot') == len(FOUR.lines)
        assert 'class="tr-link tr-link-planted"' in page
        assert "style=" not in page
        history = text_of(client, reverse("training:list")).partition('id="history"')[2]
        assert f"{len(FOUR.issues)}处矛盾：系统发现{len(shown)}，推送核实1，处理1" in history

    def test_an_exercise_cut_short_says_what_was_not_reached(self, hall: Hall, watch: Watch) -> None:
        client = signed_in(hall.manager)
        begun(client)
        run = queries.runs(hall.org_id)[0]
        actions.move(actions.MoveRun(run_id=run.id, state="ended", speed=10), by=hall.manager, at=watch.at)
        page = text_of(client, run_address(hall))
        assert page.count("演练提前结束，还没有问到") == len(FOUR.issues)
