"""What would void a case today, and the same for the cases of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anjian.audit import queries as audit
from anjian.audit import reading
from anjian.cases.queries.lists import CaseLine, lines
from anjian.cases.queries.picture import picture_of
from anjian.procedures.validity import GRAVITIES, Report, examine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from anjian.cases.models import Case
    from anjian.kit.actor import Actor

WORST = {code: len(GRAVITIES) - n for n, code in enumerate(GRAVITIES)}
"""How the list is ordered: void 4, quash 3, slight 2, risk 1, nothing found 0."""
_STALE = timedelta(hours=20)


def report_of(case: Case, actor: Actor, *, now: datetime) -> Report:
    """Examine a case now, from its whole record."""
    return examine(picture_of(case, actor, now=now, everything=True).facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """A case in the list of a unit: the case, when it was examined, what was found."""

    case: CaseLine
    checked_at: datetime
    worst: int
    counts: Mapping[str, int]
    defects: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A page of the list and the mark of the next one, empty at the end."""

    lines: tuple[CheckLine, ...]
    following: str = ""


def check_page(
    actor: Actor, *, unit_id: UUID | None = None, worst: int | None = None, after: str = "", size: int = 50
) -> CheckPage:
    """Return examined open cases that the person may know of, gravest first; ``after`` is a page's mark."""
    told: dict[str, Any] = {"org": actor.org_id, "size": size + 1}
    more = ""
    if unit_id is not None:
        told["unit"], more = unit_id, " AND unit_id = %(unit)s"
    if worst is not None:
        told["worst"], more = worst, f"{more} AND worst = %(worst)s"
    if after:
        mark, _, last = after.partition("~")
        told["mark"], told["last"] = int(mark), last
        more += " AND (worst, id) < (%(mark)s, %(last)s::uuid)"
    found = reading.rows(
        "SELECT id, checked_at, worst, counts, defects FROM cases_check "  # noqa: S608  constant parts
        f"WHERE org_id = %(org)s AND open{more} ORDER BY worst DESC, id DESC LIMIT %(size)s",
        told,
    )
    page = found[:size]
    known = lines(actor, [row[0] for row in page])
    shown = tuple(
        CheckLine(
            case=known[row[0]],
            checked_at=row[1],
            worst=row[2],
            counts=reading.parsed(row[3]),
            defects=reading.parsed(row[4]),
        )
        for row in page
        if row[0] in known
    )
    return CheckPage(shown, f"{page[-1][2]}~{page[-1][0]}" if len(found) > size else "")


def totals(actor: Actor, *, unit_id: UUID | None = None) -> dict[int, int]:
    """Return how many examined open cases stand at each gravity."""
    found = reading.rows(
        "SELECT worst, count(*) FROM cases_check WHERE org_id = %(org)s AND open "
        "AND (%(unit)s::uuid IS NULL OR unit_id = %(unit)s) GROUP BY worst",
        {"org": actor.org_id, "unit": unit_id},
    )
    return dict(found)


def due_for_check(org_id: UUID, *, now: datetime, limit: int) -> list[UUID]:
    """Return open cases never examined, examined long ago, or with something newer on their record."""
    rows = reading.rows(
        "SELECT c.id, k.checked_at FROM cases_case c LEFT JOIN cases_check k "
        "ON k.org_id = c.org_id AND k.id = c.id WHERE c.org_id = %s AND c.archived_on IS NULL "
        "ORDER BY k.checked_at NULLS FIRST, c.id",
        [org_id],
    )
    never = [case_id for case_id, checked in rows if checked is None or checked < now - _STALE]
    if len(never) >= limit:
        return never[:limit]
    rest = {case_id: checked for case_id, checked in rows if case_id not in set(never)}
    newest = audit.newest_of_streams(org_id, list(rest))
    moved = [case_id for case_id, checked in rest.items() if case_id in newest and newest[case_id] > checked]
    return [*never, *moved][:limit]
