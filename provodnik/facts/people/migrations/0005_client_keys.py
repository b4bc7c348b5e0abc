from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_remove_matchsuggestion_pair_reason_is_known_and_more"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="clientkey",
            name="keys_of_client",
        ),
        migrations.AddIndex(
            model_name="clientkey",
            index=models.Index(fields=["client", "school"], name="client_keys"),
        ),
    ]
