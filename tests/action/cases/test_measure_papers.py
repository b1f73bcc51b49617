"""What the papers of measures take over from the steps, so that nothing is typed twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from anjian.audit.actions import close_separate_connection
from anjian.cases.queries.measure_words import package_words
from anjian.deadlines.queries import clocks_of
from anjian.documents import queries as papers_of
from tests.action.faults import measures as x
from tests.action.faults.fault import Stages, case_of, standing_copy, take
from tests.factories import inputs as i
from tests.factories.town import a_town, go_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Play]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("town")) as town:
        yield Stages(town).at("light", "investigating")
    close_separate_connection()


@pytest.fixture
def p(standing: Play) -> Play:
    """A case of one's own."""
    return standing_copy(standing)


def paper(p: Play, code: str) -> dict[str, Any]:
    """The particulars of the latest document of a kind."""
    rows = [r for r in papers_of.list_of(p.place.org_id, case_of(p).id) if r.code == code]
    return papers_of.one(p.place.org_id, rows[-1].id).fields


class TestSealing:
    def test_the_approval_knows_measure_object_reason_and_basis(self, p: Play) -> None:
        x.seizure_applied(p, power="dcs")
        form = paper(p, "D06")
        assert form["measure"] == "扣押"
        assert form["object"] == "汽油桶12只"
        assert form["reason"].startswith("未经许可")
        assert "第八条第一款第五项" in form["basis"]
        assert form["emergency"] is False

    def test_decision_and_list_name_the_things(self, p: Play) -> None:
        x.seizure_approved(p)
        for code in ("D07", "D07a"):
            assert [row["name"] for row in paper(p, code)["items"]] == ["汽油桶"]

    def test_the_outcome_is_said_in_words_with_its_quantity(self, p: Play) -> None:
        x.seized(p)
        take(p, "propose_outcome", child=x.SEIZURE, **x.outcome())
        take(p, "decide_outcome", by="leader", child=x.SEIZURE, opinion="同意。")
        assert paper(p, "D09")["outcomes"] == [
            {"name": "汽油桶", "outcome": "解除扣押，予以退还", "quantity": "12只"}
        ]

    def test_a_forced_release_gives_everything_back(self, p: Play) -> None:
        x.seized(p)
        p.wait(days=31)
        take(p, "release_at_expiry", child=x.SEIZURE, reason="期限届满，依法解除。")
        assert [row["outcome"] for row in paper(p, "D09")["outcomes"]] == ["解除扣押，予以退还"]

    def test_an_emergency_runs_by_the_minute(self, p: Play) -> None:
        x.seizure_opened(p)
        began = p.now
        take(p, "seize_emergency", child=x.SEIZURE, **x.emergency(p))
        clock = next(c for c in clocks_of(p.place.org_id, [case_of(p).id]) if c.code == "emergency_approval")
        assert clock.due_at == began + timedelta(hours=24)
        assert paper(p, "D06")["emergency"] is True


class TestOrders:
    def test_the_order_lists_the_hazards(self, p: Play) -> None:
        x.ordered(p)
        rows = paper(p, "D04")["hazards"]
        assert [row["description"] for row in rows] == [
            "第1处安全出口被货物堵塞。",
            "第2处安全出口被货物堵塞。",
        ]
        assert {row["violated"] for row in rows} == {"《安全生产法》第四十二条"}

    def test_the_measure_speaks_in_the_words_of_the_form(self, p: Play) -> None:
        x.measured(p)
        row = paper(p, "D03")["measures"][0]
        assert row["measure"] == "责令暂时停止使用相关设施、设备"
        assert row["object"] == "3号储罐及其装卸泵"
        assert row["until"].endswith("日")

    def test_the_review_recalls_what_was_ordered(self, p: Play) -> None:
        x.review_opened(p)
        take(p, "carry_out_review", child=x.REVIEW, **x.looked(p, (1, "corrected"), (2, "corrected")))
        row = paper(p, "D05")["results"][0]
        assert row["description"] == "第1处安全出口被货物堵塞。"
        assert row["result"] == "已整改"

    def test_the_request_to_extend_recalls_the_terms(self, p: Play) -> None:
        x.ordered(p)
        later = p.today + timedelta(days=40)
        take(
            p,
            "request_correction_extension",
            child=x.ORDER,
            requested_on=p.today,
            reason="设备采购周期较长，需要延期。",
            wishes=({"item_no": 2, "due_on": later},),
        )
        row = paper(p, "D57")["extensions"][0]
        assert row["description"] == "第2处安全出口被货物堵塞。"
        assert row["new_due_on"] == later.isoformat()


def test_the_letter_names_the_crime_and_its_article(p: Play) -> None:
    x.crime_reported(p)
    letter = paper(p, "D48a")
    assert letter["crime"] == "危险作业罪"
    assert letter["crime_law"] == "《刑法》第一百三十四条之一"
    assert letter["facts"].startswith("未经许可储存汽油")
    listed = [row["name"] for row in letter["attachments"]]
    assert listed == ["涉嫌犯罪案件情况的调查报告", "涉案物品清单"]
    assert package_words([{"name": "A-001 现场照片"}])[2] == {"name": "A-001 现场照片", "copies": "1份"}
    assert paper(p, "D47")["transfer_kind"] == "涉嫌犯罪案件"


@pytest.mark.parametrize(
    ("to", "kind"),
    [("市市场监督管理局", "其他行政机关管辖"), ("邻市应急管理局", "其他应急管理部门管辖")],
)
def test_whether_another_agency_or_another_bureau_follows_from_the_receiver(
    p: Play, to: str, kind: str
) -> None:
    x.agency_proposed(p, to=to)
    for code in ("D47", "D48"):
        form = paper(p, code)
        assert (form["transfer_kind"], form["to"]) == (kind, to)
    assert paper(p, "D48")["reason"].startswith("起重机械")


def test_the_mandate_names_what_was_seized_and_what_is_asked(p: Play) -> None:
    x.seized(p)
    take(
        p,
        "start_testing",
        child=x.SEIZURE,
        body="省质检院",
        request="检测闪点和含量。",
        ends_on=p.today + timedelta(days=7),
        told_in_writing=True,
        receipt="告知书，当事人签收",
    )
    mandate = paper(p, "D15")
    assert mandate["body"] == "省质检院"
    assert mandate["questions"] == [{"question": "检测闪点和含量。"}]
    assert mandate["materials"] == [{"name": "汽油桶", "quantity": "12只"}]


def test_who_asks_to_pay_later_is_asked_for_what_is_left(p: Play) -> None:
    go_on(p, "decision_due")
    assert paper(p, "D35a")["discretion"] == paper(p, "D29")["discretion"]
    go_on(p, "executing")
    take(p, "record_payment", **i.payment(p, 5_000))
    plan = ({"due_on": p.today + timedelta(days=30), "amount": 15_000},)
    take(p, "request_deferral", requested_by_party=True, reason="经营困难，申请延期。", plan=plan)
    form = paper(p, "D41")
    assert (form["fine_amount"], form["unpaid_amount"]) == ("20000", "15000")


def test_the_notice_of_the_cut_knows_order_refusal_and_supplier(p: Play) -> None:
    x.supply_approved(p)
    notice = paper(p, "D21")
    assert notice["order_no"] == "（云州）应急现决〔2026〕3号"
    assert notice["supplier"] == "国网云州供电公司"
    assert notice["refusal"].startswith("责令停止使用后")
    assert paper(p, "D20")["scope"] == "储罐区动力电源"
