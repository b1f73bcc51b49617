"""The sweeper and the recomputation: told once, recorded with the mark, differences listed."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from anjian.deadlines import actions
from anjian.law.calendar import WorkCalendar, YearPlan
from anjian.law.statutes import ACL, APL
from tests.action.deadlines.scene import at, found

# The notice of the next year as it might come: New Year's Day off.
NEXT_YEAR = YearPlan(
    2027,
    notice_no="国办发明电〔2026〕9号",
    rest=frozenset({date(2027, 1, 1)}),
    statutory=frozenset({date(2027, 1, 1)}),
    names=((date(2027, 1, 1), "元旦"),),
)


class TestSweep:
    def test_warns_of_the_ninety_days_at_sixty_seventy_five_and_eighty_five(self, scene):
        # Filed on 2 March: day 60 is 1 May, day 75 is 16 May, day 85 is 26 May, day 90 is 31 May,
        # a Sunday, so that the last day is Monday 1 June and each warning comes a day later.
        scene.start(when=at(3, 2), warn=(30, 15, 5))
        assert scene.clock().due_on == date(2026, 6, 1)
        told = [day for day in range(1, 32) if scene.sweep(at(5, day))]
        assert told == [2, 17, 27]
        assert scene.happened()[1:] == ["deadlines.clock.warned"] * 3

    def test_says_once_that_a_limit_was_missed(self, scene):
        scene.start()
        assert scene.sweep(at(10, 8, 23)) == 0
        assert scene.sweep(at(10, 9, 0)) == 1
        assert scene.sweep(at(10, 10)) == 0
        assert scene.happened()[-1] == "deadlines.clock.expired"

    def test_missed_warnings_are_told_together(self, scene):
        scene.start(when=at(3, 2), warn=(30, 15, 5))
        assert scene.sweep(at(5, 29)) == 1
        assert scene.sweep(at(5, 30)) == 0

    def test_a_waiting_term_is_only_told_when_over(self, scene):
        scene.start("defence", APL.term(5, art=64, kind="wait"), kind="wait", when=at(9, 30), warn=(3, 1))
        assert scene.sweep(at(10, 13)) == 0
        assert scene.sweep(at(10, 14)) == 1

    def test_hours_expire_by_the_minute(self, scene):
        scene.start("approval", ACL.hours(24, art=19), when=at(10, 1, 21))
        assert scene.sweep(at(10, 2, 20)) == 0
        assert scene.sweep(at(10, 2, 22)) == 1

    def test_a_stopped_clock_is_silent(self, scene):
        scene.start()
        scene.do(actions.stop, at(7, 6), "decision", on=date(2026, 7, 6))
        assert scene.sweep(at(12, 1)) == 0

    def test_an_extended_clock_warns_again(self, scene):
        scene.start(when=at(3, 2), warn=(5,))
        assert scene.sweep(at(5, 27)) == 1
        scene.do(actions.extend, at(5, 28), "decision", until=date(2026, 7, 31), reason="案情复杂")
        assert scene.sweep(at(7, 25)) == 0
        assert scene.sweep(at(7, 26)) == 1

    def test_goes_on_until_nothing_is_left(self, scene):
        for number in range(7):
            scene.start(f"c{number}")
        assert scene.sweep(at(10, 9), limit=3) == 7

    def test_leaves_other_bureaux_alone(self, scene, elsewhere):
        scene.start()
        assert elsewhere.sweep(at(12, 1)) == 0
        assert scene.sweep(at(12, 1)) == 1

    def test_looks_only_at_the_partial_index(self, scene):
        scene.start()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                "EXPLAIN SELECT 1 FROM deadlines_clock WHERE org_id = %s AND status = 'open' "
                "AND next_at IS NOT NULL AND next_at <= now() ORDER BY next_at",
                [scene.org_id],
            )
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "deadlines_next" in plan


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A bureau that other connections can see; everything of it is removed afterwards."""
    with django_db_blocker.unblock():
        scene = found("并州")
        try:
            yield scene
        finally:
            _remove(scene.org_id)
            connection.close()


def _remove(org_id) -> None:
    """Take back committed rows. Only the owner of the tables can put the append-only triggers aside."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t "
            "USING (table_schema, table_name) WHERE c.table_schema = 'public' "
            "AND c.column_name = 'org_id' AND t.table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}" WHERE org_id = %s', [org_id])  # noqa: S608  catalogue name
        cursor.execute("DELETE FROM people_organisation WHERE id = %s", [org_id])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


class TestTwoWorkers:
    def test_tell_of_each_clock_exactly_once(self, committed):
        for number in range(12):
            committed.start(f"c{number}")
        told: list[int] = []

        def work() -> None:
            try:
                told.append(committed.sweep(at(10, 9), limit=2))
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        told.append(committed.sweep(at(10, 9)))
        assert sum(told) == 12
        assert committed.happened().count("deadlines.clock.expired") == 12


class TestRecompute:
    def _again(self, scene, calendar=None):
        return actions.recompute(org_id=scene.org_id, org_name=scene.name, at=at(11, 20), calendar=calendar)

    def test_nothing_moves_under_the_same_calendar(self, scene):
        scene.start("service", APL.term(7, art=61), when=at(12, 28))
        assert self._again(scene) == []

    def test_lists_what_a_new_notice_moves_and_records_it(self, scene):
        scene.start("service", APL.term(7, art=61), label="送达决定书", when=at(12, 28))
        scene.start("hearing", APL.term(5, art=64), label="要求听证", when=at(9, 30))
        (moved,) = self._again(scene, WorkCalendar.load().with_year(NEXT_YEAR))
        assert (moved.before, moved.after) == (date(2027, 1, 6), date(2027, 1, 7))
        assert moved.sentence() == "“送达决定书”届满日由2027年1月6日改为2027年1月7日。"
        clock = scene.clock("service")
        assert (clock.due_on, clock.provisional) == (date(2027, 1, 7), False)
        assert scene.happened()[-1] == "deadlines.clock.moved"
        assert self._again(scene, WorkCalendar.load().with_year(NEXT_YEAR)) == []

    def test_keeps_and_reports_a_clock_that_cannot_be_counted_any_more(self, scene):
        # Without the made-up Saturday 28 February the five days end on 6 March, with it on the 5th.
        loose = WorkCalendar.load().with_year(YearPlan(2026))
        scene.start("service", APL.term(5, art=61), label="送达决定书", when=at(2, 27))
        self._again(scene, loose)
        assert scene.clock("service").due_on == date(2026, 3, 6)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(WorkCalendar, "load", classmethod(lambda cls: loose))
            scene.do(actions.extend, at(3, 6), "service", until=date(2026, 3, 20), reason="地址不明")
        (found_,) = self._again(scene)
        assert found_.after is None
        assert "请人工核对" in found_.sentence()
        assert scene.clock("service").due_on == date(2026, 3, 20)
        assert self._again(scene) == []

    def test_stopped_clocks_keep_the_day_they_had(self, scene):
        scene.start("service", APL.term(7, art=61), when=at(12, 28))
        scene.do(actions.stop, at(12, 30), "service", on=date(2026, 12, 30))
        assert self._again(scene, WorkCalendar.load().with_year(NEXT_YEAR)) == []
        assert scene.clock("service").due_on == date(2027, 1, 6)
