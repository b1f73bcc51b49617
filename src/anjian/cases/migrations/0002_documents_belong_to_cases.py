"""Documents lie below cases and cannot name them; the key that binds them is added from here."""

from __future__ import annotations

from django.db import migrations

from anjian.audit.schema import OrgForeignKey


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("documents", "0001_initial")]

    operations = [
        OrgForeignKey("documents_instrument", "case_id", "cases_case"),
        OrgForeignKey("documents_instrument", "proceeding_id", "cases_proceeding"),
    ]
