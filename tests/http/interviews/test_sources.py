"""Documents and instruments beside the testimonies: entered, compared at once, never shown to a room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from anjian.interviews import actions, crosscheck, queries
from anjian.interviews.models import Contradiction, Segment, Session
from anjian.kit import clock
from anjian.kit.errors import Invalid
from tests.action.interviews.conftest import found
from tests.http.interviews.test_pages import _HallClock, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.action.interviews.conftest import Hall


@pytest.fixture
def hall(db: None, tmp_path: Path, settings: Any) -> Iterator[Hall]:
    settings.DATA_DIR = tmp_path
    crosscheck.forget()
    made = found("云州")
    restore = clock.install(_HallClock(made))
    yield made
    restore()


def reading(hall: Hall, **values: Any) -> Any:
    command = actions.AddReading(case_id=hall.case_id, **values)
    return actions.add_reading(command, by=hall.manager, at=hall.now())


DETECTOR = {"title": "四合一检测仪", "kind": "device"}


def test_a_reading_is_compared_with_what_a_person_said(hall: Hall) -> None:
    session = hall.questioning()
    hall.ask(session, "罐内气体检测是几点做的？", "是早上7点做的检测。")
    reading(hall, about="罐内气体检测是几点做的？", says="检测时间9点40分。", **DETECTOR)
    card = Contradiction.objects.get(org_id=hall.org_id)
    assert card.slot == "time"
    view = queries.contradictions(hall.org_id, hall.case_id)[0]
    assert {view.a.person, view.b.person} == {"张某", "四合一检测仪"}


def test_what_a_person_says_later_is_compared_with_the_reading(hall: Hall) -> None:
    reading(hall, about="罐内气体检测是几点做的？", says="检测时间9点40分。", **DETECTOR)
    session = hall.questioning()
    hall.ask(session, "罐内气体检测是几点做的？", "是早上7点做的检测。")
    assert Contradiction.objects.count() == 1


def test_a_source_is_no_interview_and_no_room_hears_of_it(hall: Hall) -> None:
    session = hall.questioning()
    reading(hall, about="气体检测值是多少？", says="可燃气体12%LEL。", **DETECTOR)
    assert queries.facts_of(hall.org_id, hall.case_id)["interviews"][0].person == "张某"
    assert len(queries.facts_of(hall.org_id, hall.case_id)["interviews"]) == 1
    assert [line.person for line in queries.session_list(hall.manager)] == ["张某"]
    assert {room.name for room in queries.room_list(hall.org_id)} == {"询问一室", "询问二室"}
    room = signed_in(hall.pairs[0][0]).get(reverse("interviews:room", args=[session]))
    assert "12%LEL" not in room.content.decode()


def test_a_correction_keeps_the_former_words_and_compares_anew(hall: Hall) -> None:
    reading(hall, about="气体检测值是多少？", says="可燃气体12%LEL。", **DETECTOR)
    source = queries.sources_of(hall.org_id, hall.case_id)[0]
    with pytest.raises(Invalid):
        reading(hall, source_id=source.id, about="气体检测值是多少？", says="21%LEL。", corrects=1)
    reading(
        hall,
        source_id=source.id,
        about="气体检测值是多少？",
        says="可燃气体21%LEL。",
        corrects=1,
        reason="抄录有误",
    )
    assert Segment.objects.filter(session_id=source.id).count() == 2
    shown = queries.sources_of(hall.org_id, hall.case_id)[0].readings
    assert [(r.no, r.version, r.answer) for r in shown] == [(1, 2, "可燃气体21%LEL。")]


def test_the_page_takes_a_reading_and_keeps_the_typing_when_a_field_is_wrong(hall: Hall) -> None:
    client = signed_in(hall.manager)
    url = reverse("interviews:sources", args=[hall.case_id])
    assert "还没有书证和读数" in client.get(url).content.decode()
    wrong = client.post(url, {"about": "检测值", "says": "12%LEL", "title": "", "kind": "device"})
    assert wrong.status_code == 422
    assert "12%LEL" in wrong.content.decode()
    right = client.post(url, {"about": "检测值", "says": "12%LEL", "title": "检测仪", "kind": "device"})
    assert right.status_code == 303
    assert "12%LEL" in client.get(url).content.decode()
    assert Session.objects.get(state="source").segment_count == 1


def test_who_sits_in_a_room_or_does_not_direct_cannot_enter_readings(hall: Hall) -> None:
    hall.questioning()
    url = reverse("interviews:sources", args=[hall.case_id])
    assert signed_in(hall.pairs[0][0]).get(url).status_code in {403, 404}
