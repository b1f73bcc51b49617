"""The latest examination of each case for what would void it, for the list of a unit."""

from __future__ import annotations

from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import OrgForeignKey


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_list_a_stage_of_a_unit"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseCheck",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("unit_id", models.UUIDField()),
                ("checked_at", models.DateTimeField()),
                ("worst", models.PositiveSmallIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("defects", models.JSONField(default=list)),
                ("open", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "cases_check",
                "indexes": [
                    models.Index(fields=["org_id", "unit_id", "-worst", "-id"], name="cases_check_unit"),
                    models.Index(fields=["org_id", "-worst", "-id"], name="cases_check_worst"),
                ],
            },
        ),
        OrgForeignKey("cases_check", "id", "cases_case"),
        OrgForeignKey("cases_check", "unit_id", "people_unit"),
    ]
