"""The discretion page: weigh, see faults, put on record, read and print the trace, try a changed table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from anjian.cases import access, queries
from anjian.discretion.tables import FOLDER
from anjian.kit import clock
from anjian.web.cases.whatif import read_draft
from tests.factories.town import START, Town, a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("weighing")) as town:
        yield town


@pytest.fixture(scope="module")
def play(town: Town) -> Play:
    return a_case(town, until="investigating", on=START)


@pytest.fixture(scope="module")
def decided(town: Town) -> Play:
    return a_case(town, until="decided", on=START)


def signed_in(town: Town, name: str) -> Client:
    client = Client()
    officer = town.city.actor(name, on=clock.today())
    client.force_login(get_user_model().objects.get(officer_id=officer.id), backend=BACKEND)
    return client


def typed(**changes: str) -> dict[str, str]:
    act = {
        "acts": "1",
        "1.violation": "WSL-101-3",
        "1.stage": "first",
        "1.target": "unit",
        "1.amount": "40000",
        "1.reason": "一处动火作业没有专人监护。",
    }
    return act | changes


class TestSheet:
    def test_it_starts_with_the_violation_of_the_case(self, town: Town, play: Play) -> None:
        page = signed_in(town, play.crew.lead).get(f"/cases/{play.no}/discretion").content.decode()
        case = access.case_for(play.who("lead"), play.no)
        assert f'value="{case.violation}"' in page
        assert "提交裁量表" in page

    def test_the_band_is_computed_and_nothing_written(self, town: Town, play: Play) -> None:
        client, before = signed_in(town, play.crew.lead), play.case().step_count
        page = client.post(f"/cases/{play.no}/discretion", typed(do="compute")).content.decode()
        assert "3万元以上7万元以下" in page
        assert "第五十七条" in page or "第三十四条" in page
        assert play.case().step_count == before

    def test_a_circumstance_moves_the_band(self, town: Town, play: Play) -> None:
        page = signed_in(town, play.crew.lead).post(
            f"/cases/{play.no}/discretion",
            typed(**{"1.factor.eliminated_harm": "lighter", "1.amount": "20000", "do": "compute"}),
        )
        assert "3万元以下" in page.content.decode()

    def test_several_acts_are_merged(self, town: Town, play: Play) -> None:
        second = {
            "2.violation": "WSL-97-7",
            "2.stage": "first",
            "2.amount": "30000",
            "2.reason": "一人",
            "acts": "2",
        }
        page = signed_in(town, play.crew.lead).post(f"/cases/{play.no}/discretion", typed(**second))
        assert "4万元＋3万元＝7万元" in page.content.decode()

    def test_an_amount_outside_the_statute_is_refused_with_its_article(self, town: Town, play: Play) -> None:
        answer = signed_in(town, play.crew.lead).post(
            f"/cases/{play.no}/discretion",
            typed(**{"1.amount": "300000", "do": "submit", "1.deviation": "x"}),
        )
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "罚款数额不在法定幅度内" in page
        assert "第一百零一条" in page

    def test_what_cannot_be_read_is_said(self, town: Town, play: Play) -> None:
        answer = signed_in(town, play.crew.lead).post(
            f"/cases/{play.no}/discretion", typed(**{"1.amount": "四万", "do": "submit"})
        )
        assert answer.status_code == 422
        assert "金额无法识别" in answer.content.decode()

    def test_submitted_it_is_a_step_and_its_words_reach_the_case(self, town: Town, play: Play) -> None:
        client = signed_in(town, play.crew.lead)
        address = f"/cases/{play.no}/discretion"
        assert client.get(f"{address}/trace.pdf").status_code == 404
        answer = client.post(address, typed(do="submit", seen=str(play.case().step_count), key="weigh-1"))
        assert answer.status_code in {302, 303}, answer.content.decode()
        picture = queries.picture_of(play.case(), play.who("lead"), now=clock.now())
        taken = picture.facts.last("weigh")
        assert taken is not None
        assert taken.get("fine_amount") == 40_000
        assert "选定4万元" in picture.particulars["discretion"]
        trace = client.get(f"{address}/trace").content.decode()
        assert "法定幅度" in trace
        assert "第一百零一条" in trace
        assert client.get(f"{address}/trace.pdf").content.startswith(b"%PDF")

    def test_a_colleague_of_another_unit_does_not_know_of_it(self, town: Town, play: Play) -> None:
        assert signed_in(town, "石磊").get(f"/cases/{play.no}/discretion").status_code == 404


class TestComparable:
    def test_past_fines_are_shown_with_a_table(self, town: Town, play: Play, decided: Play) -> None:
        other = decided.case()
        page = signed_in(town, play.crew.head).post(
            f"/cases/{play.no}/discretion", typed(**{"1.violation": other.violation})
        )
        assert other.no in page.content.decode()
        assert "罚款数额分布" in page.content.decode()


class TestWhatIf:
    def test_a_harder_table_shows_who_would_have_paid_more(self, town: Town, decided: Play) -> None:
        code = decided.case().violation
        draft = f"""
code: draft
title: 草案
valid_from: 2026-01-01
source: 试算
confidence: inference
rows:
  - number: 1
    conduct: 试算
    violations: [{code}]
    grades:
      - grade: A
        when: [[{{measure: first_time, is: true}}]]
        standards: [{{target: unit, stage: first, from: 90000, to: 100000}}]
"""
        client = signed_in(town, decided.crew.head)
        page = client.post("/cases/whatif", {"draft": draft}).content.decode()
        assert "参加试算的案件" in page
        assert "没有案件的数额会变化" in page
        always = draft.replace("[[{measure: first_time, is: true}]]", "[[]]")
        changed = client.post("/cases/whatif", {"draft": always}).content.decode()
        assert decided.no in changed
        assert "多罚" in changed

    def test_a_broken_draft_says_what_is_wrong(self, town: Town, decided: Play) -> None:
        answer = signed_in(town, decided.crew.head).post("/cases/whatif", {"draft": "code: [x"})
        assert answer.status_code == 422
        assert "草案不能使用" in answer.content.decode()

    def test_flaws_of_the_real_table_are_shown(self, town: Town, decided: Play) -> None:
        page = signed_in(town, decided.crew.head).get("/cases/whatif", {"table": "shanxi-2021-260"})
        assert "低于法定下限" in page.content.decode()

    def test_drafts_are_data_only(self) -> None:
        assert read_draft("!!python/object/apply:os.system ['true']")[0] is None
        assert read_draft("- 1")[0] is None
        good = (FOLDER / "zhejiang_trial.yaml").read_text("utf-8")
        assert read_draft(good)[0] is not None
