"""The library: taken in whole or not at all, dated, never changed, one organisation's own."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from anjian.audit.queries import chain_of
from anjian.kit.actor import Actor, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.law.statutes import WSL
from anjian.library import access, queries
from anjian.library.actions import ImportText, import_text
from anjian.library.models import LawArticle, LawText
from anjian.people import actions as people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 8, 9, tzinfo=LOCAL_ZONE)
DATA = Path(__file__).parents[2] / "data" / "law_texts"
OLD = (DATA / "example_2019.md").read_text(encoding="utf-8")
NEW = (DATA / "example_2024.md").read_text(encoding="utf-8")
TITLE = "中华人民共和国示例安全法"


def bureau(name: str) -> Actor:
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name=f"{name}应急管理局", short_name=name, level="city", place_code="990900", number_region=name
        )
    )
    return system_actor(org_id, name)


@pytest.fixture
def keeper() -> Actor:
    return bureau("法库市")


def take(keeper: Actor, source: str = OLD, name: str = "示例.md", **told: object):
    return import_text(ImportText(source=source, source_name=name, **told), by=keeper, at=AT)


class TestImport:
    def test_keeps_articles_as_they_were_read(self, keeper):
        text_id = take(keeper)
        kept = queries.text(keeper.org_id, text_id)
        assert kept is not None
        assert (kept.title, kept.article_count, kept.valid_from) == (TITLE, 4, date(2019, 6, 1))
        third = queries.articles(keeper.org_id, text_id)[2]
        assert third.under == ("第二章 示例责任",)
        assert third.paragraphs[0].items[1].text == "涂改示例标志的。"
        assert list(chain_of(keeper.org_id, text_id))[-1]["type"] == "library.text.imported"

    def test_versions_end_where_the_next_begins(self, keeper):
        take(keeper)
        take(keeper, NEW)
        newest, oldest = queries.texts_of(keeper.org_id, TITLE)
        assert (newest.valid_from, newest.valid_to) == (date(2024, 8, 1), None)
        assert (oldest.valid_from, oldest.valid_to) == (date(2019, 6, 1), date(2024, 7, 31))
        assert queries.text_in_force(keeper.org_id, TITLE, date(2024, 7, 31)) == oldest
        assert queries.text_in_force(keeper.org_id, TITLE, date(2024, 8, 1)) == newest
        assert queries.text_in_force(keeper.org_id, TITLE, date(2019, 5, 31)) is None

    def test_a_correction_is_a_further_import(self, keeper):
        take(keeper)
        corrected = import_text(
            ImportText(source=OLD.replace("一千元", "二千元"), source_name="示例.md"),
            by=keeper,
            at=AT.replace(hour=10),
        )
        first, second = queries.texts_of(keeper.org_id, TITLE)
        assert (first.id, first.replaced, second.replaced) == (corrected, False, True)
        assert first.valid_to is None
        assert queries.text_in_force(keeper.org_id, TITLE, date(2020, 1, 1)) == first

    def test_the_same_text_is_not_taken_twice(self, keeper):
        take(keeper)
        with pytest.raises(Conflict) as refused:
            take(keeper)
        assert refused.value.code == "text_exists"
        assert len(queries.texts(keeper.org_id)) == 1

    def test_nothing_is_half_imported(self, keeper):
        with pytest.raises(Invalid) as refused:
            take(keeper, OLD.replace("第三条", "第五条"))
        assert "条数不连续" in refused.value.fields["source"]
        assert not LawText.objects.filter(org_id=keeper.org_id).exists()
        assert not LawArticle.objects.filter(org_id=keeper.org_id).exists()

    def test_asks_for_a_day_that_the_text_does_not_name(self, keeper):
        undated = OLD.replace("第四条 本法自2019年6月1日起施行。", "第四条 本法另行施行。")
        with pytest.raises(Invalid) as refused:
            take(keeper, undated)
        assert set(refused.value.fields) == {"valid_from"}
        take(keeper, undated, valid_from=date(2019, 7, 1))
        assert queries.texts(keeper.org_id)[0].valid_from == date(2019, 7, 1)

    def test_a_listed_statute_is_known_by_its_title_and_dated_by_the_list(self, keeper):
        head = "# 中华人民共和国安全生产法\n\n2021年6月10日 示例修正\n\n<!-- INFO END -->\n\n"
        source = head + "第一条 示例甲。\n\n第二条 示例乙。\n"
        take(keeper, source, "示例(2021-06-10).md")
        kept = queries.text_in_force(keeper.org_id, "WSL", date(2021, 9, 1))
        assert kept is not None
        assert kept.valid_from == date(2021, 9, 1)
        found = queries.article_in_force(keeper.org_id, WSL.art(2), date(2025, 1, 1))
        assert found is not None
        assert found[1].plain == "示例乙。"
        assert queries.article_in_force(keeper.org_id, WSL.art(3), date(2025, 1, 1)) is None
        assert queries.article_in_force(keeper.org_id, WSL.art(2), date(2021, 8, 31)) is None

    def test_a_repealed_statute_ends_although_nothing_follows(self, keeper):
        take(keeper, "# 危险化学品安全管理条例\n\n第一条 示例。\n", "示例(2013-12-07).md")
        assert queries.text_in_force(keeper.org_id, "DCR", date(2026, 4, 30)) is not None
        assert queries.text_in_force(keeper.org_id, "DCR", date(2026, 5, 1)) is None

    def test_an_unknown_code_is_refused(self, keeper):
        with pytest.raises(Invalid) as refused:
            take(keeper, statute="XXX")
        assert set(refused.value.fields) == {"statute"}

    def test_an_officer_without_the_office_does_not_import(self, keeper):
        officer = Actor(
            id=keeper.id, org_id=keeper.org_id, unit_id=None, kind="officer", name="王虎", org_name="法库市",
            roles=frozenset({"case_officer"}), body="agency",
        )  # fmt: skip
        with pytest.raises(Refused) as refused:
            take(officer)
        assert refused.value.refusals[0].code == "role"
        assert queries.texts(keeper.org_id) == ()


class TestKept:
    def test_nothing_is_rewritten(self, keeper):
        text_id = take(keeper)
        for change in (
            lambda: LawText.objects.filter(id=text_id).update(title="另一部"),
            lambda: LawArticle.objects.filter(text_id=text_id).delete(),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change()

    def test_is_found_by_its_words(self, keeper):
        text_id = take(keeper)
        hits = queries.search(keeper.org_id, "涂改标志", text_ids=[text_id])
        assert [hit.article.label for hit in hits] == []
        hits = queries.search(keeper.org_id, "涂改 标志", text_ids=[text_id])
        assert [hit.article.label for hit in hits] == ["第三条"]
        assert queries.search(keeper.org_id, "", text_ids=[text_id]) == ()

    def test_another_bureau_knows_nothing_of_it(self, keeper):
        text_id = take(keeper)
        other = bureau("邻法市")
        assert queries.texts(other.org_id) == ()
        assert queries.text_in_force(other.org_id, TITLE, date(2025, 1, 1)) is None
        with pytest.raises(NotFound):
            access.text_for(other, text_id)
