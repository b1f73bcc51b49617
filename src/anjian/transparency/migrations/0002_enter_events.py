"""Enter every event into the log, those already on record first."""

from __future__ import annotations

from django.db import migrations

from anjian.transparency.schema import EnterInLog


class Migration(migrations.Migration):
    dependencies = [("transparency", "0001_initial")]

    operations = [EnterInLog("audit_event", kind="event", digest="hash")]
