"""Recordings of other steps than interviews, clocks of imported clips, and copies with hidden parts."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import AppendOnly, OrgForeignKey


class Migration(migrations.Migration):
    dependencies = [
        ("recordings", "0004_certificate_in_one"),
        ("evidence", "0002_item_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handout",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("redaction_id", models.UUIDField()),
                ("recipient", models.CharField(max_length=120)),
                ("expires_at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "recordings_handout",
            },
        ),
        migrations.CreateModel(
            name="RedactionRun",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "等待制作"),
                            ("running", "正在制作"),
                            ("done", "已完成"),
                            ("failed", "未能制作"),
                            ("cancelled", "已取消"),
                        ],
                        max_length=10,
                    ),
                ),
                ("done_ms", models.PositiveBigIntegerField(default=0)),
                ("total_ms", models.PositiveBigIntegerField(default=0)),
                ("copy_name", models.CharField(blank=True, max_length=255)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("checked", models.JSONField(default=dict)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "recordings_redaction_run",
            },
        ),
        migrations.CreateModel(
            name="ClipClock",
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
                ("item_id", models.UUIDField()),
                ("filename", models.CharField(blank=True, max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("inspection", "现场检查、勘验"),
                            ("sampling", "抽样取证"),
                            ("registration", "先行登记保存"),
                            ("seizure", "查封、扣押"),
                            ("prior_notice", "处罚告知"),
                            ("oral_defence", "口头陈述、申辩"),
                            ("hearing", "听证"),
                            ("spot_penalty", "当场处罚"),
                            ("left_service", "留置送达"),
                            ("other", "其他环节"),
                        ],
                        max_length=20,
                    ),
                ),
                ("shown_ms", models.BigIntegerField()),
                ("drift_ms", models.BigIntegerField()),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("compared", "当场与标准时间比对"),
                            ("shown", "画面中出现的时钟"),
                            ("event", "与另一段录像中同一事件对齐"),
                            ("metadata", "文件自带的时间"),
                            ("stated", "移交人陈述"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "recordings_clip_clock",
                "indexes": [
                    models.Index(fields=["org_id", "case_id", "id"], name="recordings_clip_clock_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClipFacts",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("sha256", models.CharField(max_length=64)),
                ("duration_ms", models.PositiveBigIntegerField(default=0)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("has_picture", models.BooleanField(default=False)),
                ("has_sound", models.BooleanField(default=False)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "recordings_clip_facts",
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "sha256"), name="recordings_clip_facts_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Occasion",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("inspection", "现场检查、勘验"),
                            ("sampling", "抽样取证"),
                            ("registration", "先行登记保存"),
                            ("seizure", "查封、扣押"),
                            ("prior_notice", "处罚告知"),
                            ("oral_defence", "口头陈述、申辩"),
                            ("hearing", "听证"),
                            ("spot_penalty", "当场处罚"),
                            ("left_service", "留置送达"),
                            ("other", "其他环节"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("place", models.CharField(max_length=200)),
                (
                    "officers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                (
                    "officer_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.UUIDField()),
            ],
            options={
                "db_table": "recordings_occasion",
                "indexes": [
                    models.Index(fields=["org_id", "case_id", "id"], name="recordings_occasion_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Redaction",
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
                ("item_id", models.UUIDField()),
                ("filename", models.CharField(blank=True, max_length=255)),
                ("of_sha256", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=100)),
                ("no", models.PositiveIntegerField()),
                ("recipe", models.JSONField()),
                ("recipe_sha256", models.CharField(max_length=64)),
                ("purpose", models.CharField(max_length=300)),
                ("recipient", models.CharField(max_length=120)),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "recordings_redaction",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "item_id", "no"), name="recordings_redaction_no"
                    )
                ],
            },
        ),
        OrgForeignKey("recordings_occasion", "case_id", "cases_case"),
        OrgForeignKey("recordings_clip_clock", "case_id", "cases_case"),
        OrgForeignKey("recordings_clip_clock", "item_id", "evidence_item"),
        OrgForeignKey("recordings_redaction", "case_id", "cases_case"),
        OrgForeignKey("recordings_redaction", "item_id", "evidence_item"),
        OrgForeignKey("recordings_redaction_run", "id", "recordings_redaction"),
        OrgForeignKey("recordings_handout", "redaction_id", "recordings_redaction"),
        AppendOnly("recordings_occasion"),
        AppendOnly("recordings_clip_clock"),
        AppendOnly("recordings_clip_facts"),
        AppendOnly("recordings_redaction"),
        AppendOnly("recordings_handout"),
    ]
