"""Custody of things and bytes in one chain, the reasons of an examination, the frozen list."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import AppendOnly, OrgForeignKey


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_item_files"),
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="custodyevent",
            name="details",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="custodyevent",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="custodyevent",
            name="place_code",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="evidencefreeze",
            name="listing",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="evidencefreeze",
            name="listing_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="examination",
            name="answers",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="examination",
            name="reasons",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="custodyevent",
            name="act",
            field=models.CharField(
                choices=[
                    ("take", "提取"),
                    ("seal", "封存"),
                    ("transfer", "移交"),
                    ("open", "启封"),
                    ("copy", "复制"),
                    ("test", "送检"),
                    ("test_back", "检毕收回"),
                    ("lend", "借出"),
                    ("lend_back", "归还"),
                    ("sample", "抽取样品"),
                    ("split", "分样留样"),
                    ("check", "核对"),
                    ("return", "返还"),
                    ("destroy", "销毁"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="ExculpatoryAnswer",
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
                ("adopted", models.BooleanField()),
                ("text", models.TextField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_exculpatory",
                "indexes": [
                    models.Index(fields=["org_id", "item_id", "id"], name="evidence_exculpatory_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("act", models.CharField(max_length=10)),
                (
                    "case_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("acts", models.JSONField()),
                ("to_id", models.UUIDField(null=True)),
                ("to_name", models.CharField(max_length=120)),
                ("happened_at", models.DateTimeField()),
                ("first_id", models.UUIDField()),
                ("first_name", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_handover",
                "indexes": [models.Index(fields=["org_id", "to_id", "id"], name="evidence_handover_to")],
            },
        ),
        migrations.CreateModel(
            name="HandOverAnswer",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("handover_id", models.UUIDField()),
                ("accepted", models.BooleanField()),
                ("how", models.CharField(max_length=10)),
                ("reason", models.TextField(blank=True)),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_handover_answer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "handover_id"), name="evidence_handover_answered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeepingPlace",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=10)),
                ("parent_code", models.CharField(blank=True, max_length=40)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "officers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("closed", models.BooleanField(default=False)),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_place",
                "indexes": [models.Index(fields=["org_id", "code", "id"], name="evidence_place_code")],
            },
        ),
        migrations.CreateModel(
            name="MeasureTie",
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
                ("proceeding_id", models.UUIDField()),
                ("measure", models.CharField(max_length=40)),
                ("listed_as", models.CharField(max_length=200)),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_measure",
                "indexes": [models.Index(fields=["org_id", "item_id", "id"], name="evidence_measure_item")],
            },
        ),
        migrations.CreateModel(
            name="SealUse",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("no", models.CharField(max_length=60)),
                ("item_id", models.UUIDField()),
                ("custody_seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_seal",
                "constraints": [models.UniqueConstraint(fields=("org_id", "no"), name="evidence_seal_no")],
            },
        ),
        migrations.CreateModel(
            name="StockTaking",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("place_code", models.CharField(max_length=40)),
                (
                    "expected",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                (
                    "found",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                (
                    "unknown",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "by_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                (
                    "by_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_stocktaking",
                "indexes": [
                    models.Index(fields=["org_id", "place_code", "id"], name="evidence_stocktaking_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="ThingDetails",
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
                ("quantity", models.DecimalField(decimal_places=3, max_digits=14)),
                ("unit", models.CharField(max_length=20)),
                ("features", models.TextField(blank=True)),
                ("value_yuan", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("packaging", models.CharField(blank=True, max_length=200)),
                (
                    "part",
                    models.CharField(
                        choices=[("whole", "整件"), ("test", "检验样品"), ("retained", "留样")],
                        default="whole",
                        max_length=10,
                    ),
                ),
                ("parent_id", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "evidence_thing",
                "indexes": [models.Index(fields=["org_id", "parent_id"], name="evidence_thing_parent")],
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "item_id"), name="evidence_thing_of_item")
                ],
            },
        ),
        OrgForeignKey("evidence_thing", "item_id", "evidence_item"),
        OrgForeignKey("evidence_thing", "parent_id", "evidence_item"),
        OrgForeignKey("evidence_measure", "item_id", "evidence_item"),
        OrgForeignKey("evidence_measure", "proceeding_id", "cases_proceeding"),
        OrgForeignKey("evidence_seal", "item_id", "evidence_item"),
        OrgForeignKey("evidence_handover", "to_id", "people_officer"),
        OrgForeignKey("evidence_handover_answer", "handover_id", "evidence_handover"),
        OrgForeignKey("evidence_exculpatory", "item_id", "evidence_item"),
        *(
            AppendOnly(table)
            for table in (
                "evidence_thing",
                "evidence_measure",
                "evidence_seal",
                "evidence_handover",
                "evidence_handover_answer",
                "evidence_place",
                "evidence_stocktaking",
                "evidence_exculpatory",
            )
        ),
        # A label names an item by the end of its id, which is random (RFC 9562, version 7).
        migrations.RunSQL(
            'CREATE INDEX evidence_item_short ON evidence_item (org_id, "right"(id::text, 10))',
            "DROP INDEX evidence_item_short",
        ),
        # Seals put on before their numbers had a table of their own.
        migrations.RunSQL(
            "INSERT INTO evidence_seal (org_id, id, no, item_id, custody_seq, at) "
            "SELECT DISTINCT ON (org_id, seal_no) org_id, id, seal_no, item_id, seq, happened_at "
            "FROM evidence_custody WHERE act = 'seal' AND seal_no <> '' ORDER BY org_id, seal_no, id",
            migrations.RunSQL.noop,
        ),
    ]
