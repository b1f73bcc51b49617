"""Registers read from the steps of cases: nothing entered twice, nothing shown that one may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anjian.cases.queries.registered import Narrowed, registered
from anjian.registers.queries import cases as queries
from tests.action.faults.fault import case_of, take
from tests.factories import inputs as i
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play
    from anjian.kit.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plays(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[Play, Play]]:
    """One case through legal review and discussion, one with a recusal."""
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("over")) as town:
        decided = a_case(
            town, until="decided", legal_review=True, discussion=True, fine=60_000, defence="请求从轻处罚。"
        )
        asked = a_case(town, until="investigating", seed=3, violation="WSL-97-7")
        given = {"requested_by": "当事人", "requested_on": asked.today, "grounds": "与竞争对手有亲属关系"}
        take(asked, "request_recusal", officer=asked.id_of("co"), **given)
        take(asked, "decide_recusal", by="head", upheld=True, **i.REASON)
        take(asked, "request_recusal", officer=asked.id_of("lead"), **given)
        yield decided, asked


def who(p: Play, name: str) -> Actor:
    return p.place.actor(name, on=p.today)


def test_a_recusal_with_what_was_decided(plays: tuple[Play, Play]) -> None:
    _decided, p = plays
    pending, upheld = queries.recusals(who(p, "方知"), Narrowed()).lines
    assert (upheld.who, upheld.result, upheld.decided_by) == (("赵敏",), "准予回避", "郑国安")
    assert (pending.who, pending.result, pending.decided_by) == (("王虎",), "待决定", "")
    assert upheld.ground == "与竞争对手有亲属关系"
    assert upheld.step.case_no == p.no


def test_the_recused_officer_does_not_see_it(plays: tuple[Play, Play]) -> None:
    _decided, p = plays
    assert queries.recusals(who(p, "赵敏"), Narrowed()).lines == []
    assert queries.recusals(who(p, "石磊"), Narrowed()).lines == []


def test_an_opinion_with_reviewer_trigger_and_days(plays: tuple[Play, Play]) -> None:
    p, _asked = plays
    (line,) = queries.opinions(who(p, "方知"), Narrowed()).lines
    assert (line.result, line.failed) == ("同意", ())
    assert line.step.actor_name == "方知"
    assert line.days is not None
    assert line.days >= 0
    assert line.triggers
    assert queries.opinions(who(p, "方知"), Narrowed(), result="fail_legal_review").lines == []


def test_a_discussion_with_every_view_and_whether_it_was_adopted(plays: tuple[Play, Play]) -> None:
    p, _asked = plays
    (line,) = queries.discussions(who(p, "方知"), Narrowed()).lines
    assert {v.name for v in line.views} >= {"郑国安", "陈立"}
    assert line.dissent == ()
    assert (line.outcome, line.adopted) == ("给予处罚", "已采纳")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "亲属"}, 2),
        ({"text": "没有这样的话"}, 0),
        ({"text": "%"}, 0),
        ({"inputs": (("requested_by", "当事人"),)}, 2),
    ],
)
def test_they_are_searched(plays: tuple[Play, Play], wanted: dict[str, Any], found: int) -> None:
    _decided, p = plays
    assert len(queries.recusals(who(p, "方知"), Narrowed(**wanted)).lines) == found


def test_by_unit_and_by_day(plays: tuple[Play, Play]) -> None:
    _decided, p = plays
    reader, unit = who(p, "方知"), case_of(p).unit_id
    assert len(queries.recusals(reader, Narrowed(unit_id=unit, since=p.today, until=p.today)).lines) == 2
    assert queries.recusals(reader, Narrowed(unit_id=reader.unit_id)).lines == []
    assert queries.recusals(reader, Narrowed(until=p.today.replace(year=2025))).lines == []


def test_pages_follow_each_other_both_ways(plays: tuple[Play, Play]) -> None:
    _decided, p = plays
    reader = who(p, "方知")
    first = queries.recusals(reader, Narrowed(), size=1)
    second = queries.recusals(reader, Narrowed(), before=first.older, size=1)
    assert second.older is None
    assert [x.result for x in (*first.lines, *second.lines)] == ["待决定", "准予回避"]
    back = queries.recusals(reader, Narrowed(), after=second.newer, size=1)
    assert back.lines == first.lines
    assert [x.result for x in queries.every(queries.recusals, reader, Narrowed())] == ["待决定", "准予回避"]


def test_a_page_costs_the_same_however_long_it_is(plays: tuple[Play, Play]) -> None:
    _decided, p = plays
    reader = who(p, "方知")
    counts = []
    for size in (1, 30):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.recusals(reader, Narrowed(), size=size)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5


def test_only_steps_that_an_index_covers(plays: tuple[Play, Play]) -> None:
    with pytest.raises(ValueError, match="no register lists"):
        registered(who(plays[1], "方知"), ["decide"], Narrowed(), size=1)
