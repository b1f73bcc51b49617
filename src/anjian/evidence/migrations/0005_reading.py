"""What files say of themselves; readings only grow."""

from __future__ import annotations

from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import AppendOnly, OrgForeignKey


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0004_enter_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileReading",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("item_id", models.UUIDField()),
                ("case_id", models.UUIDField()),
                ("sha256", models.CharField(max_length=64)),
                ("reader", models.CharField(max_length=40)),
                ("told", models.JSONField()),
                ("likeness", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_reading",
                "indexes": [
                    models.Index(fields=["org_id", "likeness"], name="evidence_reading_likeness"),
                    models.Index(fields=["org_id", "case_id"], name="evidence_reading_case"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "item_id", "reader"), name="evidence_reading_once"
                    ),
                ],
            },
        ),
        OrgForeignKey("evidence_reading", "item_id", "evidence_item"),
        AppendOnly("evidence_reading"),
    ]
