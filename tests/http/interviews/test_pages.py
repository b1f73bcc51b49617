"""The pages of the interview centre: who opens what, what is in them, and forms without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from anjian.audit import queries as audit
from anjian.evidence.store import store
from anjian.interviews import actions, crosscheck, queries
from anjian.interviews.models import Contradiction, PromptReceipt
from anjian.kit import clock
from anjian.people.models import User
from tests.action.interviews.conftest import Hall, finger, found, png

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from anjian.kit.actor import Actor


class _HallClock:
    """The clock of the pages is that of the hall, which moves on with every action."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    def now(self) -> datetime:
        return self.hall.now()


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    crosscheck.forget()


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    made = found("云州")
    restore = clock.install(_HallClock(made))
    yield made
    restore()


def signed_in(actor: Actor) -> Client:
    client = Client()
    user, _new = get_user_model().objects.get_or_create(
        officer_id=actor.id, org_id=actor.org_id, defaults={"username": f"u-{actor.id}"}
    )
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def pages(hall: Hall, session_id: UUID) -> dict[str, str]:
    case = {"case_id": hall.case_id}
    one = {"session_id": session_id}
    return {
        "list": reverse("interviews:list"),
        "console": reverse("interviews:console", kwargs=case),
        "parts": reverse("interviews:parts", kwargs=case),
        "prepare": reverse("interviews:prepare", kwargs=case),
        "room": reverse("interviews:room", kwargs=one),
        "display": reverse("interviews:display", kwargs=one),
    }


WHO: dict[str, Callable[[Hall, Hall], Actor]] = {
    "manager": lambda hall, _other: hall.manager,
    "handler": lambda hall, _other: hall.handler,
    "sitting": lambda hall, _other: hall.pairs[0][0],
    "other room": lambda hall, _other: hall.pairs[1][0],
    "other bureau": lambda _hall, other: other.manager,
}
EXPECTED = {
    "manager": {"list": 200, "console": 200, "parts": 200, "prepare": 200, "room": 404, "display": 404},
    "handler": {"list": 200, "console": 200, "parts": 200, "prepare": 200, "room": 404, "display": 404},
    "sitting": {"list": 200, "console": 404, "parts": 404, "prepare": 404, "room": 200, "display": 200},
    "other room": {"list": 200, "console": 404, "parts": 404, "prepare": 404, "room": 404, "display": 404},
    "other bureau": {"list": 200, "console": 404, "parts": 404, "prepare": 404, "room": 404, "display": 404},
}


@pytest.mark.parametrize("who", list(WHO))
def test_who_may_open_which_page(hall: Hall, who: str) -> None:
    first, _second = hall.contradict()
    client = signed_in(WHO[who](hall, found("海州")))
    got = {name: client.get(url).status_code for name, url in pages(hall, first).items()}
    assert got == EXPECTED[who]


def test_nobody_enters_without_signing_in(hall: Hall) -> None:
    session_id = hall.prepare()
    for url in pages(hall, session_id).values():
        assert Client().get(url).status_code == 302


@pytest.mark.parametrize(
    "name", ["rights", "identity", "begin", "commit", "pause", "resume", "read_back", "close"]
)
def test_what_changes_a_room_belongs_to_its_officers(hall: Hall, name: str) -> None:
    session_id = hall.questioning()
    url = reverse(f"interviews:{name}", args=[session_id])
    data = {"question": "问", "answer": "答", "name": "张某", "reason": "x", "code": "identity"}
    assert signed_in(hall.manager).post(url, data).status_code == 404
    assert signed_in(hall.pairs[1][0]).post(url, data).status_code == 404
    assert signed_in(hall.pairs[0][0]).get(url).status_code == 405


class TestConsole:
    def test_numbers_the_pair_in_both_transcripts_and_on_its_card(self, hall: Hall) -> None:
        hall.contradict()
        html = signed_in(hall.manager).get(pages(hall, hall.case_id)["console"]).content.decode()
        assert html.count('data-nos="1"') == 2
        assert 'data-card="1"' in html
        assert html.count("①") >= 3
        assert f'data-topic="interview:{hall.case_id}"' in html

    def test_an_officer_in_a_live_room_cannot_open_it_whatever_his_office(self, hall: Hall) -> None:
        session_id = hall.prepare(lead_id=hall.handler.id)
        actions.enter_room(session_id, by=hall.handler, at=hall.now())
        answer = signed_in(hall.handler).get(pages(hall, session_id)["console"])
        assert answer.status_code == 409
        assert "不能同时查看其他询问室" in answer.content.decode()

    def test_sends_a_prompt_and_settles_a_card_without_scripts(self, hall: Hall) -> None:
        first, second = hall.contradict()
        client = signed_in(hall.manager)
        sent = client.post(
            reverse("interviews:send", args=[hall.case_id]),
            {"text": "核实动火作业由谁安排", "channel": "officer", "sessions": [str(first), str(second)]},
        )
        assert sent.status_code == 303
        assert PromptReceipt.objects.filter(status="sent").count() == 2
        (card,) = queries.contradictions(hall.org_id, hall.case_id)
        settled = client.post(
            reverse("interviews:settle", args=[card.id]),
            {"state": "resolved", "reason": "记录本证实", "seen": "open", "material": "yes"},
        )
        assert settled.status_code == 303
        assert Contradiction.objects.get(id=card.id).state == "resolved"

    def test_tells_an_island_why_a_wording_is_refused(self, hall: Hall) -> None:
        first, _second = hall.contradict()
        answer = signed_in(hall.manager).post(
            reverse("interviews:send", args=[hall.case_id]),
            {"text": "李某说是你自己去的，对吗？", "channel": "display", "sessions": [str(first)]},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 409
        assert all(r["cites"] for r in answer.json()["refusals"])


class TestRoom:
    def test_holds_no_word_of_another_room_nor_of_any_contradiction(self, hall: Hall) -> None:
        first, second = hall.contradict()
        for session_id, room in ((first, 0), (second, 1)):
            other = "我没有安排" if room == 0 else "指派我和另外两名工人"
            client = signed_in(hall.pairs[room][0])
            for name in ("room", "display"):
                html = client.get(pages(hall, session_id)[name]).content.decode()
                assert other not in html
                assert "矛盾" not in html
                assert str(second if room == 0 else first) not in html

    def test_the_display_shows_released_words_only(self, hall: Hall) -> None:
        first, _second = hall.contradict()
        url = pages(hall, first)["display"]
        client = signed_in(hall.pairs[0][0])
        actions.send_prompt(
            actions.SendPrompt(
                case_id=hall.case_id, text="核实动火作业由谁安排", channel="officer", session_ids=(first,)
            ),
            by=hall.manager,
            at=hall.now(),
        )
        html = client.get(url).content.decode()
        for hidden in ("核实动火作业由谁安排", "指派我", "孙晓", "张某", "2026-0001"):
            assert hidden not in html
        actions.send_prompt(
            actions.SendPrompt(
                case_id=hall.case_id, text="请说明早班会的内容", channel="display", session_ids=(first,)
            ),
            by=hall.manager,
            at=hall.now(),
        )
        assert "请说明早班会的内容" in client.get(url).content.decode()

    def test_an_exhibit_can_be_fetched_only_while_it_is_shown(self, hall: Hall) -> None:
        session_id = hall.questioning()
        client = signed_in(hall.pairs[0][0])
        url = reverse("interviews:exhibit", args=[session_id])
        assert client.get(url).status_code == 404
        digest = store().put_bytes(b"\xff\xd8\xff a picture")
        actions.release_exhibit(
            actions.ReleaseExhibit(
                session_id=session_id, title="记录本", sha256=digest.sha256, media_type="image/jpeg"
            ),
            by=hall.pairs[0][0],
            at=hall.now(),
        )
        assert b"".join(client.get(url)) == b"\xff\xd8\xff a picture"
        actions.clear_exhibit(session_id, by=hall.pairs[0][0], at=hall.now())
        assert client.get(url).status_code == 404

    def test_the_colleague_signs_in_at_the_same_screen_with_their_own_password(self, hall: Hall) -> None:
        session_id = hall.prepare()
        mine, colleague = hall.pairs[0]
        stranger = hall.pairs[1][0]
        for officer, name in ((colleague, "colleague"), (stranger, "stranger")):
            User.objects.create(
                username=name, org_id=hall.org_id, officer_id=officer.id, password=make_password("right-1234")
            )
        client = signed_in(mine)
        client.post(reverse("interviews:enter", args=[session_id]))
        url = reverse("interviews:colleague", args=[session_id])
        assert client.post(url, {"login": "colleague", "password": "wrong"}).status_code == 422
        assert client.post(url, {"login": "stranger", "password": "right-1234"}).status_code == 422
        assert client.post(url, {"login": "colleague", "password": "right-1234"}).status_code == 303
        assert all(s.present for s in queries.line_of(hall.org_id, hall.session(session_id)).seats)

    def test_a_whole_interview_without_scripts(self, hall: Hall) -> None:
        session_id = hall.questioning()
        client = signed_in(hall.pairs[0][0])

        def post(name: str, **data: Any) -> int:
            url = reverse(f"interviews:{name}", args=[session_id])
            return client.post(url, data).status_code

        asked = {"question": "几点到岗？", "answer": "八点。", "key": "k1"}
        assert post("commit", **asked) == 303
        assert post("commit", **asked) == 303
        assert hall.session(session_id).segment_count == 1
        assert post("commit", question="还有呢？", answer="") == 422
        assert post("read_back") == 303
        correction = {
            "no": "1",
            "question": "几点到岗？",
            "answer": "八点半。",
            "reason": "记错",
            "initial": png(),
        }
        assert post("correct", **correction) == 303
        assert post("confirm", how="aloud") == 303
        assert post("close") == 409
        for page in queries.pages_of(hall.session(session_id)):
            for slot in page.slots:
                sign: dict[str, Any] = {
                    "page": str(page.no),
                    "slot": slot.slot,
                    "sha256": page.sha256,
                    "image": png(),
                }
                if slot.slot == "person":
                    assert post("sign", **sign) == 422
                    sign["fingerprint"] = SimpleUploadedFile("f.png", finger(), "image/png")
                assert post("sign", **sign) == 303
        assert post("close") == 303
        html = client.get(reverse("interviews:room", args=[session_id])).content.decode()
        assert "询问已结束，笔录完整" in html
        image = queries.pages_of(hall.session(session_id))[0].slots[0].image_sha256
        assert client.get(reverse("interviews:image", args=[session_id, image])).status_code == 200
        assert client.get(reverse("interviews:image", args=[session_id, "0" * 64])).status_code == 404
        assert client.get(reverse("interviews:record", args=[session_id])).content.startswith(b"%PDF")


class TestPrepare:
    def test_arranges_two_rooms_at_once_or_none(self, hall: Hall) -> None:
        client = signed_in(hall.manager)
        url = pages(hall, hall.case_id)["prepare"]
        form = {"matter": "动火作业"}
        for n, name in enumerate(("张某", "李某")):
            lead, recorder = hall.pairs[n]
            form |= {
                f"name_{n}": name,
                f"room_{n}": str(hall.rooms[n]),
                f"lead_{n}": str(lead.id),
                f"recorder_{n}": str(recorder.id),
            }
        refused = client.post(url, form | {"lead_1": str(hall.expired.id)})
        assert refused.status_code == 422
        html = refused.content.decode()
        assert "没有有效的行政执法证件" in html
        assert 'value="李某"' in html
        assert queries.sessions_of(hall.org_id, hall.case_id) == []
        assert client.post(url, form | {"room_1": str(hall.rooms[0])}).status_code == 422
        assert client.post(url, form | {"lead_1": form["lead_0"]}).status_code == 422
        assert client.post(url, form).status_code == 303
        assert [s.person for s in queries.sessions_of(hall.org_id, hall.case_id)] == ["张某", "李某"]

    def test_the_list_masks_identity_numbers(self, hall: Hall) -> None:
        hall.questioning()
        html = signed_in(hall.manager).get(reverse("interviews:list"), {"case": "2026-0001"}).content.decode()
        assert "610102********0013" in html
        assert "610102198506150013" not in html


def test_opening_the_console_is_put_on_record(hall: Hall) -> None:
    hall.contradict()
    assert signed_in(hall.manager).get(pages(hall, hall.case_id)["console"]).status_code == 200
    (entry,) = audit.accesses_of(hall.org_id, hall.case_id)
    assert (entry["what"], entry["refused"]) == ("interviews.console", False)
    assert entry["actor__name"] == hall.manager.name
