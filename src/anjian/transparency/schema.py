"""Entering rows into the log by the database itself: one trigger for each table whose rows must be proved.

The trigger runs in the transaction of the row, whichever code wrote it, so no path can forget its entry.
What is entered is asked from the migrations of the installed code again when everything is checked
(:func:`sources`): rows, rules and log must agree, and the rules do not lie in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.migrations.loader import MigrationLoader

from anjian.audit.schema import SqlOperation

ROW_KIND = "row"
_INTO = "INSERT INTO transparency_pending (org_id, kind, subject_id, digest, salt)"
_SALT = "sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))"


@dataclass(frozen=True, slots=True)
class Source:
    """Which rows of a table must stand in the log, as SQL over the row called NEW."""

    table: str
    kind: str
    digest: str
    condition: str
    columns: tuple[str, ...]

    @property
    def digest_sql(self) -> str:
        """SQL for the 32 bytes that are entered of a row."""
        if self.columns:
            parts = ", ".join(f"'{name}', NEW.\"{name}\"" for name in self.columns)
            return f"sha256(convert_to(jsonb_build_object({parts})::text, 'UTF8'))"
        return f"decode(NEW.\"{self.digest}\", 'hex')"


class EnterInLog(SqlOperation):
    """Trigger that enters the digest of each row of a table into the organisation's log.

    ``digest`` names the column with the digest (64 hex digits). With ``columns`` instead, the digest is
    taken over these columns of the row (kind "row"): so the log also tells when a description is changed.
    ``when`` is SQL over NEW (and OLD, on UPDATE); ``existing`` is the same over NEW alone, for rows that
    are there already and for checks: which rows must have an entry. Rows written before are entered too,
    unless ``backfill`` is false (the second operation of a table that enters on INSERT and on UPDATE).
    """

    def __init__(
        self,
        table: str,
        *,
        kind: str = ROW_KIND,
        digest: str = "",
        columns: Iterable[str] = (),
        when: str = "",
        existing: str = "",
        on: str = "INSERT",
        backfill: bool = True,
    ) -> None:
        """Name table, kind and digest; raises ValueError for what cannot be checked afterwards."""
        self.table, self.kind, self.digest = table, kind, digest
        self.columns, self.when, self.existing, self.on = tuple(columns), when, existing, on
        self.backfill = backfill
        if bool(digest) == bool(self.columns) or on not in {"INSERT", "UPDATE"}:
            message = "name either a column with the digest or the columns it is taken over"
            raise ValueError(message)
        if "OLD." in when and not existing:
            message = "say with existing=… which rows must have an entry"
            raise ValueError(message)

    @property
    def source(self) -> Source:
        """What a check needs to know of it."""
        return Source(self.table, self.kind, self.digest, self.existing or self.when, self.columns)

    @property
    def _name(self) -> str:
        return f"enter_in_log_{self.kind}"

    @property
    def _function(self) -> str:
        return f"{self.table}_enter_{self.kind}"

    def forwards_sql(self) -> str:
        """Return the function, the trigger, and the entry of the rows that are there."""
        entered = f"NEW.org_id, '{self.kind}', NEW.id, {self.source.digest_sql}, {_SALT}"
        return "".join(
            (
                # Instants are written in UTC whatever zone the connection is set to.
                f'CREATE OR REPLACE FUNCTION "{self._function}"() RETURNS trigger LANGUAGE plpgsql ',
                f"SET timezone TO 'UTC' AS $$ BEGIN {_INTO} VALUES ({entered}); RETURN NULL; END $$;",
                f'CREATE TRIGGER "{self._name}_{self.on.lower()}" AFTER {self.on} ON "{self.table}" ',
                f"FOR EACH ROW{f' WHEN ({self.when})' if self.when else ''} ",
                f'EXECUTE FUNCTION "{self._function}"();',
                self._entered_before(entered) if self.backfill else "",
            )
        )

    def _entered_before(self, entered: str) -> str:
        condition = self.source.condition
        return "".join(
            (
                "SET LOCAL timezone TO 'UTC';",
                f'{_INTO} SELECT {entered} FROM "{self.table}" AS NEW',  # noqa: S608  our own tables
                f" WHERE {condition}" if condition else "",
                " ORDER BY NEW.id;",
            )
        )

    def backwards_sql(self) -> str:
        """Return the SQL that drops the trigger; entries stay, a log forgets nothing."""
        return (
            f'DROP TRIGGER "{self._name}_{self.on.lower()}" ON "{self.table}";'
            f'DROP FUNCTION IF EXISTS "{self._function}"() CASCADE;'
        )

    def describe(self) -> str:
        """Name the table for migration output."""
        return f"Enter {self.table} into the log as {self.kind}"


@cache
def sources() -> tuple[Source, ...]:
    """Return what the installed code enters into the log, table by table."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = [
        operation.source
        for key in sorted(loader.disk_migrations)
        for operation in loader.disk_migrations[key].operations
        if isinstance(operation, EnterInLog)
    ]
    return tuple(dict.fromkeys(found))
