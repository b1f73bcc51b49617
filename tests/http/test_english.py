"""A reader of English: labels in English, the law beside them in Chinese, the record untouched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import translation

from anjian.audit.queries import activity_of
from anjian.config.demo.play import Play
from anjian.kit import clock
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u4e00-\u9fff]")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Standing:
    """A clock that stands still."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


@pytest.fixture(scope="module")
def played(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Play]:
    """A case in the middle of its inquiry, played by people whose screens speak English."""
    with (
        django_db_blocker.unblock(),
        a_town(tmp_path_factory.mktemp("english")) as town,
        translation.override("en"),
    ):
        yield a_case(town, until="investigating")


@pytest.fixture
def reader(played: Play) -> Iterator[Client]:
    """The handler's browser, switched to English."""
    client = Client()
    actor = played.place.actor("王虎", on=played.today)
    client.force_login(get_user_model().objects.get(officer_id=actor.id), backend=BACKEND)
    client.post(reverse("language"), {"language": "en", "next": "/"})
    restore = clock.install(Standing(played.now))
    yield client
    restore()


def words(page: str, *tags: str) -> list[str]:
    """The text of every element of these tags, without markup."""
    found = re.findall(rf"<({'|'.join(tags)})\b[^>]*>(.*?)</\1>", page, flags=re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", " ", inner).strip() for _tag, inner in found]


class TestTheCasePage:
    def test_has_english_headings_columns_and_navigation(self, reader: Client, played: Play) -> None:
        page = reader.get(f"/cases/{played.no}/").content.decode()
        assert '<html lang="en"' in page
        assert [text for text in words(page, "h2", "th", "nav") if HAN.search(text)] == []
        assert "Next steps" in page
        assert "Prior notice" not in page  # no such document yet

    def test_names_documents_stages_and_steps_in_english(self, reader: Client, played: Play) -> None:
        page = reader.get(f"/cases/{played.no}/").content.decode()
        assert "Filing approval form" in page
        assert "Legal review" in page
        assert "Summon for interview" in page

    def test_shows_the_sentence_of_the_law_under_the_label_of_its_rule(
        self, reader: Client, played: Play
    ) -> None:
        page = reader.get(f"/cases/{played.no}/steps/decide_recusal").content.decode()
        assert "No recusal request awaits decision" in page
        assert 'lang="zh-Hans">现在没有待决定的回避申请' in page
        assert "《行政处罚法》第四十三条" in page


class TestAForm:
    def test_asks_in_english_and_sends_the_values_of_the_law(self, reader: Client, played: Play) -> None:
        page = reader.get(f"/cases/{played.no}/steps/report").content.decode()
        assert [text for text in words(page, "label", "legend") if HAN.search(text)] == []
        assert "Facts and evidence in favour of the party" in page


class TestTheRecord:
    def test_is_chinese_whatever_language_its_makers_read(self, played: Play) -> None:
        case = played.case()
        written = activity_of(played.place.org_id, case.id, limit=200)
        assert written
        assert [entry.sentence for entry in written if not HAN.search(entry.sentence)] == []
