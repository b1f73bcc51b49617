"""The finder of articles as its page and as the list that a form fetches while one types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from anjian.kit import clock
from tests.factories.town import a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def reader(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Client]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("finder")) as town:
        client = Client()
        officer = town.city.actor("王虎", on=clock.today())
        client.force_login(get_user_model().objects.get(officer_id=officer.id), backend=BACKEND)
        yield client


def text(client: Client, *, part: bool = False, **asked: str) -> str:
    page = client.get("/law/find", asked, headers={"X-Live-Refresh": "1"} if part else {})
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


class TestFinder:
    def test_asks_before_anything_was_typed(self, reader):
        page = text(reader)
        assert "现场看到的情况" in page
        assert "finder-row" not in page

    def test_shows_candidates_with_fine_and_reason(self, reader):
        page = text(reader, text="电工没有证", on="2024-07-09")
        assert "《安全生产法》第九十七条第七项" in page
        assert "首次发现 · 生产经营单位 <b>10万元以下</b>" in page
        assert "<mark>没有证</mark>" in page
        assert "/violations/WSL-97-7/?on=2024-07-09" in page

    def test_each_conduct_has_its_own_list(self, reader):
        page = text(reader, text="配电房堆放杂物，电工没有证", on="2024-07-09")
        assert page.count("finder-said") == 2
        assert "听出2个行为" in page

    def test_the_list_alone_is_a_piece_of_a_page(self, reader):
        piece = text(reader, part=True, text="安全出口锁闭", choose="1", party="云州某厂")
        assert "<html" not in piece
        assert 'data-choose="WSL-105-2"' in piece
        assert 'data-title="云州某厂' in piece

    def test_a_month_is_its_first_day(self, reader):
        assert "按2021-09-01施行的条文" in text(reader, text="焊工没有证", on="2021-09")

    def test_says_that_a_date_cannot_be_read(self, reader):
        assert "日期看不懂" in text(reader, text="焊工没有证", on="昨天")

    def test_what_was_typed_is_text(self, reader):
        page = text(reader, text="<script>alert(1)</script>，焊工没有证")
        assert "<script>alert(1)" not in page

    def test_what_the_firm_does_counts(self, reader):
        told = {"text": "没有设置安全警示标志", "on": "2024-05-01"}
        assert "《工贸企业粉尘防爆安全规定》" not in text(reader, **told)
        assert "《工贸企业粉尘防爆安全规定》" in text(reader, **told, industry="木制家具制造（粉尘涉爆）")

    def test_the_lead_form_has_it(self, reader):
        page = reader.get("/cases/new").content.decode()
        assert 'data-island="law-finder"' in page
        assert 'data-select="#id-f-violation"' in page
        assert 'id="id-f-violation"' in page
