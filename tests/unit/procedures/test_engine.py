"""The judge itself: plans, refusals, buttons, clocks, gates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from anjian.documents import kinds
from anjian.kit.canonical import jsonable
from anjian.law.statutes import APL
from anjian.procedures import engine, registry
from anjian.procedures.checks import all_problems, problems
from anjian.procedures.document_names import DOCUMENT_NAMES
from anjian.procedures.inputs import clean, stored
from anjian.procedures.roles import ROLE_LABELS
from anjian.procedures.spec import BACK, SAME, Clock, Field, Procedure, State, Step
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World, actor, facts, uid

ORDINARY = registry.get("ordinary_penalty@2021-07-15")
ART = APL.art(54)


class TestTheFilesDelivered:
    def test_have_no_flaw(self) -> None:
        assert all_problems(kinds.codes()) == []

    def test_call_documents_by_their_names(self) -> None:
        assert {c: kinds.get(c).name for c in DOCUMENT_NAMES} == DOCUMENT_NAMES

    def test_are_found_by_code_and_day(self) -> None:
        assert registry.current("ordinary_penalty", date(2026, 1, 1)) is ORDINARY
        with pytest.raises(KeyError):
            registry.current("ordinary_penalty", date(2021, 7, 14))
        with pytest.raises(KeyError):
            registry.get("ordinary_penalty@1999-01-01")


class TestAFileWithFlaws:
    def flaws(self, **changes: object) -> list[str]:
        a, b, lost = State("a", "甲"), State("b", "乙", terminal=True), State("lost", "丙")
        steps = {
            "go": Step(code="go", label="走", source=(a,), target=b, by=("case_officer",), cites=(ART,)),
        }
        broken = Procedure(code="p", label="试", version="2021-07-15", opening=a, steps=tuple(steps.values()))
        extra = changes.get("steps")
        if extra == "unreachable":
            step = Step(code="x", label="x", source=(lost,), target=b, by=("case_officer",), cites=(ART,))
            broken = replace(broken, steps=(*broken.steps, step))
        elif extra == "uncited":
            broken = replace(broken, steps=(replace(steps["go"], cites=()),))
        elif extra == "role":
            broken = replace(broken, steps=(replace(steps["go"], by=("king",)),))
        elif extra == "document":
            broken = replace(broken, steps=(replace(steps["go"], makes=("D99",)),))
        elif extra == "dead end":
            broken = replace(broken, steps=(replace(steps["go"], target=lost),))
        elif extra == "clock":
            clock = Clock(
                code="c", label="限", kind="limit", term=APL.term(7, art=61), starts_on=("nowhere",)
            )
            broken = replace(broken, clocks=(clock,))
        return problems(
            broken, registry={}, document_kinds=DOCUMENT_NAMES, roles=ROLE_LABELS, examples={}, parameters=()
        )

    @pytest.mark.parametrize(
        ("fault", "sentence"),
        [
            ("unreachable", "state lost cannot be reached"),
            ("uncited", "step go cites no law"),
            ("role", "step go names unknown role king"),
            ("document", "step go names unknown document D99"),
            ("dead end", "state lost is a dead end"),
            ("clock", "clock c names unknown step nowhere"),
        ],
    )
    def test_is_told_its_flaw(self, fault: str, sentence: str) -> None:
        assert sentence in self.flaws(steps=fault)

    def test_without_faults_is_clean(self) -> None:
        assert self.flaws() == []


class TestPlan:
    def test_refuses_what_no_file_allows(self) -> None:
        w = World()
        assert w.refusals("wang", "burn_the_file") == {"unknown_step"}

    def test_gives_every_reason_at_once(self) -> None:
        w = World()
        found = w.refusals("wai", "file")
        assert {"wrong_state", "wrong_org", "wrong_role", "input.opinion", "two_certified_handlers"} <= found

    def test_hides_conditions_on_inputs_while_inputs_are_wrong(self) -> None:
        w = World()
        s.to_filed(w)
        found = w.refusals("wang", "start_investigation", told_to="李某")
        assert "input.told_at" in found
        assert "certificates_shown" not in found

    def test_keeps_a_recused_officer_out_of_everything(self) -> None:
        w = World()
        s.to_investigating(w)
        w.facts = replace(w.facts, recused=frozenset({uid("wang")}))
        assert "recused" in w.refusals("wang", "report", **s.report_inputs(1))

    def test_names_the_document_that_is_lacking_and_where_it_stands(self) -> None:
        w = World()
        w.take("wang", "accept_lead", **s.lead_inputs(w))
        planned = w.plan("chen", "file", opinion="同意。")
        assert isinstance(planned, tuple)
        assert planned[0].reason == "《立案审批表》应当先审批通过，现为拟稿。"

    def test_carries_documents_clocks_and_particulars(self) -> None:
        w = World()
        planned = w.plan("wang", "accept_lead", **s.lead_inputs(w))
        assert isinstance(planned, engine.Plan)
        assert planned.documents == ("D10",)
        assert planned.sets["handlers"] == s.BOTH
        assert planned.cites[0] == "《行政处罚法》第五十四条"
        s.to_pre_filing(w)
        filed = w.plan("chen", "file", opinion="同意。")
        assert isinstance(filed, engine.Plan)
        assert [(c.kind, c.clock, c.on) for c in filed.clocks] == [("start", "decision", w.today)]

    def test_drafts_the_hearing_notice_only_above_the_line(self) -> None:
        for fine, told in ((49999, False), (50000, True)):
            w = World()
            s.to_case_review(w, fine)
            s.legal_review(w)
            planned = w.plan("wang", "prepare_notice", **s.penalty(fine))
            assert isinstance(planned, engine.Plan)
            assert ("D31" in planned.documents) is told

    def test_gives_a_person_the_decision_form_for_persons(self) -> None:
        w = World(party_kind="person")
        s.to_review_of_defence(w, 5000)
        planned = w.plan("wang", "submit_decision", **s.penalty(5000))
        assert isinstance(planned, engine.Plan)
        assert planned.documents == ("D35a", "D37")


class TestOptions:
    def test_put_what_i_may_do_on_top_and_say_why_not(self) -> None:
        w = World()
        procedure, state, seen = w.view("wang")
        found = engine.options(procedure, state=state, facts=seen)
        assert found[0].step == "accept_lead"
        assert found[0].allowed
        assert found[0].by == "执法人员、承办机构负责人"
        other = next(o for o in found if o.step == "dismiss")
        assert not other.allowed
        assert other.refusals[0].who == "承办机构负责人、机关分管负责人"

    def test_need_no_inputs(self) -> None:
        w = World()
        s.ready_to_report(w)
        procedure, state, seen = w.view("wang")
        report = next(o for o in engine.options(procedure, state=state, facts=seen) if o.step == "report")
        assert report.allowed
        assert report.primary

    def test_are_none_at_the_end(self) -> None:
        w = World()
        s.to_archived(w)
        procedure, state, seen = w.view("dang")
        assert [o.step for o in engine.options(procedure, state=state, facts=seen)] == ["reopen"]


class TestGates:
    def test_a_decision_is_not_issued_before_it_is_made(self) -> None:
        w = World()
        s.to_decision_due(w)
        refusals = engine.may_issue(ORDINARY, "D36", w.facts)
        assert refusals[0].cites == ("《行政处罚法》第五十七条", "《行政处罚法》第五十九条")
        w.take("li", "decide", fine_amount=Decimal(30000), opinion="同意。")
        assert engine.may_issue(ORDINARY, "D36", w.facts) == ()

    def test_other_documents_are_free(self) -> None:
        assert engine.may_issue(ORDINARY, "D26", facts()) == ()


class TestInputs:
    FIELDS = ORDINARY.step("accept_lead").fields

    def test_survive_the_record(self) -> None:
        w = World()
        typed, wrong = clean(self.FIELDS, s.lead_inputs(w))
        assert wrong == {}
        assert stored(self.FIELDS, jsonable(typed)) == typed

    def test_days_to_come_are_refused(self) -> None:
        w = World()
        given = s.lead_inputs(w, found_on=w.today + timedelta(days=1))
        _, wrong = clean(self.FIELDS, given, today=w.today)
        assert wrong == {"found_on": "“发现日期”不能晚于今天。"}

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            (Field(code="x", label="金额", type="yuan"), "1.005", "“金额”最多精确到分。"),
            (Field(code="x", label="金额", type="yuan"), 1.5, "“金额”不是有效的金额。"),
            (Field(code="x", label="金额", type="yuan"), "-1", "“金额”不是有效的金额。"),
            (Field(code="x", label="金额", type="yuan"), "NaN", "“金额”不是有效的金额。"),
            (Field(code="x", label="天数", type="int", minimum=1), 0, "“天数”不能小于1。"),
            (Field(code="x", label="天数", type="int"), True, "“天数”应当是整数。"),
            (Field(code="x", label="是否", type="bool"), "yes", "“是否”应当选择是或否。"),
            (Field(code="x", label="时间", type="datetime"), "2026-10-08T09:00", "“时间”缺少时区。"),
            (Field(code="x", label="人", type="officers", minimum=2), [str(uid("a"))], "“人”至少选择2人。"),
            (Field(code="x", label="说明", min_length=5), "短", "“说明”过于简略，至少写5个字。"),
            (Field(code="x", label="日期", type="date"), "昨天", "“日期”的内容无法识别。"),
            (Field(code="x", label="日期", type="date"), 5, "“日期”的内容无法识别。"),
            (Field(code="x", label="表", type="table", columns=()), "x", "“表”的内容无法识别。"),
        ],
    )
    def test_wrong_values_are_told_in_words(self, field: Field, value: object, sentence: str) -> None:
        assert clean((field,), {"x": value})[1] == {"x": sentence}

    def test_a_table_names_the_row(self) -> None:
        field = Field(code="t", label="清单", type="table", columns=(Field(code="n", label="名称"),))
        assert clean((field,), {"t": [{"n": "甲"}, {}]})[1] == {"t": "“清单”第2行：请填写“名称”。"}

    def test_unknown_inputs_are_refused(self) -> None:
        assert clean((), {"state": "closed"})[1] == {"state": "这一步没有“state”这一项。"}


def test_back_and_same_are_drawn_from_history() -> None:
    assert ORDINARY.step("resume").target == BACK
    assert ORDINARY.step("record_payment").target == SAME
    w = World()
    s.to_filed(w)
    w.take("chen", "suspend", ground="appraisal", reason="等待鉴定意见。")
    planned = w.plan("li", "resume", reason="鉴定意见已经收到。")
    assert isinstance(planned, engine.Plan)
    assert planned.to_state == "filed"


def test_an_actor_of_nobody_may_do_nothing() -> None:
    w = World()
    stranger = actor("wang", roles=frozenset())
    for step in ORDINARY.steps_from("lead"):
        planned = engine.plan(
            ORDINARY,
            state="lead",
            step=step.code,
            facts=replace(w.facts, actor=stranger),
            inputs=s.lead_inputs(w),
        )
        assert isinstance(planned, tuple)
