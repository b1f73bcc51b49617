"""The log: queue, entries, tiles, checkpoints and what others say of them."""

from __future__ import annotations

from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Pending",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("org_id", models.UUIDField()),
                ("id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField()),
                ("digest", models.BinaryField(max_length=32)),
                ("salt", models.BinaryField(max_length=32)),
            ],
            options={
                "db_table": "transparency_pending",
            },
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id",
                        "level",
                        "index",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("org_id", models.UUIDField()),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
                ("root", models.BinaryField(max_length=32)),
            ],
            options={
                "db_table": "transparency_tile",
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("source", models.CharField(max_length=200)),
                ("code", models.CharField(max_length=40)),
                ("size", models.BigIntegerField()),
                ("detail", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "transparency_alarm",
                "indexes": [models.Index(fields=["org_id", "-at"], name="transparency_alarm_new")],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("running", "进行中"),
                            ("passed", "通过"),
                            ("failed", "发现问题"),
                            ("broken", "未完成"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked_by_name", models.CharField(blank=True, max_length=80)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list)),
            ],
            options={
                "db_table": "transparency_check",
                "indexes": [models.Index(fields=["org_id", "-started_at"], name="transparency_check_new")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "running")),
                        fields=("org_id",),
                        name="transparency_check_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("size", models.BigIntegerField()),
                ("witness", models.CharField(max_length=200)),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "transparency_cosignature",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "size", "witness"), name="transparency_cosignature_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("org_id", models.UUIDField()),
                ("index", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField()),
                ("digest", models.BinaryField(max_length=32)),
                ("salt", models.BinaryField(max_length=32)),
            ],
            options={
                "db_table": "transparency_entry",
                "indexes": [
                    models.Index(
                        fields=["org_id", "subject_id", "kind", "index"], name="transparency_entry_subject"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "size", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("org_id", models.UUIDField()),
                ("size", models.BigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "transparency_checkpoint",
                "indexes": [models.Index(fields=["org_id", "at"], name="transparency_checkpoint_at")],
            },
        ),
        migrations.CreateModel(
            name="Log",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("origin", models.CharField(max_length=200)),
                ("public_key", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "transparency_log",
                "constraints": [models.UniqueConstraint(fields=("org_id",), name="transparency_log_one")],
            },
        ),
        migrations.CreateModel(
            name="Stamp",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("size", models.BigIntegerField()),
                ("token", models.BinaryField()),
                ("authority", models.CharField(max_length=200)),
                ("local", models.BooleanField()),
                ("stamped_at", models.DateTimeField()),
            ],
            options={
                "db_table": "transparency_stamp",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "size", "authority"), name="transparency_stamp_once"
                    )
                ],
            },
        ),
        # The queue is numbered by the database, so that entries of one transaction keep their order.
        migrations.RunSQL(
            sql="ALTER TABLE transparency_pending ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
            reverse_sql="ALTER TABLE transparency_pending ALTER COLUMN id DROP IDENTITY",
        ),
        AppendOnly("transparency_log"),
        AppendOnly("transparency_entry"),
        AppendOnly("transparency_tile"),
        AppendOnly("transparency_checkpoint"),
        AppendOnly("transparency_stamp"),
        AppendOnly("transparency_cosignature"),
        AppendOnly("transparency_alarm"),
    ]
