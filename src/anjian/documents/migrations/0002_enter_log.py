"""Enter issued documents into the log: the drawn PDF by its digest, and what was fixed when it was issued."""

from __future__ import annotations

from django.db import migrations

from anjian.transparency.schema import EnterInLog

ROWS = {
    "documents_instrument": (
        "id", "case_id", "code", "no", "word", "year", "seq", "version", "issued_at", "content_sha256",
        "frozen",
    ),
    "documents_version": (
        "id", "instrument_id", "no", "fields", "author_id", "author_name", "reason", "at",
        "content_sha256",
    ),
    "documents_mark": (
        "id", "instrument_id", "version", "kind", "slot", "signer_id", "signer_name", "signer_role",
        "opinion", "refused", "reason", "png_sha256", "pages", "content_sha256", "at",
    ),
}  # fmt: skip
DRAWN, FIXED = "NEW.pdf_sha256 <> ''", "NEW.frozen IS NOT NULL"
INSTRUMENT = ROWS.pop("documents_instrument")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("transparency", "0002_enter_events")]

    operations = [
        EnterInLog(
            "documents_instrument",
            kind="document",
            digest="pdf_sha256",
            on="UPDATE",
            when=f"{DRAWN} AND NEW.pdf_sha256 IS DISTINCT FROM OLD.pdf_sha256",
            existing=DRAWN,
        ),
        EnterInLog("documents_instrument", kind="document", digest="pdf_sha256", when=DRAWN, backfill=False),
        EnterInLog(
            "documents_instrument",
            columns=INSTRUMENT,
            on="UPDATE",
            when=f"{FIXED} AND OLD.frozen IS NULL",
            existing=FIXED,
        ),
        EnterInLog("documents_instrument", columns=INSTRUMENT, when=FIXED, backfill=False),
        *(EnterInLog(table, columns=columns) for table, columns in ROWS.items()),
    ]
