"""Tables of evidence, append-only but for the running numbers."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import AppendOnly, OrgForeignKey


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial"), ("cases", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="EvidenceCounter",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("items", models.PositiveIntegerField(default=0)),
                ("facts", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "evidence_counter",
            },
        ),
        migrations.CreateModel(
            name="CustodyEvent",
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
                    "act",
                    models.CharField(
                        choices=[
                            ("take", "提取"),
                            ("seal", "封存"),
                            ("transfer", "移交"),
                            ("open", "启封"),
                            ("copy", "复制"),
                            ("test", "检验"),
                            ("return", "返还"),
                            ("destroy", "销毁"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_holder", models.CharField(max_length=120)),
                ("to_holder", models.CharField(max_length=120)),
                ("reason", models.TextField()),
                ("seal_no", models.CharField(blank=True, max_length=60)),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "signers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("sha256_before", models.CharField(blank=True, max_length=64)),
                ("sha256_after", models.CharField(blank=True, max_length=64)),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                ("prev_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "evidence_custody",
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "item_id", "seq"), name="evidence_custody_seq")
                ],
            },
        ),
        migrations.CreateModel(
            name="DerivedCopy",
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
                ("of_sha256", models.CharField(max_length=64)),
                ("recipe", models.JSONField()),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("sm3", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_derived",
                "indexes": [models.Index(fields=["org_id", "item_id", "id"], name="evidence_derived_item")],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFreeze",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("case_id", models.UUIDField()),
                (
                    "stage",
                    models.CharField(
                        choices=[("decided", "已决定"), ("archived", "已归档"), ("lifted", "解除")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "cites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "db_table": "evidence_freeze",
                "indexes": [models.Index(fields=["org_id", "case_id", "id"], name="evidence_freeze_case")],
            },
        ),
        migrations.CreateModel(
            name="EvidenceItem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("case_id", models.UUIDField()),
                ("seq", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("documentary", "书证"),
                            ("physical", "物证"),
                            ("audiovisual", "视听资料"),
                            ("electronic", "电子数据"),
                            ("witness_testimony", "证人证言"),
                            ("party_statement", "当事人的陈述"),
                            ("expert_opinion", "鉴定意见"),
                            ("scene_record", "勘验笔录、现场笔录"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("purpose", models.TextField()),
                ("source", models.CharField(max_length=200)),
                ("holder", models.CharField(blank=True, max_length=120)),
                (
                    "collectors",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                (
                    "collector_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None
                    ),
                ),
                ("place", models.CharField(max_length=200)),
                ("collected_at", models.DateTimeField()),
                ("device", models.CharField(blank=True, max_length=200)),
                (
                    "form",
                    models.CharField(
                        choices=[("original", "原件、原物或原始载体"), ("copy", "复制件、照片或录像")],
                        max_length=10,
                    ),
                ),
                ("copy_note", models.CharField(blank=True, max_length=300)),
                ("record", models.CharField(blank=True, max_length=200)),
                ("exculpatory", models.BooleanField(default=False)),
                ("sha256", models.CharField(max_length=64)),
                ("sm3", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("filename", models.CharField(max_length=255)),
                ("after_freeze", models.BooleanField(default=False)),
                ("registered_at", models.DateTimeField()),
                ("registered_by", models.UUIDField()),
            ],
            options={
                "db_table": "evidence_item",
                "indexes": [models.Index(fields=["org_id", "sha256"], name="evidence_item_content")],
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "case_id", "seq"), name="evidence_item_no"),
                    models.CheckConstraint(
                        condition=models.Q(("collectors__len__gte", 2)), name="evidence_item_two_officers"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Examination",
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
                ("authentic", models.BooleanField()),
                ("lawful", models.BooleanField()),
                ("relevant", models.BooleanField()),
                ("opinion", models.TextField(blank=True)),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_examination",
                "indexes": [
                    models.Index(fields=["org_id", "item_id", "id"], name="evidence_examination_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="FactProof",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("case_id", models.UUIDField()),
                ("fact_seq", models.PositiveIntegerField()),
                ("item_id", models.UUIDField()),
                ("stands", models.BooleanField(default=True)),
                ("note", models.TextField(blank=True)),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_proof",
                "indexes": [models.Index(fields=["org_id", "case_id", "id"], name="evidence_proof_case")],
            },
        ),
        migrations.CreateModel(
            name="FactToProve",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("case_id", models.UUIDField()),
                ("seq", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("replaces_id", models.UUIDField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("by_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_fact",
                "indexes": [models.Index(fields=["org_id", "case_id", "seq"], name="evidence_fact_case")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "replaces_id"), name="evidence_fact_replaced_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemCorrection",
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
                ("changes", models.JSONField()),
                ("reason", models.TextField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "evidence_correction",
                "indexes": [
                    models.Index(fields=["org_id", "item_id", "id"], name="evidence_correction_item")
                ],
            },
        ),
        OrgForeignKey("evidence_item", "case_id", "cases_case"),
        OrgForeignKey("evidence_item", "registered_by", "people_officer"),
        OrgForeignKey("evidence_correction", "item_id", "evidence_item"),
        OrgForeignKey("evidence_fact", "case_id", "cases_case"),
        OrgForeignKey("evidence_fact", "replaces_id", "evidence_fact"),
        OrgForeignKey("evidence_proof", "case_id", "cases_case"),
        OrgForeignKey("evidence_proof", "item_id", "evidence_item"),
        OrgForeignKey("evidence_examination", "item_id", "evidence_item"),
        OrgForeignKey("evidence_custody", "item_id", "evidence_item"),
        OrgForeignKey("evidence_derived", "item_id", "evidence_item"),
        OrgForeignKey("evidence_freeze", "case_id", "cases_case"),
        AppendOnly("evidence_item"),
        AppendOnly("evidence_correction"),
        AppendOnly("evidence_fact"),
        AppendOnly("evidence_proof"),
        AppendOnly("evidence_examination"),
        AppendOnly("evidence_custody"),
        AppendOnly("evidence_derived"),
        AppendOnly("evidence_freeze"),
    ]
