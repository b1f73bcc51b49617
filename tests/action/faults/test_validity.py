"""The compiler view on real cases: nothing on a case in order, and the defect where one was forced in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from anjian.cases import queries
from anjian.cases.actions.checking import check_due
from anjian.people.queries import agency
from tests.action.faults.fault import case_of, standing_copy

if TYPE_CHECKING:
    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db


def at(track: str, stage: str) -> Any:
    return pytest.mark.parametrize("standing", [(track, stage)], indirect=True)


def found(p: Play) -> dict[str, str]:
    report = queries.report_of(case_of(p), p.who("lead"), now=p.now)
    return {d.code: d.gravity for d in report.defects}


def grave(p: Play) -> set[str]:
    return {code for code, gravity in found(p).items() if gravity != "risk"}


@pytest.mark.parametrize(
    "standing",
    [("light", "filed"), ("light", "notice_served"), ("heavy", "decided"), ("heavy", "archived")],
    indirect=True,
)
def test_a_case_in_order_shows_no_grave_defect(standing: Play) -> None:
    assert grave(standing_copy(standing)) == set()


@at("light", "decided")
def test_a_step_changed_behind_the_platform_shows(standing: Play) -> None:
    p = standing_copy(standing)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE cases_step SET inputs = jsonb_set(inputs, '{recusal_told}', 'false') "
            "WHERE case_id = %s AND step = 'start_investigation'",
            [case_of(p).id],
        )
        cursor.execute(
            "UPDATE cases_step SET inputs = jsonb_set(inputs, '{fine_amount}', '\"999999\"') "
            "WHERE case_id = %s AND step = 'decide'",
            [case_of(p).id],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert {"told_of_recusal", "fine_within_notice"} <= grave(p)


@at("light", "notice_served")
def test_the_list_of_a_unit_follows_the_record(standing: Play) -> None:
    p = standing_copy(standing)
    case, bureau = case_of(p), agency(p.place.org_id)
    sweep: dict[str, Any] = {"org_id": bureau.id, "org_name": bureau.name}
    assert check_due(**sweep, at=p.now) >= 1
    assert check_due(**sweep, at=p.now + timedelta(minutes=1)) == 0
    reader = p.who("lead")
    page = queries.check_page(reader, unit_id=case.unit_id)
    mine = next(line for line in page.lines if line.case.no == case.no)
    assert mine.worst in {0, 1}
    p.now += timedelta(days=120)
    assert check_due(**sweep, at=p.now) >= 1
    again = next(
        line for line in queries.check_page(reader, unit_id=case.unit_id).lines if line.case.no == case.no
    )
    assert again.worst == queries.WORST["risk"]
    assert any(d["code"] == "decision_term_runs_out" for d in again.defects)
    assert sum(queries.totals(reader, unit_id=case.unit_id).values()) >= 1


@at("light", "filed")
def test_pages_of_the_list_do_not_overlap(standing: Play) -> None:
    p = standing_copy(standing)
    bureau = agency(p.place.org_id)
    check_due(org_id=bureau.id, org_name=bureau.name, at=p.now)
    reader, seen, mark = p.who("leader"), [], ""
    while True:
        page = queries.check_page(reader, after=mark, size=1)
        seen += [line.case.no for line in page.lines]
        mark = page.following
        if not mark:
            break
    assert len(seen) == len(set(seen)) == sum(queries.totals(reader).values())
