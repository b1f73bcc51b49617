"""Enter evidence into the log: originals by their digest, links of custody, and every row as it was written."""

from __future__ import annotations

from django.db import migrations

from anjian.transparency.schema import EnterInLog

ROWS = {
    "evidence_item": (
        "id", "case_id", "seq", "kind", "title", "purpose", "source", "holder", "collectors",
        "collector_names", "place", "collected_at", "device", "form", "copy_note", "record",
        "exculpatory", "sha256", "sm3", "size", "media_type", "filename", "after_freeze",
        "registered_at", "registered_by",
    ),
    "evidence_item_file": (
        "id", "item_id", "seq", "role", "title", "filename", "media_type", "sha256", "sm3", "size",
        "of_sha256", "recipe", "failure", "added_at",
    ),
    "evidence_custody": (
        "id", "item_id", "seq", "act", "from_holder", "to_holder", "reason", "seal_no", "place",
        "signers", "happened_at", "sha256_before", "sha256_after", "by_id", "by_name", "recorded_at",
        "prev_hash", "hash", "details", "due_on", "place_code",
    ),
    "evidence_correction": (
        "id", "item_id", "changes", "reason", "by_id", "by_name", "at",
    ),
    "evidence_fact": (
        "id", "case_id", "seq", "text", "replaces_id", "reason", "by_id", "at",
    ),
    "evidence_proof": (
        "id", "case_id", "fact_seq", "item_id", "stands", "note", "by_id", "at",
    ),
    "evidence_examination": (
        "id", "item_id", "authentic", "lawful", "relevant", "opinion", "by_id", "by_name", "at",
        "answers", "reasons",
    ),
    "evidence_freeze": (
        "id", "case_id", "stage", "at", "reason", "cites", "listing", "listing_sha256",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_custody_in_full"), ("transparency", "0002_enter_events")]

    operations = [
        EnterInLog("evidence_item", kind="evidence", digest="sha256"),
        EnterInLog("evidence_item_file", kind="file", digest="sha256", when="NEW.sha256 <> ''"),
        EnterInLog("evidence_custody", kind="custody", digest="hash"),
        *(EnterInLog(table, columns=columns) for table, columns in ROWS.items()),
    ]
