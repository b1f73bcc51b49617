"""A fined party in memory: executing, deferred, demanded."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from anjian.procedures.facts import Threshold
from tests.unit.procedures import story as s
from tests.unit.procedures.world import World, facts


def executing(fine: int = 30_000, **changes: Any) -> World:
    line = Threshold(value=Decimal(50_000))
    lines = {**facts().thresholds, "legal_review.unit": line, "legal_review.person": line}
    w = World(violations=("WSL-101-3",), thresholds=lines, **changes)
    s.to_executing(w, fine)
    return w


def deferred(w: World, *days: int, amount: int = 15_000) -> list[date]:
    """Approve a plan with one instalment so many days from today each."""
    due = [w.today + timedelta(days=d) for d in days]
    plan = [{"due_on": day, "amount": Decimal(amount)} for day in due]
    w.take("wang", "request_deferral", requested_by_party=True, reason="经营困难，现金不足。", plan=plan)
    w.paper("D41", "approved")
    w.take("chen", "approve_deferral", last_due_on=due[-1], opinion="同意。")
    return due


def demanded(w: World, unpaid: int) -> None:
    w.take("wang", "draft_demand", unpaid_amount=Decimal(unpaid), add_on_days=0, add_on_amount=Decimal(0))
    w.paper("D45", unpaid_amount=str(unpaid))
    w.take("wang", "serve_demand", **s.service(w))
    w.paper("D43")
