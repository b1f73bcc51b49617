"""Hearing, legal review and collective discussion, with all their turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from anjian.procedures import engine
from anjian.procedures.definitions.guards.review_triggers import TRIGGERS, review_triggers
from anjian.procedures.facts import EvidenceFact
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World, at, handler, uid

BOTH = s.BOTH


def hearing_asked() -> tuple[World, UUID]:
    w = World()
    s.to_notice_served(w, 80000)
    w.go_to(w.today + timedelta(days=1))
    w.take("wang", "request_hearing", requested_on=w.today, requested_by="示例公司", manner="written")
    return w, w.child("hearing")


def appointment(w: World, days: int = 21, **changes: Any) -> dict[str, Any]:
    return {
        "chair": uid("zhou"),
        "clerk": "钱某",
        "hearing_at": at(w.today + timedelta(days=days)),
        "place": "听证室",
        "public": True,
        **changes,
    }


def notified(w: World, child: UUID, **changes: Any) -> None:
    w.take("chen", "appoint_hearing", child, **appointment(w, **changes))
    w.paper("D32")
    w.take("wang", "serve_hearing_notice", child, **s.service(w))


def session(w: World, **changes: Any) -> dict[str, Any]:
    began = w.facts.now - timedelta(hours=2)
    return {
        "opened_at": began,
        "ended_at": began + timedelta(hours=1),
        "attendees": [{"name": "王虎", "capacity": "investigator"}, {"name": "李某", "capacity": "party"}],
        "summary": "双方举证、申辩并质证。",
        **changes,
    }


class TestHearing:
    def test_a_late_request_is_put_on_record_and_opens_nothing(self) -> None:
        w = World()
        s.to_notice_served(w, 80000)
        told = {"requested_on": w.today, "requested_by": "公司", "told_on": w.today, "grounds": "要求听证"}
        assert "hearing_asked_late" in w.refusals("wang", "decline_hearing_request", **told)
        w.after("hearing_request")
        late = told | {"requested_on": w.today, "told_on": w.today}
        asked = {"requested_on": w.today, "requested_by": "公司", "manner": "written"}
        assert "hearing_asked_in_time" in w.refusals("wang", "request_hearing", **asked)
        plan = w.take("wang", "decline_hearing_request", **late)
        assert plan.opens == ""
        assert plan.to_state == "notice_served"

    def test_each_side_and_each_third_party_may_send_two_agents(self) -> None:
        w, child = hearing_asked()
        rows = [
            {"name": "承包单位", "capacity": "third_party", "interest": "同一作业的承包方"},
            {"name": "律师甲", "capacity": "agent", "mandate": "委托书1"},
            {"name": "律师乙", "capacity": "agent", "mandate": "委托书2"},
            {"name": "律师丙", "capacity": "agent", "mandate": "委托书3", "principal": "承包单位"},
        ]
        too_many = [*rows, {"name": "律师丁", "capacity": "agent", "mandate": "委托书4"}]
        assert "at_most_two_agents" in w.refusals(
            "wang", "register_participants", child, participants=too_many
        )
        bare = [{"name": "邻居", "capacity": "third_party"}]
        assert "third_party_has_interest" in w.refusals(
            "wang", "register_participants", child, participants=bare
        )
        w.take("wang", "register_participants", child, participants=rows)
        w.take("chen", "appoint_hearing", child, **appointment(w))
        w.paper("D32")
        assert "others_were_told" in w.refusals("wang", "serve_hearing_notice", child, **s.service(w))
        w.take("wang", "serve_hearing_notice", child, **s.service(w), others_told="同日送达承包单位。")

    def test_who_has_to_step_back_is_replaced_and_the_party_told_again(self) -> None:
        w, child = hearing_asked()
        notified(w, child)
        asked = {
            "seat": "chair",
            "requested_by": "示例公司",
            "requested_on": w.today,
            "grounds": "与本案有利害关系。",
        }
        w.take("wang", "request_hearing_recusal", child, **asked)
        w.go_to(w.today + timedelta(days=25), 14)
        assert "hearing_recusal_settled" in w.refusals("zhou", "hold_hearing", child, **session(w))
        w.take("li", "decide_hearing_recusal", child, upheld=True, reason="申请成立。")
        assert "bench_changed_after_recusal" in w.refusals("zhou", "hold_hearing", child, **session(w))
        assert "bench_not_recused_here" in w.refusals("chen", "appoint_hearing", child, **appointment(w))
        w.take("chen", "appoint_hearing", child, **appointment(w, chair=uid("guan")))
        assert w.states[child][1] == "hearing_appointed"

    def test_its_notice_may_be_served_by_a_proceeding_of_service(self) -> None:
        w, child = hearing_asked()
        w.take("chen", "appoint_hearing", child, **appointment(w, days=30))
        w.paper("D32")
        notice = next(d for d in w.facts.documents if d.code == "D32")
        told = {"document": notice.id, "recipient": "示例公司", "recipient_kind": "unit"}
        w.take("wang", "open_service", **told)
        handed = {"served_on": w.today, "receiver": "李某", "capacity": "office", "place": "港口路1号"}
        plan = w.take("wang", "deliver", w.child("service"), **handed, officers=BOTH)
        assert plan.subject == notice.id
        done = replace(notice, status="served", served_on=w.today, served_how="direct")
        papers = tuple(done if d.id == notice.id else d for d in w.facts.documents)
        w.facts = replace(w.facts, documents=papers)
        other = s.service(w, served_on=w.today, method="post")
        assert "service_differs" in w.refusals("wang", "serve_hearing_notice", child, **other)
        assert w.take("wang", "serve_hearing_notice", child, **s.service(w)).documents == ()

    def test_a_postponement_wants_a_new_notice_and_runs_its_clock_anew(self) -> None:
        w, child = hearing_asked()
        notified(w, child)
        first = w.facts.clock("hearing_arranged")
        assert first is not None
        w.go_to(w.today + timedelta(days=5))
        moved = {
            "ground": "party",
            "explanation": "负责人住院。",
            "hearing_at": at(w.today + timedelta(days=2)),
            "place": "听证室",
        }
        assert "later_than_before" in w.refusals("chen", "postpone_hearing", child, **moved)
        w.take(
            "chen",
            "postpone_hearing",
            child,
            **(moved | {"hearing_at": at(w.today + timedelta(days=30))}),
        )
        assert w.states[child][1] == "hearing_appointed"
        again = [c for c in w.facts.clocks if c.code == "hearing_arranged"][-1]
        assert again.due_on > first.due_on
        w.paper("D32")
        w.take("wang", "serve_hearing_notice", child, **s.service(w))

    def test_an_adjourned_hearing_is_resumed_with_a_new_notice(self) -> None:
        w, child = hearing_asked()
        notified(w, child)
        w.go_to(w.today + timedelta(days=21), 15)
        part = session(w)
        del part["ended_at"]
        w.take("zhou", "adjourn_hearing", child, ground="verify", explanation="需要重新鉴定。", **part)
        assert w.states[child][1] == "hearing_adjourned"
        assert next(c for c in w.facts.clocks if c.code == "hearing_adjourned").status == "running"
        w.take(
            "zhou",
            "resume_hearing",
            child,
            hearing_at=at(w.today + timedelta(days=20)),
            place="听证室",
            explanation="鉴定意见已经取得。",
        )
        assert w.states[child][1] == "hearing_appointed"
        w.paper("D32")
        w.take("wang", "serve_hearing_notice", child, **s.service(w))

    def test_several_are_heard_together_only_if_each_asked_and_came(self) -> None:
        w, child = hearing_asked()
        other = {"party": "承包单位", "asked": False}
        assert "joined_parties_asked" in w.refusals(
            "chen", "appoint_hearing", child, **appointment(w, joined=[other])
        )
        w.take("chen", "appoint_hearing", child, **appointment(w, joined=[other | {"asked": True}]))
        w.paper("D32")
        w.take("wang", "serve_hearing_notice", child, **s.service(w), others_told="已送达承包单位。")
        w.go_to(w.today + timedelta(days=21), 15)
        assert "joined_parties_heard" in w.refusals("zhou", "hold_hearing", child, **session(w))
        both = [*session(w)["attendees"], {"name": "孙某", "capacity": "party", "principal": "承包单位"}]
        w.take("zhou", "hold_hearing", child, **session(w, attendees=both))

    def test_absence_ends_it_only_when_nobody_is_there_for_the_party(self) -> None:
        w, child = hearing_asked()
        notified(w, child)
        w.go_to(w.today + timedelta(days=21), 15)
        told = {"way": "left", "good_reason": False, "explanation": "当事人离开。"}
        for there in ({"agent_present": True}, {"permitted": True}):
            assert "nobody_for_the_party" in w.refusals("zhou", "abandon_hearing", child, **told, **there)
        w.take("zhou", "abandon_hearing", child, **told)
        assert w.states[child][1] == "hearing_abandoned"

    def test_a_report_says_all_and_the_decision_rests_on_the_record(self) -> None:
        w, child = hearing_asked()
        notified(w, child)
        w.go_to(w.today + timedelta(days=21), 15)
        w.take("zhou", "hold_hearing", child, **session(w))
        w.paper("D33")
        unread = {"read": False, "signed": False, "refusal_note": "拒绝签名。"}
        assert w.refusals("zhou", "check_hearing_record", child, **unread) == {"record_was_read"}
        w.take("zhou", "check_hearing_record", child, **(unread | {"read": True}))
        w.paper("D34", issues="")
        said = {"recommendation": "uphold", "opinion": "维持。"}
        assert w.refusals("zhou", "report_hearing", child, **said) == {"report_says_everything"}
        w.paper("D34", issues="是否构成违法。")
        w.take("zhou", "report_hearing", child, **said)
        w.go_to(w.today + timedelta(days=1))
        w.take("wang", "review_defence", replies=[], conclusion="维持。", **s.penalty(80000))
        item = EvidenceFact(id=uid("later"), name="听证后取得的记录", collected_at=w.facts.now, proves=("1",))
        w.facts = replace(w.facts, evidence=(*w.facts.evidence, item))
        assert "rests_on_the_hearing_record" in w.refusals("wang", "submit_decision", **s.penalty(80000))


def reviewing(result: str) -> tuple[World, UUID]:
    w = World()
    s.to_case_review(w)
    w.take("liu", "request_legal_review")
    child = w.child("legal_review")
    w.take("fa", "accept_legal_review", child)
    w.paper("D28", result=result)
    return w, child


POINTS = [{"point": "写明照片的拍摄人"}, {"point": "更正引用的条款"}]


class TestLegalReview:
    def test_the_grounds_are_a_dated_list_with_articles(self) -> None:
        assert {t.code for t in TRIGGERS} == {"public_interest", "complex", "statutory", "amount", "hearing"}
        assert all(t.cites for t in TRIGGERS)
        assert all(t.source for t in TRIGGERS if t.confidence != "text")
        assert not TRIGGERS[0].covers(date(2021, 7, 14))
        w = World()
        s.to_case_review(w, 30000, complex=True)
        assert "疑难复杂、涉及多个法律关系" in review_triggers(w.facts)

    @pytest.mark.parametrize(
        ("result", "step", "more", "state"),
        [
            ("建议修改", "advise_amendment", {"points": POINTS}, "review_amending"),
            ("退回补充调查", "return_review", {"points": POINTS}, "review_returned"),
            ("不同意", "fail_legal_review", {"reason": "事实不清，证据不足。"}, "review_failed"),
            (
                "建议移送",
                "advise_transfer",
                {"transfer_to": "criminal", "reason": "涉嫌危险作业罪。"},
                "review_transfer",
            ),
        ],
    )
    def test_each_opinion_has_its_step_and_its_paper(
        self, result: str, step: str, more: dict[str, Any], state: str
    ) -> None:
        w, child = reviewing("同意")
        assert isinstance(w.plan("fa", step, child, **more), tuple)
        w.paper("D28", result=result)
        w.take("fa", step, child, **more)
        assert w.states[child][1] == state
        assert "legal_review_passed" in w.refusals("wang", "prepare_notice", **s.penalty(30000))

    def test_a_returned_case_is_met_point_by_point_and_reviewed_again(self) -> None:
        w, child = reviewing("退回补充调查")
        w.take("fa", "return_review", child, points=POINTS)
        some = [{"point": "写明照片的拍摄人", "done": "已补充。"}]
        assert w.refusals("wang", "resubmit_review", child, answers=some) == {"every_opinion_met"}
        w.take(
            "wang", "resubmit_review", child, answers=[*some, {"point": "更正引用的条款", "done": "已更正。"}]
        )
        w.take("fa", "accept_legal_review", child)
        assert [d.status for d in w.facts.documents if d.code == "D28"] == ["issued", "draft"]
        w.paper("D28", result="同意")
        items = ("subject", "facts", "evidence", "law", "procedure", "power", "form", "crime")
        w.take("fa", "pass_legal_review", child, **{f"{i}_ok": True for i in items}, opinion="同意。")
        assert isinstance(w.plan("wang", "prepare_notice", **s.penalty(30000)), engine.Plan)

    def test_who_does_not_follow_it_says_so_in_writing_and_the_head_decides(self) -> None:
        w, child = reviewing("建议修改")
        w.take("fa", "advise_amendment", child, points=POINTS)
        w.take("wang", "object_to_opinion", child, answer="条款引用符合现行规定。")
        assert "wrong_role" in w.refusals("chen", "order_second_review", child, reason="另行审核。")
        w.take("li", "order_second_review", child, reason="由另一名人员审核。")
        assert w.refusals("fa", "accept_legal_review", child) == {"second_reviewer_is_another"}

    def test_who_reviewed_before_2018_needs_no_examination(self) -> None:
        w = World()
        s.to_case_review(w)
        w.take("liu", "request_legal_review")
        procedure, state, seen = w.view("fa", w.child("legal_review"), legal_qualified=False)
        for since, lawful in ((date(2017, 12, 31), True), (date(2018, 1, 1), False)):
            told = engine.plan(
                procedure,
                state=state,
                step="accept_legal_review",
                facts=seen,
                inputs={"reviewer_since": since},
            )
            assert isinstance(told, engine.Plan) is lawful


def discussing() -> tuple[World, UUID]:
    w = World()
    s.to_review_of_defence(w, 80000)
    w.take("liu", "open_discussion", subject="案件。")
    w.go_to(w.today + timedelta(days=1))
    return w, w.child("collective_discussion")


def votes(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"officer": uid(who), "vote": vote, "view": view} for who, vote, view in rows]


class TestDiscussion:
    @pytest.mark.parametrize(
        ("rows", "refused"),
        [
            ((("li", "agree", "同意。"), ("chen", "disagree", "应当减轻处罚。")), "conclusion_has_majority"),
            (
                (("li", "agree", "同意。"), ("chen", "agree", "同意。"), ("sun", "disagree", "反对")),
                "dissent_is_kept",
            ),
            (
                (
                    ("li", "agree", "同意。"),
                    ("chen", "agree", "同意。"),
                    ("sun", "disagree", "应当减轻处罚。"),
                ),
                "",
            ),
        ],
    )
    def test_the_conclusion_is_the_majoritys_and_dissent_is_kept(
        self, rows: tuple[tuple[str, str, str], ...], refused: str
    ) -> None:
        w, child = discussing()
        told = s.discussion_inputs(w, 80000, attendees=votes(*rows))
        if refused:
            assert refused in w.refusals("li", "hold_discussion", child, **told)
        else:
            w.take("li", "hold_discussion", child, **told)

    def test_a_deputy_presides_only_with_a_paper(self) -> None:
        w, child = discussing()
        told = s.discussion_inputs(w, 80000, chair=uid("chen"))
        assert w.refusals("chen", "hold_discussion", child, **told) == {"chaired_by_a_leader"}
        w.take("chen", "hold_discussion", child, **told, entrustment="2026年10月15日委托书")

    def test_who_steps_back_does_not_vote_and_does_not_count(self) -> None:
        w, child = discussing()
        back = [{"officer": uid("sun"), "reason": "与当事人有亲属关系"}]
        told = s.discussion_inputs(w, 80000, stepped_back=back)
        assert "nobody_recused_present" in w.refusals("li", "hold_discussion", child, **told)
        two = votes(("li", "agree", "同意。"), ("chen", "agree", "同意。"))
        w.take("li", "hold_discussion", child, **(told | {"attendees": two}))

    def test_leaders_of_a_delegated_body_are_no_leaders_of_the_bureau(self) -> None:
        w, child = discussing()
        w.facts = replace(
            w.facts, leaders=(handler("li", head=True), handler("chen"), handler("sun", body="delegated"))
        )
        told = s.discussion_inputs(w, 80000)
        assert "only_leaders_of_this_bureau" in w.refusals("li", "hold_discussion", child, **told)

    def test_new_facts_are_discussed_again(self) -> None:
        w, child = discussing()
        w.take("li", "hold_discussion", child, **s.discussion_inputs(w, 80000))
        w.paper("D35")
        w.take("li", "conclude_discussion", child)
        w.go_to(w.today + timedelta(days=1))
        item = EvidenceFact(id=uid("later"), name="补拍照片", collected_at=w.facts.now, proves=("1",))
        w.facts = replace(w.facts, evidence=(*w.facts.evidence, item))
        assert "discussed_with_all_evidence" in w.refusals("wang", "submit_decision", **s.penalty(80000))
        w.take("liu", "open_discussion", subject="新的证据。")
        again = w.child("collective_discussion")
        w.go_to(w.today + timedelta(days=1))
        w.take("li", "hold_discussion", again, **s.discussion_inputs(w, 80000))
        w.paper("D35")
        w.take("li", "conclude_discussion", again)
        refused = w.plan("wang", "submit_decision", **s.penalty(80000))
        assert isinstance(refused, engine.Plan), refused


def test_amounts_stay_amounts() -> None:
    """The discussion's figure is what the decision is held against."""
    w, child = discussing()
    w.take("li", "hold_discussion", child, **s.discussion_inputs(w, 80000))
    held = w.facts.last("hold_discussion")
    assert held is not None
    assert held.get("fine_amount") == Decimal(80000)
