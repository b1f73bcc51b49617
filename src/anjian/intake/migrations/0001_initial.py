"""Links, submissions and docked recordings; all but the stations only grow."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import AppendOnly, OrgForeignKey


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileRefusal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("file_id", models.UUIDField()),
                ("reason", models.TextField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_file_refusal",
            },
        ),
        migrations.CreateModel(
            name="DockedFile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("station_id", models.UUIDField()),
                ("device_no", models.CharField(max_length=60)),
                ("officer_id", models.UUIDField(null=True)),
                ("officer_name", models.CharField(blank=True, max_length=40)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("marked", models.BooleanField(default=False)),
                ("filename", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("sm3", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("told", models.JSONField(default=dict)),
                ("docked_at", models.DateTimeField()),
                ("late_hours", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "intake_docked_file",
                "indexes": [
                    models.Index(fields=["org_id", "-id"], name="intake_docked_newest"),
                    models.Index(fields=["org_id", "officer_id", "-id"], name="intake_docked_officer"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "device_no", "filename", "sha256"), name="intake_docked_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DockStation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("code", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=80)),
                ("place", models.CharField(max_length=120)),
                ("token_sha256", models.CharField(db_index=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "intake_dock_station",
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "code"), name="intake_station_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="FileCheck",
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
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("clean", "未发现异常"),
                            ("suspicious", "发现可疑内容"),
                            ("failed", "未能检查"),
                        ],
                        max_length=12,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("checker", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_file_check",
                "indexes": [
                    models.Index(fields=["org_id", "sha256", "-id"], name="intake_file_check_content")
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeLink",
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
                ("token_sha256", models.CharField(db_index=True, max_length=64)),
                ("code_sha256", models.CharField(max_length=64)),
                ("giver", models.CharField(max_length=120)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("party", "当事人"),
                            ("witness", "证人"),
                            ("third_party", "其他单位或者个人"),
                            ("appraiser", "鉴定、检测机构"),
                            ("agency", "其他行政机关"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "asks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), size=None
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("files_limit", models.PositiveSmallIntegerField()),
                ("bytes_limit", models.PositiveBigIntegerField()),
                ("made_by", models.UUIDField()),
                ("made_by_name", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_link",
                "indexes": [models.Index(fields=["org_id", "case_id", "-id"], name="intake_link_case")],
            },
        ),
        migrations.CreateModel(
            name="LinkUse",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("link_id", models.UUIDField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("opened", "验证通过"),
                            ("wrong_code", "验证码错误"),
                            ("locked", "验证码多次错误，已锁定"),
                            ("closed", "承办人关闭"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_link_use",
                "indexes": [models.Index(fields=["org_id", "link_id", "id"], name="intake_link_use_link")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("link_id", models.UUIDField()),
                ("case_id", models.UUIDField()),
                ("receipt_no", models.CharField(max_length=24)),
                ("giver", models.CharField(max_length=120)),
                ("contact", models.CharField(blank=True, max_length=60)),
                ("statement", models.TextField(blank=True)),
                ("receipt", models.JSONField()),
                ("receipt_sha256", models.CharField(max_length=64)),
                ("receipt_signature", models.CharField(max_length=128)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_submission",
                "indexes": [models.Index(fields=["org_id", "case_id", "-id"], name="intake_submission_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "link_id"), name="intake_submission_once"),
                    models.UniqueConstraint(fields=("org_id", "receipt_no"), name="intake_submission_no"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmittedFile",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("submission_id", models.UUIDField()),
                ("seq", models.PositiveSmallIntegerField()),
                ("filename", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("sm3", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("answers", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "intake_submitted_file",
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "submission_id", "seq"), name="intake_file_seq")
                ],
            },
        ),
        OrgForeignKey("intake_link", "case_id", "cases_case"),
        OrgForeignKey("intake_link_use", "link_id", "intake_link"),
        OrgForeignKey("intake_submission", "link_id", "intake_link"),
        OrgForeignKey("intake_submission", "case_id", "cases_case"),
        OrgForeignKey("intake_submitted_file", "submission_id", "intake_submission"),
        OrgForeignKey("intake_file_refusal", "file_id", "intake_submitted_file"),
        OrgForeignKey("intake_docked_file", "station_id", "intake_dock_station"),
        *(
            AppendOnly(table)
            for table in (
                "intake_link",
                "intake_link_use",
                "intake_submission",
                "intake_submitted_file",
                "intake_file_refusal",
                "intake_file_check",
                "intake_docked_file",
            )
        ),
    ]
