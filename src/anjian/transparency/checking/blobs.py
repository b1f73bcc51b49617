"""Every stored file that a record names, read again in full: it must still be what its name says.

Here, and only here, tables of apps above are named: which columns hold names of stored files, and where the
tombstones of destroyed ones lie. They are read by plain SQL; a table that is not there is passed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from anjian.audit import reading
from anjian.kit.blobs import BlobMissing, Store
from anjian.kit.stores import open_store
from anjian.transparency.checking.finding import Finding, Progress

_BLOCK = 1 << 20

COLUMNS = (
    ("evidence_item", "sha256", "filename"),
    ("evidence_item_file", "sha256", "filename"),
    ("evidence_derived", "sha256", "''"),
    ("documents_instrument", "pdf_sha256", "title"),
    ("documents_mark", "png_sha256", "signer_name"),
    ("documents_sealed", "sealed_sha256", "''"),
    ("interviews_page_signature", "image_sha256", "''"),
    ("interviews_page_signature", "fingerprint_sha256", "''"),
    ("interviews_self_written", "sha256", "''"),
    ("remote_signature", "png_sha256", "''"),
    ("remote_signature", "moment_sha256", "''"),
    ("archive_scan", "sha256", "''"),
    ("archive_scan_sheet", "sha256", "''"),
    ("archive_volume", "pdf_sha256", "''"),
    ("archive_volume", "sealed_sha256", "''"),
)
"""Columns that hold the SHA-256 of a stored file, with the column that names it for people."""

TOMBSTONES = ("archive_tombstone", "sha256")
"""Digests whose bytes were destroyed by a rule of retention; the row itself stands in the log."""


def look(org_id: UUID, progress: Progress) -> Iterator[Finding]:
    """Yield stored files that are missing or changed; destroyed ones with a tombstone are well."""
    wanted = named(org_id)
    progress.expect(len(wanted))
    store = open_store(settings.STORE, Path(settings.DATA_DIR))
    buried = _buried(org_id)
    for sha256, (item, called) in sorted(wanted.items()):
        try:
            if _read_again(store, sha256) != sha256:
                yield Finding("file_altered", item, f"存储中的文件已损坏或被改动（SHA-256 {sha256}）", called)
        except BlobMissing:
            if sha256 not in buried:
                yield Finding("file_missing", item, f"存储中缺少该文件（SHA-256 {sha256}）", called)
        except (OSError, ValueError):
            yield Finding("file_unreadable", item, f"存储中的文件无法读取（SHA-256 {sha256}）", called)
        progress.advance()


def _read_again(store: Store, sha256: str) -> str:
    digest = hashlib.sha256()
    with store.open(sha256) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def named(org_id: UUID) -> dict[str, tuple[str, str]]:
    """Return which files the organisation's records name: digest to the first record that
    names it, and what people call it.
    """
    present = set(
        reading.rows(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'", []
        )
    )
    found: dict[str, tuple[str, str]] = {}
    for table, column, title in COLUMNS:
        if (table, column) not in present:
            continue
        rows = reading.rows(
            f'SELECT id, "{column}", {title} FROM "{table}" '  # noqa: S608  columns named above
            f"WHERE org_id = %s AND \"{column}\" <> '' ORDER BY id",
            [org_id],
        )
        for row_id, sha256, called in rows:
            found.setdefault(sha256, (f"{table} {row_id}", called[:60]))
    return found


def _buried(org_id: UUID) -> set[str]:
    table, column = TOMBSTONES
    ((there,),) = reading.rows("SELECT to_regclass(%s) IS NOT NULL", [table])
    if not there:
        return set()
    rows = reading.rows(f'SELECT "{column}" FROM "{table}" WHERE org_id = %s', [org_id])  # noqa: S608  named above
    return {sha256 for (sha256,) in rows}
