"""A rehearsal lives in another month: its clock is further off than four bytes of milliseconds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0002_signal")]

    operations = [
        migrations.AlterField(model_name="part", name="offset_ms", field=models.BigIntegerField()),
    ]
