from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_client_keys")]

    operations = [
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                fields=["school", "stage", "stage_entered_at", "id"],
                name="client_by_stage",
                condition=models.Q(merged_into__isnull=True),
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                fields=["school", "messages_refused_at"],
                name="client_unsubscribed",
                condition=models.Q(messages_refused_at__isnull=False),
            ),
        ),
    ]
