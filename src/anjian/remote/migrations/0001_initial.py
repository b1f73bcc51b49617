"""Tables of remote: sessions and captures, and what only grows beside them."""

from __future__ import annotations

from django.db import migrations, models

import anjian.kit.ids
from anjian.audit.schema import AppendOnly, OrgForeignKey


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0001_initial"), ("cases", "0001_initial"), ("evidence", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Capture",
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
                ("case_no", models.CharField(max_length=80)),
                ("no", models.PositiveIntegerField()),
                ("url", models.TextField()),
                ("purpose", models.CharField(max_length=200)),
                ("lead_id", models.UUIDField()),
                ("second_id", models.UUIDField()),
                ("place", models.CharField(max_length=120)),
                ("again_of", models.UUIDField(null=True)),
                ("ordered_at", models.DateTimeField()),
                ("ordered_by", models.UUIDField()),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("failure", models.CharField(blank=True, max_length=300)),
                ("done_at", models.DateTimeField(null=True)),
                ("log", models.JSONField(default=dict)),
                ("text", models.TextField(blank=True)),
                ("evidence_no", models.CharField(blank=True, max_length=20)),
                ("evidence_id", models.UUIDField(null=True)),
                ("document_id", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "remote_capture",
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "case_id", "no"), name="remote_capture_no")
                ],
            },
        ),
        migrations.CreateModel(
            name="Happening",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("session_id", models.UUIDField()),
                ("code", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=80)),
                (
                    "side",
                    models.CharField(
                        choices=[("officer", "执法人员"), ("guest", "对方"), ("server", "系统")], max_length=8
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "remote_happening",
                "indexes": [
                    models.Index(fields=["org_id", "session_id", "id"], name="remote_happening_session")
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("session_id", models.UUIDField()),
                ("no", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("identity", "证件照片"), ("shot", "截图"), ("file", "文件")], max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("filename", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("sm3", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("position", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=80)),
                ("side", models.CharField(max_length=8)),
            ],
            options={
                "db_table": "remote_item",
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "session_id", "no"), name="remote_item_no")
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("session_id", models.UUIDField()),
                ("no", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("qa", "问答"), ("note", "记录"), ("fix", "更正")], max_length=10
                    ),
                ),
                ("question", models.TextField(blank=True)),
                ("answer", models.TextField()),
                ("page_no", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=80)),
            ],
            options={
                "db_table": "remote_line",
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "session_id", "no"), name="remote_line_no")
                ],
            },
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("session_id", models.UUIDField()),
                ("version", models.PositiveSmallIntegerField()),
                ("no", models.PositiveSmallIntegerField()),
                ("lines", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("sm3", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "remote_page",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "session_id", "version", "no"), name="remote_page_no"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
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
                ("case_no", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "远程询问"), ("site", "远程查看现场")], max_length=10
                    ),
                ),
                ("capacity", models.CharField(max_length=40)),
                ("guest_name", models.CharField(max_length=80)),
                ("guest_phone", models.CharField(blank=True, max_length=40)),
                ("known_id_no", models.CharField(blank=True, max_length=30)),
                ("matter", models.CharField(max_length=200)),
                ("purpose", models.CharField(max_length=200)),
                ("place", models.CharField(max_length=120)),
                ("lead_id", models.UUIDField()),
                ("second_id", models.UUIDField()),
                ("officers", models.JSONField(default=list)),
                ("lead_present_at", models.DateTimeField(null=True)),
                ("second_present_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "等待接入"),
                            ("waiting", "等候室"),
                            ("checked", "设备已检查"),
                            ("identified", "身份已核对"),
                            ("working", "取证中"),
                            ("reading", "核对笔录"),
                            ("signing", "签名"),
                            ("closed", "已结束"),
                            ("refused", "对方不同意"),
                            ("ended", "提前结束"),
                        ],
                        default="invited",
                        max_length=12,
                    ),
                ),
                ("recording", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("token_sha256", models.CharField(db_index=True, max_length=64)),
                ("code_digest", models.CharField(max_length=64)),
                ("code_tries", models.PositiveSmallIntegerField(default=0)),
                ("link_no", models.PositiveSmallIntegerField(default=1)),
                ("expires_at", models.DateTimeField()),
                ("locked_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("device_sha256", models.CharField(blank=True, max_length=64)),
                ("seen_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("id_no", models.CharField(blank=True, max_length=30)),
                ("id_found", models.CharField(blank=True, max_length=200)),
                ("sex", models.CharField(blank=True, max_length=2)),
                ("born_on", models.DateField(null=True)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("employer", models.CharField(blank=True, max_length=120)),
                ("post", models.CharField(blank=True, max_length=60)),
                ("relation", models.CharField(blank=True, max_length=80)),
                ("guest_place", models.CharField(blank=True, max_length=200)),
                ("statement", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveSmallIntegerField(default=0)),
                ("document_id", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "remote_session",
                "indexes": [models.Index(fields=["org_id", "case_id"], name="remote_session_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("org_id", "token_sha256"), name="remote_session_token")
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("session_id", models.UUIDField()),
                ("page_no", models.PositiveSmallIntegerField()),
                ("page_sha256", models.CharField(max_length=64)),
                (
                    "slot",
                    models.CharField(
                        choices=[("party", "对方"), ("officer", "主办"), ("officer2", "协办")], max_length=10
                    ),
                ),
                ("signer_name", models.CharField(max_length=80)),
                ("signer_id", models.UUIDField(null=True)),
                ("png_sha256", models.CharField(blank=True, max_length=64)),
                ("moment_sha256", models.CharField(blank=True, max_length=64)),
                ("position", models.JSONField(default=dict)),
                ("refused", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "remote_signature",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org_id", "session_id", "slot", "page_no", "page_sha256"),
                        name="remote_signature_once",
                    )
                ],
            },
        ),
        *(OrgForeignKey(table, "case_id", "cases_case") for table in ("remote_session", "remote_capture")),
        *(
            OrgForeignKey(table, column, "people_officer")
            for table in ("remote_session", "remote_capture")
            for column in ("lead_id", "second_id")
        ),
        OrgForeignKey("remote_capture", "again_of", "remote_capture"),
        OrgForeignKey("remote_capture", "evidence_id", "evidence_item"),
        *(
            OrgForeignKey(f"remote_{name}", "session_id", "remote_session")
            for name in ("happening", "line", "item", "page", "signature")
        ),
        *(AppendOnly(f"remote_{name}") for name in ("happening", "line", "item", "page", "signature")),
    ]
