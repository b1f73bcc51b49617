"""Reading by plain SQL, for the few reads that every page and every step repeats.

The mapper builds each statement anew, which costs more processor time than the statement itself. A page
of a case reads some twenty tables, so there the statement is written out. Only reading is offered:
everything that writes goes through actions.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

import psycopg
from django.db import connection, models

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.backends.utils import CursorWrapper

Row = TypeVar("Row", bound=models.Model)


def rows(
    sql: str, parameters: Mapping[str, Any] | Sequence[Any], *, planned_anew: bool = False
) -> list[tuple[Any, ...]]:
    """Return what a SELECT finds; a JSON column arrives as text, see :func:`parsed`.

    The statement is prepared: the server keeps its plan with the connection. With ``planned_anew`` the
    values are part of it instead, for lists whose best plan depends on what is looked for.
    """
    with connection.cursor() if planned_anew else _preparing() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _preparing() -> CursorWrapper:
    """A cursor that binds its values on the server; while statements are logged, one that shows them."""
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = cast("CursorWrapper", psycopg.Cursor(connection.connection))
    return connection.make_cursor(cursor)


def parsed(value: Any) -> Any:
    """Return the value of a JSON column that was read by :func:`rows`."""
    return json.loads(value) if isinstance(value, str) else value


@cache
def _plan(
    model: type[models.Model], without: tuple[str, ...]
) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    fields = [f for f in model._meta.concrete_fields if f.column and f.attname not in without]  # noqa: SLF001
    table = model._meta.db_table  # noqa: SLF001
    columns = ", ".join(f'"{f.column}"' for f in fields)
    as_json = tuple(i for i, f in enumerate(fields) if isinstance(f, models.JSONField))
    select = f'SELECT {columns} FROM "{table}"'  # noqa: S608  names of our own tables
    return select, tuple(f.attname for f in fields), as_json


def instances(
    model: type[Row],
    condition: str,
    parameters: Mapping[str, Any] | Sequence[Any],
    *,
    without: tuple[str, ...] = (),
) -> list[Row]:
    """Return rows of one table as its model, columns named in ``without`` left unread.

    ``condition`` is everything after the table's name, its short name included; it is written by us
    and never made of input.
    """
    select, names, as_json = _plan(model, without)
    found = []
    for values in rows(f"{select} {condition}", parameters):
        row: Sequence[Any] = values
        if as_json:
            changed = list(values)
            for index in as_json:
                changed[index] = parsed(changed[index])
            row = changed
        found.append(model.from_db("default", names, row))
    return found
