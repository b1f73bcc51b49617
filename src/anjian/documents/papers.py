"""Particulars of documents by the proceeding they belong to, for lists over many cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.audit import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID


def by_proceeding(
    org_id: UUID, case_ids: Sequence[UUID], code: str
) -> dict[UUID, list[tuple[str, Mapping[str, Any]]]]:
    """Return (number, particulars) of documents of one kind in some cases, by proceeding, oldest first."""
    if not case_ids:
        return {}
    found: dict[UUID, list[tuple[str, Mapping[str, Any]]]] = {}
    for proceeding_id, no, fields in reading.rows(
        "SELECT i.proceeding_id, i.no, v.fields FROM documents_instrument i JOIN documents_version v "
        "ON v.org_id = i.org_id AND v.instrument_id = i.id AND v.no = i.version "
        "WHERE i.org_id = %s AND i.case_id = ANY(%s) AND i.code = %s AND i.status <> 'withdrawn' "
        "AND i.proceeding_id IS NOT NULL ORDER BY i.created_at, i.id",
        [org_id, list(case_ids), code],
    ):
        found.setdefault(proceeding_id, []).append((no, reading.parsed(fields)))
    return found
