"""Reading rights on the pages: marked, kept, over after their day, and never for the side volume."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from anjian.archive import actions
from anjian.archive.models import ArchivedFile, Reading, Volume
from anjian.kit import clock
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Standing:
    """A clock that stands where it is put."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("reading")) as town:
        p = a_case(town, until="archived")
        restore = clock.install(Standing(p.now + timedelta(minutes=5)))
        yield p
        restore()


def signed_in(p: Play, name: str) -> Client:
    client = Client()
    user = get_user_model().objects.get(officer_id=p.place.actor(name, on=p.today).id)
    client.force_login(user, backend=BACKEND)
    return client


def test_an_outsider_reads_marked_pages_until_the_last_day(db: None, played: Play) -> None:
    p = played
    file = ArchivedFile.objects.get(case_no=p.no)
    volume = Volume.objects.get(file_id=file.id, kind="正卷", seq=1)
    page = f"/archive/files/{file.id}/papers/3/1.png"
    stranger, keeper = signed_in(p, "石磊"), signed_in(p, "杜安")
    assert stranger.get(page).status_code == 404
    asked = {"l-file_no": file.no, "l-form": "digital", "l-days": "3", "l-purpose": "学习同类案件办理"}
    assert stranger.post("/archive/loans/ask", asked).status_code == 303
    loan = file_loan(file)
    actions.decide_loan(
        loan, approve=True, opinion="同意", by=p.place.actor("陈立", on=p.today), at=clock.now()
    )
    marked = stranger.get(page)
    assert (marked.status_code, marked.headers["Content-Type"]) == (200, "image/png")
    assert "no-store" in marked.headers["Cache-Control"]
    assert marked.content != keeper.get(page).content
    assert Reading.objects.get(loan_id=loan).reader_name == "石磊"
    viewer = stranger.get(f"/archive/files/{file.id}/volumes/{volume.id}/")
    assert "您凭借阅审批阅览" in viewer.content.decode()
    assert stranger.get(f"/archive/files/{file.id}/").status_code == 404
    assert stranger.get(f"/archive/files/{file.id}/volumes/{volume.id}.pdf").status_code == 404
    assert "石磊" in keeper.get(f"/archive/files/{file.id}/").content.decode()
    before = clock.install(Standing(clock.now() + timedelta(days=4)))
    try:
        assert stranger.get(page).status_code == 404
    finally:
        before()


def file_loan(file: ArchivedFile) -> Any:
    from anjian.archive.models import Loan

    return Loan.objects.get(file_id=file.id).id
