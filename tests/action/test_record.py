"""The record cannot be rewritten, and a refused attempt stays on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction

from anjian.audit.actions import close_separate_connection
from anjian.audit.actions import transaction as action
from anjian.audit.models import EventRow
from anjian.audit.queries import accesses_of, check_chain
from anjian.cases.models import Proceeding, StepTaken
from anjian.kit.errors import Conflict, Refused, refuse
from tests.action.faults.fault import case_of, standing_copy, take
from tests.factories import inputs as i
from tests.factories.town import a_case, a_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filed(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("record")) as town:
        yield a_case(town, until="filed")
    close_separate_connection()


def refused_by_the_database(sql: str, *values: Any) -> str:
    connection.check_constraints()
    with pytest.raises(DatabaseError) as problem, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values or None)
    return str(problem.value)


class TestAppendOnly:
    @pytest.mark.parametrize("table", ["audit_event", "audit_access", "cases_step"])
    @pytest.mark.parametrize(
        "statement", ["UPDATE {table} SET at_all = at_all", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]
    )
    def test_refuses(self, filed: Play, table: str, statement: str) -> None:
        column = {"audit_event": "sentence", "audit_access": "detail", "cases_step": "label"}[table]
        sql = statement.format(table=table).replace("at_all", column)
        if table == "audit_access":
            with pytest.raises(Refused):
                take(standing_copy(filed), "decide", by="head", fine_amount=1, opinion="同意。")
        assert "append-only" in refused_by_the_database(sql)


class TestStateNeedsItsStep:
    def test_for_a_case(self, filed: Play) -> None:
        case = case_of(filed)
        message = refused_by_the_database("UPDATE cases_case SET state = 'decided' WHERE id = %s", case.id)
        assert "only with its step" in message
        assert case_of(filed).state == "filed"

    def test_also_for_a_state_it_once_had(self, filed: Play) -> None:
        case = case_of(filed)
        refused_by_the_database("UPDATE cases_case SET state = 'lead' WHERE id = %s", case.id)

    def test_for_a_child_proceeding(self, filed: Play) -> None:
        p = standing_copy(filed)
        take(p, "open_registration", reason="设备可能被转移灭失。")
        child = Proceeding.objects.get(org_id=p.place.org_id, case_id=case_of(p).id)
        sql = "UPDATE cases_proceeding SET state = 'registered' WHERE id = %s"
        refused_by_the_database(sql, child.id)

    def test_and_a_step_taken_twice_is_refused(self, filed: Play) -> None:
        case = case_of(filed)
        row = StepTaken.objects.filter(org_id=case.org_id, case_id=case.id).values().first()
        with pytest.raises(DatabaseError), transaction.atomic():
            StepTaken.objects.create(**{k: v for k, v in row.items() if k not in {"id", "pk"}})


class TestAttempts:
    def test_a_refused_attempt_survives_the_rollback(self, filed: Play) -> None:
        p = standing_copy(filed)
        case = case_of(p)
        with pytest.raises(Refused), transaction.atomic():
            take(p, "decide", by="head", fine_amount=1, opinion="同意。")
        kept = accesses_of(case.org_id, case.id)[0]
        assert kept["what"] == "cases.step.decide"
        assert kept["refused"]
        assert kept["actor__name"] == "郑国安"
        assert "《行政处罚法》第五十七条" in kept["detail"]

    def test_one_attempt_is_recorded_once_however_deep_it_failed(self, filed: Play) -> None:
        p = standing_copy(filed)
        case, by = case_of(p), p.who("lead")
        before = len(accesses_of(case.org_id, case.id))

        def deep() -> None:
            with action(by=by, at=p.now) as outer:
                outer.about("tests.outer", case.id)
                with action(by=by, at=p.now):
                    raise refuse("test", "不行。", "《行政处罚法》第一条")

        with pytest.raises(Refused):
            deep()
        kept = accesses_of(case.org_id, case.id)
        assert [row["what"] for row in kept[: len(kept) - before]] == ["tests.outer"]

    def test_an_action_that_fails_leaves_no_event_and_no_key(self, filed: Play) -> None:
        p = standing_copy(filed)
        case, by = case_of(p), p.who("lead")
        events = EventRow.objects.filter(org_id=case.org_id).count()
        for _ in range(2):
            with pytest.raises(Refused), action(by=by, at=p.now, key="same key"):
                raise refuse("test", "不行。", "《行政处罚法》第一条")
        assert EventRow.objects.filter(org_id=case.org_id).count() == events
        with action(by=by, at=p.now, key="same key"):
            pass
        with pytest.raises(Conflict), action(by=by, at=p.now, key="same key"):
            pass

    def test_long_keys_that_differ_at_the_end_are_two(self, filed: Play) -> None:
        p = standing_copy(filed)
        by, at = p.who("lead"), p.now
        for key in ("k" * 60 + "1", "k" * 60 + "2"):
            with action(by=by, at=at, key=key):
                pass
            with pytest.raises(Conflict), action(by=by, at=at, key=key):
                pass


class TestTheChain:
    def test_tells_of_an_entry_that_was_changed_in_spite_of_all(self, filed: Play) -> None:
        p = standing_copy(filed)
        take(p, "start_investigation", **i.start(p))
        case = case_of(p)
        assert check_chain(case.org_id, case.id) is None
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER append_only")
            cursor.execute(
                "UPDATE audit_event SET sentence = 'x' WHERE stream_id = %s AND seq = 2", [case.id]
            )
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER append_only")
        assert "第2条" in str(check_chain(case.org_id, case.id))

    def test_tells_of_a_tail_that_was_cut_off(self, filed: Play) -> None:
        case = case_of(filed)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER append_only")
            cursor.execute(
                "DELETE FROM audit_event WHERE stream_id = %(s)s AND seq = "
                "(SELECT max(seq) FROM audit_event WHERE stream_id = %(s)s)",
                {"s": case.id},
            )
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER append_only")
        assert "链尾" in str(check_chain(case.org_id, case.id))
