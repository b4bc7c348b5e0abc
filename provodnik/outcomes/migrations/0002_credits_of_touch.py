from django.db import migrations, models


class Migration(migrations.Migration):
    """What a talk brought is looked up by the talk."""

    dependencies = [("outcomes", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="credit",
            index=models.Index(
                fields=["school", "touch"],
                name="credits_of_touch",
                condition=models.Q(touch__isnull=False),
            ),
        ),
    ]
