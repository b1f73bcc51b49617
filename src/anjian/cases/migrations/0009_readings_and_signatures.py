"""What files say and what was signed belong to cases that exist."""

from __future__ import annotations

from django.db import migrations

from anjian.audit.schema import OrgForeignKey


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_comparable_fines"),
        ("evidence", "0005_reading"),
        ("credentials", "0001_certificates_and_signatures"),
    ]

    operations = [
        OrgForeignKey("evidence_reading", "case_id", "cases_case"),
        OrgForeignKey("credentials_signature", "case_id", "cases_case"),
    ]
