"""Items that consist of several files, append-only."""

from __future__ import annotations

from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import AppendOnly, OrgForeignKey


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemFile",
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
                ("seq", models.PositiveIntegerField()),
                (
                    "role",
                    models.CharField(choices=[("original", "原件"), ("derived", "派生副本")], max_length=10),
                ),
                ("title", models.CharField(max_length=200)),
                ("filename", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=100)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("sm3", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("of_sha256", models.CharField(blank=True, max_length=64)),
                ("recipe", models.JSONField(default=dict)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_item_file",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "item_id", "filename"), name="evidence_item_file_name"
                    ),
                    models.UniqueConstraint(
                        fields=("org_id", "item_id", "seq"), name="evidence_item_file_seq"
                    ),
                ],
            },
        ),
        OrgForeignKey("evidence_item_file", "item_id", "evidence_item"),
        AppendOnly("evidence_item_file"),
    ]
