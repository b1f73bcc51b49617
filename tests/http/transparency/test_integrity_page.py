"""The page of integrity and the proof of an item, as officers see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from anjian.audit.actions import close_separate_connection
from anjian.audit.queries import activity_of
from anjian.config.demo.play import Play
from anjian.kit import clock
from anjian.proof.tlog.note import Verifier
from anjian.proof.tlog.proof_text import Extra, ProofText
from anjian.transparency import queries, tasks
from anjian.transparency.actions import integrate, warn
from tests.action.faults.fault import case_of
from tests.factories.tampering import sql
from tests.factories.town import a_case, a_town

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def filed(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("integrity")) as town:
        yield a_case(town, until="filed")
    close_separate_connection()


def signed_in(p: Play, name: str) -> Client:
    client = Client()
    actor = p.place.actor(name, on=p.today)
    client.force_login(get_user_model().objects.get(officer_id=actor.id), backend=BACKEND)
    return client


def asked(p: Play, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Jobs the page asks for, done by hand afterwards."""
    jobs: list[dict[str, str]] = []

    class Job:
        def defer(self, **said: str) -> None:
            jobs.append(said)

    monkeypatch.setattr("anjian.web.transparency.integrity.app.configure_task", lambda *_a, **_k: Job())
    return jobs


class TestPage:
    def test_says_what_is_there_before_anything_was_checked(self, filed: Play) -> None:
        page = signed_in(filed, "杜安").get(reverse("transparency:integrity")).content.decode()
        assert "存证日志还没有条目" in page
        assert "还没有核查过" in page
        assert "还没有见证单位" in page

    def test_shows_the_log_and_runs_a_check(self, filed: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        jobs, client = asked(filed, monkeypatch), signed_in(filed, "杜安")
        head = integrate(filed.place.org_id, at=clock.now())
        assert client.post(reverse("transparency:run_check")).status_code == 303
        page = client.get(reverse("transparency:integrity")).content.decode()
        assert head.root in page
        assert "正在核查" in page
        assert 'hx-trigger="every 2s"' in page
        client.post(reverse("transparency:run_check"))
        assert len(jobs) == 1
        assert tasks.check_records(**jobs[0]) == 0
        page = client.get(reverse("transparency:integrity")).content.decode()
        assert "全部相符" in page
        assert "every 2s" not in page
        one = client.get(reverse("transparency:check", args=[jobs[0]["check_id"]])).content.decode()
        assert "没有发现问题" in one

    def test_tells_names_only_to_those_who_see_cases(
        self, filed: Play, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        jobs = asked(filed, monkeypatch)
        ((event, said),) = sql(
            "SELECT id, sentence FROM audit_event WHERE org_id = %s ORDER BY seq DESC LIMIT 1",
            filed.place.org_id,
        )
        sql("UPDATE audit_event SET hash = reverse(hash) WHERE id = %s", event)
        signed_in(filed, "沈维").post(reverse("transparency:run_check"))
        assert tasks.check_records(**jobs[0]) >= 1
        address = reverse("transparency:check", args=[jobs[0]["check_id"]])
        technical = signed_in(filed, "沈维").get(address).content.decode()
        keeper = signed_in(filed, "杜安").get(address).content.decode()
        assert str(event) in technical
        assert str(event) in keeper
        assert said[:10] in keeper
        assert said[:10] not in technical
        page = signed_in(filed, "郑国安").get(reverse("transparency:integrity")).content.decode()
        assert "处问题" in page
        assert reverse("transparency:run_check") not in page

    def test_shows_alarms(self, filed: Play) -> None:
        warn(filed.place.org_id, "justice.example/w", "forked", 7, "见证程序拒绝签名。", at=clock.now())
        page = signed_in(filed, "何清").get(reverse("transparency:integrity")).content.decode()
        assert "存证日志报警" in page
        assert "justice.example/w" in page

    def test_is_nothing_for_those_who_only_handle_cases(self, filed: Play) -> None:
        client = signed_in(filed, "王虎")
        assert client.get(reverse("transparency:integrity")).status_code == 404
        assert client.get(reverse("transparency:check", args=[uuid4()])).status_code == 404


class TestProof:
    def test_is_shown_and_handed_out(self, filed: Play) -> None:
        case, client = case_of(filed), signed_in(filed, "王虎")
        event = activity_of(case.org_id, case.id, limit=1)[0].id
        address = reverse("transparency:proof", args=["event", event])
        assert "还没有存证证明" in client.get(address).content.decode()
        assert client.get(reverse("transparency:proof_file", args=["event", event])).status_code == 404
        integrate(case.org_id, at=clock.now())
        page = client.get(address).content.decode()
        proof = queries.proof_of(case.org_id, "event", event)
        assert proof.digest in page
        assert proof.salt in page
        handed = client.get(reverse("transparency:proof_file", args=["event", event]))
        assert handed.headers["Content-Disposition"].endswith('.tlog-proof"')
        parsed = ProofText.parse(handed.content.decode())
        parsed.proves(Extra.parse(parsed.extra).entry, Verifier.parse(queries.log_key(case.org_id)))

    def test_is_hidden_like_the_case(self, filed: Play) -> None:
        case = case_of(filed)
        event = activity_of(case.org_id, case.id, limit=1)[0].id
        for name in ("石磊", "沈维"):
            answer = signed_in(filed, name).get(reverse("transparency:proof", args=["event", event]))
            assert answer.status_code == 404
        wang = signed_in(filed, "王虎")
        assert wang.get(reverse("transparency:proof", args=["event", uuid4()])).status_code == 404
        assert wang.get(reverse("transparency:proof", args=["nothing", event])).status_code == 404
