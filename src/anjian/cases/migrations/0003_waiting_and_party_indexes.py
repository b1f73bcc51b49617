"""Lists of waiting work and a person's other cases are found by an index, however many cases there are."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_documents_belong_to_cases")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["org_id", "state", "moved_at"], name="cases_waiting"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(enterprise_id__isnull=True),
                fields=["org_id", "party_name"],
                name="cases_by_party",
            ),
        ),
    ]
