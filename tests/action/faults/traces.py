"""Everything a case could show of an attempt: taken before and after, it must be the same."""

from __future__ import annotations

from typing import Any

from django.db import connection

_TABLES = (
    ("cases_case", "no = %(no)s"),
    ("cases_step", "case_id = %(case)s"),
    ("cases_proceeding", "case_id = %(case)s"),
    ("cases_member", "case_id = %(case)s"),
    ("documents_instrument", "case_id = %(case)s"),
    ("documents_version", "instrument_id IN (SELECT id FROM documents_instrument WHERE case_id = %(case)s)"),
    ("documents_mark", "instrument_id IN (SELECT id FROM documents_instrument WHERE case_id = %(case)s)"),
    ("documents_number_sequence", "org_id = %(org)s"),
    ("deadlines_clock", "case_id = %(case)s"),
    ("evidence_item", "case_id = %(case)s"),
    ("evidence_proof", "case_id = %(case)s"),
    ("evidence_freeze", "case_id = %(case)s"),
    ("interviews_session", "case_id = %(case)s"),
    ("interviews_segment", "session_id IN (SELECT id FROM interviews_session WHERE case_id = %(case)s)"),
    ("interviews_seat", "session_id IN (SELECT id FROM interviews_session WHERE case_id = %(case)s)"),
    ("interviews_prompt", "case_id = %(case)s"),
    ("audit_event", "stream_id = %(case)s"),
    ("audit_chain_head", "org_id = %(org)s"),
    ("audit_outbox", "org_id = %(org)s"),
    ("audit_request_key", "org_id = %(org)s"),
)


def of_case(org_id: Any, case_id: Any, no: str) -> dict[str, str]:
    """Return a fingerprint of the case's rows in every table that an attempt could touch."""
    found = {}
    with connection.cursor() as cursor:
        for table, condition in _TABLES:
            cursor.execute(
                f"SELECT count(*) || ':' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') "  # noqa: S608
                f"FROM {table} t WHERE org_id = %(org)s AND {condition}",
                {"org": org_id, "case": case_id, "no": no},
            )
            found[table] = cursor.fetchone()[0]
    return found


def refusals_on_record(org_id: Any) -> list[tuple[str, str]]:
    """Return (what, detail) of every refused attempt of a bureau, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT what, detail FROM audit_access WHERE org_id = %s AND refused ORDER BY id", [org_id]
        )
        return list(cursor.fetchall())
