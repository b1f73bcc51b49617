"""Reading the places where evidence is kept, what lies there, and how counts of them came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.audit import reading
from anjian.evidence.custody_rules import place_kinds
from anjian.evidence.models import KeepingPlace, StockTaking
from anjian.evidence.records import Counted, Place

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor


def places(org_id: UUID, *, closed: bool = False) -> list[Place]:
    """Return the bureau's places in order of their codes; closed ones only when asked."""
    rows = KeepingPlace.objects.filter(org_id=org_id).order_by("code", "-id").distinct("code")
    return [_place(row) for row in rows if closed or not row.closed]


def place(org_id: UUID, code: str) -> Place | None:
    """Return a place as it was set up last, or None."""
    row = KeepingPlace.objects.filter(org_id=org_id, code=code).order_by("-id").first()
    return None if row is None else _place(row)


def _place(row: KeepingPlace) -> Place:
    kind = place_kinds().get(row.kind)
    return Place(
        code=row.code,
        name=row.name,
        kind=row.kind,
        kind_name=kind.label if kind else row.kind,
        parent_code=row.parent_code,
        roles=tuple(row.roles),
        officers=tuple(row.officers),
        closed=row.closed,
    )


def may_enter(where: Place, who: Actor) -> bool:
    """Whether somebody may enter a place: by office, by name, or because anybody may."""
    if not where.roles and not where.officers:
        return True
    return who.id in where.officers or bool(who.roles & set(where.roles))


_HERE = """
SELECT i.id FROM evidence_item i JOIN LATERAL (
  SELECT place_code FROM evidence_custody x WHERE x.org_id = i.org_id AND x.item_id = i.id
  ORDER BY x.seq DESC LIMIT 1) k ON true
WHERE i.org_id = %s AND k.place_code = ANY(%s) ORDER BY i.id
"""


def lying_in(org_id: UUID, code: str) -> list[UUID]:
    """Return the items that should lie in a place or in what stands inside it."""
    inside, known = [code], places(org_id, closed=True)
    for outer in inside:
        inside += [one.code for one in known if one.parent_code == outer and one.code not in inside]
    return [row[0] for row in reading.rows(_HERE, [org_id, inside])]


def counts_of(org_id: UUID, code: str, *, limit: int = 10) -> list[Counted]:
    """Return the newest counts of a place."""
    rows = StockTaking.objects.filter(org_id=org_id, place_code=code).order_by("-id")[:limit]
    return [
        Counted(
            place_code=row.place_code,
            at=row.at,
            by_names=tuple(row.by_names),
            expected=len(row.expected),
            missing=tuple(one for one in row.expected if one not in set(row.found)),
            strange=tuple(one for one in row.found if one not in set(row.expected)),
            unknown=tuple(row.unknown),
            note=row.note,
        )
        for row in rows
    ]
