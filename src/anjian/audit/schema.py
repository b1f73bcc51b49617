"""Shape shared by every table: the organisation in each key, and rows that cannot be rewritten.

Keys are (org_id, id) and foreign keys carry the organisation, so that nothing can point
across organisations and the same schema can be distributed by organisation later.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.migrations.operations.base import Operation

from anjian.kit.ids import uuid7

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class OrgModel(models.Model):
    """A row owned by one organisation; its key is (org_id, id)."""

    pk = models.CompositePrimaryKey("org_id", "id")
    id = models.UUIDField(default=uuid7, editable=False)
    org_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True


class SqlOperation(Operation):
    """An operation that only runs SQL and leaves the model state alone."""

    reduces_to_sql = True
    reversible = True

    @abstractmethod
    def forwards_sql(self) -> str:
        """Return the SQL that adds it."""

    @abstractmethod
    def backwards_sql(self) -> str:
        """Return the SQL that removes it."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: the constraint has no place in Django's model state."""

    def database_forwards(
        self, _app_label: str, schema_editor: BaseDatabaseSchemaEditor, *_states: ProjectState
    ) -> None:
        """Add the constraint or trigger."""
        schema_editor.execute(self.forwards_sql(), params=None)

    def database_backwards(
        self, _app_label: str, schema_editor: BaseDatabaseSchemaEditor, *_states: ProjectState
    ) -> None:
        """Remove the constraint or trigger."""
        schema_editor.execute(self.backwards_sql(), params=None)


class OrgForeignKey(SqlOperation):
    """Foreign key (org_id, column) → target (org_id, id): it cannot cross organisations."""

    def __init__(self, table: str, column: str, target_table: str) -> None:
        """Name the table, its column, and the table pointed at."""
        self.table, self.column, self.target_table = table, column, target_table

    @property
    def _name(self) -> str:
        return f"{self.table}_{self.column}_fk"[:63]

    def forwards_sql(self) -> str:
        """Return the ALTER TABLE that adds the key, deferred to commit like Django's own."""
        return (
            f'ALTER TABLE "{self.table}" ADD CONSTRAINT "{self._name}" '
            f'FOREIGN KEY (org_id, "{self.column}") REFERENCES "{self.target_table}" (org_id, id) '
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def backwards_sql(self) -> str:
        """Return the ALTER TABLE that drops the key."""
        return f'ALTER TABLE "{self.table}" DROP CONSTRAINT "{self._name}"'

    def describe(self) -> str:
        """Name the constraint for migration output."""
        return f"Foreign key {self.table}.{self.column} to {self.target_table} inside the organisation"


_REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION anjian_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the record is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class AppendOnly(SqlOperation):
    """Triggers that refuse UPDATE, DELETE and TRUNCATE of a table, whoever asks."""

    def __init__(self, table: str) -> None:
        """Name the table."""
        self.table = table

    def forwards_sql(self) -> str:
        """Return the SQL that creates both triggers."""
        return (
            _REFUSE_FUNCTION + f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{self.table}" '
            "FOR EACH ROW EXECUTE FUNCTION anjian_refuse_rewrite();"
            f'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "{self.table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION anjian_refuse_rewrite();"
        )

    def backwards_sql(self) -> str:
        """Return the SQL that drops both triggers."""
        return (
            f'DROP TRIGGER append_only ON "{self.table}";DROP TRIGGER append_only_truncate ON "{self.table}";'
        )

    def describe(self) -> str:
        """Name the table for migration output."""
        return f"Make {self.table} append-only"


def org_filter(model: type[OrgModel], org_id: Any) -> models.QuerySet[Any]:
    """Return the rows of one organisation; the only starting point of a read."""
    return model._default_manager.filter(org_id=org_id)  # noqa: SLF001  Django's public-by-custom manager
