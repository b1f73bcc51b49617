"""Reading staff and powers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from anjian.audit import reading
from anjian.kit.actor import Actor, Certificate
from anjian.people.models import CertificateRow, Delegation, Organisation, User

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
WHERE o.org_id = %(org)s AND (o.left_on IS NULL OR o.left_on >= %(on)s) AND (o.id = ANY(%(ids)s)
  OR o.id IN (SELECT h.officer_id FROM people_role_grant h
    WHERE h.org_id = %(org)s AND h.role = ANY(%(roles)s)
      AND h.valid_from <= %(on)s AND (h.valid_to IS NULL OR h.valid_to >= %(on)s)))
ORDER BY o.name_sort, o.id
"""


def actors(
    org_id: UUID, officer_ids: Sequence[UUID], *, on: date, roles: Sequence[str] = ()
) -> dict[UUID, Actor]:
    """Return officers as they stand on a day, by id in pinyin order, in one query.

    Whoever holds one of ``roles`` on that day is added to those named.
    """
    if not officer_ids and not roles:
        return {}
    sought = {"org": org_id, "ids": list(officer_ids), "roles": list(roles), "on": on}
    return {row[0]: _actor(row) for row in reading.rows(_ACTOR_SQL, sought)}


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


def officer_called(org_id: UUID, told: str, *, on: date) -> Person | None:
    """Return the one officer of this certificate number or this name; None when nobody or several are."""
    holders = CertificateRow.objects.filter(org_id=org_id, no=told).values_list("officer_id", flat=True)
    wanted = set(holders)
    found = [person for person in officers(org_id, on=on) if person.id in wanted or person.name == told]
    return found[0] if len(found) == 1 else None


def names(org_id: UUID, officer_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return officers' names by id, also of those who have left."""
    wanted = list(officer_ids)
    if not wanted:
        return {}
    sql = "SELECT id, name FROM people_officer WHERE org_id = %s AND id = ANY(%s)"
    return dict(reading.rows(sql, [org_id, wanted]))


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
    found = reading.instances(Organisation, "WHERE id = %s", [org_id])
    if not found:
        raise Organisation.DoesNotExist
    return _agency(found[0])


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
    columns = ("id", "name", "body", "parent_id", "line_manager", "local_manager")
    found = reading.rows(
        "SELECT id, name, body, parent_id, line_manager, local_manager FROM people_unit "
        "WHERE org_id = %s ORDER BY position, name",
        [org_id],
    )
    return [dict(zip(columns, row, strict=True)) for row in found]


def powers(org_id: UUID, *, kind: str, on: date) -> list[dict[str, Any]]:
    """Return the powers of one kind in force on a day."""
    columns = ("unit_id", "field", "territory", "legal_basis", "valid_from", "valid_to")
    found = reading.rows(
        "SELECT unit_id, field, territory, legal_basis, valid_from, valid_to FROM people_power "
        "WHERE org_id = %(org)s AND kind = %(kind)s AND valid_from <= %(on)s "
        "AND (valid_to IS NULL OR valid_to >= %(on)s)",
        {"org": org_id, "kind": kind, "on": on},
    )
    return [dict(zip(columns, row, strict=True)) for row in found]


def body_of(org_id: UUID, unit_id: UUID) -> str:
    """Return in which capacity a unit acts: agency, delegated or posted; agency for an unknown one."""
    found = reading.rows("SELECT body FROM people_unit WHERE org_id = %s AND id = %s", [org_id, unit_id])
    return str(found[0][0]) if found else "agency"


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
