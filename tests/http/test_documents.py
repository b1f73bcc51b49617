"""Documents while they are written and printed: live preview, Word copies, batches, the gallery of forms."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from anjian.audit.queries import accesses_of
from anjian.documents import queries
from anjian.documents.kinds import all_kinds
from tests.action.faults.fault import case_of
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def play(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("papers")) as town:
        yield a_case(town, until="notice_served")


@pytest.fixture
def client(play: Play, django_db_blocker: Any) -> Client:
    client = Client()
    user = get_user_model().objects.get(officer_id=play.who("lead").id)
    client.force_login(user, backend=BACKEND)
    return client


def rows(play: Play) -> list[queries.Row]:
    return queries.list_of(play.place.org_id, case_of(play).id)


def address(play: Play, name: str, *more: Any) -> str:
    return reverse(f"documents:{name}", args=[case_of(play).no, *more])


class TestPreview:
    def test_draws_what_is_typed_and_keeps_nothing(self, play: Play, client: Client) -> None:
        draft = next(row for row in rows(play) if row.code == "D10")
        before = queries.one(play.place.org_id, draft.id)
        url = address(play, "preview", draft.id)
        one = client.post(url, {"f-case_cause": "未安排专门人员进行动火作业现场安全管理"}).json()
        other = client.post(url, {"f-case_cause": "另一个案由：安全出口上锁"}).json()
        assert base64.b64decode(one["pages"][0]).startswith(PNG)
        assert one["pages"][0] != other["pages"][0]
        after = queries.one(play.place.org_id, draft.id)
        assert (after.row.version, after.fields) == (before.row.version, before.fields)

    def test_points_to_the_fields_that_lack_something(self, play: Play, client: Client) -> None:
        draft = next(row for row in rows(play) if row.code == "D29")
        told = client.post(
            address(play, "preview", draft.id), {"f-facts": "", "f-fine_amount": "很多"}
        ).json()
        places = {problem["place"] for problem in told["problems"]}
        assert "id-f-fine_amount" in places
        assert told["pages"]
        page = client.get(reverse("documents:edit", args=[case_of(play).no, draft.id]))
        shown = page.content.decode()
        assert all(f'id="{place}"' in shown for place in places)

    def test_what_was_cleared_is_gone_from_the_picture_and_named(self, play: Play, client: Client) -> None:
        draft = next(row for row in rows(play) if row.code == "D29")
        told = client.post(address(play, "preview", draft.id), {"f-case_cause": ""}).json()
        assert "id-f-case_cause" in {problem["place"] for problem in told["problems"]}

    def test_is_not_for_strangers(self, play: Play) -> None:
        draft = rows(play)[0]
        assert Client().post(address(play, "preview", draft.id)).status_code in {302, 403}


class TestWordCopy:
    def test_is_a_word_file_and_the_reading_is_on_record(self, play: Play, client: Client) -> None:
        row = next(row for row in rows(play) if row.code == "D29")
        before = len(accesses_of(play.place.org_id, row.id))
        answer = client.get(address(play, "docx", row.id))
        assert answer.content.startswith(b"PK")
        assert "wordprocessingml" in answer["Content-Type"]
        assert len(accesses_of(play.place.org_id, row.id)) == before + 1


class TestPrinting:
    def test_offers_issued_papers_with_their_usual_copies(self, play: Play, client: Client) -> None:
        page = client.get(address(play, "print")).content.decode()
        for row in rows(play):
            assert str(row.id) in page

    def test_merges_the_chosen_ones_on_fresh_sheets(self, play: Play, client: Client) -> None:
        chosen = [row for row in rows(play) if row.code in {"D10", "D29"}]
        data: dict[str, Any] = {"id": [str(r.id) for r in chosen], "sides": "both"}
        data |= {f"copies-{r.id}": "2" for r in chosen}
        answer = client.post(address(play, "print"), data)
        assert answer["Content-Type"] == "application/pdf"
        made = PdfReader(io.BytesIO(answer.content))
        single = [len(PdfReader(io.BytesIO(queries.pdf_of(play.place.org_id, r.id))).pages) for r in chosen]
        assert len(made.pages) == sum(2 * (n + n % 2) for n in single)
        assert len(made.outline) == 2 * len(chosen)

    def test_nothing_chosen_keeps_the_page_and_says_so(self, play: Play, client: Client) -> None:
        answer = client.post(address(play, "print"), {"sides": "one"})
        assert answer.status_code == 422
        assert "请至少选择一份文书" in answer.content.decode()


class TestGallery:
    def test_shows_every_form_and_finds_by_name(self, play: Play, client: Client) -> None:
        page = client.get(reverse("documents:gallery")).content.decode()
        assert all(f"/documents/forms/{kind.code}/" in page for kind in all_kinds())
        found = client.get(reverse("documents:gallery"), {"q": "送达回执"}).content.decode()
        assert "/documents/forms/D43/" in found
        assert "/documents/forms/D10/" not in found

    def test_a_form_says_what_it_asks_for(self, play: Play, client: Client) -> None:
        page = client.get(reverse("documents:form", args=["D36"])).content.decode()
        assert "行政处罚决定书" in page
        assert "局章" in page
        picture = client.get(reverse("documents:form_picture", args=["D36", 1]))
        assert picture.content.startswith(PNG)
        assert client.get(reverse("documents:form_picture", args=["D36", 99])).status_code == 404
        assert client.get(reverse("documents:form", args=["D999"])).status_code == 404

    def test_costs_the_same_queries_whatever_it_shows(self, play: Play, client: Client) -> None:
        counts = []
        for words in ("", "送达"):
            with CaptureQueriesContext(connection) as seen:
                client.get(reverse("documents:gallery"), {"q": words})
            counts.append(len(seen))
        assert counts[0] == counts[1]
