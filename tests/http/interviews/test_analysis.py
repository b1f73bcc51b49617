"""The analysis of testimonies: who sees it, what it shows of the main story, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anjian.audit import queries as audit
from anjian.interviews import actions, crosscheck, queries
from anjian.interviews.queries import hearings
from anjian.interviews.queries.analysis import Analysis
from anjian.kit import clock
from tests.action.interviews.conftest import Hall, found
from tests.http.interviews.test_pages import _HallClock, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

VIEWS = ("facts", "silence", "timeline", "people", "sameness")
FRAGMENT = {"X-Live-Refresh": "1"}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    crosscheck.forget()
    hearings.forget()


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    made = found("云州")
    restore = clock.install(_HallClock(made))
    yield made
    restore()


def page(hall: Hall, view: str = "facts", **query: str) -> str:
    client = signed_in(hall.manager)
    answer = client.get(reverse("interviews:analysis", args=[hall.case_id]), {"view": view, **query})
    assert answer.status_code == 200
    return answer.content.decode()


def fragment(client: Client, hall: Hall, view: str, **query: str) -> Any:
    url = reverse("interviews:board", args=[hall.case_id, view])
    return client.get(url, query, headers=FRAGMENT)


class TestWhoSeesIt:
    def test_no_room_nor_stranger_gets_any_of_it(self, hall: Hall) -> None:
        hall.contradict()
        others = (hall.pairs[0][0], hall.pairs[1][0], found("海州").manager)
        for client in map(signed_in, others):
            assert client.get(reverse("interviews:analysis", args=[hall.case_id])).status_code == 404
            for view in VIEWS:
                assert fragment(client, hall, view).status_code == 404

    def test_an_officer_in_a_live_room_is_refused_whatever_his_office(self, hall: Hall) -> None:
        session_id = hall.prepare(lead_id=hall.handler.id)
        actions.enter_room(session_id, by=hall.handler, at=hall.now())
        client = signed_in(hall.handler)
        assert client.get(reverse("interviews:analysis", args=[hall.case_id])).status_code == 409
        assert fragment(client, hall, "silence").status_code == 409

    def test_the_rooms_pages_show_no_word_of_it(self, hall: Hall) -> None:
        first, second = hall.contradict()
        for session_id, room in ((first, 0), (second, 1)):
            html = (
                signed_in(hall.pairs[room][0])
                .get(reverse("interviews:room", args=[session_id]))
                .content.decode()
            )
            assert "interview-board" not in html
            assert reverse("interviews:board", args=[hall.case_id, "facts"]) not in html

    def test_opening_it_is_put_on_record_and_keeping_it_fresh_is_not(self, hall: Hall) -> None:
        hall.contradict()
        page(hall, "people")
        client = signed_in(hall.manager)
        fragment(client, hall, "people")
        client.get(
            reverse("interviews:board", args=[hall.case_id, "silence"]), headers={"HX-Request": "true"}
        )
        seen = [e["detail"] for e in audit.accesses_of(hall.org_id, hall.case_id)]
        assert sorted(d.split()[-1] for d in seen) == ["人物关系", "沉默图"]

    def test_without_scripts_a_tab_leads_to_the_page_of_its_own(self, hall: Hall) -> None:
        hall.contradict()
        client = signed_in(hall.manager)
        answer = client.get(reverse("interviews:board", args=[hall.case_id, "timeline"]))
        assert answer.status_code == 302
        assert answer["Location"].endswith("/analysis?view=timeline")
        assert client.get(answer["Location"]).status_code == 200

    @pytest.mark.parametrize("address", ["board/none", "analysis?view=none"])
    def test_an_unknown_view_is_not_found(self, hall: Hall, address: str) -> None:
        hall.contradict()
        url = f"{reverse('interviews:console', args=[hall.case_id])}{address}"
        assert signed_in(hall.manager).get(url, headers=FRAGMENT).status_code == 404


class TestMainStory:
    """张某 says 李某 ordered it, 李某 says he went by himself."""

    def test_the_grid_sets_both_against_each_other(self, hall: Hall) -> None:
        hall.contradict()
        html = page(hall)
        assert html.count("ivb-cell ivb-conflict") == 2
        assert "李某安排" in html
        assert "否认安排" in html
        assert "内部分析，不入卷" in html

    def test_a_cell_opens_both_quotes_with_their_places(self, hall: Hall) -> None:
        first, second = hall.contradict()
        key = Analysis(hall.org_id, hall.case_id).facts().rows[0].key
        html = fragment(signed_in(hall.manager), hall, "facts", row=key, part="detail").content.decode()
        assert "指派我和另外两名工人" in html
        assert "张某自己去" in html
        for session_id in (first, second):
            assert f"{reverse('interviews:playback', args=[session_id])}#answer-1" in html
        for segment in queries.segments_of(hall.org_id, [first, second]):
            assert f"#seg-{segment.id}" in html
        assert f'data-detail-of="{key}"' in html
        gone = fragment(signed_in(hall.manager), hall, "facts", row="x", part="detail").content.decode()
        assert "请在表中重新选择" in gone

    def test_the_graph_shows_who_is_said_to_have_ordered_whom(self, hall: Hall) -> None:
        hall.contradict()
        html = page(hall, "people")
        assert "1人说安排，1人否认安排" in html
        assert "ivb-edge-order ivb-edge-denied ivb-edge-disputed" in html

    def test_settled_and_dismissed_ones_change_the_grid(self, hall: Hall) -> None:
        hall.contradict()
        (card,) = queries.contradictions(hall.org_id, hall.case_id)
        for state, drawn in (("resolved", "ivb-cell ivb-settled"), ("dismissed", "")):
            actions.settle_contradiction(
                actions.SettleContradiction(contradiction_id=card.id, state=state, reason="记录本证实"),
                by=hall.manager,
                at=hall.now(),
            )
            html = page(hall)
            assert "ivb-cell ivb-conflict" not in html
            assert html.count(drawn) == 2 if drawn else "ivb-cell ivb-settled" not in html

    def test_a_correction_replaces_what_was_said(self, hall: Hall) -> None:
        _first, second = hall.contradict()
        page(hall)
        actions.correct_segment(
            actions.CorrectSegment(
                session_id=second,
                no=1,
                question="10月8日3号罐的动火作业由谁安排？",
                answer="是我安排的，我指派了张某。",
                reason="记错",
            ),
            by=hall.pairs[1][0],
            at=hall.now(),
        )
        html = page(hall)
        assert "我没有安排" not in html
        assert html.count("ivb-cell ivb-agree") == 2
        assert html.count("ivb-cell ivb-conflict") == 0

    def test_it_says_in_words_that_nothing_was_said_yet(self, hall: Hall) -> None:
        hall.prepare()
        for view in VIEWS:
            assert "还没有问答" in page(hall, view)


class TestPapers:
    """A permit or a detector stands beside the persons, and is nobody to be asked."""

    def test_a_reading_is_a_column_that_agrees_or_not(self, hall: Hall) -> None:
        first = hall.questioning()
        hall.ask(first, "罐内气体检测是几点做的？", "是早上7点做的检测。")
        reading = actions.AddReading(
            case_id=hall.case_id,
            about="罐内气体检测是几点做的？",
            says="检测时间9点40分。",
            title="四合一检测仪",
            kind="device",
        )
        actions.add_reading(reading, by=hall.manager, at=hall.now())
        found = Analysis(hall.org_id, hall.case_id)
        assert [(v.name, v.paper) for v in found.voices] == [("张某", False), ("四合一检测仪", True)]
        (row,) = found.facts().rows
        assert [c.state for c in row.cells] == ["conflict", "conflict"]
        html = fragment(signed_in(hall.manager), hall, "facts", row=row.key, part="detail").content.decode()
        assert reverse("interviews:sources", args=[hall.case_id]) in html
        assert html.count("#answer-") == 1

    def test_nobody_asks_a_paper(self, hall: Hall) -> None:
        first = hall.questioning()
        hall.ask(first, "动火作业票办了没有？", "没有办票。")
        reading = actions.AddReading(
            case_id=hall.case_id, about="检测值是多少？", says="12%LEL。", title="检测仪", kind="device"
        )
        actions.add_reading(reading, by=hall.manager, at=hall.now())
        found = Analysis(hall.org_id, hall.case_id)
        silence = found.silence()
        assert [p.pid for p in silence.persons] == [found.voices[0].pid]
        rows = {r.title: r for r in found.facts("all").rows}
        assert rows["动火作业票办了没有"].cells[1].word == "没有记载"


class TestSilence:
    def test_suggests_the_open_question_to_who_was_not_asked(self, hall: Hall) -> None:
        first, _second = hall.contradict()
        hall.ask(first, "动火前做气体检测没有？", "这个我记不清了。", 0)
        html = page(hall, "silence")
        assert "动火前做气体检测没有" in html
        assert "记不清" in html


def test_a_look_costs_the_same_queries_however_much_was_said(hall: Hall) -> None:
    first, second = hall.contradict()
    client = signed_in(hall.manager)

    def cost(view: str) -> int:
        fragment(client, hall, view)
        with CaptureQueriesContext(connection) as caught:
            assert fragment(client, hall, view).status_code == 200
        return len(caught)

    before = {view: cost(view) for view in VIEWS}
    _talk(hall, first, second)
    assert {view: cost(view) for view in VIEWS} == before
    assert max(before.values()) <= 30


def _talk(hall: Hall, first: UUID, second: UUID) -> None:
    for n in range(12):
        hall.ask(first, f"{n + 1}号罐清洗前测爆没有？", "测了，是我测的。", 0)
        hall.ask(second, f"{n + 1}号罐清洗前测爆了吗？", "没有测。", 1)
