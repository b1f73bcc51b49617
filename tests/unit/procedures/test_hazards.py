"""Orders to correct, measures on site and reviews: each hazard by its number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from anjian.procedures.hazards import hazards, still_open
from tests.factories import measures as m
from tests.unit.procedures import story as s
from tests.unit.procedures.test_coercion import BOTH, file_of
from tests.unit.procedures.world import World


def ordered() -> World:
    w = file_of("correction_order")
    w.take("wang", "draft_order", **m.opening(BOTH, alone=True), **m.order(w.facts.now))
    w.paper("D04")
    first = w.today + timedelta(days=15)
    w.take("wang", "serve_order", first_due_on=first, **m.service(BOTH, w.today))
    return w


def review(w: World, *results: tuple[int, str], **changes: Any) -> None:
    w.take("wang", "open_review", trigger="due")
    child = w.child("review")
    w.take("wang", "carry_out_review", child, **m.review(w.facts.now, BOTH, *results, **changes))
    w.paper("D05")
    w.take("wang", "serve_review", child, **m.service(BOTH, w.today))


class TestOrders:
    def test_every_hazard_has_its_own_term_and_is_settled_by_review(self) -> None:
        w = ordered()
        assert [(h.no, (h.due_on - w.today).days) for h in hazards(w.facts.history)] == [(1, 15), (2, 20)]
        assert w.facts.clock("correction_review").due_on >= w.today + timedelta(days=25)
        w.go_to(w.today + timedelta(days=16))
        review(w, (1, "corrected"))
        assert [h.no for h in still_open(w.facts.history)] == [2]
        assert w.refusals("wang", "finish_order") == {"order_carried_out"}
        w.go_to(w.today + timedelta(days=6))
        review(w, (2, "corrected"))
        w.take("wang", "finish_order")
        assert w.state == "correction_done"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            (lambda w: {"hazards": m.hazards(w.today, days=(-1,))}, "due_dates_ahead"),
            (lambda w: {"hazards": (*m.hazards(w.today), *m.hazards(w.today))}, "hazards_numbered"),
        ],
    )
    def test_what_an_order_may_not_say(self, changes: Any, code: str) -> None:
        w = file_of("correction_order")
        asked = m.opening(BOTH, alone=True) | m.order(w.facts.now) | changes(w)
        assert w.refusals("wang", "draft_order", **asked) == {code}

    def test_an_extension_is_asked_ten_days_ahead_and_moves_only_what_was_asked(self) -> None:
        w = ordered()
        w.go_to(w.today + timedelta(days=6))
        later = w.today + timedelta(days=40)
        both = ({"item_no": 1, "due_on": later}, {"item_no": 2, "due_on": later})
        said = {"requested_on": w.today, "reason": "设备采购周期较长，需要延期。"}
        assert w.refusals("wang", "request_correction_extension", wishes=both, **said) == {
            "extension_asked_in_time"
        }
        w.take("wang", "request_correction_extension", wishes=both[1:], **said)
        assert (w.facts.clock("extension_answer").due_on - w.today).days == 5
        w.paper("D57", "approved")
        granted = {"granted": True, "reason": "理由成立，同意延期。"}
        assert w.refusals("liu", "answer_extension", new_dates=both, **granted) == {"new_dates_named"}
        w.take("liu", "answer_extension", new_dates=both[1:], **granted)
        assert [h.due_on for h in hazards(w.facts.history)][1] == later
        assert "extension_is_pending" in w.refusals("liu", "answer_extension", new_dates=both[1:], **granted)
        w.paper("D58")
        w.take("wang", "serve_extension_answer", **m.service(BOTH, w.today))

    def test_what_is_not_corrected_names_the_next_lawful_step(self) -> None:
        w = ordered()
        w.go_to(w.today + timedelta(days=21))
        w.take("wang", "open_review", trigger="due")
        child = w.child("review")
        looked = m.review(w.facts.now, BOTH, (1, "corrected"), (2, "not_corrected"))
        assert w.refusals("wang", "carry_out_review", child, **looked) == {"follow_up_named"}
        one = m.review(w.facts.now, BOTH, (1, "corrected"))
        assert w.refusals("wang", "carry_out_review", child, **one) == {"every_due_hazard_reviewed"}
        strange = m.review(w.facts.now, BOTH, (1, "corrected"), (2, "corrected"), (9, "corrected"))
        assert w.refusals("wang", "carry_out_review", child, **strange) == {"only_known_hazards_reviewed"}
        w.take("wang", "carry_out_review", child, **looked, next_step="penalty")
        assert [h.no for h in still_open(w.facts.history)] == [2]

    def test_a_withdrawn_order_leaves_nothing_open(self) -> None:
        w = ordered()
        w.take("chen", "withdraw_order", reason="原检查认定有误，予以撤销。")
        assert not still_open(w.facts.history)


class TestMeasures:
    def in_force(self) -> World:
        w = file_of("onsite_measure")
        w.take("wang", "decide_measure", **m.opening(BOTH, alone=True), **m.measure(w.facts.now))
        w.paper("D03")
        w.take("wang", "serve_measure", **m.service(BOTH, w.today))
        return w

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"major_ground": ""}, "stopping_needs_major_hazard"),
            ({"measures": ({"measure": "stop_use", "object": "设备"},)}, "measure_is_precise"),
        ],
    )
    def test_what_a_measure_needs(self, changes: dict[str, Any], code: str) -> None:
        w = file_of("onsite_measure")
        asked = m.opening(BOTH, alone=True) | m.measure(w.facts.now) | changes
        assert w.refusals("wang", "decide_measure", **asked) == {code}

    def test_it_does_not_last_for_ever(self) -> None:
        w = file_of("onsite_measure")
        asked = m.opening(BOTH, alone=True) | m.measure(w.facts.now, until_on=w.today + timedelta(days=200))
        assert w.refusals("wang", "decide_measure", **asked) == {"measure_not_too_long"}

    def test_work_resumes_only_after_review_and_approval(self) -> None:
        w = self.in_force()
        assert w.refusals("chen", "approve_resumption", opinion="同意。") == {
            "resumption_asked",
            "measure_reviewed",
            "document.D05",
        }
        w.take("wang", "request_resumption", requested_on=w.today, statement="报警系统已经恢复并检测合格。")
        w.go_to(w.today + timedelta(days=2))
        review(w, (1, "corrected"))
        w.take("chen", "approve_resumption", opinion="同意恢复使用。")
        assert w.state == "measure_lifted"

    def test_disobedience_is_put_on_record_with_what_follows(self) -> None:
        w = self.in_force()
        seen = {
            "seen_at": w.facts.now,
            "disobedience": "当事人次日继续使用3号储罐装卸作业。",
            "next_step": "crime",
        }
        w.take("wang", "record_refusal_to_obey", **seen)
        assert w.state == "measure_in_force"


class TestInACase:
    def test_hazards_are_numbered_through_the_case(self) -> None:
        w = World()
        s.to_investigating(w)
        w.take("wang", "open_order", cause="现场存在多处隐患。")
        first = w.child("correction_order")
        w.take("wang", "draft_order", first, **m.order(w.facts.now))
        w.take("wang", "open_measure", cause="储罐区报警系统停用。")
        second = w.child("onsite_measure")
        assert w.refusals("wang", "decide_measure", second, **m.measure(w.facts.now)) == {"hazards_numbered"}
        third = ({**m.measure(w.facts.now)["hazards"][0], "item_no": 3},)
        w.take("wang", "decide_measure", second, **m.measure(w.facts.now, hazards=third))
        assert [(h.no, h.proceeding_id) for h in still_open(w.facts.history)] == [
            (1, first),
            (2, first),
            (3, second),
        ]
