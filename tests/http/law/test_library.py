"""The library: import with preview, reading, comparing, citations that open the text of the day."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.library import queries
from anjian.library.actions import ImportText, import_text
from anjian.library.models import LawText
from anjian.web.law.links import cited_in, linked
from tests.factories.town import a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DATA = Path(__file__).parents[2] / "data" / "law_texts"
OLD, NEW = DATA / "example_2019.md", DATA / "example_2024.md"
SAFETY = """# 中华人民共和国安全生产法

2021年6月10日 示例修正

<!-- INFO END -->

第一条 示例条文<甲>。

第二条 示例条文乙。

示例条文丙：

（一）示例项。
"""


class Readers:
    def __init__(self, town: Any) -> None:
        self.town = town
        self.keeper = town.city.actor("何清", on=clock.today())
        self.clients = {name: self._client(name) for name in ("王虎", "何清")}

    def _client(self, name: str) -> Client:
        client = Client()
        officer = self.town.city.actor(name, on=clock.today())
        client.force_login(get_user_model().objects.get(officer_id=officer.id), backend=BACKEND)
        return client

    def take(self, source: str, name: str = "示例.md", *, hour: int = 9) -> Any:
        at = datetime(2026, 10, 8, hour, tzinfo=LOCAL_ZONE)
        return import_text(ImportText(source=source, source_name=name), by=self.keeper, at=at)


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Readers]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("library")) as town:
        yield Readers(town)


def page(house: Readers, address: str, who: str = "王虎", **asked: str) -> str:
    answer = house.clients[who].get(address, asked)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


class TestImportPage:
    def preview(self, house: Readers, source: str, who: str = "何清") -> Any:
        file = SimpleUploadedFile("示例.md", source.encode(), content_type="text/markdown")
        return house.clients[who].post("/law/import", {"file": file})

    def test_shows_what_was_read_before_anything_is_kept(self, house):
        answer = self.preview(house, OLD.read_text(encoding="utf-8"))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "4条，5款，2项" in text
        assert "法律名录中没有这部法律" in text
        assert not LawText.objects.filter(title="中华人民共和国示例安全法").exists()

    def test_imports_what_was_confirmed(self, house):
        answer = house.clients["何清"].post(
            "/law/import",
            {
                "confirm": "1",
                "source": NEW.read_text(encoding="utf-8"),
                "source_name": "新.md",
                "key": str(uuid4()),
            },
        )
        assert answer.status_code in {302, 303}
        kept = queries.texts_of(house.keeper.org_id, "中华人民共和国示例安全法")
        assert [each.article_count for each in kept] == [6]
        assert answer["Location"] == f"/law/texts/{kept[0].id}/"

    def test_a_text_that_is_not_whole_shows_why_and_has_no_button(self, house):
        answer = self.preview(house, "# 坏法\n\n第一条 甲。\n\n第三条 乙。\n")
        text = answer.content.decode()
        assert "条数不连续" in text
        assert 'name="confirm"' not in text
        forced = house.clients["何清"].post(
            "/law/import",
            {
                "confirm": "1",
                "source": "# 坏法\n\n第一条 甲。\n\n第三条 乙。\n",
                "source_name": "坏.md",
                "valid_from": "2020-01-01",
            },
        )
        assert forced.status_code == 422
        assert not LawText.objects.filter(title="坏法").exists()

    def test_refuses_what_is_no_text(self, house):
        file = SimpleUploadedFile("图.md", b"\xff\xfe\x00\x01", content_type="text/markdown")
        answer = house.clients["何清"].post("/law/import", {"file": file})
        assert answer.status_code == 422
        assert "UTF-8" in answer.content.decode()
        assert house.clients["何清"].post("/law/import", {}).status_code == 422

    def test_an_officer_may_look_but_not_import(self, house):
        assert self.preview(house, OLD.read_text(encoding="utf-8"), "王虎").status_code == 200
        answer = house.clients["王虎"].post(
            "/law/import", {"confirm": "1", "source": OLD.read_text(encoding="utf-8"), "source_name": "旧.md"}
        )
        assert answer.status_code in {403, 409}
        assert "法制审核人员" in answer.content.decode()


class TestReading:
    def test_a_text_has_contents_anchors_and_ties(self, house):
        text_id = house.take(SAFETY.replace("第一条 示例条文<甲>。", "第一条 示例条文<甲>。\n\n示例第二款。"))
        text = page(house, f"/law/texts/{text_id}/")
        assert 'id="a2"' in text
        assert "&lt;甲&gt;" in text
        found = page(house, f"/law/texts/{text_id}/", q="条文乙")
        assert "示例<mark>条文乙</mark>" in found
        assert '<a href="#a2">第二条</a>' in found

    def test_the_library_is_searched_in_the_texts_of_today(self, house):
        house.take(SAFETY, hour=11)
        assert "第二条" in page(house, "/law/", q="条文丙")

    def test_two_texts_side_by_side(self, house):
        old = house.take(OLD.read_text(encoding="utf-8"))
        new = house.take(NEW.read_text(encoding="utf-8").replace("第五条　本法", "第五条　这部法"))
        text = page(house, f"/law/texts/{new}/against/{old}")
        assert "修改 3 条，新增 2 条" in text
        assert "<ins>、完好</ins>" in text
        assert text.index("2019-06-01起施行") < text.index("2024-08-01起施行")
        other = house.take("# 另一部示例法\n\n第一条 本法自2020年1月1日起施行。\n")
        assert house.clients["王虎"].get(f"/law/texts/{new}/against/{other}").status_code == 404


class TestCitations:
    def test_opens_the_text_in_force_on_the_day(self, house):
        house.take(SAFETY, hour=12)
        text = page(house, "/law/cite/WSL:2.2%231", on="2025-01-01")
        assert "示例条文丙" in text
        assert 'class="law-wanted"' in text
        assert "不是法律原文" not in text

    def test_without_a_text_says_so_and_gives_our_own_summary(self, house):
        text = page(house, "/law/cite/WSL:94%237", on="2020-01-01")
        assert "没有导入2020-01-01施行的《安全生产法》原文" in text
        assert "不是法律原文" in text
        assert "特种作业人员" in text
        duty = page(house, "/law/cite/DCS:103.1%235", on="2026-06-01")
        assert "违法行为目录中的概括" in duty

    def test_a_day_without_any_text_of_the_statute(self, house):
        assert "没有施行中的《危险化学品安全法》文本" in page(house, "/law/cite/DCS:98", on="2020-01-01")

    def test_an_article_that_the_imported_text_does_not_have(self, house):
        house.take(SAFETY, hour=13)
        assert "导入的文本里没有这一条" in page(house, "/law/cite/WSL:97%234", on="2025-01-01")

    @pytest.mark.parametrize("key", ["XXX:1", "WSL:900", "WSL", "WSL:97-%234"])
    def test_what_names_nothing_is_not_found(self, house, key):
        assert house.clients["王虎"].get(f"/law/cite/{key}").status_code == 404

    def test_citations_in_prose_become_links(self):
        drawn = linked("违反《安全生产法》第九十七条第四项<b>。", "2025-01-01")
        assert (
            '<a class="cite" href="/law/cite/WSL:97%234?on=2025-01-01">《安全生产法》第九十七条第四项</a>'
            in drawn
        )
        assert "&lt;b&gt;" in drawn

    def test_citations_are_found_in_contents_of_documents(self):
        content = {
            "basis": "依据《行政处罚法》第五十七条",
            "rows": [{"x": "《行政处罚法》第五十七条"}, 5, None],
        }
        assert [each.key for each in cited_in(content)] == ["APL:57"]
