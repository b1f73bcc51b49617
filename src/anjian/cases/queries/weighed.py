"""Past decisions about the same conduct, and the sheets they were weighed with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.audit import reading
from anjian.cases.queries import sight

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Decided:
    """A decided fine that the officer may see."""

    id: UUID
    no: str
    party_name: str
    decided_on: date
    fine_yuan: int
    violation: str


@dataclass(frozen=True, slots=True)
class PastSheet:
    """A decided case and the latest sheet it was weighed with."""

    case: Decided
    inputs: dict[str, Any]
    at: datetime


_COLUMNS = "id, no, party_name, decided_on, fine_yuan, violation"


def comparable(
    actor: Actor, violation: str, party_kind: str, *, without: UUID | None = None, size: int = 200
) -> list[Decided]:
    """Return visible decided fines for the same conduct and kind of party, newest first."""
    conditions: dict[str, Any] = {
        "c.violation = %s": violation,
        "c.party_kind = %s": party_kind,
        "c.decided_on IS NOT NULL": None,
        "c.fine_yuan > 0": None,
    }
    found = [Decided(*row) for row in sight.newest(_COLUMNS, actor, conditions, size=size)]
    return [each for each in found if each.id != without]


def past_sheets(actor: Actor, *, size: int = 500) -> list[PastSheet]:
    """Return visible decided cases that carry a sheet, newest first, with their latest sheet."""
    decided: dict[str, Any] = {"c.decided_on IS NOT NULL": None, "c.fine_yuan IS NOT NULL": None}
    cases = [Decided(*row) for row in sight.newest(_COLUMNS, actor, decided, size=size)]
    found = reading.rows(
        "SELECT DISTINCT ON (case_id) case_id, inputs, at FROM cases_step "
        "WHERE org_id = %s AND case_id = ANY(%s) AND step = 'weigh' ORDER BY case_id, seq DESC",
        [actor.org_id, [each.id for each in cases]],
    )
    sheets = {case_id: (reading.parsed(inputs), at) for case_id, inputs, at in found}
    return [PastSheet(each, *sheets[each.id]) for each in cases if each.id in sheets]
