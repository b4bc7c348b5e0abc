from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_imports"),
        ("people", "0002_search_clients"),
    ]

    operations = [
        migrations.AddField(
            model_name="client",
            name="imported_line",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="client",
            name="imported_run",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="clientkey",
            index=models.Index(fields=["school", "client"], name="keys_of_client"),
        ),
    ]
