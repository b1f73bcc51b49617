"""The hazards of a case as its orders, its extensions and its reviews leave them.

Orders to correct and measures on site number hazards through the whole case; a review settles some of
them by number. Nothing is stored beside the steps: what is open follows from the history that stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from anjian.procedures.facts import Taken

ORDERED_BY = frozenset({"draft_order", "decide_measure"})
SETTLED = frozenset({"corrected", "withdrawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A hazard that somebody was ordered to remove, the day by which, and what the last review said."""

    no: int
    text: str
    due_on: date | None
    major: bool
    proceeding_id: UUID
    outcome: str = ""

    @property
    def open(self) -> bool:
        """Whether it still has to be removed and reviewed."""
        return self.outcome not in SETTLED


def hazards(history: Iterable[Taken]) -> tuple[Hazard, ...]:
    """Every hazard of the case by number, with the term and the outcome that count now."""
    found: dict[int, Hazard] = {}
    for taken in history:
        if taken.step in ORDERED_BY:
            for row in taken.get("hazards", ()):
                found[row["item_no"]] = Hazard(
                    no=row["item_no"],
                    text=row["description"],
                    due_on=row.get("due_on"),
                    major=row.get("major") is True,
                    proceeding_id=taken.proceeding_id,
                )
        elif taken.step == "answer_extension" and taken.get("granted") is True:
            for row in taken.get("new_dates", ()):
                if row["item_no"] in found:
                    found[row["item_no"]] = replace(found[row["item_no"]], due_on=row["due_on"])
        elif taken.step == "carry_out_review":
            for row in taken.get("review_results", ()):
                if row["item_no"] in found:
                    found[row["item_no"]] = replace(found[row["item_no"]], outcome=row["result"])
        elif taken.step in {"withdraw_order", "withdraw_measure"}:
            for hazard in tuple(found.values()):
                if hazard.proceeding_id == taken.proceeding_id:
                    found[hazard.no] = replace(hazard, outcome="withdrawn")
    return tuple(found[no] for no in sorted(found))


def still_open(history: Iterable[Taken], proceeding_id: UUID | None = None) -> tuple[Hazard, ...]:
    """The hazards not yet settled, of the whole case or of one order."""
    return tuple(h for h in hazards(history) if h.open and proceeding_id in {None, h.proceeding_id})
