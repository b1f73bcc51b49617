"""The console fetches only what is new: and then shows what a page opened now would show."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anjian.audit.queries import newest_outbox_id
from anjian.interviews import actions, crosscheck, queries, wordings
from anjian.interviews.actions import warming
from anjian.interviews.models import Contradiction, ContradictionMove
from anjian.interviews.queries.answers import PAGE
from anjian.interviews.wordings import offered
from anjian.testimony import prompts
from anjian.web.interviews import news
from tests.http.interviews.test_pages import hall as _hall
from tests.http.interviews.test_pages import own_store as _own_store
from tests.http.interviews.test_pages import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from anjian.kit.actor import Actor
    from tests.action.interviews.conftest import Hall

hall, own_store = _hall, _own_store
_ARTICLE = re.compile(r'<article class="iv-qa".*?</article>', re.DOTALL)
_CARD = re.compile(r'<article class="iv-card .*?</article>', re.DOTALL)
_PROMPT = re.compile(r'<li data-key="[^"]*" data-prompt="(\d+)">.*?</ul></li>', re.DOTALL)
_ROOM = re.compile(r'<section class="iv-room" id="room-([^"]*)".*?</section>', re.DOTALL)
_MINUTES = re.compile(r">\d+分钟<")  # the browser counts on by itself
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    news.shared.forget()


def number(html: str, name: str) -> int:
    found = re.search(rf'{name}="(\d+)"', html)
    assert found is not None
    return int(found.group(1))


def plain(html: str) -> str:
    return _MINUTES.sub("><", " ".join(html.split()))


@dataclass
class OpenPage:
    """A console that stays open: its parts, and the event up to which it has heard."""

    client: Client
    case_id: UUID
    query: str = ""
    event: int = 0
    parts: dict[str, str] = field(default_factory=dict)

    def opened(self) -> dict[str, str]:
        url = reverse("interviews:console", args=[self.case_id])
        html = self.client.get(f"{url}?{self.query}").content.decode()
        found: dict[str, str] = {}
        for room in _ROOM.finditer(html):
            session, drawn = room.group(1), room.group(0)
            found |= {f"{session} {number(a, 'data-no')}": a for a in _ARTICLE.findall(drawn)}
            found[f"{session} head"] = drawn[drawn.index("<header") : drawn.index("</header>")]
            found[f"{session} foot"] = drawn[drawn.index("<footer") : drawn.index("</footer>")]
        cards = _CARD.findall(html)
        found |= {f"card {number(c, 'data-card')}": _TOKEN.sub("", c) for c in cards}
        found["order"] = " ".join(str(number(c, "data-card")) for c in cards)
        found |= {f"prompt {p.group(1)}": p.group(0) for p in _PROMPT.finditer(html)}
        start = html.index('id="console-figures">') + len('id="console-figures">')
        found["figures"] = html[start : html.index("</div>", start)]
        return {name: plain(text) for name, text in found.items()}

    def open(self) -> None:
        self.event = newest_outbox_id()
        self.parts = self.opened()

    def hear(self) -> dict[str, Any]:
        url = reverse("interviews:news", args=[self.case_id])
        heard = newest_outbox_id()
        answer = self.client.get(f"{url}?after={self.event}&heard={heard}&{self.query}")
        assert answer.status_code == 200
        found: dict[str, Any] = json.loads(answer.content)
        self.event = found["event"]
        return found

    def apply(self, found: dict[str, Any]) -> None:
        """Put what is new in its place, as the island does (islands/src/lib/console-news.ts)."""
        if found.get("resync") or found.get("rooms"):
            self.parts = self.opened()
            return
        changed: dict[str, str] = {}
        for session, no, _disputed, html in found.get("answers", ()):
            changed[f"{session} {no}"] = html
        for session, top, foot in found.get("heads", ()):
            changed[f"{session} head"] = top[top.index("<header") : top.index("</header>")]
            changed[f"{session} foot"] = foot[foot.index("<footer") : foot.index("</footer>")]
        places = {n: self._rank(f"card {n}") for n in self.parts["order"].split()}
        for no, rank, members, html in found.get("cards", ()):
            for gone in members.split():
                self.parts.pop(f"card {gone}", None)
                places.pop(gone, None)
            if html:
                changed[f"card {no}"] = _TOKEN.sub("", html)
                places[str(no)] = (rank, -no)
        changed["order"] = " ".join(sorted(places, key=lambda n: places[n]))
        changed |= {f"prompt {no}": html for no, html in found.get("prompts", ())}
        if "figures" in found:
            changed["figures"] = found["figures"]
        self.parts |= {name: plain(text) for name, text in changed.items()}

    def _rank(self, name: str) -> tuple[int, int]:
        return number(self.parts[name], "data-rank"), -number(self.parts[name], "data-card")

    def catch_up(self) -> None:
        self.apply(self.hear())
        assert self.parts == self.opened()


def send(hall: Hall, text: str, *sessions: UUID, channel: str = "officer") -> UUID:
    command = actions.SendPrompt(case_id=hall.case_id, text=text, channel=channel, session_ids=sessions)
    return actions.send_prompt(command, by=hall.manager, at=hall.now())


@pytest.mark.parametrize("query", ["", "tier=red", "state=open", "disputed=0&material=yes"])
def test_a_page_that_follows_is_the_page_opened_now(hall: Hall, query: str) -> None:
    first, second = hall.questioning(0, "张某"), hall.questioning(1, "李某")
    page = OpenPage(signed_in(hall.manager), hall.case_id, query)
    page.open()
    hall.ask(first, "你做什么工作？", "我是作业工人。", 0)
    page.catch_up()
    hall.ask(first, "10月8日3号罐的动火作业是谁安排的？", "是李某指派我和另外两名工人去的。", 0)
    hall.ask(second, "10月8日3号罐的动火作业由谁安排？", "我没有安排，是张某自己去的。", 1)
    page.catch_up()
    prompt = send(hall, "核实动火作业由谁安排", first, second)
    shown = send(hall, "请说明早班会的内容", first, channel="display")
    page.catch_up()
    for status in ("shown", "acknowledged"):
        receipt = actions.ReceivePrompt(session_id=first, prompt_id=prompt, status=status)
        actions.receive_prompt(receipt, by=hall.pairs[0][0], at=hall.now())
    page.catch_up()
    hall.ask(first, "核实动火作业由谁安排", "早班会上李某安排的。", 0, prompt_id=prompt)
    actions.correct_segment(
        actions.CorrectSegment(
            session_id=first, no=1, question="你做什么工作？", answer="我是维修工。", reason="说错"
        ),
        by=hall.pairs[0][0],
        at=hall.now(),
    )
    page.catch_up()
    withdrawn = actions.ReceivePrompt(session_id=first, prompt_id=shown, status="withdrawn")
    actions.receive_prompt(withdrawn, by=hall.pairs[0][0], at=hall.now())
    actions.pause(second, reason="用餐", by=hall.pairs[1][0], at=hall.now())
    page.catch_up()
    for state in ("verified", "resolved", "open"):
        for card in queries.contradictions(hall.org_id, hall.case_id):
            settle = actions.SettleContradiction(
                contradiction_id=card.id, state=state, reason="记录本证实", material=True
            )
            actions.settle_contradiction(settle, by=hall.manager, at=hall.now())
        page.catch_up()
    actions.resume(second, by=hall.pairs[1][0], at=hall.now())
    page.catch_up()


def test_twenty_who_ask_at_once_cause_one_drawing(hall: Hall) -> None:
    first, second = hall.contradict()
    client = signed_in(hall.manager)
    page = OpenPage(client, hall.case_id)
    page.event = newest_outbox_id()
    send(hall, "核实动火作业由谁安排", first, second)
    url = reverse("interviews:news", args=[hall.case_id])
    address = f"{url}?after={page.event}&heard={newest_outbox_id()}"
    with CaptureQueriesContext(connection) as drawing:
        one = client.get(address).content
    with CaptureQueriesContext(connection) as again:
        other = client.get(address).content
    assert one == other
    # Session, user, officer, case and who sits where: what each viewer's right costs.
    assert len(again) <= 6 < len(drawing)


def test_what_is_new_costs_the_same_however_much_is_there(hall: Hall) -> None:
    first = hall.questioning(0, "张某")
    page = OpenPage(signed_in(hall.manager), hall.case_id)
    counts = []
    for turn in range(2):
        for n in range(30 * turn):
            hall.ask(first, f"第{n}个问题？", f"第{n}个回答。", 0)
        page.event = newest_outbox_id()
        hall.ask(first, "还有补充吗？", "没有。", 0)
        with CaptureQueriesContext(connection) as asked:
            page.hear()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_others_learn_nothing_from_what_was_drawn_for_one(hall: Hall) -> None:
    hall.contradict()
    url = reverse("interviews:news", args=[hall.case_id])
    address = f"{url}?after=0&heard={newest_outbox_id()}"
    assert signed_in(hall.manager).get(address).status_code == 200
    sitting: Actor = hall.pairs[0][0]
    assert signed_in(sitting).get(address).status_code == 404
    assert signed_in(hall.manager).get(f"{url}?after=x").status_code == 404


def test_who_claims_to_have_heard_of_the_future_spoils_it_for_nobody(hall: Hall) -> None:
    first = hall.questioning(0, "张某")
    client, now = signed_in(hall.manager), newest_outbox_id()
    url = reverse("interviews:news", args=[hall.case_id])
    ahead = f"{url}?after={now}&heard={now + 3}"
    assert json.loads(client.get(ahead).content) == {"event": now}
    hall.ask(first, "几点到岗？", "八点。", 0)
    assert len(json.loads(client.get(ahead).content)["answers"]) == 1


def test_too_much_at_once_asks_for_the_whole_page(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.contradict()
    monkeypatch.setattr(news, "MOST", 3)
    page = OpenPage(signed_in(hall.manager), hall.case_id)
    assert page.hear()["resync"] is True


def test_earlier_answers_come_when_asked_for(hall: Hall) -> None:
    first = hall.questioning(0, "张某")
    for n in range(1, PAGE + 13):
        hall.ask(first, f"第{n}个问题？", f"第{n}个回答。", 0)
    client = signed_in(hall.manager)
    page = client.get(reverse("interviews:console", args=[hall.case_id])).content.decode()
    shown = [number(a, "data-no") for a in _ARTICLE.findall(page)]
    assert shown == list(range(13, PAGE + 13))
    url = reverse("interviews:earlier", args=[first])

    def numbers(query: str) -> list[int]:
        return [number(a, "data-no") for a in _ARTICLE.findall(client.get(f"{url}?{query}").content.decode())]

    assert numbers("before=13") == list(range(1, 13))
    assert numbers("before=13&start=7") == list(range(7, 13))
    assert signed_in(hall.pairs[0][0]).get(f"{url}?before=13").status_code == 404


class TestFilters:
    def test_stand_in_the_address(self, hall: Hall) -> None:
        hall.contradict()
        client = signed_in(hall.manager)
        url = reverse("interviews:console", args=[hall.case_id])
        (view,) = queries.contradictions(hall.org_id, hall.case_id)

        def cards(query: str) -> int:
            return len(_CARD.findall(client.get(f"{url}?{query}").content.decode()))

        assert cards(f"who={view.a.person_id}&slot={view.slot}&tier=red&state=open&material=yes") == 1
        assert [cards(q) for q in ("tier=yellow", "state=settled", "material=no", "slot=place")] == [0] * 4
        assert client.get(f"{url}?who=nobody").status_code == 404

    def test_only_disputed_answers(self, hall: Hall) -> None:
        first, _second = hall.contradict()
        hall.ask(first, "几点到岗？", "八点。", 0)
        url = reverse("interviews:console", args=[hall.case_id])
        html = signed_in(hall.manager).get(f"{url}?disputed=1").content.decode()
        assert len(_ARTICLE.findall(html)) == 2
        assert "八点。" not in html

    def test_words_are_found_in_all_transcripts(self, hall: Hall) -> None:
        first, second = hall.contradict()
        hall.ask(first, "几点到岗？", "100%是八点。", 0)
        found = queries.search_answers(hall.org_id, hall.case_id, "动火 3号罐")
        assert {place.session_id for place in found} == {first, second}
        assert [p.word for p in queries.search_answers(hall.org_id, hall.case_id, "100%")] == ["100%"]
        assert queries.search_answers(hall.org_id, hall.case_id, "没有说过的话") == []
        url = reverse("interviews:console", args=[hall.case_id])
        html = signed_in(hall.manager).get(f"{url}?q=动火").content.decode()
        assert "“动火”出现在2处" in html


class TestLedger:
    def test_keeps_every_step_with_who_and_why(self, hall: Hall) -> None:
        first, second = hall.contradict()
        (card,) = queries.contradictions(hall.org_id, hall.case_id)
        command = actions.SendPrompt(
            case_id=hall.case_id, text="核实动火作业由谁安排", channel="officer",
            session_ids=(first, second), contradiction_id=card.id,
        )  # fmt: skip
        actions.send_prompt(command, by=hall.manager, at=hall.now())
        for state in ("verified", "dismissed"):
            settle = actions.SettleContradiction(contradiction_id=card.id, state=state, reason="另一只罐")
            actions.settle_contradiction(settle, by=hall.manager, at=hall.now())
        (line,) = queries.ledger(hall.org_id, hall.case_id)
        assert [(m.state, m.officer) for m in line.moves] == [
            ("open", ""), ("verified", hall.manager.name), ("dismissed", hall.manager.name),
        ]  # fmt: skip
        assert line.prompts == ((1, "核实动火作业由谁安排"),)
        html = signed_in(hall.handler).get(reverse("interviews:ledger", args=[hall.case_id])).content.decode()
        assert "另一只罐" in html
        assert "不成立" in html

    def test_several_about_one_question_are_one_card_and_go_together(self, hall: Hall) -> None:
        hall.contradict()
        (found,) = Contradiction.objects.all()
        found.issue = "k1"
        found.save()
        other = Contradiction.objects.get(id=found.id)
        other.pk, other.id = (found.org_id, None), news.UUID(int=7)
        other.no, other.slot, other.tier = 2, "actor", "yellow"
        other.save(force_insert=True)
        (card,) = queries.cards_with(hall.org_id, hall.case_id, [other.id])
        assert (card.no, card.members, len(card.open)) == (1, "1 2", 2)
        settle = actions.SettleContradiction(
            contradiction_id=found.id, state="resolved", reason="一并查清", whole_issue=True
        )
        actions.settle_contradiction(settle, by=hall.manager, at=hall.now())
        assert set(Contradiction.objects.values_list("state", flat=True)) == {"resolved"}
        assert ContradictionMove.objects.filter(state="resolved").count() == 2


def test_the_wordings_offered_only_ask() -> None:
    assert wordings.offered() is offered()
    texts = [text for group in offered() for text in group.texts]
    assert len(texts) == len(set(texts)) >= 12
    assert [t for t in texts if prompts.check(t, persons=(), testimonies=())] == []
    assert all("《" in group.source for group in offered())


class TestALongCaseAfterAStart:
    """The cross-check of a process that does not know the case yet reads it beside the work."""

    def test_no_answer_waits_and_no_alarm_is_lost(self, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(crosscheck, "LONG", 3)
        asked: list[tuple[UUID, UUID]] = []
        monkeypatch.setattr(
            crosscheck, "_reader", lambda org_id, case_id, _at: asked.append((org_id, case_id))
        )
        first, second = hall.questioning(0, "张某"), hall.questioning(1, "李某")
        for n in range(3):
            hall.ask(first, f"第{n}个问题？", f"第{n}个回答。", 0)
        crosscheck.forget()
        hall.ask(first, "10月8日3号罐的动火作业是谁安排的？", "是李某指派我和另外两名工人去的。", 0)
        assert asked == [(hall.org_id, hall.case_id)]
        read = crosscheck.read_case(hall.org_id, hall.case_id, since=hall.at)
        hall.ask(second, "10月8日3号罐的动火作业由谁安排？", "我没有安排，是张某自己去的。", 1)
        assert queries.contradictions(hall.org_id, hall.case_id) == []
        warming.finish(read, at=hall.now())
        assert len(queries.contradictions(hall.org_id, hall.case_id)) == 1
        again = crosscheck.read_case(hall.org_id, hall.case_id, since=hall.at - timedelta(hours=2))
        warming.finish(again, at=hall.now())
        assert len(queries.contradictions(hall.org_id, hall.case_id)) == 1
        assert len(asked) == 1

    def test_what_another_process_committed_is_taken_in(
        self, hall: Hall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = hall.questioning(0, "张某"), hall.questioning(1, "李某")
        hall.ask(first, "几点到岗？", "八点。", 0)
        ours = crosscheck.read_case(hall.org_id, hall.case_id, since=hall.at)
        crosscheck.forget()
        hall.ask(first, "10月8日3号罐的动火作业是谁安排的？", "是李某指派我和另外两名工人去的。", 0)
        crosscheck.forget()
        assert ours.entry.last_seq == 1
        monkeypatch.setitem(crosscheck._entries, ours.key, ours.entry)
        hall.ask(second, "10月8日3号罐的动火作业由谁安排？", "我没有安排，是张某自己去的。", 1)
        assert len(queries.contradictions(hall.org_id, hall.case_id)) == 1


def test_a_room_that_commits_never_shuts_out_a_contradiction_that_refers_to_it(hall: Hall) -> None:
    first, _second = hall.contradict()
    with CaptureQueriesContext(connection) as asked:
        hall.ask(first, "几点到岗？", "八点。", 0)
    locks = [q["sql"] for q in asked if "FOR UPDATE" in q["sql"] or "FOR NO KEY UPDATE" in q["sql"]]
    assert locks
    # FOR UPDATE would wait for the other room's answer, while that waits for this one's board.
    assert [sql for sql in locks if "FOR NO KEY UPDATE" not in sql] == []
