"""Destruction lists, and which stored contents belong to one case alone.

Contents are found by what the database itself says: every column that names a content by its SHA-256. A
column in a table that leads to the case counts as its own; any other occurrence, in any organisation, is a
use that keeps the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from anjian.archive.models import (
    ArchivedFile,
    DestructionEntry,
    DestructionList,
    DestructionMark,
    Hold,
    Tombstone,
)
from anjian.audit import reading
from anjian.evidence.store import store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

# Which column of a table leads to its case, in the order in which they are looked for.
_IN_CASE: Final = "(SELECT id FROM {} WHERE org_id = %(org)s AND case_id = %(case)s)"
_LEADS: Final = (
    ("case_id", "t.case_id = %(case)s"),
    ("item_id", f"t.item_id IN {_IN_CASE.format('evidence_item')}"),
    ("instrument_id", f"t.instrument_id IN {_IN_CASE.format('documents_instrument')}"),
    ("scan_id", f"t.scan_id IN {_IN_CASE.format('archive_scan')}"),
    ("file_id", f"t.file_id IN {_IN_CASE.format('archive_file')}"),
    ("recording_id", f"t.recording_id IN {_IN_CASE.format('recordings_recording')}"),
)
# What only speaks of contents, without needing them.
_NO_USE: Final = ("archive_tombstone", "archive_file", "archive_paper", "transparency_%", "evidence_custody")


@dataclass(frozen=True, slots=True)
class Own:
    """A stored content: which belong to the case alone may go, others are used elsewhere."""

    sha256: str
    what: str
    used_elsewhere: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A destruction list with its files and marks."""

    row: DestructionList
    entries: list[DestructionEntry]
    marks: list[DestructionMark]
    tombstones: int


def lists(org_id: UUID) -> list[DestructionList]:
    """Return every destruction list, the newest first; they are kept for ever."""
    return list(DestructionList.objects.filter(org_id=org_id).order_by("-id")[:100])


def listed(row: DestructionList) -> Listed:
    """Return a list with everything on it."""
    scope = {"org_id": row.org_id, "list_id": row.id}
    return Listed(
        row=row,
        entries=list(DestructionEntry.objects.filter(**scope).order_by("ended_on", "id")),
        marks=list(DestructionMark.objects.filter(**scope).order_by("id")),
        tombstones=Tombstone.objects.filter(**scope).count(),
    )


def tombstones_of(org_id: UUID, file_id: UUID) -> list[Tombstone]:
    """Return the tombstones of a file."""
    return list(Tombstone.objects.filter(org_id=org_id, file_id=file_id).order_by("id"))


def proposable(org_id: UUID, *, on: date) -> list[ArchivedFile]:
    """Return files whose term has ended, with no hold, not on a list that is still going on."""
    held = Hold.objects.filter(org_id=org_id, lifted_at__isnull=True).values("file_id")
    going = DestructionList.objects.filter(org_id=org_id, state__in=("proposed", "appraised", "approved"))
    listed_now = DestructionEntry.objects.filter(org_id=org_id, list_id__in=going.values("id"))
    rows = ArchivedFile.objects.filter(
        org_id=org_id, ends_on__lt=on, destroyed_at__isnull=True, reopened_at__isnull=True
    )
    return list(
        rows.exclude(id__in=held).exclude(id__in=listed_now.values("file_id")).order_by("ends_on", "id")[:500]
    )


def held(org_id: UUID, file_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of some files are under a hold."""
    rows = Hold.objects.filter(org_id=org_id, file_id__in=list(file_ids), lifted_at__isnull=True)
    return set(rows.values_list("file_id", flat=True))


def contents_of(org_id: UUID, case_id: UUID) -> list[Own]:
    """Return the stored contents of a case, each with whether anything else uses it."""
    told = {"org": org_id, "case": case_id}
    kept = store()
    found: dict[str, str] = {}
    columns = _columns()
    for table, column, lead in columns:
        if lead:
            for (sha256,) in reading.rows(
                f'SELECT DISTINCT t."{column}" FROM "{table}" t WHERE t.org_id = %(org)s '  # noqa: S608
                f"AND t.\"{column}\" <> '' AND {lead}",
                told,
            ):
                if sha256 in kept:
                    found.setdefault(sha256, table)
    elsewhere = used_elsewhere(org_id, case_id, list(found), columns)
    return [Own(sha256, what, sha256 in elsewhere) for sha256, what in sorted(found.items())]


def used_elsewhere(
    org_id: UUID,
    case_id: UUID,
    hashes: Sequence[str],
    columns: Sequence[tuple[str, str, str]] | None = None,
) -> set[str]:
    """Return which contents something other than this case names, in any organisation."""
    told = {"org": org_id, "case": case_id, "hashes": list(hashes)}
    used: set[str] = set()
    for table, column, lead in _columns() if columns is None else columns:
        own = f" AND NOT (t.org_id = %(org)s AND {lead})" if lead else ""
        used.update(
            row[0]
            for row in reading.rows(
                f'SELECT DISTINCT t."{column}" FROM "{table}" t '  # noqa: S608  names from the catalogue
                f'WHERE t."{column}" = ANY(%(hashes)s){own}',
                told,
            )
        )
    return used


def _columns() -> list[tuple[str, str, str]]:
    """Return every column that names a content, with the condition that its row belongs to the case."""
    rows = reading.rows(
        "SELECT c.table_name, c.column_name, (SELECT array_agg(o.column_name::text) FROM "
        "information_schema.columns o WHERE o.table_schema = c.table_schema AND o.table_name = c.table_name) "
        "FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' "
        "AND c.data_type = 'character varying' AND c.character_maximum_length = 64 "
        "AND c.column_name LIKE '%%sha256' AND NOT c.table_name LIKE ANY(%(no_use)s) "
        "ORDER BY 1, 2",
        {"no_use": list(_NO_USE)},
    )
    found = []
    for table, column, others in rows:
        if "org_id" in others:
            lead = next((sql for name, sql in _LEADS if name in others), "")
            found.append((table, column, lead))
    return found
