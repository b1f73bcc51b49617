"""The frame of every page: the door, the switches, refusals as pages, fragments and JSON."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from anjian.audit.models import AccessRow
from anjian.kit.actor import system_actor
from anjian.kit.errors import Conflict, Invalid, NotFound, Refusal, Refused
from anjian.people import actions as people
from anjian.web.http import officer_required, see_other

if TYPE_CHECKING:
    from django.http import HttpRequest

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

AT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
REFUSAL = Refusal(
    code="too_early",
    reason="陈述申辩期限还没有届满。",
    cites=("《行政处罚法》第四十五条",),
    who="机关负责人",
    cure="等到 10 月 15 日。",
)


@officer_required
def refusing(request: HttpRequest, subject: UUID) -> HttpResponse:
    raise Refused((REFUSAL,))


@officer_required
def hidden(request: HttpRequest) -> HttpResponse:
    raise NotFound


@officer_required
def stale(request: HttpRequest) -> HttpResponse:
    raise Conflict("页面打开之后内容已有变化。")


@officer_required
def flawed(request: HttpRequest) -> HttpResponse:
    raise Invalid({"cause": "请填写案由。"})


@officer_required
def accepted(request: HttpRequest) -> HttpResponse:
    return see_other(request, "/help/")


@officer_required
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("t/refusing/<uuid:subject>", refusing),
    path("t/hidden", hidden),
    path("t/stale", stale),
    path("t/flawed", flawed),
    path("t/accepted", accepted),
    path("t/broken", broken),
    path("", include("anjian.web.urls")),
]
handler404 = "anjian.web.errors.not_found"
handler500 = "anjian.web.errors.server_error"

SUBJECT = UUID("0192a000-0000-7000-8000-0000000000aa")


@pytest.fixture
def officer(client: Client) -> Client:
    """A signed-in case officer of a small bureau."""
    org = people.found_organisation(
        people.FoundOrganisation(
            name="示例市应急管理局",
            short_name="示应急",
            level="city",
            place_code="610100",
            number_region="示",
        )
    )
    office = system_actor(org, "示例市应急管理局")
    unit = people.set_up_unit(people.SetUpUnit(name="执法一大队"), by=office, at=AT)
    people.register_officer(
        people.RegisterOfficer(
            name="王虎",
            unit_id=unit,
            post="执法人员",
            roles=frozenset({"case_officer"}),
            since=date(2026, 1, 1),
            username="wanghu",
            password_hash=make_password("a-long-password-1"),
        ),
        by=office,
        at=AT,
    )
    client.force_login(
        get_user_model().objects.get(username="wanghu"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


class TestTheDoor:
    def test_a_stranger_is_sent_to_sign_in_and_comes_back(self, client: Client) -> None:
        response = client.get("/help/components?x=1")
        assert response.status_code == 302
        assert response["Location"] == "/accounts/login/?next=/help/components%3Fx%3D1"
        page = client.get(response["Location"])
        assert page.status_code == 200
        assert 'name="next"' in page.content.decode()

    def test_the_right_password_opens_and_the_menu_shows_who_it_is(self, officer: Client) -> None:
        visitor = Client()
        response = visitor.post("/accounts/login/", {"login": "wanghu", "password": "a-long-password-1"})
        assert response.status_code == 302
        page = visitor.get("/help/").content.decode()
        assert "王虎" in page
        assert "执法一大队" in page

    def test_a_wrong_password_keeps_the_name_and_five_lock_the_door(self, officer: Client) -> None:
        visitor = Client()
        for _attempt in range(4):
            page = visitor.post("/accounts/login/", {"login": "wanghu", "password": "wrong"})
            assert page.status_code == 200
            assert 'value="wanghu"' in page.content.decode()
        locked = visitor.post("/accounts/login/", {"login": "wanghu", "password": "wrong"})
        assert locked.status_code == 429
        assert "暂停登录 15 分钟" in locked.content.decode()
        assert (
            visitor.post("/accounts/login/", {"login": "wanghu", "password": "a-long-password-1"}).status_code
            == 429
        )

    def test_a_fragment_or_island_without_session_is_told_so(self, client: Client) -> None:
        htmx = client.get("/help/", headers={"HX-Request": "true", "HX-Current-URL": "/help/"})
        assert htmx.status_code == 401
        assert htmx["HX-Redirect"].startswith("/accounts/login/?next=")
        island = client.get("/help/", headers={"Accept": "application/json"})
        assert island.status_code == 401
        assert island.json()["code"] == "signed_out"


class TestRefusals:
    def test_a_page_names_reason_article_who_and_cure_and_the_attempt_is_recorded(
        self, officer: Client
    ) -> None:
        response = officer.post(f"/t/refusing/{SUBJECT}")
        assert response.status_code == 409
        text = response.content.decode()
        for words in (REFUSAL.reason, *REFUSAL.cites, REFUSAL.who, REFUSAL.cure):
            assert words in text
        kept = AccessRow.objects.filter(subject_id=SUBJECT, refused=True).order_by("-id")[0]
        assert kept.what == f"POST /t/refusing/{SUBJECT}"
        assert "too_early" in kept.detail

    def test_a_fragment_goes_to_the_notice_area_of_the_open_page(self, officer: Client) -> None:
        response = officer.post(f"/t/refusing/{SUBJECT}", headers={"HX-Request": "true"})
        assert response.status_code == 409
        assert response["HX-Retarget"] == "#notices"
        text = response.content.decode()
        assert "<html" not in text
        assert REFUSAL.reason in text

    def test_an_island_reads_json(self, officer: Client) -> None:
        body = officer.post(f"/t/refusing/{SUBJECT}", headers={"Accept": "application/json"}).json()
        assert body["code"] == "refused"
        assert body["refusals"][0]["cites"] == ["《行政处罚法》第四十五条"]

    @pytest.mark.parametrize(
        ("address", "status", "words"),
        [
            ("/t/hidden", 404, "没有找到"),
            ("/t/stale", 409, "页面打开之后内容已有变化。"),
            ("/t/flawed", 422, "请填写案由。"),
            ("/no-such-page", 404, "没有找到"),
        ],
    )
    def test_other_answers(self, officer: Client, address: str, status: int, words: str) -> None:
        response = officer.get(address)
        assert response.status_code == status
        assert words in response.content.decode()

    def test_a_defect_is_an_apology_that_needs_nothing(self, officer: Client) -> None:
        officer.raise_request_exception = False
        response = officer.get("/t/broken")
        assert response.status_code == 500
        assert "没有留下半截的结果" in response.content.decode()

    def test_success_is_followed_by_a_fresh_page(self, officer: Client) -> None:
        assert (officer.post("/t/accepted").status_code, officer.post("/t/accepted")["Location"]) == (
            303,
            "/help/",
        )
        htmx = officer.post("/t/accepted", headers={"HX-Request": "true"})
        assert (htmx.status_code, htmx["HX-Redirect"]) == (204, "/help/")


class TestTheHouseItself:
    @pytest.mark.urls("anjian.config.urls")
    def test_an_unknown_address_gets_our_page(self, client: Client) -> None:
        response = client.get("/no-such-page")
        assert response.status_code == 404
        assert "没有找到您要的内容" in response.content.decode()


class TestTheFrame:
    def test_no_page_carries_inline_style_or_script(self, officer: Client) -> None:
        for address in ("/help/", "/help/components", "/accounts/2fa/"):
            text = officer.get(address).content.decode()
            assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text), address
            assert not re.search(r"<script(?![^>]*(src=|application/json))", text), address

    def test_the_policy_allows_nothing_foreign_and_nothing_inline(self, officer: Client) -> None:
        policy = officer.get("/help/")["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy
        assert "'unsafe-eval'" not in policy
        assert "http:" not in policy

    def test_appearance_and_language_are_kept_in_the_browser(self, officer: Client) -> None:
        officer.post("/preferences/theme", {"theme": "dark", "next": "/help/"})
        assert 'data-theme="dark"' in officer.get("/help/").content.decode()
        officer.post("/preferences/theme", {"theme": "purple", "next": "/help/"})
        assert 'data-theme="dark"' in officer.get("/help/").content.decode()
        officer.post("/preferences/language", {"language": "en", "next": "/help/"})
        assert '<html lang="en"' in officer.get("/help/").content.decode()

    def test_chinese_is_spoken_until_another_language_is_chosen(self, officer: Client) -> None:
        page = officer.get("/help/", headers={"Accept-Language": "en-US,en;q=0.9"})
        assert page["Content-Language"] == "zh-hans"
        assert '<html lang="zh-hans"' in page.content.decode()

    def test_a_switch_never_leads_out_of_the_house(self, officer: Client) -> None:
        response = officer.post("/preferences/theme", {"theme": "dark", "next": "https://evil.example/"})
        assert response["Location"] == "/"

    def test_the_gallery_form_keeps_typing_and_points_to_each_fault(self, officer: Client) -> None:
        response = officer.post(
            "/help/components", {"f-cause": "动火", "f-people": "两个", "f-items-row": "0"}
        )
        text = response.content.decode()
        assert response.status_code == 422
        assert 'value="两个"' in text
        assert 'href="#id-f-people"' in text
