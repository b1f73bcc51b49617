"""Registering a lead and taking a step: what they change, put on record and tell; and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anjian.audit.actions import close_separate_connection
from anjian.audit.models import OutboxRow
from anjian.audit.queries import chain_of, newest_outbox_id
from anjian.cases import access, actions, queries
from anjian.cases.models import Case
from anjian.deadlines.queries import clocks_of
from anjian.documents.queries import list_of
from anjian.kit.errors import Conflict, Invalid, Refused
from anjian.kit.ids import uuid7
from tests.action.faults.fault import case_of, standing_copy, take
from tests.factories import inputs as i
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("cases")) as town:
        yield a_case(town, until="pre_filing")
    close_separate_connection()


@pytest.fixture
def p(played: Play) -> Play:
    return standing_copy(played)


def lead(p: Play, **changes: Any) -> actions.OpenCase:
    values = {
        "title": "另一件动火作业案",
        "source": "report",
        "party_kind": "unit",
        "party_name": "云州海纳精细化工有限公司",
        "violation": "WSL-101-3",
        "place_code": "990100",
    }
    return actions.OpenCase(**(values | changes))


def told(org_id: Any, since: int) -> list[tuple[str, list[str]]]:
    rows = OutboxRow.objects.filter(org_id=org_id, id__gt=since).order_by("id")
    return [(row.type, row.topics) for row in rows]


def counted(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


class TestOpenCase:
    def test_numbers_records_and_tells(self, p: Play) -> None:
        before, by = newest_outbox_id(), p.who("lead")
        counts = queries.stage_counts(by.org_id)
        no = actions.open_case(lead(p), by=by, at=p.now)
        assert no == "2026-0002"
        case = access.case_for(by, no)
        assert (case.state, case.stage, case.unit_id, case.step_count) == ("lead", "lead", by.unit_id, 0)
        assert [body["type"] for body in chain_of(by.org_id, case.id)] == ["cases.case.opened"]
        type_, topics = told(by.org_id, before)[-1]
        assert type_ == "cases.case.opened"
        assert {f"case:{case.id}", f"unit:{case.unit_id}", f"org:{case.org_id}"} == set(topics)
        assert queries.stage_counts(by.org_id)["lead"] == counts.get("lead", 0) + 1
        assert [m.part for m in queries.members(by.org_id, case.id)] == ["opened"]

    def test_names_every_wrong_field_and_takes_no_number(self, p: Play) -> None:
        with pytest.raises(Invalid) as wrong:
            actions.open_case(lead(p, title=" ", party_name="", party_kind="dog"), by=p.who("lead"), at=p.now)
        assert wrong.value.fields.keys() == {"title", "party_name", "party_kind"}
        assert actions.open_case(lead(p), by=p.who("lead"), at=p.now) == "2026-0002"

    def test_a_double_click_opens_one_case(self, p: Play) -> None:
        actions.open_case(lead(p), by=p.who("lead"), at=p.now, key="form")
        with pytest.raises(Conflict):
            actions.open_case(lead(p), by=p.who("lead"), at=p.now, key="form")
        assert Case.objects.filter(org_id=p.place.org_id).count() == 2

    def test_is_not_for_everybody(self, p: Play) -> None:
        for name in ("沈维", "杜安", "方知"):
            with pytest.raises(Refused) as refused:
                actions.open_case(lead(p), by=p.place.actor(name, on=p.today), at=p.now)
            assert refused.value.refusals[0].cites == ("《行政处罚法》第五十四条",)


class TestTakeStep:
    def test_moves_records_starts_clocks_and_tells(self, p: Play) -> None:
        p.papers("D10")
        before, case = newest_outbox_id(), case_of(p)
        take(p, "file", by="leader", **i.OPINION)
        filed = case_of(p)
        assert (filed.state, filed.step_count) == ("filed", case.step_count + 1)
        assert filed.filed_on == filed.moved_at.astimezone(p.now.tzinfo).date()
        entry = list(chain_of(filed.org_id, filed.id))[-1]
        assert entry["type"] == "cases.step.taken"
        assert entry["procedure"] == "ordinary_penalty@2021-07-15"
        assert "《行政处罚法》第五十四条" in entry["cites"]
        assert entry["actor"]["name"] == "陈立"
        assert entry["payload"]["to_state"] == "filed"
        assert [c.code for c in clocks_of(filed.org_id, [filed.id])] == ["decision"]
        assert [t for t, _topics in told(filed.org_id, before)][-1] == "cases.step.taken"

    def test_names_members_and_drafts_the_form(self, p: Play) -> None:
        case = case_of(p)
        parts = {(m.officer_id, m.part) for m in queries.members(case.org_id, case.id)}
        assert {(p.id_of("lead"), "lead"), (p.id_of("co"), "co")} <= parts
        (form,) = list_of(case.org_id, case.id)
        assert (form.code, form.status) == ("D10", "draft")


class TestTheList:
    def many(self, p: Play, count: int) -> None:
        case = case_of(p)
        for n in range(count):
            by = p.who("lead")
            actions.open_case(
                lead(p, title=f"第{n}件粉尘清扫案", enterprise_id=case.enterprise_id), by=by, at=p.now
            )

    @pytest.mark.parametrize("words", ["动火", "油品", "2026-0001", "动火 安全"])
    def test_finds_words_of_two_characters(self, p: Play, words: str) -> None:
        found = queries.page(p.who("lead"), queries.Filter(text=words))
        assert [line.no for line in found.lines] == ["2026-0001"]
        assert not queries.page(p.who("lead"), queries.Filter(text="锅炉")).lines

    def test_pages_by_key_without_gap_or_repetition(self, p: Play) -> None:
        self.many(p, 7)
        seen, page = [], queries.page(p.who("lead"), queries.Filter(), size=3)
        assert page.newer is None
        while True:
            seen += [line.no for line in page.lines]
            if page.older is None:
                break
            last = page
            page = queries.page(p.who("lead"), queries.Filter(), before=page.older, size=3)
        assert seen == [f"2026-{n:04d}" for n in range(8, 0, -1)]
        back = queries.page(p.who("lead"), queries.Filter(), after=page.newer, size=3)
        assert [line.no for line in back.lines] == [line.no for line in last.lines]

    def test_asks_the_same_number_of_questions_for_twenty_and_two_hundred(self, p: Play) -> None:
        self.many(p, 19)
        by = p.who("lead")
        few = counted(lambda: queries.page(by, queries.Filter(), size=50))
        row = Case.objects.filter(org_id=p.place.org_id).order_by("-id").values().first()
        Case.objects.bulk_create(
            Case(**(row | {"id": uuid7(), "no": f"2026-{n:04d}"})) for n in range(1000, 1180)
        )
        assert len(queries.page(by, queries.Filter(), size=200).lines) == 200
        assert counted(lambda: queries.page(by, queries.Filter(), size=200)) == few
