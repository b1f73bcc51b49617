"""The two-way books on screen: what went out and came back, for whom it may be seen, at what cost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anjian.cases import queries
from anjian.kit import clock
from anjian.web.cases import books
from tests.action.faults import measures
from tests.factories.town import START, Town, a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ALL = "/cases/books"


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("books")) as town:
        yield town


@pytest.fixture(scope="module")
def play(town: Town) -> Play:
    """A crime that the police did not file, in a bureau that has sent and received papers."""
    p = a_case(town, until="investigating", on=START)
    measures.crime_not_filed(p)
    return p


def signed_in(town: Town, name: str) -> Client:
    client = Client()
    officer = town.city.actor(name, on=clock.today())
    client.force_login(get_user_model().objects.get(officer_id=officer.id), backend=BACKEND)
    return client


def text(client: Client, address: str, **asked: str) -> str:
    page = client.get(address, asked)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def rows(page: str) -> int:
    return page.count("<tr data-row>")


class TestTheBooks:
    def test_list_what_was_sent_and_what_came_back(self, town: Town, play: Play) -> None:
        page = text(signed_in(town, "何清"), ALL)
        assert rows(page) == 3
        for words in ("移送涉嫌犯罪案件", "移送回执", "不予立案通知书", "云公不立字〔2026〕7号", play.no):
            assert words in page
        assert page.index("不予立案通知书") < page.index("移送回执") < page.index("移送涉嫌犯罪案件")

    def test_show_the_term_that_runs(self, town: Town, play: Play) -> None:
        page = text(signed_in(town, "何清"), ALL)
        assert "提请复议或者建议立案监督" in page

    def test_are_narrowed_by_organ_and_direction(self, town: Town, play: Play) -> None:
        client = signed_in(town, "何清")
        assert rows(text(client, ALL, organ="police", way="received")) == 2
        assert rows(text(client, ALL, way="sent")) == 1
        assert "没有符合条件的往来" in text(client, ALL, organ="court")
        assert rows(text(client, ALL, organ="nobody")) == 3

    def test_of_a_case_stand_on_its_own_page(self, town: Town, play: Play) -> None:
        page = text(signed_in(town, "王虎"), f"/cases/{play.no}/books")
        assert rows(page) == 3
        assert f"/cases/{play.no}/" in page

    def test_hide_the_cases_one_may_not_know_of(self, town: Town, play: Play) -> None:
        client = signed_in(town, "石磊")
        assert "还没有往来" in text(client, ALL)
        assert client.get(f"/cases/{play.no}/books").status_code == 404

    def test_are_turned_page_by_page(self, town: Town, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(books, "PAGE_SIZE", 2)
        client = signed_in(town, "何清")
        first = text(client, ALL)
        assert rows(first) == 2
        following = re.search(r'rel="next" href="\?after=([0-9a-f-]+)', first)
        assert following is not None
        second = text(client, ALL, after=following[1])
        assert rows(second) == 1
        assert "移送涉嫌犯罪案件" in second
        back = re.search(r'rel="prev" href="\?before=([0-9a-f-]+)', second)
        assert back is not None
        assert "不予立案通知书" in text(client, ALL, before=back[1])

    def test_cost_two_reads_however_long(self, town: Town, play: Play) -> None:
        actor = town.city.actor("何清", on=clock.today())
        for size in (1, 50):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert queries.book(actor, size=size).lines
            assert len(asked) == 2
