"""Reading cases: pages of the list, the workbench, steps and members."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from anjian.audit import reading
from anjian.cases.models import Case
from anjian.cases.queries import sight

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    id: UUID
    no: str
    title: str
    state: str
    stage: str
    party_name: str
    unit_id: UUID
    lead_officer_id: UUID | None
    opened_on: date
    filed_on: date | None
    procedure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list is narrowed to; the same values stand in the page's address."""

    text: str = ""
    stage: str = ""
    unit_id: UUID | None = None
    mine: bool = False
    opened_from: date | None = None
    opened_to: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One keyset page, newest first, with the keys of its neighbours (None at the ends)."""

    lines: list[CaseLine]
    newer: UUID | None = None
    older: UUID | None = None
    names: dict[UUID, str] = field(default_factory=dict)


_LINE = "id, no, title, state, stage, party_name, unit_id, lead_officer_id, opened_on, filed_on, procedure"


def page(  # one argument per control of the list
    actor: Actor,
    wanted: Filter,
    *,
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = 50,
) -> Page:
    """Return one page of visible cases; ``before``/``after`` are ids of the page's outer rows."""
    narrowed: dict[str, Any] = sight.containing(wanted.text)
    if wanted.stage:
        narrowed["c.stage = %s"] = wanted.stage
    if wanted.unit_id:
        narrowed["c.unit_id = %s"] = wanted.unit_id
    if wanted.opened_from:
        narrowed["c.opened_on >= %s"] = wanted.opened_from
    if wanted.opened_to:
        narrowed["c.opened_on <= %s"] = wanted.opened_to
    backwards = after is not None
    if backwards:
        narrowed["c.id > %s"] = after
    elif before is not None:
        narrowed["c.id < %s"] = before
    order = "id ASC" if backwards else "id DESC"
    by = sight.OWN if wanted.mine else ()
    found = [
        CaseLine(*row) for row in sight.newest(_LINE, actor, narrowed, order=order, size=size + 1, by=by)
    ]
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    has_newer = more if backwards else before is not None
    has_older = True if backwards else more
    return Page(found, found[0].id if has_newer else None, found[-1].id if has_older else None)


def lines(actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, CaseLine]:
    """Return visible cases by id."""
    if not case_ids:
        return {}
    found = sight.newest(_LINE, actor, {"c.id = ANY(%s)": list(case_ids)}, size=len(case_ids))
    return {row[0]: CaseLine(*row) for row in found}


def mine(actor: Actor, *, limit: int = 30) -> list[CaseLine]:
    """Return the officer's own open cases and unassigned leads, those that moved last first."""
    still_open: dict[str, Any] = {"c.closed_on IS NULL": None}
    found = sight.newest(
        _LINE, actor, still_open, order="moved_at DESC", size=limit, by=(*sight.OWN, sight.UNASSIGNED)
    )
    return [CaseLine(*row) for row in found]


def waiting_in(actor: Actor, states: Sequence[str], *, limit: int = 30) -> list[CaseLine]:
    """Return visible cases standing in the given states, longest waiting first."""
    standing = {"c.state = ANY(%s)": list(states)}
    found = sight.newest(_LINE, actor, standing, order="moved_at ASC", size=limit)
    return [CaseLine(*row) for row in found]


_STEP = (
    "seq",
    "proceeding_id",
    "procedure",
    "step",
    "label",
    "from_state",
    "to_state",
    "inputs",
    "cites",
    "actor",
    "actor_id",
    "at",
)


def steps(org_id: UUID, case_id: UUID) -> list[dict[str, Any]]:
    """Return every step of a case and its child proceedings in order."""
    found = reading.rows(
        "SELECT seq, proceeding_id, procedure, step, label, from_state, to_state, inputs, cites, actor, "
        "actor_id, at FROM cases_step WHERE org_id = %s AND case_id = %s ORDER BY seq",
        [org_id, case_id],
    )
    rows = [dict(zip(_STEP, row, strict=True)) for row in found]
    for row in rows:
        row["inputs"], row["actor"] = reading.parsed(row["inputs"]), reading.parsed(row["actor"])
    return rows


def proceedings(org_id: UUID, case_id: UUID) -> list[dict[str, Any]]:
    """Return the child proceedings of a case, oldest first."""
    columns = ("id", "procedure", "state", "opened_at", "ended", "step_count")
    found = reading.rows(
        "SELECT id, procedure, state, opened_at, ended, step_count FROM cases_proceeding "
        "WHERE org_id = %s AND case_id = %s ORDER BY id",
        [org_id, case_id],
    )
    return [dict(zip(columns, row, strict=True)) for row in found]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """An officer's part in a case."""

    officer_id: UUID
    part: str
    since: datetime
    until: datetime | None


def members(org_id: UUID, case_id: UUID) -> list[MemberLine]:
    """Return everybody who works or worked on a case."""
    found = reading.rows(
        "SELECT officer_id, part, since, until FROM cases_member WHERE org_id = %s AND case_id = %s "
        "ORDER BY since, id",
        [org_id, case_id],
    )
    return [MemberLine(*row) for row in found]


def stage_counts(org_id: UUID, *, unit_id: UUID | None = None) -> dict[str, int]:
    """Return how many cases stand in each stage, over the organisation or one unit."""
    found = reading.rows(
        "SELECT stage, sum(count)::int FROM cases_stage_count WHERE org_id = %(org)s "
        "AND (%(unit)s::uuid IS NULL OR unit_id = %(unit)s) GROUP BY stage",
        {"org": org_id, "unit": unit_id},
    )
    return dict(found)


def same_party_cases(org_id: UUID, case: Case) -> list[dict[str, Any]]:
    """Return other cases of the same party, for double filing and double fining (APL art. 25, 29)."""
    columns = ("id", "no", "state", "violation", "conduct_on", "filed_on", "decided_on", "fine_yuan")
    found = reading.rows(
        "SELECT id, no, state, violation, conduct_on, filed_on, decided_on, fine_yuan FROM cases_case "
        "WHERE org_id = %(org)s AND enterprise_id = %(firm)s AND id <> %(case)s ORDER BY id LIMIT 50"
        if case.enterprise_id
        else "SELECT id, no, state, violation, conduct_on, filed_on, decided_on, fine_yuan FROM cases_case "
        "WHERE org_id = %(org)s AND enterprise_id IS NULL AND party_name = %(name)s AND id <> %(case)s "
        "ORDER BY id LIMIT 50",
        {"org": org_id, "firm": case.enterprise_id, "name": case.party_name, "case": case.id},
    )
    return [dict(zip(columns, row, strict=True)) for row in found]


def officer_load(org_id: UUID) -> dict[UUID, int]:
    """Return how many open cases each lead officer has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lead_officer_id, count(*) FROM cases_case "
            "WHERE org_id = %s AND closed_on IS NULL AND lead_officer_id IS NOT NULL GROUP BY 1",
            [org_id],
        )
        return dict(cursor.fetchall())


def moved_since(now: datetime, *, days: int) -> list[tuple[UUID, UUID, str]]:
    """Return (organisation, case, number) of the cases that moved within some days, for checks."""
    rows = Case.objects.filter(moved_at__gte=now - timedelta(days=days)).order_by("org_id", "id")
    return list(rows.values_list("org_id", "id", "no"))
