"""Messages between browsers that arrange a live picture."""

from django.db import migrations, models

import anjian.kit.ids


class Migration(migrations.Migration):
    dependencies = [("recordings", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Signal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "org_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=anjian.kit.ids.uuid7, editable=False)),
                ("org_id", models.UUIDField(editable=False)),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField()),
                ("sender", models.CharField(max_length=80)),
                ("recipient", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=10)),
                ("data", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "recordings_signal",
                "indexes": [
                    models.Index(
                        fields=["org_id", "subject_kind", "subject_id", "id"], name="recordings_signal_of"
                    )
                ],
            },
        ),
    ]
