"""The screens of electronic authentication: certificates, their states, what anybody may fetch."""

from __future__ import annotations

import base64
import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from anjian.credentials import moment, queries
from anjian.documents import actions as documents
from anjian.documents import queries as papers
from anjian.documents.commands import DraftInstrument
from anjian.kit import clock
from tests.action.documents.conftest import a_png
from tests.action.faults import scenes
from tests.action.faults.fault import case_of
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Standing:
    """A clock that stands still."""

    def __init__(self, instant: Any) -> None:
        self.instant = instant

    def now(self) -> Any:
        return self.instant


@pytest.fixture(scope="module")
def play(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("seals")) as town:
        p = a_case(town, until="investigating")
        restore = clock.install(Standing(p.now + timedelta(minutes=1)))
        yield p
        restore()


def signed_in(p: Play, name: str) -> Client:
    client = Client()
    actor = p.place.actor(name, on=p.today)
    client.force_login(get_user_model().objects.get(officer_id=actor.id), backend=BACKEND)
    return client


def test_shows_every_certificate_its_state_and_that_a_test_authority_vouches(play: Play) -> None:
    page = signed_in(play, "王虎").get(reverse("credentials:list")).content.decode()
    assert "本地测试机构" in page
    assert "王虎" in page
    assert "有效" in page
    assert "吊销原因" not in page


def test_the_administrator_renews_and_revokes_with_reason(play: Play) -> None:
    client = signed_in(play, "沈维")
    holder = next(c for c in queries.certificates(play.place.org_id, at=clock.now()) if c.holder == "王虎")
    empty = client.post(reverse("credentials:list"), {"f-holder": "", "f-reason": ""})
    assert empty.status_code == 422
    made = client.post(
        reverse("credentials:list"), {"f-holder": str(holder.holder_id), "f-reason": "更换设备", "key": "k1"}
    )
    assert made.status_code == 303
    address = reverse("credentials:revoke", args=[holder.id])
    unreasoned = client.post(address, {"reason": "superseded", "note": ""})
    assert (unreasoned.status_code, "具体情况" in unreasoned.content.decode()) == (422, True)
    assert client.post(address, {"reason": "superseded", "note": "已换发", "key": "k2"}).status_code == 303
    page = client.get(reverse("credentials:list")).content.decode()
    assert "已吊销" in page
    assert "已换发" in page


def test_anybody_fetches_what_it_takes_to_check_a_certificate(play: Play, tmp_path: Path) -> None:
    stranger = Client()
    for name, file in (("authority", "ca.pem"), ("revoked", "a.crl"), ("root_revoked", "b.crl")):
        answer = stranger.get(reverse(f"credentials:{name}"))
        assert answer.status_code == 200
        (tmp_path / file).write_bytes(answer.content)
    lists = [
        subprocess.run(
            ["openssl", "crl", "-inform", "DER", "-in", tmp_path / name], capture_output=True, check=True
        ).stdout
        for name in ("a.crl", "b.crl")
    ]
    (tmp_path / "lists.pem").write_bytes(b"".join(lists))
    found = queries.certificates(play.place.org_id, at=clock.now(), kind="officer")
    holder = next(c for c in found if c.counts)
    (tmp_path / "leaf.pem").write_text(holder.certificate_pem)
    done = subprocess.run(
        ["openssl", "verify", "-crl_check_all", "-CRLfile", tmp_path / "lists.pem", "-CAfile",
         tmp_path / "ca.pem", tmp_path / "leaf.pem"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "leaf.pem: OK" in done.stdout, done.stderr
    assert stranger.get(reverse("credentials:time_authority")).status_code == 200
    assert stranger.get(reverse("credentials:list")).status_code == 302


def test_the_document_page_shows_the_seal_once_there_is_one_and_hands_it_out(play: Play) -> None:
    client, case = signed_in(play, "王虎"), case_of(play)
    paper = scenes.paper(play, "D10")
    address = reverse("documents:page", args=[case.no, paper.id])
    assert "正在加盖电子签章" in client.get(address).content.decode()
    digest = documents.ensure_sealed(play.place.org_id, paper.id, at=clock.now())
    page = client.get(address).content.decode()
    assert digest in page
    assert "PAdES-B-LTA" in page
    assert "本地测试机构" in page
    pdf = client.get(reverse("documents:pdf", args=[case.no, paper.id]))
    assert b"ETSI.CAdES.detached" in pdf.content


def test_a_partys_signature_keeps_place_and_picture_and_the_page_says_so(play: Play) -> None:
    client, case = signed_in(play, "王虎"), case_of(play)
    paper = documents.draft(
        DraftInstrument(code="D12", case_id=case.id),
        by=play.place.actor("王虎", on=play.today),
        at=clock.now(),
    )
    page = client.get(reverse("documents:page", args=[case.no, paper])).content.decode()
    assert "同意记录" in page
    version = papers.one(play.place.org_id, paper).row.version
    png = "data:image/png;base64," + base64.b64encode(a_png()).decode()
    told = {"at": "2026-10-08T07:00:00Z", "latitude": 30.5, "longitude": 114.25, "accuracy": 9,
            "no_place": "", "no_picture": "refused"}  # fmt: skip
    sent = {
        "verb": "sign", "version": version, "slot": "party", "signer_name": "张伟", "signature": png,
        "moment": json.dumps(told),
    }  # fmt: skip
    done = client.post(reverse("documents:act", args=[case.no, paper]), sent)
    assert done.status_code == 303, done.content.decode()[:2000]
    (made,) = queries.signatures_on(play.place.org_id, paper)
    assert made.content["moment"]["place"]["longitude"] == "114.250000"
    assert made.content["moment"]["picture"] == {"absent": "refused"}
    shown = client.get(reverse("documents:page", args=[case.no, paper])).content.decode()
    assert "30.500000, 114.250000" in shown


@pytest.mark.parametrize(
    "told", ["", "{", "[]", '{"latitude": 1e999}', '{"latitude": "x", "longitude": 5}', "x" * 500_000,
             '{"picture": "data:image/jpeg;base64,!!"}', '{"latitude": 91, "longitude": 0}']
)  # fmt: skip
def test_whatever_a_device_tells_never_stands_in_the_way(told: str) -> None:
    found = moment.read(told)
    assert found.latitude is None
    assert found.picture is None
    assert found.statement("")["place"]["absent"] in moment.ABSENCES
