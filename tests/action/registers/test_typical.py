"""Typical cases: told by rule, checked by one, published by another, and never with a known name in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from anjian.kit.errors import Invalid, NotFound, Refused
from anjian.registers import access
from anjian.registers.actions import typical as actions
from anjian.registers.models import TypicalCase
from anjian.registers.queries import typical as queries
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play
    from anjian.kit.actor import Actor

pytestmark = pytest.mark.django_db
LESSON = "动火作业必须安排专人监护，责任落到每一次作业。"


class Desk:
    """A closed case and the people around it."""

    def __init__(self, p: Play) -> None:
        self.p = p

    def who(self, name: str) -> Actor:
        return self.p.place.actor(name, on=self.p.today)

    def draft(self) -> TypicalCase:
        made = actions.draft(self.p.no, by=self.who("何清"), at=self.p.now)
        return TypicalCase.objects.get(id=made)

    def revise(self, row: TypicalCase, **parts: str) -> None:
        given = dict(queries.version_of(row).parts) | {"lesson": LESSON} | parts
        command = actions.ReviseTypical(typical_id=row.id, parts=given)
        actions.revise(command, by=self.who("何清"), at=self.p.now)
        row.refresh_from_db()

    def submitted(self) -> TypicalCase:
        row = self.draft()
        self.revise(row)
        actions.submit(row.id, by=self.who("何清"), at=self.p.now)
        return row


@pytest.fixture(scope="module")
def closed(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("typical")) as town:
        yield a_case(town, until="closed")


@pytest.fixture
def desk(db: None, closed: Play) -> Desk:
    return Desk(closed)


def test_the_first_draft_names_nobody(desk: Desk) -> None:
    row = desk.draft()
    parts = queries.version_of(row).parts
    known = queries.source_of(access.case_of(desk.who("何清"), row), desk.who("何清"), at=desk.p.now).known
    assert {"王虎", "赵敏", "郑国安"} <= set(known.persons)
    assert known.firms
    assert parts["facts"]
    left = [r for found in queries.left_in(parts, known).values() for r in found if r.barred]
    assert left == []
    assert "公司" in parts["title"]


def test_a_second_person_publishes_it_for_everybody(desk: Desk) -> None:
    row = desk.submitted()
    with pytest.raises(Refused) as problem:
        actions.publish(row.id, by=desk.who("何清"), at=desk.p.now)
    assert problem.value.refusals[0].code == "typical.four_eyes"
    actions.publish(row.id, by=desk.who("方知"), at=desk.p.now)
    row.refresh_from_db()
    assert row.no == f"DX{desk.p.now.year}-001"
    assert queries.digests(row.no, row, queries.version_of(row).parts) == (row.sha256, row.sm3)
    stranger = desk.who("石磊")
    assert access.typical(stranger, row.id).id == row.id
    assert [line.id for line in queries.library(stranger, text="专人监护").lines] == [row.id]
    assert [line.id for line in queries.library(stranger, violation=row.violation).lines] == [row.id]
    assert queries.library(stranger, text="没有这样的词").lines == []
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE registers_typical_case SET title = 'x'")


@pytest.mark.parametrize(
    ("part", "text", "why"),
    [
        ("facts", "据王 虎陈述，现场没有监护人。", "王 虎"),
        ("result", "由云州市应急管理局罚款。", "云州市应急管理局"),
        ("lesson", "本案教训深刻，值得每个企业反思，王虎办理。", "王虎"),
    ],
)
def test_a_known_name_bars_it_and_the_refusal_says_where(desk: Desk, part: str, text: str, why: str) -> None:
    row = desk.draft()
    desk.revise(row, **{part: text})
    with pytest.raises(Refused) as problem:
        actions.submit(row.id, by=desk.who("何清"), at=desk.p.now)
    (refusal,) = problem.value.refusals
    assert refusal.code == "typical.known_name"
    assert f"第{text.index(why) + 1}字起“{why}”" in refusal.reason
    assert dict(queries.PARTS)[part] in refusal.reason


def test_without_a_lesson_it_is_no_example(desk: Desk) -> None:
    row = desk.draft()
    with pytest.raises(Refused) as problem:
        actions.submit(row.id, by=desk.who("何清"), at=desk.p.now)
    assert problem.value.refusals[0].code == "typical.lesson"


def test_a_text_given_back_may_be_published_by_who_gave_it_back(desk: Desk) -> None:
    row = desk.submitted()
    actions.give_back(row.id, why="补充整改情况。", by=desk.who("方知"), at=desk.p.now)
    row.refresh_from_db()
    assert row.state == "draft"
    actions.submit(row.id, by=desk.who("何清"), at=desk.p.now)
    actions.publish(row.id, by=desk.who("方知"), at=desk.p.now)


def test_drafts_are_for_those_who_may_see_the_case(desk: Desk) -> None:
    row = desk.draft()
    with pytest.raises(NotFound):
        access.typical(desk.who("石磊"), row.id)
    assert queries.in_work(desk.who("石磊")) == []
    assert [r.id for r in queries.in_work(desk.who("方知"))] == [row.id]


def test_one_case_is_told_once_until_the_draft_is_dropped(desk: Desk) -> None:
    row = desk.draft()
    with pytest.raises(Invalid):
        desk.draft()
    actions.drop(row.id, by=desk.who("何清"), at=desk.p.now)
    assert desk.draft().id != row.id


def test_officers_in_the_field_do_not_write_them(desk: Desk) -> None:
    with pytest.raises(Refused):
        actions.draft(desk.p.no, by=desk.who("王虎"), at=desk.p.now)


@pytest.mark.parametrize("no", ["2026-9999", ""])
def test_only_cases_there_are(desk: Desk, no: str) -> None:
    with pytest.raises(Invalid):
        actions.draft(no, by=desk.who("何清"), at=desk.p.now)
