"""Tombstones and bound volumes are entered into the log by the database itself."""

from __future__ import annotations

from django.db import migrations

from anjian.transparency.schema import EnterInLog


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0001_initial"),
        ("transparency", "0001_initial"),
    ]

    operations = [
        EnterInLog("archive_tombstone", kind="tombstone", digest="hash"),
        EnterInLog(
            "archive_volume",
            kind="document",
            digest="pdf_sha256",
            when="NEW.pdf_sha256 <> '' AND OLD.pdf_sha256 = ''",
            existing="NEW.pdf_sha256 <> ''",
            on="UPDATE",
        ),
    ]
