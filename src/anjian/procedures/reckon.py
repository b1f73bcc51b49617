"""Figures and days that follow from the record of a case, offered in forms so that nobody reckons by hand.

A field names one as `source="reckon.<name>"`. Offered only: the conditions of the step judge what is
handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from anjian.procedures.definitions.guards import common, daily_fine
from anjian.procedures.facts import CaseFacts
from anjian.procedures.from_papers import PARTICULARS

DAILY_RATE = Decimal("0.03")


def _last_instalment(f: CaseFacts) -> Any:
    days = [day for day, _amount in common.plan_of(f)]
    return max(days) if days else None


def _unpaid(f: CaseFacts) -> Decimal:
    return max(common.final_fine(f) - common.paid(f), Decimal(0))


def add_on_due(f: CaseFacts) -> Decimal:
    """The add-on so far in yuan: three per cent a day of what is unpaid, at most the fine (APL art. 72)."""
    return min(
        common.final_fine(f), (_unpaid(f) * DAILY_RATE * common.late_days(f)).quantize(Decimal("0.01"))
    )


def _spot_no(f: CaseFacts) -> Any:
    paper = f.document("D24", "D25")
    return paper.no if paper else None


def _daily_days(f: CaseFacts) -> Any:
    first, seen = daily_fine.first_day(f), f.own("find_refusal")
    last = seen.get("rechecked_on") if seen else None
    return max((last - first).days + 1, 0) if first and last else None


def _daily_total(f: CaseFacts) -> Any:
    days = _daily_days(f)
    return common.final_fine(f) * days if days else None


FIGURES: Mapping[str, Callable[[CaseFacts], Any]] = {
    "last_instalment": _last_instalment,
    "missed_instalment": common.missed_instalment,
    "petition_start": common.petition_start,
    "unpaid": _unpaid,
    "late_days": common.late_days,
    "refund": lambda f: max(common.paid(f) - common.owed(f), Decimal(0)) or None,
    "add_on": add_on_due,
    "spot_no": _spot_no,
    "fine": common.final_fine,
    "daily_from": daily_fine.first_day,
    "daily_days": _daily_days,
    "daily_total": _daily_total,
    "daily_owed": daily_fine.daily_owed,
    "late_from": common.late_from,
    "late_excluded": common.late_excluded,
    "today": lambda f: f.today,
    "now": lambda f: f.now,
    "actor": lambda f: (f.actor.id,),
    **PARTICULARS,
}


def reckon(name: str, f: CaseFacts) -> Any:
    """Return the figure of that name, or None when there is none (yet)."""
    found = FIGURES.get(name)
    return found(f) if found else None
