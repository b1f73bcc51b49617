"""Every row carries its organisation, and no key can point across organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

WITHOUT_ORGANISATION = {
    "people_organisation": "it is the organisation",
    "people_user": "an account is found by its name before anybody knows the organisation; it names one",
    "audit_outbox": "numbered in commit order over the whole installation, so that replay has no gaps",
}
"""Tables of ours whose key does not begin with org_id, and why."""

FREE_OF_IT = {
    ("people_organisation", "people_organisation"): "the bureau above is another organisation by nature",
    ("people_user", "people_user"): "groups and permissions of Django's own, which we do not use",
}


def ours() -> list[str]:
    return sorted(
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name.startswith("anjian.")
        for model in config.get_models()
    )


def rows(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


KEYS = """
SELECT c.conrelid::regclass::text, c.contype::text, c.conname, coalesce(c.confrelid::regclass::text, ''),
  (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(attnum, n)
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum),
  (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(attnum, n)
     JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum)
FROM pg_constraint c WHERE c.contype IN ('p', 'u', 'f') AND c.connamespace = 'public'::regnamespace
"""


def constraints(kind: str) -> Iterator[tuple[str, str, str, list[str], list[str]]]:
    known = set(ours())
    for table, type_, name, target, columns, theirs in rows(KEYS):
        if type_ == kind and table in known:
            yield table, name, target, columns.split(","), (theirs or "").split(",")


class TestKeys:
    def test_every_primary_key_begins_with_the_organisation(self) -> None:
        keys = {table: columns for table, _n, _t, columns, _o in constraints("p")}
        assert keys.keys() == set(ours())
        without = {table for table, columns in keys.items() if columns[0] != "org_id"}
        assert without == WITHOUT_ORGANISATION.keys()

    def test_uniqueness_stays_inside_the_organisation(self) -> None:
        across = {
            (table, tuple(columns))
            for table, _n, _t, columns, _o in constraints("u")
            if "org_id" not in columns and table not in WITHOUT_ORGANISATION
        }
        assert across == set()

    def test_every_foreign_key_carries_the_organisation(self) -> None:
        across = [
            (table, name)
            for table, name, target, columns, theirs in constraints("f")
            if (table, target) not in FREE_OF_IT
            and target != "people_organisation"
            and (columns[0], theirs[0]) != ("org_id", "org_id")
        ]
        assert across == []

    def test_every_reference_to_a_case_is_a_key_the_database_keeps(self) -> None:
        held = {(table, column) for table, _n, _t, columns, _o in constraints("f") for column in columns}
        named = rows(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name = 'case_id'"
        )
        loose = {pair for pair in named if pair not in held}
        assert loose == set()

    def test_the_organisation_is_never_empty(self) -> None:
        empty = rows(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name = 'org_id' AND is_nullable = 'YES'"
        )
        assert [pair for pair in empty if pair[0] in set(ours())] == []
