"""The interference register: append-only, and kept from whoever it names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from anjian.audit.models import EventRow, OutboxRow
from anjian.audit.queries import check_chain
from anjian.kit.errors import Conflict, Invalid, NotFound
from anjian.registers import access
from anjian.registers.actions import interference as actions
from anjian.registers.events import interference_stream
from anjian.registers.models import Interference
from anjian.registers.queries import interference as queries
from tests.factories.town import a_case

if TYPE_CHECKING:
    from uuid import UUID

    from tests.action.registers.conftest import Bureau

OUTSIDE: dict[str, Any] = {"person_name": "马副县长", "person_post": "副县长", "person_body": "某县人民政府"}


def report(bureau: Bureau, who: str = "王虎", **told: Any) -> UUID:
    now = bureau.now()
    given = {
        "happened_at": now - timedelta(hours=1),
        "channel": "oral",
        "level": "division",
        "content": "要求对某企业从轻处罚。",
        "reaction": "refused",
    } | (told if "person_id" in told or "person_name" in told else OUTSIDE | told)
    return actions.report(actions.ReportInterference(**given), by=bureau.who(who), at=now)


def seen(bureau: Bureau, who: str, **wanted: Any) -> list[UUID]:
    return [line.id for line in queries.page(bureau.who(who), queries.Filter(**wanted)).lines]


class TestWhoSees:
    def test_its_reporter_and_the_head_of_discipline(self, bureau: Bureau) -> None:
        made = report(bureau)
        assert seen(bureau, "王虎") == seen(bureau, "苏慎") == [made]
        for name in ("郑国安", "何清", "方知", "沈维", "赵敏"):
            assert seen(bureau, name) == []
            with pytest.raises(NotFound):
                access.entry(bureau.who(name), made)

    def test_not_the_head_of_discipline_whom_it_names(self, bureau: Bureau) -> None:
        made = report(bureau, person_id=bureau.who("苏慎").id)
        bureau.hire("秦正", "discipline_head")
        assert seen(bureau, "苏慎") == []
        assert seen(bureau, "秦正") == [made]

    @pytest.mark.parametrize("name", ["苏慎", "苏 慎", "苏　慎", "苏慎组长", "纪检组苏慎"])
    def test_nor_one_of_that_name_however_it_is_written(self, bureau: Bureau, name: str) -> None:
        report(bureau, person_name=name, person_body="某局")
        assert seen(bureau, "苏慎") == []

    def test_nor_one_of_that_name_who_comes_later(self, bureau: Bureau) -> None:
        report(bureau, person_name="秦正", person_body="某局")
        bureau.hire("秦正", "discipline_head")
        assert seen(bureau, "秦正") == []
        assert len(seen(bureau, "苏慎")) == 1

    @pytest.mark.parametrize("by_id", [True, False])
    def test_nor_who_passed_the_word_on(self, bureau: Bureau, *, by_id: bool) -> None:
        through = {"through_id": bureau.who("苏慎").id} if by_id else {"through_name": "苏慎"}
        report(bureau, channel="others", **through)
        assert seen(bureau, "苏慎") == []

    def test_a_search_for_what_is_hidden_finds_nothing(self, bureau: Bureau) -> None:
        report(bureau, person_name="苏慎", person_body="某局", content="要求放过鑫源公司。")
        kept = report(bureau)
        for text in ("苏慎", "鑫源", "GY2026", "%", "_"):
            assert seen(bureau, "苏慎", text=text) in ([], [kept])
        assert seen(bureau, "苏慎", channel="oral") == [kept]
        assert seen(bureau, "苏慎", outcome="open") == [kept]

    def test_another_bureau_sees_nothing(self, bureau: Bureau) -> None:
        made = report(bureau)
        stranger = bureau.town.district.actor("林远", on=bureau.at.date())
        with pytest.raises(NotFound):
            access.entry(stranger, made)

    def test_pages_leave_no_hole_where_something_is_hidden(self, bureau: Bureau) -> None:
        shown = []
        for n in range(7):
            shown.insert(0, report(bureau, content=f"第{n}次要求从轻。"))
            report(bureau, person_name="苏慎", person_body="某局")
        head, got, before = bureau.who("苏慎"), [], None
        while True:
            page = queries.page(head, queries.Filter(), before=before, size=3)
            got += [line.id for line in page.lines]
            if page.older is None:
                break
            assert len(page.lines) == 3
            before = page.older
        assert got == shown


class TestNothingIsRewritten:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE registers_interference SET content = 'x'",
            "DELETE FROM registers_interference",
            "TRUNCATE registers_interference CASCADE",
        ],
    )
    def test_by_the_database(self, bureau: Bureau, sql: str) -> None:
        report(bureau)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert Interference.objects.count() == 1

    def test_its_events_stand_on_a_stream_of_their_own_and_are_heard_by_nobody(self, bureau: Bureau) -> None:
        p = a_case(bureau.town, until="lead")
        bureau.at = p.now
        before, outbox = EventRow.objects.count(), OutboxRow.objects.count()
        report(bureau, case_no=p.no)
        assert OutboxRow.objects.count() == outbox
        assert EventRow.objects.count() == before + 1
        added = EventRow.objects.order_by("-id").first()
        assert added is not None
        stream = interference_stream(bureau.town.city.org_id)
        assert added.stream_id == stream
        assert "马副县长" not in added.sentence
        assert check_chain(bureau.town.city.org_id, stream) is None

    def test_numbers_tell_nothing_of_how_many_there_are(self, bureau: Bureau) -> None:
        numbers = [Interference.objects.get(id=report(bureau)).no for _n in range(3)]
        assert len(set(numbers)) == 3
        assert len({no[:11] for no in numbers}) == 1
        assert not any(no[11:].isdigit() for no in numbers if no.endswith(("001", "002", "003")))


class TestCorrection:
    def test_is_a_further_row_of_the_same_reporter(self, bureau: Bureau) -> None:
        first = report(bureau)
        second = report(
            bureau,
            person_name="牛副县长",
            person_body="某县",
            corrects_id=first,
            correction_reason="记错了姓",
        )
        assert seen(bureau, "苏慎") == [second, first]
        assert queries.correction_of(bureau.who("苏慎"), first).id == second
        with pytest.raises(Conflict):
            report(bureau, corrects_id=first, correction_reason="再改")
        for other in ("赵敏", "苏慎"):
            with pytest.raises(NotFound):
                report(bureau, who=other, corrects_id=second, correction_reason="改一下")

    def test_stays_hidden_from_whoever_the_earlier_row_named(self, bureau: Bureau) -> None:
        first = report(bureau, person_name="苏慎", person_body="某局")
        report(bureau, corrects_id=first, correction_reason="不是他")
        assert seen(bureau, "苏慎") == []

    def test_that_names_somebody_new_changes_nothing_they_see(self, bureau: Bureau) -> None:
        first = report(bureau)
        before = queries.page(bureau.who("苏慎"), queries.Filter())
        report(
            bureau, person_name="苏慎", person_body="某局", corrects_id=first, correction_reason="其实是他"
        )
        assert queries.page(bureau.who("苏慎"), queries.Filter()) == before
        assert queries.correction_of(bureau.who("苏慎"), first) is None


class TestInputs:
    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"channel": "x"}, "channel"),
            ({"level": ""}, "level"),
            ({"content": "要"}, "content"),
            ({"person_name": "马", "person_body": "某县"}, "person_name"),
            ({"person_name": "马某某", "person_body": ""}, "person_body"),
            ({"channel": "others"}, "through_name"),
            ({"case_no": "2026-9999"}, "case_no"),
        ],
    )
    def test_are_checked(self, bureau: Bureau, told: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as problem:
            report(bureau, **told)
        assert field in problem.value.fields

    def test_nobody_reports_themselves(self, bureau: Bureau) -> None:
        with pytest.raises(Invalid):
            report(bureau, person_id=bureau.who("王虎").id)

    def test_nothing_happens_tomorrow(self, bureau: Bureau) -> None:
        with pytest.raises(Invalid):
            report(bureau, happened_at=bureau.at + timedelta(days=1))


class TestHandling:
    def test_is_for_the_head_of_discipline(self, bureau: Bureau) -> None:
        made = report(bureau)
        told = actions.HandleInterference(entry_id=made, outcome="talked", note="已谈话提醒。")
        for name in ("王虎", "郑国安"):
            with pytest.raises(NotFound):
                actions.handle(told, by=bureau.who(name), at=bureau.now())
        actions.handle(told, by=bureau.who("苏慎"), at=bureau.now())
        (line,) = queries.page(bureau.who("苏慎"), queries.Filter(outcome="talked")).lines
        assert (line.id, line.outcome_label) == (made, "谈话提醒")

    def test_not_of_an_entry_on_themselves(self, bureau: Bureau) -> None:
        made = report(bureau, person_name="苏慎", person_body="某局")
        told = actions.HandleInterference(entry_id=made, outcome="noted", note="备查。")
        with pytest.raises(NotFound):
            actions.handle(told, by=bureau.who("苏慎"), at=bureau.now())


class TestMonthlyReport:
    def draw(self, bureau: Bureau, who: str = "苏慎", month: date = date(2026, 10, 1)) -> dict[str, Any]:
        made = actions.draw_report(month, by=bureau.who(who), at=bureau.now())
        found = access.report(bureau.who(who), made)
        assert queries.digests(found.content) == (found.sha256, found.sm3)
        return dict(found.content)

    def test_counts_by_channel_level_and_handling(self, bureau: Bureau) -> None:
        first = report(bureau, channel="phone")
        report(bureau, channel="oral", level="section")
        told = actions.HandleInterference(entry_id=first, outcome="referred", note="已移送。")
        actions.handle(told, by=bureau.who("苏慎"), at=bureau.now())
        content = self.draw(bureau)
        counted = {
            name: {row["code"]: row["count"] for row in content[name] if row["count"]}
            for name in ("by_channel", "by_level", "by_outcome")
        }
        assert content["total"] == 2
        assert counted == {
            "by_channel": {"phone": 1, "oral": 1},
            "by_level": {"division": 1, "section": 1},
            "by_outcome": {"referred": 1, "": 1},
        }

    def test_counts_a_corrected_matter_once_as_it_now_stands(self, bureau: Bureau) -> None:
        first = report(bureau, channel="phone")
        report(bureau, channel="written", corrects_id=first, correction_reason="方式写错")
        content = self.draw(bureau)
        assert content["total"] == 1
        assert content["entries"][0]["channel"] == "written"
        assert len(content["corrections"]) == 1

    def test_leaves_out_what_names_its_drawer(self, bureau: Bureau) -> None:
        bureau.hire("秦正", "discipline_head")
        report(bureau)
        report(bureau, person_name="苏慎", person_body="某局")
        assert self.draw(bureau)["total"] == 1
        assert self.draw(bureau, "秦正")["total"] == 2

    def test_stays_as_it_was_drawn_and_is_read_by_its_drawer_only(self, bureau: Bureau) -> None:
        bureau.hire("秦正", "discipline_head")
        report(bureau)
        made = actions.draw_report(date(2026, 10, 1), by=bureau.who("苏慎"), at=bureau.now())
        report(bureau)
        assert access.report(bureau.who("苏慎"), made).content["total"] == 1
        for name in ("秦正", "郑国安", "王虎"):
            with pytest.raises(NotFound):
                access.report(bureau.who(name), made)
        assert queries.reports(bureau.who("秦正")) == []

    def test_of_another_month_is_empty_and_of_a_month_to_come_refused(self, bureau: Bureau) -> None:
        report(bureau)
        assert self.draw(bureau, month=date(2026, 9, 1))["total"] == 0
        with pytest.raises(Invalid):
            self.draw(bureau, month=date(2026, 11, 1))

    def test_is_nothing_for_others(self, bureau: Bureau) -> None:
        with pytest.raises(NotFound):
            actions.draw_report(date(2026, 10, 1), by=bureau.who("郑国安"), at=bureau.now())
