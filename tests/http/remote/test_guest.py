"""What a stranger gets of a remote session: a code page, few tries, and nothing of the case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import Client

from anjian.audit.actions import close_separate_connection
from anjian.remote import actions, queries
from tests.factories.distant import Distant, arranged, clock_of, png
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session", autouse=True)
def record_line(django_db_setup: None) -> Iterator[None]:
    """Close the record's own connection before the test database is dropped."""
    yield
    close_separate_connection()


@pytest.fixture(scope="module")
def play(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("town")) as town:
        yield a_case(town, until="investigating")


@pytest.fixture
def d(play: Play) -> Iterator[Distant]:
    cache.clear()
    made = arranged(play)
    restore = clock_of(made)
    yield made
    restore()


@pytest.fixture
def guest() -> Client:
    return Client(raise_request_exception=False)


def at(d: Distant, rest: str = "") -> str:
    return f"/remote/g/{d.made.token}/{rest}"


def enter(d: Distant, guest: Client) -> None:
    assert guest.post(at(d), {"code": d.made.code}).status_code == 303


class TestAStranger:
    def test_sees_a_code_page_and_nothing_of_the_case(self, d: Distant, guest: Client) -> None:
        page = guest.get(at(d))
        text = page.content.decode()
        assert page.status_code == 200
        assert "请输入验证码" in text
        session = d.session
        for hidden in (session.case_no, session.guest_name, session.matter, session.purpose, d.lead.name):
            assert hidden not in text
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"

    @pytest.mark.parametrize(
        ("method", "rest"),
        [
            ("get", "panel"), ("post", "do/consent"), ("post", "do/refuse"), ("put", "files?name=a"),
            ("get", "items/00000000-0000-0000-0000-000000000000"), ("get", "signal?for=guest.12345678"),
            ("post", "signal"), ("post", "parts"),
        ],
    )  # fmt: skip
    def test_without_the_device_reaches_nothing(
        self, d: Distant, guest: Client, method: str, rest: str
    ) -> None:
        assert getattr(guest, method)(at(d, rest)).status_code == 404
        enter(d, guest)
        assert getattr(Client(), method)(at(d, rest)).status_code == 404

    def test_who_guesses_links_is_stopped(self, d: Distant, guest: Client) -> None:
        assert d.made.token
        answers = [guest.get(f"/remote/g/{'x' * 42}{n % 10}/").status_code for n in range(22)]
        assert answers == [404] * 20 + [429] * 2

    def test_wrong_codes_lock(self, d: Distant, guest: Client) -> None:
        wrong = "000000" if d.made.code != "000000" else "000001"
        answers = [guest.post(at(d), {"code": wrong}).status_code for _ in range(6)]
        assert answers == [422] * 4 + [410] * 2
        assert guest.post(at(d), {"code": d.made.code}).status_code == 410
        assert "锁定" in guest.get(at(d)).content.decode()

    def test_forged_forms_are_refused(self, d: Distant) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(at(d), {"code": d.made.code}).status_code == 403


class TestTheGuest:
    def test_holds_a_cookie_for_this_link_alone(self, d: Distant, guest: Client) -> None:
        enter(d, guest)
        (cookie,) = (one for name, one in guest.cookies.items() if name.startswith("remote_"))
        assert cookie["path"] == at(d)
        assert cookie["httponly"]
        assert cookie.value not in str(d.session.__dict__)
        page = guest.get(at(d)).content.decode()
        assert "先检查您的设备" in page
        assert d.session.case_no not in page

    def test_does_everything_by_plain_forms(self, d: Distant, guest: Client) -> None:
        enter(d, guest)
        checks = json.dumps([{"code": "camera", "ok": True}, {"code": "microphone", "ok": True}])
        assert guest.post(at(d, "do/check"), {"checks": checks}).status_code == 303
        d.device = next(c.value for n, c in guest.cookies.items() if n.startswith("remote_"))
        d.identify()
        d.record(seconds=900)
        for point in queries.points_of(d.session, org_name=d.lead.org_name):
            actions.tell(d.id, point.code, by=d.lead, at=d.now(2))
            assert guest.post(at(d, "do/agree"), {"point": point.code}).status_code == 303
        assert guest.post(at(d, "do/consent")).status_code == 303
        sent = guest.put(at(d, "files?name=../票.txt"), b"permit", content_type="application/octet-stream")
        assert sent.status_code == 201
        (item,) = [one for one in queries.items_of(d.session) if one.kind == "file"]
        assert (item.filename, item.side) == (".._票.txt", "guest")
        assert item.groups in guest.get(at(d, "panel")).content.decode()
        assert guest.post(at(d, "do/confirm-item"), {"item": str(item.id)}).status_code == 303
        place = json.dumps({"lat": 30.2, "lon": 120.1, "accuracy_m": 5})
        assert guest.post(at(d, "do/position"), {"position": place}).status_code == 303
        d.ask()
        actions.read_record(d.id, by=d.lead, at=d.now())
        self._read_and_sign(d, guest, place)

    def _read_and_sign(self, d: Distant, guest: Client, place: str) -> None:
        assert guest.post(at(d, "do/correct"), {"page": "1", "words": "应为三号罐"}).status_code == 303
        for page in queries.pages_of(d.session):
            seen = {"page": str(page.no), "sha256": page.sha256}
            assert guest.post(at(d, "do/see"), seen).status_code == 303
        assert guest.post(at(d, "do/confirm")).status_code == 303
        for page in queries.pages_of(d.session):
            signed = {
                "page": str(page.no), "sha256": page.sha256, "image": png(page.no), "moment": png(9),
                "position": place,
            }  # fmt: skip
            assert guest.post(at(d, "do/sign"), signed).status_code == 303
        (first, *_rest) = queries.pages_of(d.session)
        given = first.signed["party"]
        assert given.position == {"lat": 30.2, "lon": 120.1, "accuracy_m": 5.0}
        assert len(given.moment_sha256) == 64
        assert "签名完成" in guest.get(at(d, "panel")).content.decode()

    def test_hears_what_is_wrong_in_plain_words(self, d: Distant, guest: Client) -> None:
        enter(d, guest)
        asked = {"Accept": "application/json"}
        answer = guest.post(at(d, "do/check"), {"checks": "nonsense"}, headers=asked)
        assert answer.status_code == 422
        assert answer.json()["fields"] == {"checks": "没有检查结果。"}
        answer = guest.post(at(d, "do/consent"), headers=asked)
        assert answer.status_code == 409
        assert answer.json()["refusals"][0]["code"] == "remote.state"
        sent = guest.put(at(d, "files?name=a"), b"x", content_type="text/plain", headers=asked)
        assert sent.status_code == 409
        assert guest.post(at(d, "do/nonsense")).status_code == 404

    def test_sees_pictures_of_their_own_side_but_not_the_card(self, d: Distant, guest: Client) -> None:
        enter(d, guest)
        d.device = next(c.value for n, c in guest.cookies.items() if n.startswith("remote_"))
        checks = json.dumps([{"code": "camera", "ok": True}, {"code": "microphone", "ok": True}])
        guest.post(at(d, "do/check"), {"checks": checks})
        d.identify()
        d.record(seconds=900)
        d.inform()
        shot = d.take("shot", b"\x89PNG\r\n\x1a\n shot")
        card = next(one.id for one in queries.items_of(d.session) if one.kind == "identity")
        assert guest.get(at(d, f"items/{shot}")).status_code == 200
        assert guest.get(at(d, f"items/{card}")).status_code == 404
