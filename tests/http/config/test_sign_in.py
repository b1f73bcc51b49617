"""The door: who may come in, and what stops a guesser."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.people import actions as people

pytestmark = pytest.mark.django_db
PASSWORD = "a-Long-enough-pass-2026"


@pytest.fixture
def account() -> str:
    """An officer of a small bureau, with an account."""
    founded = datetime(2026, 1, 5, 9, tzinfo=clock.LOCAL_ZONE)
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name="门外市应急管理局",
            short_name="门外局",
            level="city",
            place_code="990900",
            number_region="门",
        )
    )
    system = system_actor(org_id, "门外市应急管理局")
    unit_id = people.set_up_unit(people.SetUpUnit(name="执法支队"), by=system, at=founded)
    people.register_officer(
        people.RegisterOfficer(
            name="王虎",
            unit_id=unit_id,
            post="执法人员",
            roles=frozenset({"case_officer"}),
            since=founded.date(),
            username="wanghu",
            password_hash=make_password(PASSWORD),
        ),
        by=system,
        at=founded,
    )
    return "wanghu"


def sign_in(client: Client, name: str, password: str, address: str = "10.1.1.1"):
    return client.post("/accounts/login/", {"login": name, "password": password}, REMOTE_ADDR=address)


class TestSignIn:
    def test_lets_in_with_name_and_password(self, client: Client, account: str) -> None:
        answer = sign_in(client, account, PASSWORD)
        assert answer.status_code == 302
        assert "_auth_user_id" in client.session

    def test_closes_the_door_after_five_wrong_passwords(self, client: Client, account: str) -> None:
        for _ in range(4):
            assert sign_in(client, account, "wrong").status_code == 200
        assert sign_in(client, account, "wrong").status_code == 429
        locked = sign_in(client, account, PASSWORD)
        assert locked.status_code == 429
        page = locked.content.decode()
        assert "15 分钟" in page
        assert "管理员" in page
        assert "_auth_user_id" not in client.session

    def test_a_guesser_elsewhere_does_not_lock_out_the_officer(self, client: Client, account: str) -> None:
        for _ in range(6):
            sign_in(client, account, "wrong", address="10.9.9.9")
        assert sign_in(client, account, PASSWORD, address="10.1.1.1").status_code == 302

    def test_says_the_same_of_an_unknown_name(self, client: Client, account: str) -> None:
        unknown = sign_in(client, "nobody", "wrong").content.decode()
        known = sign_in(client, account, "wrong").content.decode()
        assert "用户名" in unknown
        assert unknown.count("alert") == known.count("alert")

    def test_nobody_registers(self, client: Client) -> None:
        before = get_user_model().objects.count()
        client.post("/accounts/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
        assert get_user_model().objects.count() == before

    def test_second_factor_once_set_up_is_asked_for(self, client: Client, account: str) -> None:
        from allauth.mfa.totp.internal.auth import (
            format_hotp_value,
            hotp_value,
            yield_hotp_counters_from_time,
        )

        def code(secret: str) -> str:
            return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

        sign_in(client, account, PASSWORD)
        asked = client.get(reverse("mfa_activate_totp"), follow=True)
        assert asked.redirect_chain, "the password is asked for again before a factor changes"
        page = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
        secret = page.context["form"].secret
        done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
        assert done.status_code == 302
        other = Client()
        halfway = sign_in(other, account, PASSWORD)
        assert halfway.headers["Location"] == reverse("mfa_authenticate")
        assert "_auth_user_id" not in other.session
        assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
        assert "_auth_user_id" not in other.session


class TestDefences:
    def test_every_answer_carries_its_headers(self, client: Client) -> None:
        answer = client.get("/accounts/login/")
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"

    def test_the_session_cookie_is_out_of_reach_of_scripts(self, client: Client, account: str) -> None:
        cookie = sign_in(client, account, PASSWORD).cookies["anjian_session"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_there_is_no_back_door(self) -> None:
        assert not [name for name in get_resolver().reverse_dict if "admin" in str(name)]
        with pytest.raises(NoReverseMatch):
            reverse("admin:index")
        with pytest.raises(NoReverseMatch):
            reverse("rehearsal_advance")
        assert not any(field.name == "is_superuser" for field in get_user_model()._meta.get_fields())

    def test_health_says_ok_to_anyone_and_nothing_more(self, client: Client) -> None:
        assert client.get("/health").json() == {"status": "ok"}
