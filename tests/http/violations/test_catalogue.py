"""The catalogue of violations as officers read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from anjian.kit import clock
from anjian.law.violations import every_row
from tests.factories.town import a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = "2026-10-01"


@pytest.fixture(scope="module")
def reader(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Client]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("catalogue")) as town:
        client = Client()
        officer = town.city.actor("王虎", on=clock.today())
        client.force_login(get_user_model().objects.get(officer_id=officer.id), backend=BACKEND)
        yield client


def text(client: Client, address: str, **asked: str) -> str:
    page = client.get(address, asked)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


class TestList:
    def test_begins_with_the_statutes_of_the_day(self, reader):
        page = text(reader, "/violations/", on=NOW)
        assert "《安全生产法》" in page
        assert "《危险化学品安全法》" in page
        assert "《危险化学品安全管理条例》" not in page
        assert "2021年修正" in page

    def test_another_day_has_other_statutes(self, reader):
        page = text(reader, "/violations/", on="2021-08-31")
        assert "《危险化学品安全管理条例》" in page
        assert "《危险化学品安全法》" not in page
        assert "2014年修正" in page

    def test_is_searched_as_officers_speak(self, reader):
        page = text(reader, "/violations/", q="焊工没证", on=NOW)
        assert "特种作业人员未按规定培训取得资格就上岗作业" in page
        assert "第九十七条第七项" in page
        assert "10万元以下" in page
        assert f"/violations/WSL-97-7/?on={NOW}" in page

    def test_all_words_must_fit(self, reader):
        assert "没有找到这样的行为" in text(reader, "/violations/", q="焊工没证 烟花", on=NOW)

    def test_is_narrowed_by_statute_and_industry(self, reader):
        page = text(reader, "/violations/", statute="FWR", on=NOW)
        assert "公安机关处罚" in page
        assert "WSL-" not in page
        assert "FWR-37-1" not in text(reader, "/violations/", statute="FWR", industry="trades", on=NOW)
        assert "WSL-98-1" in text(reader, "/violations/", statute="WSL", industry="coal", on=NOW)

    def test_a_day_or_an_industry_that_is_none_is_not_an_error(self, reader):
        assert "《安全生产法》" in text(reader, "/violations/", on="gestern", industry="bakers")

    def test_a_day_before_all_texts(self, reader):
        assert "这一天没有可以适用的条文" in text(reader, "/violations/", on="1990-01-01")


class TestRow:
    def test_shows_all_stages_and_amounts(self, reader):
        page = text(reader, "/violations/DCS-103-1-5/", on=NOW)
        for said in ("5万元以上10万元以下", "10万元以上20万元以下", "2万元以上5万元以下", "吊销相关许可证件"):
            assert said in page
        assert "《危险化学品安全法》第一百零三条第一款第五项" in page
        assert "《危险化学品安全法》第四十一条第一款" in page
        assert "已核对条文" in page
        assert "/violations/WSL-101-1/" in page

    def test_names_the_rule_that_goes_before(self, reader):
        page = text(reader, "/violations/WSL-101-1/", on=NOW)
        assert "有优先适用的规定" in page
        assert "/violations/DCS-103-1-5/" in page

    def test_income_gains_and_daily_fines(self, reader):
        assert "上一年年收入的60%至100%" in text(reader, "/violations/WSL-110-2/", on=NOW)
        gains = text(reader, "/violations/WSL-92-2/", on=NOW)
        assert "违法所得的2倍以上5倍以下" in gains
        assert "没收违法所得" in gains
        assert "按日连续处罚" in text(reader, "/violations/WSL-97-7/", on=NOW)
        assert "按日连续处罚" not in text(reader, "/violations/DCS-101-1-1/", on=NOW)

    def test_another_agency_decides(self, reader):
        assert "由公安机关处罚" in text(reader, "/violations/FWR-36-2/", on=NOW)

    def test_a_row_of_a_past_text_says_so(self, reader):
        page = text(reader, "/violations/DCR-80-1-4/", on=NOW)
        assert "2026-10-01的行为不适用这一项" in page
        assert "不适用这一项" not in text(reader, "/violations/DCR-80-1-4/", on="2025-06-11")

    def test_the_same_number_in_another_text(self, reader):
        page = text(reader, "/violations/WSL-94/", on=NOW)
        assert "主要负责人" in page
        assert "/violations/WSL-102/?on=2021-09-01" not in page
        old = text(reader, "/violations/WSL-109/", on="2021-08-31")
        assert "/violations/WSL-109/?on=2021-09-01" in old

    def test_what_was_not_read_in_a_text_is_flagged(self, reader):
        doubtful = [row for row in every_row() if not row.verified]
        for row in doubtful[:3]:
            page = text(reader, f"/violations/{row.code}/", on=row.valid_from.isoformat())
            assert "没有在条文中核对过" in page
            assert row.confidence.label in page
            listed = text(reader, "/violations/", q=row.code, on=row.valid_from.isoformat())
            assert row.confidence.label in listed
        assert "没有在条文中核对过" not in text(reader, "/violations/WSL-97-7/", on=NOW)

    def test_unknown(self, reader):
        assert reader.get("/violations/WSL-1/").status_code == 404
