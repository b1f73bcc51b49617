"""Tables of recordings, append-only."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import AppendOnly, OrgForeignKey


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial"), ("cases", "0001_initial"), ("evidence", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PartEnd",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("chunks", models.PositiveIntegerField()),
                ("bytes", models.PositiveBigIntegerField()),
                ("duration_ms", models.PositiveBigIntegerField()),
                ("head", models.CharField(max_length=64)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("stopped", "询问人员停止录制"),
                            ("paused", "询问暂停"),
                            ("page_left", "页面被关闭或离开"),
                            ("page_crashed", "浏览器或页面崩溃"),
                            ("device_lost", "摄像头或麦克风断开"),
                            ("storage_full", "存储空间不足"),
                            ("unknown", "原因不明"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "by",
                    models.CharField(
                        choices=[("recorder", "录制端"), ("officer", "执法人员")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("ended_ms", models.BigIntegerField()),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "db_table": "recordings_part_end",
            },
        ),
        migrations.CreateModel(
            name="Absence",
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
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("required", models.BooleanField()),
                (
                    "cites",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
            ],
            options={
                "db_table": "recordings_absence",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "subject_kind", "subject_id"), name="recordings_absence_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("recording_id", models.UUIDField()),
                ("statement", models.TextField()),
                ("signature", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("complete", models.BooleanField()),
                ("override_reason", models.CharField(blank=True, max_length=200)),
                ("evidence_item_id", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
            ],
            options={
                "db_table": "recordings_certificate",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "recording_id"), name="recordings_certificate_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("certificate_id", models.UUIDField()),
                ("stream", models.CharField(max_length=20)),
                ("from_ms", models.BigIntegerField()),
                ("to_ms", models.BigIntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("stopped", "询问人员停止录制"),
                            ("paused", "询问暂停"),
                            ("page_left", "页面被关闭或离开"),
                            ("page_crashed", "浏览器或页面崩溃"),
                            ("device_lost", "摄像头或麦克风断开"),
                            ("storage_full", "存储空间不足"),
                            ("unknown", "原因不明"),
                            ("not_started", "尚未开始录制"),
                            ("not_resumed", "停止后没有继续录制"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "db_table": "recordings_gap",
                "indexes": [
                    models.Index(fields=["org_id", "certificate_id", "id"], name="recordings_gap_of")
                ],
            },
        ),
        migrations.CreateModel(
            name="Marker",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("recording_id", models.UUIDField()),
                ("at_ms", models.BigIntegerField()),
                ("label", models.CharField(max_length=80)),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "recordings_marker",
                "indexes": [
                    models.Index(fields=["org_id", "recording_id", "id"], name="recordings_marker_of")
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("recording_id", models.UUIDField()),
                ("stream", models.CharField(max_length=20)),
                ("no", models.PositiveIntegerField()),
                ("who", models.CharField(max_length=40)),
                ("mime", models.CharField(max_length=80)),
                ("client_id", models.UUIDField()),
                ("started_ms", models.BigIntegerField()),
                ("offset_ms", models.IntegerField()),
                ("rtt_ms", models.IntegerField()),
                ("previous_client_id", models.UUIDField(null=True)),
                (
                    "previous_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stopped", "询问人员停止录制"),
                            ("paused", "询问暂停"),
                            ("page_left", "页面被关闭或离开"),
                            ("page_crashed", "浏览器或页面崩溃"),
                            ("device_lost", "摄像头或麦克风断开"),
                            ("storage_full", "存储空间不足"),
                            ("unknown", "原因不明"),
                        ],
                        max_length=20,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.UUIDField()),
            ],
            options={
                "db_table": "recordings_part",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "recording_id", "stream", "no"), name="recordings_part_no"
                    ),
                    models.UniqueConstraint(fields=("org_id", "client_id"), name="recordings_part_client"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preflight",
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
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField()),
                ("checks", models.JSONField()),
                ("passed", models.BooleanField()),
                ("override_reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=80)),
            ],
            options={
                "db_table": "recordings_preflight",
                "indexes": [
                    models.Index(
                        fields=["org_id", "subject_kind", "subject_id", "id"], name="recordings_preflight_of"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recording",
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
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField()),
                ("begun_at", models.DateTimeField()),
                ("begun_by", models.UUIDField()),
            ],
            options={
                "db_table": "recordings_recording",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "subject_kind", "subject_id"), name="recordings_recording_subject"
                    )
                ],
            },
        ),
        OrgForeignKey("recordings_recording", "case_id", "cases_case"),
        OrgForeignKey("recordings_recording", "begun_by", "people_officer"),
        OrgForeignKey("recordings_part", "recording_id", "recordings_recording"),
        OrgForeignKey("recordings_part", "opened_by", "people_officer"),
        OrgForeignKey("recordings_part_end", "id", "recordings_part"),
        OrgForeignKey("recordings_marker", "recording_id", "recordings_recording"),
        OrgForeignKey("recordings_preflight", "case_id", "cases_case"),
        OrgForeignKey("recordings_certificate", "recording_id", "recordings_recording"),
        OrgForeignKey("recordings_certificate", "evidence_item_id", "evidence_item"),
        OrgForeignKey("recordings_gap", "certificate_id", "recordings_certificate"),
        OrgForeignKey("recordings_absence", "case_id", "cases_case"),
        AppendOnly("recordings_recording"),
        AppendOnly("recordings_part"),
        AppendOnly("recordings_part_end"),
        AppendOnly("recordings_marker"),
        AppendOnly("recordings_preflight"),
        AppendOnly("recordings_certificate"),
        AppendOnly("recordings_gap"),
        AppendOnly("recordings_absence"),
    ]
