from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="client_is_in_a_segment_once"),
        migrations.RemoveIndex(model_name="membership", name="segments_of_client"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                name="client_is_in_a_segment_once",
                fields=["school", "client", "segment"],
                condition=models.Q(left_at__isnull=True),
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["school", "client_id"], name="changes_of_client"),
        ),
    ]
