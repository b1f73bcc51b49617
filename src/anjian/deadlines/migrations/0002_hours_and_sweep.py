"""Clocks in hours, the reason of a pause, and the instant at which the sweeper looks again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]

    operations = [
        migrations.AddField("clock", "start_at", models.DateTimeField(null=True)),
        migrations.AddField("clock", "due_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "clock",
            "pause_reason",
            models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField("clock", "next_at", models.DateTimeField(null=True)),
        # A clock stored before is looked at by the next sweep, which finds out what is left to tell.
        migrations.RunSQL(
            "UPDATE deadlines_clock SET next_at = now() WHERE status = 'open' AND expired_on IS NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            "clock",
            models.Index(
                condition=models.Q(("next_at__isnull", False), ("status", "open")),
                fields=["org_id", "next_at"],
                name="deadlines_next",
            ),
        ),
    ]
