"""Crimes to the police: the report, the package, what the police answer, the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from anjian.procedures.reckon import reckon
from tests.factories import measures as m
from tests.unit.procedures import story as s
from tests.unit.procedures.test_coercion import BOTH
from tests.unit.procedures.world import World


def grouped() -> tuple[World, UUID]:
    w = World()
    s.ready_to_report(w)
    w.take("wang", "open_criminal_transfer", suspicion="未经许可储存大量汽油。")
    child = w.child("criminal_transfer")
    w.take("liu", "appoint_task_group", child, group=BOTH)
    return w, child


def reported(**changes: Any) -> tuple[World, UUID]:
    w, child = grouped()
    w.take("wang", "report_transfer", child, **m.suspicion(**changes))
    w.paper("D47", "approved")
    return w, child


def sent() -> tuple[World, UUID]:
    w, child = reported()
    w.take("li", "approve_transfer", child, opinion="同意移送。")
    w.papers("D26", "D48a", "D49")
    w.go_to(w.today, 15)
    w.take("wang", "hand_over_case", child, **m.hand_over(w.facts.now))
    w.take("wang", "transfer_criminal")
    return w, child


def test_the_package_and_the_procuratorate_are_taken_over_from_the_letter() -> None:
    w, child = reported()
    w.take("li", "approve_transfer", child, opinion="同意移送。")
    assert reckon("crime_package", w.facts) is None
    names = (
        "涉嫌犯罪案件情况的调查报告",
        "涉案物品清单",
        "汽油检测报告",
        "李某询问笔录",
        "现场照片",
        "往来函",
    )
    rows = [{"name": name, "copies": "1份"} for name in names]
    rows[3]["copies"] = "共2份"
    w.paper("D48a", copy_to="市人民检察院", attachments=rows)
    assert reckon("crime_copy_to", w.facts) == "市人民检察院"
    offered = reckon("crime_package", w.facts)
    assert [row.get("kind") for row in offered] == [
        "letter", "report", "goods_list", "appraisal", "statement", "scene", None,
    ]  # fmt: skip
    assert [row["copies"] for row in offered] == [1, 1, 1, 1, 2, 1, 1]
    assert all(row.keys() <= {"name", "kind", "copies"} for row in offered), "the rest is for a person to say"


def accepted() -> tuple[World, UUID]:
    w, child = sent()
    w.go_to(w.today + timedelta(days=1))
    w.take("wang", "record_police_receipt", child, received_on=w.today, received_by="民警周某")
    return w, child


def filed() -> tuple[World, UUID]:
    w, child = accepted()
    w.go_to(w.today + timedelta(days=3))
    w.take(
        "guan",
        "record_police_filing",
        child,
        received_on=w.today,
        paper_no="云公立字〔2026〕7号",
        filed_by_police_on=w.today,
    )
    return w, child


def not_filed() -> tuple[World, UUID]:
    w, child = accepted()
    w.go_to(w.today + timedelta(days=2))
    w.take(
        "guan",
        "record_not_filed",
        child,
        received_on=w.today,
        paper_no="云公不立字〔2026〕7号",
        refusal="情节显著轻微。",
        material_returned=True,
    )
    return w, child


class TestTheReport:
    def test_a_crime_suspected_stops_the_penalty_until_the_transfer_ends(self) -> None:
        w = World()
        s.ready_to_report(w)
        suspected = s.report_inputs(30000, criminal_suspicion="yes")
        assert w.refusals("wang", "report", **suspected) == {"no_crime_suspected"}
        w.take("wang", "open_criminal_transfer", suspicion="未经许可储存大量汽油。")
        assert w.refusals("wang", "report", **s.report_inputs(30000)) == {"no_transfer_pending"}
        assert w.refusals("wang", "open_criminal_transfer", suspicion="再次启动移送。") == {
            "one_transfer_at_a_time"
        }
        child = w.child("criminal_transfer")
        w.take("liu", "appoint_task_group", child, group=BOTH)
        w.take("li", "report_no_crime", child, reason="经核实不具有现实危险，不涉嫌犯罪。")
        w.take("wang", "report", **s.report_inputs(30000))

    def test_a_violation_that_borders_on_a_crime_asks_for_that_crime(self) -> None:
        w = World()
        s.ready_to_report(w)
        w.facts = replace(w.facts, violations=("WSL-99-4",))
        vague = s.report_inputs(30000, criminal_reason="没有发现犯罪。")
        assert w.refusals("wang", "report", **vague) == {"triggered_crimes_answered"}
        hit = ({"crime": "dangerous_work", "suspected": True, "finding": "报警器被人为关闭。"},)
        answered = s.report_inputs(30000, criminal_reason="逐项排查，见表。", crimes_screened=hit)
        assert w.refusals("wang", "report", **answered) == {"screening_is_consistent"}
        no = ({"crime": "dangerous_work", "suspected": False, "finding": "不具有现实危险。"},)
        w.take(
            "wang", "report", **s.report_inputs(30000, criminal_reason="逐项排查，见表。", crimes_screened=no)
        )

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"way": ""}, "way_of_dangerous_work"),
            ({"disputed": True}, "disputed_hazard_has_opinion"),
            (
                {"crime": "major_liability_accident", "injuries": 2, "loss": 999_999},
                "figures_or_other_grounds",
            ),
        ],
    )
    def test_what_the_report_must_say(self, changes: dict[str, Any], code: str) -> None:
        w, child = grouped()
        assert w.refusals("wang", "report_transfer", child, **m.suspicion(**changes)) == {code}

    def test_only_the_group_reports_and_only_the_head_decides(self) -> None:
        w, child = grouped()
        w.take("liu", "replace_handlers", handlers=BOTH, no_conflict=True, reason="承办人不变。")
        found = w.plan("wai", "report_transfer", child, **m.suspicion())
        assert isinstance(found, tuple)
        w.take("wang", "report_transfer", child, **m.suspicion())
        assert (w.facts.clock("transfer").due_on - w.today).days == 3
        w.paper("D47", "approved")
        assert w.refusals("chen", "approve_transfer", child, opinion="同意。") == {
            "principal_head_decides_transfer"
        }
        w.take("li", "refuse_transfer", child, reason="现有证据不足以认定现实危险，不予移送。")
        assert w.facts.child("criminal_transfer").terminal


class TestHandingOver:
    def approved(self) -> tuple[World, UUID]:
        w, child = reported()
        w.take("li", "approve_transfer", child, opinion="同意移送。")
        w.papers("D26", "D48a", "D49")
        w.go_to(w.today, 15)
        return w, child

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"materials": m.MATERIALS[:2]}, "package_complete"),
            ({"materials": (*m.MATERIALS[:3], {**m.MATERIALS[3], "qualified": False})}, "package_complete"),
            (
                {"materials": (*m.MATERIALS[:3], {**m.MATERIALS[4], "lead_only": False})},
                "oral_statements_are_leads",
            ),
            ({"copied": False}, "copied_to_procuratorate"),
            ({"same_level": False}, "same_level_police"),
        ],
    )
    def test_what_goes_along(self, changes: dict[str, Any], code: str) -> None:
        w, child = self.approved()
        assert w.refusals("wang", "hand_over_case", child, **m.hand_over(w.facts.now, **changes)) == {code}

    def test_within_a_day_of_the_approval_by_the_minute(self) -> None:
        w, child = self.approved()
        clock = w.facts.clock("hand_over")
        approval = w.facts.last("approve_transfer")
        assert clock.due_at == approval.at + timedelta(hours=24)
        w.go_to(w.today + timedelta(days=2))
        late = m.hand_over(w.facts.now)
        assert w.refusals("wang", "hand_over_case", child, **late) == {"late_hand_over_explained"}
        w.take("wang", "hand_over_case", child, **late, late_reason="公安机关要求更换移送书格式。")

    def test_the_case_rests_only_when_the_police_have_it(self) -> None:
        w, child = self.approved()
        assert w.refusals("wang", "transfer_criminal") == {"police_have_the_case"}
        w.take("wang", "hand_over_case", child, **m.hand_over(w.facts.now))
        w.take("wang", "transfer_criminal")
        assert w.state == "transferred_criminal"
        assert w.facts.clock("decision").status == "paused"
        assert w.refusals("chen", "take_back", returned_on=w.today, reason="退回继续办理。") == {
            "case_came_back"
        }


class TestAtThePolice:
    def test_filed_goods_follow_and_a_conviction_ends_it(self) -> None:
        w, child = filed()
        assert (w.facts.clock("goods").due_on - w.today).days == 3
        w.take(
            "wang",
            "hand_over_goods",
            child,
            handed_on=w.today,
            goods="汽油桶十二只及全部案卷",
            received_by="民警周某",
        )
        done = {
            "organ": "市人民法院",
            "paper_no": "（2026）刑初12号",
            "received_on": w.today,
            "criminal_fine": 5000,
        }
        w.take("guan", "conclude_transfer", child, result="convicted", **done)
        assert w.facts.child("criminal_transfer").terminal
        w.take("wang", "request_closing", result="已移送并判处刑罚。")

    def test_material_is_supplied_within_three_days(self) -> None:
        w, child = accepted()
        asked = {"asked_on": w.today, "lacking": "缺少鉴定人资质证明"}
        w.take("wang", "record_supplement_request", child, **asked)
        assert (w.facts.clock("supplement").due_on - w.today).days == 3
        assert w.facts.clock("police_filing").status == "stopped"
        w.take(
            "wang",
            "supply_supplement",
            child,
            supplied_on=w.today,
            supplied="资质证明一份",
            received_by="民警周某",
        )
        assert w.facts.clock("police_filing_again").status == "running"

    def test_refusal_reconsideration_supervision_and_the_way_back(self) -> None:
        w, child = not_filed()
        before = w.facts.clock("decision")
        asked = {"asked_on": w.today, "objection": "储存量大且紧邻住户，具有现实危险。"}
        w.take("chen", "ask_police_reconsideration", child, **asked)
        w.go_to(w.today + timedelta(days=3))
        upheld = {"received_on": w.today, "paper_no": "云公复〔2026〕2号", "refusal": "维持原决定。"}
        w.take("guan", "record_reconsideration_refused", child, **upheld)
        assert w.refusals("chen", "ask_police_reconsideration", child, **asked | {"asked_on": w.today}) == {
            "reconsideration_asked_once"
        }
        w.take(
            "chen",
            "suggest_supervision",
            child,
            procuratorate="市人民检察院",
            **asked | {"asked_on": w.today},
        )
        w.take("guan", "record_reasons_asked", child, asked_on=w.today)
        assert (w.facts.clock("police_reasons").due_on - w.today).days == 7
        w.take("guan", "record_reasons_given", child, given_on=w.today, refusal="不具有现实危险。")
        w.take("guan", "record_supervision_refused", child, received_on=w.today, refusal="不立案理由成立。")
        w.take("chen", "take_back", returned_on=w.today, reason="不构成犯罪，依法继续处罚。")
        assert w.state == "investigating"
        after = w.facts.clock("decision")
        assert after.status == "running"
        assert after.due_on > before.due_on
        w.take("wang", "report", **s.report_inputs(30000))

    def test_three_days_to_object(self) -> None:
        w, child = not_filed()
        w.after("objection")
        asked = {"asked_on": w.today, "objection": "储存量大且紧邻住户，具有现实危险。"}
        assert w.refusals("chen", "ask_police_reconsideration", child, **asked) == {"objection_in_time"}
        w.take("chen", "accept_not_filing", child, reason="不再提出异议，依法处罚。")
        w.take("chen", "take_back", returned_on=w.today, reason="不予立案，继续处罚。")

    def test_police_that_let_time_pass_or_refuse_are_supervised(self) -> None:
        w, child = accepted()
        asked = {"procuratorate": "市人民检察院", "asked_on": w.today, "objection": "逾期没有作出决定。"}
        assert w.refusals("chen", "suggest_supervision_of_delay", child, **asked) == {"police_fail_to_act"}
        w.after("police_filing")
        w.take("chen", "suggest_supervision_of_delay", child, **asked | {"asked_on": w.today})
        w.take("guan", "record_filing_ordered", child, ordered_on=w.today, paper_no="检通立〔2026〕1号")
        assert (w.facts.clock("filing_ordered").due_on - w.today).days == 15

    def test_a_longer_check_has_an_end(self) -> None:
        w, child = accepted()
        late = w.today + timedelta(days=31)
        assert w.refusals("guan", "record_longer_check", child, until_on=late) == {
            "longer_check_within_limit"
        }
        w.take("guan", "record_longer_check", child, until_on=w.today + timedelta(days=30))
        assert w.facts.clock("police_filing").due_on == w.today + timedelta(days=30)

    def test_a_return_from_court_leads_back_and_a_paid_fine_is_offset(self) -> None:
        w, child = filed()
        back = {"organ_kind": "procuratorate", "organ": "市人民检察院", "received_on": w.today}
        w.take(
            "guan",
            "record_criminal_return",
            child,
            **back,
            paper_no="检意〔2026〕3号",
            refusal="不起诉，建议行政处罚。",
        )
        w.take("chen", "take_back", returned_on=w.today, reason="依法给予行政处罚。")
        assert w.state == "investigating"
