"""Decided fines for the same conduct are found by their own index: the discretion page compares them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("cases", "0007_two_way_books"),)

    operations = (
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["org_id", "violation", "party_kind", "-id"],
                condition=models.Q(fine_yuan__gt=0, decided_on__isnull=False),
                name="cases_comparable",
            ),
        ),
    )
