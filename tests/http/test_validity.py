"""The compiler view of a unit: a team begins with its own cases, who oversees all begins with all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anjian.cases.actions.checking import check_due
from anjian.people.queries import agency
from tests.action.faults.fault import case_of
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def play(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("validity")) as town:
        p = a_case(town, until="filed")
        bureau = agency(p.place.org_id)
        check_due(org_id=bureau.id, org_name=bureau.name, at=p.now)
        yield p


def as_part(play: Play, part: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(officer_id=play.who(part).id), backend=BACKEND)
    return client


@pytest.mark.parametrize("part", ["lead", "leader"])
def test_the_list_shows_the_examined_case(play: Play, part: str) -> None:
    page = as_part(play, part).get(reverse("cases:unit_validity")).content.decode()
    assert reverse("cases:validity", args=[case_of(play).no]) in page


def test_another_gravity_leaves_it_out(play: Play) -> None:
    page = as_part(play, "leader").get(reverse("cases:unit_validity"), {"gravity": "void"}).content.decode()
    assert reverse("cases:validity", args=[case_of(play).no]) not in page
    assert "没有符合条件的案件" in page


def test_a_broken_mark_is_the_first_page(play: Play) -> None:
    answer = as_part(play, "lead").get(reverse("cases:unit_validity"), {"after": "x~y"})
    assert answer.status_code == 200


def test_costs_the_same_queries_with_and_without_rows(play: Play) -> None:
    client = as_part(play, "leader")
    counts = []
    for gravity in ("", "void"):
        client.get(reverse("cases:unit_validity"), {"gravity": gravity})
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("cases:unit_validity"), {"gravity": gravity})
        counts.append(len(seen))
    assert counts[0] - counts[1] <= 1
