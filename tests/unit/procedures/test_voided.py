"""Penalties that were quashed or corrected, replayed as far as their facts are known.

Each must stop at the step that voided it. Only dates, spans and what went wrong are taken over; what
the published pages do not tell is filled in lawfully. Cases whose ground is not published (丘北县, 昭通市,
渝中, 奉化) or lies outside procedure cannot be replayed.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from anjian.procedures import engine
from anjian.procedures.validity import examine
from tests.factories import measures as m
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World, uid


def refusals(
    w: World, who: str, step: str, child: object = None, **inputs: object
) -> dict[str, tuple[str, ...]]:
    planned = w.plan(who, step, child, **inputs)  # type: ignore[arg-type]
    assert not isinstance(planned, engine.Plan), f"{step} was allowed"
    return {r.code: r.cites for r in planned}


def test_beizhen_2014_no_hearing_right_told() -> None:
    """(2014)北行初字第00033号: the right to a hearing was not told for a large fine."""
    w = World()
    s.to_case_review(w, 200_000)
    s.legal_review(w)
    w.take("wang", "prepare_notice", **s.penalty(200_000))
    w.paper("D29")
    stopped = refusals(w, "wang", "serve_notice", **s.service(w))
    assert "《行政处罚法》第六十三条" in stopped["hearing_right_told"]


def test_ningming_2016_eight_months_to_decide() -> None:
    """(2016)桂1422行初8号: 243 days from the accident to the decision; the term of the statute is ninety."""
    w = World()
    s.to_decision_due(w)
    filed = w.facts.filed_on
    assert filed is not None
    w.go_to(filed + timedelta(days=243))
    stopped = refusals(w, "li", "decide", fine_amount=Decimal(30000), opinion="同意。")
    assert "《行政处罚法》第六十条" in stopped["decided_in_time"]


def test_zhitang_2019_three_days_to_ask_for_a_hearing() -> None:
    """(2019)苏0582行初226号: three days were given where the law gives five working days."""
    w = World()
    s.to_notice_served(w, 60_000)
    s.defence(w, "正在整改期限内，请求不予处罚。")
    w.go_to(w.today + timedelta(days=2))
    stopped = refusals(
        w,
        "wang",
        "review_defence",
        replies=[{"point": "正在整改期限内，请求不予处罚。", "adopted": "no", "reply": "不予采纳。"}],
        conclusion="维持。",
        **s.penalty(60_000),
    )
    assert "hearing_request_settled" in stopped
    assert "《行政处罚法》第六十四条" in stopped["hearing_request_settled"]


def test_zhitang_2019_questioned_and_notified_on_one_day() -> None:
    """The same case: the notice was drawn up on the day of the questioning; the view of defects says so."""
    w = World()
    s.to_notice_served(w, 60_000)
    notice = w.facts.notice
    assert notice is not None
    assert notice.issued_at is not None
    on_that_day = tuple(
        type(i)(
            id=i.id,
            person=i.person,
            officers=i.officers,
            started_at=notice.issued_at,
            ended_at=notice.issued_at + timedelta(hours=1),
        )
        for i in w.facts.interviews
    )
    w.facts = type(w.facts)(**{**_fields(w), "interviews": on_that_day})
    assert "not_told_on_the_day_of_asking" in {d.code for d in examine(w.facts).defects}


def _fields(w: World) -> dict[str, object]:
    return {name: getattr(w.facts, name) for name in w.facts.__dataclass_fields__}


def test_zhongning_2019_neither_served_nor_heard() -> None:
    """中宁县安某某案: the person said that nothing was served and nobody listened."""
    w = World()
    s.to_notice_due(w)
    stopped = refusals(w, "wang", "submit_decision", **s.penalty(30000))
    assert {"wrong_state", "party_was_heard"} <= set(stopped)
    assert "《行政处罚法》第四十五条" in stopped["party_was_heard"]


def test_taixing_2022_two_hundred_and_seventy_days() -> None:
    """苏泰泰应急处罚〔2022〕1032号: filed, heard after two months, decided after 270 days."""
    w = World()
    s.to_decision_due(w)
    filed = w.facts.filed_on
    assert filed is not None
    w.go_to(filed + timedelta(days=270))
    stopped = refusals(w, "li", "decide", fine_amount=Decimal(30000), opinion="同意。")
    assert "《行政处罚法》第六十条" in stopped["decided_in_time"]


def test_taixing_2023_the_same_again_after_reconsideration() -> None:
    """〔2023〕1044号: quashed by reconsideration and made anew on the same facts with the same sum."""
    w = World()
    s.to_decided(w, 36_000)
    decided = w.facts.last("decide")
    assert decided is not None
    w.take(
        "li",
        "redo",
        from_step=decided.seq,
        ground="reconsideration",
        authority="泰兴市人民政府",
        paper_no="〔2023〕泰行复第73号",
        reason="复议决定撤销处罚决定。",
    )
    stopped = refusals(w, "li", "decide", fine_amount=Decimal(36_000), opinion="同意。")
    assert "《行政复议法》第六十四条" in stopped["not_the_same_again"]


def test_huairou_2017_discussed_by_the_leaders_of_the_delegated_body() -> None:
    """怀水罚字[2017]第27号: the leaders of the body that only carried out the work held the discussion."""
    w = World()
    s.to_review_of_defence(w, 60_000)
    w.take("liu", "open_discussion", subject="案件事实和处罚建议。")
    told = s.discussion_inputs(w, 60_000)
    told["attendees"] = [
        {**row, "officer": uid(who)}
        for row, who in zip(told["attendees"], ("liu", "guan", "dang"), strict=False)
    ]
    stopped = refusals(w, "li", "hold_discussion", w.child("collective_discussion"), **told)
    assert "《行政处罚法》第五十七条" in stopped["only_leaders_of_this_bureau"]


def test_zhongning_2019_made_anew_with_another_sum_is_upheld() -> None:
    """中宁县: quashed for a wrong basis and made anew with another sum, which the court upheld."""
    w = World()
    s.to_executing(w, 30_000)
    decided = w.facts.last("decide")
    assert decided is not None
    told = {"ground": "reconsideration", "authority": "复议机关", "paper_no": "复议决定1号"}
    w.take("li", "redo", from_step=decided.seq, reason="适用法律错误，责令重作。", **told)
    stopped = refusals(w, "li", "decide", fine_amount=Decimal(30_000), opinion="同意。")
    assert "not_the_same_again" in stopped
    w.paper("D36", "approved", fine_amount="20000")
    w.take("li", "decide", fine_amount=Decimal(20_000), opinion="同意。")
    assert w.state == "decided"


def test_green_2018_corrected_in_time_and_fined_nevertheless() -> None:
    """格林公司: ordered to correct, found corrected, and fined all the same; the court upheld it."""
    w = World()
    s.to_case_review(w)
    w.take("wang", "open_order", cause="责令限期整改。")
    order = w.child("correction_order")
    w.take("wang", "draft_order", order, **m.order(w.facts.now))
    w.issue_all("D27")
    w.take("wang", "serve_order", order, first_due_on=w.today + timedelta(days=15), **s.service(w))
    w.go_to(w.today + timedelta(days=20))
    w.take("wang", "open_review", order, trigger="due")
    review = w.child("review")
    looked = m.review(w.facts.now, s.BOTH, (1, "corrected"), (2, "corrected"))
    w.take("wang", "carry_out_review", review, **looked)
    w.issue_all("D27")
    w.take("wang", "serve_review", review, **s.service(w))
    w.take("wang", "finish_order", order)
    assert w.facts.hazards_open == 0
    s.legal_review(w)
    w.take("wang", "prepare_notice", **s.penalty(30_000))
    w.issue_all()
    w.take("wang", "serve_notice", **s.service(w))
    s.defence(w)
    w.after("defence")
    s.review_defence(w, 30_000, "已经整改，请求从轻。")
    w.take("wang", "submit_decision", **s.penalty(30_000))
    w.paper("D35a", "approved")
    w.paper("D36", "approved")
    w.take("li", "decide", fine_amount=Decimal(30_000), opinion="同意。")
    assert w.state == "decided"


def test_taixing_order_of_hearing_and_decision_is_kept_when_all_is_done_in_time() -> None:
    """The other way round: within ninety days and after the party was heard nothing stops the decision."""
    w = World()
    s.to_decided(w, 36_000)
    assert w.state == "decided"
    assert [d for d in examine(w.facts).defects if d.gravity in {"void", "quash"}] == []
