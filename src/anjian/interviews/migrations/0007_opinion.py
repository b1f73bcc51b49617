from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0006_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="contradiction",
            name="opinion",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
