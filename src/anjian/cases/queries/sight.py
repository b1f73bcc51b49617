"""Which cases an officer may know of: one rule, written as conditions that an index answers each.

A list takes the newest rows of every condition from its own index and merges them: its cost is the
length of the page, not the number of cases. A single OR over them would be answered by walking
through everybody's cases. :func:`visible` is the same rule for other queries to build on; a test
holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from anjian.audit import reading
from anjian.cases.models import Case, Member
from anjian.kit.text import search_tokens

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from anjian.kit.actor import Actor

OFFICES_FOR_ALL_CASES = frozenset(
    {"legal_reviewer", "agency_leader", "agency_head", "case_manager", "hearing_chair", "archivist"}
)
OFFICES_FOR_OWN_UNIT = frozenset({"case_officer", "unit_head", "interviewer"})

# Both lists of an officer's own parts are short and read once; a join in each condition would have to
# be planned anew for each page.
NOT_RECUSED = (
    "c.id <> ALL (ARRAY(SELECT r.case_id FROM cases_member r WHERE r.org_id = %(org)s "
    "AND r.officer_id = %(me)s AND r.part = 'recused'))"
)
_LEAD = "c.lead_officer_id = %(me)s"
_CO = "c.co_officer_id = %(me)s"
_MEMBER = (
    "c.id = ANY (ARRAY(SELECT m.case_id FROM cases_member m WHERE m.org_id = %(org)s "
    "AND m.officer_id = %(me)s AND m.until IS NULL))"
)
_UNIT = "c.unit_id = %(unit)s"
OWN = (_LEAD, _CO)
"""The cases that an officer handles."""
UNASSIGNED = f"{_MEMBER} AND c.lead_officer_id IS NULL"
"""The leads that an officer registered and nobody handles yet."""


def visible(actor: Actor) -> QuerySet[Case]:
    """Return the cases this officer may know of."""
    rows = Case.objects.filter(org_id=actor.org_id)
    if actor.kind == "system":
        return rows
    part = Member.objects.filter(org_id=actor.org_id, case_id=OuterRef("id"), officer_id=actor.id)
    rows = rows.exclude(Exists(part.filter(part="recused")))
    if actor.roles & OFFICES_FOR_ALL_CASES:
        return rows
    taking_part = Q(Exists(part.filter(until__isnull=True)))
    mine: Q = Q(lead_officer_id=actor.id) | Q(co_officer_id=actor.id) | taking_part
    if actor.roles & OFFICES_FOR_OWN_UNIT:
        mine |= Q(unit_id=actor.unit_id)
    return rows.filter(mine)


def ways(actor: Actor) -> tuple[str, ...]:
    """Return the conditions over ``c`` of which one must hold; beside them nobody sees a case they left."""
    if actor.kind == "system" or actor.roles & OFFICES_FOR_ALL_CASES:
        return ("true",)
    if actor.roles & OFFICES_FOR_OWN_UNIT:
        return (_LEAD, _CO, _MEMBER, _UNIT)
    return (_LEAD, _CO, _MEMBER)


def one(actor: Actor, condition: str, value: Any) -> Case | None:
    """Return the visible case for which a condition over ``c`` and ``%(value)s`` holds, or None."""
    found = reading.instances(
        Case,
        f"c WHERE c.org_id = %(org)s AND {condition} AND {NOT_RECUSED} AND ({' OR '.join(ways(actor))})",
        {**asks(actor), "value": value},
        without=("search",),
    )
    return found[0] if found else None


def newest(
    columns: str,
    actor: Actor,
    conditions: dict[str, Any],
    *,
    order: str = "id DESC",
    size: int,
    by: tuple[str, ...] = (),
) -> list[tuple[Any, ...]]:
    """Return the first visible rows in an order.

    ``conditions`` maps conditions over ``c`` to the value of the parameter that each names, which is
    called ``v0``, ``v1``, … in turn. ``by`` leaves only some of the ways to know a case, such as
    :data:`OWN`.
    """
    told = asks(actor)
    more = ""
    for index, (condition, value) in enumerate(conditions.items()):
        told[f"v{index}"] = value
        more += f" AND {condition.replace('%s', f'%(v{index})s')}"
    key, _, direction = order.partition(" ")
    arms = [
        f"(SELECT c.id, c.{key} AS place FROM cases_case c WHERE c.org_id = %(org)s AND {way}"  # noqa: S608
        f"{more} AND {NOT_RECUSED} ORDER BY c.{key} {direction} LIMIT {size:d})"
        for way in by or ways(actor)
    ]
    return reading.rows(
        f"SELECT {columns} FROM cases_case WHERE org_id = %(org)s AND id IN (SELECT id FROM "  # noqa: S608
        f"({' UNION '.join(arms)}) AS known ORDER BY place {direction} LIMIT {size:d}) "
        f"ORDER BY {key} {direction}",
        told,
        planned_anew=True,
    )


def containing(text: str) -> dict[str, Any]:
    """Return the condition that a case contains the words typed; empty when nothing is left of them."""
    words = search_tokens(text)
    return {"c.search @@ plainto_tsquery('simple', %s)": " ".join(words)} if words else {}


def asks(actor: Actor) -> dict[str, Any]:
    """Return the values that :data:`NOT_RECUSED` and the ways to know a case ask for."""
    return {"org": actor.org_id, "me": actor.id, "unit": actor.unit_id}
