"""Running numbers of a case's evidence and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from uuid import UUID


def next_number(org_id: UUID, case_id: UUID, column: str) -> int:
    """Return the next running number of a case; holds the case's counter until the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO evidence_counter AS c (org_id, id, items, facts) VALUES (%s, %s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (org_id, id) DO UPDATE SET {column} = c.{column} + 1 RETURNING {column}",
            [org_id, case_id, int(column == "items"), int(column == "facts")],
        )
        return int(cursor.fetchone()[0])
