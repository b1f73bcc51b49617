"""Advance registration: before and in urgency, item by item, loss and release."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.unit.procedures import story as s
from tests.unit.procedures.world import World, uid

BOTH = s.BOTH
ITEMS = [{"name": "焊机", "quantity": "1台"}, {"name": "氧气瓶", "quantity": "2只"}]
WHAT = {
    "reason": "设备可能被转移灭失。",
    "items": ITEMS,
    "keeper": "李某",
    "place": "库房",
    "way": "on_site",
}


def registering() -> tuple[World, UUID]:
    w = World()
    s.to_investigating(w)
    w.take("wang", "open_registration", reason="设备可能被转移灭失。")
    return w, w.child("advance_registration")


def registered() -> tuple[World, UUID]:
    w, child = registering()
    w.take("wang", "apply_registration", child, **WHAT)
    w.paper("D16", "approved")
    w.take("chen", "approve_registration", child, opinion="同意。")
    w.paper("D17")
    w.take("wang", "carry_out_registration", child, duty_told=True, **s.service(w))
    return w, child


def urgent(w: World, **changes: Any) -> dict[str, Any]:
    return {
        **WHAT,
        "urgency": "当事人正在转移设备。",
        "agreed_by": uid("chen"),
        "agreed_at": w.facts.now - timedelta(minutes=30),
        "acted_at": w.facts.now - timedelta(minutes=20),
        "served_on": w.today,
        "duty_told": True,
        "officers": BOTH,
        **changes,
    }


class TestRegistration:
    def test_urgency_wants_a_heads_word_before_and_a_paper_within_a_day(self) -> None:
        w, child = registering()
        late = urgent(w, agreed_at=w.facts.now - timedelta(minutes=10))
        assert w.refusals("wang", "register_urgently", child, **late) == {"leader_agreed_before"}
        assert "leader_agreed_before" in w.refusals(
            "wang", "register_urgently", child, **urgent(w, agreed_by=uid("liu"))
        )
        w.take("wang", "register_urgently", child, **urgent(w))
        seven = w.facts.clock("registration")
        assert seven is not None
        w.paper("D16", "approved")
        w.take("chen", "approve_urgent", child, opinion="同意。")
        w.paper("D17")
        w.take("wang", "serve_late_notice", child, **s.service(w))
        assert w.states[child][1] == "registered"
        assert w.facts.clock("registration") == seven

    def test_a_missed_day_releases_everything(self) -> None:
        w, child = registering()
        w.take("wang", "register_urgently", child, **urgent(w))
        w.paper("D16", "approved")
        w.go_to(w.today + timedelta(days=2))
        assert "within_makeup" in w.refusals("chen", "approve_urgent", child, opinion="同意。")
        back = {"returned": "全部退还。", "returned_on": w.today, "receiver": "李某", "all_returned": True}
        assert w.refusals("wang", "lapse_registration", child, **(back | {"all_returned": False})) == {
            "everything_returned"
        }
        w.take("wang", "lapse_registration", child, **back)
        assert w.states[child][1] == "registration_lapsed"

    @pytest.mark.parametrize(
        ("outcomes", "refused"),
        [
            ([{"name": "焊机", "outcome": "return"}], "every_item_disposed"),
            (
                [{"name": "焊机", "outcome": "return"}, {"name": "切割机", "outcome": "return"}],
                "every_item_disposed",
            ),
            (
                [{"name": "焊机", "outcome": "return"}, {"name": "氧气瓶", "outcome": "transfer"}],
                "outcomes_have_reasons",
            ),
            (
                [
                    {"name": "焊机", "outcome": "return"},
                    {"name": "氧气瓶", "outcome": "confiscate", "reason": "拟没收"},
                ],
                "confiscation_is_decided",
            ),
            (
                [
                    {"name": "焊机", "outcome": "return"},
                    {"name": "氧气瓶", "outcome": "lost", "reason": "找不到"},
                ],
                "outcomes_have_reasons",
            ),
        ],
    )
    def test_each_item_has_a_lawful_outcome(self, outcomes: list[dict[str, str]], refused: str) -> None:
        w, child = registered()
        assert w.refusals("wang", "propose_disposal", child, outcomes=outcomes) == {refused}

    def test_what_was_lost_is_recorded_and_then_settled(self) -> None:
        w, child = registered()
        lost = {
            "found_on": w.today,
            "lost": [{"name": "氧气瓶", "what": "被盗1只", "cause": "仓库失窃"}],
            "answerable": "bureau",
            "remedy": "依法赔偿。",
        }
        strange = lost | {"lost": [{"name": "车床", "what": "损坏", "cause": "不明"}]}
        assert w.refusals("wang", "record_loss", child, **strange) == {"lost_items_are_listed"}
        w.take("wang", "record_loss", child, **lost)
        plan = w.take(
            "wang",
            "propose_disposal",
            child,
            outcomes=[
                {"name": "焊机", "outcome": "appraise", "reason": "送特检院"},
                {"name": "氧气瓶", "outcome": "lost", "reason": "见登记"},
            ],
        )
        assert plan.documents == ("D18",)

    def test_the_keeper_knows_the_duty(self) -> None:
        w, child = registering()
        w.take("wang", "apply_registration", child, **WHAT)
        w.paper("D16", "approved")
        w.take("chen", "approve_registration", child, opinion="同意。")
        w.paper("D17")
        told = s.service(w) | {"duty_told": False}
        assert w.refusals("wang", "carry_out_registration", child, **told) == {"keeper_knows_the_duty"}
