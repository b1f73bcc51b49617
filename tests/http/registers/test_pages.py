"""The pages of the registers, used as a person uses them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anjian.audit.models import AccessRow
from anjian.kit import clock
from anjian.registers.models import Interference, Meeting, TypicalCase
from tests.action.faults.fault import take
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BASE = "/registers/"


class Standing:
    """A clock that stands still."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


@pytest.fixture(scope="module")
def closed(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("pages")) as town:
        p = a_case(town, until="investigating")
        given = {"requested_by": "=当事人", "requested_on": p.today, "grounds": "与竞争对手有亲属关系"}
        take(p, "request_recusal", officer=p.id_of("co"), **given)
        other = a_case(town, until="closed", seed=2, violation="WSL-97-7")
        restore = clock.install(Standing(other.now + timedelta(days=1)))
        yield other
        restore()


@pytest.fixture
def as_(db: None, closed: Play) -> Any:
    def client(name: str) -> Client:
        made = Client()
        officer = closed.place.actor(name, on=closed.today)
        made.force_login(get_user_model().objects.get(officer_id=officer.id), backend=BACKEND)
        return made

    return client


def entry(**told: str) -> dict[str, str]:
    given = {
        "person_name": "马兴", "person_post": "副县长", "person_body": "某县人民政府", "level": "division",
        "happened_at": "2026-10-12T08:00", "channel": "phone", "content": "要求从轻处罚。",
        "reaction": "refused",
    } | told  # fmt: skip
    return {f"f-{name}": value for name, value in given.items()}


def test_an_entry_is_written_corrected_handled_printed_and_reported(as_: Any) -> None:
    wang, head = as_("王虎"), as_("苏慎")
    made = wang.post(f"{BASE}interference/new", entry())
    assert made.status_code == 303
    address = made.headers["Location"]
    assert "马兴" in wang.get(address).content.decode()
    fixed = wang.post(f"{address}correct", entry(person_post="县长", correction_reason="职务写错"))
    assert fixed.status_code == 303
    assert Interference.objects.count() == 2
    assert "已更正" in head.get(f"{BASE}interference/").content.decode()
    done = head.post(f"{fixed.headers['Location']}handle", {"f-outcome": "talked", "f-note": "已谈话。"})
    assert done.status_code == 303
    assert "谈话提醒" in wang.get(fixed.headers["Location"]).content.decode()
    assert "已谈话。" not in wang.get(fixed.headers["Location"]).content.decode()
    paper = head.get(f"{address}record.pdf")
    assert paper.content.startswith(b"%PDF")
    drawn = head.post(f"{BASE}interference/reports/draw", {"f-month": f"{clock.today():%Y-%m}"})
    assert "本月登记 1 件" in head.get(drawn.headers["Location"]).content.decode()
    assert AccessRow.objects.filter(what="registers.interference.print").exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(as_: Any) -> None:
    answer = as_("王虎").post(f"{BASE}interference/new", entry(channel="others", person_body=""))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写所在单位。" in text
    assert "要求从轻处罚。" in text
    assert "form-guard" not in text


def test_a_register_is_exported_as_text_and_not_as_formulas(as_: Any) -> None:
    answer = as_("方知").get(f"{BASE}recusals/?as=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert rows[0][0] == "案件编号"
    assert rows[1][4] == "'=当事人"
    assert AccessRow.objects.filter(what="registers.recusals.export").exists()


@pytest.mark.parametrize("name", ["recusals", "opinions", "discussions", "typical", "meetings"])
def test_a_search_without_answer_says_so(as_: Any, name: str) -> None:
    assert "没有符合条件的" in as_("方知").get(f"{BASE}{name}/?q=没有这样的话").content.decode()


def test_a_typical_case_goes_from_draft_to_the_library(as_: Any, closed: Play) -> None:
    author, second = as_("何清"), as_("方知")
    made = author.post(f"{BASE}typical/new", {"f-case_no": closed.no})
    address = made.headers["Location"]
    page = author.get(address).content.decode()
    assert "rg-mark" in page
    assert "替换对照" in page
    row = TypicalCase.objects.get()
    parts = {
        f"f-{c}": "某公司动火作业没有监护人，处以罚款，教训深刻。"
        for c in ("title", "facts", "law", "result", "lesson")
    }
    assert author.post(f"{address}edit", parts | {"seen": "1"}).status_code == 303
    assert author.post(f"{address}edit", parts | {"f-facts": ""}).status_code == 422
    assert author.post(f"{address}act", {"verb": "submit"}).status_code == 303
    assert author.post(f"{address}act", {"verb": "publish"}).status_code == 409
    assert second.post(f"{address}act", {"verb": "publish"}).status_code == 303
    row.refresh_from_db()
    shown = as_("石磊").get(address).content.decode()
    assert row.no in shown
    assert closed.no not in shown
    assert row.no in as_("石磊").get(f"{BASE}typical/?violation={row.violation}").content.decode()


def test_a_joint_meeting_with_a_conclusion_a_task_and_a_paper(as_: Any, closed: Play) -> None:
    he = as_("何清")
    told = {
        "f-topic": "行刑衔接", "f-held_at": "2026-10-12T09:00", "f-place": "会议室", "f-host": "agency",
        "f-minutes": "会议认为不构成犯罪。", "f-participants-row": ["0", "1"],
        "f-participants-0-body": "police", "f-participants-0-name": "李正",
        "f-participants-1-body": "agency", "f-participants-1-name": "何清",
    }  # fmt: skip
    made = he.post(f"{BASE}meetings/new", told)
    assert made.status_code == 303, made.content.decode()[:3000]
    address = made.headers["Location"]
    add = f"{address}add"
    word = {"what": "conclude", "c-case_no": closed.no, "c-conclusion": "不移送。"}
    assert he.post(add, word | {"c-case_no": "2026-9999"}).status_code == 422
    assert he.post(add, word).status_code == 303
    task = {
        "what": "agree", "t-text": "补充鉴定", "t-body": "agency", "t-who": "王虎", "t-due_on": "2026-12-01",
        "t-case_no": closed.no,
    }  # fmt: skip
    assert he.post(add, task).status_code == 303
    paper = SimpleUploadedFile("签到表.pdf", b"%PDF-1.7 x")
    assert he.post(f"{address}files", {"files": paper}).status_code == 303
    page = he.get(address).content.decode()
    assert "签到表.pdf" in page
    row = Meeting.objects.get()
    kept = page.split(f"{address}files/")[1].split('"')[0]
    assert b"".join(he.get(f"{address}files/{kept}").streaming_content) == b"%PDF-1.7 x"
    assert he.post(add, {"what": "close"}).status_code == 303
    assert he.get(f"{address}edit").status_code == 200
    assert he.post(f"{address}edit", told).status_code == 409
    done = page.split('name="task" value="')[1].split('"')[0]
    assert he.post(add, {"what": "done", "task": done, "note": "已补充"}).status_code == 303
    row.refresh_from_db()
    assert row.closed_at is not None
    assert "不移送。" in as_("方知").get(f"/cases/{closed.no}/").content.decode()
