"""Reading staff and powers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from anjian.kit.actor import Actor, Certificate
from anjian.people.models import Delegation, Officer, Organisation, Power, Unit, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ACTOR_SQL = """
SELECT o.id, o.org_id, o.unit_id, o.name, o.post, o.legal_qualified, u.name, u.body, g.name,
  (SELECT coalesce(json_agg(r.role), '[]') FROM people_role_grant r
    WHERE r.org_id = o.org_id AND r.officer_id = o.id
      AND r.valid_from <= %(on)s AND (r.valid_to IS NULL OR r.valid_to >= %(on)s)),
  (SELECT coalesce(json_agg(json_build_array(c.no, c.issuer, c.field, c.area,
                                            c.valid_from, c.valid_to, c.status)
                            ORDER BY c.valid_to DESC), '[]')
     FROM people_certificate c WHERE c.org_id = o.org_id AND c.officer_id = o.id)
FROM people_officer o
JOIN people_unit u ON u.org_id = o.org_id AND u.id = o.unit_id
JOIN people_organisation g ON g.id = o.org_id
WHERE o.org_id = %(org)s AND o.id = ANY(%(ids)s) AND (o.left_on IS NULL OR o.left_on >= %(on)s)
"""


def actors(org_id: UUID, officer_ids: Sequence[UUID], *, on: date) -> dict[UUID, Actor]:
    """Return officers as they stand on a day, by id, in one query."""
    if not officer_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR_SQL, {"org": org_id, "ids": list(officer_ids), "on": on})
        return {row[0]: _actor(row) for row in cursor.fetchall()}


def _actor(row: tuple[Any, ...]) -> Actor:
    roles, certificates = (json.loads(x) if isinstance(x, str) else x for x in row[9:11])
    return Actor(
        id=row[0],
        org_id=row[1],
        unit_id=row[2],
        kind="officer",
        name=row[3],
        post=row[4],
        legal_qualified=row[5],
        unit_name=row[6],
        body=row[7],
        org_name=row[8],
        roles=frozenset(roles),
        certificates=tuple(
            Certificate(
                no=c[0],
                issuer=c[1],
                field=c[2],
                area=c[3],
                valid_from=date.fromisoformat(c[4]),
                valid_to=date.fromisoformat(c[5]),
                status=c[6],
            )
            for c in certificates
        ),
    )


def actor(org_id: UUID, officer_id: UUID, *, on: date) -> Actor | None:
    """Return one officer as of a day, or None."""
    return actors(org_id, [officer_id], on=on).get(officer_id)


def actor_for_user(user: User, *, on: date) -> Actor | None:
    """Return the officer behind a sign-in account as of a day, or None when they have left."""
    return actor(user.org_id, user.officer_id, on=on)


@dataclass(frozen=True, slots=True)
class Person:
    """An officer in a choice list."""

    id: UUID
    name: str
    post: str
    unit_id: UUID
    unit_name: str
    roles: frozenset[str]


def officers(org_id: UUID, *, role: str | None = None, on: date) -> list[Person]:
    """Return the organisation's officers in pinyin order, optionally only those with a role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id, o.name, o.post, o.unit_id, u.name, array_remove(array_agg(r.role), NULL) "
            "FROM people_officer o JOIN people_unit u ON u.org_id = o.org_id AND u.id = o.unit_id "
            "LEFT JOIN people_role_grant r ON r.org_id = o.org_id AND r.officer_id = o.id "
            "  AND r.valid_from <= %(on)s AND (r.valid_to IS NULL OR r.valid_to >= %(on)s) "
            "WHERE o.org_id = %(org)s AND (o.left_on IS NULL OR o.left_on >= %(on)s) "
            "GROUP BY o.id, o.name, o.post, o.unit_id, u.name, o.name_sort "
            "HAVING %(role)s::text IS NULL OR %(role)s = ANY(array_agg(r.role)) ORDER BY o.name_sort, o.id",
            {"org": org_id, "role": role, "on": on},
        )
        return [Person(r[0], r[1], r[2], r[3], r[4], frozenset(r[5])) for r in cursor.fetchall()]


def names(org_id: UUID, officer_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return officers' names by id, also of those who have left."""
    rows = Officer.objects.filter(org_id=org_id, id__in=list(officer_ids))
    return dict(rows.values_list("id", "name"))


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation as documents and procedures need it."""

    id: UUID
    name: str
    short_name: str
    level: str
    place_code: str
    number_region: str
    parent_id: UUID | None
    particulars: dict[str, str]


def agency(org_id: UUID) -> Agency:
    """Return one organisation. Raises Organisation.DoesNotExist when there is none."""
    row = Organisation.objects.get(id=org_id)
    return _agency(row)


def agencies() -> list[Agency]:
    """Return all organisations, those above first."""
    return [_agency(row) for row in Organisation.objects.order_by("parent_id", "place_code", "name")]


def _agency(row: Organisation) -> Agency:
    return Agency(
        row.id,
        row.name,
        row.short_name,
        row.level,
        row.place_code,
        row.number_region,
        row.parent_id,
        dict(row.particulars),
    )


def units(org_id: UUID) -> list[dict[str, Any]]:
    """Return the units of an organisation in their order."""
    rows = Unit.objects.filter(org_id=org_id).order_by("position", "name")
    return _dicts(rows.values("id", "name", "body", "parent_id", "line_manager", "local_manager"))


def powers(org_id: UUID, *, kind: str, on: date) -> list[dict[str, Any]]:
    """Return the powers of one kind in force on a day."""
    rows = Power.objects.filter(org_id=org_id, kind=kind, valid_from__lte=on)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return _dicts(rows.values("unit_id", "field", "territory", "legal_basis", "valid_from", "valid_to"))


def delegations(org_id: UUID, unit_id: UUID, *, on: date) -> list[dict[str, Any]]:
    """Return the delegations of a unit in force on a day."""
    rows = Delegation.objects.filter(org_id=org_id, unit_id=unit_id, valid_from__lte=on, valid_to__gte=on)
    return _dicts(rows.values("no", "kinds", "matters", "published_on", "valid_from", "valid_to"))


def user_exists() -> bool:
    """Whether any account exists: an empty installation gets the demo city."""
    return User.objects.exists()


def certificates_ending(*, after: date, before: date) -> list[tuple[str, str, date]]:
    """Return (officer, certificate number, last day) of certificates that end between two days."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.name, c.no, c.valid_to FROM people_certificate c "
            "JOIN people_officer o ON o.org_id = c.org_id AND o.id = c.officer_id "
            "WHERE c.status = 'valid' AND c.valid_to BETWEEN %s AND %s ORDER BY c.valid_to",
            [after, before],
        )
        return [(name, no, valid_to) for name, no, valid_to in cursor.fetchall()]


def _dicts(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]
